extension OptionEntry {
    /// How packets are taken.
    static let taking: [OptionEntry] = [
        OptionEntry("s", "snapshot-length", Value("N"), rank: 15, help: "bytes of each packet; 0 means 262144") {
            parser, value throws(UsageError) in
            parser.options.snapshotLength = try OptionParser.snapshotLength(value)
        },
        OptionEntry(
            "B", "buffer-size", Value("KIB"), rank: 0, help: "size of the ring in the kernel",
            more:
                "8192 without it. When the kernel dropped packets, the end says how large a ring would have held them."
        ) { parser, value throws(UsageError) in parser.options.bufferSize = try OptionParser.bufferSize(value) },
        OptionEntry(nil, "immediate-mode", rank: 24, help: "hand out each packet as it arrives") { parser, _ in
            parser.options.immediate = true
        },
        OptionEntry(
            nil, "threads", Value("N"),
            help: "N sockets share the interface's packets, each with a thread, a ring and a membership of its own",
            more: "At most 64. It is for one interface: several -i have a thread each already."
        ) { parser, value throws(UsageError) in parser.options.threads = try OptionParser.threads(value) },
        OptionEntry(
            nil, "cpu-affinity", Value("LIST"),
            help: "processors for capturing: 2, or 0,2-3; with several threads one each, in turn"
        ) { parser, value throws(UsageError) in parser.options.processors = try ProcessorList.parse(value) },
        OptionEntry(
            "j", "time-stamp-type", Value("TYPE", .timestampType), rank: 5, help: "who stamps packets (-J lists them)"
        ) { parser, value throws(UsageError) in
            parser.options.timestampType = try OptionParser.timestampType(value)
        },
        OptionEntry(
            nil, "time-stamp-precision", Value("micro|nano", .words("micro nano")), rank: 9,
            help: "digits of time stamps, printed and written"
        ) { parser, value throws(UsageError) in parser.options.print.nanoseconds = try OptionParser.precision(value) },
        OptionEntry(nil, "micro", rank: 7, help: "--time-stamp-precision micro") { parser, _ in
            parser.options.print.nanoseconds = false
        },
        OptionEntry(nil, "nano", rank: 8, help: "--time-stamp-precision nano") { parser, _ in
            parser.options.print.nanoseconds = true
        },
        OptionEntry(
            "Z", "relinquish-privileges", Value("USER", .user), rank: 18, help: "become USER once everything is open",
            more: "Later files of -C and -G are created by a helper process, below the folder of the first one."
        ) { $0.options.user = $1 },
        OptionEntry(
            nil, "sandbox", Value("LEVEL", .words("strict default off")),
            help: "what a run gives up then: strict, default or off",
            more: "strict does not start where a part of it cannot be had."
        ) { parser, value throws(UsageError) in parser.options.sandbox = try SandboxLevel.parse(value) },
        OptionEntry(nil, "show-sandbox", help: "what this run would be left with, and no run") { parser, _ in
            parser.options.showsSandbox = true
        },
    ]

    /// When the capture ends.
    static let ending: [OptionEntry] = [
        OptionEntry("c", nil, Value("N"), help: "after N packets") { parser, value throws(UsageError) in
            parser.options.count = try OptionParser.packetCount(value)
        },
        OptionEntry(nil, "duration", Value("SECONDS"), help: "after so much time", more: "A fraction is allowed: 0.5.")
        {
            parser, value throws(UsageError) in
            parser.options.duration = try OptionParser.seconds(value)
        },
        OptionEntry(
            nil, "stop-size", Value("SIZE"),
            help: "before the files of -w hold more: millions of bytes, or a number with k, M or G"
        ) { parser, value throws(UsageError) in parser.options.stopSize = try OptionParser.stopSize(value) },
        OptionEntry(nil, "stop-files", Value("N"), help: "after N files of -C, -G or --keep") {
            parser, value throws(UsageError) in
            parser.options.stopFiles = try OptionParser.stopFiles(value)
        },
    ]
}
