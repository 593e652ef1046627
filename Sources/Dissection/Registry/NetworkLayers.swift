import Packets

extension Registry {
    /// A layer behind one octet: its number, or what only fills up.
    struct Numbered: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var payload: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(1) } }
    }

    /// OSI's network layers by their identifier, the first byte of `bytes` (ISO/IEC TR 9577). False when it is not
    /// decoded here.
    static func networkLayer(
        _ identifier: UInt8, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        switch identifier {
        case 0x00: d.put(d.linkHeader ? "length: " : ", length: ", length)
        case 0x08: try Q933.print(&d, Numbered(bytes).payload, length - 1)
        case 0x81: try CLNP.print(&d, bytes, length)
        case 0x82: try ESIS.print(&d, bytes, length)
        case 0x83: try ISIS.print(&d, bytes, length)
        case 0x8E: try IPv6.print(&d, Numbered(bytes).payload, length - 1)
        case 0xCC: try IPv4.print(&d, Numbered(bytes).payload, length - 1)
        case 0xCF: try PPP.print(&d, Numbered(bytes).payload, length - 1)
        default: return false
        }
        return true
    }
}
