import CLinux
import Glibc
import Syscalls
import TestSupport
import Testing

/// A file's text from several threads beside the one that prints line by line: the two texts are the same.
extension LiveTests {
    @Suite struct PrintingThreadsTests {
        /// Conversations from both sides, some of them begun anew, and datagrams over IPv6.
        private static func frame(_ number: Int) -> [UInt8] {
            func big(_ value: Int, _ width: Int) -> [UInt8] {
                (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * (width - 1 - $0))) }
            }
            let payload = [UInt8](repeating: UInt8(number % 251), count: number % 37)
            if number % 6 == 5 {
                let address: [UInt8] = [0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
                return [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x86, 0xDD, 0x60, 0, 0, 0] + big(8 + payload.count, 2)
                    + [17, 64] + address + [1] + address + [2] + big(5000, 2) + big(6000, 2)
                    + big(8 + payload.count, 2) + [0, 0] + payload
            }
            let flow = number % 300
            let forth = number % 2 == 0
            let ends = forth ? [10, 0, 0, 1, 10, 0, 1, 2] : [10, 0, 1, 2, 10, 0, 0, 1] as [UInt8]
            let ports = forth ? big(40_000 + flow, 2) + big(443, 2) : big(443, 2) + big(40_000 + flow, 2)
            let flags: UInt8 = number % 5000 < 300 ? 0x12 : 0x18
            let options: [UInt8] = number % 10 == 0 ? [1, 1, 5, 10] + big(number, 4) + big(number + 9, 4) : []
            return [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0] + big(40 + options.count + payload.count, 2)
                + [0, 0, 0x40, 0, 64, 6, 0, 0] + ends + ports + big(number &* 11, 4) + big(number &* 7, 4)
                + [UInt8((20 + options.count) / 4 * 16), flags] + big(502, 2) + [0, 0, 0, 0] + options + payload
        }

        /// So many packets in the file F of the lab's folder.
        private static func write(_ count: Int, _ lab: Lab) throws {
            try Savefile.write(Savefile.bytes((0..<count).map(frame)), to: lab.folder + "/F")
        }

        private static func threads(_ pid: pid_t) throws -> Int {
            let status = String(
                decoding: try Descriptor.contents(of: "/proc/\(pid)/status", limit: 1 << 16), as: UTF8.self)
            return status.split(separator: "\n").first { $0.hasPrefix("Threads:") }
                .flatMap { Int($0.split(separator: "\t")[1]) } ?? 0
        }

        @Test func `the text is that of one thread`() throws {
            try Lab.with { lab in
                try Self.write(100_000, lab)
                for options in [
                    "-nn", "-nnS", "-nnvvv -e", "-nnttt -#", "-nX tcp", "-nn -c 77777", "-nn --color=always",
                ] {
                    try lab.shell(
                        """
                        cd \(lab.folder)
                        \(Tools.swiftcap) -r F \(options) >several
                        \(Tools.swiftcap) -l -r F \(options) >one
                        cmp several one
                        [ $(wc -c <one) -gt 4000000 ]
                        """, seconds: 60)
                }
            }
        }

        /// How many threads there are once more text has come than one prints before it looks for help.
        @Test(
            .disabled(if: Sanitizers.areOn, "could not run because a sanitizer has a thread of its own"),
            arguments: [
                ("-r F -nn", true), ("-r - -nn <F", true), ("-r F -nn -l", false), ("-r F -nn -U", false),
                ("-r PIPE -nn", false),
            ])
        func `only text that no reader waits for is shared`(command: String, shares: Bool) throws {
            try Lab.with { lab in
                // Less than is read ahead by a thread.
                try Self.write(20_000, lab)
                try lab.shell("mkfifo \(lab.folder)/TEXT \(lab.folder)/PIPE")
                if command.contains("PIPE") {
                    _ = try lab.start(["sh", "-c", "cat \(lab.folder)/F >\(lab.folder)/PIPE"])
                }
                let run = try lab.start(
                    ["sh", "-c", "cd \(lab.folder); exec \(Tools.swiftcap) \(command) >TEXT"])
                let reader = try lab.start(
                    ["sh", "-c", "exec 3<\(lab.folder)/TEXT; head -c 1500000 <&3 >/dev/null; echo ready; read -r _"])
                try reader.awaitText("ready", inOutput: true)
                let processors = try Processors.allowed().count
                #expect(try Self.threads(run.pid) == (shares ? min(processors, 4) : 1))
            }
        }

        @Test func `a reader that goes away, a full disk`() throws {
            try Lab.with { lab in
                try Self.write(40_000, lab)
                for option in ["", "-l"] {
                    let command = "\(Tools.swiftcap) \(option) -r \(lab.folder)/F -nn"
                    let pipe = try lab.run([
                        "bash", "-c", "\(command) | head -c 400000 >/dev/null; exit ${PIPESTATUS[0]}",
                    ])
                    #expect(pipe.ending == .exit(14))
                    #expect(pipe.errors.hasSuffix("swiftcap: Unable to write output: Broken pipe\n"))
                    let full = try lab.run(["sh", "-c", "\(command) >/dev/full"])
                    #expect(full.ending == .exit(14))
                }
            }
        }

        @Test func `text comes before what is wrong with the file`() throws {
            try Lab.with { lab in
                try Self.write(40_000, lab)
                let both = try lab.shell(
                    """
                    cd \(lab.folder); head -c 3000000 F >CUT
                    \(Tools.swiftcap) -r CUT -nn >several 2>&1 || echo status $? >>several
                    \(Tools.swiftcap) -r CUT -nn -l >one 2>&1 || echo status $? >>one
                    cmp several one; tail -n 2 one
                    """)
                #expect(both.contains("truncated dump file"))
                #expect(both.hasSuffix("status 1\n"))
            }
        }

        @Test func `what was read when a signal came is printed`() throws {
            try Lab.with { lab in
                try Self.write(60_000, lab)
                try lab.shell("cd \(lab.folder); mkfifo TEXT; \(Tools.swiftcap) -l -r F -nn >one")
                let run = try lab.start([
                    "sh", "-c", "exec \(Tools.swiftcap) -r \(lab.folder)/F -nn >\(lab.folder)/TEXT",
                ])
                let reader = try lab.start(
                    [
                        "sh", "-c",
                        "cd \(lab.folder); exec 3<TEXT; head -c 1500000 <&3 >several; echo ready; read -r _; cat <&3 >>several",
                    ])
                try reader.awaitText("ready", inOutput: true)
                run.signal(SIGTERM)
                try reader.say("")
                try reader.wait()
                #expect(try run.wait() == .exit(0))
                try lab.shell(
                    """
                    cd \(lab.folder); size=$(wc -c <several)
                    [ $size -gt 1500000 ]; [ $size -lt $(wc -c <one) ]
                    head -c $size one | cmp - several; tail -c 1 several | od -c | grep -q n
                    """)
            }
        }

        /// Packets of 64 KiB that ask for 9 MiB of text each, names of 255 octets in two: each gets the 256 KiB that a packet may have.
        @Test func `little that says a lot`() throws {
            try Lab.with { lab in
                let label = [63] + [UInt8](repeating: 0xFF, count: 63)
                let name = label + label + label + [61] + [UInt8](repeating: 0xFF, count: 61) + [0]
                let record: [UInt8] = [0xC0, 12, 0, 2, 0, 1, 0, 0, 0, 60, 0, 2, 0xC0, 12]
                let message: [UInt8] =
                    [0, 1, 0x81, 0x80, 0, 1, 0xEA, 0x60, 0, 0, 0, 0] + name + [0, 1, 0, 1]
                    + (0..<4600).flatMap { _ in record }
                func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }
                let frame: [UInt8] =
                    [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0] + word(28 + message.count)
                    + [0, 0, 0x40, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0, 53, 0x10, 0] + word(8 + message.count)
                    + [0, 0] + message
                try Savefile.write(
                    Savefile.bytes([[UInt8]](repeating: frame, count: 40)), to: lab.folder + "/F")
                let text = try lab.shell(
                    """
                    cd \(lab.folder); \(Tools.swiftcap) -r F -nnv | wc -c
                    \(Tools.peer) measure sh -c 'exec \(Tools.swiftcap) -r F -nnv >/dev/null' | tail -n 1
                    """, seconds: 60)
                let lines = text.split(separator: "\n")
                #expect(lines.first.flatMap { Int($0) } ?? 0 > 10_000_000)
                let words = lines.last?.split(separator: " ").map { Int($0) } ?? []
                #expect(words.count == 4 && (Sanitizers.areOn || words[3] ?? .max < 160 << 10), "\(text)")
            }
        }
    }
}
