import Capture
import Dissection
import Packets

/// Arguments → `CaptureOptions`, by what `OptionTable` has of each option. Nothing is opened here.
struct OptionParser {
    var options = CaptureOptions()
    /// How often -t, -x, -X, -A and -d stood.
    var timeFlags = 0
    var hexFlags = 0
    var asciiHexFlags = 0
    var asciiFlags = 0
    var listingFlags = 0
    private var isEnded = false

    static func parse(_ arguments: [String]) throws(UsageError) -> CaptureOptions {
        var parser = OptionParser()
        var walk = ArgumentWalk(arguments)
        while true {
            switch walk.next(announce: false) {
            case .option(let code, let value):
                guard let entry = OptionTable.entry(code) else {
                    throw UsageError(message: "option \(code) is not handled")
                }
                try entry.take(&parser, value)
                if parser.isEnded { return parser.options }
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
        while case .option = walk.next(announce: true) {}
        suggest(arguments)
    }

    /// The options that were perhaps meant, behind getopt's own words.
    private static func suggest(_ arguments: [String]) {
        for argument in arguments {
            if argument == "--" { return }
            guard argument.hasPrefix("--") else { continue }
            let name = argument.dropFirst(2).prefix { $0 != "=" }
            // What a name begins with is known, or ambiguous, which getopt tells better.
            let names = OptionTable.longs.map { "\($0.name)" }
            if names.contains(where: { $0.hasPrefix(name) }) { continue }
            if let near = Nearest.word(to: String(name), of: names) { Messages.lines("Did you mean '--\(near)'?\n") }
        }
    }

    /// Of several listings tcpdump shows one: devices, else time stamp types, else link types.
    mutating func choose(_ listing: CaptureOptions.Action) {
        let order: [CaptureOptions.Action] = [.run, .listColumns, .listLinkTypes, .listTimestampTypes, .listDevices]
        let current = order.firstIndex(of: options.action) ?? 0
        if let rank = order.firstIndex(of: listing), rank > current { options.action = listing }
    }

    /// Nothing behind it is looked at.
    mutating func end(_ action: CaptureOptions.Action) {
        options.action = action
        isEnded = true
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
    mutating func takeFormat(_ text: String) throws(UsageError) {
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
