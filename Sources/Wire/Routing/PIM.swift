import Packets

/// The common header of PIM (RFC 7761 section 4.9).
public struct PIMHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets.
    @inlinable public static var length: Int { 4 }

    /// Version, 4 bits: 2.
    @inlinable public var version: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 4 } }

    /// 0 hello, 1 register, 2 stop, 3 join and prune, 4 bootstrap, 5 assert, 8 candidate.
    @inlinable public var type: UInt8 { get throws(Truncation) { try bytes.u8(0) & 0xF } }

    /// Reserved, or flags by type.
    @inlinable public var reserved: UInt8 { get throws(Truncation) { try bytes.u8(1) } }

    /// Over the message, or its head only in a register.
    @inlinable public var checksum: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
}
