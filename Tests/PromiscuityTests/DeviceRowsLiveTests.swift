import CLinux
import Glibc
import Promiscuity
import Syscalls
import Testing

/// Further things one can do to a device, and what they mean for its count: mostly nothing.
@Suite(.enabled(if: Namespace.isAvailable, "needs to make network namespaces: \(Namespace.obstacle ?? "")"))
struct DeviceRowsLiveTests {
    private static func write(_ path: String, _ text: String) throws {
        let file = try Descriptor.open(path, O_WRONLY)
        let data = Array(text.utf8)
        try unsafe file.writeAll(data.span.bytes)
    }

    @Test func `ports that neither learn nor flood stay promiscuous`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            try lab.bridge("br0")
            try lab.master("v0", "br0")
            try Self.write("/sys/class/net/v0/brport/learning", "0")
            try Self.write("/sys/class/net/v0/brport/unicast_flood", "0")
            #expect(try lab.link("v0").portLearns == false)
            #expect(try lab.link("v0").portFloods == false)
            #expect(try lab.summary("v0") == "1: bridge_port×1")
        }
    }

    @Test func `a bridge with a macvlan and a capture`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            try lab.bridge("br0")
            try lab.master("v0", "br0")
            try lab.macvlan("mv0", on: "br0", mode: MACVLAN_MODE_BRIDGE.rawValue)
            let socket = try RawSocket()
            try socket.membership(try lab.index("mv0"))
            #expect(try lab.summary("br0") == "2: macvlan×1 unicast_filter×1")
            #expect(try lab.summary("v0") == "1: bridge_port×1")
        }
    }

    @Test func `macvtap and source mode`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            try lab.macvlan("mv0", on: "v0", mode: MACVLAN_MODE_SOURCE.rawValue)
            #expect(try lab.summary("v0") == "1: unicast_filter×1")
            try lab.delete("mv0")
            try lab.send(
                .newMacvlan(
                    name: "tap0", lower: try lab.index("v0"), mode: MACVLAN_MODE_PASSTHRU.rawValue, kind: "macvtap"))
            #expect(try lab.summary("v0") == "0:")
            try lab.up("tap0")
            #expect(try lab.summary("v0") == "1: macvlan×1")
            #expect(try lab.sample("v0").holders.first?.evidence == "macvtap tap0 is up in passthru mode")
        }
    }

    @Test func `nopromisc can be set live`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            try lab.macvlan("mv0", on: "v0", mode: MACVLAN_MODE_PASSTHRU.rawValue)
            let books = try Books(interface: "v0")
            var request = NetlinkRequest.setFlags(index: try lab.index("mv0"), flags: 0, change: 0)
            request.nest(IFLA_LINKINFO) { info in
                info.attribute(IFLA_INFO_KIND, "macvlan")
                info.nest(IFLA_INFO_DATA) { data in
                    data.attribute(IFLA_MACVLAN_MODE, MACVLAN_MODE_PASSTHRU.rawValue)
                    data.attribute(IFLA_MACVLAN_FLAGS, UInt16(MACVLAN_FLAG_NOPROMISC))
                }
            }
            try lab.send(request)
            #expect(books.handleNotifications() == 1)
            #expect(books.timeline.changes.first?.left.map(\.kind) == [.macvlan])
            #expect(try lab.summary("v0") == "0:")
        }
    }

    @Test func `tunnels and virtual devices leave others alone`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let lower = try lab.index("v0")
            try lab.send(
                .newLink(
                    name: "vx0", kind: "vxlan",
                    data: { data in
                        data.attribute(IFLA_VXLAN_ID, UInt32(7))
                        data.attribute(IFLA_VXLAN_LINK, lower)
                    }))
            try lab.send(.newLink(name: "ifb0", kind: "ifb"))
            for name in ["vx0", "ifb0"] {
                try lab.up(name)
                let socket = try RawSocket()
                try socket.membership(try lab.index(name))
                #expect(try lab.summary(name) == "1: packet_socket×1")
                #expect(try lab.summary("v0") == "0:")
            }
        }
    }

    /// A program that reads the flags and writes them back turns the driver's state into the switch: it stays when the
    /// socket is gone.
    @Test func `flags that are written back become the switch`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let books = try Books(interface: "v0")
            let socket = try RawSocket()
            try socket.membership(try lab.index("v0"))
            let flags = try Descriptor.contents(of: "/sys/class/net/v0/flags")
            try Self.write("/sys/class/net/v0/flags", String(decoding: flags, as: UTF8.self))
            #expect(try lab.summary("v0") == "2: packet_socket×1 ip_link×1")
            books.handleNotifications()
            socket.close()
            #expect(try lab.summary("v0") == "1: ip_link×1")
            books.handleNotifications()
            #expect(books.timeline.changes.map { $0.joined.map(\.kind) } == [[.packetSocket], [.ipLink], []])
        }
    }

    @Test func `captures that overlap and an allmulticast switch`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let index = try lab.index("v0")
            let books = try Books(interface: "v0")
            let sockets = try (0..<3).map { _ in try RawSocket() }
            for socket in sockets { try socket.membership(index) }
            try lab.setFlags("v0", UInt32(IFF_ALLMULTI), true)
            for socket in sockets.reversed() { socket.close() }
            books.handleNotifications()
            #expect(books.timeline.changes.map { $0.promiscuity ?? 9 } == [1, 2, 3, 2, 1, 0])
            #expect(books.latest?.link.allmulti == 1)
            // All came and went before the first look: the count tells it.
            #expect(books.timeline.changes.allSatisfy { ($0.joined + $0.left).map(\.kind) == [.unknown] })
        }
    }
}
