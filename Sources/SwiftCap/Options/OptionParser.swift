import Capture
import Dissection
import Packets

/// Arguments → `CaptureOptions`. Nothing is opened here.
struct OptionParser {
    private var options = CaptureOptions()
    private var timeFlags = 0
    private var hexFlags = 0
    private var asciiHexFlags = 0
    private var asciiFlags = 0
    private var listingFlags = 0

    static func parse(_ arguments: [String]) throws(UsageError) -> CaptureOptions {
        var parser = OptionParser()
        var walk = ArgumentWalk(arguments)
        while true {
            switch walk.next(announce: false) {
            case .option(let code, let value):
                if try parser.take(code, value) { return parser.options }
            case .operands(let words):
                parser.options.expression = words.joined(separator: " ")
                try parser.finish()
                return parser.options
            case .unknown:
                OptionParser.announce(arguments)
                throw UsageError(message: "")
            case .complaint(let text):
                Messages.say(text)
                throw UsageError(message: "")
            }
        }
    }

    /// Walks again only to let getopt print its own words, of arguments that are fit to be shown.
    private static func announce(_ arguments: [String]) {
        var walk = ArgumentWalk(arguments.map(\.printable), complains: true)
        while true {
            guard case .option = walk.next(announce: true) else { return }
        }
    }

    /// Takes one option; true when it ends the walk (help, version).
    private mutating func take(_ code: Int32, _ value: String) throws(UsageError) -> Bool {
        if takeFlag(code) { return false }
        if try takeValue(code, value) { return false }
        switch code {
        case OptionTable.letter("h"): options.action = .help
        case OptionTable.Code.version: options.action = .version
        case OptionTable.Code.floatingPointType: options.action = .floatingPointType
        case OptionTable.Code.listProtocols: options.action = .listProtocols
        default: throw UsageError(message: "option \(code) is not handled")
        }
        return true
    }

    /// Options without an argument.
    private mutating func takeFlag(_ code: Int32) -> Bool {
        switch code {
        case OptionTable.Code.immediateMode: options.immediate = true
        case OptionTable.Code.print: options.alsoPrint = true
        case OptionTable.Code.number: options.print.packetNumbers = true
        case OptionTable.Code.micro: options.print.nanoseconds = false
        case OptionTable.Code.nano: options.print.nanoseconds = true
        case OptionTable.Code.count: options.countOnly = true
        case OptionTable.Code.noReport: options.textReport = false
        case OptionTable.Code.finishCommand: options.finishCommand = true
        case OptionTable.Code.triggerBooks: options.recorder.triggersOnBooks = true
        case OptionTable.Code.json: options.rows.json = true
        case OptionTable.Code.listColumns: choose(.listColumns)
        case OptionTable.Code.markdown: options.rows.markdown = true
        default:
            guard let scalar = Unicode.Scalar(UInt32(bitPattern: code)), code < 128 else { return false }
            return takeLetter(Character(scalar))
        }
        return true
    }

    /// Of several listings tcpdump shows one: devices, else time stamp types, else link types.
    private mutating func choose(_ listing: CaptureOptions.Action) {
        let order: [CaptureOptions.Action] = [.run, .listColumns, .listLinkTypes, .listTimestampTypes, .listDevices]
        let current = order.firstIndex(of: options.action) ?? 0
        if let rank = order.firstIndex(of: listing), rank > current { options.action = listing }
    }

    private mutating func takeLetter(_ letter: Character) -> Bool {
        switch letter {
        case "a": break
        case "A": asciiFlags += 1
        case "b": options.print.asDot = true
        case "d": listingFlags += 1
        case "D": choose(.listDevices)
        case "e": options.print.linkHeader = true
        case "f": options.print.foreignNumeric = true
        case "H": options.print.meshHeaders = true
        case "I": options.monitorMode = true
        case "J": choose(.listTimestampTypes)
        case "K": options.print.skipChecksums = true
        case "l": options.lineBuffered = true
        case "L": choose(.listLinkTypes)
        case "n": options.print.numeric += 1
        case "N": options.print.unqualifiedNames = true
        case "O": options.optimize = false
        case "p": options.promiscuous = false
        case "q":
            options.print.quick = true
            options.print.quickLevel += 1
        case "S": options.print.absoluteSequenceNumbers = true
        case "t": timeFlags += 1
        case "u": options.print.undecodedNFSHandles = true
        case "U": options.packetBuffered = true
        case "v": options.print.verbosity += 1
        case "x": hexFlags += 1
        case "X": asciiHexFlags += 1
        case "#": options.print.packetNumbers = true
        default: return false
        }
        return true
    }

    /// Options with an argument.
    private mutating func takeValue(_ code: Int32, _ value: String) throws(UsageError) -> Bool {
        switch code {
        case OptionTable.Code.timestampPrecision: options.print.nanoseconds = try OptionParser.precision(value)
        case OptionTable.Code.report: options.reportFile = value
        case OptionTable.Code.duration: options.duration = try OptionParser.seconds(value)
        case OptionTable.Code.pollInterval: options.pollInterval = try OptionParser.milliseconds(value)
        case OptionTable.Code.stopSize: options.stopSize = try OptionParser.stopSize(value)
        case OptionTable.Code.color: options.color = try OptionParser.color(value)
        case OptionTable.Code.threads: options.threads = try OptionParser.threads(value)
        case OptionTable.Code.cpuAffinity: options.processors = try ProcessorList.parse(value)
        case OptionTable.Code.direct: options.direct = try OptionParser.direct(value)
        case OptionTable.Code.format: try takeFormat(value)
        case OptionTable.Code.columns: options.rows.columns = try RowsOptions.columns(value)
        case OptionTable.Code.books: options.rows.books = value
        case OptionTable.Code.keep: options.recorder.amount = try RecorderOptions.amount(value)
        case OptionTable.Code.trigger: options.recorder.trigger = value
        case OptionTable.Code.after: options.recorder.after = try RecorderOptions.after(value)
        case OptionTable.Code.stopFiles: options.stopFiles = try OptionParser.stopFiles(value)
        default:
            guard let scalar = Unicode.Scalar(UInt32(bitPattern: code)), code < 128 else { return false }
            return try takeLetterValue(Character(scalar), value)
        }
        return true
    }

    private mutating func takeLetterValue(_ letter: Character, _ value: String) throws(UsageError) -> Bool {
        switch letter {
        case "B": options.bufferSize = try OptionParser.bufferSize(value)
        case "c": options.count = try OptionParser.packetCount(value)
        case "C": options.rotateSize = try OptionParser.fileSize(value)
        case "E": options.print.decryptionKeys = try Decryption.keys(value)
        case "F": options.filterFile = value
        case "G": options.rotateSeconds = try OptionParser.rotation(value)
        case "i": options.interfaces.append(value)
        case "j": options.timestampType = try OptionParser.timestampType(value)
        case "M": options.print.signatureSecret = Array(value.utf8)
        case "m": options.notices.append("ignoring option `-m \(value)' (no libsmi support)")
        case "Q": options.direction = try OptionParser.direction(value)
        case "r": options.readFile = value
        case "s": options.snapshotLength = try OptionParser.snapshotLength(value)
        case "T": options.print.packetType = try OptionParser.packetType(value)
        case "V": options.readList = value
        case "w": options.writeFile = value
        case "W": options.fileCount = try OptionParser.fileCount(value)
        case "y": options.linkType = try OptionParser.linkType(value)
        case "z": options.afterRotation = value
        case "Z": options.user = value
        default: return false
        }
        return true
    }

    /// What depends on several options at once.
    private mutating func finish() throws(UsageError) {
        switch timeFlags {
        case 0: options.print.time = .timeOfDay
        case 1: options.print.time = .none
        case 2: options.print.time = .epoch
        case 3: options.print.time = .deltaPrevious
        case 4: options.print.time = .dateAndTime
        case 5: options.print.time = .deltaFirst
        default: throw UsageError(message: "only -t, -tt, -ttt, -tttt and -ttttt are supported")
        }
        // tcpdump looks at -x first, then -X, then -A.
        if hexFlags > 0 { options.print.dump = .hex }
        if asciiHexFlags > 0 { options.print.dump = .hexAndASCII }
        if hexFlags == 0 && asciiHexFlags == 0 && asciiFlags > 0 { options.print.dump = .ascii }
        options.print.dumpLinkHeader =
            asciiHexFlags > 0 ? asciiHexFlags > 1 : hexFlags > 0 ? hexFlags > 1 : asciiFlags > 1
        options.print.snapshotLength = Int(options.snapshotLength)
        switch listingFlags {
        case 0: options.listing = nil
        case 1: options.listing = .assembly
        case 2: options.listing = .cArray
        default: options.listing = .decimal
        }
        if options.print.foreignNumeric && options.readsFiles {
            throw UsageError(message: "-f can not be used with -V or -r")
        }
        try checkFiles()
        try checkThreads()
        if options.readFile != nil && options.readList != nil {
            throw UsageError(message: "-V and -r are mutually exclusive.")
        }
    }

    /// The last one counts.
    private mutating func takeFormat(_ text: String) throws(UsageError) {
        options.rows.format = text == "parquet" ? .parquet : text == "ndjson" ? .ndjson : nil
        options.pcapng = options.rows.format == nil ? try OptionParser.isPcapng(text) : nil
    }

    private func checkThreads() throws(UsageError) {
        if options.readsFiles && (options.threads > 1 || !options.processors.isEmpty) {
            let option = options.threads > 1 ? "--threads" : "--cpu-affinity"
            throw UsageError(message: "\(option) is for live captures, and can not be used with -V or -r")
        }
        if options.threads > 1 && Set(options.interfaces).count > 1 {
            throw UsageError(message: "--threads is for one interface: several -i have a thread each already")
        }
    }

    /// What our own options about files need beside them. tcpdump's own are taken without effect, as it does.
    private mutating func checkFiles() throws(UsageError) {
        let series = options.rotateSize != nil || (options.rotateSeconds ?? 0) > 0
        try options.recorder.check(options)
        try options.rows.check(options)
        if options.stopSize != nil && options.writeFile == nil {
            throw UsageError(message: "--stop-size needs a file to write to (-w)")
        }
        if options.direct == .always && options.writeFile == nil {
            throw UsageError(message: "--direct always needs a file to write to (-w)")
        }
        if options.stopFiles != nil && (options.writeFile == nil || !series && options.recorder.amount == nil) {
            throw UsageError(message: "--stop-files needs files that follow one another (-w with -C, -G or --keep)")
        }
        if options.finishCommand && (options.writeFile == nil || options.afterRotation == nil) {
            throw UsageError(message: "--finish-command needs a file and a command (-w and -z)")
        }
        if options.writeFile == "-" && series {
            options.notices.append("-C and -G have no effect on standard output, which is one stream")
        }
    }
}
