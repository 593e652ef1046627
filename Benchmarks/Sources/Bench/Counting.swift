import Glibc

/// Counting live packets beside a C callback that counts.
func measureCounting(_ setting: Setting) throws -> Section {
    let frames = 2 * setting.frames
    let rounds = setting.runs + 3
    var section = Section(
        title: "Counting live packets",
        text: "`swiftcap --count` beside Benchmarks/count.c, a C program that counts in a pcap_dispatch callback: "
            + "\(grouped(frames)) frames of 60 octets, in turn, \(rounds) rounds; both with a ring of 64 MiB; CPU from "
            + "listening until it is asked to stop. "
            + "With a report, swiftcap also looks at both addresses of each frame to count those for other hosts.",
        header: ["figure", "swiftcap", "C callback", "ratio", "target"])
    let theirs = Capturer(name: "count", words: [setting.counter, "v1", "\(64 << 20)"])
    let plain = ["-i", "v1", "-B", "65536", "--count"]
    let ways = [("", ["--no-report"] + plain), (", with a report", ["--report", "/dev/null"] + plain)]
    var floods: [(theirs: Flood, ours: [Flood])] = []
    for _ in 0..<rounds {
        let ours = try ways.map { _, options in
            try Capturer(name: "swiftcap", words: [setting.swiftcap] + options).flood(setting, size: 60, count: frames)
        }
        floods.append((try theirs.flood(setting, size: 60, count: frames), ours))
    }
    let fewest = try liveInstructions(setting, theirs, 20_000)
    for (i, (name, options)) in ways.enumerated() {
        let (mine, others) = (Spread(floods.map { $0.ours[i].perCount }), Spread(floods.map(\.theirs.perCount)))
        let ratio = mine.median / others.median
        section.rows.append([
            "CPU per packet, ns" + name, mine.text(0), others.text(0),
            "\(decimal(ratio, 2)) of medians; rounds "
                + Spread(floods.map { $0.ours[i].perCount / $0.theirs.perCount }).text(2),
            Target.atMost(1.15).verdict(ratio),
        ])
        let stripped = Capturer(name: "swiftcap", words: [setting.stripped] + options)
        let few = try liveInstructions(setting, stripped, 20_000)
        section.rows.append([
            "instructions per packet (callgrind)" + name, decimal(few, 1), decimal(fewest, 1), decimal(few / fewest, 2),
            Target.atMost(1.15).verdict(few / fewest),
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
