/// Notices of Zephyr, and units of other protocols whose fields cannot be: the words for what is wrong are tcpdump's.
extension NetworkSeed {
    static let notices: [NetworkSeed] = [
        NetworkSeed(
            "Zephyr message", udp: 2103,
            "5a455048302e320030783030303030303131003078303030303030303200307831323334353637382030783961626364"
                + "6566302030783131323233333434003078313233340030783030303030303030003078303030303030303000004d4553"
                + "5341474500504552534f4e414c0050494e4700626f6240415448454e4100616c69636540415448454e4100687474703a"
                + "2f2f7a657068797200307830303030303030300000307831323334353637382030783961626364656630203078313132"
                + "323333343400",
            """
             zephyr acked bob@ATHENA to <MESSAGE,PERSONAL,alice@ATHENA> op PING
            """),
        NetworkSeed(
            "Zephyr subscription", udp: 2103,
            "5a455048302e320030783030303030303131003078303030303030303200307831323334353637382030783961626364"
                + "6566302030783131323233333434003078313233340030783030303030303030003078303030303030303000005a4550"
                + "4859525f43544c00434c49454e540053554253435249424500626f6240415448454e4100616c69636540415448454e41"
                + "00687474703a2f2f7a657068797200307830303030303030300000307831323334353637382030783961626364656630"
                + "203078313132323333343400636c61737300696e7374616e63650000",
            """
             zephyr acked bob@ATHENA sub <class,instance,*>
            """),
        NetworkSeed(
            "Zephyr acknowledgement", udp: 2103,
            "5a455048302e320030783030303030303131003078350030783132333435363738203078396162636465663020307831"
                + "31323233333434003078313233340030783030303030303030003078303030303030303000004d455353414745005045"
                + "52534f4e414c000000616c69636540415448454e4100687474703a2f2f7a657068797200307830303030303030300000"
                + "3078313233343536373820307839616263646566302030783131323233333434004c4f535400",
            """
             zephyr serv-ack/lost to <MESSAGE,PERSONAL,alice@ATHENA>
            """),
        NetworkSeed(
            "Zephyr host manager", udp: 2103,
            "5a455048302e320030783030303030303131003078303030303030303200307831323334353637382030783961626364"
                + "656630203078313132323333343400307831323334003078303030303030303000307830303030303030300000484d5f"
                + "43544c00484d00464c55534800626f6240415448454e4100616c69636540415448454e4100687474703a2f2f7a657068"
                + "797200307830303030303030300000307831323334353637382030783961626364656630203078313132323333343400",
            """
             zephyr acked bob@ATHENA hm_ctl hm flush
            """),
        NetworkSeed(
            "sFlow of another vendor", udp: 6343,
            "00000005000000010a00000100000001000000020000000300000002000000020000001c000000070000000100000001"
                + "00400002000000080000000000000000000000000000000461626364",
            """
            sFlowv5, IPv4 agent 10.0.0.1, agent-id 1, seqnum 2, uptime 3, samples 2, length 76
            \tcounter sample (2), length 28, seqnum 7, type 0, idx 1, records 1
            \t    enterprise 4, Unknown (2) length 8
            \tUnknown (0), length 4,
            """),
        NetworkSeed(
            "RIP unknown command", udp: 520,
            "09010001020304050607",
            """

            \tRIPv1, unknown command (9), length: 10
            \t0x0000:  0901 0001 0203 0405 0607
            """),
        NetworkSeed(
            "RIP odd mask", udp: 520,
            "02020000000200000a000000ff00ff000000000000000001000200000a000000ffffff800000000000000001",
            """

            \tRIPv2, Response, length: 44, routes: 2 or less
            \t  AFI IPv4,        10.0.0.0/-1, tag 0x0000, metric: 1, next-hop: self
            \t  AFI IPv4,        10.0.0.0/25, tag 0x0000, metric: 1, next-hop: self
            """),
        NetworkSeed(
            "LACP lengths",
            ethernetFrame(
                0x8809,
                bytes(
                    "01010116000000000000000000000000000000000000000003100000000000000000000000000000010100000000")),
            """
            LACPv1, length 46
            \tActor Information TLV (0x01), length 22
            \t    ERROR: illegal length - should be 20
            \tCollector Information TLV (0x03), length 16
            \t  Max Delay 0
            \tActor Information TLV (0x01), length 1
            \t    ERROR: illegal length - should be >= 2
            """),
        NetworkSeed(
            "CDP element too long", snap: "00000c2000",
            "02b40000000300074661300004000900000001",
            """
            CDPv2, ttl: 180s, checksum: 0x0000 (unverified), length 19
            \tPort-ID (0x03), value length: 3 bytes: 'Fa0' (TLV length 9 > 8) (invalid)
            """),
        NetworkSeed(
            "CDP element too short", snap: "00000c2000",
            "02b40000000300074661300004000300000001",
            """
            CDPv2, ttl: 180s, checksum: 0x0000 (unverified), length 19
            \tPort-ID (0x03), value length: 3 bytes: 'Fa0'
            \tCapability (0x04), TLV length: 3 bytes (too short) (invalid)
            """),
        NetworkSeed(
            "IS-IS topologies",
            osi:
                "831401001101000003010101010101001e001c01e506000480050fff",
            """
            IS-IS, length 28
            \tp2p IIH, hlen: 20, v: 1, pdu-v: 1, sys-id-len: 6 (0), max-area: 3 (0)
            \t  source-id: 0101.0101.0101, holding time: 30s, Flags: [Level 1, Level 2]
            \t  circuit-id: 0x01, PDU length: 28
            \t    Multi Topology TLV #229, length: 6
            \t      Reserved for IETF Consensus Topology (0x004), Flags: [none]
            \t      Reserved for IETF Consensus Topology (0x005), Flags: [Overload bit set]
            \t      Development, Experimental or Proprietary Topology (0xfff), Flags: [none]
            """),
        NetworkSeed(
            "IS-IS unknown unit",
            osi:
                "831401007801000003010101010101001e001801e5020004",
            """
            IS-IS, length 24
            \tunknown, type 120, hlen: 20, v: 1, pdu-v: 1, sys-id-len: 6 (0), max-area: 3 (0)
            \t  0x0000:  0301 0101 0101 0100 1e00 1801 e502 0004
            \t0x0000:  8314 0100 7801 0000 0301 0101 0101 0100
            \t0x0010:  1e00 1801 e502 0004
            """),
        NetworkSeed(
            "MPLS with a control word",
            ethernetFrame(
                0x8847,
                bytes(
                    "000000400000704000064140000000000102")),
            """
            MPLS (label 0 (IPv4 explicit NULL), tc 0, ttl 64)
            \t(label 7 (rsvd), tc 0, ttl 64)
            \t(label 100, tc 0, [S], ttl 64)
            \t0x0000:  0000 0000 0102                           ......
            """),
        NetworkSeed(
            "MPLS without a bottom",
            ethernetFrame(
                0x8847,
                bytes(
                    "0006404001")),
            """
            MPLS (label 100, tc 0, ttl 64) (invalid)
            """),
        NetworkSeed(
            "LLDP enhanced transmission selection",
            ethernetFrame(
                0x88cc,
                bytes(
                    "0207040200000000010405056574683006020078fe190080c209000102030405060708090a0b0c0d0e0f101112131400"
                        + "00")),
            """
            LLDP, length 49
            \tChassis ID TLV (1), length 7
            \t  Subtype MAC address (4): 02:00:00:00:00:01
            \tPort ID TLV (2), length 5
            \t  Subtype Interface Name (5): eth0
            \tTime to Live TLV (3), length 2: TTL 120s
            \tOrganization specific TLV (127), length 25: OUI Ethernet bridged (0x0080c2)
            \t  ETS Configuration Subtype (9)
            \t    Willing:0, CBS:0, RES:0, Max TCs:0
            \t    Priority Assignment Table
            \t     Priority : 0   1   2   3   4   5   6   7
            \t     Value    : 0   1   0   2   0   3   0   4 \u{20}
            \t    TC Bandwidth Table
            \t     TC%   : 0   1   2   3   4   5   6   7
            \t     Value : 5   6   7   8   9   10  11  12\u{20}
            \t    TSA Assignment Table
            \t     Traffic Class: 0   1   2   3   4   5   6   7
            \t     Value        : 13  14  15  16  17  18  19  20\u{20}
            \tEnd TLV (0), length 0
            """),
        NetworkSeed(
            "LLDP applications, and a medium",
            ethernetFrame(
                0x88cc,
                bytes(
                    "0207040200000000010405056574683006020078fe090080c20c0001020304fe0900120f0100010203040000")),
            """
            LLDP, length 44
            \tChassis ID TLV (1), length 7
            \t  Subtype MAC address (4): 02:00:00:00:00:01
            \tPort ID TLV (2), length 5
            \t  Subtype Interface Name (5): eth0
            \tTime to Live TLV (3), length 2: TTL 120s
            \tOrganization specific TLV (127), length 9: OUI Ethernet bridged (0x0080c2)
            \t  Application Priority Subtype (12)
            \t    RES: 0
            \tOrganization specific TLV (127), length 9: OUI IEEE 802.3 Private (0x00120f)
            \t  MAC/PHY configuration/status Subtype (1)
            \t    autonegotiation [none] (0x00)
            \t    PMD autoneg capability [100BASE-T2 fdx, 1000BASE-T hdx] (0x0102)
            \t    MAU type unknown (0x0304)
            \tEnd TLV (0), length 0
            """),
        NetworkSeed(
            "LLDP end with a length",
            ethernetFrame(
                0x88cc,
                bytes(
                    "0207040200000000010405056574683006020078000978")),
            """
            LLDP, length 23
            \tChassis ID TLV (1), length 7
            \t  Subtype MAC address (4): 02:00:00:00:00:01
            \tPort ID TLV (2), length 5
            \t  Subtype Interface Name (5): eth0
            \tTime to Live TLV (3), length 2: TTL 120s
            \tEnd TLV (0), length 9
            """),
        NetworkSeed(
            "RIP traces", udp: 520,
            "030100010203",
            """

            \tRIPv1, Trace on, length: 6
            \t0x0000:  0301 0001 0203
            """),
        NetworkSeed(
            "GRE with a route", ip: 47,
            "400008000000000700000000",
            """
            GREv0, Flags [routing present], sum 0x0, off 0x7, length 12
            \t [|ip]
            """),
        NetworkSeed(
            "PIM version 1 cut", ip: 2,
            "140300001000000000000000",
            """
            igmp pimv1 Join/Prune Upstream Nbr: 0.0.0.0 [|pimv1] bad igmp cksum 0!
            """),
        NetworkSeed(
            "Multicast traces", ip: 2,
            "1f0000000000000000000000000000000000000000000000",
            """
            mtrace 0: 0.0.0.0 to 0.0.0.0 reply-to 0.0.0.0 bad igmp cksum 0!
            """),
    ]
}
