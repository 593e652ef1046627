import Packets
import Wire

/// Options of neighbour discovery (RFC 4861 4.6, RFC 4191, RFC 8106, RFC 6275).
///
///     | type | length in units of 8 bytes | value |
extension ICMPv6 {
    /// What an option at `offset` begins with (RFC 4861 section 4.6).
    struct OptionStart: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Which option.
        var kind: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Units of eight octets, with these two.
        var units: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
    }

    /// A more specific route (RFC 4191 section 2.3).
    struct RouteInformation: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Bits of the prefix.
        var prefixLength: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Preference, 2 bits.
        var preference: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// Seconds.
        var lifetime: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// The prefix, its upper half, where the option has room.
        var high: UInt64 { get throws(Truncation) { try bytes.u64(8) } }
        /// Its lower half.
        var low: UInt64 { get throws(Truncation) { try bytes.u64(16) } }
    }

    /// Options from `start` to the end of what was captured.
    static func neighborOptions(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ length: Int) throws(Truncation)
    {
        var offset = start
        while offset < bytes.byteCount {
            guard bytes.has(2, at: offset) else { return d.markTruncated() }
            let start = OptionStart(bytes, at: offset)
            let kind = try start.kind
            let units = Int(try start.units)
            // A length of zero would never end.
            if units == 0 || offset + units * 8 > bytes.byteCount { return d.markTruncated() }
            d.put("\n\t  ")
            d.put(ICMPv6.neighborOptionName(kind) ?? "unknown")
            d.put(" option (", kind, "), length ")
            d.put(units * 8)
            d.put(" (", units, "): ")
            let option = try bytes.slice(offset, units * 8)
            let known = try neighborOption(&d, kind, option, bytes.from(offset))
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

    /// `rest`: the option and what comes behind it.
    private static func neighborOption(
        _ d: inout Dissector, _ kind: UInt8, _ option: RawSpan, _ rest: RawSpan
    ) throws(Truncation) -> Bool {
        let fields = NeighborOption(option)
        switch kind {
        case 1, 2:
            try d.put(linkAddress: option, 2, option.byteCount - 2)
        case 3:
            d.put(host: try fields.prefix)
            d.put("/", try fields.prefixLength)
            if option.byteCount != 32 { d.put(" [bad length]") }
            d.put(", Flags [")
            d.put(flags: UInt32(try fields.prefixFlags), [(0x80, "onlink"), (0x40, "auto"), (0x20, "router")])
            d.put("], valid time ")
            d.lifetime(try fields.validLifetime)
            d.put(", pref. time ")
            d.lifetime(try fields.preferredLifetime)
        case 4: try d.dumpHex(option, option.byteCount, lead: "\n\t    ")
        case 5:
            d.put(" ", try fields.word)
            if option.byteCount != 8 { d.put(", bad option length ", option.byteCount / 8) }
        case 7: d.put(" ", try fields.word, "ms")
        case 8:
            d.put(" preference ", try fields.homeAgentPreference, ", lifetime ")
            d.put(try fields.homeAgentLifetime)
        case 24: try routeInformation(&d, option)
        case 25:
            d.put(" lifetime ", try fields.word, "s,")
            for index in 0..<(option.byteCount / 8 - 1) / 2 {
                d.put(" addr: ", host: try fields.server(index))
            }
        case 31:
            d.put(" lifetime ", try fields.word, "s, domain(s):")
            var offset = 8
            while offset < option.byteCount, try option.u8(offset) != 0 {
                d.put(" ")
                // A name may go on behind the option.
                guard let next = try DNS.name(&d, rest, offset) else {
                    throw Truncation(offset: offset, need: 1, have: 0)
                }
                offset = next
            }
        default:
            return false
        }
        return true
    }

    /// RFC 4191 2.3: as much of the prefix as the length has room for.
    private static func routeInformation(_ d: inout Dissector, _ option: RawSpan) throws(Truncation) {
        let route = RouteInformation(option)
        var prefix: (UInt64, UInt64) = (0, 0)
        switch option.byteCount {
        case 8: break
        case 16: prefix.0 = try route.high
        case 24: prefix = (try route.high, try route.low)
        default: return d.put(" [bad length]")
        }
        d.put(" ")
        d.put(host: HostAddress(ipv6: prefix.0, prefix.1))
        d.put("/", try route.prefixLength)
        d.put(", pref=")
        routePreference(&d, try route.preference)
        d.put(", lifetime=")
        d.lifetime(try route.lifetime)
    }
}
