import CLinux
import Packets
import Syscalls
import SystemPackage
import Testing

@testable import Promiscuity

/// Books and samples on a scripted kernel: consistency, retries, losses, without root.
@Suite struct BooksTests {
    private static let promisc = PACKET_MR_PROMISC

    /// eth0 with index 4 and no references, shown by /sys as well.
    private static func kernel() -> ScriptedKernel {
        let kernel = ScriptedKernel()
        kernel.links = [.device(4, "eth0")]
        kernel.directories["/sys/class/net"] = ["eth0", "bonding_masters"]
        kernel.files["/sys/class/net/eth0/ifindex"] = Array("4\n".utf8)
        kernel.files["/sys/class/net/eth0/address"] = Array("02:00:00:00:00:04\n".utf8)
        kernel.files["/sys/class/net/eth0/flags"] = Array("0x1003\n".utf8)
        return kernel
    }

    /// A socket joins, as the kernel does it: entry, count, announcement.
    private static func join(_ kernel: ScriptedKernel, _ inode: UInt32) {
        kernel.sockets.append(.with(inode, [(4, promisc, 1)]))
        kernel.links[0].promiscuity = (kernel.links[0].promiscuity ?? 0) + 1
        kernel.announce(kernel.links[0])
        kernel.files["/sys/class/net/eth0/flags"] = Array("0x1103\n".utf8)
    }

    private static func leave(_ kernel: ScriptedKernel, _ inode: UInt32) {
        kernel.sockets.removeAll { $0.inode == inode }
        kernel.links[0].promiscuity = (kernel.links[0].promiscuity ?? 1) - 1
        kernel.announce(kernel.links[0])
        if kernel.links[0].promiscuity == 0 { kernel.files["/sys/class/net/eth0/flags"] = Array("0x1003\n".utf8) }
    }

    @Test func `a capture`() throws {
        let kernel = Self.kernel()
        let books = try Books(interface: "eth0", kernel: kernel)
        Self.join(kernel, 700)
        books.setOwnSocket(inode: 700)
        books.sample(.during)
        Self.leave(kernel, 700)
        books.sample(.after)
        #expect(books.before?.link.flagsPromisc == false)
        #expect(books.during?.link.flagsPromisc == true)
        #expect(books.after?.link.flagsPromisc == false)
        #expect([books.before, books.during, books.after].map { $0?.consistent } == [true, true, true])
        #expect(books.verdict == BooksVerdict(ownTaken: 1, ownReturned: 1, promiscuousWithoutUs: false))
        #expect(books.timeline.changes.map(\.delta) == [1, -1])
    }

    @Test func `another holder has it`() throws {
        let kernel = Self.kernel()
        Self.join(kernel, 500)
        let books = try Books(interface: "eth0", kernel: kernel)
        books.sample(.during)
        books.sample(.after)
        #expect(books.verdict == BooksVerdict(ownTaken: 0, ownReturned: 0, promiscuousWithoutUs: true))
    }

    @Test func `an inode that is used again is not ours`() throws {
        let kernel = Self.kernel()
        let books = try Books(interface: "eth0", kernel: kernel)
        Self.join(kernel, 700)
        books.setOwnSocket(inode: 700)
        books.sample(.during)
        Self.leave(kernel, 700)
        // Another socket with the same inode and another cookie, in the same moment.
        kernel.sockets = [
            PacketSocket(
                inode: 700, cookie: 5, userID: 0, memberships: PacketSocket.with(1, [(4, Self.promisc, 1)]).memberships)
        ]
        kernel.links[0].promiscuity = 1
        kernel.announce(kernel.links[0])
        books.sample(.after)
        #expect(books.verdict.balanced == true)
    }

    @Test func `a disturbed read is repeated`() throws {
        let kernel = Self.kernel()
        let books = try Books(interface: "eth0", kernel: kernel)
        // After the first question of the sample a socket joins; equal counts alone would not show the second change.
        var questions = 0
        kernel.meanwhile = {
            questions += 1
            if questions == 2 { Self.join(kernel, 700) }
            if questions == 4 { Self.join(kernel, 701) }
        }
        books.sample(.during)
        kernel.meanwhile = nil
        #expect(books.latest?.consistent == true)
        #expect(books.latest?.link.promiscuity == 2)
        #expect(books.latest?.residual == 0)
        #expect(books.timeline.changes.map { $0.joined.map(\.inode) } == [[700], [701]])
    }

    @Test func `one that is never undisturbed says so`() throws {
        let kernel = Self.kernel()
        let books = try Books(interface: "eth0", kernel: kernel)
        var flip = false
        kernel.meanwhile = {
            flip ? Self.leave(kernel, 700) : Self.join(kernel, 700)
            flip.toggle()
        }
        let before = kernel.requests
        books.poll()
        kernel.meanwhile = nil
        #expect(books.latest?.consistent == false)
        // Bounded: a few questions for each attempt.
        #expect(kernel.requests - before <= Sampler.attempts * 6)
        // And the next quiet look is right again.
        books.poll()
        #expect(books.latest?.consistent == true)
        #expect(books.timeline.changes.reduce(0) { $0 + $1.delta } == Int(books.latest?.link.promiscuity ?? 0))
    }

    @Test func `a silent change and back between two equal reads is announced`() throws {
        let kernel = Self.kernel()
        Self.join(kernel, 700)
        let books = try Books(interface: "eth0", kernel: kernel)
        books.poll()
        // One leaves and another joins: same count, other holder.
        Self.leave(kernel, 700)
        Self.join(kernel, 701)
        #expect(books.handleNotifications() == 2)
        #expect(books.latest?.holders.map(\.inode) == [701])
    }

    @Test func `an overrun is said once and read again`() throws {
        let kernel = Self.kernel()
        let books = try Books(interface: "eth0", kernel: kernel)
        Self.join(kernel, 700)
        kernel.notifications.answers = [.failure(.noBufferSpace)]
        #expect(books.handleNotifications() == 2)
        #expect(books.timeline.changes.map(\.event) == [.overrun, nil])
        #expect(books.timeline.missed == 1)
        #expect(books.latest?.link.promiscuity == 1)
        #expect(books.handleNotifications() == 0)
    }

    @Test func `news of other devices is none`() throws {
        let kernel = Self.kernel()
        let books = try Books(interface: "eth0", kernel: kernel)
        let before = kernel.requests
        kernel.announce(.device(9, "other", count: 3))
        #expect(books.handleNotifications() == 0)
        #expect(kernel.requests == before)
    }

    @Test func `an idle poll looks not at proc`() throws {
        let kernel = Self.kernel()
        kernel.process(10, "tcpdump", [3: .socket(700)])
        Self.join(kernel, 700)
        let books = try Books(interface: "eth0", kernel: kernel)
        let scans = kernel.scans
        for _ in 0..<10 { #expect(books.poll() == 0) }
        #expect(kernel.scans == scans)
        #expect(books.latest?.holders.first?.processes.map(\.pid) == [10])
    }

    @Test func `a device that is gone`() throws {
        let kernel = Self.kernel()
        let books = try Books(interface: "eth0", kernel: kernel)
        kernel.announce(kernel.links[0], removed: true, moved: true)
        kernel.links = []
        #expect(books.handleNotifications() == 1)
        #expect(books.departure == .moved)
        #expect(books.poll() == 0)
        books.sample(.after)
        #expect(books.after?.link.promiscuity == nil)
        #expect(books.after?.link.name == "eth0")
    }

    @Test func `a foreign sys is not believed`() throws {
        let kernel = Self.kernel()
        kernel.files["/sys/class/net/eth0/address"] = Array("02:00:00:00:00:99\n".utf8)
        #expect(try Books(interface: "eth0", kernel: kernel).before?.link.flagsPromisc == nil)
        let other = Self.kernel()
        other.directories["/sys/class/net"] = ["eth0", "eth1"]
        other.files["/sys/class/net/eth1/ifindex"] = Array("5\n".utf8)
        #expect(try Books(interface: "eth0", kernel: other).before?.link.flagsPromisc == nil)
    }

    @Test func `unreadable sys is nil`() throws {
        for text in ["", "x\n", "0x\n", "0xzz\n", "-1\n"] {
            let kernel = Self.kernel()
            kernel.files["/sys/class/net/eth0/flags"] = Array(text.utf8)
            #expect(try Books(interface: "eth0", kernel: kernel).before?.link.flagsPromisc == nil, "\(text)")
        }
        let kernel = Self.kernel()
        kernel.directories = [:]
        #expect(try Books(interface: "eth0", kernel: kernel).before?.link.flagsPromisc == nil)
    }

    @Test func `a kernel without the count`() throws {
        let kernel = Self.kernel()
        kernel.links[0].promiscuity = nil
        let books = try Books(interface: "eth0", kernel: kernel)
        #expect(books.before?.link.promiscuity == nil)
        #expect(books.before?.residual == 0)
    }

    @Test func `no such interface`() {
        #expect(throws: BooksError.noSuchInterface) { _ = try Books(interface: "eth9", kernel: Self.kernel()) }
        #expect(throws: BooksError.noSuchInterface) { _ = try Books(index: 99, kernel: Self.kernel()) }
    }
}
