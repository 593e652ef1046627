import Packets

// Printing with several printers: how their texts become one.
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

    /// Takes back what was printed of the current packet, and keeps the packet.
    mutating func hold(_ packet: borrowing PacketView, textOffset: Int, segments: Int, exchanges: Int) {
        isHeld = false
        cut(to: textOffset)
        while deferred.segments.count > segments { deferred.segments.removeLast() }
        while deferred.exchanges.count > exchanges { deferred.exchanges.removeLast() }
        held.add(packet, textOffset: textOffset, segments: segments)
    }
}
