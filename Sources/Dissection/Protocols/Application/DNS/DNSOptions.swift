import Packets

/// EDNS(0): the OPT record and its options (RFC 6891, RFC 5001, RFC 6975, RFC 7871, RFC 7314, RFC 7873, RFC 7828,
/// RFC 7830, RFC 7901, RFC 8145).
extension DNS {
    static func options(
        _ d: inout Dissector, _ bytes: RawSpan, _ data: Int, _ length: Int, _ payloadSize: UInt16, _ flags: UInt16
    ) throws(Truncation) -> Bool {
        d.put(" UDPsize=", payloadSize)
        if flags & 0x8000 != 0 { d.put(" DO") }
        let end = data + length
        var offset = data
        guard offset < end else { return true }
        d.put(" [")
        while offset < end {
            guard let next = try option(&d, bytes, offset, end) else { return false }
            offset = next
            if offset < end { d.put(",") }
        }
        d.put("]")
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

    /// RFC 6891 6.1.2.
    struct Option: ~Escapable {
        static let headerLength = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var code: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Octets of the data.
        var length: Int { get throws(Truncation) { try Int(bytes.u16(2)) } }
    }

    private static func option(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ end: Int) throws(Truncation)
        -> Int?
    {
        let option = Option(try bytes.from(start))
        let code = try option.code
        d.put(DNS.optionName(code), or: "Opt", code)
        let length = try option.length
        let data = start + Option.headerLength
        guard bytes.has(length, at: data) else { return nil }
        let next = data + length
        if length == 0 && code != 12 { return next }
        switch code {
        case 5, 6, 7:
            for index in data..<next {
                d.put(" ")
                let algorithm = try bytes.u8(index)
                d.put(DNS.algorithmName(code, algorithm), or: "Alg_", algorithm)
            }
        case 8: try clientSubnet(&d, bytes, data, length)
        case 9:
            if length == 4 { d.put(" ", try bytes.u32(data), " sec") } else { invalidValue(&d) }
        case 10:
            if length != 8 && (length < 16 || length > 40) {
                invalidValue(&d)
            } else {
                d.put(" ")
                try d.hexBytes(bytes, data, 8)
                if length > 8 {
                    d.put(" ")
                    try d.hexBytes(bytes, data + 8, length - 8)
                }
            }
        case 11:
            if length == 2 {
                let tenths = try bytes.u16(data)
                d.put(" ", tenths / 10, ".")
                d.put("", tenths % 10, " sec")
            } else {
                invalidValue(&d)
            }
        case 12: d.put(" (", length, ")")
        case 13:
            d.put(" ")
            guard try name(&d, bytes, data) != nil else { return nil }
        case 14 where length & 1 != 0: invalidValue(&d)
        case 14:
            var index = data
            while index + 2 <= next {
                d.put(" ", try bytes.u16(index))
                index += 2
            }
        default:
            d.put(" ")
            try d.hexBytes(bytes, data, length)
        }
        return next
    }

    private static func invalidValue(_ d: inout Dissector) {
        d.put(" ")
        d.markInvalid()
    }

    /// RFC 7871 6.
    struct ClientSubnet: ~Escapable {
        static let length = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// IANA's address family.
        var family: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Bits of the prefix.
        var source: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Bits of the prefix that an answer is for.
        var scope: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
    }

    /// RFC 7871 6: the family's address, as many bytes as the source prefix needs.
    private static func clientSubnet(_ d: inout Dissector, _ bytes: RawSpan, _ data: Int, _ length: Int)
        throws(Truncation)
    {
        if length < ClientSubnet.length { return invalidValue(&d) }
        let subnet = ClientSubnet(try bytes.from(data))
        let family = try subnet.family
        let (source, scope) = (try subnet.source, try subnet.scope)
        let count = length - ClientSubnet.length
        let bits: UInt8 = family == 1 ? 32 : 128
        if (family != 1 && family != 2) || source > bits || scope > bits || (Int(source) + 7) / 8 != count {
            return invalidValue(&d)
        }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for index in 0..<count {
            let byte = UInt64(try bytes.u8(data + ClientSubnet.length + index))
            if family == 1 {
                low |= byte << UInt64((3 - index) * 8)
            } else if index < 8 {
                high |= byte << UInt64((7 - index) * 8)
            } else {
                low |= byte << UInt64((15 - index) * 8)
            }
        }
        d.put(" ")
        d.put(
            numericHost: family == 1 ? HostAddress(ipv4: UInt32(truncatingIfNeeded: low)) : HostAddress(ipv6: high, low)
        )
        d.put("/", source, "/")
        d.put(scope)
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
