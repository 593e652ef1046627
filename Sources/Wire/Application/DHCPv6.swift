import Packets

/// DHCP of IPv6 between client and server (RFC 8415 section 8).
public struct DHCPv6Header: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets in front of the options.
    @inlinable public static var length: Int { 4 }

    /// Octets in front of a relay's options (section 9).
    @inlinable public static var relayLength: Int { 34 }

    /// 1 solicit, 2 advertise, 3 request, 7 reply, 12 and 13 relay.
    @inlinable public var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }

    /// Matches request and reply, 24 bits.
    @inlinable public var transaction: UInt32 { get throws(Truncation) { try bytes.u24(1) } }

    /// Relay: how many relays before.
    @inlinable public var hops: UInt8 { get throws(Truncation) { try bytes.u8(1) } }

    /// Relay: the client's link.
    @inlinable public var link: HostAddress { get throws(Truncation) { try bytes.ipv6(2) } }

    /// Relay: the node that it received the message from.
    @inlinable public var peer: HostAddress { get throws(Truncation) { try bytes.ipv6(18) } }
}

/// An option of DHCPv6 (RFC 8415 section 21.1): code, length of the value, value.
public struct DHCPv6Option: ~Escapable {
    @usableFromInline let bytes: RawSpan

    @inlinable @inline(__always) @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Which option: 1 client, 2 server, 3 addresses, 5 address, 25 prefixes, 39 name.
    @inlinable public var code: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
    /// The value.
    @inlinable
    public var value: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(4) } }
}

/// Options of DHCPv6.
public struct DHCPv6Options: ~Escapable {
    @usableFromInline let bytes: RawSpan
    @usableFromInline var offset = 0

    /// Walks over `bytes`, which hold the elements and nothing else.
    @inlinable @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// The next option that is there in full, or nil.
    @_lifetime(copy self)
    public mutating func next() -> DHCPv6Option? {
        guard let length = try? Int(bytes.u16(offset + 2)), let option = try? bytes.slice(offset, length + 4)
        else { return nil }
        offset += length + 4
        return DHCPv6Option(option)
    }
}
