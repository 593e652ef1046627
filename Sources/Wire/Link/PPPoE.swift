import Packets

/// PPP over Ethernet (RFC 2516 section 4).
public struct PPPoEHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets.
    @inlinable public static var length: Int { 6 }

    /// Version, 4 bits: 1.
    @inlinable public var version: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 4 } }

    /// Type, 4 bits: 1.
    @inlinable public var type: UInt8 { get throws(Truncation) { try bytes.u8(0) & 0xF } }

    /// 0 in a session, else the step of discovery.
    @inlinable public var code: UInt8 { get throws(Truncation) { try bytes.u8(1) } }

    /// The session.
    @inlinable public var session: UInt16 { get throws(Truncation) { try bytes.u16(2) } }

    /// Octets of payload.
    @inlinable public var payloadLength: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
}
