import Packets

/// A message of the Domain Name System (RFC 1035 section 4.1).
///
///      0      2       4     6     8     10    12
///     +------+-------+-----+-----+-----+-----+-------------------------------------------- - -
///     | id   | flags | qd  | an  | ns  | ar  | questions, answers, authorities, additional
///     +------+-------+-----+-----+-----+-----+-------------------------------------------- - -
public struct DNSHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets in front of the questions.
    @inlinable public static var length: Int { 12 }

    /// Matches question and answer.
    @inlinable @inline(__always) public var identifier: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
    /// Direction, operation, seven bits and the response code; 16 bits.
    @inlinable @inline(__always) public var flags: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    /// True for an answer.
    @inlinable @inline(__always) public var isResponse: Bool { get throws(Truncation) { try flags & 0x8000 != 0 } }
    /// 0 query, 1 inverse query, 2 status, 4 notify, 5 update; 4 bits.
    @inlinable @inline(__always) public var operation: Int { get throws(Truncation) { try Int(flags >> 11 & 0xF) } }
    /// The server answers for its own zone.
    @inlinable @inline(__always) public var authoritative: Bool { get throws(Truncation) { try flags & 0x0400 != 0 } }
    /// More than fits in the datagram.
    @inlinable @inline(__always) public var truncated: Bool { get throws(Truncation) { try flags & 0x0200 != 0 } }
    /// The server shall ask on.
    @inlinable @inline(__always) public var recursionDesired: Bool {
        get throws(Truncation) { try flags & 0x0100 != 0 }
    }
    /// The server asks on.
    @inlinable @inline(__always) public var recursionAvailable: Bool {
        get throws(Truncation) { try flags & 0x0080 != 0 }
    }
    /// The data were checked (RFC 4035 section 3.2.3).
    @inlinable @inline(__always) public var authentic: Bool { get throws(Truncation) { try flags & 0x0020 != 0 } }
    /// The data need not be checked (RFC 4035 section 3.2.2).
    @inlinable @inline(__always) public var checkingDisabled: Bool {
        get throws(Truncation) { try flags & 0x0010 != 0 }
    }
    /// The response code without the bits of EDNS: 0 no error, 2 failure, 3 no such name, 5 refused.
    @inlinable @inline(__always) public var responseCode: Int { get throws(Truncation) { try Int(flags & 0xF) } }
    /// How many questions, as the header claims.
    @inlinable @inline(__always) public var questionCount: Int { get throws(Truncation) { try Int(bytes.u16(4)) } }
    /// How many answers, as the header claims.
    @inlinable @inline(__always) public var answerCount: Int { get throws(Truncation) { try Int(bytes.u16(6)) } }
    /// How many records of authorities, as the header claims.
    @inlinable @inline(__always) public var authorityCount: Int { get throws(Truncation) { try Int(bytes.u16(8)) } }
    /// How many additional records, as the header claims.
    @inlinable @inline(__always) public var additionalCount: Int { get throws(Truncation) { try Int(bytes.u16(10)) } }

    /// The questions.
    @inlinable
    public var questions: DNSQuestions {
        @_lifetime(copy self) get { DNSQuestions(bytes, from: DNSHeader.length, count: (try? questionCount) ?? 0) }
    }
}

/// Numbers of resource record types (IANA's registry).
public enum DNSType {
    /// An IPv4 address.
    public static let a: UInt16 = 1
    /// A name server.
    public static let ns: UInt16 = 2
    /// The name that another one stands for.
    public static let cname: UInt16 = 5
    /// Start of a zone.
    public static let soa: UInt16 = 6
    /// The name of an address.
    public static let ptr: UInt16 = 12
    /// A mail server.
    public static let mx: UInt16 = 15
    /// Text.
    public static let txt: UInt16 = 16
    /// An IPv6 address (RFC 3596).
    public static let aaaa: UInt16 = 28
    /// A service (RFC 2782).
    public static let srv: UInt16 = 33
    /// Extensions of the message (RFC 6891).
    public static let opt: UInt16 = 41
}

/// A domain name within a message: labels, and pointers to labels that came before (RFC 1035 section 4.1.4).
public struct DNSName: ~Escapable {
    @usableFromInline let message: RawSpan
    @usableFromInline let start: Int

    /// The name at octet `start` of `message`.
    @inlinable @_lifetime(copy message)
    public init(_ message: RawSpan, at start: Int) {
        self.message = message
        self.start = start
    }

    /// Octets of a name that count (RFC 1035 section 2.3.4).
    @inlinable public static var maximumLength: Int { 255 }

    /// Where the message goes on behind the name; nil when the name is cut off, or has a label of a kind that is not
    /// defined.
    @inlinable public var end: Int? {
        var offset = start
        while let length = try? message.u8(offset) {
            if length == 0 { return offset + 1 }
            switch length & 0xC0 {
            case 0xC0: return message.has(2, at: offset) ? offset + 2 : nil
            case 0: offset += 1 + Int(length)
            default: return nil
            }
        }
        return nil
    }

    /// Its labels, pointers followed.
    @inlinable
    public var labels: DNSLabels { @_lifetime(copy self) get { DNSLabels(message, start) } }
}

/// The labels of a name. Pointers lead backwards only, and a name ends where it has as many octets as a name may have:
/// two octets of a hostile message cannot stand for thousands.
public struct DNSLabels: ~Escapable {
    @usableFromInline let message: RawSpan
    @usableFromInline var offset: Int
    @usableFromInline var limit: Int
    @usableFromInline var room = DNSName.maximumLength
    /// True when the walk ended at the name's end, false before it and when the name is cut off or malformed.
    public private(set) var isComplete = false

    @inlinable @_lifetime(copy message)
    init(_ message: RawSpan, _ start: Int) {
        self.message = message
        offset = start
        limit = start
    }

    /// The next label's octets, or nil.
    @_lifetime(copy self)
    public mutating func next() -> RawSpan? {
        while let length = try? message.u8(offset) {
            if length == 0 {
                isComplete = true
                return nil
            }
            if length & 0xC0 == 0xC0 {
                guard let pointer = try? message.u16(offset), Int(pointer & 0x3FFF) < limit else { return nil }
                limit = Int(pointer & 0x3FFF)
                offset = limit
                continue
            }
            room -= Int(length) + 1
            guard length < 0x40, room > 0, let label = try? message.slice(offset + 1, Int(length)) else { return nil }
            offset += 1 + Int(length)
            return label
        }
        return nil
    }
}

/// A question: name, type and class.
public struct DNSQuestion: ~Escapable {
    @usableFromInline let message: RawSpan
    @usableFromInline let start: Int
    @usableFromInline let fields: Int

    @inlinable @_lifetime(copy message)
    init(_ message: RawSpan, _ start: Int, _ fields: Int) {
        self.message = message
        self.start = start
        self.fields = fields
    }

    /// What is asked about.
    @inlinable public var name: DNSName { @_lifetime(copy self) get { DNSName(message, at: start) } }
    /// What is asked for.
    @inlinable @inline(__always) public var type: UInt16 { get throws(Truncation) { try message.u16(fields) } }
    /// 1 for the Internet; the highest bit asks for a unicast answer in multicast DNS.
    @inlinable @inline(__always) public var recordClass: UInt16 {
        get throws(Truncation) { try message.u16(fields + 2) }
    }
}

/// The questions of a message, as far as they are there.
public struct DNSQuestions: ~Escapable {
    @usableFromInline let message: RawSpan
    @usableFromInline var left: Int
    /// Where the next question, or what follows the questions, begins.
    public private(set) var offset: Int

    /// `count` questions from octet `offset` of `message` on.
    @_lifetime(copy message)
    public init(_ message: RawSpan, from offset: Int, count: Int) {
        self.message = message
        self.offset = offset
        left = count
    }

    /// The next question that is there in full, or nil.
    @_lifetime(copy self)
    public mutating func next() -> DNSQuestion? {
        guard left > 0, let end = DNSName(message, at: offset).end, message.has(4, at: end) else { return nil }
        let question = DNSQuestion(message, offset, end)
        left -= 1
        offset = end + 4
        return question
    }
}

/// A resource record.
///
///     | name | type 2 | class 2 | time to live 4 | length 2 | data |
public struct DNSRecord: ~Escapable {
    @usableFromInline let message: RawSpan
    @usableFromInline let start: Int
    @usableFromInline let fields: Int

    @inlinable @_lifetime(copy message)
    init(_ message: RawSpan, _ start: Int, _ fields: Int) {
        self.message = message
        self.start = start
        self.fields = fields
    }

    /// The name that the record is about.
    @inlinable public var name: DNSName { @_lifetime(copy self) get { DNSName(message, at: start) } }
    /// What it says: see `DNSType`.
    @inlinable @inline(__always) public var type: UInt16 { get throws(Truncation) { try message.u16(fields) } }
    /// 1 for the Internet; the highest bit flushes the cache in multicast DNS.
    @inlinable @inline(__always) public var recordClass: UInt16 {
        get throws(Truncation) { try message.u16(fields + 2) }
    }
    /// Seconds for which it may be kept.
    @inlinable @inline(__always) public var timeToLive: UInt32 {
        get throws(Truncation) { try message.u32(fields + 4) }
    }
    /// Octets of data.
    @inlinable @inline(__always) public var dataLength: Int {
        get throws(Truncation) { try Int(message.u16(fields + 8)) }
    }
    /// Octets from the message's start to the data.
    @inlinable public var dataOffset: Int { fields + 10 }
    /// The data.
    @inlinable
    public var data: RawSpan {
        @_lifetime(copy self) get throws(Truncation) { try message.slice(dataOffset, dataLength) }
    }
    /// The address of an `a` record.
    @inlinable @inline(__always) public var address: HostAddress {
        get throws(Truncation) { try message.ipv4(dataOffset) }
    }
    /// The address of an `aaaa` record.
    @inlinable @inline(__always) public var address6: HostAddress {
        get throws(Truncation) { try message.ipv6(dataOffset) }
    }
    /// The name in the data of `ns`, `cname` and `ptr` records.
    @inlinable public var target: DNSName { @_lifetime(copy self) get { DNSName(message, at: dataOffset) } }

    /// Of MX: who takes the mail, behind a preference.
    @inlinable public var exchange: DNSName { @_lifetime(copy self) get { DNSName(message, at: dataOffset + 2) } }

    /// Of SRV: who gives the service, behind priority, weight and port (RFC 2782).
    @inlinable public var provider: DNSName { @_lifetime(copy self) get { DNSName(message, at: dataOffset + 6) } }

    /// Of TXT: the first text, behind its length.
    @inlinable
    public var text: RawSpan {
        @_lifetime(copy self) get throws(Truncation) {
            let all = try data
            return try all.from(1).upTo(Int(all.u8(0)))
        }
    }
}

/// The records of a section, as far as they are there.
public struct DNSRecords: ~Escapable {
    @usableFromInline let message: RawSpan
    @usableFromInline var left: Int
    /// Where the next record, or what follows the section, begins.
    public private(set) var offset: Int

    /// `count` records from octet `offset` of `message` on.
    @_lifetime(copy message)
    public init(_ message: RawSpan, from offset: Int, count: Int) {
        self.message = message
        self.offset = offset
        left = count
    }

    /// The next record that is there in full, or nil.
    @_lifetime(copy self)
    public mutating func next() -> DNSRecord? {
        guard left > 0, let end = DNSName(message, at: offset).end, message.has(10, at: end) else { return nil }
        let record = DNSRecord(message, offset, end)
        guard let length = try? record.dataLength, message.has(length, at: end + 10) else { return nil }
        left -= 1
        offset = end + 10 + length
        return record
    }
}

/// A message in a stream: its length in front of it (RFC 1035 section 4.2.2).
public struct DNSStream: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the length; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets of the message.
    @inlinable public var length: Int { get throws(Truncation) { try Int(bytes.u16(0)) } }

    /// As much of the message as is there.
    @inlinable
    public var message: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(2).upTo(length) } }
}
