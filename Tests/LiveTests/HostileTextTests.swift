import Glibc
import TestSupport
import Testing

/// Names that would drive a terminal, from every place that they come from, through every way to standard output and
/// error.
extension LiveTests {
    @Suite struct HostileTextTests {
        /// C0 but for line feed and tab, DEL, C1 as UTF-8, C1 as octets of their own.
        private static func controls(_ bytes: [UInt8]) -> [UInt8] {
            var found: [UInt8] = []
            var before: UInt8 = 0
            for byte in bytes {
                let isC1 = (0x80..<0xA0).contains(byte) && (before == 0xC2 || before < 0x80)
                if byte < 0x20 && byte != 0x0A && byte != 0x09 || byte == 0x7F || isC1 { found.append(byte) }
                before = byte
            }
            return found
        }

        /// A file name with a terminal's commands in seven bits and in eight, and a line of our own in the middle.
        static let evil = "x\u{1B}[2J\u{9B}1mswiftcap: OK\u{7F}\r\u{202E}"

        static let commands: [[String]] = [
            ["-r", evil], ["-V", evil], ["-F", evil, "-r", "FRAME"], ["-r", "FRAME", "-w", evil + "/" + evil],
            ["-r", "FRAME", "host", evil], ["-r", "FRAME", evil], ["-d", "port " + evil], ["-i", evil],
            ["-y", evil, "-i", "lo"], ["-j", evil, "-i", "lo"], ["-Z", evil, "-i", "lo"], ["-E", evil, "-r", "FRAME"],
            ["-L", "-i", evil], ["-J", "-i", evil], ["--" + evil], ["-c", evil], ["-s", evil],
            ["-T", evil, "-r", "FRAME"],
            ["--report", evil + "/" + evil, "-i", "lo", "-c", "1"],
            ["-z", evil, "-G", "1", "-w", "OUT", "-r", "FRAME"],
            ["report", evil], ["compare", evil, evil], ["compare", evil], ["audit", evil], ["audit", evil + "/lo"],
            ["audit", "--" + evil], ["watch", evil, "--duration", "0.01"], ["watch", "--interval", evil],
            ["check", evil],
            ["check", "--allow", evil], ["check", "--" + evil], ["lab", evil], ["report", "HOSTILE"],
            ["compare", "HOSTILE", "HOSTILE"], ["report", "--json", "HOSTILE"],
        ]

        @Test(arguments: commands.indices) func `no command drives the terminal`(_ index: Int) throws {
            let words = Self.commands[index]
            try Lab.with { lab in
                let frame = bytes("020000000002020000000001 88b5 0011")
                try Savefile.write(Savefile.bytes([frame]), to: lab.folder + "/FRAME")
                if words.contains("HOSTILE") {
                    // A report whose every text is the name.
                    let report = lab.folder + "/GOOD"
                    try lab.shell("\(Tools.swiftcap) -i lo --duration 0.1 --report \(report)")
                    let name = Self.evil.replacing("\u{1B}", with: "\\u001b").replacing("\r", with: "\\r")
                    let json = try lab.shell("cat \(report)").replacing("\"lo\"", with: "\"\(name)\"")
                    try Savefile.write(Array(json.utf8), to: lab.folder + "/HOSTILE")
                }
                let process = try lab.run(
                    [
                        "sh", "-c", "cd \(lab.folder); exec \"$@\"", "sh", "timeout", "\(5 * Sanitizers.slowness)",
                        Tools.swiftcap,
                    ] + words)
                #expect(Self.controls(process.output) == [], "\(words): \(process.text)")
                #expect(Self.controls(process.errorOutput) == [], "\(words): \(process.errors)")
                #expect(!process.output.isEmpty || !process.errorOutput.isEmpty)
                // Nothing that looks like a line of ours.
                #expect(!(process.text + process.errors).contains("\nswiftcap: OK"))
            }
        }

        /// Names of hosts come from a file, or from a name server, and any user may have chosen them.
        @Test func `host names`() throws {
            try Lab.with { lab in
                let frame = bytes(
                    "020000000002020000000001 0800 4500001c000000004011 0000 c0000209 c0000209 04000009 0008 0000")
                try Savefile.write(Savefile.bytes([frame]), to: lab.folder + "/FRAME")
                try lab.shell("printf '192.0.2.9 e\\033[31mvil\\302\\2332J\\342\\200\\256x\\n' >\(lab.folder)/hosts")
                try lab.shell("mount --bind \(lab.folder)/hosts /etc/hosts")
                let process = try lab.run([Tools.swiftcap, "-t", "-r", lab.folder + "/FRAME"])
                #expect(process.text.contains("IP e?[31mvil?2J?x."), "\(process.text)")
                #expect(Self.controls(process.output) == [])
            }
        }
    }
}
