import CLinux
import TestSupport
import Testing

/// Files that follow one another: beside the real tcpdump, on the clock, after root's rights are gone, on a disk that
/// fills up, and under SIGKILL.
extension LiveTests {
    @Suite struct SeriesTests {
        /// 2,900 frames of 1,014 octets: three files of a million and a rest.
        static func bigFile(_ lab: Lab) throws -> String {
            let path = lab.folder + "/BIG"
            let head = bytes("020000000002020000000001 88b5")
            let frame = head + [UInt8](repeating: 0x5A, count: 1000)
            try Savefile.write(Savefile.bytes([[UInt8]](repeating: frame, count: 2900)), to: path)
            return path
        }

        /// What both write must be the same, name for name and octet for octet. The second: why we differ on purpose.
        static let lines: [(String, String?)] = [
            ("-w f", nil), ("-w f -C 1", nil), ("-w f -C 1 -W 2", nil), ("-w f -C 1 -W 12", nil),
            ("-w f -C 1 -W 1", nil), ("-w f%% -G 100", nil), ("-w f%Y -G 1000 -C 1", nil),
            ("-w f%Y. -G 1000 -C 1 -W 2", nil), ("-w f -G 1000 -W 2", nil), ("-w f% -C 1", nil), ("-w f -W 3", nil),
            ("-w f -z false", nil), ("-w f -G 0", nil), ("-w f --nano -C 1", nil), ("-w f -C 1 -c 1500", nil),
            ("-w f -C 1 arp", nil), ("-w sub/f -C 1", nil), ("-w f -C 0", nil), ("-w f -C 1k", nil),
            ("-w f -W x", nil), ("-w f -G x", nil), ("-w f -Z nosuchuser", "tcpdump has made the file by then"),
            ("-w f.pcapng", "a name that ends in .pcapng gets that format"),
            ("-w f.gz", "a name that ends in .gz is packed"),
            ("-w - -C 1", "tcpdump begins a second file in the midst of the stream, which no reader takes"),
        ]

        @Test(.enabled(if: Lab.isRoot, "\(Tools.rootReason)")) func `the same files as tcpdump`() throws {
            try Lab.with { lab in
                let big = try Self.bigFile(lab)
                for (line, difference) in Self.lines {
                    let runs = try ["tcpdump", Tools.swiftcap].map { program in
                        let user = line.contains("-Z") ? "" : "-Z root "
                        let folder = "\(lab.folder)/\(program == "tcpdump" ? "theirs" : "ours")"
                        return try lab.runOutside([
                            "sh", "-c",
                            "rm -rf \(folder); mkdir \(folder); cd \(folder); exec \(program) \(user)-r \(big) \(line)",
                        ])
                    }
                    let files = try lab.runOutside(["diff", "-r", lab.folder + "/theirs", lab.folder + "/ours"])
                    let same =
                        files.ending == .exit(0) && runs[0].ending == runs[1].ending
                        && runs[0].errors == tcpdumpsName(runs[1].errors) && runs[0].output == runs[1].output
                    #expect(
                        same == (difference == nil), "\(line): \(files.text)\(runs.map { $0.errors })")
                }
            }
        }

        @Test func `-G keeps to the clock without a packet`() throws {
            try Lab.with { lab in
                try lab.veth()
                let report = lab.folder + "/report.json"
                let run = try lab.run([
                    Tools.swiftcap, "-i", "v0", "-w", lab.folder + "/f", "-G", "1", "-W", "2", "--report", report,
                ])
                #expect(run.ending == .exit(0))
                #expect(run.errors.contains("\nMaximum file limit reached: 2\n"), "\(run.errors)")
                #expect(try Savefile.count(lab.folder + "/f") == 0 && Savefile.count(lab.folder + "/f1") == 0)
                #expect(try ReportDocument(report).stopReason == "duration")
                #expect(try ReportDocument(report).only().after?.promiscuity == 0)
            }
        }

        @Test func `-z gets each closed file, its failure is said, and it holds no reference`() throws {
            try Lab.with { lab in
                try lab.veth()
                let command = lab.folder + "/command"
                // What the child sees: its file, its priority, and no signal blocked.
                let script = """
                    #!/bin/sh
                    echo "$(basename "$1") $(cut -d' ' -f19 /proc/self/stat) $(grep -c 'SigBlk:.*0000000000000000' /proc/self/status)" >>\(lab.folder)/said
                    sleep 30 >/dev/null 2>&1 &
                    exit 3
                    """
                try Savefile.write(Array(script.utf8), to: command)
                try lab.shell("chmod +x \(command)")
                let report = lab.folder + "/report.json"
                let run = try lab.run([
                    Tools.swiftcap, "-i", "v0", "-w", lab.folder + "/f", "-G", "1", "--stop-files", "2", "-z", command,
                    "--finish-command", "--report", report,
                ])
                #expect(run.ending == .exit(0))
                let said = try lab.shell("sort \(lab.folder)/said")
                #expect(said == "f 19 1\nf1 19 1\n")
                #expect(run.errors.contains("-z: \(command) \(lab.folder)/f: exit status 3\n"), "\(run.errors)")
                // The command's own child lives on, without the packet socket.
                #expect(try ReportDocument(report).only().after?.promiscuity == 0)
            }
        }

        @Test(.enabled(if: Lab.isRoot, "could not run because -Z needs real root"))
        func `after -Z files still follow one another where only root may write`() throws {
            try Lab.with { lab in
                let big = try Self.bigFile(lab)
                let folder = lab.folder + "/rootonly"
                try lab.shell("mkdir -m 755 \(folder)")
                let run = try lab.runOutside([
                    Tools.swiftcap, "-Z", "nobody", "-r", big, "-w", folder + "/f", "-C", "1",
                ])
                #expect(run.ending == .exit(0), "\(run.errors)")
                #expect(try lab.shell("cd \(folder); stat -c '%n %U' *") == "f nobody\nf1 nobody\nf2 nobody\n")
                #expect(try ["f", "f1", "f2"].map { try Savefile.count("\(folder)/\($0)") }.reduce(0, +) == 2900)
                // The user's own files are written anew, root's are not touched.
                try lab.shell("cd \(folder); rm f2; echo precious >f2; ln f2 f3; mkfifo f4")
                let again = try lab.runOutside([
                    Tools.swiftcap, "-Z", "nobody", "-r", big, "-w", folder + "/f", "-C", "1",
                ])
                #expect(again.ending == .exit(1))
                #expect(again.errors.contains("\(folder)/f2: Permission denied\n"), "\(again.errors)")
                #expect(try lab.shell("cat \(folder)/f2") == "precious\n")
                #expect(try Savefile.count(folder + "/f1") == 971)
            }
        }

        @Test(.enabled(if: Lab.isRoot, "could not run because -Z needs real root"))
        func `-Z gives up user, groups and capabilities, and keeps the books`() throws {
            try Lab.with { lab in
                try lab.veth()
                let report = lab.folder + "/report.json"
                try lab.shell("chmod 755 \(lab.folder)")
                let null = try lab.shell("stat -c '%U %a' /dev/null")
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "-Z", "nobody", "-w", "/dev/null", "--report", report)
                let status = try lab.shell("cat /proc/\(process.pid)/status")
                for line in [
                    "Uid:\t65534\t65534\t65534\t65534", "CapPrm:\t0000000000000000", "CapEff:\t0000000000000000",
                    "NoNewPrivs:\t1",
                ] {
                    #expect(status.contains(line + "\n"), "\(line)\n\(status)")
                }
                #expect(!status.contains("Groups:\t0"))
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                #expect(try lab.shell("stat -c %U \(report)") == "nobody\n")
                #expect(try lab.shell("stat -c '%U %a' /dev/null") == null)
                #expect(try ReportDocument(report).only().after?.promiscuity == 0)
            }
        }

        /// Room for nothing, for a head, for some packets, for a file and a bit, for two files and a bit.
        @Test(arguments: [4, 64, 512, 1200, 2300])
        func `a disk that fills up at any stage leaves whole packets`(kilobytes: Int) throws {
            try Lab.with { lab in
                let big = try Self.bigFile(lab)
                let disk = lab.folder + "/disk"
                try lab.shell("mkdir \(disk); mount -t tmpfs -o size=\(kilobytes)k tmpfs \(disk)")
                for options in [["-C", "1"], ["-C", "1", "-U"], []] {
                    let run = try lab.run([Tools.swiftcap, "-r", big, "-w", disk + "/f"] + options, seconds: 60)
                    #expect(run.ending == .exit(1))
                    #expect(run.errors.contains("No space left on device"), "\(run.errors)")
                    try lab.shell("rm -rf \(lab.folder)/copies; cp -r \(disk) \(lab.folder)/copies; rm -f \(disk)/*")
                    for name in try lab.shell("ls \(lab.folder)/copies").split(separator: "\n") {
                        let path = "\(lab.folder)/copies/\(name)"
                        // A file that did not even get its head is empty.
                        if try lab.shell("stat -c %s \(path)") != "0\n" { _ = try Savefile.count(path) }
                    }
                }
            }
        }

        @Test func `SIGKILL leaves every closed file whole and the open one readable`() throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "-B", "8192", "-w", lab.folder + "/f", "-C", "1")
                _ = try lab.peer("send", "v1", "--count", "2500", "--size", "1400")
                try process.awaiting("three files") { Tools.exists(lab.folder + "/f2") }
                process.signal(SIGKILL)
                #expect(try process.wait() == .signal(SIGKILL))
                for name in ["f", "f1"] { #expect(try Savefile.count("\(lab.folder)/\(name)") > 600) }
                _ = try Savefile.count(lab.folder + "/f2")
            }
        }

        @Test func `USR1 under flood: each answer is one line, and nothing is lost`() throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/f"
                let process = try lab.capture(Tools.swiftcap, "-i", "v0", "-B", "32768", "-w", file, "--no-report")
                let flood = try lab.start([Tools.peer, "send", "v1", "--count", "20000", "--size", "200"])
                while flood.isRunning { process.signal(SIGUSR1) }
                try process.awaitText("packets received by filter, ")
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0))
                let lines = process.errors.split(separator: "\n")
                for line in lines where line.hasPrefix("swiftcap: ") && !line.contains("listening") {
                    #expect(
                        line.wholeMatch(
                            of:
                                /swiftcap: \d+ packets? captured, \d+ packets? received by filter, \d+ packets? dropped by kernel/
                        )
                            != nil, "\(line)")
                }
                #expect(try Savefile.count(file) == 20000, "\(process.errors.suffix(300))")
            }
        }
    }
}
