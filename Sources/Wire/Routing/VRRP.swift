import Packets

/// Virtual router redundancy, versions 2 and 3 (RFC 3768, RFC 5798).
///
///      0               1         2          3         4      5          6          8
///     +---------------+---------+----------+---------+------+----------+----------+----------- - -
///     | version, type | router  | priority | count   | auth | interval | checksum | addresses
///     |               |         |          |         | (v3: interval)  |          |
///     +---------------+---------+----------+---------+------+----------+----------+----------- - -
public struct VRRPHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets in front of the addresses.
    @inlinable public static var fixedLength: Int { 8 }

    /// Version, 4 bits.
    @inlinable public var version: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 4 } }

    /// Type, 4 bits: 1 advertisement.
    @inlinable public var type: UInt8 { get throws(Truncation) { try bytes.u8(0) & 0xF } }

    /// The virtual router.
    @inlinable public var router: UInt8 { get throws(Truncation) { try bytes.u8(1) } }

    /// 255 owns the addresses, 0 gives up.
    @inlinable public var priority: UInt8 { get throws(Truncation) { try bytes.u8(2) } }

    /// How many addresses.
    @inlinable public var addressCount: UInt8 { get throws(Truncation) { try bytes.u8(3) } }

    /// Version 2: 0 none, 1 password, 2 authentication header.
    @inlinable public var authentication: UInt8 { get throws(Truncation) { try bytes.u8(4) } }

    /// Version 2: seconds between advertisements.
    @inlinable public var interval: UInt8 { get throws(Truncation) { try bytes.u8(5) } }

    /// Version 3: centiseconds between advertisements, 12 bits.
    @inlinable public var maximumInterval: UInt16 { get throws(Truncation) { try bytes.u16(4) & 0x0FFF } }

    /// Over the message; in version 3 with the pseudo-header.
    @inlinable public var checksum: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
}
