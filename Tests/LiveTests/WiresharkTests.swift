import CLinux
import Glibc
import Testing

/// swiftcap as a source of packets for the real tshark, which finds it in the user's folder for extcaps.
extension LiveTests {
    @Suite(.enabled(if: Tools.has("tshark") && Tools.has("dumpcap"), "could not run because tshark is not installed"))
    struct WiresharkTests {
        /// tshark's folders in the lab's; `program` stands in that of the extcaps.
        private func environment(_ lab: Lab, program: String = Tools.swiftcap) throws -> [String: String] {
            let folder = lab.folder + "/wireshark"
            try lab.shell(
                "mkdir -p \(folder)/extcap \(lab.folder)/home; chmod -R 777 \(folder) \(lab.folder)/home;"
                    + " ln -sfn \(program) \(folder)/extcap/swiftcap")
            return [
                "WIRESHARK_CONFIG_DIR": folder, "HOME": lab.folder + "/home", "TMPDIR": lab.folder,
                "XDG_STATE_HOME": lab.folder + "/home/state",
            ]
        }

        private func reportPath(_ lab: Lab) -> String { lab.folder + "/home/state/swiftcap/wireshark-v0.json" }

        /// What tshark says on stderr beside its own announcements.
        private func complaints(_ run: Spawned) -> [Substring] {
            run.errors.split(separator: "\n").filter { line in
                !line.hasPrefix("Running as user") && !line.hasPrefix("Capturing on") && !line.contains(" MESSAGE] ")
                    && line.wholeMatch(of: /(tshark: |\d+ |\d+ packets? captured)?\s*/) == nil
            }
        }

        /// A sender that goes on until the lab is closed.
        private func traffic(_ lab: Lab, rate: Int = 50) throws {
            _ = try lab.start([Tools.peer, "send", "v1", "--count", "100000", "--rate", "\(rate)", "--size", "200"])
        }

        @Test func `lists an interface for each of the machine's, whatever they are called`() throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.shell("ip link add 'a}{b' type veth peer name '<script>'")
                let environment = try environment(lab)
                let list = try lab.run(["tshark", "-D"], environment: environment)
                #expect(list.ending == .exit(0), "\(list.errors)")
                for name in ["v0", "v1", "lo", "any", "a%7D%7Bb", "%3Cscript%3E"] {
                    #expect(list.text.contains(". swiftcap-\(name) ("), "\(name): \(list.text)")
                }
                #expect(list.text.contains("swiftcap-a%7D%7Bb (a)(b with the books"))
                let types = try lab.run(["tshark", "-L", "-i", "swiftcap-v0"], environment: environment)
                #expect((types.text + types.errors).contains("EN10MB (Ethernet)"), "\(types.text)\(types.errors)")
                // To look takes no reference.
                #expect(try lab.link().promiscuity == 0)
            }
        }

        @Test func `captures with a filter until -c, and leaves the books in the file and in the report`() throws {
            try Lab.with { lab in
                try lab.veth()
                let environment = try environment(lab)
                let file = lab.folder + "/out.pcapng"
                let shark = try lab.start(
                    ["tshark", "-i", "swiftcap-v0", "-f", "udp", "-c", "40", "-w", file], environment: environment)
                try lab.awaitPromiscuity(1)
                try traffic(lab)
                #expect(try shark.wait() == .exit(0), "\(shark.errors)")
                #expect(complaints(shark).isEmpty, "\(shark.errors)")
                try lab.awaitPromiscuity(0)
                let frames = try lab.runOutside(["tshark", "-r", file, "-T", "fields", "-e", "frame.interface_name"])
                #expect(frames.text.split(separator: "\n") == Array(repeating: "v0", count: 40), "\(frames.errors)")
                // The closing report, which came behind the end of the pipe.
                try shark.awaiting("the report", evenAfterEnd: true) { Tools.exists(reportPath(lab)) }
                let closing = try ReportDocument(reportPath(lab))
                let interface = try closing.only()
                #expect(closing.stopReason == "signal" && interface.filter == "udp")
                #expect(interface.after?.promiscuity == 0 && interface.verdict.balanced)
                #expect(interface.verdict.ownTaken == 1 && interface.packets.captured >= 40)
                // What the file itself says is from before its end.
                let carried = lab.folder + "/carried.json"
                try lab.shell("\(Tools.swiftcap) report --json \(file) >\(carried)")
                let growing = try ReportDocument(carried)
                #expect(growing.stopReason == "next_file")
                #expect(try growing.only().during?.promiscuity == 1)
            }
        }

        /// How tshark is ended, and what for: `timeout` signals its whole group, as a terminal does.
        static let ends: [(words: [String], options: [String])] = [
            (["timeout", "-s", "INT", "4"], []), (["timeout", "--foreground", "-s", "INT", "4"], []),
            (["timeout", "-s", "TERM", "4"], []), ([], ["-a", "duration:3"]),
        ]

        @Test(arguments: ends) func `ends with tshark`(_ end: (words: [String], options: [String])) throws {
            try Lab.with { lab in
                try lab.veth()
                let shark = try lab.start(
                    end.words + ["tshark", "-i", "swiftcap-v0", "-w", lab.folder + "/out.pcapng"] + end.options,
                    environment: try environment(lab))
                try lab.awaitPromiscuity(1)
                try traffic(lab)
                try shark.wait(seconds: 40)
                #expect(complaints(shark).isEmpty, "\(end): \(shark.errors)")
                try lab.awaitPromiscuity(0)
                try shark.awaiting("the report", evenAfterEnd: true) { Tools.exists(reportPath(lab)) }
                let report = try ReportDocument(reportPath(lab))
                let interface = try report.only()
                #expect(report.stopReason == "signal" && interface.verdict.balanced)
                #expect(interface.packets.captured > 0)
            }
        }

        /// A pipe, and swiftcap at its end, as Wireshark starts it.
        private func extcap(_ lab: Lab, _ words: String..., pipe: String) throws -> Spawned {
            try lab.start(
                [Tools.swiftcap, "--capture", "--extcap-interface", "swiftcap-v0", "--fifo", pipe] + words,
                environment: try environment(lab))
        }

        @Test func `waits for its reader, and for nothing else`() throws {
            try Lab.with { lab in
                try lab.veth()
                let pipe = lab.folder + "/pipe"
                try lab.shell("mkfifo \(pipe)")
                for signal in [SIGINT, SIGTERM] {
                    let waiting = try extcap(lab, pipe: pipe)
                    try lab.shell("sleep 0.5")
                    #expect(waiting.isRunning)
                    #expect(try lab.link().promiscuity == 0)
                    waiting.signal(signal)
                    waiting.signal(SIGTERM)
                    #expect(try waiting.wait() == .exit(0))
                    #expect(waiting.errors.isEmpty && waiting.text.isEmpty, "\(waiting.errors)")
                }
                try lab.shell("rm \(pipe)")
                let none = try extcap(lab, pipe: pipe)
                #expect(try none.wait() == .exit(1))
                #expect(none.errors == "swiftcap: \(pipe): No such file or directory\n")
                // Nothing is made where Wireshark has taken its pipe away.
                #expect(!Tools.exists(pipe))
            }
        }

        @Test func `a reader that goes ends it without packets, two signals do not hurry it`() throws {
            try Lab.with { lab in
                try lab.veth()
                let pipe = lab.folder + "/pipe"
                try lab.shell("mkfifo \(pipe)")
                for isKilled in [true, false] {
                    let reader = try lab.start(["sh", "-c", "exec cat \(pipe) >\(lab.folder)/copy.pcapng"])
                    let report = lab.folder + "/\(isKilled).json"
                    let capture = try extcap(lab, "--report", report, "--threads", "2", pipe: pipe)
                    try lab.awaitPromiscuity(2)
                    // Behind the file's head both sockets take packets; before, what comes is not captured.
                    try reader.awaiting("the head") {
                        try Int(lab.shell("stat -c %s \(lab.folder)/copy.pcapng || echo 0").dropLast()) ?? 0 > 0
                    }
                    _ = try lab.peer("send", "v1", "--count", "300")
                    if isKilled {
                        reader.signal(SIGKILL)
                    } else {
                        capture.signal(SIGINT)
                        try lab.shell("sleep 0.002")
                        capture.signal(SIGTERM)
                    }
                    #expect(try capture.wait() == .exit(0))
                    #expect(capture.errors.isEmpty, "\(capture.errors)")
                    let document = try ReportDocument(report)
                    #expect(document.stopReason == "signal")
                    #expect(try document.only().verdict.ownReturned == 2)
                    if isKilled { continue }
                    #expect(try document.only().packets.captured == 300)
                    #expect(try reader.wait() == .exit(0))
                    let read = try lab.runOutside([Tools.swiftcap, "report", "--json", lab.folder + "/copy.pcapng"])
                    #expect(read.text.contains("\"stop_reason\": \"signal\""), "\(read.text.prefix(300))")
                }
            }
        }

        @Test func `says what is wrong with a filter, an interface, a place for the report`() throws {
            try Lab.with { lab in
                try lab.veth()
                func ask(_ words: String...) throws -> Spawned {
                    try lab.run([Tools.swiftcap] + words, environment: try environment(lab))
                }
                let good = try ask("--extcap-capture-filter", "udp port 53", "--extcap-interface", "swiftcap-v0")
                #expect(good.ending == .exit(0) && good.text.isEmpty && good.errors.isEmpty)
                let bad = try ask("--extcap-capture-filter", "udp prot 53", "--extcap-interface", "swiftcap-v0")
                #expect(bad.ending == .exit(0) && bad.errors.isEmpty)
                #expect(bad.text.contains("syntax error") && bad.text.split(separator: "\n").count == 1, "\(bad.text)")
                let gone = try ask("--extcap-dlts", "--extcap-interface", "swiftcap-v9")
                #expect(gone.ending == .exit(1) && gone.errors.contains("no interface v9"))
                let foreign = try ask("--extcap-config", "--extcap-interface", "eth0")
                #expect(foreign.ending == .exit(1) && foreign.errors.contains("--extcap-interfaces"))
                let later = try ask("--extcap-of-tomorrow", "x")
                #expect(later.ending == .exit(0) && later.text.isEmpty && later.errors.isEmpty)
                let nowhere = try ask(
                    "--capture", "--extcap-interface", "swiftcap-v0", "--fifo", "/dev/null", "--report", "/nowhere/r")
                #expect(nowhere.ending == .exit(1) && nowhere.errors.contains("cannot be written to /nowhere/r"))
            }
        }

        @Test(.enabled(if: Lab.isRoot && Tools.has("setcap"), "could not run because it needs real root and setcap"))
        func `a user with file capabilities captures through tshark`() throws {
            try Lab.with { lab in
                try lab.veth()
                let program = lab.folder + "/swiftcap"
                try lab.shell(
                    "chmod 755 \(lab.folder); cp \(Tools.swiftcap) \(program); chmod 755 \(program);"
                        + " setcap cap_net_raw,cap_net_admin+ep \(program)")
                let user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
                var environment = try environment(lab, program: program)
                environment["TMPDIR"] = lab.folder + "/home"
                let list = try lab.run(user + ["tshark", "-D"], environment: environment)
                #expect(list.text.contains(". swiftcap-v0 ("), "\(list.text)\(list.errors)")
                let file = lab.folder + "/home/out.pcapng"
                let shark = try lab.start(
                    user + ["tshark", "-i", "swiftcap-v0", "-f", "udp", "-c", "10", "-w", file],
                    environment: environment)
                try lab.awaitPromiscuity(1)
                try traffic(lab)
                #expect(try shark.wait() == .exit(0), "\(shark.errors)")
                #expect(complaints(shark).isEmpty, "\(shark.errors)")
                try lab.awaitPromiscuity(0)
                try shark.awaiting("the report", evenAfterEnd: true) { Tools.exists(reportPath(lab)) }
                #expect(try ReportDocument(reportPath(lab)).only().verdict.balanced)
                #expect(try lab.shell("stat -c %U \(reportPath(lab))") == "nobody\n")
                // Without the capabilities: the reason, and what helps.
                try lab.shell("setcap -r \(program)")
                let refused = try lab.run(
                    user + ["tshark", "-i", "swiftcap-v0", "-c", "1"], seconds: 20, environment: environment)
                #expect(refused.errors.contains("CAP_NET_RAW is missing"), "\(refused.errors)")
            }
        }

        @Test(.enabled(if: Lab.isRoot && Tools.has("strace"), "could not run because it needs real root and strace"))
        func `the pipe is open until the reason for an end is said`() throws {
            try Lab.with { lab in
                try lab.veth()
                let (program, pipe) = (lab.folder + "/swiftcap", lab.folder + "/pipe")
                // A reader looks at the pipe's end, as tshark does; what is said is held up on its way.
                let script = """
                    chmod 755 \(lab.folder); cp \(Tools.swiftcap) \(program); chmod 755 \(program); mkfifo -m 666 \(pipe)
                    strace -f -qq -o /dev/null -e trace=write -e inject=write:delay_enter=500000 \
                        setpriv --reuid=65534 --regid=65534 --clear-groups \
                        \(program) --capture --extcap-interface swiftcap-v0 --fifo \(pipe) 2>\(lab.folder)/said &
                    cat \(pipe); cat \(lab.folder)/said; wait
                    """
                let run = try lab.run(["sh", "-c", script], environment: environment(lab, program: program))
                #expect(run.text.contains("CAP_NET_RAW is missing"), "\(run.text)\(run.errors)")
            }
        }
    }
}
