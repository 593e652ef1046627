import Packets

/// The header of IKE (RFC 2408, RFC 7296): two cookies, next payload, version, exchange, flags, message, length.
enum ISAKMP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "isakmp"
        guard bytes.has(28, at: 0), length >= 28 else {
            return d.markTruncated()
        }
        let version = try bytes.u8(17)
        d.put("isakmp")
        if d.verbose { d.put(" ", version >> 4, ".") }
        if d.verbose {
            d.put("", version & 0xF)
            d.put(" msgid ", hex: try bytes.u32(20), 8)
            if d.verbosity > 1 {
                d.put(" cookie ", hex: try bytes.u64(0), 16)
                d.put("->", hex: try bytes.u64(8), 16)
            }
        }
        d.put(":")
        let exchange = try bytes.u8(18)
        let flags = try bytes.u8(19)
        let message = try bytes.u32(20)
        switch version >> 4 {
        case 1:
            d.put(message == 0 ? " phase 1" : " phase 2/others")
            // An exchange without the responder's cookie is the initiator's; who sends later is not remembered.
            d.put(try bytes.u64(8) == 0 ? " I" : " ?")
        case 2: d.put(message == 0 ? " parent_sa" : " child_sa ")
        default: return
        }
        d.put(" ")
        d.put(ISAKMP.exchangeName(exchange), or: "#", exchange)
        if version >> 4 == 1 {
            if flags & 3 != 0 {
                d.put("[")
                if flags & 1 != 0 { d.put("E") }
                if flags & 2 != 0 { d.put("C") }
                d.put("]")
            }
        } else if flags != 0 {
            d.put("[")
            if flags & 0x08 != 0 { d.put("I") }
            if flags & 0x10 != 0 { d.put("V") }
            if flags & 0x20 != 0 { d.put("R") }
            d.put("]")
        }
        if d.verbose { try payload(&d, bytes, length, version >> 4, flags) }
    }

    /// Port 4500 carries three kinds (RFC 3948): keep-alives of one byte, IKE behind four zero bytes, and ESP.
    static func encapsulated(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "isakmp_rfc3948"
        if length < 1 { return d.markTruncated() }
        if length == 1, try bytes.u8(0) == 0xFF { return d.put("isakmp-nat-keep-alive") }
        if length < 4 { return d.markTruncated() }
        if try bytes.u32(0) == 0 {
            d.put("NONESP-encap: ")
            return try print(&d, bytes.from(4), length - 4)
        }
        d.put("UDP-encap: ")
        try IPsec.esp(&d, bytes, length)
    }

    private static func payload(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ version: UInt8, _ flags: UInt8
    ) throws(Truncation) {
        d.put(":")
        let next = try bytes.u8(16)
        if flags & 1 != 0 {
            d.put(" [encrypted ")
            d.put(ISAKMP.payloadName(next), or: "#", next)
            d.put("]")
        } else if next != 0 && length <= 28 {
            d.put(" [|")
            d.put(ISAKMP.payloadName(next), or: "#", next)
            d.put("]")
        }
        let claimed = Int(try bytes.u32(24))
        if claimed != length {
            d.put(" (len mismatch: isakmp ", claimed, "/ip ")
            d.put(length)
            d.put(")")
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
