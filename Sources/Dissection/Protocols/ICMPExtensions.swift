import Packets

/// Multi-part ICMP messages (RFC 4884): MPLS label stacks (RFC 4950) and interface information (RFC 5837) behind the
/// quoted packet, which takes the first 128 bytes.
extension Dissector {
    mutating func icmpExtensions(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let start = 136
        let first = try bytes.u8(start)
        // A length field of zero: an old implementation, or no extensions at all. Only a right checksum tells.
        if try bytes.u8(5) < 1 {
            let extent = Swift.max(0, length - start)
            guard bytes.has(extent, at: start), InternetSum.of(try bytes.slice(start, extent)) == 0 else { return }
        }
        put("\n\tICMP Multi-Part extension v", first >> 4)
        if first >> 4 != 2 { return put(", packet not supported") }
        var rest = length - start
        guard bytes.has(rest, at: start) else { throw Truncation(offset: start, need: rest, have: 0) }
        put(", checksum 0x", hex: try bytes.u16(start + 2), 4, " (")
        if InternetSum.of(try bytes.slice(start, rest)) != 0 { put("in") }
        put("correct), length ", rest)
        rest -= 4
        var offset = start + 4
        while rest > 4 {
            let objectLength = Int(try bytes.u16(offset))
            let kind = try bytes.u8(offset + 2)
            let type = try bytes.u8(offset + 3)
            put("\n\t  ")
            put(kind == 1 ? "MPLS Stack Entry" : kind == 2 ? "Interface Identification" : "unknown")
            put(" Object (", kind, "), Class-Type: ")
            put(type)
            put(", length ", objectLength)
            rest -= 4
            offset += 4
            if kind == 0 || objectLength < 4 { return }
            let valueLength = objectLength - 4
            switch kind {
            case 1 where type == 1: try mplsObject(bytes, offset)
            case 2: try interfaceObject(bytes, offset, type, valueLength)
            default: try dumpValue(bytes, offset, valueLength, lead: "\n\t    ")
            }
            if rest < valueLength { break }
            rest -= valueLength
            offset += valueLength
        }
    }

    private mutating func mplsObject(_ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        let entry = try bytes.u32(offset)
        put("\n\t    label ", entry >> 12, ", tc ")
        put(entry >> 9 & 7)
        if entry & 0x100 != 0 { put(", stack") }
        put(", ttl ", entry & 0xFF)
    }

    /// RFC 5837 4.1: which parts follow is said by the class type's bits.
    private mutating func interfaceObject(
        _ bytes: RawSpan, _ start: Int, _ type: UInt8, _ length: Int
    ) throws(Truncation) {
        var offset = start
        put("\n\t\t Interface Role: ")
        switch type >> 6 {
        case 0: put("Incoming IP Interface")
        case 1: put("Sub-IP Component of Incoming IP Interface")
        case 2: put("Outgoing IP Interface")
        default: put("IP Nexthop")
        }
        if type & 0x08 != 0 {
            put("\n\t\t Interface Index: ", try bytes.u32(offset))
            offset += 4
        }
        if type & 0x04 != 0 {
            let family = try bytes.u16(offset)
            offset += 4
            put("\n\t\t IP Address sub-object: ")
            if family == 1 {
                put(host: try bytes.ipv4(offset))
                offset += 4
            } else if family == 2 {
                put(host: try bytes.ipv6(offset))
                offset += 16
            }
        }
        if type & 0x02 != 0 {
            let nameLength = Int(try bytes.u8(offset))
            put("\n\t\t Interface Name, length ", nameLength, ": ")
            try put(text: bytes, at: offset + 1, Swift.max(0, nameLength - 1), terminated: true)
            offset += nameLength
        }
        if type & 0x01 != 0 { put("\n\t\t MTU Value: ", try bytes.u32(offset)) }
    }
}
