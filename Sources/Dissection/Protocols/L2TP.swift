import Packets

/// The layer two tunnelling protocol, version 2 (RFC 2661): control messages of attribute-value pairs, or PPP frames.
extension Dissector {
    mutating func l2tp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "l2tp"
        try bytes.require(6, at: 0)
        if length < 6 { return markTruncated() }
        let flags = try bytes.u16(0)
        if flags & 7 != 2 { return put(flags & 7 == 1 ? " L2F:" : " (unknown version)") }
        put(" l2tp:[")
        if flags & 0x8000 != 0 { put("T") }
        if flags & 0x4000 != 0 { put("L") }
        if flags & 0x0800 != 0 { put("S") }
        if flags & 0x0200 != 0 { put("O") }
        if flags & 0x0100 != 0 { put("P") }
        put("]")
        var offset = 2
        var claimed = length
        if flags & 0x4000 != 0 {
            claimed = Int(try bytes.u16(offset))
            offset += 2
        }
        put("(", try bytes.u16(offset), "/")
        put("", try bytes.u16(offset + 2), ")")
        offset += 4
        if flags & 0x0800 != 0 {
            put("Ns=", try bytes.u16(offset), ",Nr=")
            put(try bytes.u16(offset + 2))
            offset += 4
        }
        if flags & 0x0200 != 0 { offset += 2 + Int(try bytes.u16(offset)) }
        if flags & 0x4000 != 0 {
            if length < claimed { return put(" Length ", claimed, " larger than packet") }
            if claimed < offset { return put(" Length ", claimed, " smaller than header length") }
        }
        if flags & 0x8000 != 0 {
            if claimed == offset { return put(" ZLB") }
            try l2tpAttributes(bytes, offset, claimed)
        } else {
            put(" {")
            try ppp(bytes.from(offset), claimed - offset)
            put("}")
        }
    }

    private mutating func l2tpAttributes(_ bytes: RawSpan, _ start: Int, _ end: Int) throws(Truncation) {
        var offset = start
        while offset < end {
            put(" ")
            let header = try bytes.u16(offset)
            let size = Int(header & 0x3FF)
            if size < 6 || size > end - offset { return markTruncated() }
            try bytes.require(size, at: offset)
            if header & 0x8000 != 0 { put("*") }
            if header & 0x4000 != 0 { put("?") }
            let vendor = try bytes.u16(offset + 2)
            let type = try bytes.u16(offset + 4)
            let value = try bytes.slice(offset + 6, size - 6)
            if vendor != 0 {
                put("VENDOR", hex: vendor, 4, ":")
                put("ATTR", hex: type, 4)
            } else {
                put(Dissector.l2tpName(type), or: "AVP-#", type)
            }
            put("(")
            if header & 0x4000 != 0 { put("???") } else { try l2tpValue(vendor == 0 ? type : .max, value) }
            put(")")
            offset += size
        }
    }

    private mutating func l2tpValue(_ type: UInt16, _ value: RawSpan) throws(Truncation) {
        switch type {
        case 0:
            let message = try value.u16(0)
            put(Dissector.l2tpMessage(message), or: "MSGTYPE-#", message)
        case 2:
            put(try value.u8(0))
            put(".", try value.u8(1))
        case 3, 18, 19, 4:
            let bits = try value.u32(0)
            let isBearer = type == 4 || type == 18
            if bits & 2 != 0 { put("A") }
            if bits & 1 != 0 { put(isBearer ? "D" : "S") }
        case 6, 9, 10, 14, 20: put(try value.u16(0))
        case 15, 16, 17, 24, 25, 38: put(try value.u32(0))
        case 7, 8, 21, 22, 23, 30, 37: put(text: value)
        case 1, 5, 11...13, 26...29, 31...36, 39, 46: try hexBytes(value, 0, value.byteCount)
        default: break
        }
    }

    private static func l2tpMessage(_ type: UInt16) -> StaticString? {
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

    private static func l2tpName(_ type: UInt16) -> StaticString? {
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
        case 12: "Q931_CAUSE"
        case 13: "CHALLENGE_RESP"
        case 14: "ASSND_SESS_ID"
        case 15: "CALL_SER_NUM"
        case 16: "MINIMUM_BPS"
        case 17: "MAXIMUM_BPS"
        case 18: "BEARER_TYPE"
        case 19: "FRAMING_TYPE"
        case 21: "CALLED_NUMBER"
        case 22: "CALLING_NUMBER"
        case 23: "SUB_ADDRESS"
        case 24: "TX_CONN_SPEED"
        case 25: "PHY_CHANNEL_ID"
        case 26: "INITIAL_LCPREQ"
        case 27: "LAST_SENT_LCPREQ"
        case 28: "LAST_RCVD_LCPREQ"
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
