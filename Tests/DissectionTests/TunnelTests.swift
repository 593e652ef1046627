import Testing

@testable import Dissection

/// Tunnels, transports and network layers: the whole text behind the headers, and what `-T` forces.
@Suite struct TunnelTests {
    @Test(arguments: NetworkSeed.tunnels)
    func text(_ seed: NetworkSeed) {
        let text = printed(seed.frame) { $0.verbosity = 1 }
        #expect(text.hasSuffix(seed.text + "\n"))
    }

    @Test(arguments: NetworkSeed.tunnels)
    func cutAnywhere(_ seed: NetworkSeed) {
        for count in 1...seed.frame.count {
            for verbosity in [0, 3] {
                let text = printed(Array(seed.frame.prefix(count)), length: seed.frame.count) {
                    $0.verbosity = verbosity
                }
                #expect(text.hasSuffix("\n"))
            }
        }
    }

    /// RTP and RTCP have no port of their own.
    @Test(arguments: [
        ("rtp", "90e00102 03040506 0708090a bede0001 11223344 0b0c0d0e", "udp/rtp 12 c96 +* 258 50595078"),
        ("rtp", "40df0102 03040506 80010000 0b0c0d0e 11223344", "udp/rtpv1 12 c31 +* 258 50595078"),
        ("rtp", "80600102", "udp/rtp, length 4 < 8"),
        (
            "rtcp", "81c90007 00000001 01020304 05000006 00000007 00000008 12345678 00018000",
            " rr 6l 7s 8j @4660.34+1.50"
        ),
        ("rtcp", "81cb0001 00000001", " bye 8"),
        ("vat", "1f3f1234 00000007", "udp/vt 8 831 / 7"),
        ("pgm", "03e807d0 0c000000 0a0b0c0d 0e0f0000", "1000 > 2000: PGM, length 0"),
    ])
    func forced(_ type: String, _ data: String, _ text: String) {
        let frame = ethernetFrame(0x0800, ipv4Packet(17, udpDatagram(5004, 5004, bytes(data))))
        let line = printed(frame) { $0.packetType = type }
        #expect(line == "IP 192.0.2.1.5004 > 198.51.100.7.5004: \(text)\n")
    }

    /// The frames of ZMTP are shown in PGM's data and over TCP.
    @Test func framesOfZMTP() {
        let segment = bytes("9c40 15b3 00000001 00000001 5018 0064 0000 0000") + bytes("06 01 68656c6c6f")
        let line = printed(ethernetFrame(0x0800, ipv4Packet(6, segment))) { $0.packetType = "zmtp1" }
        #expect(line.hasSuffix(", length 7: ZMTP/1.0\n\t frame flags+body  (8-bit) length 6, flags 0x01\n"))
    }
}
