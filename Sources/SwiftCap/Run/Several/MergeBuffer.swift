import Capture
import Packets

/// Packets of several devices on their way into one order: copied out of the rings, handed on by time.
///
/// Memory is reused; the bytes grow to the most that was held back at once, and `isFull` says when to hold back no more.
@safe
struct MergeBuffer: ~Copyable {
    private struct Entry {
        var time: Timestamp
        var offset: Int
        var length: Int
        var originalLength: Int
        var source: Int
    }

    private static let limit = 32 << 20
    /// Packets that are held at most, however short `-s` makes them.
    private static let mostEntries = 1 << 18
    /// `isFull` is asked between batches: each of several devices may bring one more.
    private static let overshoot = 1 << 16

    private var base: UnsafeMutableRawPointer
    private var capacity = 1 << 20
    private var used = 0
    private var entries: [Entry] = []
    private var isSorted = true

    init() {
        unsafe base = .allocate(byteCount: capacity, alignment: 16)
        // Taken at once, so that no packet makes it grow; the pages are touched only when packets come to lie there.
        entries.reserveCapacity(MergeBuffer.mostEntries + MergeBuffer.overshoot)
    }

    deinit {
        unsafe base.deallocate()
    }

    var isEmpty: Bool { entries.isEmpty }
    var isFull: Bool { used >= MergeBuffer.limit || entries.count >= MergeBuffer.mostEntries }

    /// Copies a packet in.
    mutating func add(_ packet: borrowing PacketView, from source: Int) {
        let length = packet.bytes.byteCount
        if used &+ length > capacity { grow(to: used &+ length) }
        let target = unsafe base + used
        unsafe packet.bytes.withUnsafeBytes { bytes in
            if let from = bytes.baseAddress { unsafe target.copyMemory(from: from, byteCount: bytes.count) }
        }
        if let last = entries.last, packet.timestamp < last.time { isSorted = false }
        entries.append(
            Entry(
                time: packet.timestamp, offset: used, length: length, originalLength: packet.originalLength,
                source: source))
        used &+= length
    }

    private mutating func grow(to count: Int) {
        while capacity < count { capacity *= 2 }
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        unsafe larger.copyMemory(from: base, byteCount: used)
        unsafe base.deallocate()
        unsafe base = larger
    }

    /// Brings the packets into the order of their times and tells how many are not younger than `horizon`; all of them
    /// without one. Packets of the same time keep the order in which they came.
    mutating func prepare(until horizon: Timestamp?) -> Int {
        if !isSorted {
            // Swift's sort is stable.
            entries.sort { $0.time < $1.time }
            isSorted = true
        }
        guard let horizon else { return entries.count }
        return entries.firstIndex { horizon < $0.time } ?? entries.count
    }

    /// Where the packet at `place` of the order came from.
    func source(at place: Int) -> Int { entries[place].source }

    /// The packet at `place` of the order.
    @_lifetime(borrow self)
    func packet(at place: Int, _ linkType: LinkType) -> PacketView {
        let entry = entries[place]
        let bytes = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(base + entry.offset), byteCount: entry.length)
        return PacketView(
            bytes: unsafe _overrideLifetime(bytes, borrowing: self), timestamp: entry.time,
            originalLength: entry.originalLength, linkType: linkType)
    }

    /// Forgets the first `count` of the order.
    mutating func removeFirst(_ count: Int) {
        entries.removeFirst(count)
        compact()
    }

    /// Moves what is left to the front.
    private mutating func compact() {
        if entries.isEmpty {
            used = 0
            return
        }
        // In the order of the memory, so that no move overwrites what is still to be moved.
        let order = entries.indices.sorted { entries[$0].offset < entries[$1].offset }
        var end = 0
        for i in order {
            let entry = entries[i]
            unsafe (base + end).copyMemory(from: base + entry.offset, byteCount: entry.length)
            entries[i].offset = end
            end += entry.length
        }
        used = end
    }
}
