import Capture
import Glibc
import Packets
import Promiscuity
import Reports
import Syscalls

/// A watch from its first line to its last: notifications, the clock and signals in one loop on one thread.
struct WatchRun: ~Copyable {
    private let watch: Watch
    private let signals: SignalDescriptor
    private let json: Bool
    /// Put the interface's name into each line.
    private let naming: Bool
    private let limits: Limits
    private let style = Style.standardOutput
    private var summary: WatchSummary
    /// The failure that was told last: told again only when another comes.
    private var told: KernelError?
    /// A socket came for which no process was found.
    private var nameless = false

    struct Limits {
        /// Nanoseconds between two polls; nil for none.
        var pause: Int64?
        /// Nanoseconds until the end; nil for none.
        var length: Int64?
    }

    init(watch: Watch, signals: consuming SignalDescriptor, json: Bool, naming: Bool, limits: Limits) {
        self.watch = watch
        self.signals = signals
        self.json = json
        self.naming = naming
        self.limits = limits
        summary = WatchSummary(started: Timestamp.now, states: watch.states)
    }

    /// Runs until a signal, the duration or a closed output ends it; then the totals on standard error.
    mutating func run() throws(RunError) -> Int32 {
        var failure: RunError?
        do throws(RunError) { try follow() } catch { failure = error }
        summary.failedLooks = watch.failedLooks
        let text = summary.text(ended: Timestamp.now, Style.standardError)
        try? Descriptor.writeAll(text.bytes, to: STDERR_FILENO)
        if nameless && watch.processes.unreadable > 0 {
            var coverage = watch.processes
            coverage.privileged = Privileges.readsAllProcesses
            Messages.say(
                "\(watch.processes.unreadable) of \(watch.processes.seen) processes could not be read; "
                    + coverage.remedy)
        }
        if let failure { throw failure }
        // Its error has been said. What the counts are now is not known.
        return watch.lastError == nil ? ExitStatus.success : ExitStatus.failure
    }

    private mutating func follow() throws(RunError) {
        var loop = EventLoop()
        let links = loop.add(watch.notificationDescriptor)
        let interrupts = loop.add(signals.descriptor)
        // A pipe whose reader has gone shows at once, not with the next change in an hour.
        let reader = loop.add(Output.isPipe ? STDOUT_FILENO : -1)
        let end = limits.length.map { Clock.monotonic() &+ $0 }
        var nextPoll = limits.pause.map { Clock.monotonic() &+ $0 }
        while true {
            let deadline = [end, nextPoll].compactMap(\.self).min()
            do throws(SystemError) { try loop.wait(until: deadline) } catch { throw RunError(error.description) }
            if loop.isReady(links) {
                try tell(watch.handleNotifications())
                // What cannot be read stays readable for ever: the polls try it again.
                if watch.isDeaf { loop.remove(links) }
            }
            let now = Clock.monotonic()
            if let due = nextPoll, now >= due {
                try tell(watch.poll())
                nextPoll = now &+ (limits.pause ?? 0)
            }
            let ended = loop.isReady(reader) || now >= end ?? Int64.max
            if try signalled(loop.isReady(interrupts)) || ended {
                // What came with the end is told as well.
                return try tell(limits.pause == nil ? watch.handleNotifications() : watch.poll())
            }
        }
    }

    private func signalled(_ ready: Bool) throws(RunError) -> Bool {
        guard ready else { return false }
        do throws(SystemError) { return try signals.next() != nil } catch { throw RunError(error.description) }
    }

    /// Each change is out when this returns.
    private mutating func tell(_ changes: [Change]) throws(RunError) {
        var lossTold = false
        for change in changes {
            // A loss concerns every interface, and each has a change that says so: to a reader it is one.
            let again = change.event == .overrun && lossTold
            if !again { summary.add(change) }
            if json {
                try Output.write(change.json())
            } else if !again {
                try Output.write(lineable(change).text(style, naming: naming))
            }
            lossTold = lossTold || change.event == .overrun
            nameless = nameless || change.joined.contains { $0.kind == .packetSocket && $0.processes.isEmpty }
        }
        if let error = watch.lastError, error != told {
            Messages.warn("the kernel could not be asked, changes may be missed: \(error)")
        }
        told = watch.lastError
    }

    private func lineable(_ change: Change) -> Change {
        guard change.event == .overrun, naming else { return change }
        var everywhere = change
        everywhere.interface = "all"
        everywhere.promiscuity = nil
        return everywhere
    }
}
