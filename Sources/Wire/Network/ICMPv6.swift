import Packets

/// Control messages of IPv6 (RFC 4443).
public struct ICMPv6Header: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets that each message has.
    @inlinable public static var minimumLength: Int { 4 }

    /// What the message is; below 128 an error.
    @inlinable public var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }

    /// What exactly, by type.
    @inlinable public var code: UInt8 { get throws(Truncation) { try bytes.u8(1) } }

    /// Over the pseudo-header and the message (RFC 8200 section 8.1).
    @inlinable public var checksum: UInt16 { get throws(Truncation) { try bytes.u16(2) } }

    /// Echo: identifies the sending program.
    @inlinable public var identifier: UInt16 { get throws(Truncation) { try bytes.u16(4) } }

    /// Echo: which request.
    @inlinable public var sequence: UInt16 { get throws(Truncation) { try bytes.u16(6) } }

    /// Packet too big: the next link's limit.
    @inlinable public var mtu: UInt32 { get throws(Truncation) { try bytes.u32(4) } }

    /// Parameter problem: where.
    @inlinable public var pointer: UInt32 { get throws(Truncation) { try bytes.u32(4) } }

    /// Neighbour discovery: the address that is looked for or announced (RFC 4861 sections 4.3 and 4.4).
    @inlinable public var target: HostAddress { get throws(Truncation) { try bytes.ipv6(8) } }

    /// Redirect: where packets for it go (RFC 4861 section 4.5).
    @inlinable public var redirected: HostAddress { get throws(Truncation) { try bytes.ipv6(24) } }

    /// Neighbour advertisement: router, solicited, override in the upper bits of 32.
    @inlinable public var neighborWord: UInt32 { get throws(Truncation) { try bytes.u32(4) } }

    /// Errors: the packet that is quoted, as much of it as there is room for.
    @inlinable
    public var quoted: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(8) } }

    /// Neighbour advertisement: router, solicited, override; 8 bits.
    @inlinable public var neighborFlags: UInt8 { get throws(Truncation) { try bytes.u8(4) } }

    /// Router advertisement: hop limit (RFC 4861 section 4.2).
    @inlinable public var hopLimit: UInt8 { get throws(Truncation) { try bytes.u8(4) } }

    /// Router advertisement: managed, other, home agent, preference; 8 bits (RFC 4191, RFC 6275).
    @inlinable public var routerFlags: UInt8 { get throws(Truncation) { try bytes.u8(5) } }

    /// Router advertisement: seconds for which it is a default router.
    @inlinable public var routerLifetime: UInt16 { get throws(Truncation) { try bytes.u16(6) } }

    /// Router advertisement: milliseconds for which a neighbour counts as reachable.
    @inlinable public var reachableTime: UInt32 { get throws(Truncation) { try bytes.u32(8) } }

    /// Router advertisement: milliseconds between solicitations.
    @inlinable public var retransmitTime: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
}

/// An option of neighbour discovery (RFC 4861 section 4.6): kind, length in units of eight octets, value.
public struct NeighborOption: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the option; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Which option: 1 source link address, 2 target link address, 3 prefix, 4 redirected packet, 5 MTU.
    @inlinable public var kind: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    /// Octets of the option, with kind and length.
    @inlinable public var length: Int { get throws(Truncation) { try Int(bytes.u8(1)) * 8 } }
    /// Link address: 48 bits, as Ethernet has them.
    @inlinable public var linkAddress: UInt64 { get throws(Truncation) { try bytes.u48(2) } }
    /// Prefix information: bits of the prefix.
    @inlinable public var prefixLength: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
    /// Prefix information: on link, autonomous, router; 8 bits.
    @inlinable public var prefixFlags: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
    /// Prefix information: seconds for which it is valid.
    @inlinable public var validLifetime: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    /// Prefix information: seconds for which it is preferred.
    @inlinable public var preferredLifetime: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
    /// Prefix information: the prefix.
    @inlinable public var prefix: HostAddress { get throws(Truncation) { try bytes.ipv6(16) } }
    /// MTU, advertisement interval in milliseconds, or lifetime in seconds: 32 bits at the usual place.
    @inlinable public var word: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    /// Home agent: its preference (RFC 6275 section 7.4).
    @inlinable public var homeAgentPreference: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
    /// Home agent: seconds.
    @inlinable public var homeAgentLifetime: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
    /// Everything behind kind and length.
    @inlinable
    public var value: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(2) } }

    /// Recursive servers of DNS: the server at `index` (RFC 8106 section 5.1).
    @inlinable public func server(_ index: Int) throws(Truncation) -> HostAddress { try bytes.ipv6(8 + index * 16) }
}

/// Options of neighbour discovery.
public struct NeighborOptions: ~Escapable {
    @usableFromInline let bytes: RawSpan
    @usableFromInline var offset = 0

    /// Walks over `bytes`, which hold the elements and nothing else.
    @inlinable @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// The next option that is there in full; nil at the end, and where a length cannot be.
    @_lifetime(copy self)
    public mutating func next() -> NeighborOption? {
        guard let units = try? bytes.u8(offset + 1), units > 0,
            let option = try? bytes.slice(offset, Int(units) * 8)
        else { return nil }
        offset += option.byteCount
        return NeighborOption(option)
    }
}
