import CLinux
import Glibc
import Promiscuity
import Syscalls
import Testing

/// Watching the running kernel: nothing is missed without being said.
@Suite(.enabled(if: Namespace.isAvailable, "needs to make network namespaces: \(Namespace.obstacle ?? "")"))
struct WatchLiveTests {
    private static func words(_ changes: [Change]) -> [String] {
        changes.map { change in
            let who = change.joined.map { "+\($0.kind.rawValue)" } + change.left.map { "-\($0.kind.rawValue)" }
            return ([change.interface, change.event?.rawValue ?? "\(change.delta)"] + who).joined(separator: " ")
        }
    }

    @Test func `who comes and goes`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let watch = try Watch(["v0"])
            let socket = try RawSocket()
            try socket.membership(try lab.index("v0"))
            try lab.promisc("v1", true)
            #expect(Self.words(watch.handleNotifications()) == ["v0 1 +packet_socket"])
            #expect(watch.handleNotifications().isEmpty)
            #expect(watch.poll().isEmpty)
            socket.close()
            #expect(Self.words(watch.poll()) == ["v0 -1 -packet_socket"])
        }
    }

    @Test func `one that lives for a moment`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let index = try lab.index("v0")
            let stays = try RawSocket()
            try stays.membership(index)
            let watch = try Watch([])
            for _ in 0..<20 {
                let socket = try RawSocket()
                try socket.membership(index)
                usleep(1_000)
                // Given back before the close: another test may be making a process that has every descriptor of ours.
                try socket.membership(index, add: false)
                socket.close()
            }
            let changes = watch.handleNotifications()
            #expect(changes.count == 40)
            #expect(changes.map(\.delta) == (0..<20).flatMap { _ in [1, -1] })
            #expect(changes.allSatisfy { ($0.joined + $0.left).map(\.kind) == [.unknown] })
            #expect(watch.states.first { $0.link.index == index }?.holders.map(\.inode) == [try stays.inode])
        }
    }

    @Test func `deleted and made again`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let watch = try Watch(["v0"])
            try lab.promisc("v0", true)
            #expect(Self.words(watch.handleNotifications()) == ["v0 1 +ip_link"])
            try lab.delete("v0")
            #expect(Self.words(watch.handleNotifications()).last == "v0 deleted -ip_link")
            #expect(watch.states.isEmpty)
            #expect(watch.poll().isEmpty)
            try lab.veth("v0", "v1")
            #expect(watch.handleNotifications().isEmpty)
            #expect(watch.states.map(\.link.name) == ["v0"])
            let socket = try RawSocket()
            try socket.membership(try lab.index("v0"))
            #expect(Self.words(watch.handleNotifications()) == ["v0 1 +packet_socket"])
        }
    }

    @Test func `a name that is not there yet`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            let watch = try Watch(["later"])
            #expect(watch.states.isEmpty)
            try lab.veth("later", "peer")
            try lab.promisc("later", true)
            let changes = watch.handleNotifications()
            #expect(Self.words(changes) == ["later 1 +ip_link"])
            #expect(changes.map(\.cause) == [.notification])
        }
    }

    /// All of it between two looks: nothing is left, but all was announced.
    @Test func `a whole life unseen`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            try lab.promisc("v0", true)
            let watch = try Watch(["v0"])
            try lab.delete("v0")
            for _ in 0..<2 {
                try lab.veth("v0", "v1")
                try lab.promisc("v0", true)
                let socket = try RawSocket()
                try socket.membership(try lab.index("v0"))
                try socket.membership(try lab.index("v0"), add: false)
                try lab.delete("v0")
            }
            // Held nothing: no line about it.
            try lab.veth("v0", "v1")
            try lab.delete("v0")
            try lab.veth("v0", "v1")
            let life = ["v0 1 +ip_link", "v0 1 +unknown", "v0 -1 -unknown", "v0 deleted -ip_link"]
            let changes = watch.handleNotifications()
            #expect(Self.words(changes) == ["v0 deleted -ip_link"] + life + life)
            #expect(changes.allSatisfy { $0.cause == .notification })
            #expect(watch.states.map(\.link.name) == ["v0"])
        }
    }

    @Test func `renamed and moved away`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let index = try lab.index("v0")
            let socket = try RawSocket()
            try socket.membership(index)
            let watch = try Watch(["v0"])
            try lab.send(.rename(index: index, to: "lan0"))
            #expect(Self.words(watch.handleNotifications()) == ["lan0 renamed"])
            try lab.promisc("lan0", true)
            #expect(Self.words(watch.handleNotifications()) == ["lan0 1 +ip_link"])
            let elsewhere = try NamespaceHandle.new()
            try lab.send(.move(index: index, toNamespace: elsewhere.descriptor))
            // The kernel takes the membership away before the device leaves; the switch goes along.
            #expect(Self.words(watch.handleNotifications()) == ["lan0 -1 -packet_socket", "lan0 moved"])
        }
    }

    @Test func `away and back between two looks`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let index = try lab.index("v0")
            let watch = try Watch(["v0"])
            let home = try NamespaceHandle.current()
            let elsewhere = try NamespaceHandle.new()
            try lab.promisc("v0", true)
            try lab.send(.move(index: index, toNamespace: elsewhere.descriptor))
            try elsewhere.run {
                let lab = try LiveLab()
                try lab.send(.move(index: try lab.index("v0"), toNamespace: home.descriptor))
            }
            #expect(
                Self.words(watch.handleNotifications()) == ["v0 1 +ip_link", "v0 moved", "v0 1 +ip_link"])
        }
    }

    @Test func `an overrun is said and the state read again`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let watch = try Watch(["v0"])
            // Some 8,000 announcements of 1.5 KB each do not fit into the buffer.
            for _ in 0..<4_000 {
                try lab.promisc("v0", true)
                try lab.promisc("v0", false)
            }
            try lab.promisc("v0", true)
            let changes = watch.handleNotifications()
            #expect(changes.contains { $0.event == .overrun })
            #expect(watch.missed == 1)
            #expect(watch.states.first?.holders.map(\.kind) == [.ipLink])
            #expect(changes.reduce(0) { $0 + $1.delta } == 1)
            #expect(watch.handleNotifications().isEmpty)
        }
    }

    @Test func `silent references are found by polling`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let watch = try Watch([])
            try lab.filterEntry("v0", [2, 0, 0, 0, 0, 1])
            #expect(watch.handleNotifications().isEmpty)
            let changes = watch.poll()
            #expect(Self.words(changes) == ["v0 1 +unicast_filter"])
            #expect(changes.map(\.cause) == [.poll])
        }
    }
}
