import Packets
import Wire
import Wire

/// Protocol independent multicast, version 2 (RFC 7761; its dense mode RFC 3973, bidirectional mode RFC 5015).
///
///     | version, kind | reserved or flags | checksum: 2 | by kind |
enum PIM {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints) throws(Truncation) {
        d.layer = "pim"
        let header = PIMHeader(bytes)
        let version = try header.version
        let kind = try header.type
        d.put("PIMv", version)
        if version != 2 { return d.put(", length ", length) }
        if !d.verbose {
            d.put(", ")
            d.put(PIM.kindName(kind) ?? "Unknown Type")
            return d.put(", length ", length)
        }
        d.put(", length ", length, "\n\t")
        try version2(&d, kind, bytes, length, ends)
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
        let header = PIMHeader(bytes)
        d.layer = "pimv2"
        d.put(PIM.kindName(kind) ?? "Unknown Type")
        // RFC 2117 had the length of all addresses here, and no family in front of each.
        let old = Int(try header.reserved & 0x0F)
        if old != 0 { d.put(", RFC2117-encoding") }
        try checksum(&d, kind, bytes, length, ends)
        let body = try bytes.from(PIMHeader.length)
        switch kind {
        case 0: try hello(&d, body, length - PIMHeader.length)
        case 1: try register(&d, body, length - PIMHeader.length)
        case 2:
            let next = try group(&d, " group=", body, 0, old)
            _ = try unicast(&d, " source=", body, next, old)
        case 3, 6, 7: try joinPrune(&d, kind, body, length - PIMHeader.length, old)
        case 4: try bootstrap(&d, body, length - PIMHeader.length, old)
        case 5: try assert(&d, body, old)
        case 8: try candidate(&d, body, old)
        case 9: try refresh(&d, body, old)
        case 10: try election(&d, header.reserved >> 4, body, old)
        default: d.put(" [type ", kind, "]")
        }
    }

    /// Registers carry a packet that their checksum leaves out (RFC 7761 4.9).
    private static func checksum(
        _ d: inout Dissector, _ kind: UInt8, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        let found = try PIMHeader(bytes).checksum
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
        let start = offset + EncodedAddress.headerLength + between
        let encoded = EncodedAddress(try bytes.from(offset))
        switch (try encoded.family, try encoded.encoding) {
        case (1, 0): return (try bytes.ipv4(start), offset + EncodedAddress.headerLength, start + 4)
        case (2, 0): return (try bytes.ipv6(start), offset + EncodedAddress.headerLength, start + 16)
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
        let mask = try Group(bytes.from(offset)).maskLength
        if mask != (address.isIPv6 ? 128 : 32) { d.put("/", mask) }
    }

    // MARK: - Messages

    /// The packet that the first router wraps for the rendezvous point, or only its header.
    private static func register(_ d: inout Dissector, _ body: RawSpan, _ length: Int) throws(Truncation) {
        let register = Register(body)
        let flags = try register.flags
        d.put(", Flags [ ")
        // One or the other: both together are nothing that is known.
        switch flags {
        case 0x8000_0000: d.put("Border")
        case 0x4000_0000: d.put("Null")
        default: d.put("none")
        }
        d.put(" ]\n\t")
        if length == Register.headerLength { return }
        let inner = try register.packet
        let header = IPv4Header(inner)
        switch try header.version {
        case 0:
            d.put("IP-Null-header ", host: try header.source)
            d.put(" > ", host: try header.destination)
        case 4: try IPv4.print(&d, inner, length - Register.headerLength)
        case 6: try IPv6.print(&d, inner, length - Register.headerLength)
        default: d.put("IP ver ", try header.version)
        }
    }

    private static func joinPrune(
        _ d: inout Dissector, _ kind: UInt8, _ body: RawSpan, _ length: Int, _ old: Int
    ) throws(Truncation) {
        var offset = 0
        if kind != 7 { offset = try unicast(&d, ", upstream-neighbor: ", body, 0, old) }
        // One byte is reserved.
        if length < offset + Joins.length {
            throw Truncation(offset: offset, need: Joins.length, have: length - offset)
        }
        let joins = Joins(try body.from(offset))
        let groups = try joins.groups
        let hold = try joins.holdTime
        d.put("\n\t  ", groups, " group(s)")
        if kind != 7 {
            d.put(", holdtime: ")
            d.put(holdTime: hold)
        }
        offset += Joins.length
        for index in 0..<groups {
            d.put("\n\t    group #", index + 1)
            offset = try group(&d, ": ", body, offset, old)
            let counts = JoinedGroup(try body.from(offset))
            let joined = try counts.joined
            let pruned = try counts.pruned
            d.put(", joined sources: ", joined, ", pruned sources: ")
            d.put(pruned)
            offset += JoinedGroup.length
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

    private static func bootstrap(
        _ d: inout Dissector, _ body: RawSpan, _ length: Int, _ old: Int
    ) throws(Truncation) {
        let bootstrap = Bootstrap(body)
        d.put(" tag=", hex: try bootstrap.tag)
        d.put(" hashmlen=", try bootstrap.hashLength)
        // One octet of the address is asked for with the priority.
        try body.require(Bootstrap.length + 1, at: 0)
        d.put(" BSRprio=", try bootstrap.priority)
        var offset = try unicast(&d, " BSR=", body, Bootstrap.length, old)
        var group = 0
        while offset < length {
            d.put(" (group", group)
            offset = try PIM.group(&d, ": ", body, offset, old)
            let counts = BootstrapGroup(try body.from(offset))
            d.put(" RPcnt=", try counts.points)
            let fragment = try counts.here
            d.put(" FRPcnt=", fragment)
            offset += BootstrapGroup.length
            for index in 0..<fragment where offset < length {
                d.put(" RP", index)
                offset = try unicast(&d, "=", body, offset, old)
                let point = BootstrapPoint(try body.from(offset))
                d.put(",holdtime=")
                d.put(duration: UInt32(try point.holdTime))
                d.put(",prio=", try point.priority)
                offset += BootstrapPoint.length
            }
            d.put(")")
            group += 1
        }
    }

    private static func assert(_ d: inout Dissector, _ body: RawSpan, _ old: Int) throws(Truncation) {
        var offset = try group(&d, " group=", body, 0, old)
        offset = try unicast(&d, " src=", body, offset, old)
        try body.require(Preference.length, at: offset)
        let assertion = Preference(try body.from(offset))
        let preference = try assertion.preference
        if preference & 0x8000_0000 != 0 { d.put(" RPT") }
        d.put(" pref=", preference & 0x7FFF_FFFF)
        d.put(" metric=", try assertion.metric)
    }

    private static func candidate(_ d: inout Dissector, _ body: RawSpan, _ old: Int) throws(Truncation) {
        let candidate = Candidate(body)
        let count = try candidate.prefixes
        d.put(" prefix-cnt=", count)
        d.put(" prio=", try candidate.priority)
        let hold = try candidate.holdTime
        d.put(" holdtime=")
        d.put(duration: UInt32(hold))
        var offset = try unicast(&d, " RP=", body, Candidate.length, old)
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
        let sender = Preference(try body.from(offset))
        d.put(" sender pref=", try sender.preference)
        d.put(" sender metric=", try sender.metric)
        offset += Preference.length
        guard kind == 3 || kind == 4 else { return }
        offset = try unicast(&d, kind == 3 ? "\n\t  offer addr=" : "\n\t  new winner addr=", body, offset, old)
        let other = Preference(try body.from(offset))
        let preference = try other.preference
        d.put(kind == 3 ? " offer pref=" : " new winner pref=")
        d.put(preference)
        let metric = try other.metric
        d.put(kind == 3 ? " offer metric=" : " new winner metric=")
        d.put(metric)
        if kind == 3 { d.put(" interval ", try other.interval, "ms") }
    }
}
