import Packets
import Wire

/// The Datagram Congestion Control Protocol (RFC 4340 5).
///
///      0         2         4    5     6         8     9      10                          16
///     +---------+---------+----+-----+---------+-----+------+---------------------------+------- - -
///     | source  | dest.   |off |cc,cs| checksum|type,X| res. | sequence (3 bytes at 9    | by type, options
///     |         |         |    |     |         |      |      | without X, 6 at 10 with)  |
///     +---------+---------+----+-----+---------+-----+------+---------------------------+------- - -
enum DCCP {
    struct Header: ~Escapable {
        /// Bytes without and with long sequence numbers (X).
        static var short: Int { 12 }
        static var long: Int { 16 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var source: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var destination: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Where the data begins, in bytes; on the wire in words of four.
        var dataOffset: Int { get throws(Truncation) { try Int(bytes.u8(4)) * 4 } }
        /// Four bits for the congestion control in use.
        var congestionValue: UInt8 { get throws(Truncation) { try bytes.u8(5) >> 4 } }
        /// Four bits: 0 covers all, n covers the header and n - 1 words of data.
        var coverage: UInt8 { get throws(Truncation) { try bytes.u8(5) & 0x0F } }
        var checksum: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(8) >> 1 & 0x0F } }
        var isLong: Bool { get throws(Truncation) { try bytes.u8(8) & 1 != 0 } }
        var length: Int { get throws(Truncation) { try isLong ? Header.long : Header.short } }
        var sequence: UInt64 {
            get throws(Truncation) { try isLong ? bytes.u64(8) & 0xFFFF_FFFF_FFFF : UInt64(bytes.u24(9)) }
        }
        /// Of the subheader behind the fixed header (RFC 4340 5.3): 48 or 24 bits.
        var acknowledgement: UInt64 {
            get throws(Truncation) {
                let isLong = try isLong
                let end = try length + (isLong ? 8 : 4)
                try bytes.require(end, at: 0)
                return isLong ? try bytes.u64(end - 8) & 0xFFFF_FFFF_FFFF : UInt64(try bytes.u24(end - 3))
            }
        }
    }

    enum Kind {
        static var request: UInt8 { 0 }
        static var response: UInt8 { 1 }
        static var data: UInt8 { 2 }
        static var reset: UInt8 { 7 }
        static var last: UInt8 { 9 }
    }

    static func print(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        d.layer = "dccp"
        guard bytes.has(Header.short, at: 0) else { return d.markTruncated() }
        if length < Header.short { return d.put("truncated-dccp - ", Header.short - length, " bytes missing!") }
        let header = Header(bytes)
        let fixed = try header.length
        if length < fixed { return d.put("truncated-dccp - ", fixed - length, " bytes missing!") }
        guard bytes.has(fixed, at: 0) else { return d.markTruncated() }
        d.put(host: ends.source)
        d.put(".", try header.source, " > ")
        d.put(host: ends.destination)
        d.put(".", try header.destination, ": DCCP")
        let offset = try header.dataOffset
        if d.quick {
            d.put(" ", UInt32(truncatingIfNeeded: length - offset))
            if offset > length {
                d.put(" [bad hdr length ", offset, " - too long, > ")
                d.put("", length, "]")
            }
            return
        }
        if d.verbose { try printGenericHeader(&d, header, length, ends) }
        d.put(" ")
        guard let subheader = try printType(&d, header, length) else { return }
        let kind = try header.type
        if kind != Kind.data && kind != Kind.request { d.put("(ack=", try header.acknowledgement, ") ") }
        if d.verbosity < 2 { return }
        d.put("seq ", try header.sequence)
        let start = fixed + subheader
        if offset <= start { return }
        try printOptions(&d, bytes.from(Swift.min(start, bytes.byteCount)), offset - start)
    }

    private static func printGenericHeader(
        _ d: inout Dissector, _ header: borrowing Header, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        d.put(" (CCVal ", try header.congestionValue)
        let coverage = try header.coverage
        d.put(", CsCov ", coverage)
        if header.bytes.has(length, at: 0) {
            let found = try header.checksum
            d.put(", cksum 0x", hex: found, 4, " ")
            let covered = coverage == 0 ? length : try header.dataOffset + (Int(coverage) - 1) * 4
            let sum = d.transportSum(header.bytes, length, ends, 33, covering: covered)
            if sum == 0 {
                d.put("(correct)")
            } else {
                d.put("(incorrect -> 0x", hex: InternetSum.expected(found, sum), 4, ")")
            }
        }
        d.put(")")
    }

    /// The packet's name and what its subheader says. Gives the subheader's length; nil when it is cut off.
    private static func printType(
        _ d: inout Dissector, _ header: borrowing Header, _ length: Int
    ) throws(Truncation) -> Int? {
        let kind = try header.type
        let fixed = try header.length
        let subheader: Int
        switch kind {
        case Kind.request: subheader = 4
        case Kind.response, Kind.reset: subheader = 12
        case Kind.data: subheader = 0
        case 0...Kind.last: subheader = 8
        default: subheader = 0
        }
        if length < fixed + subheader {
            d.put("truncated-")
            d.put(name(kind) ?? "")
            d.put(" - ", fixed + subheader - length, " bytes missing!")
            return nil
        }
        let isRead = kind == Kind.request || kind == Kind.response || kind == Kind.reset
        if isRead && !header.bytes.has(fixed + subheader, at: 0) {
            d.markTruncated()
            return nil
        }
        // The subheaders are read as those of long sequence numbers, whatever X says.
        switch kind {
        case Kind.request:
            d.put(name(kind) ?? "")
            d.put(" (service=", try Specific(header.bytes, at: fixed).service, ") ")
        case Kind.response:
            d.put(name(kind) ?? "")
            d.put(" (service=", try Specific(header.bytes, at: fixed).answeredService, ") ")
        case Kind.reset:
            d.put(name(kind) ?? "")
            d.put(" (code=")
            d.put(resetName(try Specific(header.bytes, at: fixed).resetCode))
            d.put(") ")
        default:
            d.put(name(kind), or: "unknown-type-", kind)
            d.put(" ")
        }
        return subheader
    }

    private static func name(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 0: "DCCP-Request"
        case 1: "DCCP-Response"
        case 2: "DCCP-Data"
        case 3: "DCCP-Ack"
        case 4: "DCCP-DataAck"
        case 5: "DCCP-CloseReq"
        case 6: "DCCP-Close"
        case 7: "DCCP-Reset"
        case 8: "DCCP-Sync"
        case 9: "DCCP-SyncAck"
        default: nil
        }
    }

    private static func resetName(_ code: UInt8) -> StaticString {
        switch code {
        case 0: "unspecified"
        case 1: "closed"
        case 2: "aborted"
        case 3: "no_connection"
        case 4: "packet_error"
        case 5: "option_error"
        case 6: "mandatory_error"
        case 7: "connection_refused"
        case 8: "bad_service_code"
        case 9: "too_busy"
        case 10: "bad_init_cookie"
        case 11: "aggression_penalty"
        default: "invalid"
        }
    }
}

// MARK: - Options (RFC 4340 5.8)

extension DCCP {
    /// `length` bytes of options, those of data between them too when the data offset says so.
    private static func printOptions(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.put(" <")
        var offset = 0
        while true {
            guard let size = try printOption(&d, bytes.from(offset), length - offset) else { break }
            offset += size
            if offset >= length { break }
            d.put(", ")
        }
        d.put(">")
    }

    /// Gives the option's length, nil when its length is wrong or it is cut off.
    private static func printOption(_ d: inout Dissector, _ bytes: RawSpan, _ room: Int) throws(Truncation) -> Int? {
        let kind = try Option(bytes).kind
        // Below 32 an option is one byte; from 128 on it belongs to the congestion control.
        let size = kind >= 32 ? Int(try Option(bytes).length) : 1
        let lie: StaticString? = kind >= 32 && size < 2 ? " optlen too short" : nil
        if let problem = lie ?? (room < size ? " optlen goes past header length" : nil) {
            putOptionName(&d, kind)
            d.put(problem)
            return nil
        }
        guard bytes.has(size, at: 0) else {
            d.markTruncated()
            return nil
        }
        putOptionName(&d, kind)
        if size >= 2 { try printValue(&d, kind, bytes.slice(Option.headerLength, size - Option.headerLength)) }
        return size
    }

    private static func putOptionName(_ d: inout Dissector, _ kind: UInt8) {
        if kind >= 128 { return d.put("CCID option ", kind) }
        d.put(optionName(kind), or: "Option ", kind)
    }

    private static func printValue(_ d: inout Dissector, _ kind: UInt8, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        switch kind {
        case 32...35: try printFeature(&d, value)
        case 36, 38, 39, 40:
            if size > 0 { d.put(" 0x") }
            try d.hexBytes(value, 0, size)
        case 37: for index in 0..<size { d.put(" ", try value.u8(index)) }
        case 41:
            if size == 4 { d.put(" ", try Value(value).word) } else { d.put(" [optlen != 6]") }
        case 42: try printEcho(&d, value)
        case 43:
            switch size {
            case 4: d.put(" ", try Value(value).word)
            case 2: d.put(" ", try Value(value).half)
            default: d.put(" [optlen != 4 or 6]")
            }
        case 44:
            if size > 0 { d.put(" ") }
            try d.hexBytes(value, 0, size)
        case 128...:
            if size == 2 { d.put(" ", try Value(value).half) }
            if size == 4 { d.put(" ", try Value(value).word) }
        default: break
        }
    }

    /// Change and confirm: a feature and the values that are preferred (RFC 4340 6).
    private static func printFeature(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        if value.byteCount < 1 { return d.put(" optlen too short") }
        guard let feature = featureName(try Value(value).feature) else { return }
        d.put(" ")
        d.put(feature)
        for index in 1..<value.byteCount { d.put(" ", try value.u8(index)) }
    }

    private static func printEcho(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        guard size == 4 || size == 6 || size == 8 else { return d.put(" [optlen != 6 or 8 or 10]") }
        d.put(" ", try Value(value).word)
        if size == 6 { d.put(" (elapsed time ", try Value(value).elapsed, ")") }
        if size == 8 { d.put(" (elapsed time ", try Value(value).longElapsed, ")") }
    }

    private static func optionName(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 0: "nop"
        case 1: "mandatory"
        case 2: "slowreceiver"
        case 32: "change_l"
        case 33: "confirm_l"
        case 34: "change_r"
        case 35: "confirm_r"
        case 36: "initcookie"
        case 37: "ndp_count"
        case 38: "ack_vector0"
        case 39: "ack_vector1"
        case 40: "data_dropped"
        case 41: "timestamp"
        case 42: "timestamp_echo"
        case 43: "elapsed_time"
        case 44: "data_checksum"
        default: nil
        }
    }

    private static func featureName(_ feature: UInt8) -> StaticString? {
        switch feature {
        case 0: "reserved"
        case 1: "ccid"
        case 2: "allow_short_seqno"
        case 3: "sequence_window"
        case 4: "ecn_incapable"
        case 5: "ack_ratio"
        case 6: "send_ack_vector"
        case 7: "send_ndp_count"
        case 8: "minimum checksum coverage"
        case 9: "check data checksum"
        default: nil
        }
    }
}
