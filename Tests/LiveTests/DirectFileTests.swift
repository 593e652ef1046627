import Glibc
import Syscalls
import TestSupport
import Testing

/// Files that are written past the page cache: what is in them, when, and whatever happens to the disk.
extension LiveTests {
    @Suite struct DirectFileTests {
        /// A folder on a file system that takes O_DIRECT, in the lab's own mounts: ext4 on a file where root may mount one.
        private func disk(_ lab: Lab, megabytes: Int = 200) throws -> String? {
            let folder = lab.folder + "/disk"
            let made = try lab.run(
                [
                    "sh", "-e", "-c",
                    "mkdir \(folder); truncate -s \(megabytes)M \(lab.folder)/image; "
                        + "mkfs.ext4 -q -m 0 \(lab.folder)/image; mount -o loop \(lab.folder)/image \(folder)",
                ])
            return made.ending == .exit(0) ? folder : nil
        }

        private static let canInject = Tools.has("strace")

        /// swiftcap under strace(1), which delays or fails its writes.
        private func capture(_ lab: Lab, _ fault: String, _ options: [String]) throws -> Spawned {
            let process = try lab.start(
                ["strace", "-f", "-o", "/dev/null", "-e", "trace=pwrite64", "-e", "inject=pwrite64:\(fault)"]
                    + [Tools.swiftcap, "-i", "v0"] + options)
            try process.awaitText("listening on")
            return process
        }

        private func stop(_ lab: Lab, _ process: Spawned) throws {
            // It may have ended by itself.
            try lab.shell("for id in $(pgrep -P \(process.pid)); do kill -INT $id || :; done")
        }

        @Test(arguments: ["f.pcap", "f.pcapng"])
        func `the same packets, whichever way they are written`(name: String) throws {
            try Lab.with { lab in
                try lab.veth()
                let captures = try ["never", "always"].map { way in
                    try lab.capture(
                        Tools.swiftcap, "-i", "v0", "-w", "\(lab.folder)/\(way)-\(name)", "--direct", way, "--no-report"
                    )
                }
                _ = try lab.peer("send", "v1", "--count", "9000", "--size", "1400")
                _ = try lab.peer("send", "v1", "--count", "9000", "--size", "61")
                for process in captures { process.signal(SIGINT) }
                for process in captures { #expect(try process.wait() == .exit(0)) }
                let texts = try ["never", "always"].map { way in
                    try lab.run([Tools.swiftcap, "-r", "\(lab.folder)/\(way)-\(name)", "-nn", "-t", "-xx"]).text
                }
                #expect(texts[0] == texts[1] && texts[0].split(separator: "\n").count > 18_000)
            }
        }

        @Test func `a file that is followed has each packet within the second`() throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/f"
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "-w", file, "--direct", "always", "--no-report")
                var sent = 0
                for count in [1, 3, 700, 4000, 2, 1500] {
                    _ = try lab.peer("send", "v1", "--count", String(count), "--size", "1400")
                    sent += count
                    // A look in between may find the beginning of a packet at the end.
                    try process.awaiting("\(sent) packets in the file") { (try? Savefile.count(file)) == sent }
                }
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                #expect(try Savefile.count(file) == sent)
            }
        }

        /// With each write held up for a tenth of a second: 30,000 packets are 20 writes, two seconds.
        @Test(.enabled(if: canInject), .disabled(if: Sanitizers.areOn, "\(Sanitizers.speed)"))
        func `a disk that stands still for 100 ms loses nothing`() throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/f"
                let process = try capture(
                    lab, "delay_enter=100000", ["-w", file, "--direct", "always", "--no-report"])
                _ = try lab.peer("send", "v1", "--count", "30000", "--size", "1400")
                try stop(lab, process)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                #expect(process.errors.contains("\n0 packets dropped by kernel\n"), "\(process.errors)")
                #expect(try Savefile.count(file) == 30_000)
            }
        }

        /// btrfs makes a checksum and a copy of each direct write: a capture that lost nothing through the page cache lost a
        /// third of its packets there.
        @Test(
            .enabled(if: Tools.has("mkfs.btrfs") && Lab.isRoot, "no btrfs can be made here"),
            .disabled(if: Sanitizers.areOn, "\(Sanitizers.speed)"),
            arguments: [("auto", false), ("always", true)])
        func `where direct writes are slow they are left out`(way: String, isDirect: Bool) throws {
            try Lab.with { lab in
                try lab.veth()
                let made = try lab.run([
                    "sh", "-e", "-c",
                    "mkdir \(lab.folder)/disk; truncate -s 400M \(lab.folder)/image; mkfs.btrfs -q \(lab.folder)/image; "
                        + "mount -o loop \(lab.folder)/image \(lab.folder)/disk",
                ])
                guard made.ending == .exit(0) else { return }
                let file = lab.folder + "/disk/f"
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "-w", file, "--direct", way, "--no-report")
                // More than 8 MiB within a second: elsewhere that is full flow.
                _ = try lab.peer("send", "v1", "--count", "20000", "--size", "1400")
                let flags = try lab.shell(
                    """
                    for f in /proc/\(process.pid)/fd/*; do
                        [ "$(readlink $f)" != \(file) ] || sed -n 's/^flags:[[:space:]]*//p' /proc/\(process.pid)/fdinfo/${f##*/}
                    done
                    """)
                let number = Int(flags.split(separator: "\n").first.map(String.init) ?? "", radix: 8) ?? 0
                #expect((number & Int(O_DIRECT) != 0) == isDirect, "\(flags)")
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0))
                // In the lab's own mounts only.
                #expect(try lab.run([Tools.swiftcap, "-r", file, "--count"]).text == "20000 packets\n")
            }
        }

        @Test(.enabled(if: canInject), arguments: ["when=2", "when=4", "when=3+"])
        func `a file system that refuses direct writes gets the others`(when: String) throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/f"
                // The file system takes the flag and not the write: EINVAL (write(2)). The first write is the file's head,
                // which is no whole block and goes through the cache.
                let process = try capture(
                    lab, "error=EINVAL:\(when)", ["-w", file, "--direct", "always", "--no-report"])
                _ = try lab.peer("send", "v1", "--count", "8000", "--size", "1400")
                try stop(lab, process)
                let ending = try process.wait()
                // From the third on everything fails, what goes through the cache as well.
                if when == "when=3+" {
                    #expect(ending == .exit(1) && process.errors.contains("Invalid argument"), "\(process.errors)")
                    let count = try Savefile.count(file)
                    #expect(process.errors.contains("\n\(count) packets captured\n"), "\(process.errors) \(count)")
                } else {
                    #expect(ending == .exit(0) && process.errors.contains("\n8000 packets captured\n"))
                    #expect(try Savefile.count(file) == 8000)
                }
            }
        }

        @Test(arguments: [3, 9, 16])
        func `a full disk: what is counted is what is there, and within a buffer all that fits`(room: Int) throws {
            try Lab.with { lab in
                try lab.veth()
                guard let disk = try disk(lab, megabytes: room) else { return }
                let file = disk + "/f"
                var counts: [Int] = []
                for way in ["never", "always"] {
                    let process = try lab.capture(
                        Tools.swiftcap, "-i", "v0", "-w", file, "--direct", way, "--no-report")
                    _ = try lab.peer("send", "v1", "--count", "14000", "--size", "1400")
                    #expect(try process.wait() == .exit(1), "\(process.errors)")
                    #expect(process.errors.contains("No space left on device"), "\(process.errors)")
                    // The mount is the lab's own.
                    try lab.shell("cp \(file) \(lab.folder)/copy; rm \(file); sync")
                    let count = try Savefile.count(lab.folder + "/copy")
                    #expect(process.errors.contains("\n\(count) packets captured\n"), "\(process.errors) \(count)")
                    counts.append(count)
                }
                #expect(counts[0] > 100 && counts[1] >= counts[0] - 1500, "\(counts)")
                try lab.shell("umount \(disk)")
            }
        }

        @Test func `-C, -G and --stop-size hold as in the page cache`() throws {
            try Lab.with { lab in
                let big = lab.folder + "/big"
                let frame = [UInt8](repeating: 1, count: 1400)
                try Savefile.write(Savefile.bytes([[UInt8]](repeating: frame, count: 9000)), to: big)
                for options in ["-C 1", "-C 3 -W 2", "-C 5", "--stop-size 7M", "--stop-size 7M -C 2", "-c 6007"] {
                    for way in ["never", "always"] {
                        try lab.shell("mkdir \(lab.folder)/\(way)")
                        let words = options.split(separator: " ").map(String.init)
                        let run = try lab.run(
                            [Tools.swiftcap, "-r", big, "-w", "\(lab.folder)/\(way)/f", "--direct", way] + words)
                        #expect(run.ending == .exit(0), "\(options): \(run.errors)")
                    }
                    try lab.shell(
                        "diff -r \(lab.folder)/never \(lab.folder)/always; rm -r \(lab.folder)/never \(lab.folder)/always"
                    )
                }
            }
        }

        /// Killed, it ends on a whole packet or in the midst of one; what is before is whole.
        @Test func `SIGKILL leaves whole packets up to a cut`() throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/f"
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "-w", file, "--direct", "always", "--no-report")
                _ = try lab.peer("send", "v1", "--count", "9000", "--size", "1400")
                process.signal(SIGKILL)
                #expect(try process.wait() == .signal(SIGKILL))
                let bytes = try Descriptor.contents(of: file, limit: 1 << 30)
                var whole = 0
                while 24 + (whole + 1) * 1416 <= bytes.count { whole += 1 }
                #expect(bytes.count <= 24 || whole > 0)
                let first = bytes.dropFirst(24 + 16).prefix(1400)
                for number in 0..<whole {
                    let start = 24 + number * 1416
                    #expect(bytes[(start + 8)..<(start + 16)].elementsEqual([0x78, 5, 0, 0, 0x78, 5, 0, 0]))
                    #expect(bytes[(start + 16)..<(start + 28)].elementsEqual(first.prefix(12)))
                }
            }
        }

        @Test func `what cannot be written directly is said, once, where it was asked for`() throws {
            try Lab.with { lab in
                let small = lab.folder + "/small"
                try Savefile.write(Savefile.bytes([[UInt8]](repeating: [1, 2, 3, 4], count: 20)), to: small)
                let packed = lab.folder + "/f.gz"
                let run = try lab.run([Tools.swiftcap, "-r", small, "-w", packed, "--direct", "always"])
                #expect(run.ending == .exit(0))
                #expect(
                    run.errors.hasSuffix(
                        "swiftcap: WARNING: \(packed) cannot be written directly, and goes through the page cache\n"),
                    "\(run.errors)")
                let quiet = try lab.run([Tools.swiftcap, "-r", small, "-w", packed])
                #expect(quiet.ending == .exit(0) && !quiet.errors.contains("directly"))
            }
        }
    }
}
