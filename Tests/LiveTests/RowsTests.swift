import CLinux
import TestSupport
import Testing

/// Rows from the real binary: files that turn, folders, what a kill leaves, a disk that fills up, the books' table.
extension LiveTests {
    @Suite struct RowsTests {
        /// 300 frames: an answer of DNS, a datagram, ARP.
        private static func savefile(_ lab: Lab, _ count: Int = 300) throws -> String {
            let path = lab.folder + "/rows.pcap"
            let ip = "45000020 0001 0000 4011 0000 0a000001 0a000002 0400 1388 000c 0000 61626364"
            let frames = [
                bytes("020000000002020000000001 0800" + ip),
                bytes(
                    "ffffffffffff020000000001 0806 0001 0800 0604 0001 020000000001 0a000001 000000000000 0a000002"),
            ]
            try Savefile.write(Savefile.bytes((0..<count).map { frames[$0 % 2] }), to: path)
            return path
        }

        /// Whole Parquet files begin and end with these octets.
        private static func isWhole(_ lab: Lab, _ path: String) throws -> Bool {
            try lab.shell("head -c 4 '\(path)'; tail -c 4 '\(path)'") == "PAR1PAR1"
        }

        @Test func `the columns are listed`() throws {
            try Lab.with { lab in
                let listing = try lab.runOutside([Tools.swiftcap, "--list-columns"])
                #expect(listing.text.contains("swiftcap.tcp.mss") && listing.errors.isEmpty)
                let table = try lab.runOutside([Tools.swiftcap, "--list-columns", "--markdown"])
                #expect(table.text.hasPrefix("| name | type |"))
            }
        }

        @Test func `JSON lines: standard output, a file and a packed file say the same`() throws {
            try Lab.with { lab in
                let path = try Self.savefile(lab)
                let output = try lab.runOutside([Tools.swiftcap, "-r", path, "--json"]).text
                #expect(output.split(separator: "\n").count == 300)
                #expect(output.contains("\"arp\":{\"operation\":1,\"sender_mac\":\"02:00:00:00:00:01\""))
                for name in ["a.ndjson", "deep/er/b.ndjson"] {
                    _ = try lab.runOutside([Tools.swiftcap, "-r", path, "-w", "\(lab.folder)/\(name)"])
                    #expect(try lab.shell("cat '\(lab.folder)/\(name)'") == output)
                }
                if Tools.has("zstd") {
                    _ = try lab.runOutside([Tools.swiftcap, "-r", path, "-w", "\(lab.folder)/c.ndjson.zst"])
                    #expect(try lab.shell("zstd -dc '\(lab.folder)/c.ndjson.zst'") == output)
                }
                let few = try lab.runOutside([
                    Tools.swiftcap, "-r", path, "--json", "-c", "2", "--columns", "source.port", "udp",
                ])
                #expect(few.text == "{\"source\":{\"port\":1024}}\n{\"source\":{\"port\":1024}}\n")
            }
        }

        @Test func `a Parquet file has its name when it is whole`() throws {
            try Lab.with { lab in
                let path = try Self.savefile(lab)
                let run = try lab.runOutside([Tools.swiftcap, "-r", path, "-w", lab.folder + "/out/a.parquet"])
                #expect(run.ending == .exit(0), "\(run.errors)")
                #expect(try Self.isWhole(lab, lab.folder + "/out/a.parquet"))
                #expect(try lab.shell("ls '\(lab.folder)/out'") == "a.parquet\n")
                // Nothing to write is a file without rows.
                let empty = try lab.runOutside([Tools.swiftcap, "-r", path, "-w", lab.folder + "/out/b.parquet", "ip6"])
                #expect(empty.ending == .exit(0))
                #expect(try Self.isWhole(lab, lab.folder + "/out/b.parquet"))
            }
        }

        @Test func `a live capture turns, makes folders, and keeps the books beside it`() throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "-w", lab.folder + "/lake/%Y/part.parquet", "-G", "1", "--books",
                    lab.folder + "/books/b.ndjson")
                for _ in 0..<3 {
                    _ = try lab.peer("send", "v1", "--count", "20", "--size", "100")
                    Clock.pause(0.7)
                }
                // The open file has another name.
                try process.awaiting("a second file") {
                    (try? lab.shell("ls \(lab.folder)/lake/*/ | grep -c 'parquet$'")) != "0\n"
                }
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                let files = try lab.shell("ls -d \(lab.folder)/lake/*/*").split(separator: "\n").map(String.init)
                #expect(files.count >= 2 && files.allSatisfy { $0.hasSuffix(".parquet") }, "\(files)")
                for file in files { #expect(try Self.isWhole(lab, file)) }
                #expect(
                    try lab.shell("grep -lac swiftcap.report/1 \(lab.folder)/lake/*/* | wc -l") == "\(files.count)\n")
                let books = try lab.shell("cat \(lab.folder)/books/*")
                for text in [
                    "\"record\":\"state\",\"phase\":\"before\",\"interface\":\"v0\"", "\"phase\":\"during\"",
                    "\"phase\":\"after\"",
                    "\"record\":\"holder\",\"phase\":\"during\"", "\"kind\":\"packet_socket\"", "\"own\":true",
                ] {
                    #expect(books.contains(text), "\(text)\n\(books)")
                }
                #expect(books.hasSuffix("}\n"))
            }
        }

        @Test func `--json shows packets as they come, beside a savefile`() throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "--json", "--no-report", "-w", lab.folder + "/f.pcap", "udp")
                _ = try lab.peer("send", "v1", "--count", "3", "--size", "100")
                try process.awaitText("\"sequence\":3}", inOutput: true)
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                #expect(process.text.split(separator: "\n").count == 3)
                #expect(process.text.contains("\"interface\":{\"name\":\"v0\"}"))
                #expect(process.text.contains("\"foreign_unicast\":"))
                #expect(try Savefile.count(lab.folder + "/f.pcap") == 3)
            }
        }

        /// A pcapng file of two interfaces, with the packets' directions; the second name ends with a NUL.
        private static func interfaces(_ lab: Lab) throws -> String {
            let path = lab.folder + "/two.pcapng"
            let frame = "020000000002020000000001 0800" + String(repeating: "00", count: 18)
            func interface(_ name: String) -> String {
                "01000000 24000000 0100 0000 00000400 0200 0500 \(name) 000000 0000 0000 24000000"
            }
            func packet(_ number: String, _ flags: String) -> String {
                "06000000 4c000000 \(number) 00000000 00000000 20000000 20000000 \(frame) 0200 0400 \(flags) 0000 0000 4c000000"
            }
            try Savefile.write(
                bytes(
                    "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000"
                        + interface("6574683000") + interface("6574683100") + packet("00000000", "01000000")
                        + packet("01000000", "02000000")), to: path)
            return path
        }

        @Test(arguments: [[], ["-w", "x.pcap"], ["-w", "x.pcapng"]])
        func `names and directions of a pcapng file`(options: [String]) throws {
            try Lab.with { lab in
                let path = try Self.interfaces(lab)
                let words = options.map { $0.replacing("x.", with: lab.folder + "/x.") }
                let run = try lab.runOutside(
                    [
                        Tools.swiftcap, "-r", path, "--json", "--columns",
                        "observer.ingress.interface.name,network.direction",
                    ] + words)
                func line(_ name: String, _ direction: String) -> String {
                    "{\"observer\":{\"ingress\":{\"interface\":{\"name\":\"\(name)\"}}},"
                        + "\"network\":{\"direction\":\"\(direction)\"}}\n"
                }
                #expect(run.text == line("eth0", "ingress") + line("eth1", "egress"), "\(run.errors)")
                if options.last == "x.pcap" { #expect(try Savefile.count(lab.folder + "/x.pcap") == 2) }
            }
        }

        @Test func `SIGKILL leaves whole files and one under another name`() throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "-w", lab.folder + "/k.parquet", "-G", "1", "--no-report")
                _ = try lab.peer("send", "v1", "--count", "50", "--size", "100")
                try process.awaiting("a closed file") { Tools.exists(lab.folder + "/k.parquet") }
                process.signal(SIGKILL)
                #expect(try process.wait() == .signal(SIGKILL))
                for name in try lab.shell("cd \(lab.folder); ls | grep 'parquet$'").split(separator: "\n") {
                    #expect(try Self.isWhole(lab, "\(lab.folder)/\(name)"))
                }
                #expect(try lab.shell("cd \(lab.folder); ls | grep -c 'parquet[.].*~$'") == "1\n")
            }
        }

        @Test(arguments: ["a.ndjson", "a.ndjson.zst", "a.parquet"])
        func `a disk that fills up is said, and what is there can be read`(name: String) throws {
            try Lab.with { lab in
                let path = try Self.savefile(lab, 400_000)
                let disk = lab.folder + "/disk"
                try lab.shell("mkdir \(disk); mount -t tmpfs -o size=\(name == "a.ndjson" ? 2000 : 16)k tmpfs \(disk)")
                let run = try lab.run([Tools.swiftcap, "-r", path, "-w", "\(disk)/\(name)"], seconds: 120)
                #expect(run.ending == .exit(1))
                #expect(run.errors.contains("\(name): No space left on device"), "\(run.errors)")
                switch name {
                case "a.ndjson": #expect(try lab.run(["sh", "-c", "tail -c 2 \(disk)/\(name)"]).text == "}\n")
                case "a.parquet": #expect(try lab.run(["sh", "-c", "ls -A \(disk)"]).text.contains("~") == false)
                default: break
                }
            }
        }

        @Test func `limits and turns by size`() throws {
            try Lab.with { lab in
                let path = try Self.savefile(lab, 60_000)
                let run = try lab.runOutside([
                    Tools.swiftcap, "-r", path, "-w", lab.folder + "/c.ndjson", "-C", "5", "--stop-files", "2",
                ])
                #expect(run.ending == .exit(0), "\(run.errors)")
                #expect(try lab.shell("cd \(lab.folder); ls *.ndjson") == "c.ndjson\nc1.ndjson\n")
                for (name, limit) in [("s.ndjson", 3_000_000), ("s.parquet", 300_000)] {
                    let stopped = try lab.runOutside([
                        Tools.swiftcap, "-r", path, "-w", "\(lab.folder)/\(name)", "--stop-size", "\(limit / 1000)k",
                    ])
                    #expect(stopped.ending == .exit(0), "\(stopped.errors)")
                    let size = Int(try lab.shell("stat -c %s \(lab.folder)/\(name)").dropLast()) ?? 0
                    #expect(size > 1000 && size <= limit, "\(name): \(size)")
                }
            }
        }

        static let refusals: [(String, String)] = [
            ("--columns time", "--columns needs rows"), ("--json -w a.parquet", "--json does not go with rows"),
            ("--json --print -w a.pcap", "--json does not go with"), ("--json --columns nonsense", "unknown column"),
            ("-w a.parquet --keep 1M", "--keep writes savefiles"),
            ("-w - --format parquet", "a Parquet file needs a name"),
            ("--markdown", "--markdown is for --list-columns"), ("--books a.parquet", "--books is for live captures"),
        ]

        @Test(arguments: refusals) func `what makes no sense is refused`(line: String, message: String) throws {
            try Lab.with { lab in
                let path = try Self.savefile(lab, 2)
                let run = try lab.runOutside(
                    [Tools.swiftcap, "-r", path] + line.split(separator: " ").map(String.init))
                #expect(run.ending == .exit(1) && run.errors.contains(message), "\(line): \(run.errors)")
            }
        }
    }
}
