import Packets

/// What a segment's numbers count from: what is subtracted of each kind.
struct TCPBase {
    /// `role` is no number: the letter of the end that sends a message of IKE.
    enum Number: UInt8 { case sequence, acknowledgement, selective, role }

    var sequence: UInt32 = 0
    var acknowledgement: UInt32 = 0
    /// Of the edges of selective acknowledgements.
    var selective: UInt32 = 0
    /// The place among the deferred segments, when all this is not known yet.
    var place: Int32 = -1

    @inline(__always)
    subscript(number: Number) -> UInt32 {
        switch number {
        case .sequence: sequence
        case .acknowledgement: acknowledgement
        case .selective: selective
        case .role: 0
        }
    }
}

/// Numbers that depend on packets that another printer has seen, or is still to see: what each segment would have told
/// and asked the flow table, in order, and the gaps in the text where its numbers go.
///
/// This lets packets be printed out of order. Three things in a packet's text depend on what was in the packets before:
/// numbers from the flow table and the roles of IKE leave gaps here, and packets that depend on remembered calls are
/// kept whole (`HeldPackets`). The count of packets and the time before are known when a printer begins.
struct DeferredNumbers: ~Copyable {
    /// One byte of the text that a number takes the place of.
    struct Gap {
        private let position: UInt32
        let value: UInt32
        private let segment: UInt32

        /// - Parameter offset: in a text that is far shorter than 4 GiB: it is taken when it is half a MiB long, and
        ///   one packet, of at most 256 KiB, makes some MiB at most.
        @inline(__always)
        init(offset: Int, value: UInt32, number: TCPBase.Number, place: Int32) {
            position = UInt32(truncatingIfNeeded: offset)
            self.value = value
            segment = UInt32(bitPattern: place) << 2 | UInt32(number.rawValue)
        }

        var offset: Int { Int(position) }
        var place: Int { Int(segment >> 2) }
        var number: TCPBase.Number { TCPBase.Number(rawValue: UInt8(segment & 3)) ?? .sequence }
    }

    var segments = RecordBuffer<FlowTable.Segment>()
    var exchanges = RecordBuffer<CookieTable.Exchange>()
    var gaps = RecordBuffer<Gap>()

    mutating func add(_ segment: FlowTable.Segment) -> TCPBase {
        segments.append(segment)
        return TCPBase(place: Int32(truncatingIfNeeded: segments.count &- 1))
    }

    mutating func removeAll() {
        segments.removeAll()
        exchanges.removeAll()
        gaps.removeAll()
    }
}

extension Dissector {
    /// A number that counts from the flow's first one.
    @inline(__always)
    mutating func put(_ value: UInt32, from base: TCPBase, _ number: TCPBase.Number) {
        if base.place < 0 { return put(value &- base[number]) }
        deferred.gaps.append(
            DeferredNumbers.Gap(offset: out.count, value: value, number: number, place: base.place))
        put(byte: 0x30)
    }

    /// Takes back what was printed since the text was so long.
    mutating func cut(to count: Int) {
        out.truncate(to: count)
        while let last = deferred.gaps.last, last.offset >= count { deferred.gaps.removeLast() }
    }
}

// MARK: - Printing with several printers

extension Dissector {
    /// Makes this a printer that goes on where `other` is, in whatever order the two then get their packets: what
    /// depends on earlier packets is left for `take` to fill in.
    public mutating func begin(after other: borrowing Dissector) {
        defersNumbers = true
        number = other.number
        clock.follow(other.clock)
        out.removeAll()
        deferred.removeAll()
        held.removeAll()
    }

    /// Counts a packet that another printer gets.
    @inline(__always)
    public mutating func skip(_ packet: borrowing PacketView) {
        number &+= 1
        if Dissector.isPossible(packet.bytes.byteCount, packet.originalLength) { clock.note(packet.timestamp) }
    }

    /// Appends the text of a printer that began after this one, and empties it. To be called in the order of the
    /// packets.
    public mutating func take(from other: inout Dissector) {
        for place in 0..<other.deferred.exchanges.count {
            other.deferred.exchanges[place].role = cookies.role(of: other.deferred.exchanges[place])
        }
        var progress = Progress()
        for index in 0..<other.held.packets.count {
            let packet = other.held.packets[index]
            advance(&progress, &other, text: packet.textOffset, segments: packet.segments)
            printBody(other.held.view(packet))
        }
        advance(&progress, &other, text: other.out.count, segments: other.deferred.segments.count)
        other.out.removeAll(keeping: 1 << 20)
        other.deferred.removeAll()
        other.held.removeAll()
    }

    /// How far another printer's text has been taken.
    private struct Progress {
        var text = 0
        var segments = 0
        var gaps = 0
    }

    /// Takes text, and what its segments tell the flow table, up to a place.
    private mutating func advance(_ progress: inout Progress, _ other: inout Dissector, text end: Int, segments: Int) {
        for place in progress.segments..<segments {
            other.deferred.segments[place].base = flows.base(of: other.deferred.segments[place])
        }
        progress.segments = segments
        append(textOf: other, &progress, until: end)
    }

    private mutating func append(textOf other: borrowing Dissector, _ progress: inout Progress, until end: Int) {
        let text = other.out.bytes
        var from = progress.text
        while progress.gaps < other.deferred.gaps.count {
            let gap = other.deferred.gaps[progress.gaps]
            if gap.offset >= end { break }
            out.append(unsafe text.extracting(unchecked: from..<gap.offset))
            if gap.number == .role {
                put(byte: other.deferred.exchanges[gap.place].role)
            } else {
                put(gap.value &- other.deferred.segments[gap.place].base[gap.number])
            }
            from = gap.offset + 1
            progress.gaps += 1
        }
        out.append(unsafe text.extracting(unchecked: from..<end))
        progress.text = end
    }
}
