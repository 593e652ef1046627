import Packets

/// The User Datagram Protocol (RFC 768).
public struct UDPHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets.
    @inlinable public static var length: Int { 8 }

    /// The sender's port.
    @inlinable @inline(__always) public var source: UInt16 { get throws(Truncation) { try bytes.u16(0) } }

    /// The receiver's port.
    @inlinable @inline(__always) public var destination: UInt16 { get throws(Truncation) { try bytes.u16(2) } }

    /// Octets of header and payload.
    @inlinable @inline(__always) public var datagramLength: Int { get throws(Truncation) { Int(try bytes.u16(4)) } }

    /// Over the pseudo-header and the datagram; 0 for none over IPv4.
    @inlinable @inline(__always) public var checksum: UInt16 { get throws(Truncation) { try bytes.u16(6) } }

    /// What follows.
    @inlinable
    public var payload: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(8) } }
}
