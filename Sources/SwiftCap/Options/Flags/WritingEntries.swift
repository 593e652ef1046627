extension OptionEntry {
    /// What is written.
    static let writing: [OptionEntry] = [
        OptionEntry(
            "w", nil, Value("FILE", .file),
            help: """
                packets as a savefile; - is standard output. .pcapng is that format with the books inside; .gz, .zst and \
                .lz4 are packed; .parquet, .ndjson and .ndjson.zst hold rows, and their folders are made
                """,
            more: """
                -C, -G, -W and -z work for rows as they do for packets. A Parquet file is whole at its end only: killed, a \
                run loses the one that it writes, and a live capture begins a new one each five minutes unless -C or -G \
                says otherwise.
                """
        ) { $0.options.writeFile = $1 },
        OptionEntry(
            nil, "format", Value("FORMAT", .words("pcap pcapng ndjson parquet")),
            help: "pcap, pcapng, ndjson or parquet, whatever the name"
        ) { parser, value throws(UsageError) in try parser.takeFormat(value) },
        OptionEntry(
            nil, "direct", Value("WHEN", .words("auto always never")),
            help: "past the page cache: auto (fast captures, large copies), always or never"
        ) { parser, value throws(UsageError) in parser.options.direct = try OptionParser.direct(value) },
        OptionEntry(nil, "print", rank: 20, help: "print packets as well") { parser, _ in
            parser.options.alsoPrint = true
        },
        OptionEntry("C", nil, Value("N"), help: "a new file behind N million bytes") {
            parser, value throws(UsageError) in
            parser.options.rotateSize = try OptionParser.fileSize(value)
        },
        OptionEntry(
            "G", nil, Value("SECONDS"),
            help: "a new file each SECONDS; the name may have the conversions of strftime(3)"
        ) { parser, value throws(UsageError) in parser.options.rotateSeconds = try OptionParser.rotation(value) },
        OptionEntry("W", nil, Value("N"), help: "with -C a ring of N files; with -G end after N") {
            parser, value throws(UsageError) in
            parser.options.fileCount = try OptionParser.fileCount(value)
        },
        OptionEntry("z", nil, Value("COMMAND", .command), help: "run COMMAND FILE on each file that is closed") {
            $0.options.afterRotation = $1
        },
        OptionEntry(
            nil, "finish-command", help: "on the last one too",
            more: "Without it -z does not see the file that is open when the capture ends, as with tcpdump."
        ) { parser, _ in parser.options.finishCommand = true },
        OptionEntry(
            nil, "keep", Value("SIZE|SECONDS"),
            help: """
                a flight recorder: the last so much (64M, 30s, or 30s,256M) stays in memory, and goes to -w, to a file of \
                its own (event-1.pcapng), only on SIGUSR2
                """
        ) { parser, value throws(UsageError) in parser.options.recorder.amount = try RecorderOptions.amount(value) },
        OptionEntry(
            nil, "trigger", Value("EXPRESSION"), help: "and with a packet that matches",
            more: "With --keep: each packet that passes this filter, and the capture's own, is an event."
        ) { $0.options.recorder.trigger = $1 },
        OptionEntry(
            nil, "trigger-books", help: "and when another joins or leaves promiscuous mode",
            more: "With --keep: a change of the interface's promiscuity count by another holder is an event."
        ) { parser, _ in parser.options.recorder.triggersOnBooks = true },
        OptionEntry(
            nil, "after", Value("SECONDS"), help: "what follows is written for so long; 1 without",
            more: "With --keep: a further event within this time belongs to the same file."
        ) { parser, value throws(UsageError) in parser.options.recorder.after = try RecorderOptions.after(value) },
    ]

    /// Rows: what packets say in columns, for data tools.
    static let rows: [OptionEntry] = [
        OptionEntry(nil, "json", help: "a JSON object for each packet, a line each, in the place of text") {
            parser, _ in
            parser.options.rows.json = true
        },
        OptionEntry(
            nil, "columns", Value("LIST", .columns), help: "names, groups (dns, swiftcap.tcp), default, all",
            more: "With commas between them. docs/columns.md has all of them."
        ) { parser, value throws(UsageError) in parser.options.rows.columns = try RowsOptions.columns(value) },
        OptionEntry(
            nil, "list-columns", help: "name, type, unit, meaning and source of each; as a table with --markdown"
        ) { parser, _ in parser.choose(.listColumns) },
        OptionEntry(nil, "markdown", help: "with --list-columns: as docs/columns.md has it") { parser, _ in
            parser.options.rows.markdown = true
        },
        OptionEntry(
            nil, "books", Value("FILE", .file),
            help: "the books of promiscuous mode as rows, in a file of their own (.parquet, .ndjson)"
        ) { $0.options.rows.books = $1 },
    ]
}
