extension OptionEntry {
    /// What is printed.
    static let printing: [OptionEntry] = [
        OptionEntry("n", help: "numbers instead of names of hosts and ports") { parser, _ in
            parser.options.print.numeric += 1
        },
        OptionEntry("N", help: "names of hosts without their domain") { parser, _ in
            parser.options.print.unqualifiedNames = true
        },
        OptionEntry("f", help: "names only of hosts in the interface's network") { parser, _ in
            parser.options.print.foreignNumeric = true
        },
        OptionEntry("e", help: "the link-layer header") { parser, _ in parser.options.print.linkHeader = true },
        OptionEntry("q", help: "less of each protocol") { parser, _ in
            parser.options.print.quick = true
            parser.options.print.quickLevel += 1
        },
        OptionEntry("v", shown: "-v, -vv, -vvv", help: "more of each protocol") { parser, _ in
            parser.options.print.verbosity += 1
        },
        OptionEntry(
            "t", shown: "-t, -tt, -ttt, -tttt, -ttttt",
            help: "no time; seconds since 1970; since the packet before; with the date; since the first packet"
        ) { parser, _ in parser.timeFlags += 1 },
        OptionEntry("#", "number", rank: 19, help: "numbers of packets") { parser, _ in
            parser.options.print.packetNumbers = true
        },
        OptionEntry("A", shown: "-A, -AA", help: "payload as ASCII; with the link-layer header") { parser, _ in
            parser.asciiFlags += 1
        },
        OptionEntry("x", shown: "-x, -xx", help: "payload in hex; with the link-layer header") { parser, _ in
            parser.hexFlags += 1
        },
        OptionEntry("X", shown: "-X, -XX", help: "payload in hex and ASCII; with the link-layer header") { parser, _ in
            parser.asciiHexFlags += 1
        },
        OptionEntry("S", "absolute-tcp-sequence-numbers", rank: 22, help: "sequence numbers as TCP has them") {
            parser, _ in
            parser.options.print.absoluteSequenceNumbers = true
        },
        OptionEntry("K", "dont-verify-checksums", rank: 10, help: "checksums are not looked at") { parser, _ in
            parser.options.print.skipChecksums = true
        },
        OptionEntry("T", nil, Value("TYPE", .packetType), help: "take packets for this protocol") {
            parser, value throws(UsageError) in
            parser.options.print.packetType = try OptionParser.packetType(value)
        },
        OptionEntry(
            "E", nil, Value("KEYS"),
            help: "decrypt ESP: ALGORITHM:SECRET, the same behind SPI@ADDRESS, or file NAME with such lines",
            more: "A command line can be read by every process of the machine: a file keeps secrets better."
        ) { parser, value throws(UsageError) in parser.options.print.decryptionKeys = try Decryption.keys(value) },
        OptionEntry("M", nil, Value("SECRET"), help: "check TCP's signatures with MD5 (RFC 2385)") {
            $0.options.print.signatureSecret = Array($1.utf8)
        },
        OptionEntry("b", help: "numbers of autonomous systems with a dot") { parser, _ in
            parser.options.print.asDot = true
        },
        OptionEntry("H", help: "headers of wireless mesh networks (802.11s)") { parser, _ in
            parser.options.print.meshHeaders = true
        },
        OptionEntry("u", help: "file handles of NFS as they are") { parser, _ in
            parser.options.print.undecodedNFSHandles = true
        },
        OptionEntry(
            nil, "color", Value("WHEN", .words("auto always never")), help: "auto, always or never",
            more: "auto: where standard output is a terminal, and NO_COLOR is not set."
        ) { parser, value throws(UsageError) in parser.options.color = try OptionParser.color(value) },
        OptionEntry(nil, "count", rank: 25, help: "only the number of packets") { parser, _ in
            parser.options.countOnly = true
        },
        OptionEntry("l", help: "each line at once") { parser, _ in parser.options.lineBuffered = true },
        OptionEntry("U", "packet-buffered", rank: 17, help: "each packet at once, written ones too") { parser, _ in
            parser.options.packetBuffered = true
        },
        OptionEntry("a", help: "taken, without effect") { _, _ in },
        OptionEntry("m", nil, Value("MODULE"), help: "taken, with a notice: MIB modules are not read") {
            $0.options.notices.append("ignoring option `-m \($1)' (no libsmi support)")
        },
    ]
}
