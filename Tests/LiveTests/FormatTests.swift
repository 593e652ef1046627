import CLinux
import TestSupport
import Testing

/// What else is written than tcpdump's own format, read back by other people's programs; and names from a resolver that
/// never answers.
extension LiveTests {
    @Suite struct FormatTests {
        /// 50 datagrams in a file of the given name.
        private func record(_ lab: Lab, _ name: String) throws -> String {
            try lab.veth()
            let path = "\(lab.folder)/\(name)"
            let process = try lab.capture(Tools.swiftcap, "-i", "v0", "-w", path, "ip")
            _ = try lab.peer("send", "v1", "--count", "50", "--size", "100")
            process.signal(SIGINT)
            #expect(try process.wait() == .exit(0), "\(process.errors)")
            return path
        }

        @Test(
            .enabled(if: Tools.has("capinfos") && Tools.has("tshark"), "capinfos and tshark are not installed"))
        func `pcapng carries its own books, and Wireshark's programs read it without a word`() throws {
            try Lab.with { lab in
                let path = try record(lab, "books.pcapng")
                let infos = try lab.runOutside(["capinfos", "-M", path])
                #expect(infos.ending == .exit(0) && infos.errors.isEmpty, "\(infos.errors)")
                for text in [
                    "pcapng", "nanoseconds (9)", "Number of packets:   50", "swiftcap.state/1", "Name = v0",
                    "Filter string = ip", "Number of stat entries = 1",
                ] {
                    #expect(infos.text.contains(text), "\(text)\n\(infos.text)")
                }
                let frames = try lab.runOutside(["tshark", "-r", path, "-T", "fields", "-e", "frame.number"])
                #expect(frames.text.split(separator: "\n").count == 50)
                #expect(!frames.errors.lowercased().contains("damaged"), "\(frames.errors)")
                // The final statistics block has the whole report as a comment.
                #expect(try lab.shell("grep -ac 'swiftcap.report/1' \(path)") == "1\n")
                let own = try lab.runOutside([Tools.swiftcap, "--count", "-r", path])
                #expect(own.text == "50 packets\n")
            }
        }

        @Test(
            .enabled(if: Tools.hasPackers, "gzip, zstd or lz4 is not installed"),
            arguments: [(".pcap.gz", "gzip -dc"), (".pcap.zst", "zstd -dc"), (".pcap.lz4", "lz4 -dc")])
        func `packed files unpack to what tcpdump reads`(ending: String, program: String) throws {
            try Lab.with { lab in
                let path = try record(lab, "packed" + ending)
                let own = try lab.runOutside([Tools.swiftcap, "--count", "-r", path])
                #expect(own.text == "50 packets\n", "\(own.errors)")
                try lab.shell("\(program) \(path) >\(lab.folder)/plain")
                #expect(try Savefile.count(lab.folder + "/plain") == 50)
            }
        }

        /// A name of octets that are no UTF-8, read, written and complained about; what is shown of them is "?".
        @Test func `file names are octets`() throws {
            try Lab.with { lab in
                let frame = bytes("020000000002020000000001 88b5 0011")
                try Savefile.write(Savefile.bytes([frame]), to: lab.folder + "/FRAMES")
                let said = try lab.shell(
                    """
                    cd \(lab.folder); old=$(printf 'old\\377'); new=$(printf 'new\\374\\342\\202'); mv FRAMES "$old"
                    \(Tools.swiftcap) -r "$old" -w "$new" 2>said; cmp "$old" "$new"
                    ! \(Tools.swiftcap) -r "$new$new" 2>>said; grep -ac "file old?," said; grep -ac ": new???new???: No such" said
                    """)
                #expect(said == "1\n1\n")
            }
        }

        /// A name server that answers no question, and a hosts file that knows one address.
        @Test func `a resolver that never answers costs names, not packets`() throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.shell(
                    """
                    ip address add 10.9.0.1/24 dev v0; ip neighbour add 10.9.0.2 lladdr 02:00:00:00:00:09 dev v0
                    ip route add default via 10.9.0.2
                    echo nameserver 192.0.2.1 >\(lab.folder)/resolv; echo 192.0.2.9 nine.example >\(lab.folder)/hosts
                    mount --bind \(lab.folder)/resolv /etc/resolv.conf; mount --bind \(lab.folder)/hosts /etc/hosts
                    """)
                // 2,000 senders, one receiver: 198.18.0.0 to 198.18.7.207 > 192.0.2.9.
                let frames = (0..<2000).map { number in
                    bytes("020000000002020000000001 0800 4500001c000000004011 0000 c612")
                        + [UInt8(number >> 8), UInt8(number & 0xFF)]
                        + bytes("c0000209 04000009 0008 0000")
                }
                try Savefile.write(Savefile.bytes(frames), to: lab.folder + "/FRAMES")
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v1", "-t", "--no-report", "-B", "8192", "-c", "2000", "src net 198.18")
                _ = try lab.peer("replay", "v0", lab.folder + "/FRAMES")
                #expect(try process.wait(seconds: 15) == .exit(0))
                #expect(process.errors.contains("\n2000 packets captured\n"), "\(process.errors)")
                #expect(process.errors.contains("\n0 packets dropped by kernel\n"), "\(process.errors)")
                let lines = process.text.split(separator: "\n")
                #expect(lines.count == 2000)
                #expect(lines.last?.hasPrefix("IP 198.18.7.207.1024 > nine.example.") == true, "\(lines.last ?? "")")
            }
        }
    }
}
