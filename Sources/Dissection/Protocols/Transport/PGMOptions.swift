import Packets

/// PGM's options (RFC 3208 9): kind, length, a reserved half-word, value. The first one tells the length of all.
extension PGM {
    /// An option at `offset` (RFC 3208 section 9.1); its value follows.
    struct OptionStart: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Which option; the highest bit marks the last one.
        var kind: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Octets of the option.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
        /// The first option: octets of all of them.
        var total: UInt16 { get throws(Truncation) { try bytes.u16(offset + 2) } }
    }

    /// Values of options, at `offset` (RFC 3208 sections 9.2 to 9.8).
    struct OptionValue: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// The only number of most.
        var word: UInt32 { get throws(Truncation) { try bytes.u32(offset) } }
        /// Fragment: number of the first packet.
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(offset) } }
        /// Fragment: where it belongs.
        var place: UInt32 { get throws(Truncation) { try bytes.u32(offset + 4) } }
        /// Fragment: octets of all fragments.
        var total: UInt32 { get throws(Truncation) { try bytes.u32(offset + 8) } }
        /// Back-off: microseconds.
        var interval: UInt32 { get throws(Truncation) { try bytes.u32(offset) } }
        /// Back-off: number of the interval.
        var intervalSequence: UInt32 { get throws(Truncation) { try bytes.u32(offset + 4) } }
        /// Back-off: the longest.
        var maximum: UInt32 { get throws(Truncation) { try bytes.u32(offset) } }
        /// Back-off: the shortest.
        var minimum: UInt32 { get throws(Truncation) { try bytes.u32(offset + 4) } }
    }

    /// How reading the options went: to their end, stopped at one with a wrong length, or cut off.
    enum OptionsEnd {
        case good(Int), bad, cut
    }

    private enum Option {
        static var last: UInt8 { 0x80 }
        static var length: UInt8 { 0x00 }
        static var fragment: UInt8 { 0x01 }
        static var negativeList: UInt8 { 0x02 }
        static var join: UInt8 { 0x03 }
        static var backOffInterval: UInt8 { 0x04 }
        static var backOffRange: UInt8 { 0x05 }
        static var redirect: UInt8 { 0x07 }
        static var parity: UInt8 { 0x08 }
        static var parityGroup: UInt8 { 0x09 }
        static var currentGroupSize: UInt8 { 0x0A }
        static var neighborUnreachable: UInt8 { 0x0B }
        static var path: UInt8 { 0x0C }
        static var synchronize: UInt8 { 0x0D }
        static var finish: UInt8 { 0x0E }
        static var reset: UInt8 { 0x0F }
        static var congestionReport: UInt8 { 0x10 }
        static var congestionRequest: UInt8 { 0x11 }
        static var congestionData: UInt8 { 0x12 }
        static var congestionFeedback: UInt8 { 0x13 }
    }

    static func printOptions(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int) throws(Truncation) -> OptionsEnd {
        let first = try OptionStart(bytes, at: start).kind & ~Option.last
        if first != Option.length {
            d.put("[First option bad, should be PGM_OPT_LENGTH, is ", first, "]")
            return .bad
        }
        let own = try OptionStart(bytes, at: start).length
        if own != 4 {
            d.put("[Bad OPT_LENGTH option, length ", own, " != 4]")
            return .bad
        }
        let total = Int(try OptionStart(bytes, at: start).total)
        if total < 4 {
            d.put("[Bad total option length ", total, " < 4]")
            return .bad
        }
        d.put(" OPTS LEN ", total)
        var offset = start + 4
        var room = total - 4
        while room > 0 {
            if room < 4 {
                d.put("[Total option length leaves no room for final option]")
                return .bad
            }
            let kind = try OptionStart(bytes, at: offset).kind
            let size = Int(try OptionStart(bytes, at: offset).length)
            if size == 0 {
                d.put("[Bad option, length 0 < 4]")
                return .good(offset + 2)
            }
            if room < size {
                d.put("[Total option length leaves no room for final option]")
                return .bad
            }
            guard bytes.has(size, at: offset) else { return .cut }
            let used: Int
            switch try printOption(&d, kind, size, bytes, offset + 2) {
            case .good(let count): used = count
            case let end: return end
            }
            offset += 2 + used
            room -= size
            if kind & Option.last != 0 { break }
        }
        return .good(offset)
    }

    /// One option of `size` bytes, its value at `at`; gives how many bytes from there it took.
    private static func printOption(
        _ d: inout Dissector, _ kind: UInt8, _ size: Int, _ bytes: RawSpan, _ at: Int
    ) throws(Truncation) -> OptionsEnd {
        let value = at + 2
        if let (name, right) = fixedLength(kind & ~Option.last), size != right {
            return bad(&d, name, size, " != ", right)
        }
        switch kind & ~Option.last {
        case Option.length: d.put(" OPTS LEN (extra?) ", try bytes.u16(at))
        case Option.fragment:
            d.put(" FRAG seq ", try OptionValue(bytes, at: value).sequence, " off ")
            d.put("", try OptionValue(bytes, at: value).place, " len ")
            d.put(try OptionValue(bytes, at: value).total)
        case Option.negativeList: return try printList(&d, size, bytes, value)
        case Option.join: d.put(" JOIN ", try OptionValue(bytes, at: value).word)
        case Option.backOffInterval:
            d.put(" BACKOFF ivl ", try OptionValue(bytes, at: value).interval, " ivlseq ")
            d.put(try OptionValue(bytes, at: value).intervalSequence)
        case Option.backOffRange:
            d.put(" BACKOFF max ", try OptionValue(bytes, at: value).maximum, " min ")
            d.put(try OptionValue(bytes, at: value).minimum)
        case Option.parity: d.put(" PARITY MAXTGS ", try OptionValue(bytes, at: value).word)
        case Option.parityGroup: d.put(" PARITY GROUP ", try OptionValue(bytes, at: value).word)
        case Option.currentGroupSize: d.put(" PARITY ATGS ", try OptionValue(bytes, at: value).word)
        case Option.neighborUnreachable: d.put(" NBR_UNREACH")
        case Option.synchronize: d.put(" SYN")
        case Option.finish: d.put(" FIN")
        case Option.reset: d.put(" RST")
        case Option.congestionRequest: d.put(" CRQST")
        case Option.redirect, Option.congestionData, Option.congestionFeedback:
            return try printAddressed(&d, kind & ~Option.last, size, bytes, value)
        // These three are left two bytes behind their end.
        case Option.path:
            d.put(" PATH_NLA [", size, "]")
            return .good(size)
        case Option.congestionReport:
            d.put(" CR")
            return .good(size)
        default:
            d.put(" OPT_")
            d.put(upperHex: kind)
            d.put(" [", size, "] ")
            return .good(size)
        }
        return .good(size - 2)
    }

    private static func bad(
        _ d: inout Dissector, _ name: StaticString, _ size: Int, _ relation: StaticString, _ right: Int
    ) -> OptionsEnd {
        d.put("[Bad ")
        d.put(name)
        d.put(" option, length ", size, relation)
        d.put("", right, "]")
        return .bad
    }

    /// Options whose length is always the same: their name in error texts and that length.
    private static func fixedLength(_ kind: UInt8) -> (StaticString, Int)? {
        switch kind {
        case Option.length: ("OPT_LENGTH", 4)
        case Option.fragment: ("OPT_FRAGMENT", 16)
        case Option.join: ("OPT_JOIN", 8)
        case Option.backOffInterval: ("OPT_NAK_BO_IVL", 12)
        case Option.backOffRange: ("OPT_NAK_BO_RNG", 12)
        case Option.parity: ("OPT_PARITY_PRM", 8)
        case Option.parityGroup: ("OPT_PARITY_GRP", 8)
        case Option.currentGroupSize: ("OPT_CURR_TGSIZE", 8)
        case Option.neighborUnreachable: ("OPT_NBR_UNREACH", 4)
        case Option.synchronize: ("OPT_SYN", 4)
        case Option.finish: ("OPT_FIN", 4)
        case Option.reset: ("OPT_RST", 4)
        case Option.congestionRequest: ("OPT_CRQST", 4)
        default: nil
        }
    }

    private static func printList(
        _ d: inout Dissector, _ size: Int, _ bytes: RawSpan, _ value: Int
    ) throws(Truncation) -> OptionsEnd {
        d.put(" NAK LIST")
        var left = size - 4
        var offset = value
        while left != 0 {
            if left < 4 {
                d.put("[Option length not a multiple of 4]")
                return .bad
            }
            d.put(" ", try bytes.u32(offset))
            offset += 4
            left -= 4
        }
        return .good(size - 2)
    }

    /// A number (not for redirection) and a network layer address.
    private static func printAddressed(
        _ d: inout Dissector, _ kind: UInt8, _ size: Int, _ bytes: RawSpan, _ value: Int
    ) throws(Truncation) -> OptionsEnd {
        let lead = kind == Option.redirect ? 4 : 8
        let name: StaticString
        let complaint: StaticString
        switch kind {
        case Option.redirect: (name, complaint) = ("OPT_REDIRECT", "OPT_REDIRECT")
        case Option.congestionData: (name, complaint) = ("OPT_PGMCC_DATA", "OPT_PGMCC_DATA")
        default: (name, complaint) = ("OPT_PGMCC_FEEDBACK", "PGM_OPT_PGMCC_FEEDBACK")
        }
        let fixed = lead + 4
        if size < fixed { return bad(&d, complaint, size, " < ", fixed) }
        let number = lead == 8 ? try bytes.u32(value) : 0
        let family = try bytes.u16(value + lead - 4)
        let width = family == 1 ? 4 : 16
        guard family == 1 || family == 2 else { return .cut }
        if size != fixed + width {
            d.put("[Bad ")
            d.put(name)
            d.put(" option, length ", size, " != ")
            d.put("", fixed, " + address size]")
            return .bad
        }
        guard let (address, _) = address(bytes, family: family, value + lead) else { return .cut }
        switch kind {
        case Option.redirect: d.put(" REDIRECT ")
        case Option.congestionData: d.put(" PGMCC DATA ", number, " ")
        default: d.put(" PGMCC FEEDBACK ", number, " ")
        }
        d.put(numericHost: address)
        return .good(size - 2)
    }
}
