import Glibc

/// Live to a file: what is kept of a flood, what each kept packet costs, and what the kernel alone takes for the bytes.
func measureLiveToFile(_ setting: Setting) throws -> Section {
    let memory = Place(setting.folder)
    var table = LiveTable(setting: setting)
    try table.add(memory, size: 60, cost: .atMost(0.9))
    try table.add(memory, size: 600)
    try table.add(memory, size: 1400, cost: .atMost(0.6))
    let huge = "\(setting.folder)/huge"
    try Child.run(["mkdir", "-p", huge])
    // In a mount namespace of our own: nobody else sees it, and it ends with this program.
    let mount = ["mount", "-t", "tmpfs", "-o", "huge=always,size=4g", "tmpfs", huge]
    if try Child.run(mount, mayFail: true).status == 0 {
        defer { _ = try? Child.run(["umount", huge], mayFail: true) }
        try table.add(Place(huge, called: "tmpfs, huge=always"), size: 1400, peers: ["tcpdump"], cost: .atMost(0.6))
    }
    if !setting.disk.isEmpty {
        try table.add(Place(setting.disk), size: 1400, cost: .atMost(0.6))
    }
    return Section(
        title: "Live to file",
        text: "\(grouped(setting.frames)) frames from one sending core over a veth pair, as fast as it can, default "
            + "options, written to a file; programs in turn, \(setting.runs) rounds. A file that is not on a tmpfs is "
            + "in the page cache at the end: the disk writes meanwhile and afterwards. Kept: packets in the file. CPU: "
            + "user and system time of the process and its threads, from listening to the end, for each packet in the "
            + "file; judged by tcpdump's of the same round. write(2): the kernel alone, for the same bytes in pieces of "
            + "1 MiB: nobody takes less. Each begins with memory that a file of the same size has just given back."
            + (setting.disk.isEmpty ? " There was no disk to measure on." : ""),
        header: LiveTable.header, rows: table.rows)
}

/// The same within a disk's own rate, for longer than buffers help.
func measureLiveToDisk(_ setting: Setting) throws -> Section {
    let place = Place(setting.disk)
    let tried = try (0..<2).map { _ in
        Double(1 << 30) / (try Floor.write("\(place.folder)/live.pcap", bytes: 1 << 30, sync: true).wall)
    }
    let disk = tried.min() ?? 0
    // A record is 16 octets longer than its frame. One core sends not more than about 400,000 such frames in a second.
    let rate = min(Int(0.7 * disk / 1416), 400_000)
    let count = max(setting.frames, 5 * rate)
    var table = LiveTable(setting: setting)
    table.rounds = max(1, setting.runs / 2)
    try table.add(place, size: 1400, count: count, rate: rate)
    let dirty =
        Files.text("/proc/vmstat").split(separator: "\n").first { $0.hasPrefix("nr_dirty_threshold ") }
        .flatMap { Int($0.split(separator: " ")[1]) } ?? 0
    return Section(
        title: "Live to disk",
        text: "The disk (\(place.name)) takes \(decimal(disk / 1e6, 0)) MB/s for as long as one likes (1 GiB and "
            + "fdatasync(2), the slower of two). \(grouped(count)) frames of 1,400 octets at \(grouped(rate)) a second "
            + "are offered: 70 % of that, or what one core can send. They are "
            + "\(decimal(Double(count) * 1416 / 1_048_576, 0)) MiB; swiftcap's ring and buffers hold 128, and the "
            + "kernel stops a writer at \(decimal(Double(dirty) / 256, 0)) MiB that are not on the disk yet. Programs in "
            + "turn, \(table.rounds) rounds.",
        header: LiveTable.header, rows: table.rows)
}

/// With --threads and --cpu-affinity, many flows.
func measureThreads(_ setting: Setting) throws -> Section {
    let rounds = min(setting.runs, 3)
    var section = Section(
        title: "Several threads",
        text: "\(grouped(setting.frames)) frames in 64 flows from one sending core, to a file in memory, "
            + "\(rounds) rounds. On \(Child.processors) processors the sender needs one of them.",
        header: ["frame", "options", "offered per s", "kept, % (min to max)", "CPU per kept packet, ns", "peak MiB"])
    let file = "\(setting.folder)/live.pcap"
    var ways: [[String]] = [[]]
    if Programs.offers("--threads", setting) { ways.append(["--threads", "2"]) }
    if Programs.offers("--cpu-affinity", setting) { ways += ways.dropFirst().map { $0 + ["--cpu-affinity", "0,1"] } }
    for size in [60, 1400] {
        var floods = [[Flood]](repeating: [], count: ways.count)
        for _ in 0..<rounds {
            for (i, options) in ways.enumerated() {
                let words = [setting.swiftcap, "--no-report", "-i", "v1", "-w", file] + options
                let program = Capturer(name: "swiftcap", words: words, file: file)
                floods[i].append(try program.flood(setting, size: size, count: setting.frames, flows: 64))
            }
        }
        unsafe unlink(file)
        for (options, runs) in zip(ways, floods) {
            section.rows.append([
                "\(size)", options.isEmpty ? "none" : options.joined(separator: " "),
                decimal(Spread(runs.map(\.rate)).median, 0),
                Spread(runs.map { 100 * Double($0.kept) / Double(setting.frames) }).text(1),
                Spread(runs.map(\.perPacket)).text(0), decimal(Double(runs.map(\.peak).max() ?? 0) / 1024, 0),
            ])
        }
    }
    return section
}

/// Rows of programs that write what they capture.
private struct LiveTable {
    static let header = [
        "to", "frame", "program", "offered per s", "kept, % (min to max)", "CPU per kept packet, ns", "by tcpdump's",
        "peak MiB", "target",
    ]

    let setting: Setting
    var rounds: Int
    var rows: [[String]] = []

    init(setting: Setting) {
        self.setting = setting
        rounds = setting.runs
    }

    mutating func add(
        _ place: Place, size: Int, peers: [String] = ["tcpdump", "dumpcap"], cost: Target? = nil, count: Int? = nil,
        rate: Int = 0
    ) throws {
        let count = count ?? setting.frames
        let file = "\(place.folder)/live.pcap"
        let words = [
            "swiftcap": [setting.swiftcap, "--no-report"], "tcpdump": ["tcpdump", "-Z", "root"],
            "dumpcap": ["dumpcap", "-q", "-P"],
        ]
        let programs = (["swiftcap"] + peers.filter(Programs.have)).map {
            Capturer(name: $0, words: words[$0, default: []] + ["-i", "v1", "-w", file], file: file)
        }
        var floods = [[Flood]](repeating: [], count: programs.count)
        var floor: [Double] = []
        // Memory that nothing has touched is dearer, and a virtual machine's host takes back what has been free for two
        // seconds. So each program finds a file of the same size, which it gives back and whose memory it gets.
        func prime() throws { _ = try Floor.write(file, bytes: (size + 16) * count) }
        for _ in 0..<rounds {
            for (i, program) in programs.enumerated() {
                try prime()
                floods[i].append(try program.flood(setting, size: size, count: count, rate: rate))
            }
            try prime()
            floor.append(try Floor.write(file, bytes: (size + 16) * count).cpu * 1e9 / Double(count))
        }
        unsafe unlink(file)
        for (program, runs) in zip(programs, floods) {
            rows.append(row(place, size, program, runs, beside: floods[1], count, cost))
        }
        rows.append([
            place.name, "\(size)", "write(2)", "", "", Spread(floor).text(0),
            Spread(zip(floor, floods[1]).map { $0 / $1.perPacket }).text(2), "", "",
        ])
    }

    private func row(
        _ place: Place, _ size: Int, _ program: Capturer, _ runs: [Flood], beside: [Flood], _ count: Int,
        _ cost: Target?
    ) -> [String] {
        let kept = Spread(runs.map { 100 * Double($0.kept) / Double(count) })
        let ratio = Spread(zip(runs, beside).map { $0.perPacket / $1.perPacket })
        // All of them in every round, and each file whole.
        let all = runs.allSatisfy { $0.kept == count && $0.whole }
        let verdict = ["100 %, \(all ? "met" : "missed")"] + (cost.map { [$0.verdict(ratio.median)] } ?? [])
        return [
            place.name, "\(size)", program.name, decimal(Spread(runs.map(\.rate)).median, 0), kept.text(1),
            Spread(runs.map(\.perPacket)).text(0), ratio.text(2),
            decimal(Double(runs.map(\.peak).max() ?? 0) / 1024, 0),
            program.name == "swiftcap" ? verdict.joined(separator: "; ") : "",
        ]
    }
}
