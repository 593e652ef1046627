import Packets

/// Resource reservation (RFC 2205): the common header; its objects by class and length.
enum RSVP {
    /// RFC 2205 3.1.1.
    struct Header: ~Escapable {
        static let length = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 4 } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) & 0xF } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var checksum: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var timeToLive: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// Octets.
        var messageLength: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "rsvp"
        guard bytes.has(Header.length, at: 0) else { return d.markTruncated() }
        let header = Header(bytes)
        let (version, flags) = try (header.version, header.flags)
        if version != 1 {
            d.put("ERROR: RSVP version ", version, " packet not supported")
            return
        }
        let kind = try header.type
        let claimed = try header.messageLength
        if !d.verbose {
            d.put("RSVPv1 ")
            d.put(RSVP.message(kind), or: "unknown (", kind, ")")
            return d.put(" Message, length: ", claimed)
        }
        d.put("\n\tRSVPv1 ")
        d.put(RSVP.message(kind), or: "unknown, type: ", kind)
        d.put(" Message (", kind, "), Flags: [")
        d.put(flags & 1 != 0 ? "Refresh reduction capable" : "none")
        d.put("], length: ", claimed, ", ttl: ")
        d.put(try header.timeToLive)
        d.put(", checksum: 0x", hex: try header.checksum, 4)
    }

    private static func message(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 1: "Path"
        case 2: "Resv"
        case 3: "PathErr"
        case 4: "ResvErr"
        case 5: "PathTear"
        case 6: "ResvTear"
        case 7: "ResvConf"
        case 12: "Bundle"
        case 13: "ACK"
        case 14: "Hello (Old)"
        case 15: "Summary Refresh"
        case 20: "Hello"
        default: nil
        }
    }
}
