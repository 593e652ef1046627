import Packets

/// Group membership of IPv4 (RFC 1112, RFC 2236, RFC 3376).
public struct IGMPHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets of versions 1 and 2.
    @inlinable public static var minimumLength: Int { 8 }

    /// 0x11 query, 0x12 and 0x16 report, 0x17 leave, 0x22 report of version 3.
    @inlinable public var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }

    /// Longest time until the answer, in tenths of a second; coded from 128 on in version 3.
    @inlinable public var maximumResponse: UInt8 { get throws(Truncation) { try bytes.u8(1) } }

    /// Over the whole message (RFC 1071).
    @inlinable public var checksum: UInt16 { get throws(Truncation) { try bytes.u16(2) } }

    /// The group.
    @inlinable public var group: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }

    /// Report of version 3: how many groups.
    @inlinable public var recordCount: UInt16 { get throws(Truncation) { try bytes.u16(6) } }

    /// Query of version 3: suppress and robustness, 8 bits.
    @inlinable public var robustness: UInt8 { get throws(Truncation) { try bytes.u8(8) } }

    /// Query of version 3: the querier's interval, coded.
    @inlinable public var interval: UInt8 { get throws(Truncation) { try bytes.u8(9) } }

    /// Query of version 3: how many sources.
    @inlinable public var sourceCount: UInt16 { get throws(Truncation) { try bytes.u16(10) } }

    /// Query of version 3: the source at `index`.
    @inlinable public func source(_ index: Int) throws(Truncation) -> HostAddress { try bytes.ipv4(12 + index * 4) }
}

/// A group of a version 3 report (RFC 3376 section 4.2.4), or of a version 2 report of MLD (RFC 3810 section 5.2.5).
public struct GroupRecord: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets in front of the group.
    @inlinable public static var fixedLength: Int { 4 }

    /// 1 is in, 2 is out, 3 to in, 4 to out, 5 allow, 6 block.
    @inlinable public var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }

    /// Words of auxiliary data.
    @inlinable public var auxiliaryLength: UInt8 { get throws(Truncation) { try bytes.u8(1) } }

    /// How many sources.
    @inlinable public var sourceCount: UInt16 { get throws(Truncation) { try bytes.u16(2) } }

    /// The group of IPv4.
    @inlinable public var group: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }

    /// The group of IPv6.
    @inlinable public var group6: HostAddress { get throws(Truncation) { try bytes.ipv6(4) } }

    /// A source of IPv4, from 0 up to `sourceCount`.
    @inlinable
    public func source(_ index: Int) throws(Truncation) -> HostAddress { try bytes.ipv4(8 + 4 * index) }

    /// A source of IPv6, from 0 up to `sourceCount`.
    @inlinable
    public func source6(_ index: Int) throws(Truncation) -> HostAddress { try bytes.ipv6(20 + 16 * index) }
}
