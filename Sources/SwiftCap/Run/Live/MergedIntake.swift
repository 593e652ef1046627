import Capture
import Glibc
import Packets
import Syscalls

/// Several sockets, each emptied by a thread of its own, their packets merged by time on the session's thread.
///
/// A packet is handed on when nothing older can come any more. A socket that has packets says how far it is with its
/// last one. A socket without any delays the others no longer than the kernel can keep a packet from it: the read
/// timeout.
struct MergedIntake: PacketIntake, ~Copyable {
    /// Beyond the read timeout, for a timer that is late.
    private static let slack: Int64 = 50_000_000
    /// Within one ring a packet may be followed by one that was stamped earlier, on another processor.
    private static let disorder: Int64 = 10_000_000
    /// Blocks of all queues together, where each has enough with that.
    private static let blocks = 128
    private static let fewestBlocks = 8

    let sources: MergedSources
    private let threads: [CaptureThread]
    private let processors: [Int]
    private let readTimeout: Int64
    private let news: News
    private var merge: BlockMerge
    /// The last packet that came of each socket.
    private var latest: [Int64]
    private var isEnding = false
    private var hasEnded: [Bool]
    /// Discovered, but not yet thrown: what came before it goes first.
    private var failure: CaptureError?

    static func blocks(for sockets: Int) -> Int { max(fewestBlocks, blocks / max(1, sockets)) }

    /// Tells the session's thread that there is something to look at.
    final class News: Sendable {
        let event: EventDescriptor
        init() throws(SystemError) { event = try EventDescriptor() }
    }

    /// - Parameters:
    ///   - processors: the i-th thread runs on the i-th, and again from the first; none for all.
    ///   - readTimeout: how long the kernel may hold packets back, in nanoseconds.
    init(
        _ sources: MergedSources, _ news: News, processors: [Int], readTimeout: Int64
    ) {
        self.sources = sources
        threads = sources.threads
        self.news = news
        self.processors = processors
        self.readTimeout = readTimeout
        merge = BlockMerge(capacity: threads.count * MergedIntake.blocks(for: threads.count))
        latest = threads.map { _ in .min }
        hasEnded = threads.map { _ in false }
    }

    deinit {
        for thread in threads { thread.queue.give(.end) }
        for thread in threads { thread.close() }
    }

    mutating func start() throws(RunError) {
        for (place, thread) in threads.enumerated() {
            let processor = processors.isEmpty ? nil : processors[place % processors.count]
            try RunError.wrap { () throws(SystemError) in try thread.start(processor: processor) }
        }
    }

    var descriptor: Int32 { news.event.descriptor }

    /// What is held back gets older by itself.
    var nextLook: Int64? { merge.isEmpty ? nil : Clock.monotonic() &+ 20_000_000 }

    mutating func receive(_ limit: Int32, into pipeline: inout Pipeline) throws(CaptureError) -> Bool {
        let horizon = collect()
        if merge.isEmpty {
            if let failure, !isEnding { throw failure }
            return false
        }
        let more = unsafe withUnsafeMutablePointer(to: &pipeline) { pointer in
            var sink = unsafe LabellingSink(sources, pointer)
            return merge.handOn(Int(limit), until: horizon, to: &sink)
        }
        for (block, source) in merge.takeEmptied() { threads[source].queue.giveBack(block) }
        if let failure, !isEnding { throw failure }
        return more
    }

    /// Takes what the threads have, and tells up to which moment nothing more can come.
    private mutating func collect() -> Int64 {
        news.event.clear()
        // In this order: a ring that is found empty here, and whose thread then has nothing, had nothing then.
        let (now, moment) = (MergedIntake.realtime(), Clock.monotonic())
        let ready = readyRings()
        var horizon = Int64.max
        var forced = Int64.min
        for (place, thread) in threads.enumerated() {
            let view = thread.queue.look()
            for block in view.blocks {
                latest[place] = max(latest[place], block.lastTime)
                merge.add(block, from: place, arrived: moment)
            }
            if view.hasEnded {
                hasEnded[place] = true
                if let why = view.failure { failure = failure ?? why }
                continue
            }
            let silent = view.isIdle && !ready[place] ? now &- hold : .min
            horizon = min(horizon, max(silent, latest[place] == .min ? .min : latest[place] &- MergedIntake.disorder))
            // Its blocks are all here: it can go on only if the oldest is handed on, in order or not.
            if view.isStarved, let end = merge.endOfOldest(from: place) { forced = max(forced, end) }
        }
        // Clocks can be set back, and some adapters have one of their own: nothing waits for ever.
        if let end = merge.endOfThose(arrivedBefore: moment &- 2 &* hold) { forced = max(forced, end) }
        return max(horizon, forced)
    }

    private var hold: Int64 { readTimeout &+ MergedIntake.slack }

    /// Which sockets have a block that has not been taken yet.
    private func readyRings() -> [Bool] {
        var entries = threads.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        _ = unsafe poll(&entries, nfds_t(entries.count), 0)
        return entries.map { $0.revents != 0 }
    }

    private static func realtime() -> Int64 {
        let now = Clock.realtime()
        return now.seconds &* 1_000_000_000 &+ now.nanoseconds
    }

    // MARK: counts

    func statistics() -> CaptureStatistics { sources.total(nil).kernel }

    /// The threads look by themselves.
    mutating func noteDrops() {}
    mutating func lookAtCounts(for books: TurnBooks) {}

    mutating func explainDrops(average: UInt64?, waits: UInt64) -> [String] {
        sources.devices.enumerated().compactMap { place, device in
            let sum = sources.total(place)
            let text = DropExplanation(
                dropped: sum.kernel.dropped, worst: sum.worstDrops, ring: device.ringSize,
                averageLength: average ?? device.guessedLength, waits: waits, rings: device.sockets
            ).text
            return text.map { sources.devices.count > 1 ? "\(device.name): \($0)" : $0 }
        }
    }

    func received(_ pipeline: borrowing Pipeline) -> UInt64 { sources.total(nil).received }

    func counts(_ pipeline: borrowing Pipeline) -> [PacketsSoFar] {
        var counts = sources.devices.indices.map { sources.counts($0) }
        if counts.count == 1 { counts[0].captured = pipeline.captured }
        return counts
    }

    // MARK: the end

    mutating func beginDrain(gone: Bool) -> Drain {
        isEnding = true
        for thread in threads { thread.queue.give(.drain) }
        // Each thread sees to its own end.
        return .waiting(until: .max)
    }

    mutating func isDrained(_ pipeline: borrowing Pipeline) -> Bool {
        merge.isEmpty && hasEnded.allSatisfy(\.self)
    }
}
