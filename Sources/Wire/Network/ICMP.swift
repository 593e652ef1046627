import Packets

/// Control messages of IPv4 (RFC 792).
public struct ICMPHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets that each message has.
    @inlinable public static var minimumLength: Int { 8 }

    /// What the message is.
    @inlinable @inline(__always) public var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }

    /// What exactly, by type.
    @inlinable @inline(__always) public var code: UInt8 { get throws(Truncation) { try bytes.u8(1) } }

    /// Over the whole message (RFC 1071).
    @inlinable @inline(__always) public var checksum: UInt16 { get throws(Truncation) { try bytes.u16(2) } }

    /// Echo: identifies the sending program.
    @inlinable @inline(__always) public var identifier: UInt16 { get throws(Truncation) { try bytes.u16(4) } }

    /// Echo: which request.
    @inlinable @inline(__always) public var sequence: UInt16 { get throws(Truncation) { try bytes.u16(6) } }

    /// Redirect: the better router.
    @inlinable @inline(__always) public var gateway: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }

    /// Unreachable for its size: the next link's limit (RFC 1191).
    @inlinable @inline(__always) public var nextMTU: UInt16 { get throws(Truncation) { try bytes.u16(6) } }

    /// Parameter problem: where.
    @inlinable @inline(__always) public var pointer: UInt8 { get throws(Truncation) { try bytes.u8(4) } }

    /// Octets of the quoted packet in units of four, where extensions follow (RFC 4884).
    @inlinable @inline(__always) public var quotedLength: UInt8 { get throws(Truncation) { try bytes.u8(5) } }

    /// What follows the first eight octets: data or the quoted packet.
    @inlinable
    public var body: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(8) } }
}
