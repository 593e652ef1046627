import Packets

/// Options of neighbour discovery (RFC 4861 4.6, RFC 4191, RFC 8106, RFC 6275).
///
///     | type | length in units of 8 bytes | value |
extension ICMPv6 {
    /// Options from `start` to the end of what was captured.
    static func neighborOptions(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ length: Int) throws(Truncation)
    {
        var offset = start
        while offset < bytes.byteCount {
            guard bytes.has(2, at: offset) else { return d.markTruncated() }
            let kind = try bytes.u8(offset)
            let units = Int(try bytes.u8(offset + 1))
            // A length of zero would never end.
            if offset + units * 8 > bytes.byteCount { return d.markTruncated() }
            d.put("\n\t  ")
            d.put(ICMPv6.neighborOptionName(kind) ?? "unknown")
            d.put(" option (", kind, "), length ")
            d.put(units * 8)
            d.put(" (", units, "): ")
            if units == 0 { return d.markTruncated() }
            let option = try bytes.slice(offset, units * 8)
            let known = try neighborOption(&d, kind, option)
            if !known && d.verbosity <= 1 {
                try d.dumpValue(option, 2, units * 8 - 2, lead: "\n\t  ")
                return
            }
            if d.verbosity > 1 { try d.dumpValue(option, 2, units * 8 - 2, lead: "\n\t    ") }
            offset += units * 8
        }
    }

    private static func neighborOptionName(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 1: "source link-address"
        case 2: "destination link-address"
        case 3: "prefix info"
        case 4: "redirected header"
        case 5: "mtu"
        case 7: "advertisement interval"
        case 8: "homeagent information"
        case 24: "route info"
        case 25: "rdnss"
        case 31: "dnssl"
        default: nil
        }
    }

    private static func neighborOption(_ d: inout Dissector, _ kind: UInt8, _ option: RawSpan) throws(Truncation)
        -> Bool
    {
        switch kind {
        case 1, 2:
            try d.put(linkAddress: option, 2, option.byteCount - 2)
        case 3:
            d.put(host: try option.ipv6(16))
            d.put("/", try option.u8(2))
            if option.byteCount != 32 { d.put(" [bad length]") }
            d.put(", Flags [")
            d.put(flags: UInt32(try option.u8(3)), [(0x80, "onlink"), (0x40, "auto"), (0x20, "router")])
            d.put("], valid time ")
            d.lifetime(try option.u32(4))
            d.put(", pref. time ")
            d.lifetime(try option.u32(8))
        case 4: break
        case 5:
            d.put(" ", try option.u32(4))
            if option.byteCount != 8 { d.put(", bad option length ", option.byteCount / 8) }
        case 7: d.put(" ", try option.u32(4), "ms")
        case 8:
            d.put(" preference ", try option.u16(4), ", lifetime ")
            d.put(try option.u16(6))
        case 24: try routeInformation(&d, option)
        case 25:
            d.put(" lifetime ")
            d.lifetime(try option.u32(4))
            d.put(",")
            for index in 0..<(option.byteCount / 8 - 1) / 2 {
                d.put(" addr: ", host: try option.ipv6(8 + index * 16))
            }
        case 31:
            d.put(" lifetime ")
            d.lifetime(try option.u32(4))
            d.put(", domain(s):")
            var offset = 8
            while offset < option.byteCount, try option.u8(offset) != 0 {
                d.put(" ")
                guard let next = try DNS.name(&d, option, offset) else { return false }
                offset = next
            }
        default:
            return false
        }
        return true
    }

    /// RFC 4191 2.3: as much of the prefix as the length has room for.
    private static func routeInformation(_ d: inout Dissector, _ option: RawSpan) throws(Truncation) {
        var prefix: (UInt64, UInt64) = (0, 0)
        switch option.byteCount {
        case 8: break
        case 16: prefix.0 = try option.u64(8)
        case 24: prefix = (try option.u64(8), try option.u64(16))
        default: return d.put(" [bad length]")
        }
        d.put(" ")
        d.put(host: HostAddress(ipv6: prefix.0, prefix.1))
        d.put("/", try option.u8(2))
        d.put(", pref=")
        routePreference(&d, try option.u8(3))
        d.put(", lifetime=")
        d.lifetime(try option.u32(4))
    }
}
