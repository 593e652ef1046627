import Packets

/// Overlay transport virtualization: a shim like VXLAN's with an overlay and an instance.
extension Dissector {
    mutating func otv(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "otv"
        put("OTV")
        if length < 8 {
            put(" [length ", length, " < 8]")
            return markInvalid()
        }
        put(", ")
        let flags = try bytes.u8(0)
        put("flags [")
        put(flags & 0x08 != 0 ? "I" : ".")
        put("] (0x", hex: flags, 2, ")")
        put(", overlay ", try bytes.u24(1))
        put(", instance ", try bytes.u24(4), "\n")
        try bytes.require(8, at: 0)
        try ethernet(bytes.from(8), length - 8)
    }
}
