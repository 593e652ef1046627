import Glibc

/// The flight recorder while nothing triggers, beside tcpdump -w.
func measureRecording(_ setting: Setting) throws -> Section {
    let file = "\(setting.folder)/live.pcap"
    let kept = ["swiftcap", "--no-report", "-i", "v1", "--keep", "64M", "-w", "\(setting.folder)/event.pcap"]
    var section = Section(
        title: "Flight recorder",
        text: "`swiftcap --keep 64M` while nothing triggers, beside `tcpdump -w` into memory: "
            + "\(grouped(setting.frames)) frames (of 60 octets five times as many, so that what is kept is filled "
            + "several times over) from one sending core over a veth pair, as fast as it can, in turn, "
            + "\(setting.runs) rounds. CPU: user and system time from listening to the end, for each packet that was "
            + "captured; judged by tcpdump's of the same round. Each file begins with memory that one of the same size "
            + "has just given back; the recorder touches its own for the first time.",
        header: [
            "frame", "program", "captured, % (min to max)", "CPU per packet, ns", "by tcpdump's", "peak MiB", "target",
        ])
    for size in [60, 600, 1400] {
        let count = size == 60 ? 5 * setting.frames : setting.frames
        var floods: [(ours: Flood, filtered: Flood, theirs: Flood)] = []
        for _ in 0..<setting.runs {
            func flood(_ name: String, _ words: [String], _ file: String? = nil) throws -> Flood {
                try Capturer(name: name, words: words, file: file).flood(setting, size: size, count: count)
            }
            let plain = [setting.swiftcap] + kept.dropFirst()
            let ours = try flood("swiftcap", plain)
            let filtered = try flood("swiftcap", plain + ["--trigger", "tcp dst port 443 and host 10.1.2.3"])
            _ = try Floor.write(file, bytes: (size + 16) * count)
            floods.append(
                (ours, filtered, try flood("tcpdump", ["tcpdump", "-Z", "root", "-i", "v1", "-w", file], file)))
            unsafe unlink(file)
        }
        let rows: [(String, [Flood], Target?)] = [
            ("swiftcap --keep 64M", floods.map(\.ours), .atMost(0.5)),
            ("the same with --trigger", floods.map(\.filtered), nil), ("tcpdump -w", floods.map(\.theirs), nil),
        ]
        for (name, runs, target) in rows {
            let ratio = Spread(zip(runs, floods).map { $0.perPacket / $1.theirs.perPacket })
            section.rows.append([
                "\(size)", name, Spread(runs.map { 100 * Double($0.kept) / Double(count) }).text(1),
                Spread(runs.map(\.perPacket)).text(0), ratio.text(2),
                decimal(Double(runs.map(\.peak).max() ?? 0) / 1024, 0), target?.verdict(ratio.median) ?? "",
            ])
        }
    }
    return section
}
