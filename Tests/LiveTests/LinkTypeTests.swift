import Testing

/// Devices whose link type has no dissector.
extension LiveTests {
    @Suite struct LinkTypeTests {
        /// A tunnel that calls itself a netlink monitor, ARPHRD 824, and carries one datagram when told to.
        private static let monitor = """
            sysopen(F, "/dev/net/tun", 2) or die "tun: $!";
            ioctl(F, 0x400454ca, pack("a16 s x22", "n0", 0x1001)) or die "TUNSETIFF: $!";
            ioctl(F, 0x400454cd, 824) or die "TUNSETLINK: $!";
            system("ip link set n0 up") == 0 or die;
            $| = 1; print "there\\n"; my $line = <STDIN>;
            syswrite(F, pack("C*", 0x45, 0, 0, 0x20, 1 .. 28)) or die "write: $!"; $line = <STDIN>;
            """

        @Test(
            .enabled(if: Tools.has("perl"), "perl is not installed"), arguments: [Tools.swiftcap, "tcpdump"])
        func `a link type that nobody decodes is dumped, not refused`(_ program: String) throws {
            try Lab.with { lab in
                let tunnel = try lab.start(["perl", "-e", LinkTypeTests.monitor])
                try tunnel.awaitText("there", inOutput: true)
                let capture = try lab.capture(program, "-i", "n0", "-c", "1", "-nn", "-t")
                #expect(capture.errors.contains("link-type NETLINK (Linux netlink)"), "\(capture.errors)")
                try tunnel.say("")
                #expect(try capture.wait() == .exit(0), "\(capture.errors)")
                #expect(capture.text.hasPrefix("UNSUPPORTED\n\t0x0000:  0000 0338 "), "\(capture.text)")
                #expect(capture.text.contains("\t0x0010:  4500 0020 0102 0304 0506 "), "\(capture.text)")
                try tunnel.say("")
            }
        }
    }
}
