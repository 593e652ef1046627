import Packets
import Wire

/// Virtual router redundancy, versions 2 and 3 (RFC 3768, RFC 5798).
///
///     | version, type | router | priority | addresses | auth type, interval or interval | checksum 2 | addresses |
enum VRRP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints) throws(Truncation) {
        d.layer = "vrrp"
        if bytes.byteCount == 0 { d.put("VRRP") }
        let header = VRRPHeader(bytes)
        let version = try header.version
        let type = try header.type
        d.put("VRRPv", version, ", ")
        d.put(type == 1 ? "Advertisement" : nil, or: "unknown type (", type, ")")
        if ends.hops != 255 { d.put(", (ttl ", ends.hops, ")") }
        if version < 2 || version > 3 || type != 1 { return }
        let router = try header.router
        let priority = try header.priority
        d.put(", vrid ", router, ", prio ")
        d.put(priority)
        if version == 2 {
            let authentication = try header.authentication
            d.put(", authtype ")
            d.put(VRRP.authentication(authentication), or: "#", authentication)
            let interval = try header.interval
            d.put(", intvl ", interval, "s, length ")
        } else {
            let interval = try header.maximumInterval
            d.put(", intvl ", interval, "cs, length ")
        }
        d.put(length)
        guard d.verbose else { return }
        let count = Int(try header.addressCount)
        try bytes.require(VRRPHeader.fixedLength - 2, at: 0)
        if version == 2 {
            if bytes.has(length, at: 0), InternetSum.of(bytes.upTo(length)) != 0 {
                d.put(", (bad vrrp cksum ", hex: try header.checksum, 1, ")")
            }
        } else if bytes.has(length, at: 0), d.transportSum(bytes, length, ends, 112) != 0 {
            d.put(", (bad vrrp cksum ", hex: try header.checksum, 1, ")")
        }
        d.put(", addrs")
        if count > 1 { d.put("(", count, ")") }
        d.put(":")
        var offset = VRRPHeader.fixedLength
        for index in 0..<count {
            let address = ends.isIPv6 ? try bytes.ipv6(offset) : try bytes.ipv4(offset)
            d.put(index > 0 ? "," : " ", host: address)
            offset += ends.isIPv6 ? 16 : 4
        }
        if version == 2, try header.authentication == 1 {
            d.put(" auth \"")
            try d.put(text: bytes, at: offset, 8, terminated: true)
            d.put("\"")
        }
    }

    private static func authentication(_ type: UInt8) -> StaticString? {
        switch type {
        case 0: "none"
        case 1: "simple"
        case 2: "ah"
        default: nil
        }
    }
}
