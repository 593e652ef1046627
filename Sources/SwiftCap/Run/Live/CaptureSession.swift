import Capture
import Glibc
import Packets
import Promiscuity
import Reports
import Savefiles
import Syscalls

extension StopReason {
    /// What a fault in the loop of a capture comes to: the reason to stop, and what to say of it.
    static func of(_ fault: any Error) -> (reason: StopReason, failure: RunError) {
        guard let fault = fault as? CaptureError else { return (.error, RunError("\(fault)")) }
        return (fault.kind == .interfaceGone ? .interfaceGone : .error, RunError("pcap_loop: \(fault.message)"))
    }
}

/// When a capture stops by itself, and what it does on the way.
struct CaptureLimits {
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

/// One live capture from the moment it is activated, on whatever it has sockets: packets, link notifications, signals
/// and time in one loop on one thread.
struct CaptureSession<Intake: PacketIntake & ~Copyable>: ~Copyable {
    /// Packets per call: signals are looked at in between, even under a flood.
    private static var batch: Int32 { 4096 }
    private static var second: Int64 { 1_000_000_000 }

    var intake: Intake
    var pipeline: Pipeline
    let books: [Books]
    /// What files say that are closed on the way; nil where they say nothing.
    let turnBooks: TurnBooks?
    let signals: SignalDescriptor
    let watch: SignalGuard
    let limits: CaptureLimits
    private(set) var stopReason: StopReason?
    private(set) var failure: RunError?
    private(set) var statistics = CaptureStatistics()
    private var announced: UInt64 = 0
    /// A second signal to stop has come.
    private var isToldAgain = false
    /// When what is buffered goes to the file; nil while nothing is.
    private var nextHandOver: Int64?
    private var handedOver: UInt64 = 0
    private var bookTriggers: [BooksTrigger] = []
    /// `--books`.
    var bookRows: BookRows?
    /// What the report says of the time between its states.
    var course: CaptureCourse?
    /// For a reader who ends the capture by going.
    var growing: GrowingBooks?

    init(
        _ intake: consuming Intake, _ pipeline: consuming Pipeline, _ books: [Books],
        _ turnBooks: TurnBooks?, _ signals: consuming SignalDescriptor, _ watch: SignalGuard, _ limits: CaptureLimits
    ) {
        self.intake = intake
        bookTriggers = pipeline.recorder?.plan.triggersOnBooks == true ? books.map { BooksTrigger($0) } : []
        self.pipeline = pipeline
        self.books = books
        self.turnBooks = turnBooks
        self.signals = signals
        self.watch = watch
        self.limits = limits
    }

    /// Runs until a limit, a signal or a fault ends it, then drains what reached the rings. `stopReason` and `failure`
    /// tell the rest.
    mutating func run() {
        // The file's head goes out at once: killed before the first packet, it is a whole file without packets.
        pipeline.handOverFile()
        if pipeline.hasStopped { stopReason = pipeline.fileLimit ?? .error }
        growBooks()
        do {
            try intake.start()
            try runLoop()
        } catch let error as RunError {
            (stopReason, failure) = (.error, error)
        } catch {
            let ending = StopReason.of(error)
            (stopReason, failure) = (ending.reason, ending.failure)
        }
        drain()
        statistics = intake.statistics()
    }

    private mutating func runLoop() throws {
        var loop = EventLoop()
        let packets = loop.add(intake.descriptor)
        let links = books.map { loop.add($0.notificationDescriptor) }
        let interrupts = loop.add(signals.descriptor)
        let kept = loop.add(watch.descriptor)
        let reader = loop.add(growing?.reader.descriptor ?? -1)
        var times = Times(limits)
        var more = false
        while stopReason == nil {
            let deadline = times.next(
                nextHandOver, intake.nextLook, pipeline.nextTurn, pipeline.recorder?.deadline, bookRows?.nextTurn,
                growing?.deadline(pipeline.tally.captured, books), course?.nextLook)
            try loop.wait(until: more || pipeline.recorder?.isBehind == true ? 0 : deadline)
            if loop.isReady(interrupts) || loop.isReady(kept) { try handleSignals() }
            if loop.isReady(reader) { stopReason = stopReason ?? .signal }
            if stopReason != nil { break }
            for place in links.indices where loop.isReady(links[place]) {
                books[place].handleNotifications()
                // What cannot be read stays readable for ever: the polls try it again.
                if books[place].isDeaf { loop.remove(links[place]) }
                lookAtBooks()
            }
            if more || loop.isReady(packets) || intake.nextLook != nil { more = try receiveBatch() }
            turnFile()
            workRecorder()
            growBooks()
            let now = Clock.monotonic()
            handOverFile(now)
            if let end = times.end, now >= end { stopReason = stopReason ?? .duration }
            if Times.isDue(&times.poll, now, every: limits.poll ?? 0) {
                for each in books { each.poll() }
                lookAtBooks()
                intake.noteDrops()
            }
            if let course, course.isDue(now) { course.note(intake.counts(pipeline)) }
            if Times.isDue(&times.counts, now, every: Times.countPeriod) { intake.noteDrops() }
            if Times.isDue(&times.progress, now, every: CaptureSession.second) { showProgress() }
        }
    }

    /// Takes what is ready; true when there may be more at once.
    private mutating func receiveBatch() throws(CaptureError) -> Bool {
        var limit = CaptureSession.batch
        if let turnBooks { intake.lookAtCounts(for: turnBooks) }
        if limits.packets > 0 { limit = min(limit, Int32(clamping: limits.packets &- pipeline.captured)) }
        let before = pipeline.tally.captured
        let more = try intake.receive(limit, into: &pipeline)
        // Only what is new: a pipe whose reader is gone is found out with a packet, which then counts as unwritten.
        if !more && pipeline.tally.captured != before {
            pipeline.flushText()
            if pipeline.goesToPipe { pipeline.handOverFile() }
        }
        if pipeline.hasStopped {
            stopReason = stopReason ?? pipeline.fileLimit ?? .error
        } else if stopReason == nil && limits.packets > 0 && pipeline.captured >= limits.packets {
            stopReason = .packetCount
        }
        return more
    }

    /// `-G` by the clock, packets or none.
    private mutating func turnFile() {
        bookRows?.turnIfDue(books)
        guard stopReason == nil, pipeline.nextTurn != nil else { return }
        if let turnBooks { intake.lookAtCounts(for: turnBooks) }
        pipeline.turnFileIfDue()
        if pipeline.hasStopped { stopReason = pipeline.fileLimit ?? .error }
    }

    /// What the recorder still has to write, and the ends of its events.
    private mutating func workRecorder() {
        guard stopReason == nil, pipeline.recorder != nil else { return }
        if let turnBooks { intake.lookAtCounts(for: turnBooks) }
        pipeline.workRecorder()
        if pipeline.hasStopped { stopReason = pipeline.fileLimit ?? .error }
    }

    /// `--books` and `--trigger-books`.
    private mutating func lookAtBooks() {
        bookRows?.follow(books)
        for place in bookTriggers.indices {
            if let change = bookTriggers[place].look() { pipeline.note(.books(change)) }
        }
    }

    /// No packet waits in a buffer for longer than a second, whatever comes after it.
    private mutating func handOverFile(_ now: Int64) {
        guard stopReason == nil, pipeline.hasFiles else { return }
        if let due = nextHandOver {
            guard now >= due else { return }
            nextHandOver = nil
            handedOver = pipeline.tally.captured
            pipeline.handOverFile()
            if pipeline.hasStopped { stopReason = pipeline.fileLimit ?? .error }
        } else if pipeline.tally.captured != handedOver {
            nextHandOver = now &+ CaptureSession.second
        }
    }

    /// The books so far, to the file that grows; at once, as its reader may go at any time.
    private mutating func growBooks() {
        guard stopReason == nil, growing != nil else { return }
        let statistics = growing?.due(Clock.monotonic(), pipeline.tally.captured, books) ?? []
        if statistics.isEmpty { return }
        pipeline.add(statistics)
        pipeline.handOverFile()
        if pipeline.hasStopped { stopReason = pipeline.fileLimit ?? .error }
    }

    private mutating func handleSignals() throws(SystemError) {
        while let signal = try signals.next() {
            if obey(signal) { isToldAgain = watch.noteStop() || isToldAgain }
        }
        // The guard knows of these.
        for signal in watch.takeKept() { _ = obey(signal) }
    }

    /// True for a signal to stop.
    private mutating func obey(_ signal: Int32) -> Bool {
        switch signal {
        case SIGUSR1: Messages.lines("swiftcap: " + counts(separator: ", ") + "\n")
        case SIGUSR2 where pipeline.recorder != nil: pipeline.note(.signal)
        case SIGUSR2: pipeline.flushFile()
        case SIGCHLD:
            pipeline.files?.reapCommands()
            pipeline.rows?.reapCommands()
            pipeline.recorder?.reapCommands()
        default:
            stopReason = stopReason ?? .signal
            return true
        }
        return false
    }

    private mutating func showProgress() {
        guard pipeline.captured != announced else { return }
        announced = pipeline.captured
        Messages.progress("Got \(announced)")
    }

    /// Why packets were dropped, if any were. After the drain.
    mutating func explainDrops() -> [String] {
        // Rows say nothing of how large packets were in the ring.
        let written = pipeline.files?.bytes ?? 0
        let average = pipeline.captured > 0 && written > 0 ? written / pipeline.captured : nil
        return intake.explainDrops(average: average, waits: pipeline.files?.waits ?? pipeline.rows?.waits ?? 0)
    }

    /// Packets that came out of a ring and are in no file because writing failed, those that waited for their turn too.
    var unwritten: UInt64 {
        guard pipeline.hasFailedFile else { return 0 }
        var received = intake.received(pipeline)
        if Abandonment.isDeclared {
            // No thread could take what is in the rings.
            let kernel = intake.statistics()
            received = max(received, kernel.received &- kernel.dropped)
        }
        return received &- min(received, pipeline.captured)
    }

    // MARK: the end

    /// Everything that reached a ring comes out: the sockets reject all further packets, and the block that the kernel
    /// still fills is handed over within the read timeout and a little more. Only the waiting is bounded by that: what
    /// is there is taken however long the sinks need for it, unless a second signal says that it is enough.
    private mutating func drain() {
        guard stopReason == .signal || stopReason == .duration || stopReason == .interfaceGone else { return }
        var deadline = Int64.max
        var polls = false
        switch intake.beginDrain(gone: stopReason == .interfaceGone) {
        case .impossible: return
        case .waiting(let until): deadline = until
        case .polling: polls = true
        }
        var loop = EventLoop()
        let packets = loop.add(intake.descriptor)
        let interrupts = loop.add(signals.descriptor)
        let kept = loop.add(watch.descriptor)
        while !pipeline.hasStopped && !hasAll && !intake.isDrained(pipeline) {
            let next = min(deadline, intake.nextLook ?? .max)
            guard (try? loop.wait(until: polls ? 0 : next == .max ? nil : next)) != nil else { return }
            if loop.isReady(interrupts) || loop.isReady(kept) { try? handleSignals() }
            if isToldAgain { return }
            let before = pipeline.captured
            if polls || loop.isReady(packets) || intake.nextLook != nil {
                guard (try? receiveBatch()) != nil else { return }
            }
            if pipeline.captured == before && Clock.monotonic() >= deadline { return }
        }
    }

    /// `-c` is reached.
    private var hasAll: Bool { limits.packets > 0 && pipeline.captured >= limits.packets }

    /// tcpdump's counts: one a line at the end, in one line on SIGUSR1.
    func counts(separator: String) -> String {
        let kernel = intake.statistics()
        func packets(_ n: UInt64, _ what: String) -> String { "\(n) packet\(n == 1 ? "" : "s") \(what)" }
        var parts = [
            packets(pipeline.captured, "captured"),
            packets(kernel.received, "received by filter"),
            packets(kernel.dropped, "dropped by kernel"),
        ]
        if kernel.interfaceDropped != 0 {
            parts.append(packets(kernel.interfaceDropped, "dropped by interface"))
        }
        return parts.joined(separator: separator)
    }
}

/// The moments that a session waits for.
private struct Times {
    let end: Int64?
    var poll: Int64?
    var progress: Int64?
    /// The kernel's counts are looked at so often that their 32 bits cannot go round unnoticed
    /// (`CaptureHandle.statistics`).
    var counts: Int64?
    static let countPeriod: Int64 = 10_000_000_000

    init(_ limits: CaptureLimits) {
        let started = Clock.monotonic()
        end = limits.duration.map { started &+ $0 }
        poll = limits.poll.map { started &+ $0 }
        progress = limits.showsProgress ? started &+ 1_000_000_000 : nil
        counts = started &+ Times.countPeriod
    }

    /// The first of them, and of the others.
    func next(_ others: Int64?...) -> Int64? {
        var first: Int64?
        for case let time? in others + [end, poll, progress, counts] { first = min(first ?? .max, time) }
        return first
    }

    /// True when the moment has come; it is put off until the next one then.
    static func isDue(_ time: inout Int64?, _ now: Int64, every period: Int64) -> Bool {
        guard let due = time, now >= due else { return false }
        time = now &+ period
        return true
    }
}
