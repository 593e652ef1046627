import CLinux
import Testing

/// The programs of Examples/, which use swiftcap's libraries as another package would.
extension LiveTests {
    @Suite struct ExamplesTests {
        /// Where scripts/test builds them.
        static let folder: String = {
            let here = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
            return here + "/Examples/.build/debug"
        }()

        static func program(_ name: String) -> String { "\(folder)/\(name)" }

        static let areBuilt = ["capture-ten", "server-names", "watch-promiscuity", "copy-matching"].allSatisfy {
            Tools.exists(program($0))
        }
        static let reason: Comment = "could not run because Examples/ is not built (scripts/test builds it)"

        @Test(.enabled(if: areBuilt, reason)) func `ten packets`() throws {
            try Lab.with { lab in
                try lab.veth()
                let example = try lab.start([Self.program("capture-ten"), "v1"])
                // It says nothing before the first packet: send until it has had enough.
                try example.awaiting("ten packets", seconds: 30) {
                    _ = try lab.peer("send", "v0", "--count", "5", "--size", "80")
                    return example.text.split(separator: "\n").count >= 10
                }
                #expect(try example.wait() == .exit(0))
                let lines = example.text.split(separator: "\n")
                #expect(lines.count == 10)
                #expect(lines.allSatisfy { $0.hasSuffix("octets, 80 captured") })
            }
        }

        /// Ethernet, IPv4, TCP, and a ClientHello for example.org.
        static func hello() -> [UInt8] {
            let name = Array("example.org".utf8)
            let names: [UInt8] = [0, UInt8(name.count + 3), 0, 0, UInt8(name.count)] + name
            let extensions: [UInt8] = [0, 0, 0, UInt8(names.count)] + names
            var body: [UInt8] = [3, 3] + [UInt8](repeating: 9, count: 32) + [0, 0, 2, 0x13, 1, 1, 0]
            body += [0, UInt8(extensions.count)] + extensions
            let record: [UInt8] =
                [22, 3, 1, 0, UInt8(body.count + 4), 1, 0, 0, UInt8(body.count)] + body
            let segment: [UInt8] = [0x9C, 0x40, 1, 0xBB, 0, 0, 0, 1, 0, 0, 0, 1, 0x50, 0x18, 1, 0, 0, 0, 0, 0] + record
            let packet: [UInt8] =
                [0x45, 0, 0, UInt8(segment.count + 20), 0, 0, 0, 0, 64, 6, 0, 0, 192, 0, 2, 1, 198, 51, 100, 7]
                + segment
            return [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0] + packet
        }

        @Test(.enabled(if: areBuilt, reason)) func `server names`() throws {
            try Lab.with { lab in
                let file = "\(lab.folder)/hello.pcap"
                let other = Array(Self.hello().dropLast(60))  // cut: no name
                try Savefile.write(Savefile.bytes([Self.hello(), other, Self.hello()]), to: file)
                let example = try lab.run([Self.program("server-names"), file])
                #expect(example.text == "2 example.org\n")
            }
        }

        @Test(.enabled(if: areBuilt, reason)) func `copy of what matches`() throws {
            try Lab.with { lab in
                let file = "\(lab.folder)/all.pcap"
                try Savefile.write(
                    Savefile.bytes([Self.hello(), [UInt8](repeating: 0xFF, count: 60), Self.hello()]), to: file)
                let copy = "\(lab.folder)/some.pcapng"
                #expect(try lab.run([Self.program("copy-matching"), file, copy, "tcp port 443"]).text == "2 packets\n")
                #expect(try lab.runOutside(["tcpdump", "-r", copy, "--count"]).text == "2 packets\n")
            }
        }

        @Test(.enabled(if: areBuilt, reason)) func `changes of the promiscuity`() throws {
            try Lab.with { lab in
                try lab.veth()
                // What it says comes out at its end: print(_:) keeps lines back for a file.
                let example = try lab.start([Self.program("watch-promiscuity"), "v0", "4"])
                try lab.shell("sleep 1; ip link set v0 promisc on")
                #expect(try example.wait(seconds: 30) == .exit(0))
                #expect(example.text.contains("v0 1 +1 ip_link"))
            }
        }
    }
}
