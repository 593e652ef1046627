import CLinux
import Testing

/// `--threads`: several sockets share one interface's packets, and each has a membership of its own.
extension LiveTests {
    @Suite struct ThreadsTests {
        /// Sends frames of many flows, each with its number in it, and gives the numbers that a file holds, in its order.
        private func numbers(_ lab: Lab, in file: String) throws -> [Int] {
            let bytes = try lab.runOutside(["tcpdump", "-xttnr", file], seconds: 60).text
            // Behind 20 octets of IPv4 and 8 of UDP stands the number in eight octets, of which the lower four are looked at.
            return bytes.split(separator: "\n").compactMap { line in
                guard let at = line.firstRange(of: "0x0020:  ")?.upperBound else { return nil }
                return Int(line[at...].filter { $0 != " " }.prefix(8), radix: 16)
            }
        }

        private func times(_ lab: Lab, in file: String) throws -> [Double] {
            try lab.runOutside(["tcpdump", "-ttnr", file], seconds: 60).text.split(separator: "\n").map {
                Double($0.prefix { $0 != " " }) ?? 0
            }
        }

        @Test func `N sockets are N references, all own, and all are given back`() throws {
            try Lab.with { lab in
                try lab.veth()
                let path = lab.folder + "/report.json"
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "--threads", "4", "--count", "--report", path)
                #expect(try lab.link("v0").promiscuity == 4)
                _ = try lab.peer("send", "v1", "--count", "1000", "--flows", "100")
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                #expect(process.errors.contains("    this capture held 4, with 4 sockets\n"), "\(process.errors)")
                #expect(process.errors.contains("OK  What this capture took, it gave back.\n"))
                let report = try ReportDocument(path).only()
                #expect(report.sockets == 4)
                let during = try #require(report.during)
                let holders = during.holders(of: "packet_socket")
                #expect(during.promiscuity == 4 && during.ownReferences == 4 && during.residual == 0)
                #expect(holders.count == 4 && holders.allSatisfy { $0.own && $0.references == 1 })
                #expect(Set(holders.compactMap(\.inode)).count == 4)
                #expect(report.after?.promiscuity == 0 && report.after?.holders.isEmpty == true)
                #expect(report.verdict.ownTaken == 4 && report.verdict.ownReturned == 4 && report.verdict.balanced)
                #expect(report.packets.captured == 1000 && report.packets.receivedByFilter == 1000)
                #expect(try lab.link("v0").promiscuity == 0)
            }
        }

        @Test func `with -p they hold nothing`() throws {
            try Lab.with { lab in
                try lab.veth()
                let path = lab.folder + "/report.json"
                let process = try lab.capture(
                    Tools.swiftcap, "-p", "-i", "v0", "--threads", "2", "-n", "--report", path)
                #expect(try lab.link("v0").promiscuity == 0)
                _ = try lab.peer("send", "v1", "--count", "20", "--flows", "10")
                process.signal(SIGTERM)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                #expect(process.text.split(separator: "\n").count == 20)
                let report = try ReportDocument(path).only()
                #expect(report.sockets == 2 && report.verdict.ownTaken == 0 && report.verdict.balanced)
                #expect(report.timeline.isEmpty)
            }
        }

        @Test(arguments: [["--threads", "2"], ["--threads", "7"], ["--threads", "2", "--immediate-mode"]])
        func `a flood of many flows: every frame once, and in the order of time`(options: [String]) throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/flood.pcap"
                let report = lab.folder + "/report.json"
                let process = try lab.capture(
                    Tools.swiftcap, options + ["-B", "65536", "-i", "v0", "-w", file, "--report", report, "udp"])
                _ = try lab.peer("send", "v1", "--count", "60000", "--flows", "999", "--size", "120")
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                #expect(process.errors.contains("\n60000 packets received by filter\n"), "\(process.errors)")
                let counts = try ReportDocument(report).only().packets
                #expect(counts.captured + counts.droppedByKernel == 60_000)
                let numbers = try numbers(lab, in: file)
                #expect(numbers.count == counts.captured && Set(numbers).count == numbers.count)
                if counts.droppedByKernel == 0 { #expect(Set(numbers) == Set(0..<60_000)) }
                let times = try times(lab, in: file)
                #expect(times == times.sorted())
            }
        }

        @Test func `packets from before the group was complete are in no file and in no count`() throws {
            try Lab.with { lab in
                try lab.veth()
                let sender = try lab.start(
                    [Tools.peer, "send", "v1", "--count", "60000", "--rate", "20000", "--flows", "300"])
                let file = lab.folder + "/kept.pcap"
                let path = lab.folder + "/report.json"
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "--threads", "4", "-w", file, "--report", path)
                try sender.wait()
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                let numbers = try numbers(lab, in: file)
                let packets = try ReportDocument(path).only().packets
                #expect(Set(numbers).count == numbers.count, "twice: \(numbers.count - Set(numbers).count)")
                #expect(packets.captured == numbers.count)
                #expect(packets.receivedByFilter == packets.captured + packets.droppedByKernel)
                // Once it listens, nothing is missing.
                let first = try #require(numbers.first)
                let listening = numbers.dropFirst(4000)
                #expect(first > 0 && listening.count > 0)
                #expect(Set(listening.min()!..<60_000).subtracting(numbers).count <= packets.droppedByKernel)
            }
        }

        @Test func `-c stops at exactly so many`() throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/kept.pcap"
                let path = lab.folder + "/report.json"
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "--threads", "3", "-c", "57", "-w", file, "--report", path)
                _ = try lab.peer("send", "v1", "--count", "5000", "--flows", "50")
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                #expect(try Savefile.count(file) == 57)
                #expect(try ReportDocument(path).stopReason == "packet_count")
                #expect(try ReportDocument(path).only().packets.captured == 57)
            }
        }

        @Test func `down, up and another name: the group goes on`() throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/kept.pcap"
                let path = lab.folder + "/report.json"
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "--threads", "3", "-w", file, "--report", path, "udp")
                _ = try lab.peer("send", "v1", "--count", "500", "--flows", "50")
                try lab.shell("ip link set v0 down; ip link set v0 up")
                #expect(try lab.link("v0").promiscuity == 3)
                _ = try lab.peer("send", "v1", "--count", "500", "--flows", "50")
                try process.awaiting("the counts") {
                    process.signal(SIGUSR1)
                    return process.errors.contains(
                        " 1000 packets captured, 1000 packets received by filter, 0 packets dropped by kernel\n")
                }
                // Only now: libpcap asks by name whether the interface is there when it is told that it went down.
                try lab.shell("ip link set v0 name r0")
                _ = try lab.peer("send", "v1", "--count", "100", "--flows", "50")
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                #expect(try Savefile.count(file) == 1100)
                let report = try ReportDocument(path).only()
                #expect(report.packets.receivedByFilter == 1100 && report.verdict.balanced)
                #expect(report.timeline.contains { $0.event == "renamed" })
                #expect(try lab.link("r0").promiscuity == 0)
            }
        }

        @Test func `the interface is deleted: what had come is kept, and all three references went with it`() throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/kept.pcap"
                let path = lab.folder + "/report.json"
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "--threads", "3", "-w", file, "--report", path, "udp")
                _ = try lab.peer("send", "v1", "--count", "300", "--flows", "50")
                try lab.shell("ip link delete v0")
                #expect(try process.wait() == .exit(1), "\(process.errors)")
                #expect(process.errors.contains("The interface disappeared"), "\(process.errors)")
                #expect(try Savefile.count(file) == 300)
                let document = try ReportDocument(path)
                #expect(document.stopReason == "interface_gone")
                let verdict = try document.only().verdict
                #expect(verdict.ownTaken == 3 && verdict.ownReturned == 3)
            }
        }

        @Test func `the pseudo-device of all interfaces can be shared too`() throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/any.pcap"
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "any", "--threads", "2", "-w", file, "-Q", "in", "udp")
                _ = try lab.peer("send", "v1", "--count", "200", "--flows", "50")
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                #expect(try Savefile.count(file) == 200)
            }
        }

        @Test func `two captures do not share a group`() throws {
            try Lab.with { lab in
                try lab.veth()
                let captures = try (0..<2).map { _ in
                    try lab.capture(Tools.swiftcap, "-i", "v0", "--threads", "2", "--count", "udp")
                }
                #expect(try lab.link("v0").promiscuity == 4)
                _ = try lab.peer("send", "v1", "--count", "400", "--flows", "50")
                for process in captures {
                    process.signal(SIGINT)
                    #expect(try process.wait() == .exit(0), "\(process.errors)")
                    #expect(process.errors.contains("\n400 packets captured\n"), "\(process.errors)")
                }
            }
        }

        @Test func `rings that were too small are named with their number`() throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.capture(
                    Tools.swiftcap, "-B", "2048", "--threads", "2", "-i", "v0", "-w", lab.folder + "/kept.pcap", "udp")
                process.signal(SIGSTOP)
                _ = try lab.peer("send", "v1", "--count", "12000", "--size", "1000", "--flows", "99")
                process.signal(SIGCONT)
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                #expect(process.errors.contains("the 2 rings of 2048 KiB were too small: "), "\(process.errors)")
                #expect(process.errors.contains("\n12000 packets received by filter\n"), "\(process.errors)")
            }
        }

        @Test func `threads run where they are told to`() throws {
            try Lab.with { lab in
                try lab.veth()
                for options in [["--threads", "2"], []] {
                    let process = try lab.capture(Tools.swiftcap, options + ["-i", "v0", "--cpu-affinity", "0", "-n"])
                    try process.awaiting("the threads") {
                        let lists = try lab.shell(
                            "for t in \(process.pid) $(pgrep -P \(process.pid) swiftcap); do "
                                + "grep -h Cpus_allowed_list /proc/$t/task/*/status; done")
                        return lists.split(separator: "\n").filter { $0.hasSuffix("\t0") }.count
                            >= max(1, options.count)
                    }
                    process.signal(SIGINT)
                    #expect(try process.wait() == .exit(0), "\(process.errors)")
                }
            }
        }

        @Test(arguments: [
            (["-r", "-", "--threads", "2"], "--threads is for live captures, and can not be used with -V or -r"),
            (
                ["-r", "-", "--cpu-affinity", "0"],
                "--cpu-affinity is for live captures, and can not be used with -V or -r"
            ),
            (
                ["-i", "v0", "-i", "v1", "--threads", "2"],
                "--threads is for one interface: several -i have a thread each already"
            ),
            (["-i", "v0", "--cpu-affinity", "8191"], "--cpu-affinity: processor 8191 cannot be used here (usable: "),
        ])
        func `what makes no sense is refused in one line`(words: [String], line: String) throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.run([Tools.swiftcap] + words)
                #expect(process.ending == .exit(1))
                #expect(process.errors.hasPrefix("swiftcap: " + line), "\(process.errors)")
                #expect(process.errors.split(separator: "\n").count == 1)
            }
        }
    }
}
