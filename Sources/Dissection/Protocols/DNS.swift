import Packets

/// Domain names (RFC 1035), over UDP, TCP and multicast (RFC 6762).
///
///      0      2       4     6     8     10    12
///     +------+-------+-----+-----+-----+-----+-------------------------------------------- - -
///     | id   | flags | qd  | an  | ns  | ar  | questions, answers, authorities, additional
///     +------+-------+-----+-----+-----+-----+-------------------------------------------- - -
private struct DNSHeader {
    static let size = 12
    let id: UInt16
    let flags: UInt16
    let questions: Int
    let answers: Int
    let authorities: Int
    let additional: Int

    init(_ bytes: RawSpan) throws(Truncation) {
        try bytes.require(DNSHeader.size, at: 0)
        id = try bytes.u16(0)
        flags = try bytes.u16(2)
        questions = Int(try bytes.u16(4))
        answers = Int(try bytes.u16(6))
        authorities = Int(try bytes.u16(8))
        additional = Int(try bytes.u16(10))
    }

    var isResponse: Bool { flags & 0x8000 != 0 }
    var operation: Int { Int(flags >> 11 & 0xF) }
    var authoritative: Bool { flags & 0x0400 != 0 }
    var truncated: Bool { flags & 0x0200 != 0 }
    var recursionDesired: Bool { flags & 0x0100 != 0 }
    var recursionAvailable: Bool { flags & 0x0080 != 0 }
    var authentic: Bool { flags & 0x0020 != 0 }
    var checkingDisabled: Bool { flags & 0x0010 != 0 }
    var code: Int { Int(flags & 0xF) }
}

extension Dissector {
    /// Over TCP a length of two bytes stands in front of each message (RFC 1035 4.2.2).
    mutating func domainOverTCP(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "domain"
        let claimed = Int(try bytes.u16(0))
        put(" ")
        let rest = length - 2
        if rest != claimed {
            put("[prefix length(", claimed, ") != length(")
            put(rest)
            put(")]")
            return markInvalid()
        }
        try domain(bytes.from(2), rest, multicast: false)
    }

    mutating func domain(_ bytes: RawSpan, _ length: Int, multicast: Bool) throws(Truncation) {
        layer = "domain"
        if length < DNSHeader.size {
            put("domain [length ", length, " < 12]")
            return markInvalid()
        }
        guard bytes.has(DNSHeader.size, at: 0) else { return markTruncated() }
        let header = try DNSHeader(bytes)
        put(header.id)
        put(Dissector.operationName(header.operation))
        let complete =
            header.isResponse ? try response(header, bytes, multicast) : try query(header, bytes, multicast)
        if !complete { return markTruncated() }
        put(" (", length, ")")
    }

    private mutating func response(
        _ header: DNSHeader, _ bytes: RawSpan, _ multicast: Bool
    ) throws(Truncation) -> Bool {
        put(Dissector.codeName(header.code))
        if header.authoritative { put("*") }
        if !header.recursionAvailable { put("-") }
        if header.truncated { put("|") }
        if header.authentic { put("$") }
        if header.questions != 1 { put(" [", header.questions, "q]") }
        var offset = DNSHeader.size
        for index in 0..<header.questions {
            if index > 0 { put(",") }
            if verbosity > 1 {
                put(" q:")
                guard let next = try question(bytes, offset, multicast) else { return false }
                offset = next
            } else {
                guard let next = skipName(bytes, offset) else { return false }
                offset = next + 4
            }
        }
        put(" ", header.answers, "/")
        put(header.authorities)
        put("/", header.additional)
        guard try records(bytes, &offset, header.answers, "", multicast) else { return false }
        if verbosity > 1 {
            guard try records(bytes, &offset, header.authorities, " ns:", multicast),
                try records(bytes, &offset, header.additional, " ar:", multicast)
            else { return false }
        }
        return true
    }

    private mutating func query(_ header: DNSHeader, _ bytes: RawSpan, _ multicast: Bool) throws(Truncation) -> Bool {
        if header.recursionDesired { put("+") }
        if header.checkingDisabled { put("%") }
        if header.flags & 0x06CF != 0 { put(" [b2&3=0x", hex: header.flags, 1, "]") }
        if header.operation == 1 {
            if header.questions != 0 { put(" [", header.questions, "q]") }
            if header.answers != 1 { put(" [", header.answers, "a]") }
        } else {
            if header.answers != 0 { put(" [", header.answers, "a]") }
            if header.questions != 1 { put(" [", header.questions, "q]") }
        }
        if header.authorities != 0 { put(" [", header.authorities, "n]") }
        if header.additional != 0 { put(" [", header.additional, "au]") }
        var offset = DNSHeader.size
        var left = header.questions
        while left > 0 {
            guard let next = try question(bytes, offset, multicast) else { return false }
            offset = next
            left -= 1
            if offset >= bytes.byteCount { break }
        }
        if left > 0 { return false }
        guard verbosity > 1 else { return true }
        guard try records(bytes, &offset, header.answers, "", multicast),
            try records(bytes, &offset, header.authorities, " ns:", multicast)
        else { return false }
        return try records(bytes, &offset, header.additional, " ar:", multicast)
    }

    /// A section; false when it is cut off. Nothing is printed, and nothing is wrong, only when it has no records.
    private mutating func records(
        _ bytes: RawSpan, _ offset: inout Int, _ count: Int, _ title: StaticString, _ multicast: Bool
    ) throws(Truncation) -> Bool {
        var left = count
        let isFirst = title.utf8CodeUnitCount == 0
        if left > 0 && (isFirst || offset < bytes.byteCount) {
            put(title)
            repeat {
                guard let next = try record(bytes, offset, multicast) else { return false }
                offset = next
                left -= 1
                if left > 0 && offset < bytes.byteCount { put(",") }
            } while left > 0 && offset < bytes.byteCount
        }
        return left == 0
    }

    private mutating func question(_ bytes: RawSpan, _ offset: Int, _ multicast: Bool) throws(Truncation) -> Int? {
        guard let end = skipName(bytes, offset), bytes.has(4, at: end) else { return nil }
        put(" ")
        let type = try bytes.u16(end)
        put(Dissector.recordTypeName(type), or: "Type", type)
        var domainClass = try bytes.u16(end + 2)
        if multicast {
            // RFC 6762 5.4: the top bit asks for a unicast answer.
            put(domainClass & 0x8000 != 0 ? " (QU)" : " (QM)")
            domainClass &= 0x7FFF
        }
        recordClass(domainClass)
        put("? ")
        guard let after = try name(bytes, offset) else { return nil }
        return after + 4
    }

    mutating func recordClass(_ value: UInt16) {
        if value == 1 { return }
        put(" ")
        switch value {
        case 3: put("CHAOS")
        case 4: put("HS")
        case 255: put("ANY")
        default: put("(Class ", value, ")")
        }
    }

    private static func operationName(_ value: Int) -> StaticString {
        switch value {
        case 0: ""
        case 1: " inv_q"
        case 2: " stat"
        case 3: " op3"
        case 4: " notify"
        case 5: " update"
        case 6: " op6"
        case 7: " op7"
        case 8: " op8"
        case 9: " updateA"
        case 10: " updateD"
        case 11: " updateDA"
        case 12: " updateM"
        case 13: " updateMA"
        case 14: " zoneInit"
        default: " zoneRef"
        }
    }

    private static func codeName(_ value: Int) -> StaticString {
        switch value {
        case 0: ""
        case 1: " FormErr"
        case 2: " ServFail"
        case 3: " NXDomain"
        case 4: " NotImp"
        case 5: " Refused"
        case 6: " YXDomain"
        case 7: " YXRRSet"
        case 8: " NXRRSet"
        case 9: " NotAuth"
        case 10: " NotZone"
        case 11: " Resp11"
        case 12: " Resp12"
        case 13: " Resp13"
        case 14: " Resp14"
        default: " NoChange"
        }
    }
}
