import CLinux
import Testing

@testable import Promiscuity

/// Each kind of holder on values: who holds what, and what is left over. The kinds that few kernels are built with (vlan,
/// bond, team, macsec, Open vSwitch) are proved here alone.
@Suite struct HolderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var link: LinkState
        var surroundings = Surroundings()
        /// `KIND×REFERENCES`, with a `?` where inferred, then the residual where there is one.
        var expected: String
        var testDescription: String { name }
    }

    private static func upper(
        _ kind: String, _ count: UInt32, up: Bool = true, _ more: (inout LinkState) -> Void = { _ in }
    ) -> Surroundings {
        var result = Surroundings()
        let link = LinkState.device(9, "upper", count: count) {
            $0.kind = kind
            $0.lower = 4
            $0.isUp = up
            more(&$0)
        }
        result.uppers = [.init(link: link, label: "upper")]
        return result
    }

    private static func master(_ kind: String, _ count: UInt32, _ more: (inout LinkState) -> Void = { _ in })
        -> Surroundings
    {
        var result = Surroundings()
        result.master = LinkState.device(8, "above", count: count) {
            $0.kind = kind
            more(&$0)
        }
        return result
    }

    private static func port(_ kind: String, _ count: UInt32, _ more: (inout LinkState) -> Void = { _ in }) -> LinkState
    {
        LinkState.device(4, "eth0", count: count) {
            $0.master = 8
            $0.slaveKind = kind
            more(&$0)
        }
    }

    private static func eth(_ count: UInt32, on: Bool = false) -> LinkState {
        LinkState.device(4, "eth0", count: count) { $0.gflagsPromisc = on }
    }

    private static func sockets(_ sockets: [PacketSocket]) -> Surroundings {
        var result = Surroundings()
        result.sockets = sockets
        return result
    }

    private static func filter(_ address: [UInt8], isSelf: Bool = true) -> Surroundings {
        var result = Surroundings()
        result.filter = [ForwardingEntry(index: 4, address: address, isSelf: isSelf)]
        return result
    }

    private static let promisc = PACKET_MR_PROMISC
    private static let passthru = UInt32(MACVLAN_MODE_PASSTHRU.rawValue)

    static let sockets: [Case] = [
        Case(name: "no holder", link: eth(0), expected: ""),
        Case(
            name: "one socket", link: eth(1), surroundings: sockets([.with(7, [(4, promisc, 1)])]),
            expected: "packet_socket×1"),
        Case(
            name: "joined three times is one entry", link: eth(1), surroundings: sockets([.with(7, [(4, promisc, 3)])]),
            expected: "packet_socket×1"),
        Case(
            name: "two entries of one socket", link: eth(2),
            surroundings: sockets([.with(7, [(4, promisc, 1), (4, promisc, 1)])]), expected: "packet_socket×2"),
        Case(
            name: "membership on another device", link: eth(0), surroundings: sockets([.with(7, [(5, promisc, 1)])]),
            expected: ""),
        Case(
            name: "allmulti and multicast are none", link: eth(0),
            surroundings: sockets([.with(7, [(4, PACKET_MR_ALLMULTI, 1), (4, PACKET_MR_MULTICAST, 1)])]), expected: ""),
        Case(
            name: "racing: an entry whose reference is not counted yet", link: eth(0),
            surroundings: sockets([.with(7, [(4, promisc, 1)])]), expected: "packet_socket×1 residual -1"),
        Case(name: "the switch", link: eth(1, on: true), expected: "ip_link×1"),
        Case(name: "no known holder", link: eth(3, on: true), expected: "ip_link×1 residual 2"),
    ]

    static let uppers: [Case] = [
        Case(name: "promiscuous vlan", link: eth(1), surroundings: upper("vlan", 2), expected: "vlan×1"),
        Case(name: "vlan that is not", link: eth(0), surroundings: upper("vlan", 0), expected: ""),
        Case(name: "vlan that is down", link: eth(0), surroundings: upper("vlan", 1, up: false), expected: ""),
        Case(name: "promiscuous macsec", link: eth(1), surroundings: upper("macsec", 1), expected: "macsec×1"),
        Case(name: "macsec that is down", link: eth(0), surroundings: upper("macsec", 1, up: false), expected: ""),
        Case(
            name: "promiscuous macvlan", link: eth(2), surroundings: upper("macvlan", 1),
            expected: "macvlan×1 unicast_filter×1?"),
        Case(
            name: "macvlan that is up", link: eth(1), surroundings: upper("macvlan", 0), expected: "unicast_filter×1?"),
        Case(name: "on a device with a filter", link: eth(0), surroundings: upper("macvlan", 0), expected: ""),
        Case(name: "macvlan that is down", link: eth(0), surroundings: upper("macvlan", 3, up: false), expected: ""),
        Case(
            name: "macvlan with the lower device's address", link: eth(1),
            surroundings: upper("macvlan", 0) { $0.address = [2, 0, 0, 0, 0, 4] }, expected: "residual 1"),
        Case(
            name: "passthru", link: eth(1), surroundings: upper("macvtap", 0) { $0.macvlanMode = passthru },
            expected: "macvlan×1"),
        Case(
            name: "passthru, promiscuous itself", link: eth(1),
            surroundings: upper("macvlan", 2) { $0.macvlanMode = passthru }, expected: "macvlan×1"),
        Case(
            name: "passthru, nopromisc", link: eth(0),
            surroundings: upper("macvlan", 2) {
                $0.macvlanMode = passthru
                $0.macvlanFlags = UInt16(MACVLAN_FLAG_NOPROMISC)
            }, expected: ""),
        Case(name: "ipvlan holds nothing", link: eth(0), surroundings: upper("ipvlan", 1), expected: ""),
        Case(name: "nor does vxlan", link: eth(0), surroundings: upper("vxlan", 1), expected: ""),
    ]

    static let masters: [Case] = [
        Case(
            name: "bridge port", link: port("bridge", 1), surroundings: master("bridge", 0), expected: "bridge_port×1"),
        Case(
            name: "Open vSwitch", link: port("openvswitch", 1), surroundings: master("openvswitch", 0),
            expected: "openvswitch×1"),
        Case(name: "vrf holds nothing", link: port("vrf", 0), surroundings: master("vrf", 1), expected: ""),
        Case(name: "promiscuous team", link: port("team", 1), surroundings: master("team", 1), expected: "team×1"),
        Case(name: "team that is not", link: port("team", 0), surroundings: master("team", 0), expected: ""),
        Case(
            name: "bond, round robin", link: port("bond", 1), surroundings: master("bond", 1) { $0.bondMode = 0 },
            expected: "bond×1"),
        Case(
            name: "bond that is not promiscuous", link: port("bond", 0), surroundings: master("bond", 0), expected: ""),
        Case(
            name: "active-backup, this one active", link: port("bond", 1),
            surroundings: master("bond", 1) {
                $0.bondMode = 1
                $0.bondActiveSlave = 4
            }, expected: "bond×1"),
        Case(
            name: "active-backup, another one active", link: port("bond", 0),
            surroundings: master("bond", 1) {
                $0.bondMode = 1
                $0.bondActiveSlave = 5
            }, expected: ""),
        Case(
            name: "VLAN filtering, nothing floods, promiscuous all the same", link: port("bridge", 1) { quiet(&$0) },
            surroundings: master("bridge", 0) { $0.bridgeFiltersVlans = true }, expected: "bridge_port×1?"),
        Case(
            name: "VLAN filtering, released", link: port("bridge", 0) { quiet(&$0) },
            surroundings: master("bridge", 0) { $0.bridgeFiltersVlans = true }, expected: ""),
        Case(
            name: "VLAN filtering on a promiscuous bridge", link: port("bridge", 1) { quiet(&$0) },
            surroundings: master("bridge", 1) { $0.bridgeFiltersVlans = true }, expected: "bridge_port×1"),
        Case(
            name: "VLAN filtering, this is the only port that floods: released", link: port("bridge", 0),
            surroundings: master("bridge", 0) { $0.bridgeFiltersVlans = true }, expected: ""),
        Case(
            name: "VLAN filtering, two ports flood",
            link: port("bridge", 1),
            surroundings: {
                var result = master("bridge", 0) { $0.bridgeFiltersVlans = true }
                result.siblings = [port("bridge", 1)]
                return result
            }(), expected: "bridge_port×1"),
    ]

    private static func quiet(_ link: inout LinkState) {
        link.portLearns = false
        link.portFloods = false
    }

    static let filters: [Case] = [
        Case(
            name: "self entry", link: eth(1), surroundings: filter([2, 9, 9, 9, 9, 9]), expected: "unicast_filter×1?"),
        Case(
            name: "never more than one", link: eth(3), surroundings: filter([2, 9, 9, 9, 9, 9]),
            expected: "unicast_filter×1? residual 2"),
        Case(name: "nothing to explain", link: eth(0), surroundings: filter([2, 9, 9, 9, 9, 9]), expected: ""),
        Case(
            name: "a multicast address", link: eth(1), surroundings: filter([0x33, 0x33, 0, 0, 0, 1]),
            expected: "residual 1"),
        Case(
            name: "an entry of the bridge above", link: eth(1),
            surroundings: filter([2, 9, 9, 9, 9, 9], isSelf: false), expected: "residual 1"),
        Case(
            name: "MR_UNICAST", link: eth(1), surroundings: sockets([.with(7, [(4, PACKET_MR_UNICAST, 1)])]),
            expected: "unicast_filter×1?"),
    ]

    @Test(arguments: sockets + uppers + masters + filters) func attribution(_ row: Case) {
        let holders = Attribution.holders(of: row.link, in: row.surroundings)
        var words = holders.map { "\($0.kind.rawValue)×\($0.references)\($0.certainty == .inferred ? "?" : "")" }
        let residual = Ledger(promiscuity: row.link.promiscuity, holders: holders).residual
        if residual != 0 { words.append("residual \(residual)") }
        #expect(words.joined(separator: " ") == row.expected)
    }

    @Test func `own sockets are marked`() {
        var surroundings = Self.sockets([.with(7, [(4, Self.promisc, 1)]), .with(8, [(4, Self.promisc, 1)])])
        surroundings.ownCookies = [1_008]
        let holders = Attribution.holders(of: Self.eth(2), in: surroundings)
        #expect(holders.map(\.own) == [false, true])
        #expect(Ledger(promiscuity: 2, holders: holders).own == 1)
    }

    @Test func `devices are named`() {
        let bridge = Attribution.holders(of: Self.port("bridge", 1), in: Self.master("bridge", 0))
        #expect(bridge.first?.device == "above")
        let vlan = Attribution.holders(of: Self.eth(1), in: Self.upper("vlan", 1))
        #expect(vlan.first?.device == "upper")
        #expect(vlan.first?.evidence == "vlan upper is promiscuous")
        var surroundings = Self.upper("macvlan", 0) { $0.address = [2, 9, 9, 9, 9, 9] }
        surroundings.filter = Self.filter([2, 9, 9, 9, 9, 9]).filter
        let filter = Attribution.holders(of: Self.eth(1), in: surroundings)
        #expect(filter.first?.evidence == "second unicast address (macvlan upper)")
    }

    @Test func `the ledger never clamps`() {
        let holder = Holder(kind: .packetSocket, references: 3, certainty: .exact, evidence: "")
        #expect(Ledger(promiscuity: 1, holders: [holder]).residual == -2)
        #expect(Ledger(promiscuity: nil, holders: []).residual == 0)
        #expect(Ledger(promiscuity: .max, holders: []).residual == Int(UInt32.max))
    }
}
