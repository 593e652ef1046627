import Packets

/// The common header of OSPF, versions 2 and 3 (RFC 2328 A.3.1, RFC 5340 A.3.1).
public struct OSPFHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets in version 2.
    @inlinable public static var length2: Int { 24 }

    /// Octets in version 3.
    @inlinable public static var length3: Int { 16 }

    /// Version.
    @inlinable public var version: UInt8 { get throws(Truncation) { try bytes.u8(0) } }

    /// 1 hello, 2 database description, 3 request, 4 update, 5 acknowledgement.
    @inlinable public var type: UInt8 { get throws(Truncation) { try bytes.u8(1) } }

    /// Octets of the packet.
    @inlinable public var length: UInt16 { get throws(Truncation) { try bytes.u16(2) } }

    /// The router.
    @inlinable public var router: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }

    /// The area.
    @inlinable public var area: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }

    /// Over the packet; in version 3 with the pseudo-header.
    @inlinable public var checksum: UInt16 { get throws(Truncation) { try bytes.u16(12) } }

    /// Version 2: 0 none, 1 password, 2 cryptographic.
    @inlinable public var authentication: UInt16 { get throws(Truncation) { try bytes.u16(14) } }

    /// Version 3: which instance on the link.
    @inlinable public var instance: UInt8 { get throws(Truncation) { try bytes.u8(14) } }
}
