import Packets

/// EDNS(0): the OPT record and its options (RFC 6891, RFC 5001, RFC 6975, RFC 7871, RFC 7314, RFC 7873, RFC 7828,
/// RFC 7830, RFC 7901, RFC 8145).
extension Dissector {
    mutating func options(
        _ bytes: RawSpan, _ data: Int, _ length: Int, _ payloadSize: UInt16, _ flags: UInt16
    ) throws(Truncation) -> Bool {
        put(" UDPsize=", payloadSize)
        if flags & 0x8000 != 0 { put(" DO") }
        let end = data + length
        var offset = data
        guard offset < end else { return true }
        put(" [")
        while offset < end {
            guard let next = try option(bytes, offset, end) else { return false }
            offset = next
            if offset < end { put(",") }
        }
        put("]")
        return true
    }

    private static func optionName(_ code: UInt16) -> StaticString? {
        switch code {
        case 1: "LLQ"
        case 2: "UL"
        case 3: "NSID"
        case 5: "DAU"
        case 6: "DHU"
        case 7: "N3U"
        case 8: "ECS"
        case 9: "EXPIRE"
        case 10: "COOKIE"
        case 11: "KEEPALIVE"
        case 12: "PADDING"
        case 13: "CHAIN"
        case 14: "KEY-TAG"
        case 16: "CLIENT-TAG"
        case 17: "SERVER-TAG"
        default: nil
        }
    }

    private mutating func option(_ bytes: RawSpan, _ start: Int, _ end: Int) throws(Truncation) -> Int? {
        let code = try bytes.u16(start)
        put(Dissector.optionName(code), or: "Opt", code)
        let length = Int(try bytes.u16(start + 2))
        let data = start + 4
        guard bytes.has(length, at: data) else { return nil }
        let next = data + length
        if length == 0 && code != 12 { return next }
        switch code {
        case 5, 6, 7:
            for index in data..<next {
                put(" ")
                let algorithm = try bytes.u8(index)
                put(Dissector.algorithmName(code, algorithm), or: "Alg_", algorithm)
            }
        case 8: try clientSubnet(bytes, data, length)
        case 9:
            if length == 4 { put(" ", try bytes.u32(data), " sec") }
        case 10:
            put(" ")
            if length < 8 || length > 40 {
                try hexBytes(bytes, data, length)
            } else {
                try hexBytes(bytes, data, 8)
                if length > 8 {
                    put(" ")
                    try hexBytes(bytes, data + 8, length - 8)
                }
            }
        case 11:
            if length == 2 {
                let tenths = try bytes.u16(data)
                put(" ", tenths / 10, ".")
                put("", tenths % 10, " sec")
            }
        case 12: put(" (", length, ")")
        case 13:
            put(" ")
            guard try name(bytes, data) != nil else { return nil }
        case 14, 16, 17:
            var index = data
            while index + 2 <= next {
                put(" ", try bytes.u16(index))
                index += 2
            }
        default:
            put(" ")
            try hexBytes(bytes, data, length)
        }
        return next
    }

    /// RFC 7871 6: the family's address, as many bytes as the source prefix needs.
    private mutating func clientSubnet(_ bytes: RawSpan, _ data: Int, _ length: Int) throws(Truncation) {
        let family = try bytes.u16(data)
        let size = family == 1 ? 4 : 16
        let count = length - 4
        if length < 4 || (family != 1 && family != 2) || count > size {
            put(" ")
            return try hexBytes(bytes, data, length)
        }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for index in 0..<count {
            let byte = UInt64(try bytes.u8(data + 4 + index))
            if family == 1 {
                low |= byte << UInt64((3 - index) * 8)
            } else if index < 8 {
                high |= byte << UInt64((7 - index) * 8)
            } else {
                low |= byte << UInt64((15 - index) * 8)
            }
        }
        put(" ")
        put(
            numericHost: family == 1 ? HostAddress(ipv4: UInt32(truncatingIfNeeded: low)) : HostAddress(ipv6: high, low)
        )
        put("/", try bytes.u8(data + 2), "/")
        put(try bytes.u8(data + 3))
    }

    private static func algorithmName(_ code: UInt16, _ value: UInt8) -> StaticString? {
        switch (code, value) {
        case (6, 1), (7, 1): "SHA-1"
        case (6, 2): "SHA-256"
        case (6, 3): "GOST_R_34.11-94"
        case (6, 4): "SHA-384"
        case (5, 0): "DELETE"
        case (5, 1): "RSAMD5"
        case (5, 2): "DH"
        case (5, 3): "DS"
        case (5, 5): "RSASHA1"
        case (5, 6): "DSA-NSEC3-SHA1"
        case (5, 7): "RSASHA1-NSEC3-SHA1"
        case (5, 8): "RSASHA256"
        case (5, 10): "RSASHA512"
        case (5, 12): "ECC-GOST"
        case (5, 13): "ECDSAP256SHA256"
        case (5, 14): "ECDSAP384SHA384"
        case (5, 15): "ED25519"
        case (5, 16): "ED448"
        case (5, 252): "INDIRECT"
        case (5, 253): "PRIVATEDNS"
        case (5, 254): "PRIVATEOID"
        default: nil
        }
    }
}
