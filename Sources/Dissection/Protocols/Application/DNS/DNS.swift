import Packets
import Wire

/// Domain names (RFC 1035), over UDP, TCP and multicast (RFC 6762).
///
///      0      2       4     6     8     10    12
///     +------+-------+-----+-----+-----+-----+-------------------------------------------- - -
///     | id   | flags | qd  | an  | ns  | ar  | questions, answers, authorities, additional
///     +------+-------+-----+-----+-----+-----+-------------------------------------------- - -
private struct DNSHeader {
    static let size = Wire.DNSHeader.length
    let id: UInt16
    let flags: UInt16
    let questions: Int
    let answers: Int
    let authorities: Int
    let additional: Int

    init(_ bytes: RawSpan) throws(Truncation) {
        try bytes.require(DNSHeader.size, at: 0)
        let header = Wire.DNSHeader(bytes)
        id = try header.identifier
        flags = try header.flags
        questions = try header.questionCount
        answers = try header.answerCount
        authorities = try header.authorityCount
        additional = try header.additionalCount
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

enum DNS {
    /// A message in a stream (RFC 1035 4.2.2).
    struct Framed: ~Escapable {
        static let headerLength = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of the message.
        var length: Int { get throws(Truncation) { try Int(bytes.u16(0)) } }
        var message: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(2) } }
    }

    /// Over TCP a length of two bytes stands in front of each message (RFC 1035 4.2.2).
    static func overTCP(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "domain"
        if length < Framed.headerLength {
            d.put(" [DNS over TCP: length ", length, " < 2]")
            return d.markInvalid()
        }
        let framed = Framed(bytes)
        let claimed = try framed.length
        d.put(" ")
        let rest = length - Framed.headerLength
        if rest != claimed {
            d.put("[prefix length(", claimed, ") != length(")
            d.put(rest)
            d.put(")]")
            return d.markInvalid()
        }
        try print(&d, framed.message, rest, multicast: false)
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, multicast: Bool) throws(Truncation) {
        d.layer = "domain"
        if length < DNSHeader.size {
            d.put("domain [length ", length, " < 12]")
            return d.markInvalid()
        }
        guard bytes.has(DNSHeader.size, at: 0) else { return d.markTruncated() }
        let header = try DNSHeader(bytes)
        d.put(header.id)
        d.put(DNS.operationName(header.operation))
        let complete =
            header.isResponse ? try response(&d, header, bytes, multicast) : try query(&d, header, bytes, multicast)
        if !complete { return d.markTruncated() }
        d.put(" (", length, ")")
    }

    private static func response(
        _ d: inout Dissector, _ header: DNSHeader, _ bytes: RawSpan, _ multicast: Bool
    ) throws(Truncation) -> Bool {
        d.put(DNS.codeName(header.code))
        if header.authoritative { d.put("*") }
        if !header.recursionAvailable { d.put("-") }
        if header.truncated { d.put("|") }
        if header.authentic { d.put("$") }
        if header.questions != 1 { d.put(" [", header.questions, "q]") }
        var offset = DNSHeader.size
        for index in 0..<header.questions {
            if index > 0 { d.put(",") }
            if d.verbosity > 1 {
                d.put(" q:")
                guard let next = try question(&d, bytes, offset, multicast) else { return false }
                offset = next
            } else {
                guard let next = skipName(bytes, offset) else { return false }
                offset = next + 4
            }
        }
        d.put(" ", header.answers, "/")
        d.put(header.authorities)
        d.put("/", header.additional)
        guard try records(&d, bytes, &offset, header.answers, "", multicast) else { return false }
        if d.verbosity > 1 {
            guard try records(&d, bytes, &offset, header.authorities, " ns:", multicast),
                try records(&d, bytes, &offset, header.additional, " ar:", multicast)
            else { return false }
        }
        return true
    }

    private static func query(_ d: inout Dissector, _ header: DNSHeader, _ bytes: RawSpan, _ multicast: Bool)
        throws(Truncation) -> Bool
    {
        if header.recursionDesired { d.put("+") }
        if header.checkingDisabled { d.put("%") }
        if header.flags & 0x06CF != 0 { d.put(" [b2&3=0x", hex: header.flags, 1, "]") }
        if header.operation == 1 {
            if header.questions != 0 { d.put(" [", header.questions, "q]") }
            if header.answers != 1 { d.put(" [", header.answers, "a]") }
        } else {
            if header.answers != 0 { d.put(" [", header.answers, "a]") }
            if header.questions != 1 { d.put(" [", header.questions, "q]") }
        }
        if header.authorities != 0 { d.put(" [", header.authorities, "n]") }
        if header.additional != 0 { d.put(" [", header.additional, "au]") }
        var offset = DNSHeader.size
        var left = header.questions
        while left > 0 {
            guard let next = try question(&d, bytes, offset, multicast) else { return false }
            offset = next
            left -= 1
            if offset >= bytes.byteCount { break }
        }
        if left > 0 { return false }
        guard d.verbosity > 1 else { return true }
        guard try records(&d, bytes, &offset, header.answers, "", multicast),
            try records(&d, bytes, &offset, header.authorities, " ns:", multicast)
        else { return false }
        return try records(&d, bytes, &offset, header.additional, " ar:", multicast)
    }

    /// A section; false when it is cut off. Nothing is printed, and nothing is wrong, only when it has no records.
    private static func records(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: inout Int, _ count: Int, _ title: StaticString,
        _ multicast: Bool
    ) throws(Truncation) -> Bool {
        var left = count
        let isFirst = title.utf8CodeUnitCount == 0
        if left > 0 && (isFirst || offset < bytes.byteCount) {
            d.put(title)
            repeat {
                guard !d.out.isBeyondFence, let next = try record(&d, bytes, offset, multicast) else { return false }
                offset = next
                left -= 1
                if left > 0 && offset < bytes.byteCount { d.put(",") }
            } while left > 0 && offset < bytes.byteCount
        }
        return left == 0
    }

    /// Behind the name of a question (RFC 1035 4.1.2).
    struct Question: ~Escapable {
        static let length = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var recordClass: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    private static func question(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ multicast: Bool)
        throws(Truncation) -> Int?
    {
        guard let end = skipName(bytes, offset), bytes.has(Question.length, at: end) else { return nil }
        d.put(" ")
        let question = Question(try bytes.from(end))
        let type = try question.type
        d.put(DNS.recordTypeName(type), or: "Type", type)
        let domainClass = try question.recordClass
        recordClass(&d, multicast ? domainClass & 0x7FFF : domainClass)
        // RFC 6762 5.4: the top bit asks for a unicast answer.
        if multicast { d.put(domainClass & 0x8000 != 0 ? " (QU)" : " (QM)") }
        d.put("? ")
        guard let after = try name(&d, bytes, offset) else { return nil }
        return after + Question.length
    }

    static func recordClass(_ d: inout Dissector, _ value: UInt16) {
        if value == 1 { return }
        d.put(" ")
        switch value {
        case 3: d.put("CHAOS")
        case 4: d.put("HS")
        case 255: d.put("ANY")
        default: d.put("(Class ", value, ")")
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
