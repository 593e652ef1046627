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
    /// Seconds that frames were sent, and seconds until it was asked to stop.
    var lasted = 0.0
    var watched = 0.0

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

    /// - Parameters:
    ///   - rate: frames in a second; 0 for as many as one core can send.
    ///   - flows: how many different senders they say they have.
    func flood(_ setting: Setting, size: Int, count: Int, rate: Int = 0, flows: Int = 1) throws -> Flood {
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
        try Child.run([setting.bench, "send", "v0", "\(count)", "\(size)", "\(rate)", "\(flows)"], cpu: 0)
        let lasted = Child.now() - started
        awaitIdle(child)
        let caught = child.cpuSoFar - prepared
        let watched = Child.now() - started
        child.signal(SIGINT)
        let usage = child.wait()
        var result = Flood(
            cpu: usage.cpu - prepared, cpuBeforeEnd: caught, peak: usage.peak, rate: Double(count) / lasted,
            lasted: lasted, watched: watched)
        if let file {
            let (records, whole) = Files.records(file)
            result.kept = records
            result.whole = whole
        } else {
            result.kept = Capturer.counted(Files.text(said))
        }
        return result
    }

    /// Until it has used no CPU to speak of for a fifth of a second: it has no packets left to work on.
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
