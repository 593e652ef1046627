import Packets

/// A bridge protocol data unit (IEEE 802.1D clause 9).
public struct BridgeProtocolUnit: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Always 0.
    @inlinable public var protocolIdentifier: UInt16 { get throws(Truncation) { try bytes.u16(0) } }

    /// 0 for STP, 2 for RSTP, 3 for MSTP, 4 for SPT.
    @inlinable public var version: UInt8 { get throws(Truncation) { try bytes.u8(2) } }

    /// 0x00 configuration, 0x80 topology change, 0x02 rapid or multiple.
    @inlinable public var type: UInt8 { get throws(Truncation) { try bytes.u8(3) } }

    /// Topology change, role, learning, forwarding, agreement; bits.
    @inlinable public var flags: UInt8 { get throws(Truncation) { try bytes.u8(4) } }

    /// The root: priority, 16 bits, and address, 48 bits.
    @inlinable public var root: UInt64 { get throws(Truncation) { try bytes.u64(5) } }

    /// The root's priority, 16 bits.
    @inlinable public var rootPriority: UInt16 { get throws(Truncation) { try bytes.u16(5) } }

    /// The root's address, 48 bits.
    @inlinable public var rootAddress: UInt64 { get throws(Truncation) { try bytes.u48(7) } }

    /// Cost of the path to the root.
    @inlinable public var rootCost: UInt32 { get throws(Truncation) { try bytes.u32(13) } }

    /// The sending bridge: priority, 16 bits, and address, 48 bits.
    @inlinable public var bridge: UInt64 { get throws(Truncation) { try bytes.u64(17) } }

    /// The sending bridge's priority, 16 bits.
    @inlinable public var bridgePriority: UInt16 { get throws(Truncation) { try bytes.u16(17) } }

    /// The sending bridge's address, 48 bits.
    @inlinable public var bridgeAddress: UInt64 { get throws(Truncation) { try bytes.u48(19) } }

    /// The sending port.
    @inlinable public var port: UInt16 { get throws(Truncation) { try bytes.u16(25) } }

    /// Age of the message, in 1/256 of a second.
    @inlinable public var messageAge: UInt16 { get throws(Truncation) { try bytes.u16(27) } }

    /// Age at which it is forgotten, in 1/256 of a second.
    @inlinable public var maximumAge: UInt16 { get throws(Truncation) { try bytes.u16(29) } }

    /// Time between messages, in 1/256 of a second.
    @inlinable public var helloTime: UInt16 { get throws(Truncation) { try bytes.u16(31) } }

    /// Time until forwarding, in 1/256 of a second.
    @inlinable public var forwardDelay: UInt16 { get throws(Truncation) { try bytes.u16(33) } }
}
