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

extension Dissector {
    /// For a dissector that remembers: the packet's text depends on earlier ones. Where those have not been seen it
    /// ends here, and is left to the printer that has.
    mutating func needsOrder() throws(Truncation) {
        guard defersNumbers else { return }
        isHeld = true
        throw Truncation(offset: 0, need: 0, have: 0)
    }

    /// Takes back what was printed of the current packet, and keeps the packet.
    mutating func hold(_ packet: borrowing PacketView, textOffset: Int, segments: Int, exchanges: Int) {
        isHeld = false
        cut(to: textOffset)
        while deferred.segments.count > segments { deferred.segments.removeLast() }
        while deferred.exchanges.count > exchanges { deferred.exchanges.removeLast() }
        held.add(packet, textOffset: textOffset, segments: segments)
    }
}
