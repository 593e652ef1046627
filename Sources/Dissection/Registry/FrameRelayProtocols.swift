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

    static func nlpidName(_ number: UInt8) -> StaticString? {
        switch number {
        case 0x00: "NULL"
        case 0x08: "Q.933"
        case 0x09: "LMI"
        case 0x80: "SNAP"
        case 0x81: "CLNP"
        case 0x82: "ES-IS"
        case 0x83: "IS-IS"
        case 0x84: "CONS"
        case 0x85: "IDRP"
        case 0x8A: "X25 ES-IS"
        case 0x8E: "IPv6"
        case 0xB1: "FRF.15"
        case 0xC1: "ISIS_SPB"
        case 0xCC: "IPv4"
        case 0xCF: "PPP"
        default: nil
        }
    }
}
