import Packets

/// Generic routing encapsulation (RFC 2784, RFC 2890; version 1 RFC 2637).
public struct GREHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// A checksum follows.
    @inlinable public static var checksumPresent: UInt16 { 0x8000 }

    /// Routing follows (RFC 1701).
    @inlinable public static var routingPresent: UInt16 { 0x4000 }

    /// A key follows.
    @inlinable public static var keyPresent: UInt16 { 0x2000 }

    /// A sequence number follows.
    @inlinable public static var sequencePresent: UInt16 { 0x1000 }

    /// An acknowledgement follows, in version 1.
    @inlinable public static var acknowledgementPresent: UInt16 { 0x0080 }

    /// Which fields are present, and the version; 16 bits.
    @inlinable public var flags: UInt16 { get throws(Truncation) { try bytes.u16(0) } }

    /// Version, 3 bits.
    @inlinable public var version: UInt16 { get throws(Truncation) { try flags & 7 } }

    /// What is carried, an ether type.
    @inlinable public var type: UInt16 { get throws(Truncation) { try bytes.u16(2) } }

    /// Octets of the header of version 0, without routing entries.
    @inlinable public var length: Int {
        get throws(Truncation) {
            try 4 + (flags & 0xC000 != 0 ? 4 : 0) + (flags & 0x2000 != 0 ? 4 : 0) + (flags & 0x1000 != 0 ? 4 : 0)
        }
    }

    /// The key of version 0, where it is present.
    @inlinable public var key: UInt32 { get throws(Truncation) { try bytes.u32(flags & 0xC000 != 0 ? 8 : 4) } }
}
