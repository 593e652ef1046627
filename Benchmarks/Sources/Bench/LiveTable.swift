import Glibc

/// What a program begins with: the time that a page of memory takes differs many times over.
enum MemoryState: String {
    /// A file of the same size has just given its pages back.
    case givenBack = "given back"
    /// And then nothing has happened for five seconds.
    case paused

    func prepare(_ file: String, bytes: Int) throws {
        _ = try Floor.write(file, bytes: bytes)
        if self == .paused {
            unsafe unlink(file)
            sleep(5)
        }
    }
}

/// Rows of programs that write what they capture.
struct LiveTable {
    static let header = [
        "to", "frame", "memory", "program", "offered per s", "kept, % (min to max)", "CPU per kept packet, ns",
        "by tcpdump's", "peak MiB", "target",
    ]

    let setting: Setting
    var rows: [[String]] = []

    /// What is asked of swiftcap in a row: everything kept, and more where it is given.
    struct Demand {
        var count: Int
        var cost: Target?
        var peak: Int?
    }

    init(setting: Setting) { self.setting = setting }

    mutating func add(
        _ place: Place, size: Int, states: [MemoryState] = [.givenBack, .paused],
        peers: [String] = ["tcpdump", "dumpcap"], cost: Target? = nil, peak: Int? = nil, count: Int? = nil,
        rate: Int = 0, floors: Bool = true
    ) throws {
        let demand = Demand(count: count ?? setting.frames, cost: cost, peak: peak)
        for state in states {
            // The third one costs time, and has shown what it takes.
            let peers = state == .givenBack ? peers : peers.filter { $0 == "tcpdump" }
            try add(place, size, state, peers, demand, rate, floors: floors)
        }
    }

    private mutating func add(
        _ place: Place, _ size: Int, _ state: MemoryState, _ peers: [String], _ demand: Demand, _ rate: Int,
        floors: Bool
    ) throws {
        let file = "\(place.folder)/live.pcap"
        let bytes = (size + 16) * demand.count
        let words = [
            "swiftcap": [setting.swiftcap, "--no-report"], "tcpdump": ["tcpdump", "-Z", "root"],
            "dumpcap": ["dumpcap", "-q", "-P"],
        ]
        let programs = (["swiftcap"] + peers.filter(Programs.have)).map {
            Capturer(name: $0, words: words[$0, default: []] + ["-i", "v1", "-w", file], file: file)
        }
        let kernel: [(String, (String, Int) throws -> Seconds)] = [
            ("write(2)", { try Floor.write($0, bytes: $1) }),
            ("write(2), direct", { try Floor.writeDirect($0, bytes: $1) }),
        ]
        let alone = floors ? Array(kernel.prefix(place.name.hasPrefix("tmpfs") ? 1 : 2)) : []
        var floods = [[Flood]](repeating: [], count: programs.count)
        var least = [[Double]](repeating: [], count: alone.count)
        for _ in 0..<setting.runs {
            for (i, program) in programs.enumerated() {
                // Not more than the page cache would give up for it in any case.
                try state.prepare(file, bytes: min(bytes, 1 << 30))
                floods[i].append(try program.flood(setting, size: size, count: demand.count, rate: rate))
            }
            for (i, (_, write)) in alone.enumerated() {
                try state.prepare(file, bytes: bytes)
                least[i].append(try write(file, bytes).cpu * 1e9 / Double(demand.count))
            }
        }
        unsafe unlink(file)
        for (program, runs) in zip(programs, floods) {
            rows.append(row(place, size, state, program, runs, beside: floods.count > 1 ? floods[1] : runs, demand))
        }
        for ((name, _), runs) in zip(alone, least) where floods.count > 1 {
            rows.append([
                place.name, "\(size)", state.rawValue, name, "", "", Spread(runs).text(0),
                Spread(zip(runs, floods[1]).map { $0 / $1.perPacket }).text(2), "", "",
            ])
        }
    }

    private func row(
        _ place: Place, _ size: Int, _ state: MemoryState, _ program: Capturer, _ runs: [Flood], beside: [Flood],
        _ demand: Demand
    ) -> [String] {
        let kept = Spread(runs.map { 100 * Double($0.kept) / Double(demand.count) })
        let ratio = Spread(zip(runs, beside).map { $0.perPacket / $1.perPacket })
        let lost = runs.map { demand.count - $0.kept }.filter { $0 > 0 }
        let losses =
            lost.isEmpty ? "" : "; lost in \(lost.count) of \(runs.count) runs, \(grouped(lost.max() ?? 0)) at most"
        // All of them in every round, and each file whole.
        let all = runs.allSatisfy { $0.kept == demand.count && $0.whole }
        let peak = Double(runs.map(\.peak).max() ?? 0) / 1024
        var verdict = ["100 %, \(all ? "met" : "missed")"]
        if let cost = demand.cost { verdict.append(cost.verdict(ratio.median)) }
        if let most = demand.peak { verdict.append("≤ \(most) MiB, \(peak <= Double(most) ? "met" : "missed")") }
        return [
            place.name, "\(size)", state.rawValue, program.name, decimal(Spread(runs.map(\.rate)).median, 0),
            kept.text(1) + losses, Spread(runs.map(\.perPacket)).text(0), ratio.text(2), decimal(peak, 0),
            program.name == "swiftcap" ? verdict.joined(separator: "; ") : "",
        ]
    }
}
