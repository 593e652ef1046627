import Capture

import Dissection
import Glibc
import Packets
import Savefiles
import Syscalls

/// `-r FILE` and `-V LIST`: savefiles in, text or a savefile out.
struct OfflineRun {
    let options: CaptureOptions

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
        Interruption.install()
        let names = try fileNames()
        let expression = try Filter.expression(options)
        var reader = try open(names[0])
        let linkType = reader.linkType
        var filter = try compile(expression, reader)
        if let listing = options.listing { return Messages.write(filter.listing(listing), to: STDOUT_FILENO) }
        var pipeline = try makePipeline(reader)
        for (i, name) in names.enumerated() where !Interruption.happened {
            if i > 0 {
                reader = try open(name)
                if reader.linkType != linkType && options.writeFile != nil {
                    throw RunError("\(name): new dlt \(reader.linkType.announcement) differs from the first file's")
                }
                filter = try compile(expression, reader)
            }
            try read(&reader, filter, filtered: !expression.isEmpty, &pipeline)
        }
        try finish(&pipeline)
        if options.countOnly {
            let total = pipeline.captured
            Messages.write("\(total) packet\(total == 1 ? "" : "s")\n", to: STDOUT_FILENO)
        }
    }

    private func compile(_ expression: String, _ reader: borrowing SavefileReader) throws -> FilterProgram {
        let linkType = reader.linkType
        let snapshotLength = Int32(clamping: reader.snapshotLength)
        return try RunError.wrap { () throws(CaptureError) in
            try FilterProgram(
                expression, linkType: linkType, snapshotLength: snapshotLength, optimize: options.optimize)
        }
    }

    private func fileNames() throws -> [String] {
        if let file = options.readFile { return [file] }
        let list = options.readList ?? "-"
        let bytes = try RunError.wrap { () throws(SystemError) in
            try Descriptor.contents(of: list == "-" ? "/dev/stdin" : list)
        }
        let names = bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        if names.isEmpty { throw RunError("Nothing in \(list)") }
        return names
    }

    private func open(_ name: String) throws -> SavefileReader {
        let precision: SavefileReader.Precision = options.print.nanoseconds ? .nanosecond : .microsecond
        let reader = try RunError.wrap { () throws(SavefileError) in
            try SavefileReader(path: name, precision: precision)
        }
        Interruption.watch(reader.sourceDescriptor)
        Messages.raw(
            "reading from file \(name), link-type \(reader.linkType.announcement), "
                + "snapshot length \(reader.snapshotLength)\n")
        return reader
    }

    private func makePipeline(_ reader: borrowing SavefileReader) throws -> Pipeline {
        var writer: SavefileWriter?
        if let path = options.writeFile {
            let header = SavefileWriter.Header(
                linkType: reader.linkType, snapshotLength: reader.snapshotLength,
                nanosecond: options.print.nanoseconds, linkTypeExtension: reader.linkTypeExtension)
            writer = try RunError.wrap { () throws(SavefileError) in
                try SavefileWriter(path: path, header: header)
            }
            writer?.packetBuffered = options.packetBuffered
        }
        if options.prints && !Printer.supports(reader.linkType) {
            let name = PcapNames.linkType(reader.linkType) ?? "\(reader.linkType.rawValue)"
            throw RunError(
                "packet printing is not supported for link type \(name): use -w", status: ExitStatus.noPrinter)
        }
        let printer = options.prints ? Printing.makePrinter(options.print) : nil
        var pipeline = Pipeline(printer: printer, writer: writer, ownAddress: nil)
        pipeline.flushesEachPacket = options.packetBuffered || options.lineBuffered || isatty(STDOUT_FILENO) == 1
        return pipeline
    }

    /// One file through the pipeline. What could be read is out before a fault of the file is thrown.
    private func read(
        _ reader: inout SavefileReader, _ filter: borrowing FilterProgram, filtered: Bool, _ pipeline: inout Pipeline
    ) throws {
        let before = pipeline.captured
        let limit = options.count
        do throws(SavefileError) {
            while try reader.advance() {
                if filtered && !filter.matches(reader.packet) { continue }
                if pipeline.consume(reader.packet) == .stop { break }
                if limit > 0 && pipeline.captured &- before >= limit { break }
            }
        } catch  where !Interruption.happened {
            try? finish(&pipeline)
            throw RunError("pcap_loop: \(error)")
        } catch {}
    }

    /// Everything out; the first failure is thrown.
    private func finish(_ pipeline: inout Pipeline) throws {
        pipeline.flushText()
        if pipeline.writer != nil {
            do throws(SavefileError) { try pipeline.writer?.close() } catch {
                throw RunError(writing: options.writeFile ?? "-", error)
            }
        }
        if let failure = pipeline.outputFailure {
            throw RunError("Unable to write output: \(failure.errno)", status: ExitStatus.cannotWrite)
        }
    }
}
