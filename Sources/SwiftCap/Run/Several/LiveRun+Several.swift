import Capture
import Dissection
import Glibc
import Packets
import Promiscuity
import Reports
import Savefiles
import Syscalls

// `-i` more than once: each device with its own membership and its own books, packets merged by time.
extension LiveRun {
    /// What `-i` names, each once.
    func distinctDevices() throws(RunError) -> [String] {
        var devices: [String] = []
        for name in options.interfaces {
            let device = try DeviceChoice.resolve(name)
            if !devices.contains(device) { devices.append(device) }
        }
        return devices
    }

    func captureSeveral(_ devices: [String]) throws(RunError) -> Outcome {
        let signals = try openSignals()
        let expression = try RunError.wrap { () throws(UsageError) in try Filter.expression(options) }
        let started = now()
        let width = devices.map(\.utf8.count).max() ?? 0
        var sources: [CaptureSource] = []
        var interfaces: [PcapngInterfaceDescription] = []
        for device in devices {
            let books = openBooks(device)
            var handle = try open(device)
            if let inode = handle.socketInode { books?.setOwnSocket(inode: inode) }
            books?.sample(.during)
            for warning in handle.warnings { Messages.warn(warning) }
            try attachFilter(expression, to: &handle)
            interfaces.append(
                description(device, handle.linkType, handle.snapshotLength, expression, books))
            if !quiet { announce(device, handle, isFirst: sources.isEmpty) }
            sources.append(CaptureSource(device, handle, books, labelWidth: width))
        }
        var pipeline = try makePipeline(sources, interfaces)
        pipeline.tellTurns(
            TurnBooks(
                self, started,
                sources.map { source in
                    TurnBooks.Source(
                        facts: Facts(
                            device: source.device, linkType: source.linkType, expression: expression, started: started),
                        books: source.books, counts: { source.countsNow })
                }))
        var session = SeveralSession(sources, pipeline, signals, limits())
        session.run()
        return finish(&session, expression, started)
    }

    private func makePipeline(
        _ sources: [CaptureSource], _ interfaces: [PcapngInterfaceDescription]
    ) throws(RunError) -> Pipeline {
        let plan = FilePlan(options)
        var format = SavefileWriter.Format.pcapng(
            PcapngHeader(
                application: "swiftcap \(Help.version)", system: Host.system,
                comments: sources.flatMap { stateBefore($0.device, $0.books) }, interfaces: interfaces))
        if let plan, !plan.isPcapng {
            guard Set(sources.map(\.linkType)).count == 1 else {
                throw RunError(
                    "the devices have different link types, for which a file must be pcapng: --format pcapng")
            }
            format = .classic(
                SavefileWriter.Header(
                    linkType: sources[0].linkType, snapshotLength: interfaces[0].snapshotLength,
                    nanosecond: options.print.nanoseconds))
        }
        let files = try Privileges.openFiles(plan, options, format: format, live: true)
        if options.prints, let other = sources.first(where: { !Printer.supports($0.linkType) }) {
            let name = PcapNames.linkType(other.linkType) ?? "\(other.linkType.rawValue)"
            throw RunError(
                "packet printing is not supported for link type \(name): use -w", status: ExitStatus.noPrinter)
        }
        var pipeline = Pipeline(
            printer: options.prints ? Printing.makePrinter(options.print, device: sources[0].device) : nil,
            files: files, ownAddress: nil)
        pipeline.flushesEachPacket = options.packetBuffered
        pipeline.hasColor = Style.hasColor(STDOUT_FILENO, options.color)
        return pipeline
    }

    /// Everything out, the counts, the handles closed, the books of each device read once more.
    private func finish(
        _ session: inout SeveralSession, _ expression: String, _ started: Timestamp
    ) -> Outcome {
        session.pipeline.flushText()
        if session.stopReason == .signal && options.writeFile == nil { Messages.write("\n", to: STDOUT_FILENO) }
        var failure = session.failure
        if let why = session.pipeline.outputFailure {
            failure = RunError("Unable to write output: \(why.errno)", status: ExitStatus.cannotWrite)
        }
        if let why = session.pipeline.closeFile() { failure = failure ?? why }
        failure?.report()
        Messages.raw(session.counts(separator: "\n") + "\n")
        sayUnwritten(session.unwritten)
        if options.textReport {
            for line in session.explainDrops().flatMap({ $0.split(separator: "\n") }) { Messages.say(String(line)) }
        }
        let reason = session.stopReason ?? .error
        var interfaces: [InterfaceReport] = []
        for source in session.sources { source.close() }
        for source in session.sources {
            source.books?.sample(.after)
            var facts = Facts(
                device: source.device, linkType: source.linkType, expression: expression, started: started)
            facts.take(source, reason)
            interfaces.append(facts.interface(self, source.books))
        }
        let report = Facts.report(self, started, reason, interfaces)
        if let why = complete(session.pipeline.takeFiles(), report) {
            if failure == nil { why.report() }
            failure = failure ?? why
        }
        return Outcome(report: report, failure: failure)
    }
}
