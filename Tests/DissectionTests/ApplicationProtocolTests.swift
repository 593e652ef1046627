import Packets
import Testing

@testable import Dissection

/// What application protocols say of their seeds. The lines are tcpdump's for the same bytes.
@Suite struct ApplicationProtocolTests {
    @Test(arguments: ApplicationSeeds.all.indices)
    func line(_ index: Int) {
        let seed = ApplicationSeeds.all[index]
        #expect(text(seed, 0).hasSuffix(": " + seed.line + "\n"))
        if let verbose = seed.verbose { #expect(text(seed, 1).hasSuffix(": " + verbose + "\n")) }
    }

    /// SAP: a response with one service of type 4, its name, address and hops.
    @Test func `service advertisement`() {
        let service = bytes("0004") + Array("PRINTER".utf8) + [UInt8](repeating: 0, count: 41)
        let packet =
            bytes("ffff 0060 00 04 00000011 010203040506 0452 00000022 070707070707 0452 0002") + service
            + bytes("00001234 010203040506 0451 0002")
        #expect(
            printed(ethernetFrame(0x8137, packet))
                == "(NOV-ETHII) IPX 00000022.07:07:07:07:07:07.0452 > 00000011.01:02:03:04:05:06.0452: "
                + "ipx-sap-resp 0004 'PRINTER' addr 00001234.01:02:03:04:05:06\n")
    }

    private func text(_ seed: ApplicationSeeds.Seed, _ verbosity: Int) -> String {
        printed(seed.packet, link: .raw) { $0.verbosity = verbosity }
    }

    /// A reply has neither procedure nor version: it is read by its call. Printers that see the packets in another order
    /// leave it to the one that sees all.
    @Test(arguments: [false, true]) func conversation(deferred: Bool) {
        let call = ipv4Packet(17, udpDatagram(1000, 2049, ApplicationSeeds.lookup))
        // The same handle, and no attributes.
        let reply = bytes(
            "00000009 00000001 00000000 00000000 00000000 00000000 00000000"
                + "00000010 0102030405060708090a0b0c0d0e0f10 00000000 00000000")
        let answer = swapped(ipv4Packet(17, udpDatagram(2049, 1000, reply)))
        let packets = [call, answer].map {
            let frame = ethernetFrame(0x0800, $0)
            return DeferredNumbersTests.Packet(
                bytes: frame, time: Timestamp(seconds: 0, nanoseconds: 0), length: frame.count)
        }
        var options = PrintOptions()
        options.numeric = 1
        options.time = .none
        let text = DeferredNumbersTests.printedInParts(packets, options, alone: deferred ? 0 : 2, size: 1)
        let lines = text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.contains("NFS request xid 9 68 lookup fh") == true)
        #expect(
            lines.last?.hasSuffix("NFS reply xid 9 reply ok 56 lookup fh Unkn/0102030405060708090A0B0C0D0E0F10") == true
        )
    }

    /// Both ends of an IPv4 packet change places.
    private func swapped(_ packet: [UInt8]) -> [UInt8] {
        Array(packet[..<12]) + packet[16..<20] + packet[12..<16] + packet[20...]
    }
}
