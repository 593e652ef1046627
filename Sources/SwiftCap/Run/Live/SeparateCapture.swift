import Capture
import Glibc
import Reports
import Syscalls
import SystemPackage

/// A capture in a process of its own, of which only the report comes back: what it gives up once everything is open, this process
/// has still got for the next one.
enum SeparateCapture {
    /// Captures; signals that come meanwhile end the capture. Nil when it was ended by one before it had begun.
    ///
    /// - Throws: what could not be done; with an empty message where the capture has said it already.
    static func report(_ run: LiveRun) throws(RunError) -> CaptureReport? {
        let signals = try Interruption.descriptor()
        defer { signals.unblockAll() }
        // In memory, as it is no file of the user's.
        let file = Descriptor(
            owning: try RunError.wrap { () throws(SystemError) in
                try checked("memfd_create") { unsafe memfd_create("report", UInt32(MFD_CLOEXEC)) }
            })
        let number = file.rawValue
        let part = try RunError.wrap { () throws(SystemError) in
            try ForkedHelper.Part(keeping: number) { capture(run, into: number) }
        }
        let wasStopped = try wait(part.process, part.socket.rawValue, signals)
        switch try RunError.wrap({ () throws(SystemError) in try Ending(of: part.process) }) {
        case .exit(ExitStatus.success): break
        case .exit(let status): throw RunError("", status: status)
        case .signal(let signal):
            if wasStopped { return nil }
            throw RunError("the process that captures was ended by signal \(signal)")
        }
        do {
            let path = "/proc/self/fd/\(number)"
            return try CaptureReport(json: Descriptor.contents(of: path, limit: CaptureReport.maximumFileSize + 1))
        } catch { throw RunError("the capture's report cannot be read: \(error)") }
    }

    /// In the other process.
    private static func capture(_ run: consuming LiveRun, into file: Int32) -> Int32 {
        do throws(RunError) {
            try run.prepare()
            let outcome = try run.capture()
            outcome.watch.end()
            // It was said where it was found.
            if let failure = outcome.failure { return failure.status }
            let text = outcome.report.json()
            try RunError.wrap { () throws(SystemError) in try Descriptor.writeAll(text.bytes, to: file) }
            return ExitStatus.success
        } catch {
            error.report()
            return error.status
        }
    }

    /// Until the process has ended; whether it was told to.
    private static func wait(
        _ process: pid_t, _ socket: Int32, _ signals: borrowing SignalDescriptor
    ) throws(RunError) -> Bool {
        var wasStopped = false
        var loop = EventLoop()
        let interrupts = loop.add(signals.descriptor)
        // Hangs up with its other end.
        let end = loop.add(socket)
        while true {
            try RunError.wrap { () throws(SystemError) in
                try loop.wait(until: nil)
                while loop.isReady(interrupts), let signal = try signals.next() {
                    wasStopped = true
                    // A signal of the terminal reaches it too, and the two count for one.
                    kill(process, signal)
                }
            }
            if loop.isReady(end) { return wasStopped }
        }
    }

    /// How a process ended (waitpid(2)).
    private enum Ending {
        case exit(Int32)
        case signal(Int32)

        init(of process: pid_t) throws(SystemError) {
            var status: Int32 = 0
            try awaited("waitpid") { unsafe Int(waitpid(process, &status, 0)) }
            self = status & 0x7F == 0 ? .exit(status >> 8 & 0xFF) : .signal(status & 0x7F)
        }
    }
}
