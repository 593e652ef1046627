extension OptionEntry {
    /// Where packets come from.
    static let source: [OptionEntry] = [
        OptionEntry(
            "i", "interface", Value("NAME", .interface), rank: 3,
            help: "a device, \"any\", or a number of -D's list; several -i: all of them, merged by time",
            more: "Alternative names of devices are taken as well. Without -i: the first device of -D."
        ) { $0.options.interfaces.append($1) },
        OptionEntry(
            "p", "no-promiscuous-mode", rank: 13, help: "do not put the interface into promiscuous mode",
            more: "It may be promiscuous all the same, through another holder; the report says so."
        ) { parser, _ in parser.options.promiscuous = false },
        OptionEntry(
            "r", nil, Value("FILE", .file), help: "read a savefile; - is standard input",
            more: "pcap and pcapng, also packed (gzip, zstd, lz4); the format is found by the contents."
        ) { $0.options.readFile = $1 },
        OptionEntry(
            "V", nil, Value("FILE", .file), help: "read the savefiles that FILE lists",
            more: "One name a line; - is standard input."
        ) { $0.options.readList = $1 },
        OptionEntry(
            "F", nil, Value("FILE", .file), help: "take the filter expression from FILE",
            more: "An expression on the command line is ignored then. From # to the end of a line is a comment."
        ) { $0.options.filterFile = $1 },
        OptionEntry(
            "Q", "direction", Value("DIRECTION", .words("in out inout")), rank: 14, help: "in, out or inout"
        ) { parser, value throws(UsageError) in parser.options.direction = try OptionParser.direction(value) },
        OptionEntry("I", "monitor-mode", rank: 4, help: "monitor mode, for wireless interfaces") { parser, _ in
            parser.options.monitorMode = true
        },
        OptionEntry(
            "y", "linktype", Value("TYPE", .linkType), rank: 16, help: "link type to capture with (-L lists them)"
        ) { parser, value throws(UsageError) in parser.options.linkType = try OptionParser.linkType(value) },
        OptionEntry("O", "no-optimize", rank: 12, help: "do not optimise the filter") { parser, _ in
            parser.options.optimize = false
        },
    ]
}
