import Packets
import Testing

@testable import Records

/// Packets whose octets stand here, and the rows that come of them.
@Suite struct RowReaderTests {
    static let ethernet = hex("02 00 00 00 00 02  02 00 00 00 00 01  0800")
    static let hosts = (source: hex("0a000001"), destination: hex("0a000002"))

    static func columns(_ list: String) -> ColumnSet { (try? ColumnSet(list: list)) ?? ColumnSet() }

    @Test func `a TCP segment`() {
        let segment = IP.ports(40000, 443) + hex("00000064 000000c8 8012 7210 0000 0000  0101 080a 0000000a 0000000b")
        let packet =
            RowReaderTests.ethernet + IP.v4(RowReaderTests.hosts.source, RowReaderTests.hosts.destination, 6, segment)
        let text = json(packet, columns: .standard, time: Timestamp(seconds: 1_700_000_000, nanoseconds: 123_456_789))
        #expect(
            text == """
                {"@timestamp":"2023-11-14T22:13:20.123456Z","event":{"sequence":1},"network":{"bytes":66,\
                "type":"ipv4","iana_number":6,"transport":"tcp"},"source":{"mac":"02:00:00:00:00:01",\
                "ip":"10.0.0.1","port":40000},"destination":{"mac":"02:00:00:00:00:02","ip":"10.0.0.2","port":443},\
                "swiftcap":{"captured_bytes":66,"cut":false,"link_type":1,"ether_type":2048,"payload_bytes":0,\
                "ip":{"ttl":64,"dscp":0,"ecn":0,"id":1,"dont_fragment":false},"tcp":{"flags":18,"sequence":100,\
                "acknowledgement":200,"window":29200,"timestamp":10,"timestamp_echo":11}}}

                """)
    }

    @Test func `what is not there is no key`() {
        let text = json(hex("ffffffffffff 020000000001 88cc 0000"), columns: .all)
        #expect(!text.contains("null") && !text.contains("\"ip\"") && !text.contains("\"transport\""), "\(text)")
        #expect(text.contains("\"ether_type\":35020"))
    }

    struct Tunnel: Sendable {
        let name: String
        let packet: [UInt8]
        let type: String
        let vni: Int?
        let innerMAC: Bool
    }

    static let inner = IP.v4(hex("c0a80001"), hex("c0a80002"), 17, IP.udp(1111, 2222, [1, 2, 3]))
    static let frame = hex("02aa00000002 02aa00000001 0800") + inner

    static func outer(_ number: UInt8, _ payload: [UInt8]) -> [UInt8] {
        ethernet + IP.v4(hosts.source, hosts.destination, number, payload)
    }

    static let tunnels: [Tunnel] = [
        Tunnel(
            name: "VXLAN", packet: outer(17, IP.udp(5555, 4789, hex("08000000 00002a00") + frame)), type: "vxlan",
            vni: 42,
            innerMAC: true),
        Tunnel(
            name: "Geneve", packet: outer(17, IP.udp(5555, 6081, hex("01006558 00002b00 00000000") + frame)),
            type: "geneve", vni: 43, innerMAC: true),
        Tunnel(
            name: "GRE with a key", packet: outer(47, hex("2000 0800 0000002c") + inner), type: "gre", vni: 44,
            innerMAC: false),
        Tunnel(
            name: "GRE, bridging", packet: outer(47, hex("0000 6558") + frame), type: "gre", vni: nil, innerMAC: true),
        Tunnel(name: "IP in IP", packet: outer(4, inner), type: "ipip", vni: nil, innerMAC: false),
        Tunnel(
            name: "IPv6 in IPv4",
            packet: outer(41, IP.v6([UInt8](repeating: 1, count: 16), [UInt8](repeating: 2, count: 16), 4, inner)),
            type: "6in4", vni: nil, innerMAC: false),
    ]

    @Test(arguments: tunnels) func `the columns tell of what a tunnel carries`(tunnel: Tunnel) {
        let text = json(tunnel.packet)
        let mac = tunnel.innerMAC ? "02:aa:00:00:00:01" : "02:00:00:00:00:01"
        #expect(text.contains("\"source\":{\"mac\":\"\(mac)\",\"ip\":\"192.168.0.1\",\"port\":1111}"), "\(text)")
        #expect(text.contains("\"tunnel\":{\"type\":\"\(tunnel.type)\""), "\(text)")
        #expect(text.contains("\"source_ip\":\"10.0.0.1\",\"destination_ip\":\"10.0.0.2\"}"), "\(text)")
        #expect(text.contains(tunnel.vni.map { "\"vni\":\($0)," } ?? "\"\(tunnel.type)\",\"depth\""), "\(text)")
        #expect(text.contains("\"payload_bytes\":3"), "\(text)")
    }

    @Test func `a thousand headers in each other end`() {
        var packet: [UInt8] = []
        for _ in 0..<1000 { packet = IP.v4(hex("0a000001"), hex("0a000002"), 4, Array(packet.prefix(60_000))) }
        #expect(json(packet, .raw, columns: RowReaderTests.columns("swiftcap.tunnel.depth")).contains("\"depth\":8"))
    }

    @Test func `two tags, and whose frame it is`() {
        let packet =
            hex("020000000002 020000000001 88a8 0064 8100 00c8 0806")
            + hex(
                "0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002")
        let own = RowInterface(name: "eth0", address: hex("020000000009"))
        let text = json(packet, interfaces: [own])
        #expect(text.contains("\"vlan\":{\"id\":100},\"inner\":{\"vlan\":{\"id\":200}}"), "\(text)")
        #expect(text.contains("\"foreign_unicast\":true"), "\(text)")
        #expect(text.contains("\"direction\":\"ingress\""), "\(text)")
        #expect(
            text.contains("\"observer\":{\"hostname\":\"sensor1\",\"ingress\":{\"interface\":{\"name\":\"eth0\"}}}"))
        #expect(
            text.contains(
                "\"arp\":{\"operation\":1,\"sender_mac\":\"02:00:00:00:00:01\",\"sender_ip\":\"10.0.0.1\","
                    + "\"target_mac\":\"00:00:00:00:00:00\",\"target_ip\":\"10.0.0.2\"}"), "\(text)")
    }

    @Test func `a frame of ours and one for us`() {
        let frame = RowReaderTests.ethernet + RowReaderTests.inner
        let sent = json(frame, interfaces: [RowInterface(name: "a", address: hex("020000000001"))])
        #expect(sent.contains("\"direction\":\"egress\"") && sent.contains("\"foreign_unicast\":false"))
        let received = json(frame, interfaces: [RowInterface(name: "a", address: hex("020000000002"))])
        #expect(received.contains("\"direction\":\"ingress\"") && received.contains("\"foreign_unicast\":false"))
    }

    // MARK: cut and malformed

    static let whole = outer(6, IP.tcp(1, 2, [9, 9]))

    /// How much of the segment was captured, and in which layer that ends.
    static let cuts: [(Int, String?)] = [
        (5, "ethernet"), (13, "ethernet"), (20, "ip"), (33, "ip"), (34, "tcp"), (40, "tcp"), (53, "tcp"), (54, nil),
        (56, nil),
    ]

    @Test(arguments: cuts) func `what was cut off`(octets: Int, layer: String?) {
        let text = json(Array(RowReaderTests.whole.prefix(octets)), length: RowReaderTests.whole.count)
        #expect(text.contains(layer.map { "\"cut_in\":\"\($0)\"" } ?? "\"swiftcap\""), "\(text)")
        #expect(text.contains("cut_in") == (layer != nil), "\(text)")
        #expect(!text.contains("malformed"), "\(text)")
        // The same octets in a packet that says it is whole.
        let lying = json(Array(RowReaderTests.whole.prefix(octets)))
        #expect(octets == 56 || lying.contains("\"malformed\":\"\(octets < 14 ? "ethernet" : "ip")\""), "\(lying)")
    }

    static let faults: [(String, [UInt8], String)] = [
        ("a header of 8 octets", hex("42000014 00000000 4006 0000 0a000001 0a000002"), "ip"),
        ("version 5", hex("55000014 00000000 4006 0000 0a000001 0a000002"), "ip"),
        ("longer than the packet", hex("450000ff 00000000 4011 0000 0a000001 0a000002 0001 0002 0008 0000"), "ip"),
        (
            "a TCP header of 4 octets",
            IP.v4(hosts.source, hosts.destination, 6, IP.ports(1, 2) + hex("00000000 00000000 1000 0000 00000000")),
            "tcp"
        ),
        ("UDP longer than IP", IP.v4(hosts.source, hosts.destination, 17, hex("0001 0002 00ff 0000")), "udp"),
        ("UDP of 3 octets", IP.v4(hosts.source, hosts.destination, 17, hex("0001 0002 0003 0000")), "udp"),
        ("half a UDP header", IP.v4(hosts.source, hosts.destination, 17, hex("0001 0002")), "udp"),
        (
            "a DNS header of 5 octets", IP.v4(hosts.source, hosts.destination, 17, IP.udp(1, 53, [1, 2, 3, 4, 5])),
            "dns"
        ),
    ]

    @Test(arguments: faults) func `what cannot be`(name: String, packet: [UInt8], layer: String) {
        let text = json(packet, .raw)
        #expect(text.contains("\"malformed\":\"\(layer)\""), "\(name): \(text)")
    }

    @Test func `fragments`() {
        var first = RowReaderTests.inner
        first[6] = 0x20
        #expect(json(first, .raw).contains("\"more_fragments\":true,\"fragment_offset\":0"))
        #expect(json(first, .raw).contains("\"port\":1111"))
        var second = RowReaderTests.inner
        second[7] = 0x10
        #expect(json(second, .raw).contains("\"more_fragments\":false,\"fragment_offset\":128"))
        #expect(!json(second, .raw).contains("\"port\""))
        #expect(!json(RowReaderTests.inner, .raw).contains("fragment_offset"))
    }

    @Test func `checksums`() {
        // From the wire: an echo request, and the same with another octet.
        let packet = hex("4500001c 0001 0000 40 01 66de 0a000001 0a000002 0800 f7fe 0000 0001")
        let wanted = RowReaderTests.columns("swiftcap.checksum")
        let right = json(packet, .raw, columns: wanted)
        var broken = packet
        broken[27] = 7
        broken[8] = 63
        let wrong = json(broken, .raw, columns: wanted)
        #expect(wrong.contains("\"ip\":false,\"transport\":false"), "\(wrong)")
        #expect(right.contains("\"ip\":true,\"transport\":true"), "\(right)")
        #expect(json(Array(packet.dropLast()), .raw, columns: wanted, length: 28).contains("transport") == false)
    }

    /// 16 octets of an address.
    static func host(_ last: UInt8) -> [UInt8] { hex("20010db8000000000000000000000000").dropLast() + [last] }

    /// A datagram whose checksum is over these addresses.
    static func checked(_ source: [UInt8], _ destination: [UInt8]) -> [UInt8] {
        var datagram = IP.udp(1111, 2222, [1, 2, 3, 4])
        var sum: UInt32 = 17 + UInt32(datagram.count)
        let words = source + destination + datagram
        for place in stride(from: 0, to: words.count, by: 2) {
            sum += UInt32(words[place]) << 8 | UInt32(words[place + 1])
        }
        while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
        datagram[6] = UInt8(~sum >> 8 & 0xFF)
        datagram[7] = UInt8(~sum & 0xFF)
        return datagram
    }

    /// Options and routing headers, and what the verdict on the checksum is; nil for none.
    static let routes: [(String, [UInt8], Bool?)] = {
        let (one, two, three) = (host(1), host(2), host(3))
        let udp = { (source: [UInt8], destination: [UInt8]) in checked(source, destination) }
        let from4 = hex("0a000001")
        let (to4, last4) = (hex("0a000002"), hex("0a000009"))
        func v4(_ options: [UInt8], _ payload: [UInt8]) -> [UInt8] {
            var packet = IP.v4(from4, to4, 17, options + payload)
            packet[0] = 0x45 + UInt8(options.count / 4)
            return packet
        }
        func v6(_ next: UInt8, _ header: [UInt8], _ payload: [UInt8]) -> [UInt8] {
            IP.v6(one, two, next, header + payload)
        }
        let home = hex("11 02 0102 0000 c9 10") + three
        func route(_ type: UInt8, _ left: UInt8, _ addresses: [UInt8]) -> [UInt8] {
            [17, UInt8(addresses.count / 8), type, left, 0, 0, 0, 0] + addresses
        }
        return [
            ("home address", v6(60, home, udp(three, two)), true),
            ("home address, over the header's", v6(60, home, udp(one, two)), false),
            ("route of type 0", v6(43, route(0, 2, host(7) + three), udp(one, three)), true),
            ("route of type 0 at its end", v6(43, route(0, 0, host(7) + three), udp(one, two)), true),
            ("route of type 2", v6(43, route(2, 1, three), udp(one, three)), true),
            ("segment routing", v6(43, route(4, 1, three + host(7)), udp(one, three)), true),
            ("an unknown route", v6(43, route(3, 1, three), udp(one, three)), nil),
            ("loose source route", v4(hex("83 0b 04 0a000007") + last4 + [1], udp(from4, last4)), true),
            ("strict source route", v4(hex("89 07 04") + last4 + [1], udp(from4, last4)), true),
            ("source route at its end", v4(hex("83 07 08") + last4 + [1], udp(from4, to4)), true),
            ("an option that is no route", v4(hex("07 07 04") + last4 + [1], udp(from4, to4)), true),
        ]
    }()

    @Test(arguments: routes) func `checksums over other addresses than the header's`(
        name: String, packet: [UInt8], verdict: Bool?
    ) {
        let text = json(packet, .raw, columns: RowReaderTests.columns("swiftcap.checksum.transport"))
        let wanted = verdict.map { "{\"swiftcap\":{\"checksum\":{\"transport\":\($0)}}}\n" } ?? "{}\n"
        #expect(text == wanted)
        // Columns of checksums that are not asked for change nothing.
        #expect(json(packet, .raw, columns: .standard).contains("\"port\":2222"))
    }

    @Test func `a direction that the capture tells`() {
        var reader = RowReader(ColumnSet([.networkDirection]), host: "")
        var writer = JSONRowWriter(RowTable(ColumnSet([.networkDirection])))
        var out = ByteBuffer()
        for told in [true, false, nil] {
            if let told { reader.tell(isOutbound: told) }
            let bytes = RowReaderTests.whole
            reader.read(
                PacketView(
                    bytes: unsafe bytes.span.bytes, timestamp: Timestamp(seconds: 0, nanoseconds: 0),
                    originalLength: bytes.count, linkType: .ethernet))
            writer.append(reader.row, to: &out)
        }
        #expect(
            out.text == "{\"network\":{\"direction\":\"egress\"}}\n{\"network\":{\"direction\":\"ingress\"}}\n{}\n")
    }

    // MARK: hostile octets

    @Test func `any octets give one line of JSON in ASCII`() {
        var state: UInt64 = 1
        func next() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 40)
        }
        let links: [LinkType] = [.ethernet, .raw, .linuxSLL, .linuxSLL2, .null, .ppp, LinkType(rawValue: 9999)]
        let seeds = RowReaderTests.tunnels.map(\.packet) + [RowReaderTests.whole, ApplicationTests.dnsAnswer]
        for round in 0..<1500 {
            var packet = round % 4 == 0 ? (0..<Int(next())).map { _ in next() } : seeds[round % seeds.count]
            for _ in 0..<4 where !packet.isEmpty { packet[Int(next()) % packet.count] = next() }
            if next() < 64 { packet = Array(packet.prefix(Int(next()))) }
            let text = json(
                packet, round % 4 == 0 ? links[round / 4 % links.count] : .ethernet, length: packet.count + round % 2)
            #expect(text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A })
            #expect(text.utf8.filter { $0 == 0x0A }.count == 1 && text.hasSuffix("}\n"))
        }
    }
}
