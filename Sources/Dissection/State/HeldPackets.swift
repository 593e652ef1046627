import Packets

/// Packets whose text depends on earlier ones in more than a number (a reply that is read by the call that was
/// remembered): a printer that has not seen those keeps the packet whole, and the one that has prints it.
struct HeldPackets: ~Copyable {
    struct Packet {
        /// Where in the text it belongs.
        let textOffset: Int
        /// Segments that came before it.
        let segments: Int
        let start: Int
        let count: Int
        let seconds: Int64
        let nanoseconds: Int64
        let originalLength: Int
        let linkType: Int32
    }

    private(set) var packets = RecordBuffer<Packet>()
    /// Their bytes, one behind the other. No more than a printer is given at a time.
    private(set) var bytes = LineBuffer(capacity: 0)

    mutating func add(_ packet: borrowing PacketView, textOffset: Int, segments: Int) {
        packets.append(
            Packet(
                textOffset: textOffset, segments: segments, start: bytes.count, count: packet.bytes.byteCount,
                seconds: packet.timestamp.seconds, nanoseconds: packet.timestamp.nanoseconds,
                originalLength: packet.originalLength, linkType: packet.linkType.rawValue))
        bytes.append(packet.bytes)
    }

    @_lifetime(borrow self)
    borrowing func view(_ packet: Packet) -> PacketView {
        PacketView(
            bytes: unsafe bytes.bytes.extracting(unchecked: packet.start..<packet.start + packet.count),
            timestamp: Timestamp(seconds: packet.seconds, nanoseconds: packet.nanoseconds),
            originalLength: packet.originalLength, linkType: LinkType(rawValue: packet.linkType))
    }

    mutating func removeAll() {
        packets.removeAll()
        bytes.removeAll()
    }
}
