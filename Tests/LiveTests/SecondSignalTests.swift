import CLinux
import Testing

/// A reader that never reads again: the first signal to stop waits for it, the second one does not, and what is not
/// written is counted.
extension LiveTests {
    @Suite struct SecondSignalTests {
        /// A capture into a pipe whose reader is stopped, while `count` frames of 1,000 octets come.
        private func capture(
            _ lab: Lab, _ options: [String], count: Int, _ body: (Spawned, Spawned) throws -> Void
        ) throws {
            let pipe = lab.folder + "/pipe"
            try lab.shell("mkfifo \(pipe)")
            let reader = try lab.start(["sh", "-c", "exec cat \(pipe) >\(lab.folder)/kept"])
            let words = ([Tools.swiftcap, "-i", "v0"] + options).joined(separator: " ")
            let process = try lab.start(["sh", "-c", "exec \(words) >\(pipe)"])
            try process.awaitText("listening on")
            reader.signal(SIGSTOP)
            _ = try lab.peer("send", "v1", "--count", "\(count)", "--size", "1000", "--flows", "40", "--rate", "60000")
            Clock.pause(0.3)
            try body(process, reader)
        }

        /// Whole packets of a savefile that may be cut.
        private func whole(_ lab: Lab) throws -> Int {
            try lab.runOutside(["tcpdump", "-tnr", lab.folder + "/kept"]).text.split(separator: "\n").count
        }

        @Test(arguments: [
            // All of it fits into the buffers: the end waits. More than the buffers hold: the capture itself waits.
            (20_000, ["-w", "-"]), (100_000, ["-w", "-"]), (20_000, ["-w", "-", "-U"]),
            (20_000, ["-w", "-", "--threads", "2"]),
            (100_000, ["-w", "-", "--threads", "2"]), (20_000, ["-w", "-", "--format", "pcapng"]),
        ])
        func `the second one ends it, and says how many packets are not written`(count: Int, options: [String]) throws {
            try Lab.with { lab in
                try lab.veth()
                let path = lab.folder + "/report.json"
                try capture(lab, options + ["-B", "131072", "--report", path, "udp"], count: count) { process, reader in
                    process.signal(SIGINT)
                    Clock.pause(1)
                    #expect(process.isRunning)
                    process.signal(SIGINT)
                    #expect(try process.wait(seconds: 5) == .exit(1), "\(process.errors)")
                    #expect(
                        process.errors.contains("swiftcap: told to stop again: what is not written yet is given up\n"))
                    let match = try #require(
                        process.errors.firstMatch(
                            of: /\n(\d+) packets captured\n[^$]*\n(\d+) packets received but not written\n/),
                        "\(process.errors)")
                    reader.signal(SIGCONT)
                    try reader.wait()
                    let (captured, unwritten) = (Int(match.1), Int(match.2))
                    #expect(try whole(lab) == captured && captured! > 0)
                    #expect(unwritten! > 0 && captured! + unwritten! <= count)
                    if count == 20_000 { #expect(captured! + unwritten! == count) }
                    #expect(try ReportDocument(path).only().verdict.balanced)
                    #expect(try lab.link("v0").promiscuity == 0)
                }
            }
        }

        @Test func `text that is not read does not hold it either`() throws {
            try Lab.with { lab in
                try lab.veth()
                try capture(lab, ["-nX", "udp"], count: 5000) { (process, _) throws in
                    process.signal(SIGTERM)
                    Clock.pause(1)
                    #expect(process.isRunning)
                    process.signal(SIGINT)
                    let ending = try process.wait(seconds: 5)
                    #expect(ending == .exit(14), "\(process.errors)")
                    #expect(process.errors.contains("swiftcap: Unable to write output: Operation canceled\n"))
                }
            }
        }

        @Test func `one signal waits for the reader, and so do two at the same moment`() throws {
            try Lab.with { lab in
                try lab.veth()
                try capture(lab, ["-w", "-", "udp"], count: 20_000) { process, reader in
                    // timeout(1) sends its signal to the process and to the group.
                    process.signal(SIGINT)
                    process.signal(SIGINT)
                    Clock.pause(1.5)
                    #expect(process.isRunning)
                    reader.signal(SIGCONT)
                    #expect(try process.wait() == .exit(0), "\(process.errors)")
                    try reader.wait()
                    #expect(try Savefile.count(lab.folder + "/kept") == 20_000)
                }
            }
        }

        @Test func `a first signal is heard though the capture waits for the reader, and obeyed when that goes on`()
            throws
        {
            try Lab.with { lab in
                try lab.veth()
                try capture(lab, ["-B", "131072", "-w", "-", "udp"], count: 100_000) { process, reader in
                    process.signal(SIGINT)
                    Clock.pause(1)
                    reader.signal(SIGCONT)
                    #expect(try process.wait() == .exit(0), "\(process.errors)")
                    try reader.wait()
                    #expect(process.errors.contains("\n100000 packets captured\n"), "\(process.errors)")
                    #expect(try Savefile.count(lab.folder + "/kept") == 100_000)
                }
            }
        }
    }
}
