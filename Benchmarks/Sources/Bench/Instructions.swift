import Glibc

/// Counting instructions with callgrind, which repeats to within one in thousands: what a regression is seen by.
enum Instructions {
    static let valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]

    /// From callgrind's closing lines: "Collected : 123456".
    static func collected(_ text: String) -> Int? {
        for line in text.split(separator: "\n") where line.contains("Collected :") {
            return line.split(separator: " ").compactMap { Int($0) }.last
        }
        return nil
    }

    /// - Parameter cpu: keeps the program to one processor, where it prints with one thread.
    static func count(_ setting: Setting, _ words: [String], cpu: Int? = 0) throws -> Int {
        let said = setting.messages("callgrind")
        try Child.run(valgrind + words, errors: said, cpu: cpu)
        guard let count = collected(Files.text(said)) else {
            throw BenchError("callgrind did not count \(words.joined(separator: " "))")
        }
        return count
    }

    /// What a packet costs in each of the hot paths, by name: two files, one with three times the packets of the
    /// other, so that start and end fall out.
    static let paths: [(name: String, file: @Sendable (Savefiles) -> String, options: [String])] = [
        ("read and count", \.classic, ["--count"]),
        ("filter: host and port", \.classic, ["--count", "host 10.0.0.7 and port 443"]),
        ("read pcapng and count", \.pcapng, ["--count"]),
        ("copy to a file", \.classic, ["-w", "/dev/null"]),
        ("print -nn, everyday", \.everyday, ["-nn"]),
        ("print -nn, 4,000 flows", \.manyFlows, ["-nn"]),
        ("print -nn -XX, everyday", \.everyday, ["-nn", "-XX"]),
        (severalThreads, \.everyday, ["-nn"]),
    ]

    /// All threads together, where there are processors for them.
    private static let severalThreads = "print -nn, everyday, several threads"

    /// Measures each path and compares with the ceilings in `path`; false when one is above.
    static func check(_ setting: Setting, ceilings path: String, update: Bool) throws -> Bool {
        let few = Savefiles(folder: "\(setting.folder)/few", packets: 8000)
        let many = Savefiles(folder: "\(setting.folder)/many", packets: 24_000)
        for files in [few, many] {
            unsafe mkdir(files.folder, 0o755)
            try files.make()
        }
        var measured: [(String, Double)] = []
        for (name, file, options) in paths {
            let cpu = name == severalThreads ? nil : 0
            let small = try count(setting, [setting.stripped, "-r", file(few)] + options, cpu: cpu)
            let large = try count(setting, [setting.stripped, "-r", file(many)] + options, cpu: cpu)
            let packets = file(few) == few.classic || file(few) == few.pcapng ? 16_000 : 4000
            measured.append((name, Double(large - small) / Double(packets)))
        }
        if setting.isolated {
            try makeLink()
            let ours = Capturer(name: "swiftcap", words: [setting.stripped, "--no-report", "-i", "v1", "--count"])
            measured.append(("count live packets", try liveInstructions(setting, ours, 8000)))
        }
        let folder = try Micro.makeFiles(setting)
        for piece in Micro.pieces where piece.hasCeiling {
            measured.append((piece.path, try Micro.instructions(piece, folder, setting)))
        }
        return try compare(measured, ceilings: path, update: update)
    }

    private static func compare(_ measured: [(String, Double)], ceilings path: String, update: Bool) throws -> Bool {
        var section = Section(
            title: "Instructions per packet", text: "", header: ["path", "measured", "at most", "verdict"])
        let ceilings = Instructions.ceilings(path)
        var good = true
        for (name, value) in measured {
            let ceiling = ceilings[name]
            let within = ceiling.map { value <= $0 } ?? update
            if !within { good = false }
            section.rows.append([
                name, decimal(value, 1), ceiling.map { decimal($0, 1) } ?? "-", within ? "ok" : "above",
            ])
        }
        print(section.plain)
        if update {
            // One part in twenty above what was measured: compilers differ, a second copy of a packet does not hide.
            let lines = measured.map { "\(decimal(($0.1 * 1.05).rounded(.up), 0).filter { $0 != "," }) \($0.0)" }
            let head =
                "# Instructions that scripts/bench --quick allows for each packet, or each item of a piece: number, then path.\n"
            try Files.write(head + lines.joined(separator: "\n") + "\n", to: path)
            return true
        }
        return good
    }

    private static func ceilings(_ path: String) -> [String: Double] {
        var values: [String: Double] = [:]
        for line in Files.text(path).split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2, let value = Double(parts[0]) { values[String(parts[1])] = value }
        }
        return values
    }
}
