import Glibc

/// From the start of a program to the moment at which it says that it listens.
func measureListening(_ setting: Setting) throws -> Section {
    let programs = [
        ("swiftcap", [setting.swiftcap, "--no-report", "-i", "v1", "-w", "/dev/null"]),
        ("tcpdump", ["tcpdump", "-Z", "root", "-i", "v1", "-w", "\(setting.folder)/listening.pcap"]),
    ]
    var section = Section(
        title: "Start to listening",
        text: "From the start of the program until it says that it listens, default options; in turn, \(setting.runs) "
            + "rounds. The kernel takes and clears the memory of the ring in this time. Given back and paused as in Live to "
            + "file, with 1 GiB. Peak: a capture that sees no packet.",
        header: ["memory", "swiftcap, ms", "tcpdump, ms", "ratio", "peak MiB", "target"])
    for state in [MemoryState.givenBack, .paused] {
        var times = [[Double]](repeating: [], count: 2)
        var peaks = [0, 0]
        for _ in 0..<setting.runs {
            for (i, (_, words)) in programs.enumerated() {
                try state.prepare("\(setting.folder)/listening.pcap", bytes: 1 << 30)
                let (taken, peak) = try untilListening(words)
                times[i].append(taken * 1000)
                peaks[i] = max(peaks[i], peak)
            }
        }
        unsafe unlink("\(setting.folder)/listening.pcap")
        let (ours, theirs) = (Spread(times[0]), Spread(times[1]))
        section.rows.append([
            state.rawValue, ours.text(1), theirs.text(1),
            "\(decimal(ours.median / theirs.median, 2)) of medians; rounds "
                + Spread(zip(times[0], times[1]).map { $0 / $1 }).text(2),
            "\(peaks[0] / 1024) / \(peaks[1] / 1024)", Target.atMost(3).verdict(ours.median / theirs.median),
        ])
    }
    return section
}

/// Seconds, and the largest resident size in KiB. Its messages come through a pipe: nothing is polled.
private func untilListening(_ words: [String]) throws -> (seconds: Double, peak: Int) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe2(&ends, O_CLOEXEC) == 0 else { throw BenchError("no pipe: errno \(errno)") }
    defer { close(ends[0]) }
    let started = Child.now()
    // What is said goes to the output's place, where a pipe can be put.
    let child = try Child(
        ["sh", "-c", "exec \"$@\" 2>&1", "sh"] + words, writing: ends[1])
    close(ends[1])
    var said: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    var taken: Double?
    while taken == nil {
        let n = unsafe read(ends[0], &chunk, chunk.count)
        if n <= 0 { break }
        said += chunk[0..<n]
        if String(decoding: said, as: UTF8.self).contains("listening on") { taken = Child.now() - started }
    }
    guard let taken else {
        throw BenchError("\(words[0]) does not capture: \(String(decoding: said, as: UTF8.self))")
    }
    usleep(100_000)
    child.signal(SIGINT)
    return (taken, child.wait().peak)
}
