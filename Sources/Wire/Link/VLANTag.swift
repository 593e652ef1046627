import Packets

/// A tag between the addresses and the type of a frame (IEEE 802.1Q clause 9), behind its own ether type.
public struct VLANTag: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets, without the ether type that announces it.
    @inlinable public static var length: Int { 4 }

    /// Priority, drop-eligible bit and identifier, 16 bits.
    @inlinable public var control: UInt16 { get throws(Truncation) { try bytes.u16(0) } }

    /// Priority, 3 bits.
    @inlinable public var priority: UInt16 { get throws(Truncation) { try control >> 13 } }

    /// True when the frame may be dropped first.
    @inlinable public var dropEligible: Bool { get throws(Truncation) { try control & 0x1000 != 0 } }

    /// The VLAN, 12 bits.
    @inlinable public var identifier: UInt16 { get throws(Truncation) { try control & 0x0FFF } }

    /// The ether type of what follows.
    @inlinable public var type: UInt16 { get throws(Truncation) { try bytes.u16(2) } }

    /// True for the ether types that announce a tag: 802.1Q, 802.1ad, and two that came before it.
    @inlinable @inline(__always)
    public static func isAnnounced(by type: UInt16) -> Bool {
        type == 0x8100 || type == 0x88A8 || type == 0x9100 || type == 0x9200
    }
}
