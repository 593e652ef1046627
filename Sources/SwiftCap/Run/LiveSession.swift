import Capture
import Glibc
import Packets
import Promiscuity
import Reports
import Savefiles
import Syscalls

/// Why a capture ended, in the report's words.
typealias StopReason = CaptureReport.StopReason

extension StopReason {
    /// What a fault in the loop of a capture comes to: the reason to stop, and what to say of it.
    static func of(_ fault: any Error) -> (reason: StopReason, failure: RunError) {
        guard let fault = fault as? CaptureError else { return (.error, RunError("\(fault)")) }
        return (fault.kind == .interfaceGone ? .interfaceGone : .error, RunError("pcap_loop: \(fault.message)"))
    }
}

// What libpcap calls for each packet. The context is the session's pipeline.

/// A packet that is written or printed.
private let receive: PacketHandler = { context, header, bytes in
    guard let context = unsafe context, let header = unsafe header, let bytes = unsafe bytes else { return }
    let pipeline = unsafe UnsafeMutableRawPointer(context).assumingMemoryBound(to: Pipeline.self)
    let scale = unsafe pipeline.pointee.fractionScale
    let linkType = unsafe pipeline.pointee.linkType
    _ = unsafe pipeline.pointee.consume(makeView(header, bytes, fractionScale: scale, linkType))
}

// The two that only count run in the time of a dozen instructions; libpcap's promise that no pointer is nil is taken at
// its word there.

/// A packet that is only counted, and looked at for whom it is. A function that is always inlined, and no closure: the
/// entry that C calls is then the body itself.
@inline(__always)
private func countFrame(
    _ context: UnsafeMutablePointer<UInt8>?, _ header: UnsafePointer<RingHeader>?, _ bytes: UnsafePointer<UInt8>?
) {
    let pipeline = unsafe UnsafeMutableRawPointer(context.unsafelyUnwrapped).assumingMemoryBound(to: Pipeline.self)
    let length = unsafe header.unsafelyUnwrapped.pointee.caplen
    unsafe pipeline.pointee.tally.count(bytes.unsafelyUnwrapped, length: length)
}

private let count: PacketHandler = unsafe countFrame

/// A packet that is only counted.
private let countPlain: PacketHandler = { context, _, _ in
    let pipeline = unsafe UnsafeMutableRawPointer(context.unsafelyUnwrapped).assumingMemoryBound(to: Pipeline.self)
    unsafe pipeline.pointee.tally.countPlain()
}

/// One capture on one device, from the moment it is activated: packets, link notifications, signals and time in one
/// loop on one thread.
struct LiveSession: ~Copyable {
    /// Packets per call into libpcap: signals are looked at in between, even under a flood.
    private static let batch: Int32 = 4096

    var handle: CaptureHandle
    var pipeline: Pipeline
    let books: Books?
    let signals: SignalDescriptor
    let limits: Limits
    private(set) var stopReason: StopReason?
    private(set) var failure: RunError?
    private(set) var statistics = CaptureStatistics()
    private var announced: UInt64 = 0
    private var dropsBefore: UInt32 = 0
    /// Packets dropped between two looks at the count, at worst.
    private var worstDrops: UInt32 = 0
    /// For files that are closed while the capture goes on.
    var turnBooks: TurnBooks?
    /// When what is buffered goes to the file; nil while nothing is.
    private var nextHandOver: Int64?
    private var handedOver: UInt64 = 0

    /// When to stop by itself, and what to do on the way.
    struct Limits {
        /// 0 for none.
        var packets: UInt64 = 0
        /// Nanoseconds; nil for none.
        var duration: Int64?
        /// Nanoseconds between two polls of the books; nil for none.
        var poll: Int64?
        /// `Got N` on stderr each second.
        var showsProgress = false
        /// How long the kernel may hold a block back.
        var readTimeout: Int64 = 100_000_000
    }

    init(
        handle: consuming CaptureHandle, pipeline: consuming Pipeline, books: Books?,
        signals: consuming SignalDescriptor, limits: Limits
    ) {
        self.handle = handle
        self.pipeline = pipeline
        self.books = books
        self.signals = signals
        self.limits = limits
    }

    /// Runs until a limit, a signal or a fault ends it, then drains what reached the ring. `stopReason` and
    /// `failure` tell the rest.
    mutating func run() {
        var loop = EventLoop()
        let packets = loop.add(handle.descriptor)
        let links = loop.add(books?.notificationDescriptor ?? -1)
        let interrupts = loop.add(signals.descriptor)
        let started = Clock.monotonic()
        let end = limits.duration.map { started &+ $0 }
        var nextPoll = limits.poll.map { started &+ $0 }
        var nextProgress: Int64? = limits.showsProgress ? started &+ 1_000_000_000 : nil
        var more = false
        // The file's head goes out at once: killed before the first packet, it is a file without packets, and no torso.
        pipeline.handOverFile()
        if pipeline.hasStopped { stopReason = pipeline.files?.limit ?? .error }
        do {
            while stopReason == nil {
                let deadline = [end, nextPoll, nextProgress, nextHandOver, pipeline.files?.nextTurn].compactMap(\.self)
                    .min()
                try loop.wait(until: more ? 0 : deadline)
                if loop.isReady(interrupts) { try handleSignals() }
                if stopReason != nil { break }
                if loop.isReady(links) { followLinks() }
                if more || loop.isReady(packets) { more = try receiveBatch() }
                turnFile()
                let now = Clock.monotonic()
                handOverFile(now)
                if let end, now >= end, stopReason == nil { stopReason = .duration }
                if let due = nextPoll, now >= due {
                    books?.poll()
                    noteDrops()
                    nextPoll = now &+ (limits.poll ?? 0)
                }
                if let due = nextProgress, now >= due {
                    showProgress()
                    nextProgress = now &+ 1_000_000_000
                }
            }
        } catch {
            let ending = StopReason.of(error)
            (stopReason, failure) = (ending.reason, ending.failure)
        }
        drain()
    }

    /// Takes what is ready; true when there may be more at once.
    private mutating func receiveBatch() throws(CaptureError) -> Bool {
        var limit = LiveSession.batch
        turnBooks?.look(handle)
        if limits.packets > 0 { limit = min(limit, Int32(clamping: limits.packets &- pipeline.captured)) }
        let count = try dispatch(limit)
        if count < Int(limit) {
            pipeline.flushText()
            if pipeline.files?.goesToPipe == true { pipeline.handOverFile() }
        }
        if pipeline.hasStopped {
            stopReason = pipeline.files?.limit ?? .error
        } else if stopReason == nil && limits.packets > 0 && pipeline.captured >= limits.packets {
            stopReason = .packetCount
        }
        return count == Int(limit)
    }

    private mutating func dispatch(_ limit: Int32) throws(CaptureError) -> Int {
        var thrown: CaptureError?
        let counting = unsafe pipeline.tally.countsForeignUnicast ? count : countPlain
        let handler = unsafe pipeline.onlyCounts ? counting : receive
        let taken = unsafe withUnsafeMutablePointer(to: &pipeline) { pointer in
            do throws(CaptureError) {
                return unsafe try handle.dispatch(limit: limit, context: pointer, handler: handler)
            } catch {
                thrown = error
                return 0
            }
        }
        if let thrown { throw thrown }
        return taken
    }

    /// `-G` by the clock, packets or none.
    private mutating func turnFile() {
        guard stopReason == nil, pipeline.files?.nextTurn != nil else { return }
        turnBooks?.look(handle)
        pipeline.turnFileIfDue()
        if pipeline.hasStopped { stopReason = pipeline.files?.limit ?? .error }
    }

    /// No packet waits in a buffer for longer than a second, whatever comes after it.
    private mutating func handOverFile(_ now: Int64) {
        guard stopReason == nil, pipeline.files != nil else { return }
        if let due = nextHandOver {
            guard now >= due else { return }
            nextHandOver = nil
            handedOver = pipeline.tally.captured
            pipeline.handOverFile()
            if pipeline.hasStopped { stopReason = pipeline.files?.limit ?? .error }
        } else if pipeline.tally.captured != handedOver {
            nextHandOver = now &+ 1_000_000_000
        }
    }

    private mutating func followLinks() {
        books?.handleNotifications()
    }

    private mutating func handleSignals() throws(SystemError) {
        while let signal = try signals.next() {
            switch signal {
            case SIGUSR1: Messages.raw("swiftcap: " + counts(separator: ", ") + "\n")
            case SIGUSR2: pipeline.flushFile()
            case SIGCHLD: pipeline.files?.reapCommands()
            default: stopReason = stopReason ?? .signal
            }
        }
    }

    private mutating func noteDrops() {
        guard let counts = try? handle.statistics() else { return }
        worstDrops = max(worstDrops, counts.dropped &- dropsBefore)
        dropsBefore = counts.dropped
    }

    /// Why packets were dropped, if any were. After the drain.
    mutating func explainDrops() -> String? {
        noteDrops()
        let written = pipeline.files?.bytes ?? 0
        let asked = UInt64(handle.settings.bufferSize)
        let guess = UInt64(min(handle.snapshotLength, 1514))
        let average = pipeline.captured > 0 && written > 0 ? written / pipeline.captured : guess
        return DropExplanation(
            dropped: UInt64(statistics.dropped), worst: UInt64(worstDrops),
            ring: asked > 0 ? asked : DropExplanation.defaultRing, averageLength: average,
            waits: pipeline.files?.waits ?? 0
        ).text
    }

    private mutating func showProgress() {
        guard pipeline.captured != announced else { return }
        announced = pipeline.captured
        Messages.raw("Got \(announced)\r")
    }

    /// Everything that reached the ring comes out: the door is closed, and the block that the kernel still fills is
    /// handed over within the read timeout and a little more. Only the waiting is bounded by that: what is there is
    /// taken however long the sinks need for it, unless a second signal says that it is enough.
    private mutating func drain() {
        defer { statistics = (try? handle.statistics()) ?? statistics }
        if stopReason == .interfaceGone { return drainOrphan() }
        guard stopReason == .signal || stopReason == .duration, (try? handle.closeDoor()) != nil else { return }
        var loop = EventLoop()
        let packets = loop.add(handle.descriptor)
        let interrupts = loop.add(signals.descriptor)
        let deadline = Clock.monotonic() &+ limits.readTimeout &+ 50_000_000
        while !pipeline.hasStopped && !isDrained {
            guard (try? loop.wait(until: deadline)) != nil else { return }
            if loop.isReady(interrupts), hasEnough() { return }
            let before = pipeline.captured
            if loop.isReady(packets) { guard (try? receiveBatch()) != nil else { return } }
            if pipeline.captured == before && Clock.monotonic() >= deadline { return }
        }
    }

    /// The sinks have what the kernel counted (in 32 bits, which wrap), or as much as they want.
    private var isDrained: Bool {
        if limits.packets > 0 && pipeline.captured >= limits.packets { return true }
        guard let counts = try? handle.statistics() else { return true }
        return UInt32(truncatingIfNeeded: pipeline.captured) == counts.received &- counts.dropped
    }

    /// A second signal to stop, while draining.
    private mutating func hasEnough() -> Bool {
        let reason = stopReason
        stopReason = nil
        defer { stopReason = reason }
        try? handleSignals()
        return stopReason != nil
    }

    /// The ring outlives its interface: once the kernel's timer has retired the last block, what was in it comes out,
    /// between the errors that libpcap repeats.
    private mutating func drainOrphan() {
        var idle = EventLoop()
        try? idle.wait(until: Clock.monotonic() &+ limits.readTimeout &+ 50_000_000)
        var silence = 0
        while silence < 3 && !pipeline.hasStopped {
            let before = pipeline.captured
            _ = try? receiveBatch()
            silence = pipeline.captured == before ? silence + 1 : 0
        }
    }

    /// tcpdump's counts: one a line at the end, in one line on SIGUSR1.
    func counts(separator: String) -> String {
        let kernel = (try? handle.statistics()) ?? statistics
        return LiveSession.counts(captured: pipeline.captured, kernel, separator: separator)
    }

    static func counts(captured: UInt64, _ kernel: CaptureStatistics, separator: String) -> String {
        func packets(_ n: UInt64, _ what: String) -> String { "\(n) packet\(n == 1 ? "" : "s") \(what)" }
        var parts = [
            packets(captured, "captured"),
            packets(UInt64(kernel.received), "received by filter"),
            packets(UInt64(kernel.dropped), "dropped by kernel"),
        ]
        if kernel.interfaceDropped != 0 {
            parts.append(packets(UInt64(kernel.interfaceDropped), "dropped by interface"))
        }
        return parts.joined(separator: separator)
    }
}
