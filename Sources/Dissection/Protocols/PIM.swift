import Packets

/// Protocol independent multicast, version 2 (RFC 7761; its dense mode RFC 3973, bidirectional mode RFC 5015).
///
///     | version, kind | reserved or flags | checksum: 2 | by kind |
extension Dissector {
    mutating func pim(_ bytes: RawSpan, _ length: Int, _ ends: Endpoints) throws(Truncation) {
        layer = "pim"
        let first = try bytes.u8(0)
        put("PIMv", first >> 4)
        if first >> 4 != 2 { return put(", length ", length) }
        if !verbose {
            put(", ")
            put(Dissector.pimKind(first & 0x0F) ?? "Unknown Type")
            return put(", length ", length)
        }
        put(", length ", length, "\n\t")
        try pimVersion2(first & 0x0F, bytes, length, ends)
    }

    private static func pimKind(_ kind: UInt8) -> StaticString? {
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

    private mutating func pimVersion2(
        _ kind: UInt8, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        layer = "pimv2"
        put(Dissector.pimKind(kind) ?? "Unknown Type")
        // RFC 2117 had the length of all addresses here, and no family in front of each.
        let old = Int(try bytes.u8(1) & 0x0F)
        if old != 0 { put(", RFC2117-encoding") }
        try pimChecksum(kind, bytes, length, ends)
        let body = try bytes.from(4)
        switch kind {
        case 0: try pimHello(body, length - 4)
        case 1: try pimRegister(body, length - 4)
        case 2:
            let next = try pimGroup(" group=", body, 0, old)
            _ = try pimUnicast(" source=", body, next, old)
        case 3, 6, 7: try pimJoinPrune(kind, body, length - 4, old)
        case 4: try pimBootstrap(body, old)
        case 5: try pimAssert(body, old)
        case 8: try pimCandidate(body, old)
        case 9: try pimRefresh(body, old)
        case 10: try pimElection(bytes.u8(1) >> 4, body, old)
        default: put(" [type ", kind, "]")
        }
    }

    /// Registers carry a packet that their checksum leaves out (RFC 7761 4.9).
    private mutating func pimChecksum(
        _ kind: UInt8, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        let found = try bytes.u16(2)
        put(", cksum 0x", hex: found, 4, " ")
        if found == 0 { return put("(unverified)") }
        func right(_ count: Int) -> Bool? {
            guard bytes.has(count, at: 0) else { return nil }
            return ends.isIPv6
                ? transportSum(bytes.upTo(count), count, ends, 103) == 0 : InternetSum.of(bytes.upTo(count)) == 0
        }
        // Some routers sum all of a register, others its header only: either will do.
        if kind == 1, right(8) == true { return put("(correct)") }
        guard let sum = right(length) else { return put("(unverified)") }
        put(sum ? "(correct)" : "(incorrect)")
    }

    // MARK: - Encoded addresses (RFC 7761 4.9.1)

    /// The address behind family, encoding and `between` bytes; also where those bytes and the next field start.
    private func pimAddress(
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
    private mutating func pimUnicast(
        _ title: StaticString, _ bytes: RawSpan, _ offset: Int, _ old: Int
    ) throws(Truncation) -> Int {
        put(title)
        let field = try pimAddress(bytes, offset, between: 0, old)
        put(host: field.address)
        return field.next
    }

    /// Family, encoding, flags, mask, group.
    private mutating func pimGroup(
        _ title: StaticString, _ bytes: RawSpan, _ offset: Int, _ old: Int
    ) throws(Truncation) -> Int {
        put(title)
        let field = try pimAddress(bytes, offset, between: 2, old)
        put(host: field.address)
        try pimMask(bytes, field.flags, field.address)
        let flags = try bytes.u8(field.flags)
        if flags != 0 { put("(0x", hex: flags, 2, ")") }
        return field.next
    }

    /// Family, encoding, flags (sparse, wildcard, rendezvous point tree), mask, source.
    private mutating func pimSource(_ bytes: RawSpan, _ offset: Int, _ old: Int) throws(Truncation) -> Int {
        let field = try pimAddress(bytes, offset, between: 2, old)
        put(host: field.address)
        try pimMask(bytes, field.flags, field.address)
        let flags = try bytes.u8(field.flags)
        if flags == 0 { return field.next }
        put("(")
        if flags & 4 != 0 { put("S") }
        if flags & 2 != 0 { put("W") }
        if flags & 1 != 0 { put("R") }
        if flags & 0xF8 != 0 { put("+0x", hex: flags & 0xF8, 2) }
        put(")")
        return field.next
    }

    private mutating func pimMask(_ bytes: RawSpan, _ offset: Int, _ address: HostAddress) throws(Truncation) {
        let mask = try bytes.u8(offset + 1)
        if mask != (address.isIPv6 ? 128 : 32) { put("/", mask) }
    }

    /// A time of 16 bits, all ones for ever.
    private mutating func put(holdTime seconds: UInt16) {
        if seconds == 0xFFFF { put("infinite") } else { put(duration: UInt32(seconds)) }
    }

    // MARK: - Messages

    /// The packet that the first router wraps for the rendezvous point, or only its header.
    private mutating func pimRegister(_ body: RawSpan, _ length: Int) throws(Truncation) {
        let flags = try body.u32(0)
        put(", Flags [ ")
        // One or the other: both together are nothing that is known.
        switch flags {
        case 0x8000_0000: put("Border")
        case 0x4000_0000: put("Null")
        default: put("none")
        }
        put(" ]\n\t")
        if length == 4 { return }
        let inner = try body.from(4)
        switch try inner.u8(0) >> 4 {
        case 0:
            put("IP-Null-header ", host: try inner.ipv4(12))
            put(" > ", host: try inner.ipv4(16))
        case 4: try ipv4(inner, length - 4)
        case 6: try ipv6(inner, length - 4)
        default: put("IP ver ", try inner.u8(0) >> 4)
        }
    }

    private mutating func pimJoinPrune(
        _ kind: UInt8, _ body: RawSpan, _ length: Int, _ old: Int
    ) throws(Truncation) {
        var offset = 0
        if kind != 7 { offset = try pimUnicast(", upstream-neighbor: ", body, 0, old) }
        // One byte is reserved.
        if length < offset + 4 { throw Truncation(offset: offset, need: 4, have: length - offset) }
        let groups = Int(try body.u8(offset + 1))
        let hold = try body.u16(offset + 2)
        put("\n\t  ", groups, " group(s)")
        if kind != 7 {
            put(", holdtime: ")
            put(holdTime: hold)
        }
        offset += 4
        for index in 0..<groups {
            put("\n\t    group #", index + 1)
            offset = try pimGroup(": ", body, offset, old)
            let joined = Int(try body.u16(offset))
            let pruned = Int(try body.u16(offset + 2))
            put(", joined sources: ", joined, ", pruned sources: ")
            put(pruned)
            offset += 4
            for source in 0..<joined {
                put("\n\t      joined source #", source + 1, ": ")
                offset = try pimSource(body, offset, old)
            }
            for source in 0..<pruned {
                put("\n\t      pruned source #", source + 1, ": ")
                offset = try pimSource(body, offset, old)
            }
        }
    }

    private mutating func pimBootstrap(_ body: RawSpan, _ old: Int) throws(Truncation) {
        put(" tag=", hex: try body.u16(0))
        put(" hashmlen=", try body.u8(2))
        put(" BSRprio=", try body.u8(3))
        var offset = try pimUnicast(" BSR=", body, 4, old)
        var group = 0
        while offset < body.byteCount {
            put(" (group", group)
            offset = try pimGroup(": ", body, offset, old)
            put(" RPcnt=", try body.u8(offset))
            let fragment = Int(try body.u8(offset + 1))
            put(" FRPcnt=", fragment)
            offset += 4
            for index in 0..<fragment where offset < body.byteCount {
                put(" RP", index)
                offset = try pimUnicast("=", body, offset, old)
                let hold = try body.u16(offset)
                put(",holdtime=")
                put(duration: UInt32(hold))
                put(",prio=", try body.u8(offset + 2))
                offset += 4
            }
            put(")")
            group += 1
        }
    }

    private mutating func pimAssert(_ body: RawSpan, _ old: Int) throws(Truncation) {
        var offset = try pimGroup(" group=", body, 0, old)
        offset = try pimUnicast(" src=", body, offset, old)
        try body.require(8, at: offset)
        let preference = try body.u32(offset)
        if preference & 0x8000_0000 != 0 { put(" RPT") }
        put(" pref=", preference & 0x7FFF_FFFF)
        put(" metric=", try body.u32(offset + 4))
    }

    private mutating func pimCandidate(_ body: RawSpan, _ old: Int) throws(Truncation) {
        let count = Int(try body.u8(0))
        put(" prefix-cnt=", count)
        put(" prio=", try body.u8(1))
        let hold = try body.u16(2)
        put(" holdtime=")
        put(duration: UInt32(hold))
        var offset = try pimUnicast(" RP=", body, 4, old)
        for index in 0..<count where offset < body.byteCount {
            put(" Group", index)
            offset = try pimGroup("=", body, offset, old)
        }
    }

    /// The state refresh of dense mode (RFC 3973 4.7.10).
    private mutating func pimRefresh(_ body: RawSpan, _ old: Int) throws(Truncation) {
        var offset = try pimUnicast(" src=", body, 0, old)
        offset = try pimGroup(" grp=", body, offset, old)
        offset = try pimUnicast(" forwarder=", body, offset, old)
        try body.require(2, at: offset)
        put(" TUNR ")
        put(duration: UInt32(try body.u16(offset)))
    }

    /// Who forwards on a link (RFC 5015 3.7).
    private mutating func pimElection(_ kind: UInt8, _ body: RawSpan, _ old: Int) throws(Truncation) {
        put("\n\t  ")
        switch kind {
        case 1: put("Offer")
        case 2: put("Winner")
        case 3: put("Backoff")
        case 4: put("Pass")
        default: put("Unknown")
        }
        var offset = try pimUnicast(", rpa=", body, 0, old)
        put(" sender pref=", try body.u32(offset))
        put(" sender metric=", try body.u32(offset + 4))
        offset += 8
        guard kind == 3 || kind == 4 else { return }
        offset = try pimUnicast(kind == 3 ? "\n\t  offer addr=" : "\n\t  new winner addr=", body, offset, old)
        let preference = try body.u32(offset)
        put(kind == 3 ? " offer pref=" : " new winner pref=")
        put(preference)
        let metric = try body.u32(offset + 4)
        put(kind == 3 ? " offer metric=" : " new winner metric=")
        put(metric)
        if kind == 3 { put(" interval ", try body.u16(offset + 8), "ms") }
    }
}
