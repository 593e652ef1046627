import Packets

/// A packet of `any`, version 1 (LINKTYPE_LINUX_SLL).
public struct LinuxCookedHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets.
    @inlinable public static var length: Int { 16 }

    /// 0 to this host, 1 broadcast, 2 multicast, 3 between others, 4 from this host (packet(7)).
    @inlinable public var packetType: UInt16 { get throws(Truncation) { try bytes.u16(0) } }

    /// The device's kind (ARPHRD_ of if_arp.h).
    @inlinable public var hardware: UInt16 { get throws(Truncation) { try bytes.u16(2) } }

    /// Octets of the link-layer address that count.
    @inlinable public var addressLength: UInt16 { get throws(Truncation) { try bytes.u16(4) } }

    /// The link-layer address where it has 48 bits.
    @inlinable public var linkAddress: UInt64 { get throws(Truncation) { try bytes.u48(6) } }

    /// The field of the link-layer address, 8 octets.
    @inlinable
    public var address: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(6, 8) } }

    /// The ether type, or a number of the kernel's own up to 1536.
    @inlinable public var type: UInt16 { get throws(Truncation) { try bytes.u16(14) } }
}

/// A packet of `any`, version 2 (LINKTYPE_LINUX_SLL2).
public struct LinuxCooked2Header: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets.
    @inlinable public static var length: Int { 20 }

    /// As in version 1.
    @inlinable public var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }

    /// The interface's index where the packet was captured.
    @inlinable public var interface: UInt32 { get throws(Truncation) { try bytes.u32(4) } }

    /// The device's kind (ARPHRD_ of if_arp.h).
    @inlinable public var hardware: UInt16 { get throws(Truncation) { try bytes.u16(8) } }

    /// As in version 1.
    @inlinable public var packetType: UInt8 { get throws(Truncation) { try bytes.u8(10) } }

    /// Octets of the link-layer address that count.
    @inlinable public var addressLength: UInt8 { get throws(Truncation) { try bytes.u8(11) } }

    /// The link-layer address where it has 48 bits.
    @inlinable public var linkAddress: UInt64 { get throws(Truncation) { try bytes.u48(12) } }

    /// The field of the link-layer address, 8 octets.
    @inlinable
    public var address: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(12, 8) } }
}
