extension OptionEntry {
    /// The books of promiscuous mode.
    static let books: [OptionEntry] = [
        OptionEntry(
            nil, "report", Value("FILE", .file), help: "what the capture did to them, as JSON or .html",
            more: "swiftcap-report(8) shows it, swiftcap-compare(8) holds two beside each other."
        ) { $0.options.reportFile = $1 },
        OptionEntry(
            nil, "no-report", help: "nothing about them on standard error",
            more: "Nor the machine's name and command lines of other processes in pcapng files."
        ) { parser, _ in parser.options.textReport = false },
        OptionEntry(nil, "poll-interval", Value("SECONDS"), help: "look for what the kernel does not announce; 0 off") {
            parser, value throws(UsageError) in
            parser.options.pollInterval = try OptionParser.milliseconds(value)
        },
    ]

    /// What there is to choose from.
    static let listing: [OptionEntry] = [
        OptionEntry("D", "list-interfaces", rank: 1, help: "devices") { parser, _ in parser.choose(.listDevices) },
        OptionEntry("L", "list-data-link-types", rank: 11, help: "link types of a device") { parser, _ in
            parser.choose(.listLinkTypes)
        },
        OptionEntry("J", "list-time-stamp-types", rank: 6, help: "time stamp types of a device") { parser, _ in
            parser.choose(.listTimestampTypes)
        },
        OptionEntry("d", shown: "-d, -dd, -ddd", help: "the compiled filter: as text, as C, as numbers") { parser, _ in
            parser.listingFlags += 1
        },
        OptionEntry(
            nil, "list-protocols",
            help: "what is decoded: kind of key, key, its name, and the dissector that takes it"
        ) { parser, _ in parser.end(.listProtocols) },
        OptionEntry("h", "help", rank: 2, help: "this text") { parser, _ in parser.end(.help) },
        OptionEntry(nil, "version", rank: 21, help: "versions of swiftcap and libpcap") { parser, _ in
            parser.end(.version)
        },
        OptionEntry(nil, "fp-type", rank: 23, help: "a number by which tcpdump's tests know how a machine computes") {
            parser, _ in
            parser.end(.floatingPointType)
        },
    ]
}
