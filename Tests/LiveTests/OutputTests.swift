import TestSupport
import Testing

/// The text on stdout beside a real tcpdump's, on live traffic of the kernel's own stack and on frames that no
/// stack sends. Both hear the same device at the same time; the kernel stamps each frame once for both.
extension LiveTests {
    @Suite(.enabled(if: Lab.isRoot, "\(Tools.rootReason)")) struct OutputTests {
        /// Each is run by both programs, all at once. The kernel gives a frame of its own TCP no receive time (the
        /// field holds its departure), so that each capture reads the clock for itself: times go without TCP.
        static let flags: [[String]] = [
            ["-tnn"], ["-tn"], ["-t"], ["-tnn", "-e"], ["-tnnv"], ["-tnnvve"], ["-tnnvvv"], ["-tnnq"], ["-tnnqe"],
            ["-tnnS"], ["-tnnX"], ["-tnnXX"], ["-tnnx"], ["-tnnxx"], ["-tnnA"], ["-tnn#"], ["-tnns", "40"],
            ["-tnnvXs0", "tcp"], ["-tnne", "icmp or icmp6"], ["-tnn", "-Q", "in"], ["-tnn", "-Q", "out"],
            ["-tnn", "arp"],
            ["tcp", "-tnnK"], ["-tnnp"], ["-nn", "not tcp"], ["-nntt", "not tcp"], ["-nnttt", "not tcp"],
            ["-nntttt", "not tcp"], ["-nnttttt", "not tcp"], ["-nn", "--nano", "not tcp"],
        ]

        /// Frames by hand: what a stack does not send of its own accord.
        static let frames: [String] = [
            // 802.1Q, priority 3, tag 5, IPv4 UDP with no payload and no checksum.
            "02000000000202000000000181006005 0800 4500001c000140004011b6cdc0000201c0000202 040000090008 0000",
            // 802.1ad over 802.1Q.
            "020000000002020000000001 88a80064 81000005 0800 4500001c000140004011b6cdc0000201c0000202 0400000900080000",
            // An unknown ether type.
            "020000000002020000000001 88b5 00112233445566778899aabbccddeeff",
            // 802.3 with an LLC header, no known service access point.
            "020000000002020000000001 0006 aa aa 03 000000",
            "020000000002020000000001 0004 0000af00",
            // IPv4: unknown protocol 253.
            "020000000002020000000001 0800 45000018000100004 0fdf5dfc0000201c0000202 00112233",
            // IPv4: a first fragment of UDP, a later one.
            "020000000002020000000001 0800 450000240007200040119 6bfc0000201c0000202 04000009010000001122334455667788",
            "020000000002020000000001 0800 4500001c0007001040110000c0000201c0000202 1122334455667788",
            // IPv4: router alert and a record of two routes, before a datagram.
            "020000000002020000000001 0800 4a000034000100004011 0000c0000201c0000202 94040000 070b0cc0000201c0000202 00000000000000 04000009000c0000 11223344",
            // IPv4 that claims a wrong length, and one cut in its header.
            "020000000002020000000001 0800 450005dc000100004011b0eec0000201c0000202 0400000905c80000",
            "020000000002020000000001 0800 45000014000100004011",
            // IPv6: no next header; ICMPv6 of an unknown type.
            "020000000002020000000001 86dd 6000000000003b40 20010db8000000000000000000000001 20010db8000000000000000000000002",
            "020000000002020000000001 86dd 6000000000083a40 20010db8000000000000000000000001 20010db8000000000000000000000002 c800000000000000",
            // TCP SYN with every common option; RST; a header length that is too small.
            "020000000002020000000001 0800 4500003c000140004006b6b8c0000201c0000202 c350005000000001 00000000a002ffff00000000 020405b40402080a00000001000000000103 0307",
            "020000000002020000000001 0800 45000028000140004006b6ccc0000201c0000202 c350005000000001 00000000500400000000 0000",
            "020000000002020000000001 0800 45000028000140004006b6ccc0000201c0000202 c350005000000001 00000000400200000000 0000",
            // ARP: reply, gratuitous, cut short.
            "ffffffffffff020000000001 0806 0001080006040002 020000000001 c0000201 020000000002 c0000202",
            "ffffffffffff020000000001 0806 0001080006040001 020000000001 c0000201 000000000000 c0000201",
            "ffffffffffff020000000001 0806 000108000604",
        ]

        func makeTraffic(_ lab: Lab, _ host: Lab) throws {
            _ = try host.peer("ping", "10.0.0.1", "--count", "2")
            _ = try host.peer("ping", "fd00::1", "--count", "2", "--size", "9")
            _ = try host.peer("udp", "10.0.0.1", "4999", "--count", "2")
            _ = try host.peer("udp", "fd00::1", "4999", "--size", "5")
            for address in ["10.0.0.1", "fd00::1"] {
                let server = try lab.start([Tools.peer, "tcp-serve", address, "7777"])
                try server.awaitText("ready", inOutput: true)
                _ = try host.peer("tcp-talk", address, "7777", "hello", "and a somewhat longer second line\n")
                try server.wait()
            }
            _ = try lab.peer("send", "h1", "--count", "3", "--size", "100")
            _ = try host.peer("send", "eth0", "--count", "2", "--vlan", "5")
            let path = lab.folder + "/frames.pcap"
            try Savefile.write(Savefile.bytes(Self.frames.map(bytes)), to: path)
            _ = try host.peer("replay", "eth0", path)
            _ = try lab.peer("replay", "h1", path)
        }

        @Test func `every line is tcpdump's, byte for byte`() throws {
            try Lab.with { lab in
                let host = try lab.host("h1", address: "10.0.0.2/24")
                try host.shell("ip address add fd00::2/64 dev eth0 nodad")
                try lab.shell("ip address add 10.0.0.1/24 dev h1; ip address add fd00::1/64 dev h1 nodad")
                var stamps = try Holding(in: lab)
                try stamps.step("stamp")
                let pairs = try Self.flags.map { flags in
                    try ["tcpdump", Tools.swiftcap].map {
                        try lab.capture($0, ["-l", "-i", "h1"] + flags + noise(flags))
                    }
                }
                try makeTraffic(lab, host)
                try lab.awaitQuiet(Array(pairs.joined()))
                for process in pairs.joined() { process.signal(2) }
                for (flags, pair) in zip(Self.flags, pairs) {
                    for process in pair { #expect(try process.wait() == .exit(0), "\(flags)") }
                    #expect(pair[0].text.split(separator: "\n").count > 2, "\(flags)")
                    if let difference = firstDifference(pair[0].text, pair[1].text) {
                        Issue.record("\(flags.joined(separator: " ")): \(difference)")
                    }
                }
            }
        }

        /// Multicast listener reports come when the kernel likes, perhaps between the two captures' beginnings.
        func noise(_ flags: [String]) -> [String] {
            let quiet = "not (ip6 and ip6[6] == 0)"
            guard let filter = flags.first(where: { $0.contains("tcp") || $0 == "arp" || $0.contains("icmp") }) else {
                return [quiet]
            }
            return filter == "not tcp" ? ["and " + quiet] : []
        }
    }
}
