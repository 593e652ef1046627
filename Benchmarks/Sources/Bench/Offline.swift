/// Savefiles: copying, filtering, counting, pcapng, a pipe.
func measureOffline(_ setting: Setting) throws -> Section {
    let files = setting.savefiles()
    let mebibytes = decimal(Double(Files.size(files.classic)) / 1_048_576, 0)
    var section = Section(
        title: "Savefiles",
        text: "A savefile of \(grouped(setting.packets)) packets (\(mebibytes) MiB) in memory, output to new files in "
            + "memory; \(setting.runs) pairs in alternation, CPU time (user and system). A ratio of at least so much says "
            + "how many times the other takes; one of at most so much, how many times swiftcap takes. Wall time says "
            + "the same on a machine that is otherwise idle.",
        header: [
            "task", "swiftcap, ms", "beside", "its ms", "ratio, median (min to max)", "by wall time", "peak MiB",
            "target",
        ])
    func row(_ task: String, _ ours: Contender, _ theirs: Contender, slower: Bool, _ target: String) throws {
        let pair = try Alternation(ours, theirs, runs: setting.runs, setting)
        let ratio = slower ? pair.ratio { $0.cpu } : pair.inverse { $0.cpu }
        let wall = slower ? pair.ratio { $0.wall } : pair.inverse { $0.wall }
        section.rows.append([
            task, decimal(Spread(pair.firstRuns.map { $0.cpu * 1000 }).median, 0), theirs.name,
            decimal(Spread(pair.secondRuns.map { $0.cpu * 1000 }).median, 0), ratio.text(2),
            decimal(wall.median, 2),
            "\(pair.firstPeak / 1024) / \(pair.secondPeak / 1024)", target,
        ])
    }
    func ours(_ words: String..., input: String = "/dev/null", product: String? = nil) -> Contender {
        Contender(name: "swiftcap", words: [setting.swiftcap] + words, input: input, product: product)
    }
    func theirs(_ words: String..., product: String? = nil) -> Contender {
        Contender(name: words[0], words: words, product: product)
    }
    let a = "\(setting.folder)/a.out"
    let b = "\(setting.folder)/b.out"
    let filter = "host 10.0.0.7 and port 443"
    let wide = "tcp and len > 500"
    try row(
        "-r to -w", ours("-r", files.classic, "-w", a, product: a), theirs("cp", files.classic, b, product: b),
        slower: true, "≤ 1.4")
    try row(
        "-r to -w", ours("-r", files.classic, "-w", a, product: a),
        theirs("tcpdump", "-Z", "root", "-r", files.classic, "-w", b, product: b), slower: false, "")
    try row(
        "filter to file, 2 % pass", ours("-r", files.classic, "-w", a, filter, product: a),
        theirs("tcpdump", "-Z", "root", "-r", files.classic, "-w", b, filter, product: b), slower: false, "≥ 2.5")
    try row(
        "filter to file, 30 % pass", ours("-r", files.classic, "-w", a, wide, product: a),
        theirs("tcpdump", "-Z", "root", "-r", files.classic, "-w", b, wide, product: b), slower: false, "≥ 2.5")
    try row(
        "--count with a filter", ours("-r", files.classic, "--count", filter),
        theirs("tcpdump", "-r", files.classic, "--count", filter), slower: false, "≥ 3")
    try row(
        "--count", ours("-r", files.classic, "--count"), theirs("tcpdump", "-r", files.classic, "--count"),
        slower: false, "")
    var classic = ours("-r", files.classic, "--count", filter)
    classic = Contender(name: "swiftcap on pcap", words: classic.words)
    try row("--count of pcapng", ours("-r", files.pcapng, "--count", filter), classic, slower: true, "≤ 1.2")
    let pipe = Contender(
        name: "swiftcap from a pipe",
        words: ["sh", "-c", "cat \(files.classic) | \(setting.swiftcap) -r - --count '\(filter)'"])
    try row("--count from the file and from a pipe (cat included)", pipe, classic, slower: true, "≤ 1.25 by wall")
    return section
}

/// Which of the peers are here.
enum Programs {
    static func have(_ name: String) -> Bool {
        (try? Child.run(["sh", "-c", "command -v \(name)"], mayFail: true))?.status == 0
    }

    /// First line of `NAME --version`.
    static func version(_ words: [String], _ setting: Setting) -> String {
        let out = setting.messages("version")
        _ = try? Child.run(words, output: out, errors: out + "2", mayFail: true)
        let text = Files.text(out) + Files.text(out + "2")
        return text.split(separator: "\n").first.map(String.init) ?? "unknown"
    }
}
