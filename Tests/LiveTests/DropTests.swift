import CLinux
import Testing

/// Packets that come while the ring is full: the end says why, and the ring that it names really holds them.
extension LiveTests {
    @Suite struct DropTests {
        /// A capture that is stopped (SIGSTOP) while 6,000 frames of 1,000 octets come.
        private func capture(_ lab: Lab, _ ring: [String], print: Bool) throws -> Spawned {
            let sink = print ? ["-n"] : ["-w", lab.folder + "/kept.pcap"]
            let process = try lab.capture(Tools.swiftcap, ring + ["-i", "v0"] + sink + ["ip"])
            process.signal(SIGSTOP)
            _ = try lab.peer("send", "v1", "--count", "6000", "--size", "1000")
            process.signal(SIGCONT)
            process.signal(SIGINT)
            #expect(try process.wait() == .exit(0), "\(process.errors)")
            return process
        }

        @Test func `of two devices the one that lost packets is named, and Got N is said each second`() throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.veth("w0", "w1")
                let file = lab.folder + "/kept.pcap"
                let process = try lab.capture(
                    Tools.swiftcap, "-v", "-B", "2048", "-i", "v0", "-i", "w0", "-w", file, "ip")
                try process.awaitText("listening on w0")
                process.signal(SIGSTOP)
                _ = try lab.peer("send", "v1", "--count", "6000", "--size", "1000")
                _ = try lab.peer("send", "w1", "--count", "60", "--size", "1000")
                process.signal(SIGCONT)
                try process.awaitText("Got ")
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                let why = "swiftcap: v0: the ring of 2048 KiB was too small: "
                #expect(process.errors.contains(why), "\(process.errors)")
                #expect(!process.errors.contains("w0: the ring"))
            }
        }

        @Test(arguments: [false, true]) func `the ring that is named would have held them`(print: Bool) throws {
            try Lab.with { lab in
                try lab.veth()
                let first = try capture(lab, ["-B", "2048"], print: print).errors
                let match = try #require(
                    first.firstMatch(
                        of:
                            /swiftcap: the ring of 2048 KiB was too small: (\d+) packets came while it was full; -B (\d+) would have held them\n/
                    ),
                    "\(first)")
                #expect(first.contains("\n\(match.1) packets dropped by kernel\n"))
                let second = try capture(lab, ["-B", String(match.2)], print: print).errors
                #expect(second.contains("\n6000 packets captured\n"), "\(second)")
                #expect(second.contains("\n0 packets dropped by kernel\n"), "\(second)")
                #expect(!second.contains("too small"))
            }
        }
    }
}
