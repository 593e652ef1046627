import Glibc

/// Live to a file: what is kept of a flood, what each kept packet costs, and what the kernel alone takes for the bytes.
///
/// To a file on the disk.
func measureLiveToFile(_ setting: Setting) throws -> Section? {
    if setting.disk.isEmpty { return nil }
    var table = LiveTable(setting: setting)
    let disk = Place(setting.disk)
    try table.add(disk, size: 60, peers: ["tcpdump"], cost: .atMost(0.7), peak: 64)
    try table.add(disk, size: 1400, cost: .atMost(0.35), peak: 64)
    return Section(
        title: "Live to file", text: liveText(setting) + " write(2), direct: the same past the page cache.",
        header: LiveTable.header, rows: table.rows)
}

/// To file systems that are made on a file of the disk, where their tools are.
func measureLiveToOthers(_ setting: Setting) throws -> Section? {
    if setting.disk.isEmpty { return nil }
    var table = LiveTable(setting: setting)
    // btrfs is written through the page cache, whose cost is the same for all.
    for (type, cost) in [("xfs", Target.atMost(0.35)), ("btrfs", nil)] as [(String, Target?)] {
        try LoopPlace.with(type, in: setting.disk) {
            try table.add($0, size: 1400, peers: ["tcpdump"], cost: cost, peak: 64)
        }
    }
    return Section(
        title: "Live to file, other file systems",
        text: liveText(setting) + " xfs and btrfs, where they can be made, lie on a file of the disk.",
        header: LiveTable.header, rows: table.rows)
}

/// To a file in memory.
func measureLiveToMemory(_ setting: Setting) throws -> Section {
    let memory = Place(setting.folder)
    var table = LiveTable(setting: setting)
    try table.add(memory, size: 60, cost: .atMost(0.9))
    try table.add(memory, size: 600, states: [.givenBack])
    try table.add(memory, size: 1400, cost: .atMost(0.6))
    let huge = "\(setting.folder)/huge"
    try Child.run(["mkdir", "-p", huge])
    // In a mount namespace of our own: no other process sees it, and it ends with this program.
    let mount = ["mount", "-t", "tmpfs", "-o", "huge=always,size=4g", "tmpfs", huge]
    if try Child.run(mount, mayFail: true).status == 0 {
        defer { _ = try? Child.run(["umount", huge], mayFail: true) }
        try table.add(
            Place(huge, called: "tmpfs, huge=always"), size: 1400, states: [.givenBack], peers: ["tcpdump"],
            cost: .atMost(0.6))
    }
    return Section(
        title: "Live to file in memory", text: liveText(setting), header: LiveTable.header, rows: table.rows)
}

/// How these tables are measured, and what stands in them.
private func liveText(_ setting: Setting) -> String {
    "\(grouped(setting.frames)) frames from one sending core over a veth pair, as fast as it can, default "
        + "options, written to a file; programs in turn, \(setting.runs) rounds. Kept: packets in the file; where "
        + "some are not, in how many runs and how many at most. CPU: user and system time of the process and its "
        + "threads, from listening to the end, for each packet in the file; judged by tcpdump's of the same round. "
        + "write(2): the kernel alone, for the same bytes in pieces of 1 MiB through the page cache. Memory, given "
        + "back: each begins with what a file of the same size has just given back. Paused: nothing has happened "
        + "for five seconds, in which the host of a virtual machine may take free memory away."
}

/// The same at the disk's own rate, for longer than buffers help.
func measureLiveToDisk(_ setting: Setting) throws -> Section {
    let place = Place(setting.disk)
    let file = "\(place.folder)/live.pcap"
    let tried = try (0..<2).map { _ in Double(1 << 30) / (try Floor.writeDirect(file, bytes: 1 << 30).wall) }
    unsafe unlink(file)
    let disk = tried.min() ?? 0
    // A record is 16 octets longer than its frame. Nothing is held back where one core cannot send so many.
    let rate = Int(0.95 * disk / 1416)
    let free = Files.free(setting.disk)
    let count = min(5_000_000, free / 2 / 1416)
    var table = LiveTable(setting: setting)
    try table.add(
        place, size: 1400, states: [.paused], peers: ["tcpdump"], cost: .atMost(0.35), peak: 64, count: count,
        rate: rate,
        floors: false)
    return Section(
        title: "Live to disk",
        text: "The disk (\(place.name)) takes \(decimal(disk / 1e6, 0)) MB/s for as long as one likes (1 GiB past the "
            + "page cache, the slower of two). \(grouped(count)) frames of 1,400 octets at 95 % of that, "
            + "\(grouped(rate)) a second, or what one core can send, are offered. They are "
            + "\(decimal(Double(count) * 1416 / 1_048_576, 0)) MiB. Programs in turn, \(setting.runs) rounds, each after "
            + "a pause of five seconds.",
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
