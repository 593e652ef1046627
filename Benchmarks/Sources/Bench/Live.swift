import Glibc

/// What one program made of one flood.
struct Flood {
    /// Packets in its file, or counted where it writes none.
    var kept = 0
    /// User and system seconds from the moment it listens to its end.
    var cpu = 0.0
    /// The same until it is asked to stop: what packets cost, without the end.
    var cpuBeforeEnd = 0.0
    var peak = 0
    /// The file ends on a whole packet.
    var whole = true
    /// Frames offered in a second.
    var rate = 0.0

    /// Nanoseconds of CPU for each packet that was kept.
    var perPacket: Double { kept > 0 ? cpu * 1e9 / Double(kept) : .nan }
    /// The same without the program's end, of each packet that was counted.
    var perCount: Double { kept > 0 ? cpuBeforeEnd * 1e9 / Double(kept) : .nan }
}

/// A program that captures on v1 until SIGINT.
struct Capturer {
    let name: String
    let words: [String]
    /// Where its packets go; nil when it counts.
    var file: String?

    func flood(_ setting: Setting, size: Int, count: Int) throws -> Flood {
        let said = setting.messages("capture")
        unsafe unlink(said)
        if let file { unsafe unlink(file) }
        let child = try Child(words, errors: said)
        guard child.awaitText(["listening on", "File: ", "Capturing on"], in: said) else {
            throw BenchError("\(name) does not capture: \(Files.text(said))")
        }
        usleep(300_000)
        let prepared = child.cpuSoFar
        let started = Child.now()
        try Child.run([setting.bench, "send", "v0", "\(count)", "\(size)"], cpu: 0)
        let lasted = Child.now() - started
        awaitIdle(child)
        let caught = child.cpuSoFar - prepared
        child.signal(SIGINT)
        let usage = child.wait()
        var result = Flood(
            cpu: usage.cpu - prepared, cpuBeforeEnd: caught, peak: usage.peak, rate: Double(count) / lasted)
        if let file {
            let (records, whole) = Files.records(file)
            result.kept = records
            result.whole = whole
        } else {
            result.kept = Capturer.counted(Files.text(said))
        }
        return result
    }

    /// Until it has used no CPU to speak of for a fifth of a second: what it has to catch up with is behind it.
    private func awaitIdle(_ child: Child) {
        var before = child.cpuSoFar
        for _ in 0..<100 {
            usleep(200_000)
            let now = child.cpuSoFar
            if now - before < 0.01 { return }
            before = now
        }
    }

    /// The number in front of "packets captured".
    static func counted(_ text: String) -> Int {
        for line in text.split(separator: "\n") where line.contains("packet") && line.contains("captured") {
            if let number = line.split(separator: " ").compactMap({ Int($0) }).first { return number }
        }
        return 0
    }
}

/// A veth pair in this network namespace, which is ours alone.
func makeLink() throws {
    let quiet = "/proc/sys/net/ipv6/conf/default/disable_ipv6"
    if !Files.bytes(quiet).isEmpty { try? Files.write("1\n", to: quiet) }
    try Child.run(["ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1"])
    try Child.run(["ip", "link", "set", "v0", "up"])
    try Child.run(["ip", "link", "set", "v1", "up"])
    usleep(200_000)
}

/// Live to a file in memory: what is kept of a flood, and what each kept packet costs.
func measureLiveToFile(_ setting: Setting) throws -> Section {
    let count = setting.frames
    var section = Section(
        title: "Live to file",
        text: "\(grouped(count)) frames from one sending core over a veth pair, default options, written to a file in "
            + "memory; programs in turn, \(setting.runs) rounds. Kept: packets in the file. CPU: user and system time "
            + "of the process and its threads, from listening to the end, for each packet in the file.",
        header: [
            "frame", "program", "offered per s", "kept, % (min to max)", "CPU per kept packet, ns", "by tcpdump's",
            "peak MiB", "target",
        ])
    let file = "\(setting.folder)/live.pcap"
    let programs = [
        Capturer(name: "swiftcap", words: [setting.swiftcap, "--no-report", "-i", "v1", "-w", file], file: file),
        Capturer(name: "tcpdump", words: ["tcpdump", "-Z", "root", "-i", "v1", "-w", file], file: file),
        Capturer(name: "dumpcap", words: ["dumpcap", "-q", "-P", "-i", "v1", "-w", file], file: file),
    ]
    for size in [60, 600, 1400] {
        var floods = [[Flood]](repeating: [], count: programs.count)
        for _ in 0..<setting.runs {
            for (i, program) in programs.enumerated() {
                floods[i].append(try program.flood(setting, size: size, count: count))
            }
        }
        unsafe unlink(file)
        for (i, program) in programs.enumerated() {
            let kept = Spread(floods[i].map { 100 * Double($0.kept) / Double(count) })
            let cost = Spread(floods[i].map(\.perPacket))
            let ratio = Spread(zip(floods[i], floods[1]).map { $0.perPacket / $1.perPacket })
            let limit = size == 60 ? "≤ 0.9" : size == 1400 ? "≤ 0.6" : ""
            section.rows.append([
                "\(size)", program.name, decimal(Spread(floods[i].map(\.rate)).median, 0), kept.text(1), cost.text(0),
                ratio.text(2), decimal(Double(floods[i].map(\.peak).max() ?? 0) / 1024, 0),
                i == 0 ? "100 %" + (limit.isEmpty ? "" : "; \(limit)") : "",
            ])
        }
    }
    return section
}

/// Counting live packets beside a C callback that counts.
func measureCounting(_ setting: Setting) throws -> Section {
    let frames = 3 * setting.frames
    var section = Section(
        title: "Counting live packets",
        text: "`swiftcap --count` beside Benchmarks/count.c, a C program that counts in a pcap_dispatch callback: "
            + "\(grouped(frames)) frames of 60 octets, in turn, \(2 * setting.runs) rounds; both with a ring of 64 MiB; CPU from "
            + "listening until it is asked to stop. "
            + "With a report, swiftcap also looks at both addresses of each frame to count those for other hosts.",
        header: ["figure", "swiftcap", "C callback", "ratio", "target"])
    let theirs = Capturer(name: "count", words: [setting.counter, "v1", "\(64 << 20)"])
    let plain = ["-i", "v1", "-B", "65536", "--count"]
    for (name, options) in [("", ["--no-report"] + plain), (", with a report", ["--report", "/dev/null"] + plain)] {
        let ours = Capturer(name: "swiftcap", words: [setting.swiftcap] + options)
        var pairs: [(Flood, Flood)] = []
        for _ in 0..<2 * setting.runs {
            let mine = try ours.flood(setting, size: 60, count: frames)
            pairs.append((mine, try theirs.flood(setting, size: 60, count: frames)))
        }
        let (mine, others) = (Spread(pairs.map(\.0.perCount)), Spread(pairs.map(\.1.perCount)))
        section.rows.append([
            "CPU per packet, ns" + name, mine.text(0), others.text(0),
            "\(decimal(mine.median / others.median, 2)) of medians; pairs "
                + Spread(pairs.map { $0.0.perCount / $0.1.perCount }).text(2), "≤ 1.15",
        ])
        let stripped = Capturer(name: "swiftcap", words: [setting.stripped] + options)
        let few = try liveInstructions(setting, stripped, 20_000)
        let fewer = try liveInstructions(setting, theirs, 20_000)
        section.rows.append([
            "instructions per packet (callgrind)" + name, decimal(few, 1), decimal(fewer, 1), decimal(few / fewer, 2),
            "≤ 1.15",
        ])
    }
    return section
}

/// Instructions for each further packet: what 3N packets take less what N take, by 2N.
func liveInstructions(_ setting: Setting, _ program: Capturer, _ frames: Int) throws -> Double {
    let few = try collected(setting, program, frames)
    let many = try collected(setting, program, 3 * frames)
    return Double(many.instructions - few.instructions) / Double(many.kept - few.kept)
}

private func collected(_ setting: Setting, _ program: Capturer, _ frames: Int) throws -> (instructions: Int, kept: Int)
{
    let wrapped = Capturer(name: program.name, words: Instructions.valgrind + program.words)
    let flood = try wrapped.flood(setting, size: 60, count: frames)
    guard let count = Instructions.collected(Files.text(setting.messages("capture"))) else {
        throw BenchError("callgrind did not say how many instructions \(program.name) took")
    }
    return (count, flood.kept)
}
