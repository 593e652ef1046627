import Packets

/// Where packets go in their order.
protocol MergeSink: ~Copyable {
    /// The link type of a socket's packets.
    func linkType(of source: Int) -> LinkType
    /// Takes a packet of a socket.
    mutating func consume(_ packet: borrowing PacketView, from source: Int) -> Verdict
}

/// Blocks of several sockets on their way into one order.
///
/// Each block is in order in itself. Those that overlap with the moment that is being handed on are *open*, usually one for
/// each socket; the others wait, by their first packet. The next packet is the oldest of the open blocks' next ones.
@safe
struct BlockMerge: ~Copyable {
    /// A block and how far it is handed on.
    @safe
    struct Run {
        var block: PacketBlock
        /// The socket it came from.
        let source: Int
        /// When it came (nanoseconds, monotonic).
        let arrived: Int64
        fileprivate var next: UnsafeMutablePointer<PacketBlock.Entry>
        fileprivate var left: Int

        /// - Parameter block: not empty.
        init(_ block: PacketBlock, source: Int, arrived: Int64) {
            self.block = block
            self.source = source
            self.arrived = arrived
            unsafe next = unsafe block.firstEntry
            left = block.count
        }

        /// Of its next packet.
        var time: Int64 { unsafe next.pointee.time }
    }

    private let open: UnsafeMutablePointer<Run>
    private let capacity: Int
    private var openCount = 0
    /// By their first packet, the oldest one first.
    private var waiting: [Run] = []
    private var emptied: [(block: PacketBlock, source: Int)] = []

    /// - Parameter capacity: blocks at most, at all queues together.
    init(capacity: Int) {
        self.capacity = capacity
        unsafe open = .allocate(capacity: capacity)
        waiting.reserveCapacity(capacity)
    }

    deinit {
        for place in 0..<openCount { unsafe open[place].block.deallocate() }
        for run in waiting { run.block.deallocate() }
        for each in emptied { each.block.deallocate() }
        unsafe open.deallocate()
    }

    var isEmpty: Bool { openCount == 0 && waiting.isEmpty }

    /// Takes a block that is not empty. - Precondition: there are fewer than `capacity`.
    mutating func add(_ block: PacketBlock, from source: Int, arrived: Int64) {
        precondition(openCount + waiting.count < capacity)
        let run = Run(block, source: source, arrived: arrived)
        // Nearly always the youngest. Behind those of the same time: they came first.
        var place = waiting.count
        while place > 0 && waiting[place - 1].time > run.time { place -= 1 }
        waiting.insert(run, at: place)
    }

    /// The last packet of the oldest block of a source; nil when there is none.
    func endOfOldest(from source: Int) -> Int64? {
        for place in 0..<openCount where unsafe open[place].source == source {
            return unsafe open[place].block.lastTime
        }
        return waiting.first { $0.source == source }?.block.lastTime
    }

    /// The last packet of the blocks that came before `moment`; nil when all came later.
    func endOfThose(arrivedBefore moment: Int64) -> Int64? {
        var end: Int64?
        for place in 0..<openCount where unsafe open[place].arrived < moment {
            end = max(end ?? .min, unsafe open[place].block.lastTime)
        }
        for run in waiting where run.arrived < moment { end = max(end ?? .min, run.block.lastTime) }
        return end
    }

    /// Where the oldest packet is among the open blocks, and until when that block has the oldest one. Blocks are opened
    /// whose time has come.
    private mutating func oldest() -> (place: Int, until: Int64)? {
        while true {
            var place = -1
            var time = Int64.max
            var until = Int64.max
            for i in 0..<openCount {
                let other = unsafe open[i].time
                if place < 0 || other < time {
                    if place >= 0 { until = time }
                    (place, time) = (i, other)
                } else if other < until {
                    until = other
                }
            }
            guard let first = waiting.first else { return place < 0 ? nil : (place, until) }
            if place >= 0 && first.time >= time { return (place, min(until, first.time)) }
            unsafe (open + openCount).initialize(to: waiting.removeFirst())
            openCount += 1
        }
    }

    /// Hands on at most `limit` packets that are not younger than `horizon`, oldest first, until the sink has had enough.
    /// Blocks that are empty then are in `emptied`. True when there is more to hand on.
    mutating func handOn<Sink: MergeSink & ~Copyable>(
        _ limit: Int, until horizon: Int64, to sink: inout Sink
    ) -> Bool {
        var left = limit
        while let (place, until) = oldest() {
            if unsafe open[place].time > horizon { return false }
            let run = unsafe open + place
            let end = min(until, horizon)
            let source = unsafe run.pointee.source
            var verdict = Verdict.more
            repeat {
                if left == 0 { return true }
                left &-= 1
                verdict = unsafe sink.consume(BlockMerge.view(run, sink.linkType(of: source)), from: source)
                unsafe run.pointee.next -= 1
                unsafe run.pointee.left &-= 1
            } while unsafe verdict == .more && run.pointee.left > 0 && run.pointee.time <= end
            if unsafe run.pointee.left == 0 {
                unsafe emptied.append((run.pointee.block, source))
                openCount -= 1
                unsafe run.update(from: open + openCount, count: 1)
            }
            if verdict == .stop { return false }
        }
        return false
    }

    /// Blocks that have been handed on, with their sockets. They are the caller's then.
    mutating func takeEmptied() -> [(block: PacketBlock, source: Int)] {
        defer { emptied.removeAll(keepingCapacity: true) }
        return emptied
    }

    @inline(__always) @unsafe
    @_lifetime(borrow run)
    private static func view(_ run: UnsafeMutablePointer<Run>, _ linkType: LinkType) -> PacketView {
        let entry = unsafe run.pointee.next.pointee
        let record = unsafe UnsafeRawPointer(run.pointee.block.base) + Int(entry.offset)
        let bytes = unsafe RawSpan(
            _unsafeStart: record + PacketBlock.recordHead, byteCount: Int(entry.length))
        return PacketView(
            bytes: unsafe _overrideLifetime(bytes, borrowing: run),
            timestamp: Timestamp(
                seconds: unsafe record.load(as: Int64.self),
                nanoseconds: Int64(unsafe record.load(fromByteOffset: 8, as: Int32.self))),
            originalLength: Int(unsafe record.load(fromByteOffset: 12, as: UInt32.self)), linkType: linkType)
    }
}
