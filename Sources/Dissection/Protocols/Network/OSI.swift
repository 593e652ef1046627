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
        let identifier = try Start(bytes).identifier
        if d.linkHeader {
            d.put("OSI NLPID ")
            d.put(Names.nlpidName(identifier) ?? "Unknown")
            d.put(" (0x", hex: identifier, 2, "): ")
        }
        if try Registry.networkLayer(identifier, &d, bytes, length) { return }
        if !d.linkHeader { d.put("OSI NLPID 0x", hex: identifier, 2, " unknown, ") }
        d.put("length: ", length)
        if length > 1 { try d.dumpValue(bytes, 0, length, lead: "\n\t") }
    }
}
