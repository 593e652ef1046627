import Packets

/// Generic network virtualisation (RFC 8926 section 3.4).
public struct GeneveHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets without options.
    @inlinable public static var minimumLength: Int { 8 }

    /// Version, 2 bits: 0.
    @inlinable public var version: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 6 } }

    /// Octets of options.
    @inlinable public var optionsLength: Int { get throws(Truncation) { try Int(bytes.u8(0) & 0x3F) * 4 } }

    /// Control and critical bits, 8 bits.
    @inlinable public var flags: UInt8 { get throws(Truncation) { try bytes.u8(1) } }

    /// What is carried, an ether type.
    @inlinable public var type: UInt16 { get throws(Truncation) { try bytes.u16(2) } }

    /// The network, 24 bits.
    @inlinable public var network: UInt32 { get throws(Truncation) { try bytes.u24(4) } }

    /// Reserved, 8 bits.
    @inlinable public var reserved: UInt8 { get throws(Truncation) { try bytes.u8(7) } }

    /// The options.
    @inlinable
    public var options: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(8, optionsLength) } }

    /// What is carried.
    @inlinable
    public var payload: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(8 + optionsLength) } }
}

/// An option of Geneve (RFC 8926 section 3.5).
public struct GeneveOption: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// The organisation that assigns the types.
    @inlinable public var optionClass: UInt16 { get throws(Truncation) { try bytes.u16(0) } }

    /// Which option; the highest bit says that it is critical.
    @inlinable public var type: UInt8 { get throws(Truncation) { try bytes.u8(2) } }

    /// Octets of value.
    @inlinable public var valueLength: Int { get throws(Truncation) { try Int(bytes.u8(3) & 0x1F) * 4 } }

    /// The word of the value at `index`.
    @inlinable
    public func word(_ index: Int) throws(Truncation) -> UInt32 { try bytes.u32(4 + index * 4) }
}
