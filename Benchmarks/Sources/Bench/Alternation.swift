import Glibc

/// One of the two programs of a comparison.
struct Contender {
    let name: String
    let words: [String]
    var input = "/dev/null"
    var output = "/dev/null"
    var environment: [String: String] = [:]
    /// Removed before each run: a file in fresh memory.
    var product: String?
    /// A file that cat(1) sends it through a pipe.
    var fed: String?

    func run(_ setting: Setting) throws -> Usage {
        if let product { unsafe unlink(product) }
        if let fed { return try runFed(fed, setting) }
        return try Child.run(
            words, input: input, output: output, errors: setting.messages("alternation"), environment: environment)
    }
}

extension Contender {
    /// By the clock from cat's start to this program's end; of the processor what this program takes.
    private func runFed(_ file: String, _ setting: Setting) throws -> Usage {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe2(&ends, O_CLOEXEC) == 0 else { throw BenchError("no pipe: errno \(errno)") }
        let started = Child.now()
        let feeder = try Child(["cat", file], writing: ends[1])
        let child = try Child(
            words, output: output, errors: setting.messages("alternation"), reading: ends[0], environment: environment)
        ends.forEach { close($0) }
        var usage = child.wait()
        usage.wall = Child.now() - started
        _ = feeder.wait()
        guard usage.status == 0 else { throw BenchError("\(name) from a pipe: status \(usage.status)") }
        return usage
    }
}

/// Two programs run in turn, so that a machine whose speed drifts does not favour one of them.
struct Alternation {
    let first: Contender
    let second: Contender
    private(set) var firstRuns: [Usage] = []
    private(set) var secondRuns: [Usage] = []

    init(_ first: Contender, _ second: Contender, runs: Int, _ setting: Setting) throws {
        self.first = first
        self.second = second
        // Once each without counting: the programs and their input are in memory then.
        _ = try first.run(setting)
        _ = try second.run(setting)
        for _ in 0..<runs {
            firstRuns.append(try first.run(setting))
            secondRuns.append(try second.run(setting))
        }
        for product in [first.product, second.product] { if let product { unsafe unlink(product) } }
    }

    /// The first's figure by the second's, pair by pair.
    func ratio(_ figure: (Usage) -> Double) -> Spread {
        Spread(zip(firstRuns, secondRuns).map { figure($0) / figure($1) })
    }

    func inverse(_ figure: (Usage) -> Double) -> Spread {
        Spread(zip(firstRuns, secondRuns).map { figure($1) / figure($0) })
    }

    var firstPeak: Int { firstRuns.map(\.peak).max() ?? 0 }
    var secondPeak: Int { secondRuns.map(\.peak).max() ?? 0 }
}
