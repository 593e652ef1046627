import Packets

/// The Transmission Control Protocol (RFC 9293 section 3.1).
///
///      0         2         4         8         12  13    14        16        18        20
///     +---------+---------+---------+---------+---+-----+---------+---------+---------+------- - -
///     | source  | dest.   | sequence| acknowl.|off|flags| window  | checksum| urgent  | options
///     +---------+---------+---------+---------+---+-----+---------+---------+---------+------- - -
public struct TCPHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets without options.
    @inlinable public static var minimumLength: Int { 20 }

    /// FIN.
    @inlinable public static var fin: UInt8 { 0x01 }

    /// SYN.
    @inlinable public static var syn: UInt8 { 0x02 }

    /// RST.
    @inlinable public static var rst: UInt8 { 0x04 }

    /// PSH.
    @inlinable public static var psh: UInt8 { 0x08 }

    /// ACK.
    @inlinable public static var ack: UInt8 { 0x10 }

    /// URG.
    @inlinable public static var urg: UInt8 { 0x20 }

    /// ECE (RFC 3168).
    @inlinable public static var ece: UInt8 { 0x40 }

    /// CWR (RFC 3168).
    @inlinable public static var cwr: UInt8 { 0x80 }

    /// The sender's port.
    @inlinable @inline(__always) public var source: UInt16 { get throws(Truncation) { try bytes.u16(0) } }

    /// The receiver's port.
    @inlinable @inline(__always) public var destination: UInt16 { get throws(Truncation) { try bytes.u16(2) } }

    /// Number of the first octet, or of SYN.
    @inlinable @inline(__always) public var sequence: UInt32 { get throws(Truncation) { try bytes.u32(4) } }

    /// Number of the octet that is awaited.
    @inlinable @inline(__always) public var acknowledgement: UInt32 { get throws(Truncation) { try bytes.u32(8) } }

    /// Octets with options, as the header claims.
    @inlinable @inline(__always) public var headerLength: Int {
        get throws(Truncation) { try Int(bytes.u8(12) >> 4) * 4 }
    }

    /// Eight bits of flags.
    @inlinable @inline(__always) public var flags: UInt8 { get throws(Truncation) { try bytes.u8(13) } }

    /// Octets that may be sent, not scaled.
    @inlinable @inline(__always) public var window: UInt16 { get throws(Truncation) { try bytes.u16(14) } }

    /// Over the pseudo-header and the segment.
    @inlinable @inline(__always) public var checksum: UInt16 { get throws(Truncation) { try bytes.u16(16) } }

    /// Where urgent data end.
    @inlinable @inline(__always) public var urgent: UInt16 { get throws(Truncation) { try bytes.u16(18) } }

    /// The options that the header claims.
    @inlinable
    public var options: RawSpan {
        @_lifetime(copy self) get throws(Truncation) {
            try bytes.slice(TCPHeader.minimumLength, Swift.max(0, headerLength - TCPHeader.minimumLength))
        }
    }
}
