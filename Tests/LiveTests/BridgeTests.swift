import Testing

/// What -p changes in the frames, on the one device where it shows without any hardware: a bridge with three
/// hosts. Frames between the first and the second pass the bridge device only while it is promiscuous.
extension LiveTests {
    @Suite struct BridgeTests {
        func hosts(_ lab: Lab) throws -> [Lab] {
            try lab.quietIPv6()
            try lab.shell("ip link add br0 type bridge mcast_snooping 0; ip link set br0 up")
            let hosts = try ["h1", "h2", "h3"].map { try lab.host($0) }
            for (number, host) in hosts.enumerated() {
                try lab.shell("ip link set h\(number + 1) master br0")
                try host.shell("ip link set eth0 address 02:00:00:00:00:0\(number + 1)")
            }
            // Each sends a broadcast, so that the bridge learns where it is.
            try lab.awaitForwarding(["h1", "h2", "h3"])
            for (number, host) in hosts.enumerated() {
                _ = try host.peer(
                    "send", "eth0", "--dst", "ff:ff:ff:ff:ff:ff", "--src", "02:00:00:00:00:0\(number + 1)")
            }
            return hosts
        }

        @Test(arguments: [false, true])
        func `-p hides frames between two other hosts`(promiscuous: Bool) throws {
            try Lab.with { lab in
                let hosts = try hosts(lab)
                let path = lab.folder + "/report.json"
                let options = (promiscuous ? [] : ["-p"]) + ["-i", "br0", "-nn", "-e", "--report", path, "ip"]
                let process = try lab.capture(Tools.swiftcap, options)
                #expect(try lab.link("br0").promiscuity == (promiscuous ? 1 : 0))
                _ = try hosts[0].peer(
                    "send", "eth0", "--count", "5", "--src", "02:00:00:00:00:01", "--dst", "02:00:00:00:00:02")
                _ = try hosts[0].peer(
                    "send", "eth0", "--count", "2", "--src", "02:00:00:00:00:01", "--dst", "ff:ff:ff:ff:ff:ff")
                try process.awaitQuiet(1.3)
                process.signal(2)
                #expect(try process.wait() == .exit(0))
                let lines = process.text.split(separator: "\n")
                #expect(lines.filter { $0.contains("> 02:00:00:00:00:02") }.count == (promiscuous ? 5 : 0))
                #expect(lines.filter { $0.contains("> ff:ff:ff:ff:ff:ff") }.count == 2)
                let books = try ReportDocument(path).only()
                #expect(books.packets.foreignUnicast == (promiscuous ? 5 : 0))
                #expect(books.packets.captured == (promiscuous ? 7 : 2))
                #expect(books.kind == "bridge" && books.verdict.balanced)
                #expect(
                    [books.before, books.during, books.after].map { $0?.promiscuity } == [0, promiscuous ? 1 : 0, 0])
                #expect(try lab.link("br0").promiscuity == 0)
            }
        }

        @Test func `a port is held by its bridge`() throws {
            try Lab.with { lab in
                _ = try hosts(lab)
                let path = lab.folder + "/report.json"
                #expect(try lab.link("h1") == LinkReading(promiscuity: 1, gflags: false, flags: true))
                let process = try lab.capture(Tools.swiftcap, "-i", "h1", "--report", path)
                #expect(try lab.link("h1").promiscuity == 2)
                process.signal(15)
                #expect(try process.wait() == .exit(0))
                let books = try ReportDocument(path).only()
                #expect([books.before, books.during, books.after].map { $0?.promiscuity } == [1, 2, 1])
                let bridge = try #require(books.before?.holders(of: "bridge_port").first)
                #expect(bridge.device == "br0" && bridge.references == 1)
                #expect(books.during?.residual == 0 && books.during?.ownReferences == 1)
                #expect(books.verdict.promiscuousWithoutUs && books.verdict.balanced)
            }
        }
    }
}

extension Lab {
    /// Waits until the bridge forwards on these ports.
    func awaitForwarding(_ ports: [String]) throws {
        for port in ports {
            let deadline = Clock.now() + 40
            while try shell("cat /sys/class/net/\(port)/brport/state").first != "3" {
                guard Clock.now() < deadline else { throw LiveFailure("\(port) never forwards") }
            }
        }
    }
}
