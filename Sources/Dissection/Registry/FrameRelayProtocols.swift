import Packets

extension Registry {
    /// A network layer protocol by its number (ISO/IEC TR 9577), with which the bytes begin; `length` is what follows
    /// it.
    static func frameRelayProtocol(
        _ number: UInt8, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        switch number {
        case 0x08: try Q933.print(&d, Numbered(bytes).payload, length)
        case 0x81, 0x82, 0x83: try OSI.print(&d, bytes, length + 1)
        case 0x8E: try IPv6.print(&d, Numbered(bytes).payload, length)
        case 0xB1: try MultilinkFrameRelay.fragment(&d, Numbered(bytes).payload, length)
        case 0xCC: try IPv4.print(&d, Numbered(bytes).payload, length)
        case 0xCF: try PPP.print(&d, Numbered(bytes).payload, length)
        default: return false
        }
        return true
    }
}
