import Testing

/// The books of promiscuous mode around a real capture, against the kernel's own numbers.
extension LiveTests {
    @Suite struct BooksTests {
        /// Starts swiftcap with a report, hands over while it runs, stops it, and returns what it wrote.
        func report(
            _ lab: Lab, _ options: [String], stop: Int32 = 2, while body: (Spawned) throws -> Void
        ) throws -> (document: ReportDocument, process: Spawned) {
            let path = lab.folder + "/report.json"
            let process = try lab.capture(Tools.swiftcap, options + ["--report", path])
            try body(process)
            process.signal(stop)
            #expect(try process.wait() == .exit(0))
            return (try ReportDocument(path), process)
        }

        @Test func `a promiscuous capture takes one reference and gives it back`() throws {
            try Lab.with { lab in
                try lab.veth()
                #expect(try lab.link() == LinkReading(promiscuity: 0, gflags: false, flags: false))
                let (document, process) = try report(lab, ["-i", "v0", "-n"]) { process in
                    #expect(try lab.link() == LinkReading(promiscuity: 1, gflags: false, flags: true))
                    _ = try lab.peer("send", "v1", "--count", "5")
                    try process.awaitQuiet()
                }
                #expect(try lab.link() == LinkReading(promiscuity: 0, gflags: false, flags: false))
                let books = try document.only()
                #expect(books.name == "v0" && books.kind == "veth" && books.promiscuousRequested)
                #expect(books.linkType == "EN10MB" && books.filter == nil && books.missedChanges == 0)
                let states = [books.before, books.during, books.after]
                #expect(states.map { $0?.promiscuity } == [0, 1, 0])
                #expect(states.map { $0?.flagsPromisc } == [false, true, false])
                #expect(states.map { $0?.gflagsPromisc } == [false, false, false])
                #expect(states.map { $0?.ownReferences } == [0, 1, 0])
                #expect(states.allSatisfy { $0?.residual == 0 && $0?.consistent == true })
                let own = try #require(books.during?.holders(of: "packet_socket").first)
                #expect(own.own && own.references == 1 && own.certainty == "exact")
                #expect(own.processes.map(\.pid) == [Int(process.pid)])
                #expect(books.verdict.ownTaken == 1 && books.verdict.ownReturned == 1 && books.verdict.balanced)
                #expect(!books.verdict.promiscuousWithoutUs)
                #expect(books.packets.captured == 5 && books.packets.foreignUnicast == 5)
                #expect(document.stopReason == "signal")
                #expect(process.errors.contains("OK  What this capture took, it gave back."))
            }
        }

        @Test func `with -p it takes nothing`() throws {
            try Lab.with { lab in
                try lab.veth()
                let (document, process) = try report(lab, ["-p", "-i", "v0", "-n"]) { (_: Spawned) throws in
                    #expect(try lab.link() == LinkReading(promiscuity: 0, gflags: false, flags: false))
                }
                let books = try document.only()
                #expect(!books.promiscuousRequested)
                #expect([books.before, books.during, books.after].map { $0?.promiscuity } == [0, 0, 0])
                #expect(books.during?.flagsPromisc == false && books.during?.ownReferences == 0)
                #expect(books.verdict.ownTaken == 0 && books.verdict.ownReturned == 0 && books.verdict.balanced)
                // No change, so no notification: the phases alone may stand in the timeline.
                #expect(books.timeline.allSatisfy { $0.delta ?? 0 == 0 })
                #expect(process.errors.contains("this capture held 0 (-p)"))
            }
        }

        @Test(.enabled(if: Lab.isRoot, "\(Tools.rootReason)"))
        func `two captures at once are two references`() throws {
            try Lab.with { lab in
                try lab.veth()
                var other: Spawned?
                let (document, _) = try report(lab, ["-i", "v0", "-n"]) { (_: Spawned) throws in
                    try lab.awaitPromiscuity(1)
                    let neighbour = try lab.capture("tcpdump", "-i", "v0", "-n")
                    other = neighbour
                    try lab.awaitPromiscuity(2)
                    // Long enough for the poll as well as for the notification.
                    Clock.pause(1.3)
                    neighbour.signal(15)
                    try neighbour.wait()
                    try lab.awaitPromiscuity(1)
                    Clock.pause(0.1)
                }
                try lab.awaitPromiscuity(0)
                let books = try document.only()
                #expect([books.before, books.during, books.after].map { $0?.promiscuity } == [0, 1, 0])
                let counts = books.timeline.compactMap(\.promiscuity)
                #expect(counts.contains(2))
                // The whole walk, whatever else the timeline repeats.
                let walk = counts.reduce(into: [0]) { if $0.last != $1 { $0.append($1) } }
                #expect(walk == [0, 1, 2, 1, 0] || walk == [0, 1, 2, 1])
                let pids = books.timeline.flatMap(\.joined).flatMap(\.processes).map(\.pid)
                #expect(pids.contains(Int(try #require(other).pid)))
                #expect(books.timeline.flatMap(\.left).contains { $0.processes.contains { $0.command == "tcpdump" } })
                #expect(books.verdict.balanced)
            }
        }

        @Test func `the switch of ip link is told apart from a reference`() throws {
            try Lab.with { lab in
                try lab.veth()
                let (document, _) = try report(lab, ["-p", "-i", "v0", "-n"]) { (_: Spawned) throws in
                    try lab.shell("ip link set v0 promisc on")
                    #expect(try lab.link() == LinkReading(promiscuity: 1, gflags: true, flags: true))
                    Clock.pause(0.3)
                    try lab.shell("ip link set v0 promisc off")
                    Clock.pause(0.3)
                }
                let books = try document.only()
                #expect(books.timeline.contains { $0.joined.contains { $0.kind == "ip_link" } })
                #expect(books.timeline.contains { $0.left.contains { $0.kind == "ip_link" } })
                #expect(books.timeline.contains { $0.cause == "notification" && $0.promiscuity == 1 })
                #expect(books.verdict.balanced && books.verdict.ownTaken == 0)
            }
        }

        @Test func `a neighbour keeps the device promiscuous under -p`() throws {
            try Lab.with { lab in
                try lab.veth()
                var peer = try Holding(in: lab)
                try peer.step("open a")
                try peer.step("join a v0 promisc")
                let (document, process) = try report(lab, ["-p", "-i", "v0", "-n"]) { process in
                    _ = try lab.peer("send", "v1", "--count", "7", "--dst", "02:00:00:00:00:77")
                    try process.awaitQuiet()
                }
                let books = try document.only()
                #expect([books.before, books.during, books.after].map { $0?.promiscuity } == [1, 1, 1])
                #expect(books.verdict.promiscuousWithoutUs && books.verdict.balanced)
                #expect(books.packets.foreignUnicast == 7)
                #expect(process.errors.contains("-p took nothing, but v0 is promiscuous anyway"))
                #expect(process.errors.contains("WirePeer["))
                try peer.quit()
            }
        }

        @Test func `a silent reference is found by polling`() throws {
            try Lab.with { lab in
                try lab.veth()
                var peer = try Holding(in: lab)
                try peer.step("open a")
                let (document, _) = try report(lab, ["-p", "-i", "v0", "-n"]) { (_: Spawned) throws in
                    // A second unicast address on a device without a filter: no notification for it.
                    try peer.step("join a v0 unicast 02:00:00:00:00:99")
                    Clock.pause(2.3)
                }
                let books = try document.only()
                #expect(books.timeline.contains { $0.cause == "poll" && $0.promiscuity == 1 && $0.delta == 1 })
                try peer.quit()
            }
        }

        @Test func `after SIGKILL nothing is left`() throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.capture(Tools.swiftcap, "-i", "v0", "-n")
                try lab.awaitPromiscuity(1)
                process.signal(9)
                #expect(try process.wait() == .signal(9))
                #expect(try lab.link() == LinkReading(promiscuity: 0, gflags: false, flags: false))
            }
        }

        @Test func `--no-report leaves tcpdump's three lines alone`() throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.capture(Tools.swiftcap, "-i", "v0", "-n", "--no-report")
                process.signal(2)
                #expect(try process.wait() == .exit(0))
                #expect(!process.errors.contains("Promiscuous mode on"))
                #expect(
                    process.errors.hasSuffix(
                        "0 packets captured\n0 packets received by filter\n0 packets dropped by kernel\n"))
            }
        }
    }
}
