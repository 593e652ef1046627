import Packets

/// Multicast listener discovery (RFC 2710, RFC 3810), an ICMPv6 message.
public struct MLDHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Longest time until the answer, in milliseconds; coded from 32768 on in version 2.
    @inlinable public var maximumResponse: UInt16 { get throws(Truncation) { try bytes.u16(4) } }

    /// The group.
    @inlinable public var group: HostAddress { get throws(Truncation) { try bytes.ipv6(8) } }

    /// Query of version 2: suppress and robustness, 8 bits.
    @inlinable public var robustness: UInt8 { get throws(Truncation) { try bytes.u8(24) } }

    /// Query of version 2: the querier's interval, coded.
    @inlinable public var interval: UInt8 { get throws(Truncation) { try bytes.u8(25) } }

    /// Query of version 2: how many sources.
    @inlinable public var sourceCount: UInt16 { get throws(Truncation) { try bytes.u16(26) } }

    /// Report of version 2: how many groups.
    @inlinable public var recordCount: UInt16 { get throws(Truncation) { try bytes.u16(6) } }

    /// Query of version 2: the source at `index`.
    @inlinable public func source(_ index: Int) throws(Truncation) -> HostAddress { try bytes.ipv6(28 + index * 16) }
}
