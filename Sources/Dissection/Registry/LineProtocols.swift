import Packets

/// Types of links that have numbers of their own.
extension Registry {
    /// The payload of an ARCNET frame by its type.
    static func arcnetType(
        _ type: UInt8, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        switch type {
        case 196: try IPv6.print(&d, bytes, length)
        case 212, 240: try IPv4.print(&d, bytes, length)
        case 221: try AppleTalk.print(&d, bytes, length)
        case 213, 214, 241: try ARP.print(&d, bytes, length)
        default: return false
        }
        return true
    }

    /// The payload of Cisco's HDLC by its type.
    static func hdlcType(
        _ type: UInt16, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        switch type {
        case 0x0800: try IPv4.print(&d, bytes, length)
        case 0x86DD: try IPv6.print(&d, bytes, length)
        case 0x8035: try HDLC.printSLARP(&d, bytes, length)
        case 0x8847, 0x8848: try MPLS.print(&d, bytes, length)
        case 0xFEFE: try HDLC.osi(&d, bytes, length)
        default: return false
        }
        return true
    }
}
