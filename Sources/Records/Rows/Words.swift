/// The words of columns whose text is one of a few.
public enum Word: UInt8, CaseIterable, Sendable {
    // Directions.
    case ingress, egress
    // Network layers and the transports above them, by IANA's keywords.
    case ipv4, ipv6
    case icmp, igmp, ipip, tcp, egp, igp, udp, dccp, rsvp, gre, esp, ah, icmpv6, eigrp, ospf, pim, vrrp, l2tp, sctp
    case udplite, mpls
    // Applications.
    case dns, mdns, llmnr, tls, http, dhcp
    // Layers that are cut or malformed, beside those above.
    case ethernet, linuxCooked, vlan, llc, pppoe, ppp, ip, arp, ipv6Extension, vxlan, geneve
    // Tunnels.
    case sixInFour, fourInSix, sixInSix
    // DNS.
    case query, answer
    // DHCP.
    case discover, offer, request, decline, ack, nak, release, inform
    // The books.
    case state, holder, change, joined, left
    case before, during, after
    case notification, poll, phase
    case renamed, moved, deleted, overrun
    case exact, inferred
    case packetSocket, ipLink, bridgePort, macvlan, bond, team, openvswitch, macsec, unicastFilter, unknown

    /// The text.
    public var text: StaticString {
        switch self {
        case .ingress: "ingress"
        case .egress: "egress"
        case .ipv4: "ipv4"
        case .ipv6: "ipv6"
        case .icmp: "icmp"
        case .igmp: "igmp"
        case .ipip: "ipip"
        case .tcp: "tcp"
        case .egp: "egp"
        case .igp: "igp"
        case .udp: "udp"
        case .dccp: "dccp"
        case .rsvp: "rsvp"
        case .gre: "gre"
        case .esp: "esp"
        case .ah: "ah"
        case .icmpv6: "ipv6-icmp"
        case .eigrp: "eigrp"
        case .ospf: "ospf"
        case .pim: "pim"
        case .vrrp: "vrrp"
        case .l2tp: "l2tp"
        case .sctp: "sctp"
        case .udplite: "udplite"
        case .mpls: "mpls"
        default: applicationText
        }
    }

    private var applicationText: StaticString {
        switch self {
        case .dns: "dns"
        case .mdns: "mdns"
        case .llmnr: "llmnr"
        case .tls: "tls"
        case .http: "http"
        case .dhcp: "dhcp"
        case .ethernet: "ethernet"
        case .linuxCooked: "linux_cooked"
        case .vlan: "vlan"
        case .llc: "llc"
        case .pppoe: "pppoe"
        case .ppp: "ppp"
        case .ip: "ip"
        case .arp: "arp"
        case .ipv6Extension: "ipv6_extension"
        case .vxlan: "vxlan"
        case .geneve: "geneve"
        case .sixInFour: "6in4"
        case .fourInSix: "4in6"
        case .sixInSix: "6in6"
        case .query: "query"
        case .answer: "answer"
        case .discover: "discover"
        case .offer: "offer"
        case .request: "request"
        case .decline: "decline"
        case .ack: "ack"
        case .nak: "nak"
        case .release: "release"
        case .inform: "inform"
        default: bookText
        }
    }

    private var bookText: StaticString {
        switch self {
        case .state: "state"
        case .holder: "holder"
        case .change: "change"
        case .joined: "joined"
        case .left: "left"
        case .before: "before"
        case .during: "during"
        case .after: "after"
        case .notification: "notification"
        case .poll: "poll"
        case .phase: "phase"
        case .renamed: "renamed"
        case .moved: "moved"
        case .deleted: "deleted"
        case .overrun: "overrun"
        case .exact: "exact"
        case .inferred: "inferred"
        case .packetSocket: "packet_socket"
        case .ipLink: "ip_link"
        case .bridgePort: "bridge_port"
        case .macvlan: "macvlan"
        case .bond: "bond"
        case .team: "team"
        case .openvswitch: "openvswitch"
        case .macsec: "macsec"
        case .unicastFilter: "unicast_filter"
        default: "unknown"
        }
    }

    /// The name of a protocol above IP, where it has one here (IANA's protocol numbers).
    @inline(__always)
    static func transport(_ number: UInt8) -> Word? {
        switch number {
        case 6: .tcp
        case 17: .udp
        case 1: .icmp
        case 58: .icmpv6
        default: rareTransport(number)
        }
    }

    private static func rareTransport(_ number: UInt8) -> Word? {
        switch number {
        case 2: .igmp
        case 4: .ipip
        case 8: .egp
        case 9: .igp
        case 33: .dccp
        case 41: .ipv6
        case 46: .rsvp
        case 47: .gre
        case 50: .esp
        case 51: .ah
        case 88: .eigrp
        case 89: .ospf
        case 103: .pim
        case 112: .vrrp
        case 115: .l2tp
        case 132: .sctp
        case 136: .udplite
        case 137: .mpls
        default: nil
        }
    }

    /// A kind of change, cause, holder or certainty by the report's own word.
    public static func named(_ text: String) -> Word {
        allCases.first { String(describing: $0.text) == text } ?? .unknown
    }
}
