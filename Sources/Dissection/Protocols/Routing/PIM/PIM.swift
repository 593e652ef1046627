import Packets

/// Protocol independent multicast, version 2 (RFC 7761; its dense mode RFC 3973, bidirectional mode RFC 5015).
///
///     | version, kind | reserved or flags | checksum: 2 | by kind |
enum PIM {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints) throws(Truncation) {
        d.layer = "pim"
        let first = try bytes.u8(0)
        d.put("PIMv", first >> 4)
        if first >> 4 != 2 { return d.put(", length ", length) }
        if !d.verbose {
            d.put(", ")
            d.put(PIM.kindName(first & 0x0F) ?? "Unknown Type")
            return d.put(", length ", length)
        }
        d.put(", length ", length, "\n\t")
        try version2(&d, first & 0x0F, bytes, length, ends)
    }

    private static func kindName(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 0: "Hello"
        case 1: "Register"
        case 2: "Register Stop"
        case 3: "Join / Prune"
        case 4: "Bootstrap"
        case 5: "Assert"
        case 6: "Graft"
        case 7: "Graft Acknowledgement"
        case 8: "Candidate RP Advertisement"
        case 9: "Prune Refresh"
        case 10: "DF Election"
        case 11: "ECMP Redirect"
        default: nil
        }
    }

    private static func version2(
        _ d: inout Dissector, _ kind: UInt8, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        d.layer = "pimv2"
        d.put(PIM.kindName(kind) ?? "Unknown Type")
        // RFC 2117 had the length of all addresses here, and no family in front of each.
        let old = Int(try bytes.u8(1) & 0x0F)
        if old != 0 { d.put(", RFC2117-encoding") }
        try checksum(&d, kind, bytes, length, ends)
        let body = try bytes.from(4)
        switch kind {
        case 0: try hello(&d, body, length - 4)
        case 1: try register(&d, body, length - 4)
        case 2:
            let next = try group(&d, " group=", body, 0, old)
            _ = try unicast(&d, " source=", body, next, old)
        case 3, 6, 7: try joinPrune(&d, kind, body, length - 4, old)
        case 4: try bootstrap(&d, body, old)
        case 5: try assert(&d, body, old)
        case 8: try candidate(&d, body, old)
        case 9: try refresh(&d, body, old)
        case 10: try election(&d, bytes.u8(1) >> 4, body, old)
        default: d.put(" [type ", kind, "]")
        }
    }

    /// Registers carry a packet that their checksum leaves out (RFC 7761 4.9).
    private static func checksum(
        _ d: inout Dissector, _ kind: UInt8, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        let found = try bytes.u16(2)
        d.put(", cksum 0x", hex: found, 4, " ")
        if found == 0 { return d.put("(unverified)") }
        func right(_ count: Int) -> Bool? {
            guard bytes.has(count, at: 0) else { return nil }
            return ends.isIPv6
                ? d.transportSum(bytes.upTo(count), count, ends, 103) == 0 : InternetSum.of(bytes.upTo(count)) == 0
        }
        // Some routers sum all of a register, others its header only: either will do.
        if kind == 1, right(8) == true { return d.put("(correct)") }
        guard let sum = right(length) else { return d.put("(unverified)") }
        d.put(sum ? "(correct)" : "(incorrect)")
    }

    // MARK: - Encoded addresses (RFC 7761 4.9.1)

    /// The address behind family, encoding and `between` bytes; also where those bytes and the next field start.
    private static func address(
        _ bytes: RawSpan, _ offset: Int, between: Int, _ old: Int
    ) throws(Truncation) -> (address: HostAddress, flags: Int, next: Int) {
        if old != 0 {
            guard old == 4 else { throw Truncation(offset: offset, need: old, have: 0) }
            return (try bytes.ipv4(offset + between), offset, offset + between + 4)
        }
        let start = offset + 2 + between
        switch (try bytes.u8(offset), try bytes.u8(offset + 1)) {
        case (1, 0): return (try bytes.ipv4(start), offset + 2, start + 4)
        case (2, 0): return (try bytes.ipv6(start), offset + 2, start + 16)
        default: throw Truncation(offset: offset, need: 1, have: 0)
        }
    }

    /// Family, encoding, address. Where the next field starts is the answer, here and below.
    private static func unicast(
        _ d: inout Dissector, _ title: StaticString, _ bytes: RawSpan, _ offset: Int, _ old: Int
    ) throws(Truncation) -> Int {
        d.put(title)
        let field = try address(bytes, offset, between: 0, old)
        d.put(host: field.address)
        return field.next
    }

    /// Family, encoding, flags, mask, group.
    private static func group(
        _ d: inout Dissector, _ title: StaticString, _ bytes: RawSpan, _ offset: Int, _ old: Int
    ) throws(Truncation) -> Int {
        d.put(title)
        let field = try address(bytes, offset, between: 2, old)
        d.put(host: field.address)
        try mask(&d, bytes, field.flags, field.address)
        let flags = try bytes.u8(field.flags)
        if flags != 0 { d.put("(0x", hex: flags, 2, ")") }
        return field.next
    }

    /// Family, encoding, flags (sparse, wildcard, rendezvous point tree), mask, source.
    private static func source(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ old: Int) throws(Truncation)
        -> Int
    {
        let field = try address(bytes, offset, between: 2, old)
        d.put(host: field.address)
        try mask(&d, bytes, field.flags, field.address)
        let flags = try bytes.u8(field.flags)
        if flags == 0 { return field.next }
        d.put("(")
        if flags & 4 != 0 { d.put("S") }
        if flags & 2 != 0 { d.put("W") }
        if flags & 1 != 0 { d.put("R") }
        if flags & 0xF8 != 0 { d.put("+0x", hex: flags & 0xF8, 2) }
        d.put(")")
        return field.next
    }

    private static func mask(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ address: HostAddress)
        throws(Truncation)
    {
        let mask = try bytes.u8(offset + 1)
        if mask != (address.isIPv6 ? 128 : 32) { d.put("/", mask) }
    }

    // MARK: - Messages

    /// The packet that the first router wraps for the rendezvous point, or only its header.
    private static func register(_ d: inout Dissector, _ body: RawSpan, _ length: Int) throws(Truncation) {
        let flags = try body.u32(0)
        d.put(", Flags [ ")
        // One or the other: both together are nothing that is known.
        switch flags {
        case 0x8000_0000: d.put("Border")
        case 0x4000_0000: d.put("Null")
        default: d.put("none")
        }
        d.put(" ]\n\t")
        if length == 4 { return }
        let inner = try body.from(4)
        switch try inner.u8(0) >> 4 {
        case 0:
            d.put("IP-Null-header ", host: try inner.ipv4(12))
            d.put(" > ", host: try inner.ipv4(16))
        case 4: try IPv4.print(&d, inner, length - 4)
        case 6: try IPv6.print(&d, inner, length - 4)
        default: d.put("IP ver ", try inner.u8(0) >> 4)
        }
    }

    private static func joinPrune(
        _ d: inout Dissector, _ kind: UInt8, _ body: RawSpan, _ length: Int, _ old: Int
    ) throws(Truncation) {
        var offset = 0
        if kind != 7 { offset = try unicast(&d, ", upstream-neighbor: ", body, 0, old) }
        // One byte is reserved.
        if length < offset + 4 { throw Truncation(offset: offset, need: 4, have: length - offset) }
        let groups = Int(try body.u8(offset + 1))
        let hold = try body.u16(offset + 2)
        d.put("\n\t  ", groups, " group(s)")
        if kind != 7 {
            d.put(", holdtime: ")
            d.put(holdTime: hold)
        }
        offset += 4
        for index in 0..<groups {
            d.put("\n\t    group #", index + 1)
            offset = try group(&d, ": ", body, offset, old)
            let joined = Int(try body.u16(offset))
            let pruned = Int(try body.u16(offset + 2))
            d.put(", joined sources: ", joined, ", pruned sources: ")
            d.put(pruned)
            offset += 4
            for source in 0..<joined {
                d.put("\n\t      joined source #", source + 1, ": ")
                offset = try PIM.source(&d, body, offset, old)
            }
            for source in 0..<pruned {
                d.put("\n\t      pruned source #", source + 1, ": ")
                offset = try PIM.source(&d, body, offset, old)
            }
        }
    }

    private static func bootstrap(_ d: inout Dissector, _ body: RawSpan, _ old: Int) throws(Truncation) {
        d.put(" tag=", hex: try body.u16(0))
        d.put(" hashmlen=", try body.u8(2))
        d.put(" BSRprio=", try body.u8(3))
        var offset = try unicast(&d, " BSR=", body, 4, old)
        var group = 0
        while offset < body.byteCount {
            d.put(" (group", group)
            offset = try PIM.group(&d, ": ", body, offset, old)
            d.put(" RPcnt=", try body.u8(offset))
            let fragment = Int(try body.u8(offset + 1))
            d.put(" FRPcnt=", fragment)
            offset += 4
            for index in 0..<fragment where offset < body.byteCount {
                d.put(" RP", index)
                offset = try unicast(&d, "=", body, offset, old)
                let hold = try body.u16(offset)
                d.put(",holdtime=")
                d.put(duration: UInt32(hold))
                d.put(",prio=", try body.u8(offset + 2))
                offset += 4
            }
            d.put(")")
            group += 1
        }
    }

    private static func assert(_ d: inout Dissector, _ body: RawSpan, _ old: Int) throws(Truncation) {
        var offset = try group(&d, " group=", body, 0, old)
        offset = try unicast(&d, " src=", body, offset, old)
        try body.require(8, at: offset)
        let preference = try body.u32(offset)
        if preference & 0x8000_0000 != 0 { d.put(" RPT") }
        d.put(" pref=", preference & 0x7FFF_FFFF)
        d.put(" metric=", try body.u32(offset + 4))
    }

    private static func candidate(_ d: inout Dissector, _ body: RawSpan, _ old: Int) throws(Truncation) {
        let count = Int(try body.u8(0))
        d.put(" prefix-cnt=", count)
        d.put(" prio=", try body.u8(1))
        let hold = try body.u16(2)
        d.put(" holdtime=")
        d.put(duration: UInt32(hold))
        var offset = try unicast(&d, " RP=", body, 4, old)
        for index in 0..<count where offset < body.byteCount {
            d.put(" Group", index)
            offset = try group(&d, "=", body, offset, old)
        }
    }

    /// The state refresh of dense mode (RFC 3973 4.7.10).
    private static func refresh(_ d: inout Dissector, _ body: RawSpan, _ old: Int) throws(Truncation) {
        var offset = try unicast(&d, " src=", body, 0, old)
        offset = try group(&d, " grp=", body, offset, old)
        offset = try unicast(&d, " forwarder=", body, offset, old)
        try body.require(2, at: offset)
        d.put(" TUNR ")
        d.put(duration: UInt32(try body.u16(offset)))
    }

    /// Which router forwards on a link (RFC 5015 3.7).
    private static func election(_ d: inout Dissector, _ kind: UInt8, _ body: RawSpan, _ old: Int) throws(Truncation) {
        d.put("\n\t  ")
        switch kind {
        case 1: d.put("Offer")
        case 2: d.put("Winner")
        case 3: d.put("Backoff")
        case 4: d.put("Pass")
        default: d.put("Unknown")
        }
        var offset = try unicast(&d, ", rpa=", body, 0, old)
        d.put(" sender pref=", try body.u32(offset))
        d.put(" sender metric=", try body.u32(offset + 4))
        offset += 8
        guard kind == 3 || kind == 4 else { return }
        offset = try unicast(&d, kind == 3 ? "\n\t  offer addr=" : "\n\t  new winner addr=", body, offset, old)
        let preference = try body.u32(offset)
        d.put(kind == 3 ? " offer pref=" : " new winner pref=")
        d.put(preference)
        let metric = try body.u32(offset + 4)
        d.put(kind == 3 ? " offer metric=" : " new winner metric=")
        d.put(metric)
        if kind == 3 { d.put(" interval ", try body.u16(offset + 8), "ms") }
    }
}
