import ArgumentParser
import Capture
import Glibc
import Promiscuity
import Reports
import Savefiles
import Syscalls

/// `swiftcap export`: the audit as metrics for Prometheus, by way of node_exporter's textfile collector.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "The audit as metrics for Prometheus (node_exporter's textfile collector).",
        discussion: """
            Writes the references of every interface of every network namespace that can be reached, what holds them, and what is \
            unexplained. The file is replaced as a whole. With --interval it goes on until INT or TERM: it audits when the kernel \
            announces a change in any of these namespaces, at most once a second, and otherwise each so many seconds, as the kernel does \
            not announce every holder.

            Exit status: 0, or 1 for errors, also when the kernel could not be asked, which the file says too \
            (swiftcap_scrape_success 0).
            """)

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The file, whose name should end in .prom; without it: standard output.", valueName: "FILE"))
    var output: String?

    @Option(help: ArgumentHelp("Go on, and audit at least each so many seconds (1 to 86400).", valueName: "SECONDS"))
    var interval: String?

    @Option(help: ArgumentHelp("What is given up first: strict, default or off.", valueName: "LEVEL"))
    var sandbox: String?

    func execute() throws(RunError) -> Int32 {
        OpenFiles.raiseLimit()
        // node_exporter runs as a user of its own and must be able to read the file.
        umask(0o022)
        let looking = try LookingSandbox(sandbox, for: "export", entersNamespaces: true)
        guard let interval else {
            return try audit(try looking.enter(writing: output)) ? ExitStatus.success : ExitStatus.failure
        }
        guard let seconds = Double(interval), seconds >= 1, seconds <= 86_400 else {
            throw RunError("export: invalid interval \(interval.printable) (must be 1 to 86400 seconds)")
        }
        guard let output else {
            throw RunError("export: --interval needs a file (--output FILE.prom)")
        }
        return try follow(try looking.enter(writing: output), pause: Int64(seconds * 1e9))
    }

    /// One audit and its file. False when the kernel could not be asked.
    private func audit(_ file: LookingFile?) throws(RunError) -> Bool {
        let started = Clock.monotonic()
        var found: Audit?
        do throws(KernelError) { found = try Auditor().audit() } catch {
            Messages.say("export: the kernel could not be asked: \(error)")
        }
        let seconds = Double(Clock.monotonic() &- started) / 1e9
        try write(AuditMetrics.file(of: found, version: Help.version, seconds: seconds), file)
        return found != nil
    }

    private func write(_ text: String, _ file: LookingFile?) throws(RunError) {
        guard let file else { return try Output.write(text) }
        let bytes = Array(text.utf8)
        do throws(SystemError) {
            try unsafe file.write(bytes.span.bytes, permissions: 0o644)
        } catch { throw RunError("export: \(error)") }
    }

    /// Audits until a signal comes. A file that cannot be written ends it; a kernel that cannot be asked does not.
    private func follow(_ file: LookingFile?, pause: Int64) throws(RunError) -> Int32 {
        let signals = try Interruption.descriptor()
        let notifications = NamespaceNotifications()
        /// An audit for each change at most once in this time.
        let least: Int64 = 1_000_000_000
        while true {
            notifications.follow()
            // What comes from here on is newer than the audit.
            _ = notifications.drain()
            _ = try audit(file)
            let now = Clock.monotonic()
            if try wait(signals, notifications, earliest: now &+ least, until: now &+ pause) {
                return ExitStatus.success
            }
        }
    }

    /// Returns true with a signal, false when the next audit is due.
    private func wait(
        _ signals: borrowing SignalDescriptor, _ notifications: NamespaceNotifications, earliest: Int64,
        until end: Int64
    ) throws(RunError) -> Bool {
        var deadline = end
        var hasNews = false
        while true {
            var loop = EventLoop()
            let interrupts = loop.add(signals.descriptor)
            // While an audit is due anyway, further news would only wake the loop.
            let sources = hasNews ? [] : notifications.descriptors.map { loop.add($0) }
            do throws(SystemError) { try loop.wait(until: deadline) } catch { throw RunError(error.description) }
            if loop.isReady(interrupts) {
                do throws(SystemError) { if try signals.next() != nil { return true } } catch {
                    throw RunError(error.description)
                }
            }
            if sources.contains(where: { loop.isReady($0) }), notifications.drain() {
                hasNews = true
                deadline = Swift.min(end, earliest)
            }
            if Clock.monotonic() >= deadline { return false }
        }
    }
}
