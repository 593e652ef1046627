import Capture
import Syscalls

/// Between a thread that captures and the one that merges: full blocks one way, empty ones the other, and what each
/// wants from the other. One lock for each block, none for a packet.
///
/// Memory: at most `limit` blocks. When all are full the capturing thread waits; the ring then fills, and the kernel
/// counts what it drops.
final class BlockQueue: @unchecked Sendable {
    /// What the capturing thread is to do.
    enum Order: Int, Comparable {
        case capture
        /// Let nothing more into the ring, take out what is in it, and end.
        case drain
        /// End as soon as it can.
        case end

        static func < (a: Order, b: Order) -> Bool { a.rawValue < b.rawValue }
    }

    /// What the merging thread learns at each look.
    struct View {
        var blocks: [PacketBlock] = []
        /// The ring was empty when the thread last looked, and everything is handed over.
        var isIdle = false
        /// It waits for an empty block.
        var isStarved = false
        var hasEnded = false
        var failure: CaptureError?
    }

    /// The counts, as the capturing thread last said them.
    struct Counts {
        var kernel = CaptureStatistics()
        var received: UInt64 = 0
        /// Drops between two looks, at worst.
        var worstDrops: UInt64 = 0
    }

    private let lock = Lock()
    private let limit: Int
    private let onNews: () -> Void
    /// Wakes the capturing thread out of its wait for packets.
    private let wake: EventDescriptor
    // All of it under the lock.
    private var view = View()
    private var free: [PacketBlock] = []
    private var made = 0
    private var order = Order.capture
    private var counts = Counts()
    private var asked: UInt64 = 0
    private var answered: UInt64 = 0

    /// - Parameters:
    ///   - limit: blocks at most, at least 2.
    ///   - onNews: called on the capturing thread when there is something to look at.
    init(limit: Int, onNews: @escaping () -> Void) throws(SystemError) {
        self.limit = max(2, limit)
        self.onNews = onNews
        wake = try EventDescriptor()
    }

    deinit {
        for block in free + view.blocks { block.deallocate() }
    }

    // MARK: the capturing thread

    /// Readable when there is an order or a question.
    var wakeDescriptor: Int32 { wake.descriptor }

    func firstBlock() -> PacketBlock {
        lock.locked { made += 1 }
        return PacketBlock()
    }

    /// Hands a full block over and takes an empty one, waiting for it; nil once the capture is to end.
    func exchange(_ full: PacketBlock) -> PacketBlock? {
        hand(full)
        return lock.locked {
            while free.isEmpty && made >= limit && order != .end {
                view.isStarved = true
                onNews()
                lock.wait()
            }
            view.isStarved = false
            if let block = free.popLast() { return block }
            if made >= limit { return nil }
            made += 1
            return PacketBlock()
        }
    }

    private func hand(_ block: PacketBlock) {
        var block = block
        block.sort()
        lock.locked {
            view.blocks.append(block)
            view.isIdle = false
        }
        onNews()
    }

    /// The thread waits for packets, or has some again.
    func setIdle(_ isIdle: Bool) { lock.locked { view.isIdle = isIdle } }

    /// What to do, and whether a thread waits for the counts.
    func orders() -> (order: Order, isAsked: Bool) {
        wake.clear()
        return lock.locked { (order, asked != answered) }
    }

    func tell(_ kernel: CaptureStatistics?, received: UInt64) {
        lock.locked {
            if let kernel {
                counts.worstDrops = max(counts.worstDrops, kernel.dropped &- counts.kernel.dropped)
                counts.kernel = kernel
            }
            counts.received = received
            answered = asked
            lock.wakeAll()
        }
    }

    /// The thread ends: its last block, and why it ended.
    func end(_ last: PacketBlock?, _ failure: CaptureError?) {
        if let last, last.count > 0 { hand(last) } else if let last { giveBack(last) }
        lock.locked {
            view.hasEnded = true
            view.failure = failure
            lock.wakeAll()
        }
        onNews()
    }

    // MARK: the merging thread

    /// What is new; the blocks are the caller's until it gives them back.
    func look() -> View {
        lock.locked {
            let now = view
            view.blocks = []
            return now
        }
    }

    /// An empty block.
    func giveBack(_ block: PacketBlock) {
        var block = block
        block.removeAll()
        lock.locked {
            free.append(block)
            lock.wakeAll()
        }
    }

    func give(_ order: Order) {
        lock.locked {
            self.order = max(self.order, order)
            lock.wakeAll()
        }
        wake.signal()
    }

    /// The counts; asked for now, and waited for a moment: the thread may be in the middle of a batch.
    func currentCounts() -> Counts {
        lock.locked { if !view.hasEnded { asked &+= 1 } }
        wake.signal()
        return lock.locked {
            let deadline = Clock.monotonic() &+ 100_000_000
            while asked != answered && !view.hasEnded && !view.isStarved {
                let left = deadline &- Clock.monotonic()
                if left <= 0 { break }
                lock.wait(atMost: left)
            }
            return counts
        }
    }
}
