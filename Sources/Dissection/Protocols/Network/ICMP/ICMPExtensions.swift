import Packets

/// Multi-part ICMP messages (RFC 4884): MPLS label stacks (RFC 4950) and interface information (RFC 5837) behind the
/// quoted packet, which takes the first 128 bytes.
extension ICMP {
    static func extensions(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let start = 136
        let first = try bytes.u8(start)
        let extent = Swift.max(0, length - start)
        let whole = bytes.has(extent, at: start)
        let isRight = whole ? InternetSum.of(try bytes.slice(start, extent)) == 0 : false
        // A length field of zero: an old implementation, or no extensions at all. Only a right checksum tells.
        let hasLength = try bytes.u8(5) > 0
        if !hasLength && whole && !isRight { return }
        d.put("\n\tICMP Multi-Part extension v", first >> 4)
        if first >> 4 != 2 { return d.put(" packet not supported") }
        if whole {
            d.put(
                ", checksum 0x", hex: try bytes.u16(start + 2), 4,
                isRight ? " (correct), length " : " (incorrect), length ")
            d.put(extent)
        }
        var rest = extent - 4
        var offset = start + 4
        while rest > 4 {
            let objectLength = Int(try bytes.u16(offset))
            let kind = try bytes.u8(offset + 2)
            let type = try bytes.u8(offset + 3)
            d.put("\n\t  ")
            d.put(kind == 1 ? "MPLS Stack Entry" : kind == 2 ? "Interface Identification" : "unknown")
            d.put(" Object (", kind, "), Class-Type: ")
            d.put(type)
            d.put(", length ", objectLength)
            rest -= 4
            offset += 4
            if kind == 0 || objectLength < 4 { return }
            let valueLength = objectLength - 4
            switch kind {
            case 1 where type == 1: try mplsObject(&d, bytes, offset)
            default: try d.dumpValue(bytes, offset, valueLength, lead: "\n\t    ")
            }
            if rest < valueLength { break }
            rest -= valueLength
            offset += valueLength
        }
    }

    private static func mplsObject(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        let entry = try bytes.u32(offset)
        d.put("\n\t    label ", entry >> 12, ", tc ")
        d.put(entry >> 9 & 7)
        if entry & 0x100 != 0 { d.put(", [S]") }
        d.put(", ttl ", entry & 0xFF)
    }
}
