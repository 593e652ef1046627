import Packets

/// The layer two tunnelling protocol, version 2 (RFC 2661): control messages of attribute-value pairs, or PPP frames.
enum L2TP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "l2tp"
        try bytes.require(6, at: 0)
        if length < 6 { return d.markTruncated() }
        let flags = try bytes.u16(0)
        if flags & 7 != 2 { return d.put(flags & 7 == 1 ? " L2F:" : " (unknown version)") }
        d.put(" l2tp:[")
        if flags & 0x8000 != 0 { d.put("T") }
        if flags & 0x4000 != 0 { d.put("L") }
        if flags & 0x0800 != 0 { d.put("S") }
        if flags & 0x0200 != 0 { d.put("O") }
        if flags & 0x0100 != 0 { d.put("P") }
        d.put("]")
        var offset = 2
        var claimed = length
        if flags & 0x4000 != 0 {
            claimed = Int(try bytes.u16(offset))
            offset += 2
        }
        d.put("(", try bytes.u16(offset), "/")
        d.put("", try bytes.u16(offset + 2), ")")
        offset += 4
        if flags & 0x0800 != 0 {
            d.put("Ns=", try bytes.u16(offset), ",Nr=")
            d.put(try bytes.u16(offset + 2))
            offset += 4
        }
        if flags & 0x0200 != 0 { offset += 2 + Int(try bytes.u16(offset)) }
        if flags & 0x4000 != 0 {
            if length < claimed { return d.put(" Length ", claimed, " larger than packet") }
            if claimed < offset { return d.put(" Length ", claimed, " smaller than header length") }
        }
        if flags & 0x8000 != 0 {
            if claimed == offset { return d.put(" ZLB") }
            try attributes(&d, bytes, offset, claimed)
        } else {
            d.put(" {")
            try PPP.print(&d, bytes.from(offset), claimed - offset)
            d.put("}")
        }
    }

    private static func attributes(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ end: Int) throws(Truncation)
    {
        var offset = start
        while offset < end {
            d.put(" ")
            let header = try bytes.u16(offset)
            let size = Int(header & 0x3FF)
            if size < 6 || size > end - offset { return d.markTruncated() }
            try bytes.require(size, at: offset)
            if header & 0x8000 != 0 { d.put("*") }
            if header & 0x4000 != 0 { d.put("?") }
            let vendor = try bytes.u16(offset + 2)
            let type = try bytes.u16(offset + 4)
            let value = try bytes.slice(offset + 6, size - 6)
            if vendor != 0 {
                d.put("VENDOR", hex: vendor, 4, ":")
                d.put("ATTR", hex: type, 4)
            } else {
                d.put(L2TP.name(type), or: "AVP-#", type)
            }
            d.put("(")
            if header & 0x4000 != 0 { d.put("???") } else { try L2TP.value(&d, vendor == 0 ? type : .max, value) }
            d.put(")")
            offset += size
        }
    }

    private static func value(_ d: inout Dissector, _ type: UInt16, _ value: RawSpan) throws(Truncation) {
        switch type {
        case 0:
            let message = try value.u16(0)
            d.put(L2TP.message(message), or: "MSGTYPE-#", message)
        case 2:
            d.put(try value.u8(0))
            d.put(".", try value.u8(1))
        case 3, 18, 19, 4:
            let bits = try value.u32(0)
            let isBearer = type == 4 || type == 18
            if bits & 2 != 0 { d.put("A") }
            if bits & 1 != 0 { d.put(isBearer ? "D" : "S") }
        case 6, 9, 10, 14, 20: d.put(try value.u16(0))
        case 15, 16, 17, 24, 25, 38: d.put(try value.u32(0))
        case 7, 8, 21, 22, 23, 30, 37: d.put(text: value)
        case 1, 5, 11...13, 26...29, 31...36, 39, 46: try d.hexBytes(value, 0, value.byteCount)
        default: break
        }
    }

    private static func message(_ type: UInt16) -> StaticString? {
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
