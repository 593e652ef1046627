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
    func `cut anywhere`(_ seed: NetworkSeed) {
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
        ("rtp", "80600102 03040506", "udp/rtp, length 8 < 12"),
        ("vat", "1f3f1234 00000007", "udp/vt 8 831 / 7"),
        ("vat", "01", "udp/va/vat, length 1 < 2"), ("vat", "00010002", "udp/vat, length 4 < 8"),
        ("vxlan", "08000000 0000", "VXLAN (invalid)"), ("cnfp", "00090001", "NetFlow v9"),
        ("cnfp", "00010002 00010000 00000007 00000008", "NetFlow v1, 65.536 uptime, 7.000000008, 131073 recs [|cnfp]"),
        ("pgm", "03e807d0 0c000000 0a0b0c0d 0e0f0000", "1000 > 2000: PGM, length 0"),
    ])
    func forced(_ type: String, _ data: String, _ text: String) {
        let frame = ethernetFrame(0x0800, ipv4Packet(17, udpDatagram(5004, 5004, bytes(data))))
        let line = printed(frame) { $0.packetType = type }
        #expect(line == "IP 192.0.2.1.5004 > 198.51.100.7.5004: \(text)\n")
    }

    /// `-T rpc` puts the transaction and a port that is taken for granted in the place of ports.
    @Test(arguments: [
        (
            "00001234 00000000 00000002 000186a0 00000002 00000003 00000000 00000000",
            "0x1234 > 198.51.100.7.0x6f: 32 getport 100000.2"
        ),
        (
            "00001234 00000000 00000003 000186a0 00000002 00000007 00000000 00000000",
            "0x1234 > 198.51.100.7.0x6f: 32  proc #7 [rpcver 3]"
        ),
        ("00001234 00000001 00000000", "2049 > 198.51.100.7.4660: reply ok 12"),
        (
            "00001234 00000001 00000001 00000000 00000002 00000003",
            "2049 > 198.51.100.7.4660: reply ERR 24: RPC Version mismatch (2-3)"
        ),
    ])
    func `remote procedure calls`(_ data: String, _ text: String) {
        let frame = ethernetFrame(0x0800, ipv4Packet(17, udpDatagram(5004, 5004, bytes(data))))
        #expect(printed(frame) { $0.packetType = "rpc" } == "IP 192.0.2.1.\(text)\n")
    }

    /// Without -v labels have no names; what is below them and has no version of IP is dumped.
    @Test func `labels without -v`() {
        let frame = ethernetFrame(0x8847, bytes("00000040 00064140 00000000 0102"))
        #expect(
            printed(frame)
                == "MPLS (label 0, tc 0, ttl 64) (label 100, tc 0, [S], ttl 64)\n"
                + "\t0x0000:  0000 0000 0102                           ......\n")
    }

    /// A type of another transport leaves nothing behind TCP's header, whatever the port.
    @Test(arguments: ["vat", "aodv", "rpc", "snmp"]) func `types of datagrams in a stream`(type: String) {
        let segment = bytes("9c40 0050 00000001 00000001 5018 0064 0000 0000") + Array("GET / HTTP/1.0\r\n".utf8)
        let line = printed(ethernetFrame(0x0800, ipv4Packet(6, segment))) { $0.packetType = type }
        #expect(line.hasSuffix(", length 16\n"))
    }

    /// The frames of ZMTP are shown in PGM's data and over TCP.
    @Test func `frames of ZMTP`() {
        let segment = bytes("9c40 15b3 00000001 00000001 5018 0064 0000 0000") + bytes("06 01 68656c6c6f")
        let line = printed(ethernetFrame(0x0800, ipv4Packet(6, segment))) { $0.packetType = "zmtp1" }
        #expect(line.hasSuffix(", length 7: ZMTP/1.0\n\t frame flags+body  (8-bit) length 6, flags 0x01\n"))
    }

    /// An ESP packet of AES-128 in CBC mode around a datagram: vector, cipher text, check value of twelve bytes.
    static let encapsulated = bytes(
        """
        00001000 00000001 f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff
        21c7c657f2550ede917c6540033ba5299f90c60f1155cdd1618768c162fc0b6b
        434343434343434343434343
        """)

    @Test(arguments: [
        (
            "0x1000@198.51.100.7 aes128-cbc-hmac96:0x000102030405060708090a0b0c0d0e0f",
            ": IP 192.0.2.1.1 > 198.51.100.7.2: UDP, length 2"
        ),
        ("aes128-cbc-hmac96:0x000102030405060708090a0b0c0d0e0f", ": IP 192.0.2.1.1 > 198.51.100.7.2: UDP, length 2"),
        ("0x1001@198.51.100.7 aes128-cbc-hmac96:0x000102030405060708090a0b0c0d0e0f", ""),
        ("0x1000@198.51.100.8 aes128-cbc-hmac96:0x000102030405060708090a0b0c0d0e0f", ""),
    ])
    func decryption(_ keys: String, _ inside: String) throws {
        try #require(DecryptionKeys.isSupported)
        let opened = try DecryptionKeys(keys) { path throws(DecryptionKeys.Mistake) in
            throw DecryptionKeys.Mistake(message: path)
        }
        let frame = ethernetFrame(0x0800, ipv4Packet(50, Self.encapsulated))
        let line = printed(frame) { $0.decryptionKeys = opened }
        let length = Self.encapsulated.count
        #expect(line == "IP 192.0.2.1 > 198.51.100.7: ESP(spi=0x00001000,seq=0x1), length \(length)\(inside)\n")
        // Cut anywhere it is refused or garbled, but harmless.
        for count in 1..<frame.count {
            let text = printed(Array(frame.prefix(count)), length: frame.count) { $0.decryptionKeys = opened }
            #expect(text.hasSuffix("\n"))
        }
    }

    /// RFC 2385: the digest of this segment from 192.0.2.1 to 198.51.100.7 with the secret "secret".
    @Test(arguments: [("secret", "md5 valid,"), ("wrong", "md5  (invalid),")])
    func signature(_ secret: String, _ text: String) {
        let segment = bytes(
            "03e807d00000000100000001a0180200000000001312b66ae111e8791f65c13d142b13a7d135010164617461")
        let line = printed(ethernetFrame(0x0800, ipv4Packet(6, segment))) { $0.signatureSecret = Array(secret.utf8) }
        #expect(line.contains(text))
    }

    /// Who began an exchange of keys is known from its first message.
    @Test func `roles of IKE`() {
        let first = bytes("0102030405060708 0000000000000000 01 10 02 00 00000000 0000001c")
        let later = bytes("0102030405060708 1112131415161718 01 10 02 00 00000000 0000001c")
        let other = bytes("0909090909090909 1112131415161718 01 10 02 00 00000000 0000001c")
        let text = printed(
            [first, later, other].map { ethernetFrame(0x0800, ipv4Packet(17, udpDatagram(500, 500, $0))) })
        #expect(
            text.split(separator: "\n").map { $0.suffix(17) } == [
                ": phase 1 I ident", ": phase 1 I ident", ": phase 1 ? ident",
            ])
    }
}
