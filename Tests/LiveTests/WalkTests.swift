import CLinux
import TestSupport
import Testing

/// Random walks through memberships and the switch while swiftcap keeps its books with -p: after every step the
/// kernel has what the model has, and at the end the timeline adds up to it.
extension LiveTests {
    @Suite struct WalkTests {
        /// What the kernel should hold. A socket's entries are counted by address length: one reference each,
        /// however often the same request was made.
        struct Model {
            var sockets: [String: [String: Int]] = [:]
            var switched = false

            var promiscuity: Int {
                sockets.values.reduce(0) { $0 + $1.values.filter { $0 > 0 }.count } + (switched ? 1 : 0)
            }

            /// One step that is possible now, applied, and as the peer's words.
            mutating func step(_ dice: inout SeededGenerator) -> String {
                let open = sockets.keys.sorted()
                let length = Bool.random(using: &dice) ? "0" : "6"
                switch Int.random(in: 0..<10, using: &dice) {
                case 0,
                    1 where open.count < 5:
                    guard let name = ["a", "b", "c", "d", "e"].first(where: { sockets[$0] == nil }) else { fallthrough }
                    sockets[name] = [:]
                    return "open \(name)"
                case 2, 3, 4, 5:
                    guard let name = open.randomElement(using: &dice) else { fallthrough }
                    sockets[name]?[length, default: 0] += 1
                    return "join \(name) v0 promisc \(length)"
                case 6, 7:
                    guard let name = open.randomElement(using: &dice) else { fallthrough }
                    // A drop too many succeeds and changes nothing.
                    let count = sockets[name]?[length] ?? 0
                    sockets[name]?[length] = max(count - 1, 0)
                    return "drop \(name) v0 promisc \(length)"
                case 8:
                    guard let name = open.randomElement(using: &dice) else { fallthrough }
                    sockets[name] = nil
                    return "close \(name)"
                default:
                    switched.toggle()
                    return "switch v0 \(switched ? "on" : "off")"
                }
            }
        }

        @Test(arguments: [1, 2, 3, UInt64.random(in: 0...UInt64.max)])
        func `the timeline adds up`(seed: UInt64) throws {
            try Lab.with { lab in
                try lab.veth()
                var dice = SeededGenerator(seed: seed)
                var model = Model()
                var peer = try Holding(in: lab)
                let path = lab.folder + "/report.json"
                let process = try lab.capture(Tools.swiftcap, "-p", "-i", "v0", "-n", "--report", path)
                var walked: [String] = []
                for _ in 0..<60 {
                    let step = model.step(&dice)
                    walked.append(step)
                    try peer.step(step)
                    let reading = try lab.awaitPromiscuity(model.promiscuity)
                    #expect(reading.gflags == model.switched, "\(walked)")
                }
                process.signal(SIGINT)
                try process.wait()
                let books = try ReportDocument(path).only()
                let last = try #require(books.after)
                #expect(last.promiscuity == model.promiscuity && last.residual == 0, "\(walked)")
                #expect(books.missedChanges == 0)
                // The deltas lead from before to after, each entry saying the sum so far.
                var sum = try #require(books.before?.promiscuity)
                for change in books.timeline {
                    sum += change.delta ?? 0
                    #expect(change.promiscuity == sum, "seed \(seed), \(change.time): \(walked)")
                }
                #expect(sum == model.promiscuity)
                #expect(last.holders.reduce(0) { $0 + $1.references } == model.promiscuity)
                #expect(last.holders(of: "ip_link").count == (model.switched ? 1 : 0))
                try peer.quit()
            }
        }
    }
}
