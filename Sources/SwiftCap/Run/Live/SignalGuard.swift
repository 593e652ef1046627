import Glibc
import Records
import Savefiles
import Syscalls

/// Sees to it that signals are heard while the capture's thread waits in a write: for a reader of the pipe that stands
/// still, for a disk that hangs.
///
/// A thread of its own looks whether a signal is taken in time. If not, the first one to stop is kept for the capture,
/// and with the second one writing is given up: what is not written is counted, and everything else goes its usual way.
/// Once nothing is left but the report, the first one is enough, after a moment in which a disk that works is done.
final class SignalGuard: @unchecked Sendable {
    /// How long the capture's thread may take to notice.
    private static let patience: Int64 = 300_000_000
    /// Two signals within this time are one: timeout(1) sends both to the process and to its group.
    static let echo: Int64 = 50_000_000
    /// After that the process ends as it stands.
    private static let lastResort: Int64 = 3_000_000_000
    /// Between two interruptions of a call that waits for something new.
    private static let pace: Int64 = 100_000_000

    /// Its own: the capture closes the other one before everything is over.
    private let signals: Descriptor
    private let main = pthread_self()
    private let lock = Lock()
    private let wake: EventDescriptor
    private let kept: EventDescriptor
    private let writer: BackgroundWriter?
    private let echo: Int64
    private let worker: RowWorker?
    /// Nothing can be lost by giving up.
    private var givesUpAtOnce: Bool
    private var thread: WorkThread?
    // Under the lock.
    private var taken: [Int32] = []
    private var stopped: Int64?
    private var again: Int64?
    private var isOver = false
    /// A first signal to stop that the capture's thread has not taken: it may wait for something new.
    private var isUnheard = false

    /// - Parameters:
    ///   - signals: a signal descriptor, which the capture's thread, the one that calls, reads too.
    ///   - writer: what writes beside the capture.
    ///   - worker: the same of rows.
    ///   - givesUpAtOnce: the first signal that is not taken in time is enough.
    ///   - echo: nanoseconds within which two signals to stop are one.
    init(
        _ signals: Int32, _ writer: BackgroundWriter?, _ worker: RowWorker? = nil, givesUpAtOnce: Bool = false,
        echo: Int64 = SignalGuard.echo
    ) throws(SystemError) {
        self.givesUpAtOnce = givesUpAtOnce
        self.echo = echo
        self.signals = Descriptor(owning: try checked("fcntl") { fcntl(signals, F_DUPFD_CLOEXEC, 3) })
        self.writer = writer
        self.worker = worker
        wake = try EventDescriptor()
        kept = try EventDescriptor()
        thread = try WorkThread { self.run() }
    }

    // MARK: the capture's thread

    /// Readable when signals are kept.
    var descriptor: Int32 { kept.descriptor }

    /// Signals that came while the capture's thread did not listen.
    func takeKept() -> [Int32] {
        kept.clear()
        return lock.locked {
            isUnheard = false
            defer { taken = [] }
            return taken
        }
    }

    /// A signal to stop is here. True when it is not the first one, nor the second half of one (`timeout`).
    func noteStop() -> Bool {
        let now = Clock.monotonic()
        let isSecond = lock.locked { note(now) }
        wake.signal()
        return isSecond
    }

    /// The capture is over, no thread takes signals any more, and what is left is to say how it was.
    func beginReport() {
        lock.locked {
            // Where the second half of a signal may come late, it may come as late as now.
            givesUpAtOnce = echo == SignalGuard.echo
            isUnheard = false
        }
    }

    /// Everything is written.
    func end() {
        lock.locked { isOver = true }
        wake.signal()
        thread?.join()
        thread = nil
    }

    // MARK: the guard's thread

    private func note(_ now: Int64) -> Bool {
        guard let stopped else {
            self.stopped = now
            return false
        }
        if now &- stopped < echo { return false }
        again = again ?? now
        return true
    }

    private func run() {
        while true {
            let (over, again, unheard) = lock.locked { (isOver, self.again, isUnheard) }
            if over { return }
            if let again {
                wait(until: again &+ SignalGuard.patience, signals: false)
                if lock.locked({ isOver }) { return }
                if Clock.monotonic() >= again &+ SignalGuard.patience { return giveUp() }
                continue
            }
            if unheard { Abandonment.interrupt(main) }
            let next = unheard ? Clock.monotonic() &+ SignalGuard.pace : nil
            guard wait(until: next, signals: true) else { continue }
            wait(until: Clock.monotonic() &+ SignalGuard.patience, signals: false)
            takeUnheard()
        }
    }

    /// True when there is a signal.
    @discardableResult
    private func wait(until deadline: Int64?, signals listens: Bool) -> Bool {
        var entries = [
            pollfd(fd: listens ? signals.rawValue : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        let left = deadline.map { max(0, $0 &- Clock.monotonic()) }
        _ = unsafe poll(&entries, 2, left.map { Int32(clamping: $0 / 1_000_000 &+ 1) } ?? -1)
        if entries[1].revents != 0 { wake.clear() }
        return entries[0].revents != 0
    }

    /// What the capture's thread has not taken in all that time.
    private func takeUnheard() {
        while let signal = try? SignalDescriptor.next(of: signals.rawValue) {
            lock.locked {
                taken.append(signal)
                guard signal == SIGINT || signal == SIGTERM || signal == SIGHUP else { return }
                if givesUpAtOnce {
                    again = again ?? Clock.monotonic()
                } else {
                    _ = note(Clock.monotonic())
                    isUnheard = true
                    Abandonment.noteStop()
                }
            }
            kept.signal()
        }
    }

    private func giveUp() {
        let word = lock.locked { givesUpAtOnce } ? "" : " again"
        say("told to stop\(word): what is not written yet is given up")
        Abandonment.declare()
        let deadline = Clock.monotonic() &+ SignalGuard.lastResort
        while !lock.locked({ isOver }) {
            if Clock.monotonic() >= deadline {
                say("the end does not come; \(writer?.unwritten ?? 0) packets are not written")
                _exit(ExitStatus.failure)
            }
            writer?.interrupt()
            worker?.interrupt()
            Abandonment.interrupt(main)
            wait(until: Clock.monotonic() &+ 20_000_000, signals: false)
        }
    }

    /// Only where standard error takes it: this thread must not wait for what the other one may be waiting for.
    private func say(_ text: String) {
        var entry = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        if unsafe poll(&entry, 1, 0) > 0 { Messages.say(text) }
    }
}
