import Capture
import Packets
import Testing

/// An ARP request: who-has 10.0.0.2 tell 10.0.0.1.
private let arpRequest: [UInt8] = [
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06,  // Ethernet
    0x00, 0x01, 0x08, 0x00, 0x06, 0x04, 0x00, 0x01,  // Ethernet, IPv4, 6, 4, request
    0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 10, 0, 0, 1,  // sender
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 10, 0, 0, 2,  // target
]

/// A UDP datagram 10.0.0.1:1000 > 10.0.0.2:53 of 4 bytes.
private let datagram: [UInt8] = [
    0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00,  // Ethernet
    0x45, 0x00, 0x00, 0x20, 0x00, 0x01, 0x00, 0x00, 0x40, 0x11, 0x66, 0xCA,  // IPv4, 32 bytes, UDP
    10, 0, 0, 1, 10, 0, 0, 2,
    0x03, 0xE8, 0x00, 0x35, 0x00, 0x0C, 0x00, 0x00,  // ports, length, no checksum
    0x61, 0x62, 0x63, 0x64,
]

/// Filter programs are libpcap's.
@Suite
struct FilterProgramTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let expression: String
        let arp: Bool
        let udp: Bool
        var testDescription: String { expression.isEmpty ? "(empty)" : expression }
    }

    static let cases = [
        Case(expression: "", arp: true, udp: true),
        Case(expression: "arp", arp: true, udp: false),
        Case(expression: "udp port 53", arp: false, udp: true),
        Case(expression: "udp port 54", arp: false, udp: false),
        Case(expression: "host 10.0.0.1", arp: true, udp: true),
        Case(expression: "ether dst ff:ff:ff:ff:ff:ff", arp: true, udp: false),
        Case(expression: "greater 46", arp: false, udp: true),
        Case(expression: "not ip and not arp", arp: false, udp: false),
    ]

    @Test(arguments: cases)
    func `match what the expression says`(_ each: Case) throws {
        let program = try FilterProgram(each.expression, linkType: .ethernet)
        let results = [matches(program, arpRequest), matches(program, datagram)]
        #expect(results == [each.arp, each.udp])
    }

    private func matches(_ program: borrowing FilterProgram, _ bytes: [UInt8], cut: Int? = nil) -> Bool {
        let view = unsafe PacketView(
            bytes: bytes.span.bytes.upTo(cut ?? bytes.count), timestamp: Timestamp(seconds: 0, nanoseconds: 0),
            originalLength: bytes.count, linkType: .ethernet)
        return program.matches(view)
    }

    @Test func `never read beyond what was captured`() throws {
        let program = try FilterProgram("udp port 53 and host 10.0.0.2", linkType: .ethernet)
        // Up to the destination port a field is missing, and a program that loads it rejects the packet.
        var passing: [Int] = []
        for length in 0...datagram.count where matches(program, datagram, cut: length) { passing.append(length) }
        #expect(passing == Array(38...datagram.count))
    }

    @Test func `are listed in tcpdump's three forms`() throws {
        let program = try FilterProgram("ip", linkType: .ethernet)
        let assembly = program.listing(.assembly)
        #expect(
            assembly == """
                (000) ldh      [12]
                (001) jeq      #0x800           jt 2\tjf 3
                (002) ret      #262144
                (003) ret      #0

                """)
        let array = program.listing(.cArray)
        #expect(
            array == """
                { 0x28, 0, 0, 0x0000000c },
                { 0x15, 0, 1, 0x00000800 },
                { 0x6, 0, 0, 0x00040000 },
                { 0x6, 0, 0, 0x00000000 },

                """)
        let decimal = program.listing(.decimal)
        #expect(decimal == "4\n40 0 0 12\n21 0 1 2048\n6 0 0 262144\n6 0 0 0\n")
    }

    @Test(arguments: [
        ("tcp or", "can't parse filter expression: syntax error"),
        ("port 99999999", "illegal port number 99999999 > 65535"),
        ("vlan 5000", "VLAN tag 5000 greater than maximum 4095"),
    ])
    func `carry libpcap's words when the expression is wrong`(_ expression: String, _ message: String) {
        #expect {
            _ = try FilterProgram(expression, linkType: .ethernet)
        } throws: { error in
            guard let error = error as? CaptureError else { return false }
            return error.kind == .filter && error.message == message
        }
    }
}
