import Packets

/// Options of neighbour discovery (RFC 4861 4.6, RFC 4191, RFC 8106, RFC 6275).
///
///     | type | length in units of 8 bytes | value |
extension Dissector {
    /// Options from `start` to the end of what was captured.
    mutating func neighborOptions(_ bytes: RawSpan, _ start: Int, _ length: Int) throws(Truncation) {
        var offset = start
        while offset < bytes.byteCount {
            guard bytes.has(2, at: offset) else { return markTruncated() }
            let kind = try bytes.u8(offset)
            let units = Int(try bytes.u8(offset + 1))
            // A length of zero would never end.
            if offset + units * 8 > bytes.byteCount { return markTruncated() }
            put("\n\t  ")
            put(Dissector.neighborOptionName(kind) ?? "unknown")
            put(" option (", kind, "), length ")
            put(units * 8)
            put(" (", units, "): ")
            if units == 0 { return markTruncated() }
            let option = try bytes.slice(offset, units * 8)
            let known = try neighborOption(kind, option)
            if !known && verbosity <= 1 {
                try dumpValue(option, 2, units * 8 - 2, lead: "\n\t  ")
                return
            }
            if verbosity > 1 { try dumpValue(option, 2, units * 8 - 2, lead: "\n\t    ") }
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

    private mutating func neighborOption(_ kind: UInt8, _ option: RawSpan) throws(Truncation) -> Bool {
        switch kind {
        case 1, 2:
            try put(linkAddress: option, 2, option.byteCount - 2)
        case 3:
            put(host: try option.ipv6(16))
            put("/", try option.u8(2))
            if option.byteCount != 32 { put(" [bad length]") }
            put(", Flags [")
            put(flags: UInt32(try option.u8(3)), [(0x80, "onlink"), (0x40, "auto"), (0x20, "router")])
            put("], valid time ")
            lifetime(try option.u32(4))
            put(", pref. time ")
            lifetime(try option.u32(8))
        case 4: break
        case 5:
            put(" ", try option.u32(4))
            if option.byteCount != 8 { put(", bad option length ", option.byteCount / 8) }
        case 7: put(" ", try option.u32(4), "ms")
        case 8:
            put(" preference ", try option.u16(4), ", lifetime ")
            put(try option.u16(6))
        case 24: try routeInformation(option)
        case 25:
            put(" lifetime ")
            lifetime(try option.u32(4))
            put(",")
            for index in 0..<(option.byteCount / 8 - 1) / 2 {
                put(" addr: ", host: try option.ipv6(8 + index * 16))
            }
        case 31:
            put(" lifetime ")
            lifetime(try option.u32(4))
            put(", domain(s):")
            var offset = 8
            while offset < option.byteCount, try option.u8(offset) != 0 {
                put(" ")
                guard let next = try name(option, offset) else { return false }
                offset = next
            }
        default:
            return false
        }
        return true
    }

    /// RFC 4191 2.3: as much of the prefix as the length has room for.
    private mutating func routeInformation(_ option: RawSpan) throws(Truncation) {
        var prefix: (UInt64, UInt64) = (0, 0)
        switch option.byteCount {
        case 8: break
        case 16: prefix.0 = try option.u64(8)
        case 24: prefix = (try option.u64(8), try option.u64(16))
        default: return put(" [bad length]")
        }
        put(" ")
        put(host: HostAddress(ipv6: prefix.0, prefix.1))
        put("/", try option.u8(2))
        put(", pref=")
        routePreference(try option.u8(3))
        put(", lifetime=")
        lifetime(try option.u32(4))
    }

    /// Seconds; all ones mean forever.
    mutating func lifetime(_ seconds: UInt32) {
        if seconds == .max { put("infinity") } else { put("", seconds, "s") }
    }
}
