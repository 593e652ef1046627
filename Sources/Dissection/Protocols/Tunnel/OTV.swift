import Packets

/// Overlay transport virtualization: a shim like VXLAN's with an overlay and an instance.
enum OTV {
    /// The header.
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets.
        static var length: Int { 8 }
        /// Bits: 0x08 the instance is valid.
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// The overlay.
        var overlay: UInt32 { get throws(Truncation) { try bytes.u24(1) } }
        /// The instance.
        var instance: UInt32 { get throws(Truncation) { try bytes.u24(4) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "otv"
        d.put("OTV")
        if length < 8 {
            d.put(" [length ", length, " < 8]")
            return d.markInvalid()
        }
        d.put(", ")
        let header = Header(bytes)
        let flags = try header.flags
        d.put("flags [")
        d.put(flags & 0x08 != 0 ? "I" : ".")
        d.put("] (0x", hex: flags, 2, "), ")
        d.put("overlay ", try header.overlay, ", ")
        d.put("instance ", try header.instance, "\n")
        try bytes.require(Header.length, at: 0)
        try Ethernet.print(&d, bytes.from(Header.length), length - Header.length)
    }
}
