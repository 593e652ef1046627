import Packets

/// Resource reservation (RFC 2205): the common header; its objects by class and length.
enum RSVP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "rsvp"
        guard bytes.has(8, at: 0) else { return d.markTruncated() }
        let first = try bytes.u8(0)
        if first >> 4 != 1 {
            d.put("ERROR: RSVP version ", first >> 4, " packet not supported")
            return
        }
        let kind = try bytes.u8(1)
        let claimed = try bytes.u16(6)
        if !d.verbose {
            d.put("RSVPv1 ")
            d.put(RSVP.message(kind), or: "unknown (", kind, ")")
            return d.put(" Message, length: ", claimed)
        }
        d.put("\n\tRSVPv1 ")
        d.put(RSVP.message(kind), or: "unknown, type: ", kind)
        d.put(" Message (", kind, "), Flags: [")
        d.put(first & 1 != 0 ? "Refresh reduction capable" : "none")
        d.put("], length: ", claimed, ", ttl: ")
        d.put(try bytes.u8(4))
        d.put(", checksum: 0x", hex: try bytes.u16(2), 4)
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
