import Glibc

/// What a person at the terminal feels, and what a capture costs when nothing happens.
func measureInteractive(_ setting: Setting) throws -> Section {
    var section = Section(
        title: "At the terminal",
        text: "On a veth pair, \(2 * setting.runs) rounds each. First line: from the frame's send call to the line on "
            + "the terminal (a pseudo-terminal) or in the file. Ctrl-C: from SIGINT to the end of the process.",
        header: ["figure", "swiftcap", "tcpdump", "target"])
    let ours = [setting.swiftcap, "--no-report", "-nn", "-i", "v1"]
    let theirs = ["tcpdump", "-Z", "root", "-nn", "-i", "v1"]
    func rounds(_ body: () throws -> Double) throws -> String {
        Spread(try (0..<2 * setting.runs).map { _ in try body() }).text(0)
    }
    section.rows.append([
        "first line on a terminal, ms", try rounds { try firstLine(setting, ours, terminal: true) },
        try rounds { try firstLine(setting, theirs, terminal: true) }, "≤ 150",
    ])
    section.rows.append([
        "first line with -l to a file, ms", try rounds { try firstLine(setting, ours + ["-l"], terminal: false) },
        try rounds { try firstLine(setting, theirs + ["-l"], terminal: false) }, "≤ 150",
    ])
    for (name, load) in [("idle", false), ("under a flood, -w", true)] {
        let file = load ? ["-w", "\(setting.folder)/stop.pcap"] : []
        section.rows.append([
            "Ctrl-C to the end, \(name), ms", try rounds { try interruption(setting, ours + file, flood: load) },
            try rounds { try interruption(setting, theirs + file, flood: load) }, "≤ 400",
        ])
    }
    section.rows.append([
        "idle, books on, % of a core", decimal(try idle(setting, [setting.swiftcap, "-i", "v1"]), 3),
        decimal(try idle(setting, theirs), 3), "≤ 0.2",
    ])
    section.rows.append([
        "idle, --poll-interval 0, % of a core",
        decimal(try idle(setting, [setting.swiftcap, "--poll-interval", "0", "-i", "v1"]), 3), "", "",
    ])
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
    _ = sender?.wait()
    return (ended - asked) * 1000
}

/// Percent of a core over ten quiet seconds.
private func idle(_ setting: Setting, _ words: [String]) throws -> Double {
    let said = setting.messages("idle")
    unsafe unlink(said)
    let child = try Child(words, errors: said)
    guard child.awaitText(["listening on"], in: said) else { throw BenchError("does not capture: \(words)") }
    sleep(1)
    let before = child.cpuSoFar
    let started = Child.now()
    sleep(10)
    let used = child.cpuSoFar - before
    let lasted = Child.now() - started
    child.signal(SIGINT)
    _ = child.wait()
    return 100 * used / lasted
}
