import CLinux
import Syscalls
import Testing

/// What breaks under a running capture: the reader, the disk, the interface. Each ends in one clear line and the
/// status that tcpdump has for it, and loses nothing that was there already.
extension LiveTests {
    @Suite struct FaultTests {
        /// Runs `program | head -n 1` and returns the program's own status with its messages.
        func closedPipe(_ lab: Lab, _ program: String, _ options: String) throws -> (status: String, errors: String) {
            let words = ([program] + Lab.asRoot(program)).joined(separator: " ")
            let script = "{ \(words) \(options); echo status=$? >&2; } | head -c 1 >/dev/null"
            let process = try lab.start(["bash", "-c", script])
            try process.awaitText("listening on")
            // The first write finds a reader, one of the next finds none.
            for _ in 0..<200 where process.isRunning && !process.errors.contains("status=") {
                _ = try lab.peer("send", "v1", "--count", "40", "--size", "1000")
                Clock.pause(0.05)
            }
            try process.wait()
            let said = process.errors.split(separator: "status=")
            return (said.last.map { $0.split(separator: "\n")[0] }.map(String.init) ?? "", String(said.first ?? ""))
        }

        @Test(.enabled(if: Lab.isRoot, "\(Tools.rootReason)"), arguments: ["-i v0 -l -nn", "-i v0 -U -w -"])
        func `a closed pipe on stdout ends it as it ends tcpdump`(options: String) throws {
            try Lab.with { lab in
                try lab.veth()
                let theirs = try closedPipe(lab, "tcpdump", options)
                let ours = try closedPipe(lab, Tools.swiftcap, options + " --no-report")
                #expect(ours.status == theirs.status)
                let complaint = theirs.errors.split(separator: "\n").filter { $0.hasPrefix("tcpdump: Unable") }
                #expect(
                    tcpdumpsName(ours.errors).split(separator: "\n").filter { $0.hasPrefix("tcpdump: Unable") }
                        == complaint)
                #expect(try lab.link().promiscuity == 0)
            }
        }

        /// tcpdump's words and status for text. A savefile that cannot be written is a failure here on purpose: tcpdump
        /// loses it without a message.
        @Test(arguments: [
            ("-l -nn >/dev/full", "Unable to write output: No space left on device", 14),
            ("-U -w /dev/full", "/dev/full: No space left on device", 1),
            ("-w /dev/full", "/dev/full: No space left on device", 1),
        ])
        func `a device that is always full`(options: String, complaint: String, status: Int32) throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.start(["sh", "-c", "exec \(Tools.swiftcap) --no-report -i v0 \(options)"])
                try process.awaitText("listening on")
                for _ in 0..<100 where process.isRunning {
                    _ = try lab.peer("send", "v1", "--count", "300", "--size", "1400")
                    Clock.pause(0.1)
                }
                #expect(try process.wait(seconds: 5) == .exit(status))
                #expect(process.errors.split(separator: "\n").filter { $0 == "swiftcap: \(complaint)" }.count == 1)
            }
        }

        @Test func `a full disk leaves whole packets`() throws {
            try Lab.with { lab in
                try lab.veth()
                let disk = lab.folder + "/disk"
                try lab.shell("mkdir \(disk); mount -t tmpfs -o size=128k tmpfs \(disk)")
                let report = lab.folder + "/report.json"
                let process = try lab.capture(Tools.swiftcap, "-i", "v0", "-w", disk + "/full.pcap", "--report", report)
                for _ in 0..<50 where process.isRunning {
                    _ = try lab.peer("send", "v1", "--count", "100", "--size", "1400")
                    Clock.pause(0.1)
                }
                #expect(try process.wait() == .exit(1))
                #expect(process.errors.contains("No space left on device"))
                try lab.shell("cp \(disk)/full.pcap \(lab.folder)/copy.pcap")
                let count = try Savefile.count(lab.folder + "/copy.pcap")
                // 1,416 octets a packet; all but one page of the disk is used.
                #expect(count > 80 && count < 93)
                // What did not get into the file was not captured, and is said.
                #expect(process.errors.contains("\n\(count) packets captured\n"), "\(process.errors)")
                #expect(process.errors.contains(" received but not written\n"), "\(process.errors)")
                #expect(try lab.runOutside(["tcpdump", "-r", lab.folder + "/copy.pcap"]).ending == .exit(0))
                #expect(try ReportDocument(report).stopReason == "error")
                #expect(try lab.link().promiscuity == 0)
            }
        }

        struct Loss: Sendable, CustomTestStringConvertible {
            let name: String
            let command: String
            let reason: String
            let event: String
            var testDescription: String { name }
        }

        static let losses = [
            Loss(name: "deleted", command: "ip link delete v0", reason: "interface_gone", event: "deleted"),
            Loss(name: "moved", command: "ip link set v0 netns OTHER", reason: "interface_gone", event: "moved"),
        ]

        @Test(arguments: losses)
        func `an interface that goes away`(_ loss: Loss) throws {
            try Lab.with { lab in
                try lab.veth()
                let host = try lab.host("h9")
                let report = lab.folder + "/report.json"
                let file = lab.folder + "/kept.pcap"
                let theirs =
                    Lab.isRoot ? try lab.capture("tcpdump", "-i", "v0", "-U", "-w", lab.folder + "/t.pcap") : nil
                let ours = try lab.capture(Tools.swiftcap, "-i", "v0", "-U", "-w", file, "--report", report)
                _ = try lab.peer("send", "v1", "--count", "6")
                try ours.awaiting("the packets in the file") { (try? Savefile.count(file)) == 6 }
                try lab.shell(loss.command.replacing("OTHER", with: String(host.keeperPID)))
                #expect(try ours.wait() == .exit(1))
                if let theirs {
                    #expect(try theirs.wait() == ours.ending)
                    let complaint = theirs.errors.split(separator: "\n").filter { $0.hasPrefix("tcpdump: pcap_loop") }
                    let own = tcpdumpsName(ours.errors).split(separator: "\n").filter {
                        $0.hasPrefix("tcpdump: pcap_loop")
                    }
                    #expect(own == complaint)
                }
                #expect(try Savefile.count(file) == 6)
                #expect(ours.errors.contains("\n6 packets captured\n"))
                let document = try ReportDocument(report)
                #expect(document.stopReason == loss.reason)
                let books = try document.only()
                #expect(books.name == "v0" && books.packets.captured == 6)
                #expect(books.timeline.contains { $0.event == loss.event })
            }
        }

        @Test func `an interface that goes down and comes up again is heard again`() throws {
            try Lab.with { lab in
                try lab.veth()
                let report = lab.folder + "/report.json"
                let process = try lab.capture(Tools.swiftcap, "-i", "v0", "-nn", "-l", "--report", report)
                try lab.shell("ip link set v0 down")
                Clock.pause(1.5)
                #expect(process.isRunning)
                #expect(try lab.link().promiscuity == 1)
                try lab.shell("ip link set v0 up")
                _ = try lab.peer("send", "v1", "--count", "3")
                try process.awaitQuiet()
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0))
                let books = try ReportDocument(report).only()
                #expect(books.packets.captured == 3 && books.after?.promiscuity == 0 && books.verdict.balanced)
            }
        }

        /// Before 6.2 a device could only be renamed while it is down, and going down ends a capture.
        static let renamesLive: Bool = {
            var worked = false
            try? Lab.with { lab in
                try lab.veth()
                worked = try lab.run(["ip", "link", "set", "v0", "name", "w0"]).ending == .exit(0)
            }
            return worked
        }()

        @Test(.enabled(if: renamesLive, "could not run because this kernel renames no device that is up"))
        func `a renamed interface is followed by its index`() throws {
            try Lab.with { lab in
                try lab.veth()
                let report = lab.folder + "/report.json"
                let process = try lab.capture(Tools.swiftcap, "-i", "v0", "-nn", "-l", "--report", report)
                try lab.shell("ip link set v0 name w0")
                _ = try lab.peer("send", "v1", "--count", "2")
                try process.awaitQuiet()
                process.signal(SIGINT)
                try process.wait()
                let books = try ReportDocument(report).only()
                #expect(books.timeline.contains { $0.event == "renamed" } && books.packets.captured == 2)
                #expect(books.after?.promiscuity == 0 && books.verdict.balanced)
            }
        }

        @Test func `a writer that is killed leaves a readable file`() throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/killed.pcap"
                let process = try lab.capture(Tools.swiftcap, "-i", "v0", "-U", "-w", file)
                _ = try lab.peer("send", "v1", "--count", "20")
                try process.awaiting("the packets in the file") { (try? Savefile.count(file)) == 20 }
                process.signal(SIGKILL)
                try process.wait()
                #expect(try Savefile.count(file) == 20)
                try lab.awaitPromiscuity(0)
            }
        }

        @Test(arguments: ["empty.pcap", "empty.pcapng", "empty.pcap.gz"])
        func `a file is one from the beginning: killed without a packet it can be read`(name: String) throws {
            try Lab.with { lab in
                try lab.quietIPv6()
                try lab.veth()
                let file = lab.folder + "/" + name
                let process = try lab.capture(Tools.swiftcap, "-i", "v0", "-w", file, "udp port 4999")
                try process.awaiting("the head of the file") {
                    (try? Descriptor.contents(of: file))?.count ?? 0 >= 24
                }
                process.signal(SIGKILL)
                try process.wait()
                let reader = try lab.runOutside([Tools.swiftcap, "-r", file, "--count"])
                #expect(reader.text == "0 packets\n")
            }
        }

        @Test func `a report that cannot be written is said before the capture`() throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/kept.pcap"
                let words = [
                    Tools.swiftcap, "-i", "v0", "-w", file, "--duration", "1", "--report", "/nonexistent/report.json",
                ]
                let process = try lab.run(words)
                #expect(process.ending == .exit(1))
                #expect(process.errors.contains("/nonexistent/report.json"))
                #expect(!process.errors.contains("listening on"))
            }
        }
    }
}
