import Packets

/// The address family in front of a packet of the links `NULL` and `LOOP`.
public struct LoopbackHeader: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the header; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets.
    @inlinable public static var length: Int { 4 }

    /// The address family, in the order of the network.
    @inlinable public var family: UInt32 { get throws(Truncation) { try bytes.u32(0) } }

    /// The address family, in the order of most machines.
    @inlinable public var turnedFamily: UInt32 { get throws(Truncation) { try bytes.le32(0) } }
}
