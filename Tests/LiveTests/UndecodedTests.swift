import Glibc
import Testing

/// A live capture on a link type that has no dissector: its packets are dumped, as tcpdump dumps those of a savefile.
extension LiveTests {
    @Suite(.enabled(if: unsafe access("/dev/net/tun", R_OK | W_OK) == 0, "/dev/net/tun is not there to be opened"))
    struct UndecodedTests {
        /// ARPHRD_AX25, which libpcap captures as AX25_KISS.
        private static let hardwareType = "3"

        @Test(arguments: [[], ["-e", "-vv"], ["-q"]]) func `packets are dumped`(options: [String]) throws {
            try Lab.with { lab in
                try lab.quietIPv6()
                let device = try lab.start([Tools.peer, "device", "odd0", Self.hardwareType])
                try device.awaitText("ready", inOutput: true)
                let path = lab.folder + "/FRAMES"
                let words = ["-i", "odd0", "-t", "-n", "-c", "2"] + options
                let text = try lab.capture(Tools.swiftcap, words + ["--no-report"])
                let file = try lab.capture(Tools.swiftcap, ["-i", "odd0", "-c", "2", "-w", path, "--no-report"])
                #expect(text.errors.contains("link-type AX25_KISS"), "\(text.errors)")
                for frame in ["303132333435363738393a3b3c3d3e3f40414243", "00"] {
                    try device.say(String(repeating: frame, count: frame.count > 2 ? 1 : 64))
                }
                for process in [text, file] {
                    try process.wait()
                    #expect(process.ending == .exit(0), "\(process.errors)")
                }
                #expect(text.text.hasPrefix("UNSUPPORTED\n\t0x0000:  "), "\(text.text)")
                if Lab.isRoot {
                    let beside = try lab.runOutside(["tcpdump", "-t", "-n", "-r", path] + options)
                    #expect(text.text == beside.text, "\(beside.errors)")
                }
            }
        }
    }
}
