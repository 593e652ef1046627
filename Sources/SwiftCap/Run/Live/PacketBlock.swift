import Capture
import Packets

/// Packets of one socket, copied out of its ring, on their way to another thread.
///
///     records ->                                     free                              <- entries, the first one last
///     | seconds 8, nanoseconds 4, wire length 4 | bytes, up to a multiple of 8 | ... | time 8, offset 4, length 4 |
///
/// A block has one owner at a time: the thread that fills it, the queue, or the one that merges.
@safe
struct PacketBlock {
    struct Entry {
        /// Nanoseconds since 1970, for comparing only: a stamp that is too large wraps.
        var time: Int64
        var offset: UInt32
        var length: UInt32
    }

    /// A packet of 262,144 octets, the largest `-s`, goes in.
    static let capacity = 512 << 10
    static let recordHead = 16
    private static let entrySize = MemoryLayout<Entry>.stride

    let base: UnsafeMutableRawPointer
    private(set) var used = 0
    private(set) var count = 0
    /// Each packet is as young as the one before it, or younger.
    private var isSorted = true
    private(set) var lastTime = Int64.min

    init() {
        unsafe base = .allocate(byteCount: PacketBlock.capacity, alignment: 16)
    }

    func deallocate() { unsafe base.deallocate() }

    mutating func removeAll() {
        used = 0
        count = 0
        isSorted = true
        lastTime = .min
    }

    /// The first entry; the next ones are below it.
    @unsafe
    var firstEntry: UnsafeMutablePointer<Entry> {
        unsafe (base + PacketBlock.capacity).assumingMemoryBound(to: Entry.self) - 1
    }

    @inline(__always)
    func hasRoom(_ length: Int) -> Bool {
        used &+ PacketBlock.recordHead &+ (length &+ 7) & ~7 &+ (count &+ 1) &* PacketBlock.entrySize
            <= PacketBlock.capacity
    }

    /// Copies a packet in, for which there is room.
    @unsafe @inline(__always)
    mutating func append(
        _ bytes: UnsafeRawPointer, length: Int, seconds: Int64, nanoseconds: Int64, originalLength: UInt32
    ) {
        let record = unsafe base + used
        unsafe record.storeBytes(of: seconds, as: Int64.self)
        unsafe record.storeBytes(of: Int32(truncatingIfNeeded: nanoseconds), toByteOffset: 8, as: Int32.self)
        unsafe record.storeBytes(of: originalLength, toByteOffset: 12, as: UInt32.self)
        unsafe (record + PacketBlock.recordHead).copyMemory(from: bytes, byteCount: length)
        let time = seconds &* 1_000_000_000 &+ nanoseconds
        if time < lastTime { isSorted = false } else { lastTime = time }
        unsafe (firstEntry - count).initialize(
            to: Entry(
                time: time, offset: UInt32(truncatingIfNeeded: used), length: UInt32(truncatingIfNeeded: length)))
        used &+= PacketBlock.recordHead &+ (length &+ 7) & ~7
        count &+= 1
    }

    /// Brings the entries into the order of their times. The kernel stamps a packet before it finds its place in the
    /// ring, and two processors can come to the ring in the other order.
    mutating func sort() {
        if isSorted { return }
        isSorted = true
        var entries = unsafe UnsafeMutableBufferPointer(start: firstEntry - (count - 1), count: count)
        // From behind, as they lie. Swift's sort is stable: packets of the same time keep the order in which they came.
        unsafe entries.sort { $0.time > $1.time }
    }
}

/// Fills blocks from one ring. On the stack of its thread: what libpcap calls for each packet looks only here, and goes
/// to the queue when a block is full.
@safe
struct BlockFiller {
    var block: PacketBlock
    let queue: Unmanaged<BlockQueue>
    let fractionScale: Int64
    /// Packets taken out of the ring.
    var received: UInt64 = 0
    private var hasBlock = true

    init(_ queue: BlockQueue, fractionScale: Int64) {
        unsafe self.queue = Unmanaged.passUnretained(queue)
        self.fractionScale = fractionScale
        block = queue.firstBlock()
    }

    /// Hands the block over and takes an empty one; false when there is none any more.
    @inline(never)
    mutating func next() -> Bool {
        if !hasBlock { return false }
        guard let fresh = unsafe queue.takeUnretainedValue().exchange(block) else {
            hasBlock = false
            return false
        }
        block = fresh
        return true
    }

    /// The block, at the end; nil when it has been handed over and no other came.
    func last() -> PacketBlock? { hasBlock ? block : nil }

    /// What `CaptureHandle.dispatch` calls.
    static let handler: PacketHandler = unsafe fillBlock
}

@inline(__always)
private func fillBlock(
    _ context: UnsafeMutablePointer<UInt8>?, _ header: UnsafePointer<RingHeader>?, _ bytes: UnsafePointer<UInt8>?
) {
    // libpcap promises that none of them is nil: it is not checked.
    let filler = unsafe UnsafeMutableRawPointer(context.unsafelyUnwrapped).assumingMemoryBound(to: BlockFiller.self)
    let header = unsafe header.unsafelyUnwrapped
    let length = Int(unsafe header.pointee.caplen)
    unsafe filler.pointee.received &+= 1
    if unsafe !filler.pointee.block.hasRoom(length) {
        // No block comes any more when the capture was given up: what is missing is counted from `received`.
        guard unsafe filler.pointee.next(), unsafe filler.pointee.block.hasRoom(length) else { return }
    }
    let stamp = unsafe header.pointee.ts
    let scale = unsafe filler.pointee.fractionScale
    unsafe filler.pointee.block.append(
        UnsafeRawPointer(bytes.unsafelyUnwrapped), length: length, seconds: Int64(stamp.tv_sec),
        nanoseconds: Int64(stamp.tv_usec) &* scale, originalLength: header.pointee.len)
}
