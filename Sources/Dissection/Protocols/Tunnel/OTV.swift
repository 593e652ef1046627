import Packets

/// Overlay transport virtualization: a shim like VXLAN's with an overlay and an instance.
enum OTV {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "otv"
        d.put("OTV")
        if length < 8 {
            d.put(" [length ", length, " < 8]")
            return d.markInvalid()
        }
        d.put(", ")
        let flags = try bytes.u8(0)
        d.put("flags [")
        d.put(flags & 0x08 != 0 ? "I" : ".")
        d.put("] (0x", hex: flags, 2, "), ")
        d.put("overlay ", try bytes.u24(1), ", ")
        d.put("instance ", try bytes.u24(4), "\n")
        try bytes.require(8, at: 0)
        try Ethernet.print(&d, bytes.from(8), length - 8)
    }
}
