import CLinux
import Testing

/// How a capture ends: by count, by time, by signal; and that nothing which arrived is lost by it.
extension LiveTests {
    @Suite struct StoppingTests {
        @Test(arguments: [["-p"], [], ["-U"], ["-s", "0", "-B", "4096"]])
        func `200 datagrams, then an interrupt: all 200 are in the file`(options: [String]) throws {
            try Lab.with { lab in
                try lab.quietIPv6()
                let host = try lab.host("h1", address: "10.0.0.2/24")
                try lab.shell("ip address add 10.0.0.1/24 dev h1")
                let file = lab.folder + "/kept.pcap"
                let process = try lab.capture(
                    Tools.swiftcap, options + ["-i", "h1", "-w", file, "udp and dst port 4999"])
                #expect(try host.peer("udp", "10.0.0.1", "4999", "--count", "200") == "sent 200\n")
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0))
                #expect(try Savefile.count(file) == 200)
                #expect(process.errors.contains("\n200 packets captured\n"))
                #expect(try lab.runOutside(["tcpdump", "-nn", "-r", file]).text.split(separator: "\n").count == 200)
            }
        }

        @Test(.enabled(if: Tools.has("capinfos"), "could not run because capinfos is not installed"))
        func `capinfos reads the file without a complaint`() throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/read.pcap"
                let process = try lab.capture(Tools.swiftcap, "-i", "v0", "-w", file, "-c", "7")
                _ = try lab.peer("send", "v1", "--count", "7")
                #expect(try process.wait() == .exit(0))
                let infos = try lab.runOutside(["capinfos", "-c", "-M", file])
                #expect(infos.ending == .exit(0) && infos.errors.isEmpty)
                #expect(infos.text.contains("Number of packets:   7"), "\(infos.text)")
            }
        }

        @Test(arguments: [(1, "1 packet captured\n"), (5, "5 packets captured\n")])
        func `-c stops after so many`(count: Int, said: String) throws {
            try Lab.with { lab in
                try lab.veth()
                let path = lab.folder + "/report.json"
                let process = try lab.capture(Tools.swiftcap, "-i", "v0", "-nn", "-c", "\(count)", "--report", path)
                _ = try lab.peer("send", "v1", "--count", "9")
                #expect(try process.wait() == .exit(0))
                #expect(process.text.split(separator: "\n").count == count)
                #expect(process.errors.contains(said))
                #expect(try ReportDocument(path).stopReason == "packet_count")
                #expect(try ReportDocument(path).only().packets.captured == count)
            }
        }

        @Test func `--duration ends it without a packet`() throws {
            try Lab.with { lab in
                try lab.veth()
                let path = lab.folder + "/report.json"
                let process = try lab.run([Tools.swiftcap, "-i", "v0", "-n", "--duration", "1", "--report", path])
                #expect(process.ending == .exit(0))
                #expect(process.errors.contains("0 packets captured"))
                #expect(try ReportDocument(path).stopReason == "duration")
                #expect(try ReportDocument(path).only().after?.promiscuity == 0)
            }
        }

        @Test(.enabled(if: Lab.isRoot, "\(Tools.rootReason)"), arguments: [SIGINT, SIGTERM, SIGHUP])
        func `signals stop it as they stop tcpdump`(number: Int32) throws {
            try Lab.with { lab in
                try lab.veth()
                let pair = try ["tcpdump", Tools.swiftcap].map {
                    try lab.capture($0, ["-i", "v0", "-tnn", "-l"] + ($0 == "tcpdump" ? [] : ["--no-report"]))
                }
                _ = try lab.peer("send", "v1", "--count", "3")
                try lab.awaitQuiet(pair)
                for process in pair {
                    process.signal(number)
                    #expect(try process.wait() == .exit(0))
                }
                #expect(pair[0].text == pair[1].text)
                #expect(pair[0].errors == tcpdumpsName(pair[1].errors))
            }
        }

        @Test func `an ignored hangup stays ignored`() throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.start(["sh", "-c", "trap '' HUP; exec \(Tools.swiftcap) -i v0 -nn -l -c 1"])
                try process.awaitText("listening on")
                process.signal(SIGHUP)
                Clock.pause(0.3)
                #expect(process.isRunning)
                _ = try lab.peer("send", "v1")
                #expect(try process.wait() == .exit(0))
            }
        }

        @Test(.enabled(if: Lab.isRoot, "\(Tools.rootReason)"))
        func `SIGUSR1 prints the counts and goes on`() throws {
            try Lab.with { lab in
                try lab.veth()
                let pair = try ["tcpdump", Tools.swiftcap].map { try lab.capture($0, "-i", "v0", "-tnn", "-l") }
                _ = try lab.peer("send", "v1", "--count", "3")
                try lab.awaitQuiet(pair)
                for process in pair {
                    process.signal(SIGUSR1)
                    try process.awaitText(
                        "3 packets captured, 3 packets received by filter, 0 packets dropped by kernel\n")
                }
                _ = try lab.peer("send", "v1", "--count", "2")
                try lab.awaitQuiet(pair)
                for process in pair {
                    process.signal(SIGINT)
                    try process.wait()
                    #expect(process.errors.contains("\n5 packets captured\n"))
                }
                #expect(pair[0].text == pair[1].text)
            }
        }

        @Test(arguments: [false, true])
        func `the file is readable while the capture runs`(eachPacket: Bool) throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/live.pcap"
                let process = try lab.capture(Tools.swiftcap, ["-i", "v0", "-w", file] + (eachPacket ? ["-U"] : []))
                _ = try lab.peer("send", "v1", "--count", "4")
                // With -U each packet is flushed by itself; without it, SIGUSR2 asks for it once they are there.
                try process.awaiting("the packets in the file") {
                    if !eachPacket { process.signal(SIGUSR2) }
                    return (try? Savefile.count(file)) == 4
                }
                process.signal(SIGTERM)
                #expect(try process.wait() == .exit(0))
                #expect(try Savefile.count(file) == 4)
            }
        }

        @Test func `--print prints what -w saves`() throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/both.pcap"
                let process = try lab.capture(Tools.swiftcap, "-i", "v0", "-nn", "--print", "-w", file, "-c", "3")
                _ = try lab.peer("send", "v1", "--count", "3")
                #expect(try process.wait() == .exit(0))
                #expect(process.text.split(separator: "\n").count == 3)
                #expect(try Savefile.count(file) == 3)
            }
        }

        @Test func `-w - writes the file to a pipe`() throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/piped.pcap"
                let process = try lab.start(["sh", "-c", "\(Tools.swiftcap) -i v0 -c 3 -w - | cat >\(file)"])
                try process.awaitText("listening on")
                _ = try lab.peer("send", "v1", "--count", "3")
                #expect(try process.wait() == .exit(0))
                #expect(try Savefile.count(file) == 3)
            }
        }
    }
}
