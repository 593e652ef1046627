import Packets
import Testing

@testable import Dissection

/// What each protocol says of its seed, without and with -v. The lines are tcpdump's for the same bytes.
@Suite struct ProtocolTests {
    /// The part of the text behind the addresses.
    private func payload(_ text: String) -> String {
        var rest = Substring(text)
        while let colon = rest.firstIndex(of: ":") {
            rest = rest[rest.index(after: colon)...]
            if rest.first == " " { return String(rest.dropFirst().dropLast()) }
        }
        return text
    }

    private func udp(_ port: UInt16, _ data: [UInt8], _ verbosity: Int = 0) -> String {
        payload(
            printed(ipv4Packet(17, udpDatagram(port, port, data)), link: .raw) { $0.verbosity = verbosity })
    }

    @Test(arguments: [
        (53, Seeds.dnsQuery, "1+ A? www.example.com. (33)"),
        (53, Seeds.dnsAnswer, "1 2/0/0 A 203.0.113.5, AAAA 2001:db8::5 (77)"),
        (5353, Seeds.mdnsQuery, "0 PTR (QU)? _http._tcp.local. (34)"),
        (67, Seeds.dhcp, "BOOTP/DHCP, Request from 02:00:00:00:00:01, length 255"),
        (123, Seeds.ntp, "NTPv4, Client, length 48"),
        (161, Seeds.snmp, " GetRequest(25)  .1.3.6.1.2.1.1.1.0"),
        (69, Seeds.tftp, "TFTP, length 17, RRQ \"boot.img\" octet"),
        (514, Seeds.syslog, "SYSLOG auth.critical, length: 14"),
        (1812, Seeds.radius, "RADIUS, Access-Request (1), id: 0x05 length: 26"),
        (520, Seeds.rip, "RIPv2, Response, length: 24"),
        (
            4789, Seeds.vxlan,
            "VXLAN, flags [I] (0x08), vni 42\nARP, Request who-has 192.0.2.2 tell 192.0.2.1, length 28"
        ),
        (
            6081, Seeds.geneve,
            "Geneve, Flags [none], vni 0x2a: ARP, Request who-has 192.0.2.2 tell 192.0.2.1, length 28"
        ),
        (500, Seeds.ike, "isakmp: parent_sa ikev2_init[I]"),
        (5060, Seeds.sip, "SIP: OPTIONS sip:a@example.com SIP/2.0"),
        (4000, Seeds.tftp, "UDP, length 17"),
    ])
    func datagrams(_ port: UInt16, _ data: [UInt8], _ expected: String) {
        #expect(udp(port, data) == expected)
    }

    @Test func `DNS records with their names and times`() {
        let text = printed(ipv4Packet(17, udpDatagram(53, 40_000, Seeds.dnsAnswer)), link: .raw) { $0.verbosity = 3 }
        #expect(
            text.contains(
                "1 q: A? www.example.com. 2/0/0 www.example.com. [1h] A 203.0.113.5, www.example.com. [1m] AAAA 2001:db8::5"
            ))
        let query = printed(ipv4Packet(17, udpDatagram(40_000, 53, Seeds.ednsQuery)), link: .raw) { $0.verbosity = 2 }
        #expect(query.contains("2+ [1au] A? . ar: . OPT UDPsize=4096 DO [COOKIE 0102030405060708] (40)"))
    }

    @Test func `DHCP options`() {
        let text = printed(ipv4Packet(17, udpDatagram(68, 67, Seeds.dhcp)), link: .raw) { $0.verbosity = 1 }
        #expect(text.contains(", xid 0x3903f326, Flags [Broadcast]\n"))
        #expect(text.contains("\n\t    DHCP-Message (53), length 1: Discover\n"))
        #expect(text.contains("\n\t      Subnet-Mask (1), Default-Gateway (3), Domain-Name-Server (6)\n"))
        #expect(text.hasSuffix("\n\t    Hostname (12), length 4: \"host\"\n"))
    }

    @Test func `DHCPv6 options`() {
        let text = printed(ipv6Packet(17, udpDatagram(546, 547, Seeds.dhcpv6)), link: .raw) { $0.verbosity = 1 }
        #expect(
            text.contains(
                "dhcp6 solicit (xid=e1e093 (client-ID hwaddr type 1 000102030405) (elapsed-time 0) "
                    + "(IA_NA IAID:1 T1:3600 T2:5400))"))
    }

    @Test func `NTP times`() {
        let text = printed(ipv4Packet(17, udpDatagram(123, 123, Seeds.ntp)), link: .raw) { $0.verbosity = 1 }
        #expect(text.contains("Stratum 2 (secondary reference), poll 6 (64s), precision -20\n"))
        #expect(text.contains("Originator - Transmit Timestamp: +1.500000000\n"))
    }

    @Test(arguments: [
        (
            6, Seeds.syn,
            "Flags [S], seq 1000000000, win 64240, options [mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7], length 0"
        ),
        (
            6, Seeds.http,
            "Flags [P.], seq 1:28, ack 1, win 502, options [nop,nop,TS val 102 ecr 900], length 27: HTTP: GET / HTTP/1.1"
        ),
        (
            6, Seeds.multipath,
            "Flags [.], ack 6, win 100, options [mptcp 10 add-addr v1 id 7 192.0.2.1:8080,nop,nop,nop,nop,nop,nop], length 0"
        ),
        (
            6, Seeds.telnet,
            "Flags [P.], seq 5:17, ack 6, win 100, length 12 [telnet DO TERMINAL TYPE, WILL NAWS, SB TERMINAL TYPE SEND SE]"
        ),
        (1, Seeds.unreachable, "ICMP 198.51.100.7 udp port 33434 unreachable, length 41"),
        (2, Seeds.igmp, "igmp v3 report, 1 group record(s)"),
        (
            47, Seeds.gre,
            "GREv0, key=0x5, length 50: ARP, Request who-has 192.0.2.2 tell 192.0.2.1, length 28"
        ),
        (132, Seeds.sctp, "sctp (1) [INIT] [init tag: 1] [rwnd: 2] [OS: 3] [MIS: 4] [init TSN: 5] "),
        (89, Seeds.ospf, "OSPFv2, Hello, length 44"),
        (112, Seeds.vrrp, "VRRPv2, Advertisement, (ttl 64), vrid 1, prio 100, authtype none, intvl 1s, length 20"),
        (46, Seeds.rsvp, "RSVPv1 Path Message, length: 8"),
        (50, Seeds.esp, "ESP(spi=0xdeadbeef,seq=0x5), length 16"),
        (51, Seeds.ah, "AH(spi=0x00000001,seq=0x2,icv=0x696969696969696969696969): 1 > 2: UDP, length 2"),
        (253, [1, 2, 3], " ip-proto-253 3"),
    ])
    func `over IPv4`(_ proto: UInt8, _ data: [UInt8], _ expected: String) {
        #expect(payload(printed(ipv4Packet(proto, data), link: .raw)) == expected)
    }

    @Test(arguments: [
        (0x0806, Seeds.arp, "ARP, Request who-has 192.0.2.2 tell 192.0.2.1, length 28"),
        (0x88CC, Seeds.lldp, "LLDP, length 25: sw"),
        (
            0x8847, Seeds.mpls,
            "MPLS (label 1000, tc 0, [S], ttl 64) IP 192.0.2.1 > 198.51.100.7: ICMP echo request, id 0, seq 0, length 8"
        ),
        (0x8864, Seeds.pppoe, "PPPoE  [ses 0x5] IP 192.0.2.1 > 198.51.100.7:  [|icmp]"),
        (0x8809, Seeds.lacp, "LACPv1, length 24"),
        (0x888E, Seeds.eapol, "EAP packet (0) v1, len 9"),
    ])
    func `over ethernet`(_ type: UInt16, _ data: [UInt8], _ expected: String) {
        #expect(printed(ethernetFrame(type, data)) == expected + "\n")
    }

    @Test func `spanning tree`() {
        let frame = ethernetFrame(UInt16(Seeds.stp.count + 3), bytes("424203") + Seeds.stp)
        #expect(
            printed(frame) { $0.verbosity = 1 }
                == "STP 802.1d, Config, Flags [Topology change], bridge-id 8000.02:00:00:00:00:01.8001, length 35\n"
                + "\tmessage-age 0.00s, max-age 20.00s, hello-time 2.00s, forwarding-delay 15.00s\n"
                + "\troot-id 8000.02:00:00:00:00:01, root-pathcost 0\n")
    }

    @Test func `neighbor discovery`() {
        let text = printed(ipv6Packet(58, Seeds.routerAdvertisement), link: .raw) { $0.verbosity = 1 }
        #expect(text.contains("hop limit 64, Flags [managed, other stateful], pref medium, router lifetime 1800s"))
        #expect(text.contains("\n\t  source link-address option (1), length 8 (1): 02:00:00:00:00:01\n"))
        #expect(text.contains("2001:db8:1::/64, Flags [onlink, auto], valid time 86400s, pref. time 14400s\n"))
        #expect(text.contains("rdnss option (25), length 24 (3):  lifetime 600s, addr: 2001:db8::53\n"))
    }

    @Test func `extension headers`() {
        #expect(
            printed(ipv6Packet(0, Seeds.listenerReport), link: .raw)
                == "IP6 fe80::1 > ff02::1: HBH ICMP6, multicast listener report v2, 1 group record(s), length 28\n")
        #expect(
            printed(ipv6Packet(43, Seeds.routing), link: .raw)
                == "IP6 fe80::1 > ff02::1: RT6 (len=2, type=0 [Deprecated], segleft=1, [0]2001:db8::9) "
                + "ICMP6, echo request, id 9, seq 1, length 8\n")
    }

    @Test func `names come from the environment once`() {
        nonisolated(unsafe) var asked = 0
        var environment = PrintEnvironment()
        environment.hostName = {
            unsafe asked += 1
            return $0.low == 0xC000_0201 ? .known("here.example.org") : .unknown
        }
        environment.services = [ServiceName(port: 53, transport: .udp, name: "domain")]
        var options = PrintOptions()
        options.time = .none
        options.unqualifiedNames = true
        var printer = Printer(options: options, environment: environment)
        let packet = ipv4Packet(17, udpDatagram(4000, 53, Seeds.dnsQuery))
        for _ in 0..<3 {
            let view = unsafe PacketView(
                bytes: packet.span.bytes, timestamp: Timestamp(seconds: 0, nanoseconds: 0),
                originalLength: packet.count, linkType: .raw)
            _ = printer.consume(view)
        }
        let text = printer.out.bytes
        let line = String(
            decoding: (0..<text.byteCount / 3).map { unsafe text.unsafeLoad(fromByteOffset: $0, as: UInt8.self) },
            as: UTF8.self)
        #expect(line == "IP here.4000 > 198.51.100.7.domain: 1+ A? www.example.com. (33)\n")
        #expect(unsafe asked == 2)
    }
}
