import Glibc
import Syscalls
import Testing

@testable import SwiftCap

extension FrontEndTests {
    /// The grammar of options: that of tcpdump, and what we add to it.
    @Suite struct OptionTests {
        /// A command line and what it changes in the options that an empty one gives.
        struct Case: CustomTestStringConvertible, Sendable {
            let words: [String]
            let change: @Sendable (inout CaptureOptions) -> Void
            var testDescription: String { words.joined(separator: " ") }

            init(_ line: String, _ change: @escaping @Sendable (inout CaptureOptions) -> Void = { _ in }) {
                words = line.split(separator: " ").map(String.init)
                self.change = change
            }
        }

        static let accepted: [Case] = [
            // Clusters, the last letter with its value joined or apart.
            Case("-nnvvXs0") {
                $0.print.numeric = 2
                $0.print.verbosity = 2
                $0.print.dump = .hexAndASCII
            },
            Case("-nc5") {
                $0.print.numeric = 1
                $0.count = 5
            },
            Case("-nc 5") {
                $0.print.numeric = 1
                $0.count = 5
            },
            Case("-pieth0") {
                $0.promiscuous = false
                $0.interfaces = ["eth0"]
            },
            Case("-i -w") { $0.interfaces = ["-w"] },
            // Options behind the expression, and the end of options.
            Case("tcp -n port 80 -e") {
                $0.expression = "tcp port 80"
                $0.print.numeric = 1
                $0.print.linkHeader = true
            },
            Case("-n -- -e") {
                $0.print.numeric = 1
                $0.expression = "-e"
            },
            Case("tcp - udp") { $0.expression = "tcp - udp" },
            // Abbreviations: tcpdump's stay what they are whatever we add.
            Case("--num") { $0.print.packetNumbers = true },
            Case("--rel nobody") { $0.user = "nobody" },
            Case("--r=nobody") { $0.user = "nobody" },
            Case("--re nobody tcp") {
                $0.user = "nobody"
                $0.expression = "tcp"
            },
            Case("--c") { $0.countOnly = true },
            Case("--s 99") {
                $0.snapshotLength = 99
                $0.print.snapshotLength = 99
            },
            Case("--no-p") { $0.promiscuous = false },
            Case("--no-r") { $0.textReport = false },
            Case("--report r.json") { $0.reportFile = "r.json" },
            Case("--rep=r.json") { $0.reportFile = "r.json" },
            // A value that looks like an option belongs to the one before it.
            Case("-w --r") { $0.writeFile = "--r" },
            // Times and dumps, which look at one another.
            Case("-t -tt") { $0.print.time = .deltaPrevious },
            Case("-ttttt") { $0.print.time = .deltaFirst },
            Case("-x -X") { $0.print.dump = .hexAndASCII },
            Case("-x -A") { $0.print.dump = .hex },
            Case("-AA") {
                $0.print.dump = .ascii
                $0.print.dumpLinkHeader = true
            },
            Case("-XX -x") {
                $0.print.dump = .hexAndASCII
                $0.print.dumpLinkHeader = true
            },
            // Numbers in C's way.
            Case("-c 5x") { $0.count = 5 },
            Case("-s 0x40") {
                $0.snapshotLength = 64
                $0.print.snapshotLength = 64
            },
            Case("-s 010") {
                $0.snapshotLength = 8
                $0.print.snapshotLength = 8
            },
            Case("-s 0"),
            Case("-B 4") { $0.bufferSize = 4096 },
            Case("-C 3") { $0.rotateSize = 3_000_000 },
            Case("-G 60 -W 3") {
                $0.rotateSeconds = 60
                $0.fileCount = 3
            },
            // The last one counts, but for -i.
            Case("-c 1 -c 3") { $0.count = 3 },
            Case("-i a -i b") { $0.interfaces = ["a", "b"] },
            Case("-Q IN") { $0.direction = .incoming },
            Case("-y en10mb") { $0.linkType = 1 },
            Case("--time-stamp-precision nanos") { $0.print.nanoseconds = true },
            Case("--nano --micro"),
            Case("-T SNMP") { $0.print.packetType = "snmp" },
            // Of several listings one is shown.
            Case("-L -D") { $0.action = .listDevices },
            Case("-D -J") { $0.action = .listDevices },
            Case("-L -J") { $0.action = .listTimestampTypes },
            Case("-ddd") { $0.listing = .decimal },
            Case("-a -N") { $0.print.unqualifiedNames = true },
            // Ours.
            Case("--duration 1.5") { $0.duration = 1.5 },
            Case("-w f --stop-size 2") {
                $0.writeFile = "f"
                $0.stopSize = 2_000_000
            },
            Case("-w f --stop-size 20k") {
                $0.writeFile = "f"
                $0.stopSize = 20_000
            },
            Case("-w f -C 1 --stop-files 2 -z gzip --finish-command") {
                $0.writeFile = "f"
                $0.rotateSize = 1_000_000
                $0.stopFiles = 2
                $0.afterRotation = "gzip"
                $0.finishCommand = true
            },
            Case("--threads 8 -i eth0") {
                $0.threads = 8
                $0.interfaces = ["eth0"]
            },
            Case("--threads 1 -i a -i b") { $0.interfaces = ["a", "b"] },
            Case("--direct never") { $0.direct = .never },
            Case("--cpu-affinity 2") { $0.processors = [2] },
            Case("--cpu-affinity=6,0,2-4,3") { $0.processors = [6, 0, 2, 3, 4] },
            Case("--color never") { $0.color = .never },
            Case("--format pcapng") { $0.pcapng = true },
            Case("--poll-interval 0.25") { $0.pollInterval = 250 },
        ]

        @Test(arguments: accepted) func accepts(_ line: Case) throws {
            var expected = CaptureOptions()
            line.change(&expected)
            let options = try OptionParser.parse(line.words)
            #expect(options == expected)
        }

        static let refused: [(String, String)] = [
            ("-c 0", "invalid packet count 0"), ("-c x", "invalid packet count x"),
            ("-c 2147483648", "invalid packet count 2147483648"),
            ("-B 0", "invalid packet buffer size 0"), ("-B 2097152", "invalid packet buffer size 2097152"),
            // tcpdump's product wraps to 1 KiB here; the user did not ask for that.
            ("-B 4194305", "invalid packet buffer size 4194305"),
            ("-s -1", "invalid snaplen -1 (must be >= 0 and <= 262144)"),
            ("-s 10k", "invalid snaplen 10k (must be >= 0 and <= 262144)"),
            ("-s 262145", "invalid snaplen 262145 (must be >= 0 and <= 262144)"),
            ("-C 0", "invalid file size 0"), ("-C 1x", "invalid file size 1x"),
            ("-C 9223372036855", "file size 9223372036855 is too large"),
            ("-G -1", "invalid number of seconds -1"), ("-W 0", "invalid number of output files 0"),
            ("-Q foo", "unknown capture direction `foo'"), ("-y foo", "invalid data link type foo"),
            ("-j foo", "invalid time stamp type foo"), ("-T quic", "unknown packet type `quic'"),
            ("--time-stamp-precision=m", "unsupported time stamp precision"),
            ("-tttttt", "only -t, -tt, -ttt, -tttt and -ttttt are supported"),
            ("-f -r x", "-f can not be used with -V or -r"), ("-V x -r y", "-V and -r are mutually exclusive."),
            ("--duration 0", "invalid duration 0 (must be a number of seconds above 0)"),
            ("--duration nan", "invalid duration nan (must be a number of seconds above 0)"),
            ("--direct always", "--direct always needs a file to write to (-w)"),
            (
                "--direct on", "unknown choice of direct writing `on' (must be auto, always or never)"
            ),
            ("--stop-size 1", "--stop-size needs a file to write to (-w)"),
            ("-w f --stop-size 1x", "invalid size 1x (must be millions of bytes, or a number with k, M or G)"),
            (
                "-w f --stop-size 99999999999999999G",
                "invalid size 99999999999999999G "
                    + "(must be millions of bytes, or a number with k, M or G)"
            ),
            ("-w f --stop-files 2", "--stop-files needs files that follow one another (-w with -C, -G or --keep)"),
            ("-w f --finish-command", "--finish-command needs a file and a command (-w and -z)"),
            ("--threads 0", "invalid number of threads 0 (must be >= 1 and <= 64)"),
            ("--threads 65", "invalid number of threads 65 (must be >= 1 and <= 64)"),
            ("--threads 2x", "invalid number of threads 2x (must be >= 1 and <= 64)"),
            ("--threads 2 -r x", "--threads is for live captures, and can not be used with -V or -r"),
            ("--cpu-affinity 0 -V x", "--cpu-affinity is for live captures, and can not be used with -V or -r"),
            ("-i a -i b --threads 2", "--threads is for one interface: several -i have a thread each already"),
            ("--cpu-affinity 1-", "invalid list of processors 1- (must be like 2 or 0,2-3)"),
            ("--cpu-affinity -1", "invalid list of processors -1 (must be like 2 or 0,2-3)"),
            ("--cpu-affinity 3-2", "invalid list of processors 3-2 (must be like 2 or 0,2-3)"),
            ("--cpu-affinity a", "invalid list of processors a (must be like 2 or 0,2-3)"),
            ("--cpu-affinity 0,", "invalid list of processors 0, (must be like 2 or 0,2-3)"),
            ("--cpu-affinity 0x1", "invalid list of processors 0x1 (must be like 2 or 0,2-3)"),
            ("--cpu-affinity 99999", "invalid list of processors 99999 (must be like 2 or 0,2-3)"),
            ("--cpu-affinity 1-2-3", "invalid list of processors 1-2-3 (must be like 2 or 0,2-3)"),
            ("--cpu-affinity +1", "invalid list of processors +1 (must be like 2 or 0,2-3)"),
            ("--color blue", "unknown colour choice `blue' (must be auto, always or never)"),
            ("--format cap", "unknown file format `cap' (must be pcap, pcapng, ndjson or parquet)"),
        ]

        @Test(arguments: refused) func refuses(line: String, message: String) {
            #expect(throws: UsageError(message: message)) {
                try OptionParser.parse(line.split(separator: " ").map(String.init))
            }
        }

        @Test(arguments: [([], ""), ([3], "3"), ([0, 1, 2, 5, 7, 8], "0-2,5,7-8")])
        func `processors as a list`(numbers: [Int], text: String) {
            #expect(ProcessorList.text(numbers) == text)
        }

        /// What getopt itself finds wrong is said by it; only the status is left to give.
        @Test(arguments: ["-k", "-c", "--nosuch", "--count=1", "--report", "--r", "--no", "-nZ"])
        func `getopt's own complaints`(line: String) {
            #expect(throws: UsageError(message: "")) { try OptionParser.parse([line]) }
        }

        @Test func `letters and long names do not contradict each other`() {
            let long = OptionTable.longs
            #expect(Set(long.map { "\($0.name)" }).count == long.count)
            let letters = OptionTable.letters
            for option in long where option.code < 128 {
                let place = letters.firstIndex { Int32($0) == option.code }
                let hasColon = place.map { $0 + 1 < letters.count && letters[$0 + 1] == 58 }
                #expect(hasColon == option.takesValue, "\(option.name)")
            }
            for option in long { #expect(OptionTable.entry(option.code)?.name.map { "\($0)" } == "\(option.name)") }
        }

        /// tcpdump 4.99's letters and long names, in its order: what getopt says of abbreviations follows from it.
        @Test func `tcpdump's options are there`() {
            let theirs = Set("aAbB:c:C:dDeE:fF:G:hHi:Ij:JKlLm:M:nNOpqQ:r:s:StT:uUvV:w:W:xXy:z:Z:#".utf8)
            let ours = OptionTable.letters.dropLast().map { UInt8($0) }
            #expect(Set(ours) == theirs)
            for letter in "BcCEFGijmMQrsTVwWyzZ".utf8 {
                let place = ours.firstIndex(of: letter)
                #expect(place.map { $0 + 1 < ours.count && ours[$0 + 1] == 58 } == true)
            }
            #expect(ours.filter { $0 == 58 }.count == 20)
            #expect(OptionTable.tcpdump.count == OptionTable.entries.filter { $0.rank != nil }.count)
            #expect(
                OptionTable.tcpdump.map { "\($0.name)" } == [
                    "buffer-size", "list-interfaces", "help", "interface", "monitor-mode", "time-stamp-type",
                    "list-time-stamp-types", "micro", "nano", "time-stamp-precision", "dont-verify-checksums",
                    "list-data-link-types", "no-optimize", "no-promiscuous-mode", "direction", "snapshot-length",
                    "linktype", "packet-buffered", "relinquish-privileges", "number", "print", "version",
                    "absolute-tcp-sequence-numbers", "fp-type", "immediate-mode", "count",
                ])
        }

        @Test(arguments: [
            ("tcp # and this\nor udp", "tcp           \nor udp"), ("#x", "  "), ("", ""), ("a\nb#\nc", "a\nb \nc"),
            ("##\n", "  \n"),
        ])
        func `comments in filter files become blanks`(text: String, expression: String) {
            #expect(Filter.withoutComments(Array(text.utf8)) == expression)
        }

        @Test(arguments: [
            "0x12345678@192.1.2.45 3des-cbc-hmac96:secret", "3des-cbc:0x4043,0xd1234567@2001:db8::1 aes256-cbc:0x00",
            "none:x",
        ])
        func `keys are read as tcpdump's manual has them`(keys: String) throws {
            let options = try OptionParser.parse(["-E", keys, "-M", "secret", "-n"])
            #expect(options.print.decryptionKeys != nil)
            #expect(options.print.signatureSecret == Array("secret".utf8))
            #expect(options.notices.isEmpty)
        }

        @Test(arguments: [
            ("file /nonexistent", "-E: can't open /nonexistent"), ("3des-cbc", "-E: no : between algorithm and secret"),
            ("12 aes:x", "-E: no @ between index and address in 12"), ("1@host aes:x", "-E: not an address: host"),
            ("1@192.0.2.1 aes:0x4", "-E: the secret is not hexadecimal"),
        ])
        func `a key that cannot be is said before the capture`(keys: String, message: String) {
            do throws(UsageError) {
                _ = try OptionParser.parse(["-E", keys])
                Issue.record("taken")
            } catch {
                #expect(error.message.hasPrefix(message))
            }
        }

        @Test func `a filter file is read whole or refused`() throws {
            let number = unsafe memfd_create("filter", 0)
            try #require(number >= 0)
            defer { close(number) }
            var options = CaptureOptions()
            options.filterFile = "/proc/self/fd/\(number)"
            // Longer than a megabyte, and the end of it matters.
            let text = String(repeating: "port 1 or ", count: 150_000) + "port 2"
            try Descriptor.writeAll(unsafe Array(text.utf8).span.bytes, to: number)
            #expect(try Filter.expression(options) == text)
            options.filterFile = "/dev/zero"
            #expect(throws: UsageError(message: "/dev/zero: larger than a filter can be")) {
                try Filter.expression(options)
            }
        }
    }
}
