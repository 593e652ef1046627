import CLinux
import Glibc
import Syscalls
import TestSupport
import Testing

/// The flight recorder through the real binary: what is kept goes to a file only when something happens, all of it, in
/// order, and nothing twice.
extension LiveTests {
    @Suite struct RecorderTests {
        /// The running numbers of WirePeer's frames in a classic savefile.
        static func numbers(_ path: String) throws -> [Int] {
            _ = try Savefile.count(path)
            let bytes = try Lab.contents(path)
            var numbers: [Int] = []
            var offset = 24
            while offset < bytes.count {
                numbers.append((0..<8).reduce(0) { $0 << 8 | Int(bytes[offset + 16 + 42 + $1]) })
                offset += 16 + (0..<4).reduce(0) { $0 | Int(bytes[offset + 8 + $1]) << (8 * $1) }
            }
            return numbers
        }

        /// Frames with running numbers, a second apart, of `size` octets.
        static func savefile(_ lab: Lab, count: Int, size: Int = 60) throws -> String {
            let path = lab.folder + "/FRAMES"
            let head = bytes("020000000002020000000001 0800") + [UInt8](repeating: 0, count: 28)
            let frames = (0..<count).map { number in
                head + (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
                    + [UInt8](repeating: 0, count: size - 50)
            }
            try Savefile.write(Savefile.bytes(frames), to: path)
            return path
        }

        private func stop(_ process: Spawned) throws {
            process.signal(SIGINT)
            #expect(try process.wait() == .exit(0), "\(process.errors)")
        }

        @Test func `SIGUSR2 during traffic, twice: two files, and each packet in one of them`() throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "--keep", "10M", "--after", "0.2", "-w", lab.folder + "/event.pcap")
                _ = try lab.peer("send", "v1", "--count", "500")
                process.signal(SIGUSR2)
                _ = try lab.peer("send", "v1", "--count", "500")
                try process.awaitText("event 1: \(lab.folder)/event-1.pcap has ")
                process.signal(SIGUSR2)
                try process.awaitText("event 2: \(lab.folder)/event-2.pcap has ")
                _ = try lab.peer("send", "v1", "--count", "20")
                try stop(process)
                let first = try Self.numbers(lab.folder + "/event-1.pcap")
                let second = try Self.numbers(lab.folder + "/event-2.pcap")
                #expect(first.count >= 500)
                #expect(first + second == Array(0..<500) + Array(0..<500))
                #expect(process.errors.contains("swiftcap: event 1: SIGUSR2 at 20"), "\(process.errors)")
                #expect(process.errors.contains("\n1020 packets captured\n"), "\(process.errors)")
                #expect(try lab.shell("cd \(lab.folder); ls | grep event") == "event-1.pcap\nevent-2.pcap\n")
            }
        }

        @Test func `a packet that matches: what came before it, and after`() throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "--keep", "30s", "--trigger", "ether[46:4] = 600", "--after", "20",
                    "-w",
                    lab.folder + "/event.pcap")
                _ = try lab.peer("send", "v1", "--count", "1000")
                try process.awaitText("event 1: a packet matches `ether[46:4] = 600' at 20")
                try stop(process)
                #expect(try Self.numbers(lab.folder + "/event-1.pcap") == Array(0..<1000))
            }
        }

        @Test func `with -r by the packets' own time`() throws {
            try Lab.with { lab in
                let path = try Self.savefile(lab, count: 100)
                func run(_ options: String...) throws -> String {
                    let run = try lab.runOutside(
                        [Tools.swiftcap, "-r", path, "-w", lab.folder + "/event.pcap"] + options)
                    #expect(run.ending == .exit(0), "\(options): \(run.errors)")
                    return run.errors
                }
                let trigger = "ether[46:4] = 30 or ether[46:4] = 33 or ether[46:4] = 60"
                let said = try run("--keep", "10s", "--trigger", trigger, "--after", "5")
                #expect(try Self.numbers(lab.folder + "/event-1.pcap") == Array(20...38))
                #expect(try Self.numbers(lab.folder + "/event-2.pcap") == Array(50...65))
                #expect(said.contains("event-1.pcap has 19 packets, went on for 1 more\n"), "\(said)")
                #expect(said.contains("event-2.pcap has 16 packets\n"), "\(said)")
                // What is kept between two events is never written twice.
                _ = try run("--keep", "1M", "--trigger", trigger, "--after", "0")
                let files = try (1...3).map { try Self.numbers("\(lab.folder)/event-\($0).pcap") }
                #expect(files == [Array(0...30), Array(31...33), Array(34...60)])
                #expect(try run("--keep", "1M", "--trigger", trigger, "--stop-files", "1").contains("event 1"))
            }
        }

        @Test func `pcapng has the reason, the time, the books, and what came on top`() throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "--keep", "10s,5M", "--after", "10", "-w",
                    lab.folder + "/event.pcapng.gz")
                _ = try lab.peer("send", "v1", "--count", "10")
                process.signal(SIGUSR2)
                try process.awaitText("event 1: SIGUSR2")
                process.signal(SIGUSR2)
                try process.awaitText("event 1: goes on: SIGUSR2")
                try stop(process)
                let text = try lab.shell("zcat \(lab.folder)/event-1.pcapng.gz | strings")
                #expect(text.contains("swiftcap flight recorder, event 1: SIGUSR2 at 20"))
                #expect(text.contains("swiftcap flight recorder, event 1 went on: SIGUSR2 at 20"))
                let report = try lab.run([Tools.swiftcap, "report", lab.folder + "/event-1.pcapng.gz"])
                #expect(report.text.contains("v0"), "\(report.text) \(report.errors)")
                let read = try lab.run([Tools.swiftcap, "-r", lab.folder + "/event-1.pcapng.gz", "--count"])
                #expect(read.text == "10 packets\n", "\(read.errors)")
            }
        }

        @Test func `another holder that joins, and one that leaves`() throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "--keep", "1M", "--trigger-books", "--after", "0", "-w",
                    lab.folder + "/event.pcapng")
                _ = try lab.peer("send", "v1", "--count", "7")
                var peer = try Holding(in: lab)
                try peer.step("open a")
                try peer.step("join a v0 promisc")
                try process.awaitText("event 1: \(lab.folder)/event-1.pcapng has 7 packets")
                try peer.step("close a")
                try process.awaitText("event 2: \(lab.folder)/event-2.pcapng has 0 packets")
                try stop(process)
                #expect(process.errors.contains("event 1: the books changed: v0: WirePeer["), "\(process.errors)")
                #expect(process.errors.contains("joined at 20") && process.errors.contains("left at 20"))
            }
        }

        @Test(arguments: [["-i", "v0", "-i", "lo"], ["-i", "v0", "--threads", "2"]])
        func `several interfaces, several threads`(interfaces: [String]) throws {
            try Lab.with { lab in
                try lab.veth()
                let path = lab.folder + "/event"
                let process = try lab.capture(
                    Tools.swiftcap, interfaces + ["--keep", "30s", "--format", "pcapng", "--after", "0", "-w", path])
                _ = try lab.peer("send", "v1", "--count", "400", "--flows", "8")
                if interfaces.contains("lo") { _ = try lab.peer("ping", "127.0.0.1", "--count", "2") }
                process.signal(SIGUSR2)
                try process.awaitText("event 1: \(path)-1 has ")
                try stop(process)
                // Each number once; where packets of several sockets are merged, by time.
                let read = try lab.run([
                    Tools.swiftcap, "-r", path + "-1", "-nn", "-tt", "udp", "-w", lab.folder + "/U",
                ])
                #expect(read.ending == .exit(0), "\(read.errors)")
                #expect(try Self.numbers(lab.folder + "/U").sorted() == Array(0..<400))
                if interfaces.contains("lo") {
                    let pings = try lab.run([Tools.swiftcap, "-r", path + "-1", "--count", "icmp"])
                    #expect(pings.text != "0 packets\n")
                }
            }
        }

        @Test func `without an event nothing is written, and that is said`() throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "--keep", "1M", "--trigger", "arp", "-w", lab.folder + "/event.pcap")
                _ = try lab.peer("send", "v1", "--count", "100")
                try stop(process)
                #expect(process.errors.contains("no event: nothing is written to \(lab.folder)/event.pcap\n"))
                #expect(process.errors.contains("\n100 packets captured\n"), "\(process.errors)")
                #expect(try lab.shell("cd \(lab.folder); ls | grep event || true") == "")
            }
        }

        static let refused: [(String, String)] = [
            ("--keep 64 -w f", "invalid amount to keep 64 ("),
            ("--keep 64M,1G -w f", "invalid amount to keep 64M,1G ("),
            ("--keep -1s -w f", "invalid amount to keep -1s ("), ("--keep 0s -w f", "invalid amount to keep 0s ("),
            ("--keep 1e3s -w f", "invalid amount to keep 1e3s ("), ("--keep , -w f", "invalid amount to keep , ("),
            ("--keep 10k -w f", "--keep 10k: less than 1M is too little"),
            ("--keep 1000000G -w f", "invalid amount to keep 1000000G ("),
            ("--keep 10000G -w f", "--keep: this machine has "),
            ("--keep 30s", "--keep needs the name of a file"), ("--keep 30s -w -", "--keep needs the name of a file"),
            ("--keep 30s -w f -C 1", "-C does not go with --keep"),
            ("--keep 30s -w f -G 1", "-G does not go with --keep"),
            ("--keep 30s -w f --stop-size 1", "--stop-size does not go with --keep"),
            ("--trigger arp -w f", "--trigger needs packets that are kept (--keep)"),
            ("--after 1 -w f", "--after needs packets that are kept (--keep)"),
            ("--keep 1M -w f --after -1", "invalid number of seconds -1 after what happens"),
            ("--keep 1M -w f --trigger-books -r FRAMES", "--trigger-books is for live captures"),
            ("--keep 1M -w f --trigger bogus -r FRAMES", "--trigger: "),
            ("--keep 1M -w /nowhere/f -r FRAMES", "/nowhere/f: No such file or directory"),
        ]

        @Test func `nonsense is refused in one line`() throws {
            try Lab.with { lab in
                _ = try Self.savefile(lab, count: 1)
                for (line, message) in Self.refused {
                    let offline = line.contains("FRAMES") ? "" : " -r FRAMES"
                    let run = try lab.runOutside([Tools.swiftcap] + CommandLine(line + offline).words(lab))
                    #expect(run.ending == .exit(1), "\(line)")
                    let own = run.errors.split(separator: "\n").filter { !$0.hasPrefix("reading from file") }
                    #expect(own.count == 1 && own.first?.contains(message) == true, "\(line): \(run.errors)")
                }
            }
        }

        @Test(.enabled(if: Lab.isRoot, "could not run because -Z needs real root"))
        func `after -Z the files are made where only root may write`() throws {
            try Lab.with { lab in
                let path = try Self.savefile(lab, count: 50)
                let folder = lab.folder + "/rootonly"
                try lab.shell("mkdir -m 755 \(folder)")
                let run = try lab.runOutside([
                    Tools.swiftcap, "-Z", "nobody", "-r", path, "--keep", "1M", "--trigger",
                    "ether[46:4] = 10 or ether[46:4] = 30", "-w", folder + "/event.pcap",
                ])
                #expect(run.ending == .exit(0), "\(run.errors)")
                #expect(
                    try lab.shell("cd \(folder); stat -c '%n %U' *") == "event-1.pcap nobody\nevent-2.pcap nobody\n")
                #expect(try Self.numbers(folder + "/event-1.pcap") == Array(0...11))
            }
        }

        @Test(.disabled(if: Sanitizers.areOn, "\(Sanitizers.memory)"))
        func `memory stays within what was asked for`() throws {
            try Lab.with { lab in
                // 96 MB.
                let path = try Self.savefile(lab, count: 64_000, size: 1500)
                func peak(_ options: String...) throws -> Int {
                    let run = try lab.runOutside([Tools.peer, "measure", Tools.swiftcap, "-r", path] + options)
                    let said = run.text.split(separator: "\n").last?.split(separator: " ") ?? []
                    #expect(said.count == 4 && said[1] == "0", "\(run.text) \(run.errors)")
                    return said.count == 4 ? Int(said[3]) ?? .max : .max
                }
                let plain = try peak("-w", lab.folder + "/plain.pcap")
                // With an event at the end of each minute, a file of what is kept.
                for trigger in ["arp", "ether[48:2] % 16000 = 15999"] {
                    let peak = try peak("--keep", "32M", "--trigger", trigger, "-w", lab.folder + "/event.pcap")
                    // KiB. As much as a plain copy takes, and what is kept.
                    #expect(peak <= plain + 32_000_000 / 1024 + 4096, "\(peak) beside \(plain): \(trigger)")
                    #expect(peak >= 30_000_000 / 1024)
                }
            }
        }
    }
}

extension Lab {
    static func contents(_ path: String) throws -> [UInt8] { try Descriptor.contents(of: path, limit: 1 << 30) }
}
