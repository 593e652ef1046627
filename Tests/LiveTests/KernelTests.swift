import Testing

/// What the other live tests rely on: what this kernel does with each kind of membership, and that
/// the peer makes it. swiftcap is not asked here.
extension LiveTests {
    @Suite struct KernelTests {
        struct Row: Sendable, CustomTestStringConvertible {
            let name: String
            /// Steps for the peer, and the reading after each. `CHILD` is the last child's process id.
            let steps: [(String, Int)]
            var testDescription: String { name }
        }

        static let rows: [Row] = [
            Row(
                name: "one request twice is one reference and needs two drops",
                steps: [
                    ("open a", 0), ("join a v0 promisc", 1), ("join a v0 promisc", 1), ("drop a v0 promisc", 1),
                    ("drop a v0 promisc", 0),
                ]),
            Row(
                name: "address lengths 0 and 6 are two entries",
                steps: [("open a", 0), ("join a v0 promisc 0", 1), ("join a v0 promisc 6", 2), ("close a", 0)]),
            Row(
                name: "bound elsewhere",
                steps: [("open a", 0), ("bind a lo", 0), ("join a v0 promisc", 1), ("close a", 0)]),
            Row(
                name: "all multicast takes none, a second unicast address takes one",
                steps: [
                    ("open a", 0), ("join a v0 allmulti", 0), ("join a v0 unicast 02:00:00:00:00:99", 1),
                    ("close a", 0),
                ]),
            Row(
                name: "a fork keeps it until the last close",
                steps: [("open a", 0), ("join a v0 promisc", 1), ("fork", 1), ("close a", 1), ("end CHILD", 0)]),
            Row(
                name: "a passed descriptor keeps it",
                steps: [("open a", 0), ("join a v0 promisc", 1), ("pass a", 1), ("close a", 1), ("end CHILD", 0)]),
            Row(
                name: "a descriptor in flight keeps it",
                steps: [("open a", 0), ("join a v0 promisc", 1), ("flight a", 1), ("close a", 1), ("land", 0)]),
            Row(
                name: "a mapped ring keeps it",
                steps: [
                    ("open a", 0), ("bind a v0", 0), ("join a v0 promisc", 1), ("ring a", 1), ("close a", 1),
                    ("unring a", 0),
                ]),
            Row(
                name: "each socket of a fanout group holds its own",
                steps: [
                    ("open a", 0), ("bind a v0", 0), ("fanout a 7", 0), ("join a v0 promisc", 1), ("open b", 1),
                    ("bind b v0", 1), ("fanout b 7", 1), ("join b v0 promisc", 2), ("close a", 1), ("close b", 0),
                ]),
            Row(
                name: "the switch is no count",
                steps: [("switch v0 on", 1), ("switch v0 on", 1), ("switch v0 off", 0), ("switch v0 off", 0)]),
        ]

        @Test(arguments: rows)
        func `memberships count as the books expect`(_ row: Row) throws {
            try Lab.with { lab in
                try lab.veth()
                var peer = try Holding(in: lab)
                var child = ""
                for (step, wanted) in row.steps {
                    let answer = try peer.step(step.replacing("CHILD", with: child))
                    if !answer.isEmpty { child = answer }
                    // The last close of a packet socket may end a few milliseconds after the call.
                    let reading = try lab.awaitPromiscuity(wanted)
                    #expect(reading.flags == (wanted > 0), "\(step): \(reading)")
                    #expect(reading.gflags == (step == "switch v0 on"), "\(step): \(reading)")
                }
                try peer.quit()
            }
        }

        @Test(.enabled(if: Lab.isRoot, "\(Tools.rootReason)"))
        func `two captures at once see the same frames at the same time`() throws {
            try Lab.with { lab in
                try lab.veth()
                var peer = try Holding(in: lab)
                try peer.step("stamp")
                let captures = try (0..<2).map { _ in
                    try lab.capture("tcpdump", "-i", "v1", "-nn", "-tt", "-l", "--nano")
                }
                #expect(try lab.peer("send", "v0", "--count", "50") == "sent 50\n")
                for capture in captures {
                    try capture.awaitQuiet()
                    capture.signal(2)
                    #expect(try capture.wait() == .exit(0))
                }
                #expect(captures[0].text.split(separator: "\n").count == 50)
                #expect(captures[0].text == captures[1].text)
            }
        }

        @Test func `a lab leaves nothing behind`() throws {
            var sleeper: Spawned?
            try Lab.with { lab in
                let host = try lab.host("h1")
                sleeper = try host.start(["sleep", "600"])
                #expect(sleeper?.isRunning == true)
            }
            #expect(sleeper?.isRunning == false)
        }
    }
}
