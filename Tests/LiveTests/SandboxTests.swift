import CLinux
import TestSupport
import Testing

/// What a run is left with once everything is open, by what the kernel shows of each of its threads.
extension LiveTests {
    @Suite(.enabled(if: Lab.isRoot, "could not run because it takes real root to give it up")) struct SandboxTests {
        /// A run that reads from a pipe which stays open, and what it prints or writes. `FOLDER` is a folder of root's that no
        /// other user may enter.
        static let readers = [
            "-n -r PIPE", "-r PIPE", "-r PIPE -w FOLDER/copy", "-r PIPE -w FOLDER/copy.pcapng.zst", "-r PIPE --count",
            "-r PIPE --json", "-r PIPE -w FOLDER/x --print", "-r PIPE -C 1 -w FOLDER/x",
            "--sandbox strict -r PIPE -w FOLDER/x",
        ]

        @Test(.disabled(if: Sanitizers.areOn, "\(Sanitizers.sandbox)"), arguments: readers)
        func `a run that reads has no user, no right and no call but those it needs`(_ words: String) throws {
            try Lab.with { lab in
                let big = try SeriesTests.bigFile(lab)
                let (folder, pipe) = (lab.folder + "/roots", lab.folder + "/pipe")
                try lab.shell("mkdir -m 700 \(folder); mkfifo \(pipe)")
                let feeder = try lab.start(["sh", "-c", "exec 3>\(pipe); cat \(big) >&3; read -r _"])
                let text = words.replacing("PIPE", with: pipe).replacing("FOLDER", with: folder)
                let process = try lab.start([Tools.swiftcap] + text.split(separator: " ").map(String.init))
                try process.awaiting("the sandbox") {
                    try lab.shell("cat /proc/\(process.pid)/status").contains("Seccomp:\t2\n")
                }
                try lab.expectConfined(process.pid)
                try feeder.say("")
                #expect(try process.wait(seconds: 60) == .exit(0), "\(process.errors)")
                #expect(!process.errors.contains("sandbox"), "\(process.errors)")
                let owners = try lab.shell("stat -c %U \(folder)/* 2>/dev/null || true").split(separator: "\n")
                #expect(owners.allSatisfy { $0 == "root" } && owners.isEmpty == !words.contains("FOLDER"), "\(owners)")
            }
        }

        /// Captures on v0, and on v2, beside which v1 and v3 stand.
        static let captures = [
            "-n -i v0", "-i v0", "-i v0 -w FOLDER/x", "-i v0 -w FOLDER/x.pcapng.zst --report FOLDER/r.json",
            "-i v0 -w FOLDER/%s -G 1 -z true", "-i v0 -i v2 -w FOLDER/x.pcapng", "-i v0 --threads 2 -w FOLDER/x",
            "-i v0 --json",
            "-i v0 -w FOLDER/new/x.parquet --books FOLDER/b.ndjson", "-i v0 --keep 1M -w FOLDER/x --trigger-books",
            "-i any -n",
        ]

        @Test(.disabled(if: Sanitizers.areOn, "\(Sanitizers.sandbox)"), arguments: captures)
        func `a capture has no user, no right and no call but those it needs`(_ words: String) throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.veth("v2", "v3")
                let folder = lab.folder + "/roots"
                try lab.shell("mkdir -m 700 \(folder)")
                let line = words.replacing("FOLDER", with: folder).split(separator: " ").map(String.init)
                let process = try lab.capture(Tools.swiftcap, line + ["--sandbox", "strict"])
                _ = try lab.peer("send", "v1", "--count", "50")
                Clock.pause(1.2)
                #expect(try lab.threads(of: "\(process.pid)").count >= 2)
                try lab.expectConfined(process.pid)
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                #expect(!process.errors.contains("sandbox"), "\(process.errors)")
                #expect(process.errors.contains("50 packets captured\n"), "\(process.errors)")
                let owners = try lab.shell("find \(folder) -type f -exec stat -c '%U %s' {} +").split(separator: "\n")
                #expect(owners.allSatisfy { $0.hasPrefix("root ") && $0 != "root 0" }, "\(owners)")
                #expect(owners.isEmpty == !words.contains("FOLDER") || words.contains("--keep"), "\(owners)")
            }
        }

        @Test func `the trap door is in no build but the one to be attacked`() throws {
            try Lab.with { lab in
                let found = try lab.shell("grep -c SWIFTCAP-TRAPDOOR \(Tools.swiftcap) || true")
                #expect(found == "0\n")
                // As it would be found.
                #expect(try lab.shell("grep -c 'show-sandbox' \(Tools.swiftcap)") != "0\n")
            }
        }

        @Test(.disabled(if: Sanitizers.areOn, "\(Sanitizers.sandbox)"))
        func `-Z root and --sandbox off keep the user, and off keeps everything`() throws {
            try Lab.with { lab in
                let big = try SeriesTests.bigFile(lab)
                let pipe = lab.folder + "/pipe"
                try lab.shell("mkfifo \(pipe)")
                for (words, calls, rights) in [(["-Z", "root"], "2", false), (["--sandbox", "off"], "0", true)] {
                    let feeder = try lab.start(["sh", "-c", "exec 3>\(pipe); cat \(big) >&3; read -r _"])
                    let process = try lab.start([Tools.swiftcap, "-n", "-r", pipe] + words)
                    try process.awaiting("text") { !process.output.isEmpty }
                    for thread in try lab.threads(of: "\(process.pid)") {
                        #expect(thread["Uid"] == "0\t0\t0\t0" && thread["Seccomp"] == calls, "\(thread)")
                        #expect((thread["CapPrm"] != "0000000000000000") == rights, "\(thread)")
                    }
                    try feeder.say("")
                    #expect(try process.wait(seconds: 60) == .exit(0), "\(process.errors)")
                }
            }
        }

        @Test func `a list of files that only root may read is read to its end`() throws {
            try Lab.with { lab in
                let big = try SeriesTests.bigFile(lab)
                try lab.shell(
                    """
                    mkdir -m 700 \(lab.folder)/roots; cp \(big) \(lab.folder)/roots/a; cp \(big) \(lab.folder)/roots/b
                    chmod 600 \(lab.folder)/roots/*; ls \(lab.folder)/roots/? >\(lab.folder)/list
                    """)
                let list = lab.folder + "/list"
                let run = try lab.runOutside([Tools.swiftcap, "-n", "-V", list, "--count"], seconds: 120)
                #expect(run.ending == .exit(0) && run.text == "5800 packets\n", "\(run.errors)")
                // What is not there is said where it would be.
                try lab.shell("echo \(lab.folder)/roots/c >>\(list)")
                let missing = try lab.runOutside(
                    [Tools.swiftcap, "-n", "-V", list, "-w", list + ".pcap"], seconds: 120)
                #expect(try missing.ending == .exit(1) && Savefile.count(list + ".pcap") == 5800)
                #expect(missing.errors.contains("/roots/c: No such file or directory\n"), "\(missing.errors)")
            }
        }

        @Test func `in a user namespace, with one user in it, the user stays and the rights go`() throws {
            try Lab.with { lab in
                let big = try SeriesTests.bigFile(lab)
                let words = ["unshare", "-U", "-r", Tools.swiftcap, "-v", "-n", "-r", big, "-w", lab.folder + "/copy"]
                let run = try lab.runOutside(words, seconds: 60)
                #expect(run.ending == .exit(0), "\(run.errors)")
                #expect(run.errors.contains("swiftcap: sandbox: without another user"), "\(run.errors)")
                let silent = try lab.runOutside(words.filter { $0 != "-v" }, seconds: 60)
                #expect(silent.ending == .exit(0) && !silent.errors.contains("sandbox"), "\(silent.errors)")
                let strict = try lab.runOutside(words + ["--sandbox", "strict"], seconds: 60)
                #expect(strict.ending == .exit(1))
                #expect(strict.errors.contains("swiftcap: --sandbox strict: without another user"), "\(strict.errors)")
            }
        }

        @Test(arguments: [
            ("-r F", ["user: ", "capabilities:  none", "helpers:       names of hosts"]),
            ("-n -r F -w X", ["opens the files of -w"]),
            ("-r F --sandbox off", ["not confined:  --sandbox off", "user:          0:0, as now"]),
            ("-r F -Z root", ["user:                 0:0, as now"]),
            ("-r F -w X -C 1 -z gzip -Z nobody", ["user: nobody", "capabilities: none", "opens the files of -w"]),
        ])
        func `what a run would be left with is shown, and nothing runs`(_ words: String, _ shown: [String]) throws {
            try Lab.with { lab in
                let run = try lab.runOutside(
                    [Tools.swiftcap, "--show-sandbox"] + words.split(separator: " ").map(String.init))
                #expect(run.ending == .exit(0) && run.errors.isEmpty, "\(run.errors)")
                for part in shown { #expect(run.text.squeezed.contains(part.squeezed), "\(part)\n\(run.text)") }
                #expect(!Tools.exists("X"))
            }
        }
    }
}

extension StringProtocol {
    fileprivate var squeezed: String { split(separator: " ").joined(separator: " ") }
}
