import Packets

/// Remote authentication (RFC 2865 section 3).
public struct RADIUSHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets.
    @inlinable public static var fixedLength: Int { 20 }

    /// 1 request, 2 accept, 3 reject, 4 accounting, 11 challenge.
    @inlinable public var code: UInt8 { get throws(Truncation) { try bytes.u8(0) } }

    /// Matches request and answer.
    @inlinable public var identifier: UInt8 { get throws(Truncation) { try bytes.u8(1) } }

    /// Octets of the packet.
    @inlinable public var length: UInt16 { get throws(Truncation) { try bytes.u16(2) } }

    /// The authenticator, 16 octets.
    @inlinable
    public var authenticator: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(4, 16) } }

    /// The attributes.
    @inlinable
    public var attributes: RawSpan {
        @_lifetime(copy self) get throws(Truncation) { try bytes.slice(20, Int(length) - 20) }
    }
}

/// An attribute (RFC 2865 section 5): type, length with both octets, value.
public struct RADIUSAttribute: ~Escapable {
    @usableFromInline let bytes: RawSpan

    @inlinable @inline(__always) @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Which attribute.
    @inlinable public var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    /// The value.
    @inlinable
    public var value: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(2) } }
}

/// Attributes of a RADIUS packet.
public struct RADIUSAttributes: ~Escapable {
    @usableFromInline let bytes: RawSpan
    @usableFromInline var offset = 0

    /// Walks over `bytes`, which hold the elements and nothing else.
    @inlinable @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// The next attribute that is there in full; nil at the end, and where a length cannot be.
    @_lifetime(copy self)
    public mutating func next() -> RADIUSAttribute? {
        guard let length = try? Int(bytes.u8(offset + 1)), length >= 2, let attribute = try? bytes.slice(offset, length)
        else { return nil }
        offset += length
        return RADIUSAttribute(attribute)
    }
}
