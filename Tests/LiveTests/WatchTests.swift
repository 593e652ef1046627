import CLinux
import TestSupport
import Testing

/// `swiftcap watch`: every change while it happens, said once, with its cause.
extension LiveTests {
    @Suite struct WatchTests {
        private func lines(_ process: Spawned) -> [String] { process.text.split(separator: "\n").map(String.init) }

        /// What a line says behind its time of day.
        private func stories(_ process: Spawned) -> [String] { lines(process).map { String($0.dropFirst(14)) } }

        private func finish(_ process: Spawned, _ signal: Int32 = SIGTERM) throws {
            process.signal(signal)
            #expect(try process.wait() == .exit(0), "\(process.errors)")
        }

        @Test func `who joined and who left`() throws {
            try Lab.with { lab in
                try lab.veth()
                let watch = try lab.watch("v0")
                let capture = try lab.capture(Tools.swiftcap, "-i", "v0", "-n")
                // Flushed at once: it is there while the watch goes on.
                try watch.awaitText("joined", inOutput: true)
                try lab.shell("ip link set v0 promisc on")
                try watch.awaitText("ip link", inOutput: true)
                try lab.shell("ip link set v0 promisc off")
                try watch.awaitText("promisc off", inOutput: true)
                capture.signal(SIGKILL)
                try watch.awaitText("left", inOutput: true)
                try finish(watch, SIGINT)
                let who = "swiftcap[\(capture.pid)]"
                #expect(
                    stories(watch) == [
                        "0 -> 1  +1  \(who) (root) joined", "1 -> 2  +1  ip link: promisc on",
                        "2 -> 1  -1  ip link: promisc off", "1 -> 0  -1  \(who) left",
                    ])
                for line in lines(watch) {
                    #expect(line.prefixMatch(of: /\d\d:\d\d:\d\d\.\d{3}\s\s/) != nil, "\(line)")
                }
                let ending = watch.errors.split(separator: "\n").map(String.init)
                #expect(ending.first == "swiftcap: watching v0 (0 references)")
                #expect(ending.contains { $0.wholeMatch(of: /v0 +0\.\.2 +[012]+/) != nil }, "\(ending)")
                #expect(
                    ending.last?.wholeMatch(
                        of: /4 changes in \d+ s: 2 joined, 2 left, 0 found by polling, 0 times missed/) != nil,
                    "\(ending)")
            }
        }

        @Test func `the kernel is silent, polling is not`() throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.shell("ip link add link v0 mv0 type macvlan mode bridge")
                let watch = try lab.watch("v0", "--json", "--interval", "0.05")
                try lab.shell("ip link set mv0 up")
                try watch.awaitText("\"delta\":1", inOutput: true)
                try lab.shell("ip link set mv0 down")
                try watch.awaitText("\"delta\":-1", inOutput: true)
                try finish(watch)
                let changes = try ChangeLine.all(watch.text)
                #expect(changes.map(\.cause) == ["poll", "poll"])
                #expect(changes.map(\.words) == ["1 joined unicast_filter", "-1 left unicast_filter"])
                #expect(changes.map(\.flagsPromisc) == [true, false])
                #expect(watch.errors.contains("2 found by polling"))
            }
        }

        @Test func `a holder that is there for less than a look`() throws {
            try Lab.with { lab in
                try lab.veth()
                let watch = try lab.watch("v0")
                var peer = try Holding(in: lab)
                // The watch cannot look while it stands still.
                watch.signal(SIGSTOP)
                for step in ["open a", "join a v0 promisc", "close a"] { try peer.step(step) }
                try lab.awaitPromiscuity(0)
                watch.signal(SIGCONT)
                try watch.awaitText("left\n", inOutput: true)
                try finish(watch)
                #expect(
                    stories(watch) == [
                        "0 -> 1  +1  an unknown holder joined and left (gone before it could be named)",
                        "1 -> 0  -1  an unknown holder left",
                    ])
                try peer.quit()
            }
        }

        @Test func `renamed, deleted, made again, moved away`() throws {
            try Lab.with { lab in
                try lab.veth()
                let host = try lab.host("h1")
                let watch = try lab.watch("v0", "--json")
                try lab.shell(
                    "ip link set v0 promisc on; ip link set v0 down; ip link set v0 name other; ip link set other up")
                try watch.awaitText("\"renamed\"", inOutput: true)
                // Followed under its new name.
                try lab.shell("ip link set other promisc off; ip link set other promisc on; ip link del other")
                try watch.awaitText("\"deleted\"", inOutput: true)
                try lab.veth()
                try lab.shell("ip link set v0 promisc on")
                try watch.awaitText("\"delta\":1,", inOutput: true)
                try watch.awaiting("the new device") { try ChangeLine.all(watch.text).last?.interface == "v0" }
                try lab.shell("ip link set v0 netns \(host.keeperPID)")
                try watch.awaitText("\"moved\"", inOutput: true)
                try finish(watch)
                let changes = try ChangeLine.all(watch.text)
                #expect(
                    changes.map { "\($0.interface) \($0.words)" } == [
                        "v0 1 joined ip_link", "other 0 renamed", "other -1 left ip_link", "other 1 joined ip_link",
                        "other -1 left ip_link deleted", "v0 1 joined ip_link", "v0 -1 moved",
                    ])
                #expect(changes[5].index != changes[0].index)
            }
        }

        @Test func `more than the buffer holds is said to be missed`() throws {
            try Lab.with { lab in
                try lab.veth()
                let watch = try lab.watch("v0", "--json")
                watch.signal(SIGSTOP)
                try lab.shell(
                    """
                    i=0
                    while [ $i -lt 8000 ]; do
                        echo link set v0 promisc on
                        echo link set v0 promisc off
                        i=$((i + 1))
                    done >\(lab.folder)/batch
                    echo link set v0 promisc on >>\(lab.folder)/batch
                    ip -batch \(lab.folder)/batch
                    """, seconds: 120)
                watch.signal(SIGCONT)
                try watch.awaitText("\"overrun\"", inOutput: true)
                try lab.shell("ip link set v0 promisc off")
                try watch.awaiting("the end of the story") { try ChangeLine.all(watch.text).last?.promiscuity == 0 }
                try finish(watch)
                let changes = try ChangeLine.all(watch.text)
                #expect(changes.reduce(0) { $0 + $1.delta } == 0)
                #expect(changes.count > 100 && changes.count < 16_001)
                #expect(watch.errors.contains(", 1 times missed"), "\(watch.errors)")
            }
        }

        @Test func `all interfaces, present and future`() throws {
            try Lab.with { lab in
                try lab.veth()
                let watch = try lab.watch()
                try lab.shell("ip link set v1 promisc on")
                try watch.awaitText("v1", inOutput: true)
                try lab.veth("w0", "w1")
                try lab.shell("ip link set w0 promisc on")
                try watch.awaitText("w0", inOutput: true)
                try finish(watch)
                #expect(
                    stories(watch) == [
                        "v1        0 -> 1  +1  ip link: promisc on", "w0        0 -> 1  +1  ip link: promisc on",
                    ])
                #expect(watch.errors.hasPrefix("swiftcap: watching 3 interfaces, 0 promiscuous\n"))
                // Only those that changed have a course.
                #expect(watch.errors.split(separator: "\n").count == 4)
            }
        }

        @Test func `a name is waited for`() throws {
            try Lab.with { lab in
                try lab.quietIPv6()
                let watch = try lab.watch("v0")
                #expect(watch.errors == "swiftcap: watching v0 (not there yet)\n")
                try lab.veth()
                try lab.shell("ip link set v0 promisc on")
                try watch.awaitText("0 -> 1  +1  ip link: promisc on\n", inOutput: true)
                try finish(watch)
            }
        }

        @Test(
            arguments: [
                (["CLICOLOR_FORCE": "1"], true), (["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false), ([:], false),
            ] as [([String: String], Bool)])
        func `colour only where it is wanted`(environment: [String: String], wanted: Bool) throws {
            try Lab.with { lab in
                try lab.veth()
                let watch = try lab.watch("v0", environment: environment)
                try lab.shell("ip link set v0 promisc on; ip link set v0 promisc off")
                try watch.awaitText("off\n", inOutput: true)
                try finish(watch)
                #expect(watch.text.contains("\u{1B}[1;33m") == wanted && watch.text.contains("\u{1B}[1;32m") == wanted)
                #expect(watch.text.contains("  ip link: promisc on\n"))
            }
        }

        @Test func `it ends by itself, and when its reader is gone`() throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.run([Tools.swiftcap, "watch", "v0", "--duration", "0.2"])
                #expect(process.ending == .exit(0) && process.text.isEmpty)
                #expect(process.errors.contains("0 changes in 0 s"))
                // head ends with the first line; the watch is to notice without another change.
                let pair = try lab.start(["sh", "-c", "\(Tools.swiftcap) watch v0 | head -n 1"])
                try pair.awaitText("watching")
                try lab.shell("ip link set v0 promisc on")
                #expect(try pair.wait(seconds: 10) == .exit(0))
                #expect(pair.text.contains("promisc on"))
                #expect(!pair.errors.contains("Broken pipe"))
            }
        }

        @Test(arguments: [11, UInt64.random(in: 0...UInt64.max)])
        func `a random walk is told without a gap`(seed: UInt64) throws {
            try Lab.with { lab in
                try lab.veth()
                var dice = SeededGenerator(seed: seed)
                var model = WalkTests.Model()
                var peer = try Holding(in: lab)
                let watch = try lab.watch("v0", "--json", "--interval", "0.1")
                var walked: [String] = []
                var counts = [0]
                for number in 0..<120 {
                    let step = model.step(&dice)
                    walked.append(step)
                    try peer.step(step)
                    if model.promiscuity != counts.last { counts.append(model.promiscuity) }
                    // Now and then the watch falls behind.
                    if number % 20 == 5 { watch.signal(SIGSTOP) }
                    if number % 20 == 9 { watch.signal(SIGCONT) }
                    if number % 10 == 0 {
                        let document = try AuditDocument(try lab.audit("v0", "--json").text)
                        let state = try document.state("v0")
                        #expect(
                            state.promiscuity == model.promiscuity && state.residual == 0, "seed \(seed): \(walked)")
                        #expect(state.holders(of: "ip_link").count == (model.switched ? 1 : 0))
                        let held = model.sockets.values.map { $0.values.filter { $0 > 0 }.count }.filter { $0 > 0 }
                        #expect(
                            state.holders(of: "packet_socket").map(\.references).sorted() == held.sorted(),
                            "seed \(seed): \(walked)")
                    }
                }
                watch.signal(SIGCONT)
                try watch.awaiting("the end of the walk") {
                    let last = try ChangeLine.all(watch.text).last
                    return last?.promiscuity ?? 0 == model.promiscuity
                }
                try finish(watch)
                let changes = try ChangeLine.all(watch.text)
                var sum = 0
                for change in changes {
                    sum += change.delta
                    #expect(change.promiscuity == sum, "seed \(seed), \(change.time): \(walked)")
                    #expect(change.event == nil, "seed \(seed)")
                }
                // Every step of the count that the walk made is there: closing a socket with two entries takes two.
                #expect(
                    changes.reduce(0) { $0 + abs($1.delta) }
                        >= zip(counts, counts.dropFirst()).reduce(0) {
                            $0 + abs($1.1 - $1.0)
                        }, "seed \(seed): \(walked)")
                try peer.quit()
            }
        }

        @Test(arguments: [
            (
                ["v0", "--interval", "soon"],
                "swiftcap: watch: invalid interval soon (must be seconds, 0 for no polling)\n"
            ),
            (["--what"], "swiftcap: watch: Unknown option '--what'\n"),
        ])
        func `what makes no sense is said in one line`(words: [String], line: String) throws {
            try Lab.with { lab in
                let process = try lab.run([Tools.swiftcap, "watch"] + words)
                #expect(process.ending == .exit(1) && process.errors == line && process.text.isEmpty)
            }
        }
    }
}
