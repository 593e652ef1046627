import CLinux
import Glibc
import Promiscuity
import Syscalls
import Testing

@Suite(
    .enabled(if: Namespace.isAvailable, "needs to make network namespaces: \(Namespace.obstacle ?? "")"), .serialized)
struct BooksLiveTests {
    @Test func `a capture takes one and gives it back`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let books = try Books(interface: "v0")
            let socket = try RawSocket()
            try socket.membership(try #require(books.before).link.index)
            books.setOwnSocket(inode: try socket.inode)
            books.sample(.during)
            socket.close()
            books.sample(.after)
            #expect(books.before?.link.promiscuity == 0)
            #expect(books.before?.link.flagsPromisc == false)
            #expect(books.during?.link.promiscuity == 1)
            #expect(books.during?.link.flagsPromisc == true)
            #expect(books.during?.link.gflagsPromisc == false)
            #expect(books.during?.holders.map(\.kind) == [.packetSocket])
            #expect(books.during?.holders.first?.own == true)
            #expect(books.during?.holders.first?.processes.map(\.pid) == [getpid()])
            #expect(books.during?.consistent == true)
            #expect(books.after?.link.promiscuity == 0)
            #expect(books.verdict == BooksVerdict(ownTaken: 1, ownReturned: 1, promiscuousWithoutUs: false))
            #expect(books.timeline.changes.map(\.delta) == [1, -1])
            #expect(books.timeline.changes.first?.joined.first?.own == true)
        }
    }

    @Test func `others that come and go are named`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let index = try lab.index("v0")
            let books = try Books(interface: "v0")
            let ours = try RawSocket()
            try ours.membership(index)
            books.setOwnSocket(inode: try ours.inode)
            books.sample(.during)
            let other = try RawSocket()
            try other.membership(index)
            #expect(books.handleNotifications() == 1)
            #expect(books.handleNotifications() == 0)
            #expect(books.poll() == 0)
            try lab.promisc("v0", true)
            books.handleNotifications()
            other.close()
            books.handleNotifications()
            try lab.promisc("v0", false)
            ours.close()
            books.sample(.after)
            let changes = books.timeline.changes
            #expect(changes.map(\.delta) == [1, 1, 1, -1, -1, -1])
            #expect(changes.map { $0.promiscuity ?? 99 } == [1, 2, 3, 2, 1, 0])
            #expect(changes.map { $0.joined.map(\.kind) } == [[.packetSocket], [.packetSocket], [.ipLink], [], [], []])
            #expect(changes.map { $0.left.map(\.kind) } == [[], [], [], [.packetSocket], [.ipLink], [.packetSocket]])
            #expect(
                changes.map { ($0.joined + $0.left).map(\.own) } == [
                    [true], [false], [false], [false], [false], [true],
                ])
            #expect(changes.map(\.cause) == [.phase, .notification, .notification, .notification, .phase, .phase])
            #expect(changes.allSatisfy { $0.residual == 0 })
            #expect(books.verdict == BooksVerdict(ownTaken: 1, ownReturned: 1, promiscuousWithoutUs: false))
            #expect(books.timeline.missed == 0)
        }
    }

    @Test func `what the kernel does not announce is found by polling`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let books = try Books(interface: "v0")
            try lab.macvlan("mv1", on: "v0", mode: MACVLAN_MODE_BRIDGE.rawValue)
            let socket = try RawSocket()
            try socket.membership(try lab.index("v0"))
            #expect(books.poll() == 2)
            // The one announcement says 2: it tells of the silent rise before it.
            #expect(books.timeline.changes.map(\.delta) == [1, 1])
            #expect(books.timeline.changes.map(\.cause) == [.poll, .notification])
            #expect(books.timeline.changes.map { $0.joined.map(\.kind) } == [[.unicastFilter], [.packetSocket]])
            try lab.delete("mv1")
            #expect(books.poll() == 1)
            let last = try #require(books.timeline.changes.last)
            #expect(last.cause == .poll)
            #expect(last.delta == -1)
            #expect(last.left.map(\.kind) == [.unicastFilter])
        }
    }

    @Test func `a holder that is gone before one looks is still told`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let books = try Books(interface: "v0")
            let socket = try RawSocket()
            try socket.membership(try lab.index("v0"))
            socket.close()
            #expect(books.handleNotifications() == 2)
            let changes = books.timeline.changes
            #expect(changes.map(\.delta) == [1, -1])
            #expect(changes[0].joined.map(\.kind) == [.unknown])
            #expect(changes[1].left.map(\.kind) == [.unknown])
        }
    }

    @Test func `renaming is followed`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let books = try Books(interface: "v0")
            let socket = try RawSocket()
            try socket.membership(try #require(books.before).link.index)
            books.setOwnSocket(inode: try socket.inode)
            books.sample(.during)
            try lab.send(.rename(index: try #require(books.before).link.index, to: "other"))
            books.handleNotifications()
            socket.close()
            books.sample(.after)
            #expect(books.timeline.changes.map(\.event) == [nil, .renamed, nil])
            #expect(books.timeline.changes.map(\.interface) == ["v0", "other", "other"])
            #expect(books.after?.link.name == "other")
            #expect(books.after?.link.flagsPromisc == false)
            #expect(books.verdict.balanced == true && books.verdict.ownTaken == 1)
        }
    }

    @Test func `deletion ends the books`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let books = try Books(interface: "v0")
            let socket = try RawSocket()
            try socket.membership(try #require(books.before).link.index)
            books.setOwnSocket(inode: try socket.inode)
            books.sample(.during)
            try lab.delete("v0")
            books.handleNotifications()
            #expect(books.interfaceGone)
            #expect(books.departure == .deleted)
            books.poll()
            socket.close()
            books.sample(.after)
            let after = try #require(books.after)
            #expect(after.link.promiscuity == nil && after.link.gflagsPromisc == nil && after.link.flagsPromisc == nil)
            #expect(after.holders.isEmpty && !after.consistent)
            #expect(books.timeline.changes.last?.event == .deleted)
            #expect(books.verdict == BooksVerdict(ownTaken: 1, ownReturned: 1, promiscuousWithoutUs: false))
        }
    }

    @Test func `moving to another namespace ends the books`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            try lab.promisc("v0", true)
            let books = try Books(interface: "v0")
            let index = try #require(books.before).link.index
            let socket = try RawSocket()
            try socket.membership(index)
            books.setOwnSocket(inode: try socket.inode)
            books.sample(.during)
            let elsewhere = try NamespaceHandle.new()
            try lab.send(.move(index: index, toNamespace: elsewhere.descriptor))
            books.handleNotifications()
            #expect(books.departure == .moved)
            // The kernel has taken the membership away: nothing is left to give back.
            books.sample(.after)
            #expect(books.verdict == BooksVerdict(ownTaken: 1, ownReturned: 1, promiscuousWithoutUs: true))
            #expect(books.timeline.changes.last?.event == .moved)
            #expect(books.timeline.changes.last?.promiscuity == nil)
        }
    }

    @Test func `a leak is seen`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let books = try Books(interface: "v0")
            let socket = try RawSocket()
            try socket.membership(try #require(books.before).link.index)
            books.setOwnSocket(inode: try socket.inode)
            books.sample(.during)
            books.sample(.after)
            #expect(books.verdict.balanced == false)
            #expect(books.verdict.ownReturned == 0)
        }
    }

    @Test func `one's own plus one and another's minus one do not cancel`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let index = try lab.index("v0")
            let first = try RawSocket()
            try first.membership(index)
            let books = try Books(interface: "v0")
            let second = try RawSocket()
            try second.membership(index)
            first.close()
            books.sample(.after)
            #expect(books.after?.link.promiscuity == books.before?.link.promiscuity)
            #expect(books.timeline.changes.map(\.delta) == [1, -1])
            #expect(books.timeline.changes.map { $0.joined.map(\.inode) } == [[try second.inode], []])
            #expect(books.timeline.changes.map { $0.left.count } == [0, 1])
        }
    }

    @Test func `an unknown interface is an error`() throws {
        try Namespace.run {
            #expect(throws: BooksError.noSuchInterface) { _ = try Books(interface: "nowhere") }
            #expect(throws: BooksError.noSuchInterface) { _ = try Books(interface: "a-name-that-is-far-too-long") }
            #expect(throws: BooksError.noSuchInterface) { _ = try Books(interface: "") }
        }
    }
}
