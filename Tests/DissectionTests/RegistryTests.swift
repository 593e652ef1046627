import Packets
import Testing

@testable import Dissection

@Suite struct RegistryTests {
    /// Each key leads to other text than a key that is not claimed.
    @Test func `every port is reached`() {
        let unknownTCP = printed(ipv4Packet(6, tcp(65_000)), link: .raw) { $0.verbosity = 1 }
        #expect(unknownTCP.contains("length 40"))
        for port in Keys.tcpPorts {
            let text = printed(ipv4Packet(6, tcp(port)), link: .raw) { $0.verbosity = 1 }
            #expect(
                text.replacing("198.51.100.7.\(port)", with: "198.51.100.7.65000") != unknownTCP, "TCP port \(port)")
        }
        let payload = [UInt8](repeating: 0, count: 40)
        for port in Keys.udpPorts {
            // What is intercepted for the law comes from a port that leads nowhere as a destination.
            let (source, destination): (UInt16, UInt16) = port == 49152 ? (port, 40_000) : (40_000, port)
            let packet = ipv4Packet(17, udpDatagram(source, destination, payload))
            let text = printed(packet, link: .raw) { $0.verbosity = 1 }
            #expect(!text.hasSuffix(": UDP, length 40\n"), "UDP port \(port)")
        }
    }

    @Test func `every type is reached`() {
        // MACsec names the frame's ends and its own type itself, as a frame that is not decoded does.
        for type in Keys.etherTypes where type != 0x88E5 {
            let text = printed(ethernetFrame(type, [UInt8](repeating: 0, count: 60)))
            #expect(!text.hasPrefix("02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype"), "ether type \(type)")
        }
        for proto in Keys.protocols {
            let text = printed(ipv4Packet(proto, [UInt8](repeating: 0, count: 60)), link: .raw)
            #expect(!text.contains("ip-proto-\(proto) "), "protocol \(proto)")
        }
    }

    /// There are as many keys as tcpdump's everyday ones at least: the walk did not come back empty.
    @Test func `keys are found`() {
        #expect(Keys.links.count >= 40)
        #expect(Keys.etherTypes.count >= 20)
        #expect(Keys.protocols.count >= 20)
        #expect(Keys.tcpPorts.count >= 12)
        #expect(Keys.udpPorts.count >= 40)
    }

    /// The list has each key once, and none that the registry does not claim; most name their dissector.
    @Test func `the list is the registry`() {
        let keys = ProtocolList().keys
        func listed(_ kind: String) -> [String] { keys.filter { $0.kind == kind }.map(\.key) }
        #expect(Set(keys.map { "\($0.kind) \($0.key)" }).count == keys.count)
        #expect(listed("link type") == Keys.links.map { "\($0)" })
        #expect(listed("TCP port") == Keys.tcpPorts.map { "\($0)" } + ["2049"])
        #expect(listed("UDP port") == Keys.udpPorts.map { "\($0)" } + ["2049"])
        #expect(listed("ether type").count == Keys.etherTypes.filter { $0 > 0x05DC }.count)
        let ospf = keys.filter { $0.key == "89" && $0.kind.hasSuffix("protocol") }
        #expect(ospf.map(\.dissector) == ["ospf2", "ospf3"])
        #expect(keys.contains { $0 == ProtocolKey(kind: "type of -T", key: "rtp", name: "", dissector: "rtp") })
        #expect(!keys.contains { $0.kind == "IPv4 protocol" && $0.key == "58" })
        let unnamed = keys.filter(\.dissector.isEmpty)
        #expect(unnamed.count < 10, "\(unnamed)")
    }

    private func tcp(_ port: UInt16) -> [UInt8] {
        [0x9C, 0x40, UInt8(port >> 8), UInt8(port & 0xFF), 0, 0, 0, 1, 0, 0, 0, 1, 0x50, 0x18, 1, 0, 0, 0, 0, 0]
            + [UInt8](repeating: 0x41, count: 40)
    }
}
