/// One packet for each protocol, written by field: the tables of the protocol tests and the seeds of the hostile-input
/// tests. Payloads only; `inEthernet`, `inUDP` and the like put headers in front.
enum Seeds {
    /// Question: id, flags with recursion desired, one question; www.example.com, type A, class IN.
    static let dnsQuery = bytes("0001 0100 0001 0000 0000 0000 03777777 076578616d706c65 03636f6d 00 0001 0001")
    /// Answer: two records behind the question, their names compressed to offset 12.
    static let dnsAnswer =
        bytes("0001 8180 0001 0002 0000 0000 03777777 076578616d706c65 03636f6d 00 0001 0001")
        + bytes("c00c 0001 0001 00000e10 0004 cb007105")  // A, one hour, 203.0.113.5
        + bytes("c00c 001c 0001 0000003c 0010 20010db8000000000000000000000005")  // AAAA, one minute
    /// mDNS: the top bit of the class asks for a unicast answer.
    static let mdnsQuery = bytes("0000 0000 0001 0000 0000 0000 055f68747470 045f746370 056c6f63616c 00 000c 8001")
    /// EDNS(0): a query with an OPT record that carries a cookie.
    static let ednsQuery =
        bytes("0002 0100 0001 0000 0000 0001 00 0001 0001")
        + bytes("00 0029 1000 0000 8000 000c 000a 0008 0102030405060708")

    /// DHCP discover: operation, Ethernet, hlen 6; xid; flags broadcast; chaddr; cookie; message type, list, name, end.
    static let dhcp: [UInt8] =
        bytes("01 01 06 00 3903f326 0000 8000") + [UInt8](repeating: 0, count: 16) + bytes("020000000001")
        + [UInt8](repeating: 0, count: 10 + 64 + 128) + bytes("63825363 35 01 01 37 03 01 03 06 0c 04 686f7374 ff")
    /// DHCPv6 solicit: transaction; client id (hardware address), elapsed time, identity association.
    static let dhcpv6 = bytes(
        "01 e1e093 0001000a 00030001000102030405 00080002 0000 0003000c 00000001 00000e10 00001518")
    /// NTP client: version 4, mode 3; stratum 2; poll 6; precision -20; delay; dispersion; reference; four timestamps.
    static let ntp =
        bytes("23 02 06 ec 00000064 000000c8 c0000209")
        + bytes("e8754f0000000000 e8754f0180000000 e8754f0200000000 e8754f0300000000")
    /// SNMP 2c get-request for sysDescr.0, community public.
    static let snmp = bytes("302602010104067075626c6963a019020101020100020100300e300c06082b060102010101000500")
    static let tftp = bytes("0001 626f6f742e696d67 00 6f63746574 00")
    static let syslog = Array("<34>su: failed".utf8)
    /// RADIUS access-request with a user name.
    static let radius = bytes("01 05 001a 00000000000000000000000000000000 01 06 75736572")
    /// RIP version 2 response: 10.0.0.0/8, metric 1.
    static let rip = bytes("02 02 0000 0002 0000 0a000000 ff000000 00000000 00000001")
    /// VXLAN network 42 around an ARP request.
    static let vxlan = bytes("08 000000 00002a 00 ffffffffffff 020000000001 0806") + arp
    static let geneve = bytes("00 00 6558 00002a 00 ffffffffffff 020000000001 0806") + arp
    static let ike = bytes("0102030405060708 0000000000000000 21 20 22 08 00000000 0000001c")
    static let sip = Array("OPTIONS sip:a@example.com SIP/2.0\r\nVia: SIP/2.0/UDP x\r\n\r\n".utf8)

    /// ARP request: Ethernet, IPv4, lengths, operation; sender; target.
    static let arp = bytes("0001 0800 06 04 0001 020000000001 c0000201 000000000000 c0000202")
    /// A configuration message: protocol, version, type, flags; root; cost; bridge; port; four times.
    static let stp =
        bytes("0000 00 00 01 8000020000000001 00000000 8000020000000001 8001 0000 1400 0200 0f00")
    /// Chassis by address, port by local name, time to live, system name, end.
    static let lldp = bytes("0207 04 020000000001 0404 07 657468 0602 0078 0a02 7377 0000")
    static let cdp = bytes("02 b4 0000 0001 0006 7377 0004 0008 00000028")
    static let mpls = bytes("003e8140") + ipv4Packet(1, bytes("0800 f7ff 0000 0000"))
    static let pppoe = bytes("11 00 0005 0016 0021") + bytes("4500 0014 0000 0000 4001 0000 c0000201 c6336407")
    /// LACP: version, actor element.
    static let lacp = bytes("01 01 01 14 8000 020000000001 000d 8000 0016 3d 000000 00 00")
    static let eapol = bytes("01 00 0009 02 00 0009 01 75736572")
    static let macsec = bytes("2c 00 00000001 0200000000010001") + [UInt8](repeating: 7, count: 40)

    /// GET over a segment with timestamps; ports, numbers, offset and flags, window, checksum, urgent, options.
    static let http =
        bytes("9c40 0050 00000001 00000001 8018 01f6 0000 0000 0101 080a 00000066 00000384")
        + Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
    /// SYN with segment size, selective acknowledgement, timestamps, window scale.
    static let syn = bytes(
        "9c40 01bb 3b9aca00 00000000 a002 faf0 0000 0000 020405b4 0402 080a 00000064 00000000 01 030307")
    static let multipath = bytes(
        "9c40 1770 00000005 00000006 9010 0064 0000 0000 1e0a 3007 c0000201 1f90 0101 0101 0101")
    static let telnet = bytes("9c40 0017 00000005 00000006 5018 0064 0000 0000 fffd18 fffb1f fffa1801fff0")
    /// Port unreachable about a UDP datagram.
    static let unreachable =
        bytes("0303 0000 00000000")
        + bytes("4500 0021 1234 4000 4011 0000 c0000201 c6336407 1388 829a 000d 0000 68656c6c6f")
    /// Version 3 report: leave 224.0.0.251's sources.
    static let igmp = bytes("22 00 0000 0000 0001 04 00 0001 e00000fb c0000209")
    static let gre = bytes("2000 6558 00000005 ffffffffffff 020000000001 0806") + arp
    static let sctp = bytes("0001 0002 00000000 00000000 01 00 0014 00000001 00000002 0003 0004 00000005")
    static let ospf = bytes(
        "0201 002c 01010101 00000000 0000 0000 0000000000000000 ffffff00 000a 02 01 00000028 c0000201 00000000")
    static let vrrp = bytes("21 01 64 01 00 01 0000 c0000203 0000000000000000")
    static let rsvp = bytes("10 01 0000 40 00 0008")
    static let esp = bytes("deadbeef 00000005 0102030405060708")
    static let ah = bytes("11 04 0000 00000001 00000002 696969696969696969696969 0001 0002 000a 0000 6869")

    /// Router advertisement: hop limit, flags, lifetimes; source address, prefix, DNS server.
    static let routerAdvertisement =
        bytes("8600 0000 40 c0 0708 00000000 00000000 0101 020000000001")
        + bytes("0304 40 c0 00015180 00003840 00000000 20010db8000100000000000000000000")
        + bytes("1903 0000 00000258 20010db8000000000000000000000053")
    /// MLDv2 report of one group behind a hop-by-hop header with a router alert.
    static let listenerReport = bytes(
        "3a 00 0502 0000 0100 8f00 0000 0000 0001 04 00 0000 ff0200000000000000000000000000fb")
    static let routing = bytes("3a 02 00 01 00000000 20010db8000000000000000000000009 8000 0000 0009 0001")

    /// Everything, for tests that change bytes.
    static let all: [Seed] = frames.map { Seed("frame", link: .ethernet, bytes: $0) } + Seed.link

    /// Ethernet frames.
    static let frames: [[UInt8]] =
        udpFrames + ipFrames + etherFrames + ipv6Frames
        + (NetworkSeed.all + NetworkSeed.routing + NetworkSeed.more + NetworkSeed.tunnels).map(\.frame)
        + ApplicationSeeds.all.map(\.frame)
        + CapturedFrames.all

    private static let udpFrames: [[UInt8]] = [
        (53, dnsQuery), (53, dnsAnswer), (5353, mdnsQuery), (53, ednsQuery), (67, dhcp), (123, ntp), (161, snmp),
        (69, tftp), (514, syslog), (1812, radius), (520, rip), (4789, vxlan), (6081, geneve), (500, ike), (5060, sip),
    ].map { ethernetFrame(0x0800, ipv4Packet(17, udpDatagram($0.0, $0.0, $0.1))) }

    private static let ipFrames: [[UInt8]] = [
        (6, http), (6, syn), (6, multipath), (6, telnet), (1, unreachable), (2, igmp), (47, gre), (132, sctp),
        (89, ospf), (112, vrrp), (46, rsvp), (50, esp), (51, ah),
    ].map { ethernetFrame(0x0800, ipv4Packet($0.0, $0.1)) }

    private static let etherFrames: [[UInt8]] =
        [
            (0x0806, arp), (0x88CC, lldp), (0x8847, mpls), (0x8864, pppoe), (0x8809, lacp), (0x888E, eapol),
            (0x88E5, macsec),
        ].map { ethernetFrame($0.0, $0.1) }
        + [
            ethernetFrame(UInt16(stp.count + 3), bytes("424203") + stp),
            ethernetFrame(UInt16(cdp.count + 8), bytes("aaaa03 00000c 2000") + cdp),
        ]

    private static let ipv6Frames: [[UInt8]] = [
        ethernetFrame(0x86DD, ipv6Packet(58, routerAdvertisement)),
        ethernetFrame(0x86DD, ipv6Packet(0, listenerReport)),
        ethernetFrame(0x86DD, ipv6Packet(43, routing)),
        ethernetFrame(0x86DD, ipv6Packet(17, udpDatagram(546, 547, dhcpv6))),
    ]
}

/// An IPv6 packet from fe80::1 to ff02::1.
func ipv6Packet(_ next: UInt8, _ payload: [UInt8]) -> [UInt8] {
    bytes("60000000") + [UInt8(payload.count >> 8), UInt8(payload.count & 0xFF), next, 255]
        + bytes("fe800000000000000000000000000001 ff020000000000000000000000000001") + payload
}
