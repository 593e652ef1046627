import Packets

/// Virtual extensible LAN (RFC 7348): flags, a network number of 24 bits, then an Ethernet frame.
extension Dissector {
    mutating func vxlan(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "vxlan"
        put("VXLAN")
        if length < 8 {
            put(" [length ", length, " < 8]")
            return markInvalid()
        }
        let flags = try bytes.u8(0)
        put(", flags [")
        put(flags & 0x08 != 0 ? "I" : ".")
        put("] (0x", hex: flags, 2, "), ")
        put("vni ", try bytes.u24(4), "\n")
        try bytes.require(8, at: 0)
        try ethernet(bytes.from(8), length - 8)
    }
}
