import Glibc

/// What a user at a terminal notices, and what a capture costs when nothing happens.
func measureInteractive(_ setting: Setting) throws -> Section {
    var section = Section(
        title: "At the terminal",
        text: "On a veth pair, \(2 * setting.runs) rounds each. First line: from the frame's send call to the line on "
            + "the terminal (a pseudo-terminal) or in the file. Ctrl-C: from SIGINT to the end of the process.",
        header: ["figure", "swiftcap", "tcpdump", "target"])
    let ours = [setting.swiftcap, "--no-report", "-nn", "-i", "v1"]
    let theirs = ["tcpdump", "-Z", "root", "-nn", "-i", "v1"]
    func add(_ figure: String, _ limit: Double, _ body: ([String]) throws -> Double) throws {
        let (mine, others) = try (
            Spread((0..<2 * setting.runs).map { _ in try body(ours) }),
            Spread((0..<2 * setting.runs).map { _ in try body(theirs) })
        )
        section.rows.append([figure, mine.text(0), others.text(0), Target.atMost(limit).verdict(mine.median)])
    }
    try add("first line on a terminal, ms", 150) { try firstLine(setting, $0, terminal: true) }
    try add("first line with -l to a file, ms", 150) { try firstLine(setting, $0 + ["-l"], terminal: false) }
    try add("Ctrl-C to the end, idle, ms", 400) { try interruption(setting, $0, flood: false) }
    try add("Ctrl-C to the end, under a flood, -w, ms", 400) {
        try interruption(setting, $0 + ["-w", "\(setting.folder)/stop.pcap"], flood: true)
    }
    let words = [
        [setting.swiftcap, "-i", "v1"], theirs, [setting.swiftcap, "--poll-interval", "0", "-i", "v1"],
    ]
    let idle = try words.enumerated().map { try Idler(setting, $0, $1) }
    // All at once: none of them does anything that could be in another's way.
    sleep(1)
    idle.forEach { $0.start() }
    sleep(10)
    let percent = idle.map { $0.finish() }
    section.rows.append([
        "idle, books on, % of a core", decimal(percent[0], 3), decimal(percent[1], 3),
        Target.atMost(0.2).verdict(percent[0]),
    ])
    section.rows.append(["idle, --poll-interval 0, % of a core", decimal(percent[2], 3), "", ""])
    return section
}

/// Milliseconds from sending one frame to seeing its line.
private func firstLine(_ setting: Setting, _ words: [String], terminal: Bool) throws -> Double {
    let said = setting.messages("line")
    var output = "\(setting.folder)/line.txt"
    var master: Int32 = -1
    if terminal {
        master = posix_openpt(O_RDWR | O_NOCTTY)
        guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0, let name = unsafe ptsname(master) else {
            throw BenchError("no pseudo-terminal")
        }
        output = unsafe String(cString: name)
    }
    defer { if master >= 0 { close(master) } }
    unsafe unlink(said)
    let child = try Child(words, output: output, errors: said)
    guard child.awaitText(["listening on"], in: said) else { throw BenchError("does not capture: \(words)") }
    usleep(300_000)
    let sent = Child.now()
    try Sender.send(interface: "v0", count: 1, size: 60)
    while Child.now() < sent + 5 {
        if terminal {
            var entry = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            if unsafe poll(&entry, 1, 1) > 0 { break }
        } else {
            if Files.size(output) > 0 { break }
            usleep(500)
        }
    }
    let seen = Child.now()
    child.signal(SIGINT)
    _ = child.wait()
    return (seen - sent) * 1000
}

private func interruption(_ setting: Setting, _ words: [String], flood: Bool) throws -> Double {
    let said = setting.messages("stop")
    unsafe unlink(said)
    let child = try Child(words, errors: said)
    guard child.awaitText(["listening on"], in: said) else { throw BenchError("does not capture: \(words)") }
    usleep(200_000)
    let sender = flood ? try Child([setting.bench, "send", "v0", "\(setting.frames)", "600"], cpu: 0) : nil
    if flood { usleep(300_000) }
    let asked = Child.now()
    child.signal(SIGINT)
    _ = child.wait()
    let ended = Child.now()
    sender?.signal(SIGKILL)
    _ = sender?.wait()
    return (ended - asked) * 1000
}

/// A capture that nothing happens to: percent of a core.
private final class Idler {
    private let child: Child
    private var (before, started) = (0.0, 0.0)

    init(_ setting: Setting, _ number: Int, _ words: [String]) throws {
        let said = setting.messages("idle\(number)")
        unsafe unlink(said)
        child = try Child(words, errors: said)
        guard child.awaitText(["listening on"], in: said) else { throw BenchError("does not capture: \(words)") }
    }

    func start() { (before, started) = (child.cpuSoFar, Child.now()) }

    func finish() -> Double {
        let share = (child.cpuSoFar - before) / (Child.now() - started)
        child.signal(SIGINT)
        _ = child.wait()
        return 100 * share
    }
}
