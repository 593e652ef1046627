import Packets

/// The header of IKE (RFC 2408, RFC 7296): two cookies, next payload, version, exchange, flags, message, length.
extension Dissector {
    mutating func isakmp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "isakmp"
        guard bytes.has(28, at: 0), length >= 28 else {
            return markTruncated()
        }
        let version = try bytes.u8(17)
        put("isakmp")
        if verbose { put(" ", version >> 4, ".") }
        if verbose {
            put("", version & 0xF)
            put(" msgid ", hex: try bytes.u32(20), 8)
            if verbosity > 1 {
                put(" cookie ", hex: try bytes.u64(0), 16)
                put("->", hex: try bytes.u64(8), 16)
            }
        }
        put(":")
        let exchange = try bytes.u8(18)
        let flags = try bytes.u8(19)
        let message = try bytes.u32(20)
        switch version >> 4 {
        case 1:
            put(message == 0 ? " phase 1" : " phase 2/others")
            // An exchange without the responder's cookie is the initiator's; who sends later is not remembered.
            put(try bytes.u64(8) == 0 ? " I" : " ?")
        case 2: put(message == 0 ? " parent_sa" : " child_sa ")
        default: return
        }
        put(" ")
        put(Dissector.exchangeName(exchange), or: "#", exchange)
        if version >> 4 == 1 {
            if flags & 3 != 0 {
                put("[")
                if flags & 1 != 0 { put("E") }
                if flags & 2 != 0 { put("C") }
                put("]")
            }
        } else if flags != 0 {
            put("[")
            if flags & 0x08 != 0 { put("I") }
            if flags & 0x10 != 0 { put("V") }
            if flags & 0x20 != 0 { put("R") }
            put("]")
        }
        if verbose { try isakmpPayload(bytes, length, version >> 4, flags) }
    }

    /// Port 4500 carries three kinds (RFC 3948): keep-alives of one byte, IKE behind four zero bytes, and ESP.
    mutating func encapsulatedIKE(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "isakmp_rfc3948"
        if length < 1 { return markTruncated() }
        if length == 1, try bytes.u8(0) == 0xFF { return put("isakmp-nat-keep-alive") }
        if length < 4 { return markTruncated() }
        if try bytes.u32(0) == 0 {
            put("NONESP-encap: ")
            return try isakmp(bytes.from(4), length - 4)
        }
        put("UDP-encap: ")
        try esp(bytes, length)
    }

    private mutating func isakmpPayload(
        _ bytes: RawSpan, _ length: Int, _ version: UInt8, _ flags: UInt8
    ) throws(Truncation) {
        put(":")
        let next = try bytes.u8(16)
        if flags & 1 != 0 {
            put(" [encrypted ")
            put(Dissector.payloadName(next), or: "#", next)
            put("]")
        } else if next != 0 && length <= 28 {
            put(" [|")
            put(Dissector.payloadName(next), or: "#", next)
            put("]")
        }
        let claimed = Int(try bytes.u32(24))
        if claimed != length {
            put(" (len mismatch: isakmp ", claimed, "/ip ")
            put(length)
            put(")")
        }
    }

    private static func exchangeName(_ exchange: UInt8) -> StaticString? {
        switch exchange {
        case 0: "none"
        case 1: "base"
        case 2: "ident"
        case 3: "auth"
        case 4: "agg"
        case 5: "inf"
        case 32: "oakley-quick"
        case 33: "oakley-newgroup"
        case 34: "ikev2_init"
        case 35: "ikev2_auth"
        case 36: "child_sa"
        case 37: "inf2"
        default: nil
        }
    }

    private static func payloadName(_ payload: UInt8) -> StaticString? {
        switch payload {
        case 0: "none"
        case 1: "sa"
        case 2: "p"
        case 3: "t"
        case 4: "ke"
        case 5: "id"
        case 6: "cert"
        case 7: "cr"
        case 8: "hash"
        case 9: "sig"
        case 10: "nonce"
        case 11: "n"
        case 12: "d"
        case 13: "vid"
        case 33: "v2sa"
        case 34: "v2ke"
        case 35: "v2IDi"
        case 36: "v2IDr"
        case 37: "v2cert"
        case 38: "v2CR"
        case 39: "v2auth"
        case 40: "v2nonce"
        case 41: "v2n"
        case 42: "v2d"
        case 43: "v2vid"
        case 44: "v2TSi"
        case 45: "v2TSr"
        case 46: "v2e"
        case 47: "v2cp"
        case 48: "v2eap"
        default: nil
        }
    }
}
