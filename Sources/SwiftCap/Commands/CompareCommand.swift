import ArgumentParser
import Glibc
import Reports
import Syscalls

/// `swiftcap compare`: two reports side by side, or both runs and then the comparison.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "What -p changed: two reports side by side, or both runs, one after the other.",
        discussion: """
            Either two reports that --report wrote, or -i and --duration, which capture first without -p and then with it.

            Exit status: 0 when the books balance, 2 when they do not, 3 when that is not known because the kernel could \
            not be read, 1 for errors.
            """)

    @Argument(
        help: ArgumentHelp(
            "Two reports that --report wrote, or pcapng files of swiftcap: one of a run without -p, one of a run with it.",
            valueName: "REPORT"))
    var reports: [String] = []

    @Option(
        name: [.customShort("i"), .customLong("interface")],
        help: ArgumentHelp("Make both runs on this interface.", valueName: "IF"))
    var interface: String?

    @Option(help: ArgumentHelp("Seconds that each run lasts.", valueName: "SECONDS"))
    var duration: String?

    @Flag(help: "One JSON document, schema swiftcap.comparison/1.")
    var json = false

    @Option(help: ArgumentHelp("Write both runs as one HTML page, in the place of text.", valueName: "FILE"))
    var html: String?

    @Option(
        help: ArgumentHelp("How far the captures give up what they do not need any more.", valueName: "LEVEL"))
    var sandbox: String?

    func execute() throws(RunError) -> Int32 {
        let level = try SandboxLevel(sandbox, for: "compare")
        let pair = try interface == nil ? readBoth() : runBoth(level)
        let comparison = try RunError.wrap { () throws(ReportError) in try Comparison(pair.0, pair.1) }
        if let html {
            try ReportFile.writePage(comparison.html(), to: html)
            if !json { return comparison.exitStatus }
        }
        let text = json ? comparison.json() : comparison.text(Style.standardOutput)
        do throws(SystemError) { try Descriptor.writeAll(text.bytes, to: STDOUT_FILENO) } catch {
            throw RunError("Unable to write output: \(error.errno)", status: ExitStatus.cannotWrite)
        }
        return comparison.exitStatus
    }

    private func readBoth() throws(RunError) -> (CaptureReport, CaptureReport) {
        guard reports.count == 2, duration == nil else {
            throw RunError("compare needs two reports, or -i INTERFACE and --duration SECONDS")
        }
        return (try ReportFile.read(reports[0]), try ReportFile.read(reports[1]))
    }

    private func runBoth(_ level: SandboxLevel) throws(RunError) -> (CaptureReport, CaptureReport) {
        guard reports.isEmpty, let duration, let interface else {
            throw RunError("compare -i INTERFACE needs --duration SECONDS and no report files")
        }
        let seconds = try RunError.wrap { () throws(UsageError) in try OptionParser.seconds(duration) }
        let shown = isatty(STDERR_FILENO) == 1
        if shown { Messages.lines("\(interface.printable): capturing promiscuously for \(duration) s ...\n") }
        let first = try captureOnce(interface, seconds, level, promiscuous: true)
        if shown { Messages.lines("\(interface.printable): capturing with -p for \(duration) s ...\n") }
        return (first, try captureOnce(interface, seconds, level, promiscuous: false))
    }

    private func captureOnce(
        _ interface: String, _ seconds: Double, _ level: SandboxLevel, promiscuous: Bool
    ) throws(RunError) -> CaptureReport {
        var options = CaptureOptions()
        options.interfaces = [interface]
        options.duration = seconds
        options.promiscuous = promiscuous
        var arguments = ["swiftcap", "-i", interface, "--duration", "\(seconds)"]
        if !promiscuous { arguments.insert("-p", at: 1) }
        // Nothing is printed: no process that looks up hosts is needed.
        options.print.numeric = 1
        options.sandbox = level
        let report = try SeparateCapture.report(LiveRun(options: options, arguments: arguments, quiet: true))
        guard let report, report.stopReason != .signal else { throw RunError("interrupted: there is no comparison") }
        return report
    }
}
