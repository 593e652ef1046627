import Packets

/// Virtual extensible LAN (RFC 7348): flags, a network number of 24 bits, then an Ethernet frame.
enum VXLAN {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "vxlan"
        d.put("VXLAN")
        if length < 8 {
            d.put(" [length ", length, " < 8]")
            return d.markInvalid()
        }
        let flags = try bytes.u8(0)
        d.put(", flags [")
        d.put(flags & 0x08 != 0 ? "I" : "invalid")
        d.put("] (0x", hex: flags, 2, "), ")
        d.put("vni ", try bytes.u24(4), "\n")
        try bytes.require(8, at: 0)
        try Ethernet.print(&d, bytes.from(8), length - 8)
    }
}
