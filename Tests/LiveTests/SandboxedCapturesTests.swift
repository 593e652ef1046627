import CLinux
import TestSupport
import Testing

/// The sandbox of captures that other commands make, and of those with a command of `-z`.
extension LiveTests {
    @Suite(.enabled(if: Lab.isRoot, "could not run because it takes real root to give it up"))
    struct SandboxedCapturesTests {
        @Test(.disabled(if: Sanitizers.areOn, "\(Sanitizers.sandbox)"))
        func `both captures of a comparison are confined, each in a process of its own`() throws {
            try Lab.with { lab in
                try lab.veth()
                let words = ["compare", "-i", "v0", "--duration", "2", "--sandbox", "strict"]
                let run = try lab.start([Tools.swiftcap] + words)
                var seen: [String] = []
                for count in 1...2 {
                    try run.awaiting("capture \(count)") {
                        guard let child = try lab.helpers(of: "\(run.pid)").first, !seen.contains(child),
                            try lab.shell("cat /proc/\(child)/status || true").contains("Seccomp:\t2\n")
                        else { return false }
                        seen.append(child)
                        return true
                    }
                    try lab.expectConfined(#require(Int32(seen[count - 1])))
                }
                #expect(try run.wait(seconds: 20) == .exit(0), "\(run.errors)")
                #expect(run.text.contains("0 -> 1 -> 0") && run.text.contains("0 -> 0 -> 0"), "\(run.text)")
                #expect(run.errors.isEmpty, "\(run.errors)")
            }
        }

        @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
        func `a signal ends the comparison and gives back what its capture took`(_ signal: Int32) throws {
            try Lab.with { lab in
                try lab.veth()
                let run = try lab.start([Tools.swiftcap, "compare", "-i", "v0", "--duration", "60"])
                try lab.awaitPromiscuity(1)
                run.signal(signal)
                #expect(try run.wait(seconds: 20) == .exit(1), "\(run.errors)")
                #expect(run.errors == "swiftcap: interrupted: there is no comparison\n")
                #expect(try lab.link().promiscuity == 0)
            }
        }

        @Test func `a comparison whose capture is killed says so`() throws {
            try Lab.with { lab in
                try lab.veth()
                let run = try lab.start([Tools.swiftcap, "compare", "-i", "v0", "--duration", "60"])
                try lab.awaitPromiscuity(1)
                let child = try #require(try lab.helpers(of: "\(run.pid)").first.flatMap { Int32($0) })
                kill(child, SIGKILL)
                #expect(try run.wait(seconds: 20) == .exit(1))
                #expect(run.errors == "swiftcap: the process that captures was ended by signal 9\n")
                #expect(try lab.link().promiscuity == 0)
            }
        }

        @Test func `a comparison on a device that is not there says so once`() throws {
            try Lab.with { lab in
                let run = try lab.run([Tools.swiftcap, "compare", "-i", "nosuch", "--duration", "1"])
                #expect(run.ending == .exit(1) && run.text.isEmpty)
                #expect(
                    run.errors.hasPrefix("swiftcap: nosuch: No such device exists\n(No such device exists)\n"),
                    "\(run.errors)")
                #expect(run.errors.components(of: "No such device exists") == 2, "\(run.errors)")
            }
        }

        @Test(.disabled(if: Sanitizers.areOn, "\(Sanitizers.sandbox)"))
        func `a capture for Wireshark is confined`() throws {
            try Lab.with { lab in
                try lab.veth()
                let pipe = lab.folder + "/pipe"
                try lab.shell("mkfifo \(pipe)")
                let words = ["--capture", "--extcap-interface", "swiftcap-v0", "--fifo", pipe]
                let report = lab.folder + "/report.json"
                let run = try lab.start([Tools.swiftcap] + words + ["--report", report])
                let reader = try lab.start(["sh", "-c", "cat \(pipe) >\(lab.folder)/file"])
                try lab.awaitPromiscuity(1)
                try run.awaiting("the sandbox") {
                    try lab.shell("cat /proc/\(run.pid)/status").contains("Seccomp:\t2\n")
                }
                try lab.expectConfined(run.pid)
                _ = try lab.peer("send", "v1", "--count", "20")
                run.signal(SIGTERM)
                #expect(try run.wait(seconds: 20) == .exit(0) && run.errors.isEmpty, "\(run.errors)")
                #expect(try reader.wait(seconds: 20) == .exit(0))
                let count = try lab.run([Tools.swiftcap, "-r", lab.folder + "/file", "--count"])
                #expect(count.text == "20 packets\n", "\(count.errors)")
                let interface = try ReportDocument(report).only()
                #expect(interface.verdict.balanced && interface.packets.captured == 20)
            }
        }

        /// `-z`'s command says who it is, what it may do, and which file it was given.
        @Test(
            .disabled(if: Sanitizers.areOn, "\(Sanitizers.sandbox)"),
            arguments: [
                "-C 1 -w FOLDER/x", "-C 1 --finish-command -w FOLDER/x", "--finish-command -w FOLDER/x",
                "--finish-command -w FOLDER/x.zst",
            ])
        func `with -Z the command of -z runs as that user, and the run is confined`(_ words: String) throws {
            try Lab.with { lab in
                let big = try SeriesTests.bigFile(lab)
                let (folder, pipe, told) = (lab.folder + "/users", lab.folder + "/pipe", lab.folder + "/told")
                try lab.shell(
                    """
                    mkdir \(folder) \(told); chown nobody \(folder) \(told); mkfifo \(pipe)
                    printf '#!/bin/sh\\n{ id -un; grep -E "CapEff|NoNewPrivs" /proc/self/status; echo "$1"; ls "$1"; } \
                    >\(told)/$(basename "$1")\\n' >\(lab.folder)/command; chmod 755 \(lab.folder)/command
                    """)
                let feeder = try lab.start(["sh", "-c", "exec 3>\(pipe); cat \(big) >&3; read -r _"])
                let options = words.replacing("FOLDER", with: folder).split(separator: " ").map(String.init)
                let run = try lab.start(
                    [Tools.swiftcap, "-Z", "nobody", "-r", pipe, "-z", lab.folder + "/command", "--sandbox", "strict"]
                        + options)
                try run.awaiting("the sandbox") {
                    try lab.shell("cat /proc/\(run.pid)/status").contains("Seccomp:\t2\n")
                }
                try lab.expectConfined(run.pid, as: "nobody")
                try feeder.say("")
                #expect(try run.wait(seconds: 60) == .exit(0), "\(run.errors)")
                let files = try lab.shell("ls \(folder)").split(separator: "\n").map(String.init)
                let expected = words.contains("--finish-command") ? files : Array(files.dropLast())
                #expect(!expected.isEmpty)
                for file in expected {
                    try run.awaiting("the command on \(file)", evenAfterEnd: true) {
                        try lab.shell("cat \(told)/\(file) 2>/dev/null || true").split(separator: "\n").count >= 5
                    }
                    let lines = try lab.shell("cat \(told)/\(file)").split(separator: "\n").map(String.init)
                    #expect(
                        lines == [
                            "nobody", "CapEff:\t0000000000000000", "NoNewPrivs:\t1", "\(folder)/\(file)",
                            "\(folder)/\(file)",
                        ], "\(lines)")
                }
                #expect(try lab.shell("stat -c %U \(folder)/* | sort -u") == "nobody\n")
            }
        }
    }
}

extension String {
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
