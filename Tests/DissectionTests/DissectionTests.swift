import Packets
import Testing

@testable import Dissection

@Suite struct CoreTests {
    static let echo = bytes("0800 8e8a 0003 0004 0000")  // type 8, checksum, id 3, seq 4, data

    @Test func `ICMP echo over ethernet`() {
        let packet = ethernetFrame(0x0800, ipv4Packet(1, Self.echo))
        #expect(printed(packet) == "IP 192.0.2.1 > 198.51.100.7: ICMP echo request, id 3, seq 4, length 10\n")
    }

    @Test func `link header and VLAN`() {
        let packet = ethernetFrame(0x8100, bytes("e064 0800") + ipv4Packet(1, Self.echo))  // priority 7, VLAN 100
        let text = printed(packet) { $0.linkHeader = true }
        #expect(
            text == "02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype 802.1Q (0x8100), length 48: vlan 100, p 7, "
                + "ethertype IPv4 (0x0800), 192.0.2.1 > 198.51.100.7: ICMP echo request, id 3, seq 4, length 10\n")
    }

    @Test func `unknown type is dumped`() {
        let text = printed(ethernetFrame(0x1234, bytes("41420a")))
        #expect(
            text == "02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype Unknown (0x1234), length 17: \n"
                + "\t0x0000:  4142 0a                                  AB.\n")
    }

    @Test func `truncation names the layer`() {
        let whole = ethernetFrame(0x0800, ipv4Packet(1, Self.echo))
        #expect(printed(Array(whole.prefix(30)), length: whole.count) == "IP  [|ip]\n")
        #expect(printed(Array(whole.prefix(36)), length: whole.count) == "IP 192.0.2.1 > 198.51.100.7:  [|icmp]\n")
        #expect(printed(Array(whole.prefix(10)), length: whole.count) == " [|ether]\n")
    }

    @Test func `impossible lengths`() {
        #expect(printed([UInt8](), length: 0) == "[Invalid header: caplen==0, len==0]\n")
        #expect(printed([1, 2, 3] as [UInt8], length: 2) == "[Invalid header: len(2) < caplen(3)]\n")
    }

    @Test func dumps() {
        let packet = ethernetFrame(0x0800, ipv4Packet(1, Self.echo))
        let line = "IP 192.0.2.1 > 198.51.100.7: ICMP echo request, id 3, seq 4, length 10"
        #expect(
            printed(packet) { $0.dump = .hex } == line + "\n\t0x0000:  4500 001e 1234 4000 4001 3c6f c000 0201"
                + "\n\t0x0010:  c633 6407 0800 8e8a 0003 0004 0000\n")
        let ascii = printed(packet) { $0.dump = .ascii }
        #expect(ascii.hasPrefix(line + "\nE....4@.@."))
    }

    @Test(arguments: [
        (PrintOptions.TimeFormat.timeOfDay, "22:13:20.123456 IP"), (.none, "IP"), (.epoch, "1700000000.123456 IP"),
        (.deltaPrevious, " 00:00:00.000000 IP"), (.dateAndTime, "2023-11-14 22:13:20.123456 IP"),
        (.deltaFirst, " 00:00:00.000000 IP"),
    ])
    func timestamps(_ format: PrintOptions.TimeFormat, _ start: String) {
        let packet = ethernetFrame(0x0800, ipv4Packet(1, Self.echo))
        let time = Timestamp(seconds: 1_700_000_000, nanoseconds: 123_456_789)
        #expect(printed(packet, time: time) { $0.time = format }.hasPrefix(start))
    }

    @Test func `sequence numbers are relative`() {
        func segment(_ fields: String) -> [UInt8] { ethernetFrame(0x0800, ipv4Packet(6, bytes(fields))) }
        let packets = [
            // ports, sequence, acknowledgement, offset and flags, window, checksum, urgent
            segment("9c40 0050 3b9aca00 00000064 5012 ffff 0000 0000"),
            segment("9c40 0050 3b9aca01 00000065 5018 ffff 0000 0000 4142"),
        ]
        let lines = printed(packets).split(separator: "\n")
        #expect(lines[0].hasSuffix("Flags [S.], seq 1000000000, ack 100, win 65535, length 0"))
        #expect(lines[1].contains("Flags [P.], seq 1:3, ack 2, win 65535, length 2"))
        let absolute = printed(packets) { $0.absoluteSequenceNumbers = true }.split(separator: "\n")
        #expect(absolute[1].contains("seq 1000000001:1000000003, ack 101,"))
    }

    @Test func `every prefix of a packet is safe`() {
        let packet = ethernetFrame(
            0x0800, ipv4Packet(6, bytes("9c400050 00000001 00000002 8018 ffff 0000 0000 0101080a 00000001 00000002")))
        for count in 1...packet.count {
            #expect(printed(Array(packet.prefix(count)), length: packet.count) { $0.verbosity = 3 }.hasSuffix("\n"))
        }
    }
}
