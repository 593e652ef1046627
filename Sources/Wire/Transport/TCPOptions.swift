import Packets

/// Numbers of TCP options (IANA's registry).
public enum TCPOptionKind {
    /// Nothing follows.
    public static let end: UInt8 = 0
    /// Padding of one octet.
    public static let noOperation: UInt8 = 1
    /// Maximum segment size (RFC 9293 section 3.7.1).
    public static let maximumSegment: UInt8 = 2
    /// Window scale (RFC 7323 section 2).
    public static let windowScale: UInt8 = 3
    /// Selective acknowledgement is permitted (RFC 2018).
    public static let selectivePermitted: UInt8 = 4
    /// Selective acknowledgement (RFC 2018).
    public static let selective: UInt8 = 5
    /// Time stamps (RFC 7323 section 3).
    public static let timestamps: UInt8 = 8
    /// Signature with MD5 (RFC 2385).
    public static let md5: UInt8 = 19
    /// User timeout (RFC 5482).
    public static let userTimeout: UInt8 = 28
    /// Authentication (RFC 5925).
    public static let authentication: UInt8 = 29
    /// Multipath TCP (RFC 8684).
    public static let multipath: UInt8 = 30
    /// Fast open (RFC 7413).
    public static let fastOpen: UInt8 = 34
}

/// Options that are two octets of padding and the time stamps, and nothing else: what most segments have (RFC 7323 appendix A).
public struct TCPPlainTimestamps: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which are all options; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// True when the options are these: twice padding, kind 8, length 10.
    @inlinable @inline(__always) public var isAll: Bool {
        get throws(Truncation) { bytes.byteCount == 12 ? try bytes.u32(0) == 0x0101_080A : false }
    }

    /// The sender's clock.
    @inlinable @inline(__always) public var value: UInt32 { get throws(Truncation) { try bytes.u32(4) } }

    /// The other side's clock, sent back.
    @inlinable @inline(__always) public var echo: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
}

/// An option of a TCP header (RFC 9293 section 3.2): kind, length with both octets, value.
public struct TCPOption: ~Escapable {
    @usableFromInline let bytes: RawSpan

    @inlinable @inline(__always) @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Which option.
    @inlinable public var kind: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    /// What follows kind and length; empty for the kinds of one octet.
    @inlinable
    public var value: RawSpan {
        @_lifetime(copy self) get throws(Truncation) { try bytes.from(Swift.min(2, bytes.byteCount)) }
    }
    /// Maximum segment size, octets.
    @inlinable public var maximumSegment: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    /// Window scale: how far the window is shifted, bits.
    @inlinable public var windowScale: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
    /// Time stamps: the sender's clock.
    @inlinable public var timestampValue: UInt32 { get throws(Truncation) { try bytes.u32(2) } }
    /// Time stamps: the other side's clock, sent back.
    @inlinable public var timestampEcho: UInt32 { get throws(Truncation) { try bytes.u32(6) } }
    /// Selective acknowledgement: how many blocks of two edges.
    @inlinable public var blockCount: Int { (bytes.byteCount - 2) / 8 }
    /// Selective acknowledgement: the left edge of the block at `index`.
    @inlinable public func leftEdge(_ index: Int) throws(Truncation) -> UInt32 { try bytes.u32(2 + index * 8) }
    /// Selective acknowledgement: the right edge of the block at `index`.
    @inlinable public func rightEdge(_ index: Int) throws(Truncation) -> UInt32 { try bytes.u32(6 + index * 8) }
}

/// Options of a TCP header.
public struct TCPOptions: ~Escapable {
    @usableFromInline let bytes: RawSpan
    @usableFromInline var offset = 0

    /// Walks over `bytes`, which hold the elements and nothing else.
    @inlinable @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// The next option that is there in full, the padding of one octet left out; nil at the end, and where a length
    /// cannot be.
    @_lifetime(copy self)
    public mutating func next() -> TCPOption? {
        guard let option = bytes.nextOption(&offset) else { return nil }
        return TCPOption(option)
    }
}
