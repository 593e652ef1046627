/// The link-layer header type of a packet, as libpcap numbers it at run time (a `DLT_` value, pcap-linktype(7)).
///
/// Unknown values survive: the type is a number with names, not a closed list.
public struct LinkType: RawRepresentable, Equatable, Hashable, Sendable {
    /// The `DLT_` number.
    public let rawValue: Int32

    /// - Parameter rawValue: a `DLT_` number, known or not.
    @inlinable
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// BSD loopback: address family in the byte order of the machine that captured.
    public static let null = LinkType(rawValue: 0)
    /// Ethernet (`EN10MB`).
    public static let ethernet = LinkType(rawValue: 1)
    /// PPP with or without HDLC framing.
    public static let ppp = LinkType(rawValue: 9)
    /// Raw IP, version from the first nibble (`DLT_RAW` on Linux; 101 in savefiles).
    public static let raw = LinkType(rawValue: 12)
    /// OpenBSD loopback: address family in network byte order.
    public static let loop = LinkType(rawValue: 108)
    /// Linux cooked capture, version 1.
    public static let linuxSLL = LinkType(rawValue: 113)
    /// Raw IPv4.
    public static let ipv4 = LinkType(rawValue: 228)
    /// Raw IPv6.
    public static let ipv6 = LinkType(rawValue: 229)
    /// Linux cooked capture, version 2.
    public static let linuxSLL2 = LinkType(rawValue: 276)
}
