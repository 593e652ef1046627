import Packets

/// What is counted of every packet, whatever else happens to it.
struct PacketTally {
    /// Packets taken.
    private(set) var captured: UInt64 = 0
    /// Unicast frames for other hosts: to an address that is neither a group nor ours, in a frame that we did not send.
    private(set) var foreignUnicast: UInt64 = 0
    /// The shortest frame whose addresses are looked at: both of them, or no frame at all where frames have no
    /// Ethernet addresses or the count is not asked for.
    private let shortest: UInt32
    /// The interface's address as the low 48 bits of eight octets loaded in wire order.
    private let own: UInt64

    /// The group bit is the lowest of the first octet (IEEE 802, clause 8.2.2).
    private static let groupBit: UInt64 = 1

    init(ownAddress: [UInt8]?) {
        if let ownAddress, ownAddress.count == 6 {
            own = ownAddress.reversed().reduce(0) { $0 << 8 | UInt64($1) }
            shortest = 12
        } else {
            own = 0
            shortest = .max
        }
    }

    var countsForeignUnicast: Bool { shortest != .max }

    /// One packet. The twelve octets of its addresses are read in place, in the wire's order: this is all that a
    /// capture which only counts does.
    @inline(__always)
    mutating func count(_ bytes: UnsafeRawPointer, length: UInt32) {
        captured &+= 1
        guard length >= shortest else { return }
        // Equal in the low 48 bits: the difference is nothing once the other two octets are shifted out.
        let destination = unsafe UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        if (destination ^ own) << 16 == 0 || destination & PacketTally.groupBit != 0 { return }
        let source = unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt64.self)) >> 16
        if source != own { foreignUnicast &+= 1 }
    }

    /// One packet that lies elsewhere than in the ring.
    mutating func count(_ packet: borrowing PacketView) {
        unsafe packet.bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return countPlain() }
            unsafe count(base, length: UInt32(clamping: bytes.count))
        }
    }

    /// One packet, when frames for other hosts are not counted.
    @inline(__always)
    mutating func countPlain() {
        captured &+= 1
    }
}
