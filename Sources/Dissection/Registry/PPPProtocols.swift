import Packets

extension Registry {
    /// The payload of a PPP frame by its protocol. False when it is not decoded here.
    static func pppProtocol(
        _ proto: UInt16, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        switch proto {
        case 0x0021: try IPv4.print(&d, bytes, length)
        case 0x0057: try IPv6.print(&d, bytes, length)
        case 0x0281, 0x0283: try MPLS.print(&d, bytes, length)
        default: return false
        }
        return true
    }
}
