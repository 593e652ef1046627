import Packets

/// The Internet Protocol, version 4 (RFC 791 section 3.1).
///
///      0   1         2           4           6           8     9     10          12          16
///     +---+---------+-----------+-----------+-----------+-----+-----+-----------+-----------+-----------+
///     |v/h| service | length    | id        | flags,off | ttl | pro | checksum  | source    | dest.     |
///     +---+---------+-----------+-----------+-----------+-----+-----+-----------+-----------+-----------+
public struct IPv4Header: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets without options.
    @inlinable public static var minimumLength: Int { 20 }

    /// Version, 4 bits: 4.
    @inlinable @inline(__always) public var version: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 4 } }

    /// Octets with options, as the header claims.
    @inlinable @inline(__always) public var headerLength: Int {
        get throws(Truncation) { try Int(bytes.u8(0) & 0x0F) * 4 }
    }

    /// Differentiated services and congestion notification, 8 bits (RFC 2474, RFC 3168).
    @inlinable @inline(__always) public var service: UInt8 { get throws(Truncation) { try bytes.u8(1) } }

    /// Differentiated services code point, 6 bits (RFC 2474).
    @inlinable @inline(__always) public var codePoint: UInt8 { get throws(Truncation) { try bytes.u8(1) >> 2 } }

    /// Explicit congestion notification, 2 bits (RFC 3168).
    @inlinable @inline(__always) public var congestion: UInt8 { get throws(Truncation) { try bytes.u8(1) & 3 } }

    /// Octets of header and payload.
    @inlinable @inline(__always) public var totalLength: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }

    /// Identifies the fragments of one datagram.
    @inlinable @inline(__always) public var identification: UInt16 { get throws(Truncation) { try bytes.u16(4) } }

    /// Flags and offset, 16 bits.
    @inlinable @inline(__always) public var fragment: UInt16 { get throws(Truncation) { try bytes.u16(6) } }

    /// Flags, 3 bits: reserved, do not fragment, more fragments.
    @inlinable @inline(__always) public var flags: UInt16 { get throws(Truncation) { try fragment >> 13 } }

    /// Octets in front of this fragment.
    @inlinable @inline(__always) public var fragmentOffset: Int {
        get throws(Truncation) { try Int(fragment & 0x1FFF) * 8 }
    }

    /// True when more fragments follow.
    @inlinable @inline(__always) public var moreFragments: Bool {
        get throws(Truncation) { try fragment & 0x2000 != 0 }
    }

    /// True when it must not be fragmented.
    @inlinable @inline(__always) public var doNotFragment: Bool {
        get throws(Truncation) { try fragment & 0x4000 != 0 }
    }

    /// Hops left.
    @inlinable @inline(__always) public var timeToLive: UInt8 { get throws(Truncation) { try bytes.u8(8) } }

    /// What follows (IANA's protocol numbers).
    @inlinable @inline(__always) public var proto: UInt8 { get throws(Truncation) { try bytes.u8(9) } }

    /// Over the header only (RFC 1071).
    @inlinable @inline(__always) public var checksum: UInt16 { get throws(Truncation) { try bytes.u16(10) } }

    /// The sender.
    @inlinable @inline(__always) public var source: HostAddress { get throws(Truncation) { try bytes.ipv4(12) } }

    /// The receiver.
    @inlinable @inline(__always) public var destination: HostAddress { get throws(Truncation) { try bytes.ipv4(16) } }

    /// The options that are there.
    @inlinable
    public var options: RawSpan {
        @_lifetime(copy self) get throws(Truncation) {
            try bytes.slice(IPv4Header.minimumLength, Swift.max(0, headerLength - IPv4Header.minimumLength))
        }
    }
}

/// An option of an IPv4 header (RFC 791 section 3.1): kind, length with both octets, value.
public struct IPv4Option: ~Escapable {
    @usableFromInline let bytes: RawSpan

    @inlinable @inline(__always) @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Which option.
    @inlinable @inline(__always) public var kind: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    /// What follows kind and length; empty for the kinds of one octet.
    @inlinable
    public var value: RawSpan {
        @_lifetime(copy self) get throws(Truncation) { try bytes.from(Swift.min(2, bytes.byteCount)) }
    }
    /// The whole option, for those that collect addresses or times.
    @inlinable
    public var route: IPv4RouteOption { @_lifetime(copy self) get { IPv4RouteOption(bytes) } }
}

/// Options of an IPv4 header.
public struct IPv4Options: ~Escapable {
    @usableFromInline let bytes: RawSpan
    @usableFromInline var offset = 0

    /// Walks over `bytes`, which hold the elements and nothing else.
    @inlinable @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// The next option that is there in full, the padding of one octet left out; nil at the end, and where a length
    /// cannot be.
    @_lifetime(copy self)
    public mutating func next() -> IPv4Option? {
        guard let option = bytes.nextOption(&offset) else { return nil }
        return IPv4Option(option)
    }
}

/// The options of IPv4 that collect addresses or times: record and source routes, time stamps, router alert.
public struct IPv4RouteOption: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which are the whole option.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets of a route in front of the addresses.
    @inlinable public static var fixedLength: Int { 3 }
    /// The kind of a loose source route.
    @inlinable public static var loose: UInt8 { 131 }
    /// The kind of a strict source route.
    @inlinable public static var strict: UInt8 { 137 }

    /// Octets from the option's start to what is filled in next: the field counts from 1.
    @inlinable @inline(__always) public var pointer: Int { get throws(Truncation) { try Int(bytes.u8(2)) - 1 } }
    /// Time stamps: hops that found no room, 4 bits, and what is collected, 4 bits.
    @inlinable @inline(__always) public var flags: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
    /// The last station of a source route; nil when all have been passed, and the header has the last one.
    @inlinable public var lastStation: HostAddress? {
        let length = bytes.byteCount
        guard let pointer = try? pointer, pointer >= IPv4RouteOption.fixedLength, pointer + 4 <= length else {
            return nil
        }
        return try? bytes.ipv4(length - 4)
    }
    /// Router alert (RFC 2113): 0 asks each router to look.
    @inlinable @inline(__always) public var alert: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
}
