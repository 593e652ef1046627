import Packets

/// Logical link control (ISO/IEC 8802-2).
public struct LLCHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets with a control field of one octet, as unnumbered frames have it.
    @inlinable public static var minimumLength: Int { 3 }

    /// Where it goes: the service access point, with the group bit.
    @inlinable public var destination: UInt8 { get throws(Truncation) { try bytes.u8(0) } }

    /// Where it comes from: the service access point, with the response bit.
    @inlinable public var source: UInt8 { get throws(Truncation) { try bytes.u8(1) } }

    /// The control field of an unnumbered frame, 8 bits.
    @inlinable public var control: UInt8 { get throws(Truncation) { try bytes.u8(2) } }

    /// The control field of the others, 16 bits, the lower octet first.
    @inlinable public var longControl: UInt16 { get throws(Truncation) { try bytes.le16(2) } }

    /// True when the control field has one octet only.
    @inlinable public var isUnnumbered: Bool { get throws(Truncation) { try control & 3 == 3 } }
}

/// The SNAP extension behind an LLC header of AA AA 03 (IEEE 802 clause 9).
public struct SNAPHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets.
    @inlinable public static var length: Int { 5 }

    /// The organisation that assigns the types, 24 bits.
    @inlinable public var organisation: UInt32 { get throws(Truncation) { try bytes.u24(0) } }

    /// What follows: an ether type where the organisation is 0.
    @inlinable public var type: UInt16 { get throws(Truncation) { try bytes.u16(3) } }
}
