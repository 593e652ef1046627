import CLinux
import TestSupport
import Testing

/// Faults while packets come very fast: the counts add up, and what was counted as captured is in the file.
extension LiveTests {
    @Suite struct LoadTests {
        /// The numbers of tcpdump's closing lines.
        private struct Counts {
            let captured: Int
            let received: Int
            let dropped: Int

            init(_ errors: String) throws {
                func number(_ what: String) throws -> Int {
                    for line in errors.split(separator: "\n") where line.hasSuffix(what) {
                        if let number = line.split(separator: " ").first.flatMap({ Int($0) }) { return number }
                    }
                    throw LiveFailure("no line \"\(what)\" in \(errors)")
                }
                captured = try number("captured")
                received = try number("received by filter")
                dropped = try number("dropped by kernel")
            }
        }

        @Test(.disabled(if: Sanitizers.areOn, "\(Sanitizers.speed)"))
        func `a reader of the pipe that stands still for a second costs no packet`() throws {
            try Lab.with { lab in
                try lab.veth()
                let pipe = lab.folder + "/pipe"
                let file = lab.folder + "/kept.pcap"
                try lab.shell("mkfifo \(pipe)")
                let reader = try lab.start(["sh", "-c", "exec cat \(pipe) >\(file)"])
                let process = try lab.capture(Tools.swiftcap, "-i", "v0", "-w", pipe)
                reader.signal(SIGSTOP)
                // 20 MB: far more than a pipe holds.
                _ = try lab.peer("send", "v1", "--count", "20000", "--size", "1000", "--rate", "20000")
                Clock.pause(0.2)
                #expect(process.isRunning)
                reader.signal(SIGCONT)
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                try reader.wait()
                let counts = try Counts(process.errors)
                #expect(counts.received == 20_000 && counts.dropped == 0 && counts.captured == 20_000)
                #expect(try Savefile.count(file) == 20_000)
            }
        }

        @Test func `packets for a pipe do not wait for a full buffer`() throws {
            try Lab.with { lab in
                try lab.veth()
                let pipe = lab.folder + "/pipe"
                let file = lab.folder + "/kept.pcap"
                try lab.shell("mkfifo \(pipe)")
                let reader = try lab.start(["sh", "-c", "exec cat \(pipe) >\(file)"])
                let process = try lab.capture(Tools.swiftcap, "-i", "v0", "-w", pipe)
                _ = try lab.peer("send", "v1", "--count", "3")
                try reader.awaiting("three packets") { (try? Savefile.count(file)) == 3 }
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0))
                try reader.wait()
            }
        }

        @Test func `a packet is in the file a second later, without -U`() throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/kept.pcap"
                let process = try lab.capture(Tools.swiftcap, "-i", "v0", "-w", file)
                _ = try lab.peer("send", "v1", "--count", "3")
                try process.awaiting("three packets") { (try? Savefile.count(file)) == 3 }
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0))
            }
        }

        @Test func `captures that join and leave disturb neither counts nor books`() throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/kept.pcap"
                let report = lab.folder + "/report.json"
                let process = try lab.capture(Tools.swiftcap, "-i", "v0", "-w", file, "--report", report)
                let sender = try lab.start(
                    [Tools.peer, "send", "v1", "--count", "60000", "--size", "600", "--rate", "20000"])
                for _ in 0..<3 {
                    let other = try lab.capture(Tools.swiftcap, "-i", "v0", "-c", "100", "--count", "--no-report")
                    if sender.isRunning { #expect(try other.wait() == .exit(0)) } else { other.end() }
                }
                try sender.wait()
                try process.awaitQuiet()
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0))
                let counts = try Counts(process.errors)
                #expect(counts.received == 60_000)
                #expect(counts.captured + counts.dropped == counts.received)
                #expect(try Savefile.count(file) == counts.captured)
                #expect(try lab.link().promiscuity == 0)
            }
        }

        @Test func `an interface that goes down and up under load loses no packet that was counted`() throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/kept.pcap"
                let process = try lab.capture(Tools.swiftcap, "-i", "v0", "-w", file)
                _ = try lab.peer("send", "v1", "--count", "10000", "--size", "600")
                try lab.shell("ip link set v0 down; ip link set v0 up")
                _ = try lab.peer("send", "v1", "--count", "10000", "--size", "600")
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0))
                let counts = try Counts(process.errors)
                #expect(counts.captured + counts.dropped == counts.received)
                #expect(try Savefile.count(file) == counts.captured)
                #expect(counts.received == 20_000)
            }
        }
    }
}
