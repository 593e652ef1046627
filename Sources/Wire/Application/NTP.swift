import Packets

/// The Network Time Protocol (RFC 5905 section 7.3).
public struct NTPHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets without extensions and signature.
    @inlinable public static var length: Int { 48 }

    /// Leap indicator, 2 bits.
    @inlinable public var leap: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 6 } }

    /// Version, 3 bits.
    @inlinable public var version: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 3 & 7 } }

    /// Mode, 3 bits: 3 client, 4 server, 6 control.
    @inlinable public var mode: UInt8 { get throws(Truncation) { try bytes.u8(0) & 7 } }

    /// Distance from a clock.
    @inlinable public var stratum: UInt8 { get throws(Truncation) { try bytes.u8(1) } }

    /// Seconds between messages, as power of two, signed.
    @inlinable public var poll: Int8 { get throws(Truncation) { Int8(bitPattern: try bytes.u8(2)) } }

    /// Seconds of the clock's step, as power of two, signed.
    @inlinable public var precision: Int8 { get throws(Truncation) { Int8(bitPattern: try bytes.u8(3)) } }

    /// Round trip to the reference, seconds with 16 bits of fraction.
    @inlinable public var rootDelay: UInt32 { get throws(Truncation) { try bytes.u32(4) } }

    /// Dispersion to the reference, seconds with 16 bits of fraction.
    @inlinable public var rootDispersion: UInt32 { get throws(Truncation) { try bytes.u32(8) } }

    /// The reference: an address, or four letters.
    @inlinable public var reference: UInt32 { get throws(Truncation) { try bytes.u32(12) } }

    /// The reference's four letters, of servers next to a clock.
    @inlinable
    public var referenceName: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(12, 4) } }

    /// When the clock was set: seconds since 1900 with 32 bits of fraction.
    @inlinable public var referenceTime: UInt64 { get throws(Truncation) { try bytes.u64(16) } }

    /// When the client sent.
    @inlinable public var originTime: UInt64 { get throws(Truncation) { try bytes.u64(24) } }

    /// When the server received.
    @inlinable public var receiveTime: UInt64 { get throws(Truncation) { try bytes.u64(32) } }

    /// When the server sent.
    @inlinable public var transmitTime: UInt64 { get throws(Truncation) { try bytes.u64(40) } }
}
