/// What the books cost while packets come in as fast as one core can send them.
///
/// A poll in each second is too little to be seen beside the spread of floods: so it is looked for both ways, as it is
/// by default, and a hundred times as often, from which the cost of one is computed.
func measureLoadedBooks(_ setting: Setting) throws -> Section {
    let frames = 3 * setting.frames
    let rounds = setting.runs + 3
    let often = 0.01
    func capturer(_ interval: String) -> Capturer {
        let options = ["--report", "/dev/null", "-i", "v1", "-B", "65536", "--count", "--poll-interval", interval]
        return Capturer(name: "swiftcap", words: [setting.swiftcap] + options)
    }
    let programs = [capturer("0"), capturer("1"), capturer("\(often)")]
    var floods = [[Flood]](repeating: [], count: programs.count)
    for round in 0..<rounds {
        // The program that comes first in a round has no advantage of it.
        for i in programs.indices.map({ ($0 + round) % programs.count }) {
            floods[i].append(try programs[i].flood(setting, size: 60, count: frames))
        }
    }
    let costs = floods.map { Spread($0.map(\.perCount)) }
    // By the quickest of each too: what disturbs a run only ever makes it slower.
    let (ratio, least) = (costs[1].median / costs[0].median, costs[1].minimum / costs[0].minimum)
    let polls = Spread(floods[2].map { $0.watched / often }).median
    let one = Spread(zip(floods[2], floods[0]).map { ($0.cpuBeforeEnd - $1.cpuBeforeEnd) / polls }).median
    let load = Spread(floods[0].map { $0.cpuBeforeEnd / $0.lasted }).median
    return Section(
        title: "The books at full load",
        text: "`swiftcap --count` with a report, \(grouped(frames)) frames of 60 octets as fast as one core can send, "
            + "\(rounds) rounds in turn, CPU from listening until it is asked to stop: without polls, with one in each "
            + "second as by default, and with a hundred. From the hundred one poll's price is computed, and from that "
            + "what one in each second adds to the CPU that the flood takes in a second. A link that changes costs one "
            + "more such look for each announcement.",
        header: ["figure", "measured", "target"],
        rows: [
            ["CPU per packet, ns, --poll-interval 0", costs[0].text(1), ""],
            ["the same by default, a poll in each second", costs[1].text(1), ""],
            ["the same with a poll every 10 ms", costs[2].text(1), ""],
            [
                "default by none: medians, and the quickest of each", "\(decimal(ratio, 3)), \(decimal(least, 3))",
                Target.atMost(1.01).verdict(least),
            ],
            ["one poll, computed, µs of CPU", decimal(one * 1e6, 0), ""],
            ["CPU of the flood, % of a core", decimal(100 * load, 1), ""],
            [
                "one poll in each second by the flood's CPU, computed, %", decimal(100 * one / load, 2),
                Target.atMost(1).verdict(100 * one / load),
            ],
        ])
}
