import Packets

/// Virtual extensible LAN (RFC 7348 section 5) and its generic extension.
public struct VXLANHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets.
    @inlinable public static var length: Int { 8 }

    /// Bits: 0x08 the network is valid.
    @inlinable public var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }

    /// What is carried, in the generic extension.
    @inlinable public var next: UInt8 { get throws(Truncation) { try bytes.u8(3) } }

    /// The network, 24 bits.
    @inlinable public var network: UInt32 { get throws(Truncation) { try bytes.u24(4) } }

    /// The frame that is carried.
    @inlinable
    public var payload: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(8) } }
}
