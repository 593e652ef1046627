import Capture
import Glibc
import Packets
import Promiscuity
import Syscalls

/// One capture on several devices in one loop on one thread, its packets merged by time.
///
/// The kernel holds packets back for as long as the read timeout, on each device for itself: so a packet is handed on when
/// it is older than that, and by then nothing older can come from anywhere.
struct SeveralSession: ~Copyable {
    private static let batch: Int32 = 1024
    /// Beyond the read timeout, for a timer that is late and a loop that was busy.
    private static let slack: Int64 = 50_000_000

    let sources: [CaptureSource]
    var pipeline: Pipeline
    let signals: SignalDescriptor
    let limits: LiveSession.Limits
    private(set) var stopReason: StopReason?
    private(set) var failure: RunError?
    private var buffer = MergeBuffer()
    private var announced: UInt64 = 0
    private var handedOver: UInt64 = 0

    init(
        _ sources: [CaptureSource], _ pipeline: consuming Pipeline, _ signals: consuming SignalDescriptor,
        _ limits: LiveSession.Limits
    ) {
        self.sources = sources
        self.pipeline = pipeline
        self.signals = signals
        self.limits = limits
    }

    /// Runs until a limit, a signal or a fault ends it, then drains every ring.
    mutating func run() {
        var loop = EventLoop()
        let packets = sources.map { loop.add($0.descriptor) }
        let links = sources.map { loop.add($0.books?.notificationDescriptor ?? -1) }
        let interrupts = loop.add(signals.descriptor)
        let started = Clock.monotonic()
        let end = limits.duration.map { started &+ $0 }
        var nextPoll = limits.poll.map { started &+ $0 }
        // Once a second: `Got N`, and no packet waits in the file's buffer for longer.
        var nextSecond: Int64? = limits.showsProgress || pipeline.files != nil ? started &+ 1_000_000_000 : nil
        var more = false
        do {
            while stopReason == nil {
                let held = buffer.isEmpty ? nil : Clock.monotonic() &+ limits.readTimeout / 2
                let deadline = [end, nextPoll, nextSecond, held, pipeline.files?.nextTurn].compactMap(\.self).min()
                try loop.wait(until: more ? 0 : deadline)
                if loop.isReady(interrupts) { try handleSignals() }
                for (place, source) in sources.enumerated() where loop.isReady(links[place]) {
                    source.books?.handleNotifications()
                }
                let everything = more || packets.contains { loop.isReady($0) }
                more = everything ? try receive() : false
                release(all: false, exhausted: !more)
                turnFile()
                let now = Clock.monotonic()
                if let end, now >= end, stopReason == nil { stopReason = .duration }
                if let due = nextPoll, now >= due {
                    for source in sources {
                        source.books?.poll()
                        source.noteDrops()
                    }
                    nextPoll = now &+ (limits.poll ?? 0)
                }
                if let due = nextSecond, now >= due {
                    eachSecond()
                    nextSecond = now &+ 1_000_000_000
                }
            }
        } catch {
            let ending = StopReason.of(error)
            (stopReason, failure) = (ending.reason, ending.failure)
        }
        drain()
    }

    private mutating func eachSecond() {
        if limits.showsProgress && pipeline.captured != announced {
            announced = pipeline.captured
            Messages.raw("Got \(announced)\r")
        }
        guard stopReason == nil, pipeline.files != nil, pipeline.tally.captured != handedOver else { return }
        handedOver = pipeline.tally.captured
        pipeline.handOverFile()
        if pipeline.hasStopped { stopReason = pipeline.files?.limit ?? .error }
    }

    /// Why packets were dropped, device by device. Before the sources are closed.
    mutating func explainDrops() -> [String] {
        let written = pipeline.files?.bytes ?? 0
        let average = pipeline.captured > 0 && written > 0 ? written / pipeline.captured : nil
        let waits = pipeline.files?.waits ?? 0
        return sources.compactMap { source in
            source.explainDrops(average: average, waits: waits).map { "\(source.device): \($0)" }
        }
    }

    /// What is ready on every device; true when there may be more at once on any.
    private mutating func receive() throws(CaptureError) -> Bool {
        var more = false
        for (place, source) in sources.enumerated() {
            if try source.receive(SeveralSession.batch, into: &buffer, as: place) { more = true }
        }
        return more
    }

    /// Hands on what nothing older can come before. While a ring has more at once, only a full buffer is handed on.
    private mutating func release(all: Bool, exhausted: Bool) {
        if !all && !exhausted && !buffer.isFull { return }
        var horizon: Timestamp?
        if !all && !buffer.isFull {
            let now = Clock.realtime()
            let back = now.nanoseconds &- limits.readTimeout &- SeveralSession.slack
            horizon =
                back >= 0
                ? Timestamp(seconds: now.seconds, nanoseconds: back)
                : Timestamp(seconds: now.seconds &- 1, nanoseconds: back &+ 1_000_000_000)
        }
        let ready = buffer.prepare(until: horizon)
        var done = 0
        while done < ready && !hasEnough {
            let place = buffer.source(at: done)
            pipeline.label(sources[place].label, interface: UInt32(truncatingIfNeeded: place))
            if SeveralSession.hand(buffer, done, to: &pipeline, sources[place]) == .stop { break }
            done += 1
        }
        buffer.removeFirst(done)
        pipeline.flushText()
        // Only what is new: a pipe whose reader is gone is found out with a packet, which is then counted as unwritten.
        if done > 0 && pipeline.files?.goesToPipe == true { pipeline.handOverFile() }
        if pipeline.hasStopped {
            stopReason = stopReason ?? pipeline.files?.limit ?? .error
        } else if hasEnough {
            stopReason = stopReason ?? .packetCount
        }
    }

    private static func hand(
        _ buffer: borrowing MergeBuffer, _ place: Int, to pipeline: inout Pipeline, _ source: CaptureSource
    ) -> Packets.Verdict {
        let packet = buffer.packet(at: place, source.linkType)
        if pipeline.consume(packet) == .stop { return .stop }
        source.tally.count(packet)
        return .more
    }

    /// `-c` is reached.
    private var hasEnough: Bool { limits.packets > 0 && pipeline.captured >= limits.packets }

    private mutating func turnFile() {
        guard stopReason == nil, pipeline.files?.nextTurn != nil else { return }
        pipeline.turnFileIfDue()
        if pipeline.hasStopped { stopReason = pipeline.files?.limit ?? .error }
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

    /// Everything that reached a ring comes out, and goes on in order.
    private mutating func drain() {
        defer { for source in sources { source.count() } }
        guard stopReason == .signal || stopReason == .duration || stopReason == .interfaceGone else { return }
        for source in sources { source.closeDoor() }
        var loop = EventLoop()
        for source in sources { _ = loop.add(source.descriptor) }
        let deadline = Clock.monotonic() &+ limits.readTimeout &+ SeveralSession.slack
        while !sources.allSatisfy(\.isDrained) && Clock.monotonic() < deadline {
            try? loop.wait(until: min(deadline, Clock.monotonic() &+ 20_000_000))
            // A device that is gone repeats its error; the others still have theirs.
            _ = try? receive()
        }
        release(all: true, exhausted: true)
    }

    /// Packets that came out of a ring and are in no file because writing failed, those that waited for their turn too.
    var unwritten: UInt64 {
        guard pipeline.hasFailedFile else { return 0 }
        let received = sources.reduce(UInt64(0)) { $0 &+ $1.received }
        return received &- min(received, pipeline.captured)
    }

    /// tcpdump's counts over all devices.
    func counts(separator: String) -> String {
        var sum = CaptureStatistics()
        for source in sources {
            source.count()
            sum.received &+= source.statistics.received
            sum.dropped &+= source.statistics.dropped
            sum.interfaceDropped &+= source.statistics.interfaceDropped
        }
        return LiveSession.counts(captured: pipeline.captured, sum, separator: separator)
    }
}
