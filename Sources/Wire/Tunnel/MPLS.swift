import Packets

/// An entry of a label stack (RFC 3032 section 2.1).
public struct MPLSEntry: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets.
    @inlinable public static var length: Int { 4 }

    /// Label, class, bottom and hops, 32 bits.
    @inlinable public var word: UInt32 { get throws(Truncation) { try bytes.u32(0) } }

    /// The label, 20 bits.
    @inlinable public var label: UInt32 { get throws(Truncation) { try word >> 12 } }

    /// Traffic class, 3 bits (RFC 5462).
    @inlinable public var trafficClass: UInt32 { get throws(Truncation) { try word >> 9 & 7 } }

    /// True for the last entry.
    @inlinable public var isBottom: Bool { get throws(Truncation) { try word & 0x100 != 0 } }

    /// Hops left, 8 bits.
    @inlinable public var timeToLive: UInt32 { get throws(Truncation) { try word & 0xFF } }
}
