import CLinux
import TestSupport
import Testing

/// Savefiles that are long enough for reading, unpacking and writing on threads of their own.
extension LiveTests {
    @Suite struct LongFileTests {
        /// Frames of UDP to the discard port, or to the one after it, in turn. Their contents do not shrink when packed.
        static let frames: [[UInt8]] = {
            var state: UInt32 = 1
            return (0..<512).map { number in
                let head = bytes(
                    "020000000002020000000001 0800 4500041c000100004011f2cdc0000201c0000202 0400000\(String(number % 2 + 9, radix: 16)) 04080000"
                )
                return head
                    + (0..<1024).map { _ in
                        state = state &* 1_664_525 &+ 1_013_904_223
                        return UInt8(state >> 24)
                    }
            }
        }()

        /// 12 MiB: 11,776 packets.
        private func make(_ lab: Lab) throws -> Int {
            try Savefile.write(Savefile.bytes(Self.frames), to: lab.folder + "/part")
            try lab.shell(
                "cd \(lab.folder); tail -c +25 part >rest; cp part long; for i in $(seq 22); do cat rest; done >>long")
            return Self.frames.count * 23
        }

        private func packets(_ count: Int) -> String { "\(count) packet\(count == 1 ? "" : "s")\n" }

        @Test func `counts, filters and copies add up`() throws {
            try Lab.with { lab in
                let count = try make(lab)
                for (input, command) in [("long", "-r long"), ("pipe", "-r - <long"), ("cat", "-r -")] {
                    let before = input == "cat" ? "cat long | " : ""
                    let run = "cd \(lab.folder); \(before)\(Tools.swiftcap) \(command) --count"
                    #expect(try lab.shell(run) == packets(count), "\(input)")
                    let nine = try lab.shell(run + " udp port 9")
                    let rest = try lab.shell(run + " not udp port 9")
                    #expect(nine == packets(count / 2) && rest == nine, "\(input)")
                }
                try lab.shell("cd \(lab.folder); \(Tools.swiftcap) -r long -w copy; cmp long copy")
                try lab.shell("cd \(lab.folder); \(Tools.swiftcap) -r long -w - | cmp long -")
                try lab.shell("cd \(lab.folder); \(Tools.swiftcap) -r long -w copy.pcapng")
                #expect(try lab.shell("cd \(lab.folder); \(Tools.swiftcap) -r copy.pcapng --count") == packets(count))
                for ending in [".gz", ".zst", ".lz4"] {
                    try lab.shell("cd \(lab.folder); \(Tools.swiftcap) -r long -w copy\(ending)")
                    try lab.shell("cd \(lab.folder); \(Tools.swiftcap) -r copy\(ending) -w again; cmp long again")
                }
            }
        }

        /// Constant memory: what a file of 12 MiB takes, one of 200 MiB takes as well.
        @Test(.disabled(if: Sanitizers.areOn, "\(Sanitizers.memory)"))
        func `memory does not follow the file's length`() throws {
            try Lab.with { lab in
                _ = try make(lab)
                try lab.shell(
                    "cd \(lab.folder); tail -c +25 long >all; cp long longer; for i in $(seq 16); do cat all; done >>longer"
                )
                for option in ["--count", "-w \(lab.folder)/out", "-w \(lab.folder)/out.zst"] {
                    let peaks = try ["long", "longer"].map { name in
                        let run = try lab.runOutside(
                            [Tools.peer, "measure", Tools.swiftcap, "-r", "\(lab.folder)/\(name)"]
                                + option.split(separator: " ").map(String.init))
                        return Int(run.text.split(separator: "\n").last?.split(separator: " ").last ?? "") ?? .max
                    }
                    #expect(peaks[1] < peaks[0] + 4096 && peaks[1] < 40 << 10, "\(option): \(peaks) KiB")
                }
            }
        }

        /// The disk is full in the middle: whole packets are in the file, one line says so.
        @Test(.enabled(if: Lab.isRoot, "\(Tools.rootReason)"), arguments: ["full.pcap", "full.pcapng", "full.pcap.gz"])
        func `a full disk`(name: String) throws {
            try Lab.with { lab in
                _ = try make(lab)
                let disk = lab.folder + "/disk"
                try lab.shell("mkdir \(disk); mount -t tmpfs -o size=5m tmpfs \(disk)")
                let run = try lab.run([Tools.swiftcap, "-r", lab.folder + "/long", "-w", "\(disk)/\(name)"])
                #expect(run.ending == .exit(1))
                #expect(run.errors.hasSuffix("swiftcap: \(disk)/\(name): No space left on device\n"))
                let read = try lab.run([Tools.swiftcap, "-r", "\(disk)/\(name)", "--count"])
                #expect(read.ending == .exit(0) && !read.errors.contains("truncated"), "\(read.errors)")
                if name == "full.pcap" {
                    try lab.shell("cp \(disk)/full.pcap \(lab.folder)/kept")
                    // 5 MiB of records of 1,082 octets.
                    #expect(try Savefile.count(lab.folder + "/kept") == (5 << 20 - 24) / 1082)
                }
            }
        }

        @Test func `a reader that goes away`() throws {
            try Lab.with { lab in
                _ = try make(lab)
                let script =
                    "{ \(Tools.swiftcap) -r \(lab.folder)/long -w -; echo status=$? >&2; } | head -c 1 >/dev/null"
                let run = try lab.run(["bash", "-c", script])
                #expect(run.errors.contains("swiftcap: -: Broken pipe\nstatus=0\n"), "\(run.errors)")
            }
        }

        /// A pipe that stays open: what has come is printed, and a signal ends the wait, packed or not.
        @Test(
            .enabled(if: Tools.hasPackers, "gzip, zstd or lz4 is not installed"),
            arguments: ["cat", "gzip -c", "zstd -qc -1", "lz4 -qc"])
        func `a pipe that stays open`(packer: String) throws {
            try Lab.with { lab in
                let count = try make(lab)
                try lab.shell("cd \(lab.folder); \(packer) <long >packed")
                // The second cat waits for as long as this test has the other end of its input.
                let process = try lab.start([
                    "bash", "-c",
                    "exec 3<&0; exec \(Tools.swiftcap) -r - -l -tnn udp port 10 "
                        + "< <(cat \(lab.folder)/packed; exec cat <&3)",
                ])
                try process.awaiting("all packets' lines") {
                    process.output.count { $0 == UInt8(ascii: "\n") } == count / 2
                }
                process.signal(SIGINT)
                #expect(try process.wait(seconds: 5) == .exit(0))
            }
        }
    }
}
