/// A network-layer address as a plain value: the key of name lookups and of flows.
public struct HostAddress: Equatable, Hashable, Sendable {
    /// The first eight bytes of an IPv6 address; 0 for IPv4.
    public let high: UInt64
    /// The last eight bytes of an IPv6 address, or an IPv4 address in the low 32 bits.
    public let low: UInt64
    /// Which of the two versions it is.
    public let isIPv6: Bool

    /// From an address of 32 bits in host order (RFC 791).
    @inlinable
    public init(ipv4 address: UInt32) {
        high = 0
        low = UInt64(address)
        isIPv6 = false
    }

    /// From the two halves of an address of 128 bits, in host order (RFC 4291).
    @inlinable
    public init(ipv6 high: UInt64, _ low: UInt64) {
        self.high = high
        self.low = low
        isIPv6 = true
    }
}

extension RawSpan {
    /// An IPv4 address: four bytes.
    @inlinable @inline(__always)
    public func ipv4(_ offset: Int) throws(Truncation) -> HostAddress {
        HostAddress(ipv4: try u32(offset))
    }

    /// An IPv6 address: sixteen bytes, or none of them.
    @inlinable @inline(__always)
    public func ipv6(_ offset: Int) throws(Truncation) -> HostAddress {
        try require(16, at: offset)
        return try HostAddress(ipv6: u64(offset), u64(offset + 8))
    }
}
