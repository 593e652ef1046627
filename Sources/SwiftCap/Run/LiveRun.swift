import Capture
import Dissection
import Glibc
import Packets
import Promiscuity
import Reports
import Savefiles
import Syscalls

/// A capture on an interface, from the options to the report.
struct LiveRun {
    let options: CaptureOptions
    /// As they were typed, for the report.
    let arguments: [String]
    /// Packets are only counted and nothing is announced: one of the two runs of a comparison.
    var quiet = false

    /// What a capture leaves: its report, and why it failed if it did.
    struct Outcome {
        var report: CaptureReport
        var failure: RunError?
    }

    /// Status to leave with.
    func run() -> Int32 {
        do throws(RunError) {
            var held: Descriptor?
            if let path = options.reportFile {
                try ReportFile.check(path)
                if let account = try Privileges.account(options) { held = try ReportFile.hold(path, for: account) }
            }
            let outcome = try capture()
            let written = present(outcome.report, held)
            return outcome.failure?.status ?? (written ? ExitStatus.success : ExitStatus.failure)
        } catch {
            error.report()
            return error.status
        }
    }

    /// Opens everything, captures, closes, and draws up the report. Throws what prevents the capture from starting.
    func capture() throws(RunError) -> Outcome {
        if options.interfaces.count > 1 {
            let devices = try distinctDevices()
            if devices.count > 1 { return try captureSeveral(devices) }
        }
        let signals = try openSignals()
        let expression = try RunError.wrap { () throws(UsageError) in try Filter.expression(options) }
        let device = try DeviceChoice.resolve(options.interfaces.last)
        let started = now()
        let books = openBooks(device)
        var handle = try open(device)
        if let inode = handle.socketInode { books?.setOwnSocket(inode: inode) }
        books?.sample(.during)
        for warning in handle.warnings { Messages.warn(warning) }
        try attachFilter(expression, to: &handle)
        let pipeline = try makePipeline(handle, expression, books)
        if !quiet { announce(device, handle) }

        let linkType = handle.linkType
        var session = LiveSession(
            handle: handle, pipeline: pipeline, books: books, signals: signals, limits: limits())
        session.pipeline.tellTurns(
            TurnBooks(
                self, started,
                [
                    TurnBooks.Source(
                        facts: Facts(device: device, linkType: linkType, expression: expression, started: started),
                        books: books)
                ]))
        session.turnBooks = session.pipeline.files?.turnBooks
        session.run()
        var failure = finish(&session)
        let files = session.pipeline.takeFiles()
        var facts = Facts(device: device, linkType: linkType, expression: expression, started: started)
        facts.take(session)
        // Closing gives the reference back; the state after is read only then.
        _ = consume session
        books?.sample(.after)
        let report = facts.report(self, books)
        if let why = complete(files, report) {
            if failure == nil { why.report() }
            failure = failure ?? why
        }
        return Outcome(report: report, failure: failure)
    }

    func openSignals() throws(RunError) -> SignalDescriptor {
        let wanted = [SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGCHLD].filter {
            $0 != SIGHUP || !SignalDescriptor.isIgnored($0)
        }
        return try RunError.wrap { () throws(SystemError) in try SignalDescriptor(wanted) }
    }

    /// Nil for devices that are no network interface ("any", nflog), which have no count.
    func openBooks(_ device: String) -> Books? {
        do throws(BooksError) { return try Books(interface: device) } catch {
            if case .kernel(let why) = error {
                Messages.warn("the promiscuity books of \(device) cannot be kept: \(why)")
            }
            return nil
        }
    }

    func open(_ device: String) throws(RunError) -> CaptureHandle {
        let settings = options.settings(for: device)
        do throws(CaptureError) { return try CaptureHandle(activating: settings) } catch {
            throw RunError(error)
        }
    }

    func attachFilter(_ expression: String, to handle: inout CaptureHandle) throws(RunError) {
        if let type = handle.settings.linkType, !quiet {
            Messages.say("data link type \(PcapNames.linkType(LinkType(rawValue: type)) ?? "\(type)")")
        }
        do throws(CaptureError) {
            let mask = options.netmask(of: handle.settings.device)
            try handle.setFilter(
                FilterProgram(expression, for: handle, optimize: options.optimize, netmask: mask))
        } catch {
            throw RunError(error.message)
        }
    }

    private func makePipeline(
        _ handle: borrowing CaptureHandle, _ expression: String, _ books: Books?
    ) throws(RunError) -> Pipeline {
        let linkType = handle.linkType
        let plan = FilePlan(options)
        let format = fileFormat(plan, handle, expression, books)
        let files = try Privileges.openFiles(plan, options, format: format, live: true)
        let prints = options.prints && !quiet
        if prints && !Printer.supports(linkType) {
            let name = PcapNames.linkType(linkType) ?? "\(linkType.rawValue)"
            throw RunError(
                "packet printing is not supported for link type \(name): use -w", status: ExitStatus.noPrinter)
        }
        // For whom a frame is, is looked at when somebody will be told.
        let reports = quiet || options.textReport || options.reportFile != nil
        let address = linkType == .ethernet && reports ? books?.before.link.address : nil
        var pipeline = Pipeline(
            printer: prints ? Printing.makePrinter(options.print, device: handle.settings.device) : nil, files: files,
            ownAddress: address)
        pipeline.linkType = linkType
        pipeline.fractionScale = handle.fractionScale
        pipeline.flushesEachPacket = options.packetBuffered
        pipeline.hasColor = Style.hasColor(STDOUT_FILENO, options.color)
        return pipeline
    }

    func announce(_ device: String, _ handle: borrowing CaptureHandle, isFirst: Bool = true) {
        let verboseHint = isFirst && options.print.verbosity == 0 && options.writeFile == nil
        Messages.raw(
            "swiftcap: "
                + (verboseHint ? "verbose output suppressed, use -v[v]... for full protocol decode\n" : "")
                + "listening on \(device), link-type \(handle.linkType.announcement), "
                + "snapshot length \(handle.snapshotLength) bytes\n")
    }

    func limits() -> LiveSession.Limits {
        var limits = LiveSession.Limits()
        limits.packets = options.count
        limits.duration = options.duration.map { Int64($0 * 1e9) }
        limits.poll = options.pollInterval > 0 ? Int64(options.pollInterval) * 1_000_000 : nil
        // tcpdump does with -v; somebody at a terminal is told in any case.
        limits.showsProgress =
            options.writeFile != nil && !options.alsoPrint && (options.print.verbosity > 0 || Progress.isWatched)
        return limits
    }

    /// Everything out, then tcpdump's three lines. The first failure is said and decides the status.
    private func finish(_ session: inout LiveSession) -> RunError? {
        session.pipeline.flushText()
        // As tcpdump does: the terminal's ^C stands on a line of its own.
        if session.stopReason == .signal && options.writeFile == nil && !quiet {
            Messages.write("\n", to: STDOUT_FILENO)
        }
        var failure = session.failure
        if let why = session.pipeline.outputFailure {
            failure = RunError("Unable to write output: \(why.errno)", status: ExitStatus.cannotWrite)
        }
        if let why = session.pipeline.closeFile() {
            failure = failure ?? why
        }
        failure?.report()
        if !quiet { Messages.raw(session.counts(separator: "\n") + "\n") }
        sayUnwritten(session.pipeline.unwritten)
        if options.textReport && !quiet, let why = session.explainDrops() {
            for line in why.split(separator: "\n") { Messages.say(String(line)) }
        }
        return failure
    }

    /// What the counts leave open: packets that came out of the ring and that no file has.
    func sayUnwritten(_ lost: UInt64) {
        if lost > 0 && !quiet { Messages.raw("\(lost) packet\(lost == 1 ? "" : "s") received but not written\n") }
    }

    /// The text on stderr and the JSON where it was asked for; false when it could not be written.
    private func present(_ report: CaptureReport, _ held: borrowing Descriptor?) -> Bool {
        if options.textReport {
            let text = report.text(Style.of(STDERR_FILENO, options.color))
            Messages.raw("\n")
            try? Descriptor.writeAll(text.bytes, to: STDERR_FILENO)
        }
        guard let path = options.reportFile else { return true }
        do throws(RunError) { try ReportFile.write(report, to: path, held: held) } catch {
            error.report()
            return false
        }
        return true
    }

    func now() -> Timestamp {
        let time = Clock.realtime()
        return Timestamp(seconds: time.seconds, nanoseconds: time.nanoseconds)
    }
}
