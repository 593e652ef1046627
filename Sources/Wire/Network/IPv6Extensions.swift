import Packets

/// An extension header: hop-by-hop options, destination options, routing (RFC 8200 section 4).
public struct IPv6ExtensionHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Hop-by-hop options, as the header before names them.
    @inlinable public static var hopByHop: UInt8 { 0 }

    /// Routing.
    @inlinable public static var routing: UInt8 { 43 }

    /// Fragment.
    @inlinable public static var fragment: UInt8 { 44 }

    /// Destination options.
    @inlinable public static var destinationOptions: UInt8 { 60 }

    /// Mobility (RFC 6275).
    @inlinable public static var mobility: UInt8 { 135 }

    /// What follows.
    @inlinable public var next: UInt8 { get throws(Truncation) { try bytes.u8(0) } }

    /// Octets of the header.
    @inlinable public var length: Int { get throws(Truncation) { try (Int(bytes.u8(1)) + 1) * 8 } }

    /// The options of hop-by-hop and destination headers.
    @inlinable
    public var options: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(2, length - 2) } }
}

/// The fragment header (RFC 8200 section 4.5).
public struct IPv6FragmentHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets.
    @inlinable public static var length: Int { 8 }

    /// What follows in the first fragment.
    @inlinable public var next: UInt8 { get throws(Truncation) { try bytes.u8(0) } }

    /// Offset and the bit for more, 16 bits.
    @inlinable public var field: UInt16 { get throws(Truncation) { try bytes.u16(2) } }

    /// Octets in front of this fragment.
    @inlinable public var offset: UInt16 { get throws(Truncation) { try bytes.u16(2) & 0xFFF8 } }

    /// True when more fragments follow.
    @inlinable public var moreFragments: Bool { get throws(Truncation) { try bytes.u16(2) & 1 != 0 } }

    /// Identifies the fragments of one packet.
    @inlinable public var identification: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
}

/// The routing header (RFC 8200 section 4.4): type 0 (RFC 2460), 2 (RFC 6275), 4 (RFC 8754).
public struct IPv6RoutingHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets in front of the addresses.
    @inlinable public static var fixedLength: Int { 8 }

    /// What follows.
    @inlinable public var next: UInt8 { get throws(Truncation) { try bytes.u8(0) } }

    /// Octets beyond the first eight, in units of eight.
    @inlinable public var units: UInt8 { get throws(Truncation) { try bytes.u8(1) } }

    /// The kind of route.
    @inlinable public var type: UInt8 { get throws(Truncation) { try bytes.u8(2) } }

    /// Stations still to be visited.
    @inlinable public var segmentsLeft: UInt8 { get throws(Truncation) { try bytes.u8(3) } }

    /// Reserved in types 0 and 2, 32 bits.
    @inlinable public var reserved: UInt32 { get throws(Truncation) { try bytes.u32(4) } }

    /// Segment routing: the last entry's index.
    @inlinable public var lastEntry: UInt8 { get throws(Truncation) { try bytes.u8(4) } }

    /// Segment routing: flags.
    @inlinable public var flags: UInt8 { get throws(Truncation) { try bytes.u8(5) } }

    /// Segment routing: tag.
    @inlinable public var tag: UInt16 { get throws(Truncation) { try bytes.u16(6) } }

    /// The last station of the way, for the types whose addresses stand there as they are: 0 and 2 in the order in which they
    /// are passed, segment routing the other way round.
    @inlinable public var lastStation: HostAddress? {
        guard let type = try? type, let units = try? Int(units), units >= 2 else { return nil }
        switch type {
        case 0, 2: return units % 2 == 0 ? try? address(units / 2 - 1) : nil
        case 4: return try? address(0)
        default: return nil
        }
    }

    /// The address at `index`.
    @inlinable
    public func address(_ index: Int) throws(Truncation) -> HostAddress {
        try bytes.ipv6(IPv6RoutingHeader.fixedLength + index * 16)
    }
}

/// An option of a hop-by-hop or destination header (RFC 8200 section 4.2): kind, length of the value, value.
public struct IPv6Option: ~Escapable {
    @usableFromInline let bytes: RawSpan

    @inlinable @inline(__always) @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    /// The kind of the option with the sender's address at home (RFC 6275 section 6.3).
    @inlinable public static var homeAddress: UInt8 { 0xC9 }

    /// That address.
    @inlinable public var address: HostAddress { get throws(Truncation) { try bytes.ipv6(2) } }

    /// Which option; the two highest bits say what a station does that does not know it.
    @inlinable public var kind: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    /// The value.
    @inlinable
    public var value: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(2) } }
}

/// Options of an extension header, the padding left out.
public struct IPv6Options: ~Escapable {
    @usableFromInline let bytes: RawSpan
    @usableFromInline var offset = 0

    /// Walks over `bytes`, which hold the elements and nothing else.
    @inlinable @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// The next option that is there in full; nil at the end, and where a length cannot be.
    @_lifetime(copy self)
    public mutating func next() -> IPv6Option? {
        while let kind = try? bytes.u8(offset) {
            if kind == 0 {
                offset += 1
                continue
            }
            guard let length = try? Int(bytes.u8(offset + 1)), let option = try? bytes.slice(offset, length + 2)
            else { return nil }
            offset += length + 2
            if kind == 1 { continue }
            return IPv6Option(option)
        }
        return nil
    }
}
