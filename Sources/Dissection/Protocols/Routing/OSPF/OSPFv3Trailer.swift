import Packets

/// What may stand behind a packet of version 3: link-local signalling (RFC 5613) and authentication (RFC 7166).
enum OSPFv3Trailer {
    struct Authentication: ~Escapable {
        static let size = 16
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// With this header.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
        var association: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        var sequenceHigh: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var sequenceLow: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
    }

    /// `size` is what the packet's header claims, `length` what the network layer has.
    static func print(
        _ d: inout Dissector, _ body: RawSpan, _ size: Int, _ length: Int, signaling: Bool
    ) throws(Truncation) {
        var offset = size
        var left = length - size
        if left == 0 { return }
        if signaling {
            typealias Header = OSPFLocalSignaling.Header
            let header = Header(try body.from(offset))
            if left < Header.size { throw Truncation(offset: offset, need: Header.size, have: left) }
            let checksum = try header.checksum
            let counted = try header.length
            d.put("\n\tLLS Checksum 0x", hex: checksum, 4, ", Data Length ")
            d.put(counted)
            try Truncation.demand(counted, Header.size)
            try Truncation.demand(left, counted)
            try body.require(counted, at: offset)
            // tcpdump takes the length for octets, where the RFC counts words.
            offset += counted
            left -= counted
            if left == 0 { return }
        }
        try authentication(&d, body.from(offset), left)
    }

    private static func authentication(_ d: inout Dissector, _ bytes: RawSpan, _ left: Int) throws(Truncation) {
        typealias Header = Authentication
        try Truncation.demand(left, Header.size)
        let header = Header(bytes)
        let type = try header.type
        let length = try header.length
        d.put("\n\tAuthentication Type ")
        if type == 1 { d.put("HMAC") } else { d.put("unknown (0x", hex: type, 4, ")") }
        d.put(", Length ", length)
        try Truncation.demand(length, Header.size)
        try Truncation.demand(left, length)
        d.put(", SAID ", try header.association)
        d.put(", CSN 0x", hex: try header.sequenceHigh, 8, ":")
        d.put(hex: try header.sequenceLow, 8)
        let digest = length - Header.size
        if digest == 0 { return }
        try bytes.require(digest, at: Header.size)
        try d.dumpHex(bytes.from(Header.size), digest, lead: "\n\tAuthentication Data ")
    }
}
