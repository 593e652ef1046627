import Packets
import Wire

/// TCP options (RFC 9293 3.2, RFC 7323, RFC 2018, RFC 2385, RFC 5925, RFC 5482, RFC 7413, RFC 6994).
///
///     | kind | length, both bytes included | value |
extension TCP {
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
            let kind = try bytes.u8(offset)
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
            let size = Int(try bytes.u8(offset + 1))
            if size < 2 || size > end - offset { return badOption(&d, first) }
            let used: Int
            if kind == Option.timestamps && size == 10 && bytes.has(10, at: offset) {
                d.put("TS val ", try bytes.u32(offset + 2))
                d.put(" ecr ", try bytes.u32(offset + 6))
                used = 10
            } else {
                d.put(TCP.optionName(kind), or: "unknown-", kind)
                // The value may use bytes up to the header's end; beyond it the option is bad.
                do throws(Truncation) {
                    let result =
                        kind == Option.signature
                        ? try signature(&d, header, bytes, offset + 2, end - offset - 2, length, ends)
                        : try option(&d, kind, header, bytes, offset + 2, size - 2, end - offset - 2, base)
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
        case 13: "ccecho"
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
            d.put(" ", try bytes.u16(offset))
            return 2
        case 3:
            guard room >= 1 else { return -1 }
            d.put(" ", try bytes.u8(offset))
            return 1
        case 4:
            return 0
        case 5:
            return try selectiveAcknowledgement(&d, bytes, offset, length, room, base)
        case 6, 7, 11, 12, 13:
            guard room >= 4 else { return -1 }
            d.put(" ", try bytes.u32(offset))
            return 4
        case 8:
            guard room >= 8 else { return -1 }
            let echo = try bytes.u32(offset + 4)
            d.put(" val ", try bytes.u32(offset))
            d.put(" ecr ", echo)
            return 8
        case 20:
            guard room >= 2 else { return -1 }
            d.put(" cap ", hex: try bytes.u8(offset), 2, " id ")
            d.put(try bytes.u8(offset + 1))
            return 2
        case 28:
            guard room >= 2 else { return -1 }
            let value = try bytes.u16(offset)
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
            d.put(" keyid ", try bytes.u8(offset), " rnextkeyid ")
            d.put(try bytes.u8(offset + 1))
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
            let identifier = try bytes.u16(offset)
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
