import Packets

/// Prefixes of routing protocols: only as many octets as the bits need are on the wire.
enum Prefix {
    /// Octets that `bits` take.
    static func octets(_ bits: Int) -> Int { (bits + 7) / 8 }

    /// The address of a prefix of at most 32 bits; bits behind the prefix are cleared.
    static func ipv4(_ bytes: RawSpan, _ offset: Int, bits: Int) throws(Truncation) -> HostAddress {
        let high = try load(bytes, offset, bits: Swift.min(bits, 32), limit: 8)
        return HostAddress(ipv4: UInt32(truncatingIfNeeded: high >> 32))
    }

    /// The address of a prefix of at most 128 bits; bits behind the prefix are cleared.
    static func ipv6(_ bytes: RawSpan, _ offset: Int, bits: Int) throws(Truncation) -> HostAddress {
        let high = try load(bytes, offset, bits: Swift.min(bits, 64), limit: 8)
        let low = bits > 64 ? try load(bytes, offset + 8, bits: Swift.min(bits - 64, 64), limit: 8) : 0
        return HostAddress(ipv6: high, low)
    }

    private static func load(_ bytes: RawSpan, _ offset: Int, bits: Int, limit: Int) throws(Truncation) -> UInt64 {
        let count = Swift.min(octets(bits), limit)
        try bytes.require(count, at: offset)
        var value: UInt64 = 0
        for index in 0..<count { value |= UInt64(try bytes.u8(offset + index)) << UInt64(56 - 8 * index) }
        return bits <= 0 ? 0 : bits >= 64 ? value : value & ~(UInt64.max >> UInt64(bits))
    }
}

extension Dissector {
    /// The eight octets of a route distinguisher (RFC 4364 4.2).
    mutating func put(distinguisher bytes: RawSpan) throws(Truncation) {
        try BGP.distinguisher(&self, bytes, 0)
    }
}
