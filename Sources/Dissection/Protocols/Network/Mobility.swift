import Packets

/// The mobility header of IPv6 (RFC 6275 6.1): one message and its options.
///
///      0      1      2      3      4           6
///     +------+------+------+------+-----------+------------- - -
///     | next | units| type | res. | checksum  | by type, options
///     +------+------+------+------+-----------+------------- - -
enum Mobility {
    /// A cookie or a token of 64 bits, at `offset`.
    struct Pair: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Its upper half.
        var high: UInt32 { get throws(Truncation) { try bytes.u32(offset) } }
        /// Its lower half.
        var low: UInt32 { get throws(Truncation) { try bytes.u32(offset + 4) } }
    }

    /// An option at `offset` (RFC 6275 section 6.2).
    struct OptionFields: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets of kind and length.
        static var headerLength: Int { 2 }
        /// Which option; 0 is one octet of padding.
        var kind: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Octets of the value.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
    }

    /// The value of nonce indices, at `offset` (RFC 6275 section 6.2.6).
    struct Nonces: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// The home test.
        var home: UInt16 { get throws(Truncation) { try bytes.u16(offset) } }
        /// The care-of test.
        var careOf: UInt16 { get throws(Truncation) { try bytes.u16(offset + 2) } }
    }

    struct Header: ~Escapable {
        static var length: Int { 8 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var next: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Eight bytes each, the first eight not counted.
        var units: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// The message's first half-word: a nonce's index, a sequence number, or a status and flags.
        var first: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        var status: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
        /// Of a binding acknowledgement.
        var acknowledgementFlags: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
        var acknowledgedSequence: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
        var updateFlags: UInt8 { get throws(Truncation) { try UInt8(bytes.u16(8) >> 8) } }
        /// Units of four seconds.
        var lifetime: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
        /// Two words each.
        var cookie: Int { 8 }
        var token: Int { 16 }
        var homeAddress: HostAddress { get throws(Truncation) { try bytes.ipv6(8) } }
    }

    private enum Kind {
        static var refreshRequest: UInt8 { 0 }
        static var homeTestInit: UInt8 { 1 }
        static var careOfTestInit: UInt8 { 2 }
        static var homeTest: UInt8 { 3 }
        static var careOfTest: UInt8 { 4 }
        static var update: UInt8 { 5 }
        static var acknowledgement: UInt8 { 6 }
        static var error: UInt8 { 7 }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        d.layer = "mobility"
        let header = Header(bytes)
        guard bytes.has(2, at: 0) else { return d.markTruncated() }
        let size = (Int(try header.units) + 1) * 8
        let kind = try header.type
        if let least = least(kind), size < least {
            d.put("(header length ", size, " is too small for type ")
            d.put("", kind, ")")
            return d.markTruncated()
        }
        d.put("mobility: ")
        d.put(name(kind), or: "type-#", kind)
        guard let start = try printMessage(&d, header, kind) else {
            return d.put(" len=", try header.units)
        }
        if !d.verbose { return }
        if try printOptions(&d, bytes, start, size) { return }
        d.markTruncated()
    }

    /// The message's fields. Gives where its options begin; nil for a type that has no fields here.
    private static func printMessage(
        _ d: inout Dissector, _ header: borrowing Header, _ kind: UInt8
    ) throws(Truncation) -> Int? {
        let isHome = kind == Kind.homeTest || kind == Kind.homeTestInit
        switch kind {
        case Kind.refreshRequest: return 8
        case Kind.homeTestInit, Kind.careOfTestInit:
            if d.verbose { try printPair(&d, isHome, " Init Cookie=", header.bytes, header.cookie) }
            return 16
        case Kind.homeTest, Kind.careOfTest:
            d.put(" nonce id=0x", hex: try header.first)
            if d.verbose { try printPair(&d, isHome, " Init Cookie=", header.bytes, header.cookie) }
            if d.verbose { try printPair(&d, isHome, " Keygen Token=", header.bytes, header.token) }
            return 24
        case Kind.update:
            d.put(" seq#=", try header.first)
            let flags = try header.updateFlags
            if flags & 0xF0 != 0 { d.put(" ") }
            if flags & 0x80 != 0 { d.put("A") }
            if flags & 0x40 != 0 { d.put("H") }
            if flags & 0x20 != 0 { d.put("L") }
            if flags & 0x10 != 0 { d.put("K") }
            // Reserved: lies in four bits of the same byte and the next one.
            d.put(" lifetime=", UInt32(try header.lifetime) << 2)
            return 12
        case Kind.acknowledgement:
            d.put(" status=", try header.status)
            if try header.acknowledgementFlags & 0x80 != 0 { d.put(" K") }
            d.put(" seq#=", try header.acknowledgedSequence)
            d.put(" lifetime=", UInt32(try header.lifetime) << 2)
            return 12
        case Kind.error:
            d.put(" status=", try header.status)
            d.put(" homeaddr ", host: try header.homeAddress)
            return 24
        default: return nil
        }
    }

    private static func printPair(
        _ d: inout Dissector, _ isHome: Bool, _ label: StaticString, _ bytes: RawSpan, _ offset: Int
    ) throws(Truncation) {
        let pair = Pair(bytes, at: offset)
        let (first, second) = (try pair.high, try pair.low)
        d.put(isHome ? " Home" : " Care-of")
        d.put(label)
        d.put(hex: first, 8)
        d.put(":", hex: second, 8)
    }

    /// Shorter than this a message of the type cannot be.
    private static func least(_ kind: UInt8) -> Int? {
        switch kind {
        case Kind.refreshRequest: 8
        case Kind.homeTestInit, Kind.careOfTestInit: 16
        case Kind.homeTest, Kind.careOfTest, Kind.error: 24
        case Kind.update, Kind.acknowledgement: 12
        default: nil
        }
    }

    private static func name(_ kind: UInt8) -> StaticString? {
        switch kind {
        case Kind.refreshRequest: "BRR"
        case Kind.homeTestInit: "HoTI"
        case Kind.careOfTestInit: "CoTI"
        case Kind.homeTest: "HoT"
        case Kind.careOfTest: "CoT"
        case Kind.update: "BU"
        case Kind.acknowledgement: "BA"
        case Kind.error: "BE"
        default: nil
        }
    }
}

// MARK: - Options (RFC 6275 6.2)

extension Mobility {
    private enum Option {
        static var pad1: UInt8 { 0 }
        static var padN: UInt8 { 1 }
        static var refreshAdvice: UInt8 { 2 }
        static var careOfAddress: UInt8 { 3 }
        static var nonces: UInt8 { 4 }
        static var authorization: UInt8 { 5 }
    }

    /// False when an option is cut off or has a wrong length.
    private static func printOptions(
        _ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ end: Int
    ) throws(Truncation) -> Bool {
        var offset = start
        while offset < end {
            let kind = try OptionFields(bytes, at: offset).kind
            if kind == Option.pad1 {
                guard bytes.has(2, at: offset) else { return false }
                d.put("(pad1)")
                offset += 1
                continue
            }
            // What is left is shorter than an option's header.
            if end - offset < 2 { return false }
            let length = Int(try OptionFields(bytes, at: offset).length)
            // One byte more than the option has must be there, after the last one too.
            guard offset + length + 2 <= end, bytes.has(length + 3, at: offset) else { return false }
            if try !printOption(&d, kind, length, bytes, offset + 2, end - offset) { return false }
            offset += length + 2
        }
        return true
    }

    private static func printOption(
        _ d: inout Dissector, _ kind: UInt8, _ length: Int, _ bytes: RawSpan, _ value: Int, _ room: Int
    ) throws(Truncation) -> Bool {
        let (name, least): (StaticString, Int) =
            switch kind {
            case Option.padN: ("padn", 2)
            case Option.refreshAdvice: ("refresh", 4)
            case Option.careOfAddress: ("altcoa", 18)
            case Option.nonces: ("ni", 6)
            case Option.authorization: ("auth", 12)
            default: ("", 2)
            }
        if room < least {
            d.put("(")
            if name.utf8CodeUnitCount > 0 { d.put(name) } else { d.put("sopt_type ", kind) }
            d.put(": trunc)")
            return false
        }
        switch kind {
        case Option.padN: d.put("(padn)")
        // Units of four seconds.
        case Option.refreshAdvice: d.put("(refresh: ", UInt32(try bytes.u16(value)) << 2, ")")
        case Option.careOfAddress: d.put("(alt-CoA: ", host: try bytes.ipv6(value), ")")
        case Option.nonces:
            let (home, careOf) = (try Nonces(bytes, at: value).home, try Nonces(bytes, at: value).careOf)
            d.put("(ni: ho=0x", hex: home, 4, " co=0x")
            d.put(hex: careOf, 4)
            d.put(")")
        case Option.authorization: d.put("(auth)")
        default:
            d.put("(type-0x", hex: kind, 2, ": len=")
            d.put("", length, ")")
        }
        return true
    }
}
