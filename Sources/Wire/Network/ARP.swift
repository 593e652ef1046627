import Packets

/// Address resolution: ARP (RFC 826), RARP (RFC 903), inverse ARP (RFC 2390).
///
///      0         2         4     5     6         8
///     +---------+---------+-----+-----+---------+------------------------------------------- - -
///     | hardware| protocol| hln | pln | opcode  | sender hardware, protocol, target hardware, protocol
///     +---------+---------+-----+-----+---------+------------------------------------------- - -
public struct ARPHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets in front of the addresses.
    @inlinable public static var fixedLength: Int { 8 }

    /// The link layer: 1 Ethernet.
    @inlinable @inline(__always) public var hardware: UInt16 { get throws(Truncation) { try bytes.u16(0) } }

    /// The network layer, an ether type.
    @inlinable @inline(__always) public var type: UInt16 { get throws(Truncation) { try bytes.u16(2) } }

    /// Octets of a link-layer address.
    @inlinable @inline(__always) public var hardwareLength: Int { get throws(Truncation) { Int(try bytes.u8(4)) } }

    /// Octets of a network-layer address.
    @inlinable @inline(__always) public var protocolLength: Int { get throws(Truncation) { Int(try bytes.u8(5)) } }

    /// 1 request, 2 reply, 3 and 4 of RARP, 8 and 9 of inverse ARP.
    @inlinable @inline(__always) public var operation: UInt16 { get throws(Truncation) { try bytes.u16(6) } }

    /// Octets from the start to the sender's link-layer address.
    @inlinable @inline(__always) public var senderHardwareOffset: Int {
        get throws(Truncation) { ARPHeader.fixedLength }
    }

    /// Octets from the start to the sender's network-layer address.
    @inlinable public var senderProtocolOffset: Int {
        get throws(Truncation) { try ARPHeader.fixedLength + hardwareLength }
    }

    /// Octets from the start to the target's link-layer address.
    @inlinable public var targetHardwareOffset: Int {
        get throws(Truncation) { try ARPHeader.fixedLength + hardwareLength + protocolLength }
    }

    /// Octets from the start to the target's network-layer address.
    @inlinable public var targetProtocolOffset: Int {
        get throws(Truncation) { try ARPHeader.fixedLength + 2 * hardwareLength + protocolLength }
    }

    /// Octets of the whole message.
    @inlinable public var length: Int {
        get throws(Truncation) { try ARPHeader.fixedLength + 2 * hardwareLength + 2 * protocolLength }
    }

    /// The sender's link-layer address.
    @inlinable
    public var senderHardware: RawSpan {
        @_lifetime(copy self) get throws(Truncation) { try bytes.slice(senderHardwareOffset, hardwareLength) }
    }

    /// The sender's network-layer address.
    @inlinable
    public var senderProtocol: RawSpan {
        @_lifetime(copy self) get throws(Truncation) { try bytes.slice(senderProtocolOffset, protocolLength) }
    }

    /// The target's link-layer address.
    @inlinable
    public var targetHardware: RawSpan {
        @_lifetime(copy self) get throws(Truncation) { try bytes.slice(targetHardwareOffset, hardwareLength) }
    }

    /// The target's network-layer address.
    @inlinable
    public var targetProtocol: RawSpan {
        @_lifetime(copy self) get throws(Truncation) { try bytes.slice(targetProtocolOffset, protocolLength) }
    }

    /// The sender's link-layer address, where it has 48 bits.
    @inlinable public var senderMAC: UInt64 { get throws(Truncation) { try senderHardware.u48(0) } }

    /// The sender's network-layer address, where it is one of IPv4.
    @inlinable public var senderIP: HostAddress { get throws(Truncation) { try senderProtocol.ipv4(0) } }

    /// The target's link-layer address, where it has 48 bits.
    @inlinable public var targetMAC: UInt64 { get throws(Truncation) { try targetHardware.u48(0) } }

    /// The target's network-layer address, where it is one of IPv4.
    @inlinable public var targetIP: HostAddress { get throws(Truncation) { try targetProtocol.ipv4(0) } }
}
