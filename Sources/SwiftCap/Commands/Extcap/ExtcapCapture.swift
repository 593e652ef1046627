import Capture
import Glibc
import Packets
import Promiscuity
import Reports
import Savefiles
import Syscalls
import SystemPackage

/// A capture for Wireshark: an ordinary one, whose file is Wireshark's pipe.
struct ExtcapCapture {
    private let options: CaptureOptions
    private let fifo: String
    private let arguments: [String]

    init(_ options: CaptureOptions, _ fifo: String, arguments: [String]) {
        self.options = options
        self.fifo = fifo
        self.arguments = arguments
    }

    func run() throws(RunError) -> Int32 {
        var options = options
        var unwritable: RunError?
        if let path = options.reportFile {
            do throws(RunError) { try prepareReport(path) } catch {
                // Chosen by the user: it is said before anything is captured. Ours: the capture matters more.
                if path != ExtcapCommand.reportFile(options.interfaces[0]) { throw error }
                unwritable = error
                options.reportFile = nil
            }
        }
        // Without a reader no reference is taken.
        guard let reader = try openReader() else { return ExitStatus.success }
        // At the pipe's end Wireshark looks once whether anything was said: it is still open when this is.
        return withExtendedLifetime(reader) {
            do throws(RunError) { return try capture(for: reader, options, unwritable) } catch {
                error.report()
                return error.status
            }
        }
    }

    private func capture(
        for reader: LiveReader, _ options: CaptureOptions, _ unwritable: RunError?
    ) throws(RunError) -> Int32 {
        var run = LiveRun(options: options, arguments: arguments, quiet: true)
        run.reader = reader
        try run.prepare()
        var outcome = try run.capture()
        outcome.watch.beginReport()
        defer { outcome.watch.end() }
        // A reader that went is how Wireshark stops a capture.
        if outcome.report.stopReason == .error, outcome.failure?.status == ExitStatus.success {
            outcome.report.stopReason = .signal
        }
        for interface in outcome.report.interfaces where interface.verdict.status == .unbalanced {
            Messages.say("\(interface.name): \(interface.summary)")
        }
        if let path = options.reportFile { try ReportFile.write(outcome.report, to: path, run.drop) }
        unwritable?.report()
        return outcome.failure?.status ?? ExitStatus.success
    }

    private func prepareReport(_ path: String) throws(RunError) {
        if path == ExtcapCommand.reportFile(options.interfaces[0]) {
            do throws(SystemError) { try StateFolder.make(StateFolder.path) } catch {
                throw RunError("the report cannot be written to \(path): \(error)")
            }
        }
        try ReportFile.check(path)
    }

    /// Opens the pipe, as soon as it is read; nil when the capture is ended before that.
    ///
    /// Opening for writing waits for a reader (fifo(7)), in a call that a signal must end without fail. So it is asked again
    /// and again, and signals are listened to in between. Nothing is created: a pipe that is gone has no reader.
    private func openReader() throws(RunError) -> LiveReader? {
        let signals = try Interruption.descriptor()
        // The capture begins with them unblocked.
        defer { signals.unblockAll() }
        let pause: Int64 = 10_000_000
        while true {
            do throws(SystemError) {
                let pipe = try Descriptor.open(fifo, O_WRONLY | O_NONBLOCK)
                let flags = fcntl(pipe.rawValue, F_GETFL)
                if flags >= 0 { _ = fcntl(pipe.rawValue, F_SETFL, flags & ~O_NONBLOCK) }
                return try LiveReader(pipe)
            } catch {
                // ENXIO: it is a pipe without a reader.
                if error.errno != .noSuchAddressOrDevice { throw RunError("\(fifo): \(error.errno)") }
            }
            var loop = EventLoop()
            let interrupts = loop.add(signals.descriptor)
            do throws(SystemError) { try loop.wait(until: Clock.monotonic() &+ pause) } catch {
                throw RunError(error.description)
            }
            if loop.isReady(interrupts) {
                // Taken, or it would end the process once it is unblocked.
                while let _ = try? signals.next() {}
                return nil
            }
        }
    }
}
