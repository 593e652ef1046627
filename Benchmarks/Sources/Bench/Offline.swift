import Glibc

/// Savefiles: copying, filtering, counting, pcapng, in memory and in the page cache of a disk's file system.
func measureOffline(_ setting: Setting) throws -> Section {
    let mebibytes = decimal(Double(Files.size(setting.savefiles().classic)) / 1_048_576, 0)
    var table = OfflineTable(setting: setting)
    for place in setting.places {
        let files = Savefiles(folder: place.folder, packets: setting.packets)
        try table.addRows(place, files)
        try table.addFloors(place, files.classic)
    }
    return Section(
        title: "Savefiles",
        text:
            "A savefile of \(grouped(setting.packets)) packets (\(mebibytes) MiB), read once before, so that it is in "
            + "memory; output to new files on the same file system; \(setting.runs) pairs in alternation. tmpfs has "
            + "single pages of 4 KiB, which the kernel copies and takes one by one; other file systems keep larger ones. "
            + "A ratio of at least so much says how many times the other takes; one of at most so much, how many times "
            + "swiftcap takes. By CPU: user and system time of all threads. Wall time decides, on a machine that is "
            + "otherwise idle. The rows of the kernel alone are what any program that moves these bytes takes: read(2) in "
            + "pieces of 512 KiB to nowhere, a mapping with one look at each page, write(2) in pieces of 1 MiB."
            + (setting.disk.isEmpty ? " There was no disk to measure on." : ""),
        header: [
            "task", "on", "swiftcap, ms: CPU, wall", "beside", "its ms: CPU, wall", "by CPU", "by wall (min to max)",
            "peak MiB", "target",
        ], rows: table.rows)
}

private struct OfflineTable {
    let setting: Setting
    var rows: [[String]] = []

    static let filter = "host 10.0.0.7 and port 443"
    static let wide = "tcp and len > 500"

    mutating func addRows(_ place: Place, _ files: Savefiles) throws {
        let (a, b) = ("\(place.folder)/a.out", "\(place.folder)/b.out")
        func ours(_ words: String..., product: String? = nil, name: String = "swiftcap") -> Contender {
            Contender(name: name, words: [setting.swiftcap, "-r"] + words, product: product)
        }
        func tcpdump(_ words: String..., product: String? = nil) -> Contender {
            Contender(name: "tcpdump", words: ["tcpdump", "-Z", "root", "-r", files.classic] + words, product: product)
        }
        let copy = ours(files.classic, "-w", a, product: a)
        let file = files.classic
        try add(
            "-r to -w", place, copy, Contender(name: "cp", words: ["cp", file, b], product: b), slower: true,
            .atMost(1.4))
        try add("-r to -w", place, copy, tcpdump("-w", b, product: b))
        for (share, filter) in [("2 %", Self.filter), ("30 %", Self.wide)] {
            try add(
                "filter to file, \(share) pass", place, ours(file, "-w", a, filter, product: a),
                tcpdump("-w", b, filter, product: b), .atLeast(2.5))
        }
        let counts = ours(file, "--count", Self.filter, name: "swiftcap on pcap")
        try add("--count with a filter", place, counts, tcpdump("--count", Self.filter), .atLeast(3))
        try add("--count", place, ours(file, "--count"), tcpdump("--count"))
        try add(
            "--count of pcapng", place, ours(files.pcapng, "--count", Self.filter), counts, slower: true, .atMost(1.2))
    }

    private mutating func add(
        _ task: String, _ place: Place, _ ours: Contender, _ theirs: Contender, slower: Bool = false,
        _ target: Target? = nil
    ) throws {
        let pair = try Alternation(ours, theirs, runs: setting.runs, setting)
        let cpu = slower ? pair.ratio { $0.cpu } : pair.inverse { $0.cpu }
        let wall = slower ? pair.ratio { $0.wall } : pair.inverse { $0.wall }
        rows.append([
            task, place.name, milliseconds(pair.firstRuns), theirs.name, milliseconds(pair.secondRuns),
            decimal(cpu.median, 2), wall.text(2), "\(pair.firstPeak / 1024) / \(pair.secondPeak / 1024)",
            target?.verdict(wall.median) ?? "",
        ])
    }

    private func milliseconds(_ runs: [Usage]) -> String {
        decimal(Spread(runs.map { $0.cpu * 1000 }).median, 0) + ", "
            + decimal(Spread(runs.map { $0.wall * 1000 }).median, 0)
    }

    mutating func addFloors(_ place: Place, _ file: String) throws {
        let size = Files.size(file)
        let (product, setting) = ("\(place.folder)/floor.out", setting)
        let floors: [(String, () throws -> Seconds)] = [
            ("read(2)", { try Floor.read(file) }), ("mmap(2)", { try Floor.mapAside(file, setting) }),
            ("write(2)", { try Floor.write(product, bytes: size) }),
        ]
        for (name, body) in floors {
            _ = try body()
            let runs = try (0..<setting.runs).map { _ in
                let taken = try body()
                return Usage(wall: taken.wall, cpu: taken.cpu)
            }
            unsafe unlink(product)
            rows.append([
                "\(name) of the same bytes", place.name, "", "the kernel alone", milliseconds(runs), "", "", "", "",
            ])
        }
    }
}

/// The savefiles in every place, once.
func makeSavefiles(_ setting: Setting) throws {
    try setting.savefiles().make()
    guard setting.wants("offline") || setting.wants("pipe"), !setting.disk.isEmpty else { return }
    let (memory, disk) = (setting.savefiles(), Savefiles(folder: setting.disk, packets: setting.packets))
    for (from, to) in [(memory.classic, disk.classic), (memory.pcapng, disk.pcapng)] {
        try Child.run(["cp", from, to])
        try Files.settle(to)
    }
}
