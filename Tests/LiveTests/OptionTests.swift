import TestSupport
import Testing

/// tcpdump's grammar of options on a savefile: clusters, joined values, permutation, abbreviated long options,
/// filters from words and files, and what each option prints.
extension LiveTests {
    @Suite struct OptionTests {
        static let lines: [CommandLine] = [
            // Clusters and joined values.
            CommandLine("-nr FRAMES"), CommandLine("-nnvvXs0 -r FRAMES"), CommandLine("-nnc3 -r FRAMES"),
            CommandLine("-tnnc 3 -r FRAMES"), CommandLine("-tttt -nnqer FRAMES"), CommandLine("-vvvvnr FRAMES"),
            CommandLine("-nAAr FRAMES"), CommandLine("-nxxxr FRAMES"), CommandLine("-nXXr FRAMES"),
            CommandLine("-nAr FRAMES"), CommandLine("-n -x -A -r FRAMES"), CommandLine("-n -X -xx -r FRAMES"),
            // Options after the expression, and the end of options.
            CommandLine("tcp -nr FRAMES"), CommandLine("udp or -nr FRAMES arp"), CommandLine("-nr FRAMES -- tcp"),
            CommandLine("-r FRAMES ip6 -e -n -t"), CommandLine("-r FRAMES -n icmp6 or -t igmp"),
            // Long options, whole, abbreviated, joined.
            CommandLine("--number -nr FRAMES"), CommandLine("--num -nr FRAMES"), CommandLine("-# -nr FRAMES"),
            CommandLine("--absolute-tcp-sequence-numbers -nr FRAMES tcp"), CommandLine("--abs -nr FRAMES tcp"),
            CommandLine("--snapshot-length=30 -nr FRAMES"), CommandLine("--snapshot-length 30 -nr FRAMES"),
            CommandLine("--dont-verify-checksums -nvr FRAMES"), CommandLine("-K -nvr FRAMES"),
            CommandLine("--time-stamp-precision=nano -nr FRAMES"), CommandLine("--nano -nr FRAMES"),
            CommandLine("--micro -nr FRAMES"), CommandLine("--time-stamp-prec=micro -nr FRAMES"),
            CommandLine("--count -r FRAMES"), CommandLine("--coun -r FRAMES udp"), CommandLine("--print -nr FRAMES"),
            CommandLine("--packet-buffered -nr FRAMES"), CommandLine("--no-optimize -nr FRAMES ip"),
            CommandLine("--direction=in -nr FRAMES"), CommandLine("--immediate-mode -nr FRAMES"),
            // The times.
            CommandLine("-t -nr FRAMES"), CommandLine("-tt -nr FRAMES"), CommandLine("-ttt -nr FRAMES"),
            CommandLine("-tttt -nr FRAMES"), CommandLine("-ttttt -nr FRAMES"), CommandLine("-t -t -nr FRAMES"),
            // Length and count.
            CommandLine("-s 20 -nr FRAMES"), CommandLine("-s 0x20 -nr FRAMES"), CommandLine("-s 0 -nr FRAMES"),
            CommandLine("-c 1 -nr FRAMES"), CommandLine("-c 2 -nr FRAMES udp"), CommandLine("-c 99999 -nr FRAMES"),
            // Filters: from a file with comments, compiled and shown.
            CommandLine("-F FILTER -nr FRAMES"), CommandLine("-F FILTER -nr FRAMES arp"),
            CommandLine("-r FRAMES -d udp"),
            CommandLine("-r FRAMES -O -d ip or ip6"), CommandLine("-r FRAMES -dd"),
            CommandLine("-y EN10MB -d tcp port 80"),
            CommandLine("-d vlan and udp"), CommandLine("-r FRAMES -n vlan"),
            CommandLine("-r FRAMES -nv ip[6:2]&0x1fff!=0"),
            CommandLine("-n -r FRAMES less 50"), CommandLine("-n -r FRAMES ether src 02:00:00:00:00:01"),
            // What is written to standard output as a file, and accepted without effect.
            CommandLine("-r FRAMES -w -"), CommandLine("-r FRAMES -w - -c 2"), CommandLine("-r FRAMES -w - tcp"),
            CommandLine("-r FRAMES -U -w - arp"), CommandLine("-a -nr FRAMES"), CommandLine("-l -nr FRAMES"),
            CommandLine("-p -nr FRAMES"), CommandLine("-B 100 -nr FRAMES"), CommandLine("-q -nnr FRAMES"),
            CommandLine("-qv -nnr FRAMES"), CommandLine("-S -nr FRAMES tcp"), CommandLine("-e -nvr FRAMES"),
            CommandLine("-N -t -r FRAMES"), CommandLine("-f -r FRAMES"), CommandLine("-r FRAMES -L"),
        ]

        @Test func `the grammar and the output are tcpdump's`() throws {
            try Lab.with { lab in
                let frames = OutputTests.frames.map(bytes)
                try Savefile.write(Savefile.bytes(frames), to: lab.folder + "/FRAMES")
                try Savefile.write(Array("udp # or what the day brings\nor arp\n".utf8), to: lab.folder + "/FILTER")
                for line in Self.lines { try lab.runBeside(line, reading: true) }
            }
        }

        @Test(arguments: ["-nn", "-nnX", "-nnv", "-nne", "-nnq", "-nnA", "-nnxx"])
        func `packets that are cut at every length`(flags: String) throws {
            try Lab.with { lab in
                var cuts: [[UInt8]] = []
                var lengths: [Int] = []
                for frame in OutputTests.frames.map(bytes) {
                    for count in 1...frame.count {
                        // By the snapshot length, and short on the wire already.
                        cuts += [Array(frame.prefix(count)), Array(frame.prefix(count))]
                        lengths += [frame.count, count]
                    }
                }
                try Savefile.write(Savefile.bytes(cuts, lengths: lengths), to: lab.folder + "/CUTS")
                try lab.runBeside(CommandLine("\(flags) -# -r CUTS"), reading: true)
            }
        }

        @Test func `a savefile from standard input`() throws {
            try Lab.with { lab in
                try Savefile.write(Savefile.bytes(OutputTests.frames.map(bytes)), to: lab.folder + "/FRAMES")
                let runs = try ["tcpdump", Tools.swiftcap].map {
                    try lab.runOutside(["sh", "-c", "cat \(lab.folder)/FRAMES | \($0) -nr - udp"])
                }
                #expect(runs[0].text == runs[1].text && runs[0].errors == tcpdumpsName(runs[1].errors))
            }
        }
    }
}
