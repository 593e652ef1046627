import Capture

import Dissection
import Glibc
import Packets
import Savefiles
import Syscalls

/// `-r FILE` and `-V LIST`: savefiles in, text or a savefile out.
struct OfflineRun {
    let options: CaptureOptions

    /// Threads that print, this one among them: more wait for the one that reads.
    private static let mostPrinters = 4

    /// Status to leave with.
    func run() -> Int32 {
        do {
            try readAll()
            return ExitStatus.success
        } catch let error as RunError {
            error.report()
            return error.status
        } catch {
            Messages.say("\(error)")
            return ExitStatus.failure
        }
    }

    private func readAll() throws {
        let drop = try PrivilegeDrop.prepare(options) { Names.host($0) }
        let names = try fileNames()
        try drop?.serve(names)
        // All that takes root's rights, then the first octet of what any program may have written.
        let source = try openInput(names[0])
        let expression = try Filter.expression(options)
        let opener = try drop?.become()
        var reader = try read(source)
        announce(names[0], reader)
        let linkType = reader.linkType
        var filters = LinkFilters(expression, optimize: options.optimize)
        let filter = try filters.filter(linkType, snapshotLength: reader.snapshotLength)
        if let listing = options.listing { return try Output.write(filter.program.listing(listing)) }
        let format = format(reader)
        var map = InterfaceMap(format, naming: keepsInterfaces ? reader.interfaceDescription(0) : nil)
        Interruption.prepare()
        var pipeline = try makePipeline(reader, format, drop, opener)
        Interruption.install()
        if pipeline.recorder != nil { Interruption.installTrigger() }
        for (i, name) in names.enumerated() where !Interruption.happened && !pipeline.hasStopped {
            if i > 0 {
                try keepingText(&pipeline) { try openNext(name, like: linkType, drop, &reader) }
                announce(name, reader)
                map?.beginFile()
            }
            choosePrinters(reader, &pipeline)
            try read(&reader, &filters, &map, &pipeline)
        }
        try finish(&pipeline)
    }

    /// The next file of a list. A classic savefile holds packets of one link type only.
    private func openNext(
        _ name: String, like linkType: LinkType, _ drop: PrivilegeDrop?, _ reader: inout SavefileReader
    ) throws {
        reader = try read(try drop?.nextInput(name) ?? openInput(name))
        if reader.linkType != linkType && isUniform {
            throw RunError("\(name): new dlt does not match original")
        }
    }

    /// A classic file is written, which has one link type and one snapshot length: then what is read has to, as well.
    private var isUniform: Bool { FilePlan(options)?.keepsInterfaces == false }

    private var keepsInterfaces: Bool { options.keepsInterfaces }

    /// Runs `body`; when it fails, what was printed before is out first.
    private func keepingText(_ pipeline: inout Pipeline, _ body: () throws -> Void) throws {
        do { try body() } catch {
            try? finish(&pipeline, counting: false)
            throw error
        }
    }

    private func fileNames() throws -> [String] {
        if let file = options.readFile { return [file] }
        let list = options.readList ?? "-"
        let longestList = 16 << 20
        var bytes: [UInt8] = []
        do throws(SystemError) {
            bytes = try Descriptor.contents(of: list == "-" ? "/dev/stdin" : list, limit: longestList + 1)
        } catch  where error.call.description == "open" {
            throw RunError("Unable to open file: \(error.errno)")
        } catch {}
        let newline = UInt8(ascii: "\n")
        let whole = bytes.last == newline ? bytes.dropLast() : bytes[...]
        if bytes.isEmpty { throw RunError("Nothing in \(list)") }
        let mostNames = 1 << 20
        if bytes.count > longestList || whole.count(where: { $0 == newline }) >= mostNames {
            throw RunError("\(list): larger than a list of files can be")
        }
        // An empty line is a file without a name, and an error.
        return whole.split(separator: newline, omittingEmptySubsequences: false).map { String(systemBytes: $0) }
    }

    private func openInput(_ name: String) throws(RunError) -> Descriptor {
        try RunError.wrap { () throws(SavefileError) in try SavefileReader.open(name) }
    }

    private func read(_ source: consuming Descriptor) throws(RunError) -> SavefileReader {
        let precision: SavefileReader.Precision = options.keepsNanoseconds ? .nanosecond : .microsecond
        var reader: SavefileReader
        do throws(SavefileError) {
            reader = try SavefileReader(
                source: source, precision: precision, uniform: isUniform, annotations: keepsInterfaces)
        } catch { throw RunError(error.description) }
        if options.copiesLargeFile { reader.avoidCache() }
        Interruption.watch(reader.sourceDescriptor, wake: reader.wakeDescriptor)
        return reader
    }

    private func announce(_ name: String, _ reader: borrowing SavefileReader) {
        Messages.lines(
            "reading from file \(name.printable), link-type \(reader.linkType.announcement), "
                + "snapshot length \(reader.snapshotLength)\n")
    }

    private func makePipeline(
        _ reader: borrowing SavefileReader, _ format: SavefileWriter.Format, _ drop: PrivilegeDrop?,
        _ opener: FileOpener?
    ) throws(RunError) -> Pipeline {
        let plan = FilePlan(options)
        let waits = options.packetBuffered || options.lineBuffered || isatty(STDOUT_FILENO) == 1
        let color = Style.hasColor(STDOUT_FILENO, options.color)
        let text =
            options.prints
            ? TextOutput(
                Printing.makePrinter(options.print, hosts: drop?.hostNames), flushesEachPacket: waits, hasColor: color
            )
            : nil
        var recorder = try FlightRecorder.open(options, format, opener)
        try recorder?.prepare(reader.linkType)
        // Before the first thread.
        try drop?.confine()
        let first = keepsInterfaces ? reader.interfaceDescription(0) : nil
        let rows = try options.openRows(plan, first.map { [$0] } ?? [], opener)
        let files = try Privileges.openFiles(plan, options, format: format, live: false, opener: opener)
        return Pipeline(text: text, files: files, recorder: recorder, rows: rows, ownAddress: nil)
    }

    /// Several threads print a file, and none that may be growing: the program that writes to a pipe may wait for its
    /// text. Names of hosts are asked for, and waited for, on one.
    private func choosePrinters(_ reader: borrowing SavefileReader, _ pipeline: inout Pipeline) {
        let isFile = FileStatus.isRegular(reader.sourceDescriptor)
        let waits = pipeline.text?.flushesEachPacket ?? true
        let gains = isFile && !waits && options.writeFile == nil && options.print.numeric > 0
        let processors = gains ? (try? Processors.allowed().count) ?? 1 : 1
        pipeline.text?.useHelpers(min(processors, OfflineRun.mostPrinters) - 1)
    }

    private func format(_ reader: borrowing SavefileReader) -> SavefileWriter.Format {
        guard FilePlan(options)?.keepsInterfaces ?? keepsInterfaces else {
            return .classic(
                SavefileWriter.Header(
                    linkType: reader.linkType, snapshotLength: reader.snapshotLength,
                    nanosecond: options.print.nanoseconds, linkTypeExtension: reader.linkTypeExtension))
        }
        let interface =
            reader.interfaceDescription(0)
            ?? PcapngInterfaceDescription(linkType: reader.linkType, snapshotLength: reader.snapshotLength)
        return .pcapng(
            PcapngHeader(
                application: "swiftcap \(Help.version)", system: Host.system, comments: reader.sectionComments,
                interfaces: [interface]))
    }

    /// One file through the pipeline. What could be read is out before a fault of the file is thrown.
    private func read(
        _ reader: inout SavefileReader, _ filters: inout LinkFilters, _ map: inout InterfaceMap?,
        _ pipeline: inout Pipeline
    ) throws {
        let before = pipeline.captured
        let limit = options.count > 0 ? before &+ options.count : .max
        let onlyCounts = pipeline.onlyCounts
        let filtered = !filters.expression.isEmpty
        let maps = map != nil
        var interface = -1
        var changes = -1
        // No packet has this one. A plain number: this is asked for every packet.
        var linkType = LinkType(rawValue: .min)
        var filter: LinkFilters.Compiled?
        var fault: RunError?
        var progress = Progress()
        do throws(SavefileError) {
            while try reader.advance() {
                if reader.packetLinkType.rawValue != linkType.rawValue {
                    linkType = reader.packetLinkType
                    do throws(RunError) {
                        filter = try filters.filter(reader.packetLinkType, snapshotLength: reader.snapshotLength)
                    } catch {
                        fault = error
                        break
                    }
                }
                if filtered, filter?.program.matches(reader.packet) == false { continue }
                if maps && (reader.interface != interface || reader.interfaceChanges != changes) {
                    interface = reader.interface
                    changes = reader.interfaceChanges
                    do throws(RunError) { try follow(reader, &map, &pipeline) } catch {
                        fault = error
                        break
                    }
                }
                if onlyCounts {
                    pipeline.tally.countPlain()
                } else if pipeline.consume(reader.packet) == .stop {
                    break
                }
                if progress.isDue(pipeline.captured) { progress.show(pipeline.captured, reader.bytesRead) }
                if pipeline.captured >= limit { break }
            }
        } catch  where !Interruption.happened {
            fault = RunError("pcap_loop: \(error)")
        } catch {}
        do throws(RunError) {
            // Interfaces that no packet came from are kept, too.
            try follow(reader, &map, &pipeline, atEnd: true)
        } catch {
            fault = fault ?? error
        }
        if let fault {
            try? finish(&pipeline)
            throw fault
        }
    }

    /// The written pcapng file gets what the reader has come upon beside packets, and knows whose the next packet is.
    ///
    /// - Parameter atEnd: no packet comes.
    private func follow(
        _ reader: borrowing SavefileReader, _ map: inout InterfaceMap?, _ pipeline: inout Pipeline, atEnd: Bool = false
    ) throws(RunError) {
        guard let areWritten = map?.areWritten else { return }
        if let new = try map?.follow(reader) {
            if areWritten && !new.earlier.isEmpty { pipeline.files?.add(new.earlier) }
            if !new.interfaces.isEmpty {
                if areWritten {
                    try pipeline.files?.add(new.interfaces)
                    try pipeline.recorder?.add(new.interfaces)
                }
                pipeline.rows?.add(new.interfaces)
            }
            if areWritten && !new.later.isEmpty { pipeline.files?.add(new.later) }
        }
        if let place = map?[reader.interface] {
            if areWritten { pipeline.select(place) } else { pipeline.rows?.select(place) }
        }
        if atEnd || !reader.hasPacketOptions { return }
        if let isOutbound = reader.packetIsOutbound { pipeline.rows?.tell(isOutbound: isOutbound) }
        if areWritten {
            let (options, swapped) = (reader.packetOptions, reader.hasSwappedOptions)
            pipeline.files?.attachOptions(options, swapped: swapped)
            pipeline.recorder?.attachOptions(options, swapped: swapped)
        }
    }

    /// Everything out; the first failure is thrown.
    private func finish(_ pipeline: inout Pipeline, counting: Bool = true) throws {
        pipeline.flushText()
        var files = pipeline.takeFiles()
        files?.finish()
        if let why = files?.failure { throw why }
        var rows = pipeline.takeRows()
        rows?.finish(
            [("swiftcap.version", Help.version)] + (options.textReport ? [("swiftcap.host", Host.name)] : []))
        if let why = rows?.failure { throw why }
        if let why = pipeline.closeRecorder() { throw why }
        if let failure = pipeline.outputFailure {
            throw RunError("Unable to write output: \(failure.errno)", status: ExitStatus.cannotWrite)
        }
        if options.countOnly && counting {
            let total = pipeline.captured
            try Output.write("\(total) packet\(total == 1 ? "" : "s")\n")
        }
    }
}
