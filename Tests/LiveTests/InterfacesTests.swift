import CLinux
import TestSupport
import Testing

/// pcapng files with several interfaces, sections and link types, from other people's programs and back.
extension LiveTests {
    @Suite struct InterfacesTests {
        static let datagram = "4500002000010000 4011f6c9 c0000201 c0000202 04000009000c0000 11223344"

        /// ETHER and RAW, three packets each of the link type that the name says.
        private func prepare(_ lab: Lab) throws {
            let frame = bytes("020000000002 020000000001 0800" + Self.datagram)
            try Savefile.write(Savefile.bytes([frame, frame, frame]), to: lab.folder + "/ETHER")
            let packet = bytes(Self.datagram)
            var raw = Savefile.bytes([packet, packet, packet])
            // LINKTYPE_RAW.
            raw[20] = 101
            try Savefile.write(raw, to: lab.folder + "/RAW")
        }

        @Test(
            .enabled(if: Tools.has("mergecap") && Tools.has("capinfos"), "mergecap and capinfos are not installed"))
        func `link types that differ are printed, filtered and kept`() throws {
            try Lab.with { lab in
                try prepare(lab)
                // Two sections of two interfaces each.
                try lab.shell(
                    "cd \(lab.folder); mergecap -a -I none -F pcapng -w ONE ETHER RAW; cat ONE ONE >BOTH")
                let file = lab.folder + "/BOTH"
                for filter in [[], ["udp port 9"], ["ip src 192.0.2.1"]] {
                    let run = try lab.runOutside([Tools.swiftcap, "-tnr", file] + filter)
                    #expect(run.ending == .exit(0), "\(run.errors)")
                    #expect(
                        run.text.split(separator: "\n")
                            == Array(repeating: "IP 192.0.2.1.1024 > 192.0.2.2.9: UDP, length 4", count: 12))
                }
                let none = try lab.runOutside([Tools.swiftcap, "--count", "-r", file, "tcp"])
                #expect(none.text == "0 packets\n")
                // What makes no sense for one of the link types is an error, after what could be printed.
                let meaningless = try lab.runOutside([Tools.swiftcap, "-tnr", file, "ether dst 02:00:00:00:00:02"])
                #expect(meaningless.ending == .exit(1))
                #expect(meaningless.text.hasPrefix("IP 192.0.2.1.1024"))
                // A second section with the same interfaces adds none.
                let copy = lab.folder + "/copy.pcapng"
                #expect(try lab.runOutside([Tools.swiftcap, "-r", file, "-w", copy]).ending == .exit(0))
                let infos = try lab.runOutside(["capinfos", copy])
                for text in ["Number of packets:   12", "Number of interfaces in file: 2", "Ethernet", "Raw IP"] {
                    #expect(infos.text.contains(text), "\(text)\n\(infos.text)")
                }
                #expect(infos.errors.isEmpty)
            }
        }

        @Test(.enabled(if: Lab.isRoot && Tools.has("mergecap"), "needs mergecap, and real root for tcpdump"))
        func `a classic file of two link types is refused in tcpdump's words`() throws {
            try Lab.with { lab in
                try prepare(lab)
                try lab.shell("cd \(lab.folder); mergecap -I none -F pcapng -w BOTH ETHER RAW")
                let runs = try [["tcpdump", "-Z", "root"], [Tools.swiftcap]].map {
                    try lab.runOutside($0 + ["-r", lab.folder + "/BOTH", "-w", "\(lab.folder)/out\($0.count)"])
                }
                #expect(runs[1].ending == runs[0].ending && runs[1].ending == .exit(1))
                #expect(tcpdumpsName(runs[1].errors) == runs[0].errors)
                #expect(runs[0].errors.contains("different from the type of the first interface"))
                try lab.shell("cmp \(lab.folder)/out1 \(lab.folder)/out3")
            }
        }

        @Test(.enabled(if: Tools.has("editcap") && Tools.has("capinfos"), "editcap and capinfos are not installed"))
        func `a copy keeps the interfaces, and editcap's copy is read`() throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.veth("w0", "w1")
                let file = lab.folder + "/both.pcapng"
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "-i", "w0", "-w", file, "--no-report", "ip")
                try process.awaitText("listening on w0")
                for device in ["v1", "w1", "v1"] { _ = try lab.peer("send", device, "--count", "20", "--size", "1000") }
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                for (name, maker) in [
                    ("ours", "\(Tools.swiftcap) -r both.pcapng -w"),
                    ("ours.zst", "\(Tools.swiftcap) -r both.pcapng -w"),
                    ("theirs", "editcap -F pcapng both.pcapng"),
                ] {
                    let parts = name.split(separator: ".")
                    let copy = "\(parts[0]).pcapng" + (parts.count > 1 ? ".\(parts[1])" : "")
                    try lab.shell("cd \(lab.folder); \(maker) \(copy) 2>said")
                    let infos = try lab.runOutside(["capinfos", "\(lab.folder)/\(copy)"])
                    for text in ["Name = v0", "Name = w0", "Filter string = ip", "Number of interfaces in file: 2"] {
                        #expect(infos.text.contains(text), "\(copy): \(text)\n\(infos.text)")
                    }
                    for count in [40, 20] { #expect(infos.text.contains("Number of packets = \(count)"), "\(copy)") }
                    // The second copy is the first one's.
                    try lab.shell(
                        """
                        cd \(lab.folder); \(Tools.swiftcap) --nano -ttnXr both.pcapng >first 2>said
                        \(Tools.swiftcap) --nano -ttnXr \(copy) >second 2>said; cmp first second
                        \(Tools.swiftcap) -r \(copy) -w once.pcapng 2>said
                        \(Tools.swiftcap) -r once.pcapng -w twice.pcapng 2>said; cmp once.pcapng twice.pcapng
                        """)
                }
                // A series: each file's packets know their interface.
                try lab.shell(
                    "cd \(lab.folder); for i in 1 2 3 4 5 6 7 8 9 10; do cat both.pcapng; done >ten.pcapng;"
                        + "for i in 1 2 3; do cat ten.pcapng; done | \(Tools.swiftcap) -r - -w part.pcapng -C 1 2>said")
                let parts = try lab.runOutside([
                    "sh", "-c", "cd \(lab.folder); ls part*.pcapng; capinfos part.pcapng part?.pcapng",
                ])
                #expect(parts.text.hasPrefix("part.pcapng\npart1.pcapng\n"), "\(parts.text)")
                let counts = parts.text.split(separator: "\n").filter { $0.contains("Number of packets = ") }
                    .map { Int($0.split(separator: " ").last ?? "") ?? 0 }
                let sums = [0, 1].map { first in
                    stride(from: first, to: counts.count, by: 2).reduce(0) { $0 + counts[$1] }
                }
                // Two counts for each file.
                #expect(counts.count >= 4 && counts.count.isMultiple(of: 2) && sums == [1200, 600], "\(counts)")
            }
        }

        /// All that capinfos knows of a file, but for what must differ: names, sizes, sums, who wrote it.
        private func facts(_ lab: Lab, _ name: String) throws -> [String] {
            let infos = try lab.runOutside(["capinfos", "\(lab.folder)/\(name)"])
            #expect(infos.errors.isEmpty, "\(infos.errors)")
            let own = ["File name", "File size", "SHA", "RIPEMD", "Capture oper-sys", "Capture application"]
            return infos.text.split(separator: "\n").map(String.init).filter { line in
                !own.contains { line.hasPrefix($0) }
            }
        }

        @Test(
            .enabled(
                if: Tools.has("editcap") && Tools.has("capinfos") && Tools.has("tshark"),
                "editcap, capinfos and tshark are not installed"))
        func `a copy keeps comments, statistics and how stamps are counted`() throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "-w", lab.folder + "/live.pcapng", "ip")
                _ = try lab.peer("send", "v1", "--count", "9", "--size", "100")
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                try prepare(lab)
                // Our own counts nanoseconds and has statistics with the books in their comment, which editcap drops.
                try lab.shell(
                    """
                    cd \(lab.folder); editcap -a '2:by hand' -a '3:zwei Wörter' -F pcapng live.pcapng nano.pcapng
                    editcap --capture-comment 'of the section' -a 1:first -F pcapng ETHER micro.pcapng
                    for name in live nano micro; do \(Tools.swiftcap) -r $name.pcapng -w copy-$name.pcapng 2>said; done
                    """)
                for name in ["live", "nano", "micro"] {
                    let original = try facts(lab, name + ".pcapng")
                    #expect(original.contains { $0.contains("Number of stat entries = \(name == "live" ? 1 : 0)") })
                    // if_tsresol is written where it may be left out.
                    let copy = try facts(lab, "copy-\(name).pcapng").filter {
                        !$0.contains("Time resolution") || original.contains($0)
                    }
                    #expect(copy == original)
                    let texts = try [name, "copy-" + name].map {
                        try lab.shell(
                            "cd \(lab.folder); tshark -r \($0).pcapng -T fields -e frame.comment -e frame.time_epoch 2>&1 | grep -v Running"
                        )
                    }
                    #expect(texts[0] == texts[1])
                    let comment = ["live": "", "nano": "zwei Wörter", "micro": "first"][name] ?? "?"
                    #expect(comment.isEmpty || texts[1].contains(comment), "\(texts[1])")
                }
                // One file's last comment is not the next one's first.
                try lab.shell(
                    """
                    cd \(lab.folder); editcap -F pcapng -a 3:last ETHER marked.pcapng; printf 'marked.pcapng\\nETHER\\n' >LIST
                    \(Tools.swiftcap) -V LIST -w listed.pcapng 2>said
                    """)
                let listed = try lab.shell(
                    "cd \(lab.folder); tshark -r listed.pcapng -T fields -e frame.number -e frame.comment 2>/dev/null")
                #expect(listed == "1\t\n2\t\n3\tlast\n4\t\n5\t\n6\t\n")
                // The copy has the books, too.
                let report = try lab.runOutside([Tools.swiftcap, "report", lab.folder + "/copy-live.pcapng"])
                #expect(report.ending == .exit(0) && report.text.contains("v0"), "\(report.errors)")
            }
        }
    }
}
