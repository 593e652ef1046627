import Packets
import Wire

/// TCP options (RFC 9293 3.2, RFC 7323, RFC 2018, RFC 2385, RFC 5925, RFC 5482, RFC 7413, RFC 6994).
///
///     | kind | length, both bytes included | value |
extension TCP {
    /// An option at `offset`, kind and length with it.
    struct OptionFields: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Which option.
        var kind: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Octets with kind and length, but for end and padding.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
        /// Time stamps: the sender's clock (RFC 7323 section 3).
        var timestamp: UInt32 { get throws(Truncation) { try bytes.u32(offset + 2) } }
        /// Time stamps: the other side's clock, sent back.
        var timestampEcho: UInt32 { get throws(Truncation) { try bytes.u32(offset + 6) } }
    }

    /// An option's value at `offset`.
    struct OptionValue: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Maximum segment size, octets.
        var maximumSegment: UInt16 { get throws(Truncation) { try bytes.u16(offset) } }
        /// How far the window is shifted, bits.
        var windowScale: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Echo and connection counts (RFC 1072, RFC 1644).
        var echo: UInt32 { get throws(Truncation) { try bytes.u32(offset) } }
        /// Time stamps: the sender's clock.
        var timestamp: UInt32 { get throws(Truncation) { try bytes.u32(offset) } }
        /// Time stamps: the other side's clock, sent back.
        var timestampEcho: UInt32 { get throws(Truncation) { try bytes.u32(offset + 4) } }
        /// SCPS: bits.
        var capabilities: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// SCPS: which connection.
        var connection: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
        /// Unit, 1 bit, and timeout (RFC 5482 section 3).
        var userTimeout: UInt16 { get throws(Truncation) { try bytes.u16(offset) } }
        /// Authentication: which key (RFC 5925 section 2.2).
        var key: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Authentication: which key comes next.
        var nextKey: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
        /// Whose experiment (RFC 6994 section 3).
        var experiment: UInt16 { get throws(Truncation) { try bytes.u16(offset) } }
    }

    private enum Option {
        static let end: UInt8 = 0
        static let nop: UInt8 = 1
        static let timestamps: UInt8 = 8
        static let signature: UInt8 = 19
    }

    /// The options between the brackets; false when one is bad, which ends the line.
    static func options(
        _ d: inout Dissector, _ header: TCPHeader, _ bytes: RawSpan, _ base: TCPBase, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) -> Bool {
        var offset = TCPHeader.minimumLength
        let end = try header.headerLength
        var first = true
        while offset < end {
            if !first { d.put(byte: 0x2C) }
            let option = OptionFields(bytes, at: offset)
            let kind = try option.kind
            if kind == Option.nop {
                d.put("nop")
                offset += 1
                first = false
                continue
            }
            if kind == Option.end {
                d.put("eol")
                return true
            }
            let size = Int(try option.length)
            if size < 2 || size > end - offset { return badOption(&d, first) }
            let used: Int
            if kind == Option.timestamps && size == 10 && bytes.has(10, at: offset) {
                d.put("TS val ", try option.timestamp)
                d.put(" ecr ", try option.timestampEcho)
                used = 10
            } else {
                d.put(TCP.optionName(kind), or: "unknown-", kind)
                // The value may use bytes up to the header's end; beyond it the option is bad.
                do throws(Truncation) {
                    let result =
                        kind == Option.signature
                        ? try signature(&d, header, bytes, offset + 2, end - offset - 2, length, ends)
                        : try TCP.option(&d, kind, header, bytes, offset + 2, size - 2, end - offset - 2, base)
                    guard result >= 0 else { return badOption(&d, first) }
                    used = result + 2
                } catch {
                    d.markTruncated()
                    if !first { d.put(">") }
                    return false
                }
            }
            if used != size { d.put("[len ", size, "]") }
            offset += used
            first = false
        }
        return true
    }

    private static func badOption(_ d: inout Dissector, _ first: Bool) -> Bool {
        d.put("[bad opt]")
        if !first { d.put("]") }
        return false
    }

    private static func optionName(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 2: "mss"
        case 3: "wscale"
        case 4: "sackOK"
        case 5: "sack"
        case 6: "echo"
        case 7: "echoreply"
        case 8: "TS"
        case 11: "cc"
        case 12: "ccnew"
        // CC.ECHO has no word in tcpdump.
        case 13: ""
        case 19: "md5"
        case 20: "scps"
        case 28: "uto"
        case 29: "tcp-ao"
        case 30: "mptcp"
        case 34: "tfo"
        case 254: "exp"
        default: nil
        }
    }

    /// One option's value of `length` bytes at `offset`; gives the bytes that its kind takes, or -1 when it is bad:
    /// more than the `room` that the header leaves.
    private static func option(
        _ d: inout Dissector, _ kind: UInt8, _ header: TCPHeader, _ bytes: RawSpan, _ offset: Int, _ length: Int,
        _ room: Int, _ base: TCPBase
    ) throws(Truncation) -> Int {
        switch kind {
        case 2:
            guard room >= 2 else { return -1 }
            d.put(" ", try OptionValue(bytes, at: offset).maximumSegment)
            return 2
        case 3:
            guard room >= 1 else { return -1 }
            d.put(" ", try OptionValue(bytes, at: offset).windowScale)
            return 1
        case 4:
            return 0
        case 5:
            return try selectiveAcknowledgement(&d, bytes, offset, length, room, base)
        case 6, 7, 11, 12, 13:
            guard room >= 4 else { return -1 }
            d.put(" ", try OptionValue(bytes, at: offset).echo)
            return 4
        case 8:
            guard room >= 8 else { return -1 }
            let echo = try OptionValue(bytes, at: offset).timestampEcho
            d.put(" val ", try OptionValue(bytes, at: offset).timestamp)
            d.put(" ecr ", echo)
            return 8
        case 20:
            guard room >= 2 else { return -1 }
            d.put(" cap ", hex: try OptionValue(bytes, at: offset).capabilities, 2, " id ")
            d.put(try OptionValue(bytes, at: offset).connection)
            return 2
        case 28:
            guard room >= 2 else { return -1 }
            let value = try OptionValue(bytes, at: offset).userTimeout
            d.put(" 0x", hex: value)
            d.put(" ", value & 1 != 0 ? UInt32(value >> 1) * 60 : UInt32(value >> 1))
            return 2
        default:
            return try longOption(&d, kind, header, bytes, offset, length, room)
        }
    }

    /// Options whose value has no fixed length.
    private static func longOption(
        _ d: inout Dissector, _ kind: UInt8, _ header: TCPHeader, _ bytes: RawSpan, _ offset: Int, _ length: Int,
        _ room: Int
    ) throws(Truncation) -> Int {
        switch kind {
        case 29:
            // RFC 5925 2.2: key, next key and at least no MAC.
            if length < 2 {
                d.markInvalid()
                return length
            }
            d.put(" keyid ", try OptionValue(bytes, at: offset).key, " rnextkeyid ")
            d.put(try OptionValue(bytes, at: offset).nextKey)
            if length > 2 {
                d.put(" mac 0x")
                try d.hexBytes(bytes, offset + 2, length - 2)
            }
            return length
        case 30:
            try bytes.require(length, at: offset)
            let option = try bytes.slice(offset - 2, length + 2)
            return try MultipathTCP.print(&d, option, header.flags) ? length : -1
        case 34:
            try bytes.require(length, at: offset)
            d.put(" ")
            try fastOpenCookie(&d, bytes, offset, length)
            return length
        case 254:
            try bytes.require(length, at: offset)
            if length < 2 { return -1 }
            let identifier = try OptionValue(bytes, at: offset).experiment
            d.put("-")
            if identifier == 0xF989 {
                d.put("tfo")
                try fastOpenCookie(&d, bytes, offset + 2, length - 2)
            } else {
                d.put(hex: identifier, 4)
            }
            return length
        default:
            if length > 0 { d.put(" 0x") }
            try d.hexBytes(bytes, offset, length)
            return length
        }
    }

    private static func selectiveAcknowledgement(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ length: Int, _ room: Int, _ base: TCPBase
    ) throws(Truncation) -> Int {
        if length % 8 != 0 {
            d.put(" malformed sack [len ", length, "] ")
            return length
        }
        d.put(" ", length / 8, " ")
        var index = 0
        while index < length {
            let end = try bytes.u32(offset + index + 4)
            d.put("{")
            d.put(try bytes.u32(offset + index), from: base, .selective)
            d.put(":")
            d.put(end, from: base, .selective)
            d.put("}")
            index += 8
        }
        return length
    }

    /// RFC 7413 4.1.1: a cookie, or the request for one when it is empty.
    private static func fastOpenCookie(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ length: Int)
        throws(Truncation)
    {
        if length == 0 { return d.put(" cookiereq") }
        if length % 2 != 0 || length < 4 || length > 16 { return d.markInvalid() }
        d.put(" cookie ")
        try d.hexBytes(bytes, offset, length)
    }
}
