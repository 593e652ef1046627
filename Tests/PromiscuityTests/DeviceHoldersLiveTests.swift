import CLinux
import Glibc
import Promiscuity
import Syscalls
import Testing

/// Holders that are devices or switches, against the running kernel.
@Suite(.enabled(if: Namespace.isAvailable, "needs to make network namespaces: \(Namespace.obstacle ?? "")"))
struct DeviceHoldersLiveTests {
    @Test func `the switch is no count`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            for (on, expected) in [(true, "1: ip_link×1"), (true, "1: ip_link×1"), (false, "0:"), (false, "0:")] {
                try lab.promisc("v0", on)
                #expect(try lab.summary("v0") == expected)
            }
        }
    }

    @Test func `bridge ports are held by their bridge`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            try lab.bridge("br0")
            try lab.master("v0", "br0")
            #expect(try lab.summary("v0") == "1: bridge_port×1")
            #expect(try lab.sample("v0").holders.first?.device == "br0")
            try lab.up("br0", false)
            #expect(try lab.summary("v0") == "1: bridge_port×1")
            try lab.promisc("br0", true)
            #expect(try lab.summary("v0") == "1: bridge_port×1")
            #expect(try lab.summary("br0") == "1: ip_link×1")
            try lab.master("v0", nil)
            #expect(try lab.settled("v0") == "0:")
        }
    }

    @Test func `a macvlan that is up is a silent reference`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            for (number, mode) in [MACVLAN_MODE_BRIDGE, MACVLAN_MODE_PRIVATE, MACVLAN_MODE_VEPA].enumerated() {
                let name = "mv\(number)"
                try lab.macvlan(name, on: "v0", mode: mode.rawValue, up: false)
                #expect(try lab.settled("v0") == "0:")
                try lab.up(name)
                #expect(try lab.summary("v0") == "1: unicast_filter×1")
                #expect(try lab.sample("v0").holders.first?.device == name)
                try lab.delete(name)
                #expect(try lab.settled("v0") == "0:")
            }
        }
    }

    @Test func `a second macvlan adds nothing`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            try lab.macvlan("mv0", on: "v0", mode: MACVLAN_MODE_BRIDGE.rawValue)
            try lab.macvlan("mv1", on: "v0", mode: MACVLAN_MODE_BRIDGE.rawValue)
            #expect(try lab.summary("v0") == "1: unicast_filter×1")
        }
    }

    @Test func `a capture on a macvlan is followed down`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            try lab.macvlan("mv1", on: "v0", mode: MACVLAN_MODE_BRIDGE.rawValue)
            let first = try RawSocket()
            try first.membership(try lab.index("mv1"))
            #expect(try lab.summary("mv1") == "1: packet_socket×1")
            #expect(try lab.summary("v0") == "2: macvlan×1 unicast_filter×1")
            let second = try RawSocket()
            try second.membership(try lab.index("mv1"))
            #expect(try lab.summary("v0") == "2: macvlan×1 unicast_filter×1")
            try lab.up("mv1", false)
            #expect(try lab.settled("v0") == "0:")
        }
    }

    @Test func `passthru holds unless told not to`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            try lab.macvlan("mv0", on: "v0", mode: MACVLAN_MODE_PASSTHRU.rawValue)
            #expect(try lab.summary("v0") == "1: macvlan×1")
            let socket = try RawSocket()
            try socket.membership(try lab.index("mv0"))
            #expect(try lab.summary("v0") == "1: macvlan×1")
            try lab.delete("mv0")
            try lab.macvlan(
                "mv1", on: "v0", mode: MACVLAN_MODE_PASSTHRU.rawValue, flags: UInt16(MACVLAN_FLAG_NOPROMISC))
            #expect(try lab.settled("v0") == "0:")
        }
    }

    @Test func `forwarding entries of the device itself`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            try lab.filterEntry("v0", [2, 0, 0, 0, 0, 1])
            #expect(try lab.summary("v0") == "1: unicast_filter×1")
            try lab.filterEntry("v0", [2, 0, 0, 0, 0, 2])
            #expect(try lab.summary("v0") == "1: unicast_filter×1")
            try lab.filterEntry("v0", [2, 0, 0, 0, 0, 1], add: false)
            try lab.filterEntry("v0", [2, 0, 0, 0, 0, 2], add: false)
            #expect(try lab.settled("v0") == "0:")
        }
    }

    @Test func `everything at once`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            try lab.promisc("v0", true)
            let twice = try RawSocket()
            try twice.membership(try lab.index("v0"))
            try twice.membership(try lab.index("v0"))
            let once = try RawSocket()
            try once.membership(try lab.index("v0"))
            try lab.macvlan("mv1", on: "v0", mode: MACVLAN_MODE_BRIDGE.rawValue)
            try lab.promisc("mv1", true)
            #expect(
                try lab.summary("v0") == "5: packet_socket×1 packet_socket×1 ip_link×1 macvlan×1 unicast_filter×1")
        }
    }

    /// The kernel looks at the address list only while the device is up: a reference for an address that was taken away
    /// while it is down stays, and nothing shows whose it is.
    @Test func `a filter reference of a device that is down is a residual`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            try lab.filterEntry("v0", [2, 0, 0, 0, 0, 1])
            try lab.up("v0", false)
            #expect(try lab.summary("v0") == "1: unicast_filter×1")
            try lab.filterEntry("v0", [2, 0, 0, 0, 0, 1], add: false)
            #expect(try lab.summary("v0") == "1: residual 1")
            try lab.up("v0")
            #expect(try lab.settled("v0") == "0:")
        }
    }
}
