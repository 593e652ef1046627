import TestSupport
import Testing

/// Lists of savefiles, listings of devices and link types, filters that are shown: beside the real tcpdump.
extension LiveTests {
    @Suite(.enabled(if: Lab.isRoot, "\(Tools.rootReason)")) struct ListingTests {
        /// FRAMES and OTHER are savefiles, CUT one that ends early; the others are lists of them. No device is written to:
        /// the owner of whatever -w names changes when Debian's tcpdump runs as root.
        static let lines: [CommandLine] = [
            CommandLine("-V LIST -tn"), CommandLine("-V LIST -c 1 -tn"), CommandLine("-V LIST --count"),
            CommandLine("-V LIST -tn -#"), CommandLine("-V LIST -ttt -n"), CommandLine("-V LIST -d"),
            CommandLine("-V GAP -tn"), CommandLine("-V MISSING -tn"), CommandLine("-V NONE"),
            CommandLine("-V /nonexistent"), CommandLine("-V /"), CommandLine("-V MIXED -w OUT"),
            CommandLine("-V LIST -r FRAMES"), CommandLine("-V LIST -f"), CommandLine("-r CUT --count"),
            CommandLine("-r FRAMES --count --print"), CommandLine("-r FRAMES --count --print -w OUT -tn"),
            CommandLine("-r FRAMES -F /nonexistent", lastLineOnly: true),
            CommandLine("-r FRAMES -F /", lastLineOnly: true),
            CommandLine("-r FRAMES -m foo -m bar -tn"), CommandLine("-r FRAMES -j host -tn"),
            CommandLine("-r FRAMES -J -tn"), CommandLine("-r FRAMES -L -tn"), CommandLine("-r FRAMES -T nosuch"),
            CommandLine("-r FRAMES ip broadcast -tn"), CommandLine("-r FRAMES -w OUT -C 9223372036855"),
            CommandLine("-d ip broadcast"), CommandLine("-dd -y RAW udp"), CommandLine("-d -F /nonexistent"),
            CommandLine("-D"), CommandLine("-D -L"), CommandLine("-J -D"), CommandLine("-L -i v0"),
            CommandLine("-L -i any"), CommandLine("-L"), CommandLine("-J -i v0"), CommandLine("-J -L -i lo"),
            CommandLine("-J -i nosuch0"), CommandLine("-L -i nosuch0"), CommandLine("-d -i any tcp"),
            CommandLine("-d -i any -y LINUX_SLL tcp"), CommandLine("-d -i lo ip broadcast"),
            CommandLine("-d -i v0 vlan 5"), CommandLine("-d -i 1 tcp"), CommandLine("-i v0 -I"),
            CommandLine("-i 0"), CommandLine("-Z nosuchuser -r FRAMES", lastLineOnly: true),
            CommandLine("-Z root -tnr FRAMES"),
        ]

        @Test func `lists and listings are tcpdump's`() throws {
            try Lab.with { lab in
                try lab.veth()
                let frame = bytes(
                    "020000000002020000000001 0800 4500002000010000 4011f6c9c0000201c0000202 04000009000c0000 11223344")
                let good = Savefile.bytes([frame, frame, frame])
                var other = good
                // Link type 101: raw IP.
                other[20] = 101
                let names = { (files: [String]) in
                    Array(files.map { $0.isEmpty ? "" : "\(lab.folder)/\($0)" }.joined(separator: "\n").utf8)
                }
                let files: [(String, [UInt8])] = [
                    ("FRAMES", good), ("CUT", Array(good.dropLast(9))), ("OTHER", other),
                    ("LIST", names(["FRAMES", "FRAMES", ""])), ("GAP", names(["FRAMES", "", "FRAMES"])),
                    ("MISSING", names(["FRAMES", "NOSUCH"])), ("MIXED", names(["FRAMES", "OTHER"])), ("NONE", []),
                ]
                for (name, bytes) in files { try Savefile.write(bytes, to: "\(lab.folder)/\(name)") }
                for line in Self.lines { try lab.runBeside(line) }
            }
        }
    }
}
