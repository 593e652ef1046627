import CLinux
import Testing

/// Every kind of file that a capture writes, read by Wireshark's programs without a warning.
extension LiveTests {
    @Suite struct ToolReadingTests {
        /// Name, options, how many files of it there are at least.
        static let kinds: [(name: String, options: [String], files: Int)] = [
            ("micro.pcap", [], 1), ("nano.pcap", ["--nano"], 1), ("plain.pcapng", [], 1),
            ("packed.pcap.gz", [], 1), ("packed.pcap.zst", [], 1), ("packed.pcap.lz4", [], 1),
            ("packed.pcapng.gz", [], 1), ("packed.pcapng.zst", [], 1), ("packed.pcapng.lz4", [], 1),
            ("turned.pcap", ["-C", "1"], 2), ("turned.pcapng", ["-C", "1"], 2), ("turned.pcapng.zst", ["-C", "1"], 1),
            ("both.pcap", ["-i", "w0"], 1), ("both.pcapng", ["-i", "w0"], 1),
            ("turns.pcapng", ["-i", "w0", "-C", "1"], 2),
        ]

        /// What a program says on stderr, that it is run by root aside.
        private func complaints(_ run: Spawned) -> [Substring] {
            run.errors.split(separator: "\n").filter { !$0.hasPrefix("Running as user") }
        }

        @Test(.enabled(if: Tools.has("capinfos") && Tools.has("tshark"), "capinfos and tshark are not installed"))
        func `capinfos and tshark have no complaint`() throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.veth("w0", "w1")
                // A folder for each kind: all that is in it belongs together.
                let folders = Self.kinds.indices.map { "\(lab.folder)/kind\($0)" }
                try lab.shell("mkdir " + folders.joined(separator: " "))
                let captures = try zip(Self.kinds, folders).map { kind, folder in
                    try lab.capture(
                        Tools.swiftcap,
                        ["-i", "v0", "-w", "\(folder)/\(kind.name)", "-B", "8192", "--no-report"] + kind.options)
                }
                _ = try lab.peer("send", "v1", "--count", "1500", "--size", "1000")
                try lab.awaitQuiet(captures)
                for (place, (capture, kind)) in zip(captures, Self.kinds).enumerated() {
                    capture.signal(SIGINT)
                    #expect(try capture.wait() == .exit(0), "\(kind.name): \(capture.errors)")
                    let files = try lab.shell("ls -d \(folders[place])/*").split(separator: "\n").map(String.init)
                    #expect(files.count >= kind.files, "\(kind.name): \(files)")
                    let infos = try lab.runOutside(["capinfos", "-c", "-M"] + files)
                    #expect(infos.ending == .exit(0) && infos.errors.isEmpty, "\(kind.name): \(infos.errors)")
                    var frames = 0
                    for file in files {
                        let shark = try lab.runOutside(["tshark", "-r", file, "-T", "fields", "-e", "frame.number"])
                        #expect(shark.ending == .exit(0) && complaints(shark).isEmpty, "\(file): \(shark.errors)")
                        frames += shark.text.split(separator: "\n").count
                    }
                    #expect(frames >= 1500, "\(kind.name)")
                    #expect(
                        capture.errors.contains("\n\(frames) packets captured\n"), "\(kind.name): \(capture.errors)")
                }
            }
        }

        @Test(.enabled(if: Tools.has("capinfos"), "capinfos is not installed"))
        func `each file of a series tells its counts and the books so far`() throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "-w", lab.folder + "/f.pcapng", "-C", "1", "--stop-files", "3")
                _ = try lab.peer("send", "v1", "--count", "3100", "--size", "1000")
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                for (number, name) in ["f", "f1", "f2"].enumerated() {
                    let file = "\(lab.folder)/\(name).pcapng"
                    let infos = try lab.runOutside(["capinfos", file])
                    #expect(infos.text.contains("Number of stat entries = 1"), "\(infos.text)")
                    let json = lab.folder + "/\(name).json"
                    try lab.shell("\(Tools.swiftcap) report --json \(file) >\(json)")
                    let document = try ReportDocument(json)
                    let interface = try document.only()
                    let isLast = number == 2
                    #expect(document.stopReason == (isLast ? "size" : "next_file"))
                    #expect(interface.after?.promiscuity == (isLast ? 0 : nil))
                    #expect(interface.during?.promiscuity == 1)
                    // Counts go on from file to file: each has between 900 and 1,000 packets.
                    #expect((900 * (number + 1)...1000 * (number + 1)).contains(Int(interface.packets.captured)))
                    #expect(interface.packets.receivedByFilter >= interface.packets.captured)
                    let text = try lab.runOutside([Tools.swiftcap, "report", file])
                    #expect(text.ending == .exit(0))
                    #expect(text.text.contains("The capture went on when this was written") == !isLast, "\(text.text)")
                }
                let compared = try lab.runOutside([
                    Tools.swiftcap, "compare", lab.folder + "/f.pcapng", lab.folder + "/f2.pcapng",
                ])
                #expect(compared.ending == .exit(2))
                #expect(compared.text.contains("was not over when its report was written"), "\(compared.text)")
            }
        }
    }
}
