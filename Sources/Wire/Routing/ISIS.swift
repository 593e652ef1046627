import Packets

/// The common header of IS-IS (ISO/IEC 10589 clause 9.5).
public struct ISISHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets.
    @inlinable public static var length: Int { 8 }

    /// 0x83.
    @inlinable public var discriminator: UInt8 { get throws(Truncation) { try bytes.u8(0) } }

    /// Octets of the fixed part of the unit.
    @inlinable public var fixedLength: UInt8 { get throws(Truncation) { try bytes.u8(1) } }

    /// Version: 1.
    @inlinable public var version: UInt8 { get throws(Truncation) { try bytes.u8(2) } }

    /// Octets of a system's identifier: 0 means 6.
    @inlinable public var identifierLength: UInt8 { get throws(Truncation) { try bytes.u8(3) } }

    /// What the unit is, 5 bits, and reserved bits.
    @inlinable public var type: UInt8 { get throws(Truncation) { try bytes.u8(4) } }

    /// Version of the unit: 1.
    @inlinable public var unitVersion: UInt8 { get throws(Truncation) { try bytes.u8(5) } }

    /// Reserved.
    @inlinable public var reserved: UInt8 { get throws(Truncation) { try bytes.u8(6) } }

    /// Areas in an identifier: 0 means 3.
    @inlinable public var maximumAreas: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
}
