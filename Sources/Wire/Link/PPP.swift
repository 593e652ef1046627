import Packets

/// The number of a protocol of PPP, of one octet or two (RFC 1661 section 2), in front of its packet.
public struct PPPProtocol: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the number; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// HDLC's address and control in front of it, for all stations and unnumbered (RFC 1662 section 3.1).
    @inlinable public static var framing: UInt16 { 0xFF03 }

    /// Octets of address and control.
    @inlinable public static var framingLength: Int { 2 }

    /// True when the octets begin with address and control.
    @inlinable public var hasFraming: Bool { get throws(Truncation) { try bytes.u16(0) == PPPProtocol.framing } }

    /// True for a number of one octet: an odd one.
    @inlinable public var isCompressed: Bool { get throws(Truncation) { try bytes.u8(0) & 1 != 0 } }

    /// Octets of the number.
    @inlinable public var length: Int { get throws(Truncation) { try isCompressed ? 1 : 2 } }

    /// The number (IANA's registry of PPP protocols).
    @inlinable public var number: UInt16 {
        get throws(Truncation) { try isCompressed ? UInt16(bytes.u8(0)) : try bytes.u16(0) }
    }
}
