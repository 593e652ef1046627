import Packets

extension Registry {
    /// The payload of a PPP frame by its protocol number, whose `size` octets the bytes begin with.
    static func pppProtocol(
        _ number: UInt16, _ d: inout Dissector, _ bytes: RawSpan, _ size: Int, _ length: Int
    ) throws(Truncation) -> Bool {
        let payload = try bytes.from(size)
        switch number {
        case 0x0021, 0x002F, 0x0800: try IPv4.print(&d, payload, length)
        case 0x0057, 0x86DD: try IPv6.print(&d, payload, length)
        case 0x0023: try OSI.print(&d, payload, length)
        case 0x002B, 0x8137: try IPX.print(&d, payload, length)
        case 0x003D: try PPP.multilink(&d, payload, length)
        case 0x00FD: d.put("compressed PPP data")
        case 0x0281, 0x0283: try MPLS.print(&d, payload, length)
        case 0x8021, 0x8023, 0x8057, 0x80FD, 0x8281, 0xC021, 0xC02B: try PPPControl.print(&d, number, bytes, length)
        case 0xC023: try PPPAuthentication.pap(&d, payload, length)
        case 0xC02D: break
        case 0xC223: try PPPAuthentication.chap(&d, payload, length)
        default: return false
        }
        return true
    }
}
