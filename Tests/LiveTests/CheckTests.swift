import Testing

/// `swiftcap check` as a monitoring system sees it: one line and a status.
extension LiveTests {
    @Suite struct CheckTests {
        @Test func `statuses and lines`() throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.shell(
                    "ip link add br0 type bridge; ip link set br0 up; ip link set v1 master br0; ip link set v0 promisc on"
                )
                let capture = try lab.capture(Tools.swiftcap, "-i", "v0", "-n")
                try lab.awaitPromiscuity(2)
                let who = "swiftcap[\(capture.pid)]"
                let cases: [([String], Int32, String)] = [
                    (["br0"], 0, "PROMISC OK - br0 has no references | br0=0;0;;0"),
                    (["v0"], 1, "PROMISC WARNING - v0 has 2 references: \(who), ip link | v0=2;0;;0"),
                    (
                        ["v1", "--allow", "bridge_port:br0"], 0,
                        "PROMISC OK - v1 has 1 reference, all allowed | v1=1;;;0"
                    ),
                    (
                        ["v1", "--allow", "bridge_port:br1"], 2,
                        "PROMISC CRITICAL - v1 has 1 reference, 1 not allowed: bridge br0 | v1=1;;;0"
                    ),
                    (
                        ["v0", "v1", "--allow", "bridge_port", "--allow", "ip_link"], 2,
                        "PROMISC CRITICAL - v0 has 2 references, 1 not allowed: \(who) | v0=2;;;0 v1=1;;;0"
                    ),
                    (
                        ["v0", "--allow", "packet_socket:swiftcap", "--allow", "ip_link"], 0,
                        "PROMISC OK - v0 has 2 references, all allowed | v0=2;;;0"
                    ),
                    (["v0", "--warning", "2"], 0, "PROMISC OK - v0 has 2 references | v0=2;2;;0"),
                    (
                        ["v0", "--warning", "0", "--critical", "1"], 2,
                        "PROMISC CRITICAL - v0 has 2 references: \(who), ip link | v0=2;0;1;0"
                    ),
                    (["nope"], 3, "PROMISC UNKNOWN - no interface nope"),
                    (["--allow", "me"], 3, "PROMISC UNKNOWN - --allow me is not KIND or KIND:NAME"),
                    (["--whatever"], 3, "PROMISC UNKNOWN - Unknown option --whatever"),
                ]
                for (words, status, line) in cases {
                    let process = try lab.run([Tools.swiftcap, "check"] + words)
                    #expect(process.ending == .exit(status), "\(words)")
                    let found = process.text
                    #expect(found.hasPrefix(line) && found.hasSuffix("\n"), "\(words): \(found)")
                    #expect(found.split(separator: "\n", omittingEmptySubsequences: false).count == 2)
                    #expect(process.errors.isEmpty)
                }
            }
        }

        @Test func `without privileges no process is taken for another`() throws {
            try Lab.with { lab in
                try lab.veth()
                _ = try lab.capture(Tools.swiftcap, "-i", "v0", "-n")
                let words = [Tools.swiftcap, "check", "v0", "--allow", "packet_socket:swiftcap"]
                #expect(try lab.run(words).ending == .exit(0))
                let process = try lab.run(Lab.powerless + words)
                #expect(process.ending == .exit(2))
                #expect(process.text.contains("no process found"))
                #expect(process.text.contains("processes could not be read (CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH)"))
            }
        }
    }
}
