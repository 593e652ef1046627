import Packets

/// Network layers of OSI behind an LLC header of 0xFE: a first byte names the protocol (ISO/IEC TR 9577).
enum OSI {
    /// What a packet begins with (ISO/IEC TR 9577).
    struct Start: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// The network layer protocol.
        var identifier: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "isoclns"
        // The identifier alone says nothing.
        if bytes.byteCount <= 1 { return d.markTruncated() }
        let identifier = try Start(bytes).identifier
        if d.linkHeader {
            d.put("OSI NLPID ")
            d.put(OSI.name(identifier) ?? "Unknown")
            d.put(" (0x", hex: identifier, 2, "): ")
        }
        if try Registry.networkLayer(identifier, &d, bytes, length) { return }
        if !d.linkHeader { d.put("OSI NLPID 0x", hex: identifier, 2, " unknown, ") }
        d.put("length: ", length)
        if bytes.byteCount > 1 { try d.dumpHex(bytes, bytes.byteCount, lead: "\n\t") }
    }

    static func name(_ identifier: UInt8) -> StaticString? {
        switch identifier {
        case 0x00: "NULLNS"
        case 0x08: "Q.933"
        case 0x80: "SNAP"
        case 0x81: "CLNP"
        case 0x82: "ES-IS"
        case 0x83: "IS-IS"
        case 0x85: "CONS"
        case 0x8E: "IPv6"
        case 0xCC: "IPv4"
        case 0xCF: "PPP"
        default: nil
        }
    }
}
