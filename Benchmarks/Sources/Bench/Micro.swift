/// The hot pieces one by one (Benchmarks/Micro): nanoseconds of CPU, and instructions.
enum Micro {
    struct Piece {
        let name: String
        let title: String
        let item: String
        /// It needs the devices of our own namespace.
        var live = false
        /// Its instructions are swiftcap's own, not libpcap's or the kernel's answers: a ceiling makes sense.
        var hasCeiling = true

        var path: String { "micro: \(title)" }
    }

    static let pieces = [
        Piece(name: "read-pcap", title: "savefile reader, pcap", item: "packet"),
        Piece(name: "read-pcapng", title: "savefile reader, pcapng", item: "packet"),
        Piece(
            name: "read-kernel", title: "the kernel's part of the first: read(2)", item: "packet", hasCeiling: false),
        Piece(name: "write-pcap", title: "savefile writer, pcap", item: "packet"),
        Piece(name: "write-pcapng", title: "savefile writer, pcapng", item: "packet"),
        Piece(name: "filter-ip", title: "filter: ip", item: "packet", hasCeiling: false),
        Piece(name: "filter-host", title: "filter: host 10.0.0.7 and port 443", item: "packet", hasCeiling: false),
        Piece(name: "filter-flags", title: "filter: flags of TCP, or port 53", item: "packet", hasCeiling: false),
        Piece(name: "line-decimal", title: "line buffer, decimal number", item: "number"),
        Piece(name: "line-hex", title: "line buffer, hexadecimal number", item: "number"),
        Piece(name: "line-text", title: "line buffer, fixed text", item: "text"),
        Piece(name: "print-tcp", title: "dissector, TCP with time stamps", item: "line"),
        Piece(name: "print-udp", title: "dissector, UDP", item: "line"),
        Piece(name: "print-dns", title: "dissector, DNS question", item: "line"),
        Piece(name: "print-icmp", title: "dissector, ICMP echo", item: "line"),
        Piece(name: "print-arp", title: "dissector, ARP", item: "line"),
        Piece(name: "print-ipv6", title: "dissector, UDP in IPv6", item: "line"),
        Piece(name: "print-all", title: "dissector, everyday mix", item: "line"),
        Piece(name: "books-poll", title: "books: poll, nothing changed", item: "poll", live: true, hasCeiling: false),
        Piece(name: "books-sample", title: "books: sample", item: "sample", live: true, hasCeiling: false),
    ]

    static func measure(_ setting: Setting) throws -> Section {
        let folder = try makeFiles(setting)
        var section = Section(
            title: "The pieces",
            text:
                "The hot pieces by themselves, in one process. The reader: a file of 32,000 packets in memory, opened "
                + "anew for each pass. The others: 2,000 packets of the savefile's mix or of the everyday one, again and "
                + "again, so that they are in the processor's caches. \(4 * setting.runs) rounds of at least 20 ms; CPU "
                + "time, the kernel's part included. The writer writes to /dev/null. Instructions are the "
                + "program's own (callgrind), without the kernel's. The books are those of a veth device that one "
                + "reference holds in promiscuous mode.",
            header: ["piece", "each", "ns of CPU (min to max)", "instructions"])
        if setting.isolated { try Child.run(["ip", "link", "set", "v0", "promisc", "on"]) }
        defer { if setting.isolated { _ = try? Child.run(["ip", "link", "set", "v0", "promisc", "off"]) } }
        for piece in pieces where setting.isolated || !piece.live {
            let times = try run(piece, "time", folder, 4 * setting.runs, setting)
            section.rows.append([
                piece.title, piece.item, Spread(times).text(times[0] < 1000 ? 1 : 0),
                decimal(try instructions(piece, folder, setting), 1),
            ])
        }
        return section
    }

    /// Instructions of each further item: six passes less two.
    static func instructions(_ piece: Piece, _ folder: String, _ setting: Setting) throws -> Double {
        func count(_ passes: Int) throws -> (instructions: Int, items: Double) {
            let said = setting.messages("micro")
            let output = "\(setting.folder)/micro.txt"
            try Child.run(
                Instructions.valgrind + [setting.micro, "pass", piece.name, folder, "\(passes)"], output: output,
                errors: said)
            guard let count = Instructions.collected(Files.text(said)), let items = numbers(output).first else {
                throw BenchError("callgrind did not count \(piece.name)")
            }
            return (count, items)
        }
        let (few, many) = (try count(2), try count(6))
        return Double(many.instructions - few.instructions) / (many.items - few.items)
    }

    /// Small savefiles, of which a pass takes no longer than it must.
    static func makeFiles(_ setting: Setting) throws -> String {
        let files = Savefiles(folder: "\(setting.folder)/micro", packets: 32_000)
        try Child.run(["mkdir", "-p", files.folder])
        try files.make()
        return files.folder
    }

    private static func run(
        _ piece: Piece, _ command: String, _ folder: String, _ rounds: Int, _ setting: Setting
    ) throws -> [Double] {
        let output = "\(setting.folder)/micro.txt"
        try Child.run([setting.micro, command, piece.name, folder, "\(rounds)"], output: output)
        let values = numbers(output)
        guard values.count == rounds else { throw BenchError("\(piece.name) was not measured") }
        return values
    }

    private static func numbers(_ path: String) -> [Double] {
        Files.text(path).split(separator: "\n").compactMap { Double($0) }
    }
}
