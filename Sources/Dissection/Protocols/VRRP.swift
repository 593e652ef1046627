import Packets

/// Virtual router redundancy, versions 2 and 3 (RFC 3768, RFC 5798).
///
///     | version, type | router | priority | addresses | auth type, interval or interval | checksum 2 | addresses |
extension Dissector {
    mutating func vrrp(_ bytes: RawSpan, _ length: Int, _ ends: Endpoints) throws(Truncation) {
        layer = "vrrp"
        guard bytes.has(8, at: 0) else {
            put("VRRP")
            throw Truncation(offset: 0, need: 8, have: bytes.byteCount)
        }
        let first = try bytes.u8(0)
        let version = first >> 4
        let type = first & 0xF
        put("VRRPv", version, ", ")
        put(type == 1 ? "Advertisement" : nil, or: "unknown type (", type, ")")
        if ends.hops != 255 { put(", (ttl ", ends.hops, ")") }
        if version < 2 || version > 3 || type != 1 { return }
        let router = try bytes.u8(1)
        let priority = try bytes.u8(2)
        put(", vrid ", router, ", prio ")
        put(priority)
        if version == 2 {
            let authentication = try bytes.u8(4)
            put(", authtype ")
            put(Dissector.vrrpAuthentication(authentication), or: "", authentication)
            put(", intvl ", try bytes.u8(5), "s, length ")
        } else {
            let interval = try bytes.u16(4) & 0x0FFF
            put(", intvl ", interval, "cs, length ")
        }
        put(length)
        guard verbose else { return }
        let count = Int(try bytes.u8(3))
        if version == 2 {
            if bytes.has(length, at: 0), InternetSum.of(bytes.upTo(length)) != 0 {
                put(", (bad vrrp cksum ", hex: try bytes.u16(6), 1, ")")
            }
        } else if bytes.has(length, at: 0), transportSum(bytes, length, ends, 112) != 0 {
            put(", (bad vrrp cksum ", hex: try bytes.u16(6), 1, ")")
        }
        put(", addrs")
        if count != 1 { put("(", count, ")") }
        put(":")
        var offset = 8
        for index in 0..<count {
            let address = ends.isIPv6 ? try bytes.ipv6(offset) : try bytes.ipv4(offset)
            put(index > 0 ? "," : " ", host: address)
            offset += ends.isIPv6 ? 16 : 4
        }
        if version == 2, try bytes.u8(4) == 1 {
            put(" auth \"")
            try put(text: bytes, at: offset, 8, terminated: true)
            put("\"")
        }
    }

    private static func vrrpAuthentication(_ type: UInt8) -> StaticString? {
        switch type {
        case 0: "none"
        case 1: "simple"
        case 2: "ah"
        default: nil
        }
    }
}
