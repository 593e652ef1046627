import Packets

/// Prefixes of Babel (RFC 8966 4.1.4): octets that an earlier update had may be left out.
enum BabelPrefix {
    static let linkLocal: UInt64 = 0xFE80_0000_0000_0000

    /// Octets on the wire; nil when the numbers cannot be.
    static func octets(_ encoding: UInt8, _ bits: Int, _ omitted: Int) -> Int? {
        let count = Prefix.octets(bits)
        switch encoding {
        case 0: return 0
        case 1: return omitted > 4 || count > 4 ? nil : Swift.max(0, count - omitted)
        case 2: return omitted > 16 || count > 16 ? nil : Swift.max(0, count - omitted)
        case 3: return count > 16 ? nil : Swift.max(0, count - 8)
        default: return nil
        }
    }

    static func put(
        _ d: inout Dissector, _ encoding: UInt8, _ bits: Int, _ body: RawSpan, _ offset: Int
    ) throws(Truncation) {
        var none = Babel.Defaults()
        try put(&d, encoding, bits, body, offset, 0, &none, false)
    }

    /// With what earlier updates had; `keeps` makes it the default of later ones.
    static func put(
        _ d: inout Dissector, _ encoding: UInt8, _ bits: Int, _ body: RawSpan, _ offset: Int, _ omitted: Int,
        _ defaults: inout Babel.Defaults, _ keeps: Bool
    ) throws(Truncation) {
        let count = Prefix.octets(bits)
        func octet(_ index: Int) throws(Truncation) -> UInt8 {
            index >= omitted && index < count ? try body.u8(offset + index - omitted) : 0
        }
        switch encoding {
        case 1:
            var value: UInt32 = 0
            for index in 0..<4 {
                let byte =
                    index < omitted
                    ? UInt8(truncatingIfNeeded: defaults.ipv4 >> UInt32(24 - 8 * index)) : try octet(index)
                value = value << 8 | UInt32(byte)
            }
            if keeps { defaults.ipv4 = value }
            d.put(host: HostAddress(ipv4: value), bits)
        case 2:
            var high: UInt64 = 0
            var low: UInt64 = 0
            for index in 0..<16 {
                let old = index < 8 ? defaults.high >> UInt64(56 - 8 * index) : defaults.low >> UInt64(120 - 8 * index)
                let byte = index < omitted ? UInt8(truncatingIfNeeded: old) : try octet(index)
                high = high << 8 | low >> 56
                low = low << 8 | UInt64(byte)
            }
            if keeps {
                defaults.high = high
                defaults.low = low
            }
            d.put(host: HostAddress(ipv6: high, low), bits)
        case 3:
            var low: UInt64 = 0
            for index in 8..<16 { low = low << 8 | UInt64(index < count ? try body.u8(offset + index - 8) : 0) }
            d.put(host: HostAddress(ipv6: linkLocal, low), bits)
        default: d.put("any")
        }
    }

    /// RFC 9079 7.3.
    struct SourceRequest: ~Escapable {
        static let size = 3
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var encoding: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var bits: Int { get throws(Truncation) { try Int(bytes.u8(1)) } }
        var sourceBits: Int { get throws(Truncation) { try Int(bytes.u8(2)) } }
    }

    /// RFC 9079's messages: a prefix of the destination and one of the source. False when they do not fit.
    static func sourceSpecific(_ d: inout Dissector, _ type: UInt8, _ body: RawSpan) throws(Truncation) -> Bool {
        typealias Update = BabelMessage.Update
        typealias Request = BabelMessage.SequenceRequest
        d.put(type == 13 ? "\n\tSS-Update" : type == 14 ? "\n\tSS-Request " : "\n\tSS-MH-Request ")
        let start = type == 13 ? Update.size : type == 14 ? SourceRequest.size : Request.size
        if body.byteCount < start { return false }
        let update = Update(body)
        let request = Request(body)
        let encoding = try update.encoding
        let bits = type == 13 ? try update.bits : try request.bits
        let sourceBits =
            type == 13
            ? Int(try update.flags) : type == 14 ? try SourceRequest(body).sourceBits : try request.sourceBits
        let omitted = type == 13 ? try update.omitted : 0
        if type == 14 && encoding == 0 {
            d.put("for any")
            return try BabelPart.list(&d, body, start, type)
        }
        guard let first = octets(encoding, bits, omitted), body.byteCount - start >= first,
            let second = octets(encoding, sourceBits, 0), body.byteCount - start - first >= second
        else { return false }
        var none = Babel.Defaults()
        if type == 13 {
            d.put(" ")
            try put(&d, encoding, bits, body, start, omitted, &none, false)
            d.put(" from ")
            try put(&d, encoding, sourceBits, body, start + first)
            d.put(" metric ", try update.metric, " seqno ")
            d.put(try update.sequence)
            d.put(" interval ")
            let hundredths = try update.interval
            if hundredths == 0xFFFF { d.put("infinity") } else { BabelMessage.interval(&d, hundredths) }
        } else {
            if type == 15 { d.put("(", try request.hops, " hops) ") }
            d.put("for (")
            try put(&d, encoding, bits, body, start)
            d.put(", ")
            try put(&d, encoding, sourceBits, body, start + first)
            d.put(")")
            if type == 15 {
                d.put(" seqno ", try request.sequence, " id ")
                try d.put(linkAddress: body, Request.router, 8)
            }
        }
        return try BabelPart.list(&d, body, start + first + second, type)
    }
}

extension Dissector {
    /// An address and the bits of its prefix.
    fileprivate mutating func put(host address: HostAddress, _ bits: Int) {
        put(host: address)
        put("/", bits)
    }
}
