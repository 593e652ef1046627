import CLinux
import TestSupport
import Testing

/// `-i` more than once: each device has its own membership and books, and the packets come in the order of their times.
extension LiveTests {
    @Suite struct SeveralTests {
        private func makeTraffic(_ lab: Lab) throws {
            for _ in 0..<10 {
                _ = try lab.peer("send", "v1", "--count", "5")
                _ = try lab.peer("send", "w1", "--count", "5")
            }
        }

        @Test func `two devices, one file, two books`() throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.veth("w0", "w1")
                let file = lab.folder + "/both.pcap"
                let report = lab.folder + "/report.json"
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "-i", "w0", "-w", file, "--report", report, "ip")
                try process.awaitText("listening on w0")
                #expect(try lab.link("v0").promiscuity == 1 && lab.link("w0").promiscuity == 1)
                try makeTraffic(lab)
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                #expect(process.errors.contains("\n100 packets captured\n"), "\(process.errors)")
                #expect(try Savefile.count(file) == 100)
                let times = try lab.runOutside(["tcpdump", "-ttnr", file]).text.split(separator: "\n").map {
                    Double($0.prefix { $0 != " " }) ?? 0
                }
                #expect(times.count == 100 && times == times.sorted())
                let document = try ReportDocument(report)
                #expect(document.interfaces.map(\.name) == ["v0", "w0"])
                for interface in document.interfaces {
                    #expect(interface.packets.captured == 50)
                    #expect(interface.before?.promiscuity == 0 && interface.after?.promiscuity == 0)
                }
                #expect(try lab.link("v0").promiscuity == 0 && lab.link("w0").promiscuity == 0)
            }
        }

        @Test func `text says which device, and -c counts over all`() throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.veth("wide0", "w1")
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "-i", "wide0", "-tn", "-c", "20", "--no-report", "ip")
                try process.awaitText("listening on wide0")
                _ = try lab.peer("send", "v1", "--count", "15")
                _ = try lab.peer("send", "w1", "--count", "15")
                #expect(try process.wait() == .exit(0))
                let lines = process.text.split(separator: "\n")
                #expect(lines.count == 20)
                #expect(lines.prefix(15).allSatisfy { $0.hasPrefix("v0    IP ") }, "\(process.text)")
                #expect(lines.dropFirst(15).allSatisfy { $0.hasPrefix("wide0 IP ") }, "\(process.text)")
            }
        }

        @Test(.disabled(if: Sanitizers.areOn, "could not run because a sanitizer begins with a file of its own"))
        func `what no file holds is said`() throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.veth("w0", "w1")
                let file = lab.folder + "/kept.pcap"
                // A device that is full from the beginning would end it before the first packet.
                let process = try lab.start([
                    "sh", "-c",
                    "ulimit -f 16; exec \(Tools.swiftcap) -i v0 -i w0 -w \(file) --duration 3 ip",
                ])
                try process.awaitText("listening on w0")
                _ = try lab.peer("send", "v1", "--count", "50", "--size", "1000")
                _ = try lab.peer("send", "w1", "--count", "50", "--size", "1000")
                #expect(try process.wait() == .exit(1), "\(process.errors)")
                #expect(process.errors.contains("kept.pcap: File too large\n"), "\(process.errors)")
                let counts = try #require(
                    process.errors.firstMatch(
                        of: /\n(\d+) packets captured\n(?:.*\n)*(\d+) packets received but not written\n/),
                    "\(process.errors)")
                let (kept, lost) = (try #require(Int(counts.1)), try #require(Int(counts.2)))
                #expect(try kept > 0 && Savefile.count(file) == kept && kept + lost == 100)
            }
        }

        @Test func `one of two devices vanishes: both keep their packets and their books`() throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.veth("w0", "w1")
                let file = lab.folder + "/both.pcap"
                let report = lab.folder + "/report.json"
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "-i", "w0", "-w", file, "--report", report, "ip")
                try process.awaitText("listening on w0")
                try makeTraffic(lab)
                try lab.shell("ip link delete w0")
                #expect(try process.wait() == .exit(1), "\(process.errors)")
                #expect(process.errors.contains("The interface disappeared"), "\(process.errors)")
                #expect(try Savefile.count(file) == 100)
                let document = try ReportDocument(report)
                #expect(document.stopReason == "interface_gone")
                #expect(document.interfaces.map(\.packets.captured) == [50, 50])
                #expect(document.interfaces.map { $0.after?.promiscuity } == [0, nil])
            }
        }

        @Test(.enabled(if: Tools.has("capinfos"), "capinfos is not installed"))
        func `a pcapng file knows both`() throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.veth("w0", "w1")
                let file = lab.folder + "/both.pcapng"
                let process = try lab.capture(Tools.swiftcap, "-p", "-i", "v0", "-i", "w0", "-w", file, "ip")
                try process.awaitText("listening on w0")
                try makeTraffic(lab)
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                let infos = try lab.runOutside(["capinfos", file])
                for text in ["Name = v0", "Name = w0", "Number of interfaces in file: 2", "Strict time order:   True"] {
                    #expect(infos.text.contains(text), "\(text)\n\(infos.text)")
                }
                #expect(infos.text.split(separator: "\n").filter { $0.contains("Number of packets = 50") }.count == 2)
                #expect(infos.errors.isEmpty)
            }
        }
    }
}
