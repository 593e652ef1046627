import Packets

/// The layer two tunnelling protocol, version 2 (RFC 2661 3.1): control messages of attribute-value pairs, or PPP
/// frames.
///
///      0         2         4         6         8        10        12
///     +---------+---------+---------+---------+---------+---------+------- - -
///     | flags,  | length  | tunnel  | session | Ns      | Nr      | offset, data
///     | version | (L)     |         |         | (S)     | (S)     | (O)
///     +---------+---------+---------+---------+---------+---------+------- - -
enum L2TP {
    /// What a packet begins with (RFC 2661 section 3.1).
    struct Start: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets.
        static var length: Int { 2 }
        /// Which fields follow, and the version.
        var flags: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
    }

    /// Of a pair (RFC 2661 4.1): flags and length, vendor, type; then the value.
    struct Pair: ~Escapable {
        static var headerLength: Int { 6 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var isMandatory: Bool { get throws(Truncation) { try bytes.u16(0) & 0x8000 != 0 } }
        var isHidden: Bool { get throws(Truncation) { try bytes.u16(0) & 0x4000 != 0 } }
        /// Bytes, these six included.
        var length: Int { get throws(Truncation) { try Int(bytes.u16(0) & 0x03FF) } }
        var vendor: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var type: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
    }

    private enum Flag {
        static var control: UInt16 { 0x8000 }
        static var length: UInt16 { 0x4000 }
        static var sequence: UInt16 { 0x0800 }
        static var offset: UInt16 { 0x0200 }
        static var priority: UInt16 { 0x0100 }
        static var version: UInt16 { 0x0007 }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "l2tp"
        if length < 6 { return d.markTruncated() }
        let flags = try Start(bytes).flags
        switch flags & Flag.version {
        case 1: return d.put(" l2f:")
        case 2: d.put(" l2tp:[")
        default: return d.put(" Unknown Version, neither L2F(1) nor L2TP(2)")
        }
        if flags & Flag.control != 0 { d.put("T") }
        if flags & Flag.length != 0 { d.put("L") }
        if flags & Flag.sequence != 0 { d.put("S") }
        if flags & Flag.offset != 0 { d.put("O") }
        if flags & Flag.priority != 0 { d.put("P") }
        d.put("]")
        var offset = Start.length
        var claimed = 0
        if flags & Flag.length != 0 {
            claimed = Int(try bytes.u16(offset))
            offset += 2
        }
        d.put("(", try Numbers(bytes, at: offset).first, "/")
        d.put("", try Numbers(bytes, at: offset).second, ")")
        offset += 4
        if flags & Flag.sequence != 0 {
            d.put("Ns=", try Numbers(bytes, at: offset).first, ",")
            d.put("Nr=", try Numbers(bytes, at: offset).second)
            offset += 4
        }
        if flags & Flag.offset != 0 {
            let padding = Int(try bytes.u16(offset))
            try bytes.require(2 + padding, at: offset)
            offset += 2 + padding
        }
        if flags & Flag.length != 0 {
            if length < claimed { return d.put(" Length ", claimed, " larger than packet") }
            if claimed < offset { return d.put(" Length ", claimed, " smaller than header length") }
        } else if flags & Flag.control != 0 {
            return d.put(" No length")
        }
        if flags & Flag.control != 0 {
            if claimed == offset { return d.put(" ZLB") }
            return try printPairs(&d, bytes, offset, claimed)
        }
        d.put(" {")
        try PPP.print(&d, bytes.from(offset), length - offset)
        d.put("}")
    }

    private static func printPairs(
        _ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ end: Int
    ) throws(Truncation) {
        var offset = start
        while offset < end {
            d.put(" ")
            let pair = Pair(try bytes.from(offset))
            try bytes.require(2, at: offset)
            let size = try pair.length
            if size < Pair.headerLength || size > end - offset || !bytes.has(size, at: offset) {
                return d.markTruncated()
            }
            if try pair.isMandatory { d.put("*") }
            let isHidden = try pair.isHidden
            if isHidden { d.put("?") }
            let value = try bytes.slice(offset + Pair.headerLength, size - Pair.headerLength)
            let type = try pair.type
            let vendor = try pair.vendor
            if vendor != 0 {
                // Nothing is known of it: what is hidden is shown too.
                d.put("VENDOR", hex: vendor, 4, ":ATTR")
                d.put(hex: type, 4)
                d.put("(")
                try d.hexBytes(value, 0, value.byteCount)
            } else {
                d.put(name(type), or: "AVP-#", type)
                d.put("(")
                if isHidden {
                    d.put("???")
                } else if value.byteCount < least(type) {
                    d.put("AVP too short")
                } else {
                    try printValue(&d, type, value)
                }
            }
            d.put(")")
            offset += size
        }
    }

    private static func printValue(_ d: inout Dissector, _ type: UInt16, _ value: RawSpan) throws(Truncation) {
        switch type {
        case 0:
            let message = try Value(value).number
            d.put(messageName(message), or: "MSGTYPE-#", message)
        case 1: try printResult(&d, value)
        case 2:
            d.put(try Value(value).number >> 8)
            d.put(".", try Value(value).number & 0xFF)
        case 3, 19:
            let bits = try Value(value).word
            if bits & 2 != 0 { d.put("A") }
            if bits & 1 != 0 { d.put("S") }
        case 4, 18:
            let bits = try Value(value).word
            if bits & 2 != 0 { d.put("A") }
            if bits & 1 != 0 { d.put("D") }
        case 6, 9, 10, 14: d.put(try Value(value).number)
        case 15, 16, 17, 24, 25, 38: d.put(try Value(value).word)
        case 7, 8, 21, 22, 23, 30, 37: d.put(text: value)
        case 5, 13: try d.hexBytes(value, 0, least(type))
        case 11, 26, 27, 28, 31, 33, 36: try d.hexBytes(value, 0, value.byteCount)
        case 12:
            d.put(try Value(value).cause)
            d.put(", ", hex: try Value(value).causeMessage, 2)
            if value.byteCount > 3 {
                d.put(" ")
                d.put(text: try value.from(Value.causeText))
            }
        case 20: d.put("obsolete")
        case 29:
            let kind = try Value(value).number
            d.put(authenticationName(kind), or: "AuthType-#", kind)
        case 32: d.put(try Value(value).number & 0xFF)
        case 34: try printErrors(&d, value)
        case 35:
            d.put("send=", hex: try Value(value).sendMap, 8, " ")
            d.put("recv=", hex: try Value(value).receiveMap, 8, " ")
        case 46: try printDisconnection(&d, value)
        default: break
        }
    }

    /// RFC 2661 4.4.2: a result, then an error and a text where there are any.
    private static func printResult(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        d.put(try Result(value).code)
        if value.byteCount < 4 { return }
        d.put("/", try Result(value).error)
        if value.byteCount > 4 {
            d.put(" ")
            d.put(text: try value.from(Result.text))
        }
    }

    /// RFC 2661 4.4.6.
    private static func printErrors(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let errors = CallErrors(value)
        d.put("CRCErr=", try errors.checksum, " ")
        d.put("FrameErr=", try errors.framing, " ")
        d.put("HardOver=", try errors.hardware, " ")
        d.put("BufOver=", try errors.buffer, " ")
        d.put("Timeout=", try errors.timeouts, " ")
        d.put("AlignErr=", try errors.alignment, " ")
    }

    /// RFC 3145 2: code, control protocol, direction, text.
    private static func printDisconnection(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        d.put(hex: try Disconnection(value).code, 4)
        d.put(", ", hex: try Disconnection(value).control, 4, " ")
        let direction = try Disconnection(value).direction
        switch direction {
        case 0: d.put("global error")
        case 1: d.put("at peer")
        case 2: d.put("at local")
        default: d.put("Direction-#", direction)
        }
        if value.byteCount > 5 {
            d.put(" ")
            d.put(text: try value.from(Disconnection.text))
        }
    }

    /// Bytes that a value of the type has at least.
    private static func least(_ type: UInt16) -> Int {
        switch type {
        case 0, 1, 2, 6, 9, 10, 14, 29, 32: 2
        case 12: 3
        case 3, 4, 15, 16, 17, 18, 19, 24, 25, 38: 4
        case 46: 5
        case 5: 8
        case 35: 10
        case 13: 16
        case 34: 26
        default: 0
        }
    }
}

// MARK: - Names

extension L2TP {
    private static func messageName(_ type: UInt16) -> StaticString? {
        switch type {
        case 1: "SCCRQ"
        case 2: "SCCRP"
        case 3: "SCCCN"
        case 4: "StopCCN"
        case 6: "HELLO"
        case 7: "OCRQ"
        case 8: "OCRP"
        case 9: "OCCN"
        case 10: "ICRQ"
        case 11: "ICRP"
        case 12: "ICCN"
        case 14: "CDN"
        case 15: "WEN"
        case 16: "SLI"
        default: nil
        }
    }

    private static func authenticationName(_ kind: UInt16) -> StaticString? {
        switch kind {
        case 0: "Reserved"
        case 1: "Textual"
        case 2: "CHAP"
        case 3: "PAP"
        case 4: "No Auth"
        case 5: "MS-CHAPv1"
        default: nil
        }
    }

    private static func name(_ type: UInt16) -> StaticString? {
        switch type {
        case 0: "MSGTYPE"
        case 1: "RESULT_CODE"
        case 2: "PROTO_VER"
        case 3: "FRAMING_CAP"
        case 4: "BEARER_CAP"
        case 5: "TIE_BREAKER"
        case 6: "FIRM_VER"
        case 7: "HOST_NAME"
        case 8: "VENDOR_NAME"
        case 9: "ASSND_TUN_ID"
        case 10: "RECV_WIN_SIZE"
        case 11: "CHALLENGE"
        case 12: "Q931_CC"
        case 13: "CHALLENGE_RESP"
        case 14: "ASSND_SESS_ID"
        case 15: "CALL_SER_NUM"
        case 16: "MINIMUM_BPS"
        case 17: "MAXIMUM_BPS"
        case 18: "BEARER_TYPE"
        case 19: "FRAMING_TYPE"
        case 20: "PACKET_PROC_DELAY"
        case 21: "CALLED_NUMBER"
        case 22: "CALLING_NUMBER"
        case 23: "SUB_ADDRESS"
        case 24: "TX_CONN_SPEED"
        case 25: "PHY_CHANNEL_ID"
        case 26: "INI_RECV_LCP"
        case 27: "LAST_SENT_LCP"
        case 28: "LAST_RECV_LCP"
        case 29: "PROXY_AUTH_TYPE"
        case 30: "PROXY_AUTH_NAME"
        case 31: "PROXY_AUTH_CHAL"
        case 32: "PROXY_AUTH_ID"
        case 33: "PROXY_AUTH_RESP"
        case 34: "CALL_ERRORS"
        case 35: "ACCM"
        case 36: "RANDOM_VECTOR"
        case 37: "PRIVATE_GRP_ID"
        case 38: "RX_CONN_SPEED"
        case 39: "SEQ_REQUIRED"
        case 46: "PPP_DISCON_CC"
        default: nil
        }
    }
}
