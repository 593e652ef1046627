import Packets

/// An Ethernet II or IEEE 802.3 frame (IEEE 802.3 clause 3).
///
///      0                 6                12        14
///     +-----------------+-----------------+---------+----------- - -
///     | destination     | source          | type or | payload
///     |                 |                 | length  |
///     +-----------------+-----------------+---------+----------- - -
public struct EthernetHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets in front of the payload.
    @inlinable public static var length: Int { 14 }

    /// Values of `type` up to this are lengths of an 802.3 frame, larger ones are types.
    @inlinable public static var maximumLength: UInt16 { 1500 }

    /// The receiver, 48 bits.
    @inlinable @inline(__always) public var destination: UInt64 { get throws(Truncation) { try bytes.u48(0) } }

    /// The sender, 48 bits.
    @inlinable @inline(__always) public var source: UInt64 { get throws(Truncation) { try bytes.u48(6) } }

    /// The payload's ether type, or its length in octets.
    @inlinable @inline(__always) public var type: UInt16 { get throws(Truncation) { try bytes.u16(12) } }
}
