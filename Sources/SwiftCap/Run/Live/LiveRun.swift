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
    /// Nothing is printed nor announced: one of the two runs of a comparison, or a capture for another program.
    var quiet = false
    /// The program that reads the file of `-w` while it grows, if one does.
    var reader: LiveReader?
    /// `-Z`: what was made ready for it.
    private(set) var drop: PrivilegeDrop?

    init(options: CaptureOptions, arguments: [String], quiet: Bool = false) {
        self.options = options
        self.arguments = arguments
        self.quiet = quiet
    }

    /// What a capture leaves: its report, and why it failed if it did. Signals are heard until `watch` ends.
    struct Outcome {
        var report: CaptureReport
        var failure: RunError?
        let watch: SignalGuard
    }

    /// Status to leave with.
    func run() -> Int32 {
        do throws(RunError) {
            var run = self
            try run.prepare()
            if let path = options.reportFile, run.drop == nil { try ReportFile.check(path) }
            let outcome = try run.capture()
            outcome.watch.beginReport()
            defer { outcome.watch.end() }
            let written = run.present(outcome.report)
            return outcome.failure?.status ?? (written ? ExitStatus.success : ExitStatus.failure)
        } catch {
            error.report()
            return error.status
        }
    }

    /// Makes ready what takes the rights that are given up once everything is open: before the first thread is started.
    mutating func prepare() throws(RunError) {
        drop = try PrivilegeDrop.prepare(options) { Names.host($0) }
    }

    /// Opens everything, captures, closes, and draws up the report. Throws what prevents the capture from starting.
    func capture() throws(RunError) -> Outcome {
        try checkProcessors()
        let devices = try distinctDevices()
        if devices.count > 1 && options.threads > 1 {
            throw RunError("--threads \(options.threads) is for one interface: several -i have a thread each already")
        }
        let opening = Opening(
            signals: try openSignals(),
            expression: try RunError.wrap { () throws(UsageError) in try Filter.expression(options) }, started: .now)
        if devices.count > 1 || options.threads > 1 { return try captureMerged(devices, opening) }
        return try captureDirectly(devices[0], opening)
    }

    /// What a capture begins with, whatever it is on.
    struct Opening: ~Copyable {
        let signals: SignalDescriptor
        let expression: String
        let started: Timestamp
    }

    private func checkProcessors() throws(RunError) {
        if options.processors.isEmpty { return }
        let allowed = try RunError.wrap { () throws(SystemError) in try Processors.allowed() }
        guard let other = options.processors.first(where: { !allowed.contains($0) }) else { return }
        let usable = ProcessorList.text(allowed)
        throw RunError("--cpu-affinity: processor \(other) cannot be used here (usable: \(usable))")
    }

    /// What `-i` names, each once.
    private func distinctDevices() throws(RunError) -> [String] {
        if options.interfaces.count < 2 { return [try DeviceChoice.resolve(options.interfaces.last)] }
        var devices: [String] = []
        for name in options.interfaces {
            let device = try DeviceChoice.resolve(name)
            if !devices.contains(device) { devices.append(device) }
        }
        return devices
    }

    /// One socket: its packets go to the pipeline uncopied.
    private func captureDirectly(_ name: String, _ opening: consuming Opening) throws(RunError) -> Outcome {
        let books = openBooks(name)
        let log = KernelLog()
        var handle = try open(name)
        if let inode = handle.socketInode { books?.setOwnSocket(inode: inode) }
        books?.sample(.during)
        for warning in handle.warnings { Messages.warn(warning) }
        try attachFilter(opening.expression, to: &handle)
        let device = CaptureDevice(handle, books, sockets: 1, countsForeign: countsForeign)
        let sockets = handle.socketInode == nil ? nil : [handle.descriptor]
        var pipeline = try makePipeline([device], opening.expression, sockets)
        pipeline.tally = PacketTally(ownAddress: device.countedAddress)
        pipeline.fractionScale = handle.fractionScale
        let watch = try guardSignals(opening, &pipeline)
        if !quiet { announce(device) }
        let (expression, started) = (opening.expression, opening.started)
        let turns = TurnBooks(
            self, started,
            [TurnBooks.Source(outcome: RunOutcome(device, expression: expression, started: started), books: books)])
        let tells = pipeline.endFiles(with: turns.statistics, notes: turns.notes)
        let intake = DirectIntake(handle, readTimeout: limits().readTimeout, processors: options.processors)
        var session = CaptureSession(
            intake, pipeline, books.map { [$0] } ?? [], tells || reader != nil ? turns : nil, opening.signals, watch,
            limits())
        session.bookRows = try BookRows(options, drop?.booksOpener)
        session.growing = reader.map { GrowingBooks($0, turns) }
        session.course = CaptureCourse([device], log)
        return conclude(session, [device], expression, started)
    }

    /// Everything is open. Until now a signal to stop ended the process on the spot, whatever it waited for, and the
    /// kernel took back what it had; from now on it ends the capture.
    func guardSignals(_ opening: borrowing Opening, _ pipeline: inout Pipeline) throws(RunError) -> SignalGuard {
        opening.signals.blockAll()
        let (signals, writer) = (
            opening.signals.descriptor, pipeline.files?.background ?? pipeline.recorder?.background
        )
        let worker = pipeline.rows?.worker
        return try RunError.wrap { () throws(SystemError) in
            try SignalGuard(signals, writer, worker, echo: reader == nil ? SignalGuard.echo : LiveReader.echo)
        }
    }

    /// Captures, says how it went, and closes: everything out, tcpdump's three lines, the books read once more.
    func conclude<Intake: PacketIntake & ~Copyable>(
        _ session: consuming CaptureSession<Intake>, _ devices: [CaptureDevice], _ expression: String,
        _ started: Timestamp
    ) -> Outcome {
        session.run()
        let watch = session.watch
        var failure = finish(&session)
        let reason = session.stopReason ?? .error
        let counts = session.intake.counts(session.pipeline)
        let files = session.pipeline.takeFiles()
        let rows = session.pipeline.takeRows()
        var bookRows = session.bookRows.take()
        let course = session.course
        course?.note(counts)
        // Closing gives the references back; the state after is read only then.
        _ = consume session
        drop?.endCapture()
        let interfaces = zip(devices, counts).map { device, counts in
            device.books?.sample(.after)
            var outcome = RunOutcome(device, expression: expression, started: started)
            outcome.take(counts, reason)
            let interface = outcome.interface(self, device.books)
            return course?.complete(interface, device) ?? interface
        }
        let report = RunOutcome.report(self, started, reason, interfaces)
        let unwritten = [complete(files, report), complete(rows, report)].compactMap(\.self)
        for why in unwritten {
            if failure == nil { why.report() }
            failure = failure ?? why
        }
        if let why = bookRows?.finish(devices.compactMap(\.books)) { failure = failure ?? why }
        return Outcome(report: report, failure: failure, watch: watch)
    }

    func openSignals() throws(RunError) -> SignalDescriptor {
        SignalDescriptor.heed([SIGINT, SIGTERM])
        let stops = [SIGINT, SIGTERM, SIGHUP].filter { $0 != SIGHUP || !SignalDescriptor.isIgnored($0) }
        return try RunError.wrap { () throws(SystemError) in
            try SignalDescriptor([SIGUSR1, SIGUSR2, SIGCHLD], later: stops)
        }
    }

    /// Nil for devices that are no network interface ("any", nflog), which have no count.
    func openBooks(_ device: String) -> Books? {
        // libpcap's own name for all of them.
        if device == "any" { return nil }
        do throws(BooksError) {
            let books = try Books(interface: device, naming: drop?.newNaming())
            if let fault = books.unread[.before] {
                Messages.warn("the kernel cannot be asked for the promiscuity of \(device): \(fault.error)")
            }
            return books
        } catch {
            return nil
        }
    }

    func open(_ device: String) throws(RunError) -> CaptureHandle {
        let settings = options.settings(for: device)
        do throws(CaptureError) { return try CaptureHandle(activating: settings) } catch {
            throw RunError(error)
        }
    }

    func attachFilter(
        _ expression: String, to handle: inout CaptureHandle, isFirst: Bool = true
    ) throws(RunError) {
        if isFirst, let type = handle.settings.linkType, !quiet {
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

    /// Whether a frame is for another host is looked at only when it will be reported.
    var countsForeign: Bool { quiet || options.textReport || options.reportFile != nil }

    /// - Parameter sockets: those that packets come through; nil where one of the devices has none.
    func makePipeline(
        _ devices: [CaptureDevice], _ expression: String, _ sockets: [Int32]?
    ) throws(RunError) -> Pipeline {
        let plan = FilePlan(options)
        let format = try fileFormat(plan, devices, expression)
        let opener = try drop?.become(having: reader?.opener) ?? reader?.opener
        var recorder = try FlightRecorder.open(options, format, opener)
        for device in devices {
            try recorder?.prepare(device.linkType, netmask: options.netmask(of: device.name))
        }
        let prints = options.prints && !quiet
        let text =
            prints
            ? TextOutput(
                Printing.makePrinter(options.print, device: devices[0].name, hosts: drop?.hostNames),
                flushesEachPacket: options.packetBuffered, hasColor: Style.hasColor(STDOUT_FILENO, options.color)) : nil
        let described = interfaces(devices, expression)
        // Before the first thread.
        try drop?.confine(silent: sockets ?? [], isKnown: sockets != nil)
        let rows = try options.openRows(plan, described, opener)
        let files = try Privileges.openFiles(plan, options, format: format, live: true, opener: opener)
        var pipeline = Pipeline(text: text, files: files, recorder: recorder, rows: rows, ownAddress: nil)
        pipeline.linkType = devices[0].linkType
        return pipeline
    }

    func announce(_ device: CaptureDevice, isFirst: Bool = true) {
        let verboseHint = isFirst && options.print.verbosity == 0 && options.writeFile == nil
        Messages.lines(
            "swiftcap: "
                + (verboseHint ? "verbose output suppressed, use -v[v]... for full protocol decode\n" : "")
                + "listening on \(device.name.printable), link-type \(device.linkType.announcement), "
                + "snapshot length \(device.snapshotLength) bytes\n")
    }

    func limits() -> CaptureLimits {
        var limits = CaptureLimits()
        limits.packets = options.count
        limits.duration = options.duration.map { Int64($0 * 1e9) }
        limits.poll = options.pollInterval > 0 ? Int64(options.pollInterval) * 1_000_000 : nil
        // tcpdump does with -v; a user at a terminal is told in any case.
        limits.showsProgress =
            options.writeFile != nil && !quiet && !options.alsoPrint
            && (options.print.verbosity > 0 || Progress.isWatched)
        return limits
    }

    /// Everything out, then tcpdump's three lines. The first failure is said and decides the status.
    private func finish<Intake: PacketIntake & ~Copyable>(_ session: inout CaptureSession<Intake>) -> RunError? {
        session.pipeline.flushText()
        // As tcpdump does: the terminal's ^C stands on a line of its own.
        if session.stopReason == .signal && options.writeFile == nil && !quiet {
            Messages.write("\n", to: options.printsRows ? STDERR_FILENO : STDOUT_FILENO)
        }
        var failure = session.failure
        if let why = session.pipeline.outputFailure {
            failure = RunError("Unable to write output: \(why.errno)", status: ExitStatus.cannotWrite)
        }
        if let why = session.pipeline.closeFile() {
            failure = failure ?? why
        }
        failure?.report()
        if !quiet { Messages.lines(session.counts(separator: "\n") + "\n") }
        sayUnwritten(session.unwritten)
        if options.textReport && !quiet {
            for line in session.explainDrops().flatMap({ $0.split(separator: "\n") }) { Messages.say(String(line)) }
        }
        return failure
    }

    /// What the counts leave open: packets that came out of the ring and that no file has.
    func sayUnwritten(_ lost: UInt64) {
        if lost > 0 && !quiet { Messages.lines("\(lost) packet\(lost == 1 ? "" : "s") received but not written\n") }
    }

    /// The text on stderr and the JSON where it was asked for; false when it could not be written.
    private func present(_ report: CaptureReport) -> Bool {
        if options.textReport {
            let text = report.text(Style.of(STDERR_FILENO, options.color))
            Messages.lines("\n")
            try? Descriptor.writeAll(text.bytes, to: STDERR_FILENO)
        }
        guard let path = options.reportFile else { return true }
        do throws(RunError) { try ReportFile.write(report, to: path, drop) } catch {
            error.report()
            return false
        }
        return true
    }
}
