import Packets

/// The common header of BGP (RFC 4271 section 4.1).
public struct BGPHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets.
    @inlinable public static var headerLength: Int { 19 }

    /// Octets of the longest message (RFC 8654 allows more).
    @inlinable public static var maximumLength: Int { 4096 }

    /// All ones.
    @inlinable
    public var marker: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(0, 16) } }

    /// Octets of the message with this header.
    @inlinable public var length: UInt16 { get throws(Truncation) { try bytes.u16(16) } }

    /// 1 open, 2 update, 3 notification, 4 keepalive, 5 route refresh.
    @inlinable public var type: UInt8 { get throws(Truncation) { try bytes.u8(18) } }
}
