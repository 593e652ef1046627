import Packets

/// The common header of the Stream Control Transmission Protocol (RFC 9260 section 3.1).
public struct SCTPHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets.
    @inlinable public static var length: Int { 12 }

    /// The sender's port.
    @inlinable public var source: UInt16 { get throws(Truncation) { try bytes.u16(0) } }

    /// The receiver's port.
    @inlinable public var destination: UInt16 { get throws(Truncation) { try bytes.u16(2) } }

    /// Shows that the sender belongs to the association.
    @inlinable public var verificationTag: UInt32 { get throws(Truncation) { try bytes.u32(4) } }

    /// CRC-32C over the packet.
    @inlinable public var checksum: UInt32 { get throws(Truncation) { try bytes.u32(8) } }

    /// The chunks.
    @inlinable
    public var chunks: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(12) } }
}

/// A chunk of an SCTP packet (RFC 9260 section 3.2): type, flags, length with these four octets, value.
public struct SCTPChunk: ~Escapable {
    @usableFromInline let bytes: RawSpan

    @inlinable @inline(__always) @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    /// 0 data, 1 INIT, 2 INIT ACK, 3 SACK, 4 and 5 heartbeats, 6 abort, 7 and 8 shutdown, 9 error, 10 and 11 cookies.
    @inlinable public var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    /// Bits, by type.
    @inlinable public var flags: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
    /// Octets with type, flags and length, without padding.
    @inlinable public var length: Int { get throws(Truncation) { try Int(bytes.u16(2)) } }
    /// Data: transmission sequence number.
    @inlinable public var transmissionSequence: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    /// Data: which stream.
    @inlinable public var stream: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
    /// Data: number within the stream.
    @inlinable public var streamSequence: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
    /// Data: whose payload it is (IANA's payload protocol identifiers).
    @inlinable public var payloadProtocol: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
    /// The value.
    @inlinable
    public var value: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(4) } }
}

/// Chunks of an SCTP packet.
public struct SCTPChunks: ~Escapable {
    @usableFromInline let bytes: RawSpan
    @usableFromInline var offset = 0

    /// Walks over `bytes`, which hold the elements and nothing else.
    @inlinable @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// The next chunk that is there in full; nil at the end, and where a length cannot be.
    @_lifetime(copy self)
    public mutating func next() -> SCTPChunk? {
        guard let length = try? Int(bytes.u16(offset + 2)), length >= 4, let chunk = try? bytes.slice(offset, length)
        else { return nil }
        // Chunks begin at multiples of four octets.
        offset += (length + 3) & ~3
        return SCTPChunk(chunk)
    }
}
