import Packets

/// BOOTP and DHCP (RFC 951, RFC 2131 section 2).
public struct DHCPHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets in front of the options' cookie.
    @inlinable public static var length: Int { 236 }

    /// What stands in front of the options (RFC 2131 section 3).
    @inlinable public static var cookie: UInt32 { 0x6382_5363 }

    /// 1 request, 2 reply.
    @inlinable public var operation: UInt8 { get throws(Truncation) { try bytes.u8(0) } }

    /// The link layer: 1 Ethernet.
    @inlinable public var hardware: UInt8 { get throws(Truncation) { try bytes.u8(1) } }

    /// Octets of the client's link-layer address.
    @inlinable public var hardwareLength: UInt8 { get throws(Truncation) { try bytes.u8(2) } }

    /// Relays on the way.
    @inlinable public var hops: UInt8 { get throws(Truncation) { try bytes.u8(3) } }

    /// Matches request and reply.
    @inlinable public var transaction: UInt32 { get throws(Truncation) { try bytes.u32(4) } }

    /// Seconds since the client began.
    @inlinable public var seconds: UInt16 { get throws(Truncation) { try bytes.u16(8) } }

    /// The highest bit asks for broadcasts.
    @inlinable public var flags: UInt16 { get throws(Truncation) { try bytes.u16(10) } }

    /// The address that the client has.
    @inlinable public var client: HostAddress { get throws(Truncation) { try bytes.ipv4(12) } }

    /// The address that the client gets.
    @inlinable public var yours: HostAddress { get throws(Truncation) { try bytes.ipv4(16) } }

    /// The server of the next step.
    @inlinable public var server: HostAddress { get throws(Truncation) { try bytes.ipv4(20) } }

    /// The relay.
    @inlinable public var relay: HostAddress { get throws(Truncation) { try bytes.ipv4(24) } }

    /// The client's link-layer address as Ethernet has it, 48 bits.
    @inlinable public var clientHardware: UInt64 { get throws(Truncation) { try bytes.u48(28) } }

    /// The server's name, 64 octets, ended by zero.
    @inlinable
    public var serverName: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(44, 64) } }

    /// The boot file, 128 octets, ended by zero.
    @inlinable
    public var file: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(108, 128) } }

    /// The cookie.
    @inlinable public var magic: UInt32 { get throws(Truncation) { try bytes.u32(236) } }

    /// The options behind the cookie.
    @inlinable
    public var options: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(240) } }
}

/// An option of DHCP (RFC 2132 section 2): tag, length of the value, value.
public struct DHCPOption: ~Escapable {
    @usableFromInline let bytes: RawSpan

    @inlinable @inline(__always) @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Which option: 12 host name, 50 requested address, 53 message type, 54 server, 55 parameters.
    @inlinable public var tag: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    /// The value.
    @inlinable
    public var value: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(2) } }
    /// Options 50 and 54.
    @inlinable public var address: HostAddress { get throws(Truncation) { try bytes.ipv4(2) } }
    /// Option 53.
    @inlinable public var messageType: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
}

/// Options of DHCP, the padding left out.
public struct DHCPOptions: ~Escapable {
    @usableFromInline let bytes: RawSpan
    @usableFromInline var offset = 0

    /// Walks over `bytes`, which hold the elements and nothing else.
    @inlinable @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// The next option that is there in full; nil at the end, and where a length cannot be.
    @_lifetime(copy self)
    public mutating func next() -> DHCPOption? {
        while let tag = try? bytes.u8(offset), tag != 255 {
            if tag == 0 {
                offset += 1
                continue
            }
            guard let length = try? Int(bytes.u8(offset + 1)), let option = try? bytes.slice(offset, length + 2)
            else { return nil }
            offset += length + 2
            return DHCPOption(option)
        }
        return nil
    }
}
