import Packets

/// The Internet Protocol, version 6 (RFC 8200 section 3).
///
///      0                 4         6      7      8            24           40
///     +-----------------+---------+------+------+------------+------------+--------------------- - -
///     | version, class, | payload | next | hop  | source     | dest.      | extension headers, payload
///     | flow            | length  |      | limit|            |            |
///     +-----------------+---------+------+------+------------+------------+--------------------- - -
public struct IPv6Header: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets.
    @inlinable public static var length: Int { 40 }

    /// Version, traffic class and flow label, 32 bits.
    @inlinable @inline(__always) public var flow: UInt32 { get throws(Truncation) { try bytes.u32(0) } }

    /// Version, 4 bits: 6.
    @inlinable @inline(__always) public var version: UInt32 { get throws(Truncation) { try flow >> 28 } }

    /// Differentiated services and congestion notification, 8 bits.
    @inlinable @inline(__always) public var trafficClass: UInt32 { get throws(Truncation) { try flow >> 20 & 0xFF } }

    /// Differentiated services code point, 6 bits (RFC 2474).
    @inlinable public var codePoint: UInt8 {
        get throws(Truncation) { try UInt8(truncatingIfNeeded: flow >> 22 & 0x3F) }
    }

    /// Explicit congestion notification, 2 bits (RFC 3168).
    @inlinable @inline(__always) public var congestion: UInt8 {
        get throws(Truncation) { try UInt8(truncatingIfNeeded: flow >> 20 & 3) }
    }

    /// Flow label, 20 bits (RFC 6437).
    @inlinable @inline(__always) public var flowLabel: UInt32 { get throws(Truncation) { try flow & 0xFFFFF } }

    /// Octets behind this header.
    @inlinable @inline(__always) public var payloadLength: Int { get throws(Truncation) { Int(try bytes.u16(4)) } }

    /// What follows: an extension header or a protocol.
    @inlinable @inline(__always) public var next: UInt8 { get throws(Truncation) { try bytes.u8(6) } }

    /// Hops left.
    @inlinable @inline(__always) public var hops: UInt8 { get throws(Truncation) { try bytes.u8(7) } }

    /// The sender.
    @inlinable @inline(__always) public var source: HostAddress { get throws(Truncation) { try bytes.ipv6(8) } }

    /// The receiver.
    @inlinable @inline(__always) public var destination: HostAddress { get throws(Truncation) { try bytes.ipv6(24) } }
}
