import Packets

// Chunks for direct I/O: each begins and ends with a block of the file.
//
//    buffer       lead   records                       straddler
//               +------+-----------------------------+-----------:---+
//    file       | ..   |                             |           : ..|
//               +------+-----------------------------+-----------:---+
//               ^ a block begins                                 ^ one ends: handed over up to here,
//                                                                  the rest is the next buffer's lead
//
// At a tick, or the end, everything is handed over. The part of a block at the end of that is in the file then, and is the next
// buffer's lead, too: it is written once more, as the beginning of its block.
extension SavefileWriter {
    private static var mask: UInt64 { UInt64(DirectIO.block - 1) }

    private var isDirect: Bool {
        mayBeDirect && !isRefused && background?.queue.flow.isDirect == true
    }

    /// The buffer's first byte begins a block of the file.
    private var isAligned: Bool { bytesHanded & Self.mask == 0 }

    /// Lets a packet begin in the full buffer and go on behind its end, if it is one for direct I/O.
    mutating func begins(_ length: Int) -> Bool {
        guard straddler == nil, isDirect, isAligned, used > written, used &+ length <= allocated else { return false }
        straddler = used
        return true
    }

    /// What goes out now, and how many bytes of the buffer's end begin the next one.
    func nextChunk(more: Bool) -> (chunk: Chunk, rest: Int) {
        var chunk = Chunk(used: used, lead: lead, whole: used, packets: buffered)
        chunk.isDirect = isDirect && isAligned
        if let straddler, more {
            chunk.used = DirectIO.roundedDown(used)
            if chunk.used == used { return (chunk, 0) }
            chunk.whole = straddler
            chunk.packets = buffered &- 1
            return (chunk, used - chunk.used)
        }
        let rest = isDirect ? Int(position & Self.mask) : 0
        return (chunk, rest <= used ? rest : 0)
    }

    /// The buffer's last bytes are copied twice, out of it and into the next: it is another thread's in between.
    mutating func keep(_ rest: Int) {
        if rest == 0 { return }
        if unsafe carried == nil { unsafe carried = .allocate(byteCount: DirectIO.block, alignment: 16) }
        unsafe carried?.copyMemory(from: base + used - rest, byteCount: rest)
    }

    mutating func giveBack(_ rest: Int) {
        lead = rest
        if rest > 0, let carried = unsafe carried { unsafe base.copyMemory(from: carried, byteCount: rest) }
    }
}
