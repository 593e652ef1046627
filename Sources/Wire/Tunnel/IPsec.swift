import Packets

/// Encapsulating security payload (RFC 4303 section 2).
public struct ESPHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets.
    @inlinable public static var length: Int { 8 }

    /// Which security association.
    @inlinable public var parametersIndex: UInt32 { get throws(Truncation) { try bytes.u32(0) } }

    /// Sequence number.
    @inlinable public var sequence: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
}

/// The authentication header (RFC 4302 section 2).
public struct AuthenticationHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets without the check value.
    @inlinable public static var minimumLength: Int { 12 }

    /// What is guarded.
    @inlinable public var next: UInt8 { get throws(Truncation) { try bytes.u8(0) } }

    /// Words of 32 bits, less two.
    @inlinable public var words: UInt8 { get throws(Truncation) { try bytes.u8(1) } }

    /// Octets of the header.
    @inlinable public var length: Int { get throws(Truncation) { try (Int(bytes.u8(1)) + 2) * 4 } }

    /// Must be 0.
    @inlinable public var reserved: UInt16 { get throws(Truncation) { try bytes.u16(2) } }

    /// Which security association.
    @inlinable public var parametersIndex: UInt32 { get throws(Truncation) { try bytes.u32(4) } }

    /// Sequence number.
    @inlinable public var sequence: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
}
