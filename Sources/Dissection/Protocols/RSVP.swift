import Packets

/// Resource reservation (RFC 2205): the common header; its objects by class and length.
extension Dissector {
    mutating func rsvp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "rsvp"
        guard bytes.has(8, at: 0) else { return markTruncated() }
        let first = try bytes.u8(0)
        if first >> 4 != 1 {
            put("ERROR: RSVP version ", first >> 4, " packet not supported")
            return
        }
        let kind = try bytes.u8(1)
        let claimed = try bytes.u16(6)
        if !verbose {
            put("RSVPv1 ")
            put(Dissector.rsvpMessage(kind), or: "unknown (", kind, ")")
            return put(" Message, length: ", claimed)
        }
        put("\n\tRSVPv1 ")
        put(Dissector.rsvpMessage(kind), or: "unknown, type: ", kind)
        put(" Message (", kind, "), Flags: [")
        put(first & 1 != 0 ? "Refresh reduction capable" : "none")
        put("], length: ", claimed, ", ttl: ")
        put(try bytes.u8(4))
        put(", checksum: 0x", hex: try bytes.u16(2), 4)
    }

    private static func rsvpMessage(_ kind: UInt8) -> StaticString? {
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
