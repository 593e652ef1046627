extension Seed {
    static let link3: [Seed] = [
        Seed(
            "GeoNetworking", link: 1,
            """
            020000000001 020000000002 8947 11 50 00 00 0009 00 07 0102030405060708 00000000 00000001
            00000002 0000000000000000 0001 0002 01 00
            """, flags: "",
            text: """
                GeoNet src:02:00:00:00:00:02; v:1 NH:1-BTP-A HT:5-0-TopoScopeBcast-SH HopLim:7 Payload:9 GN_ADDR:01:02:03:04:05:06:07:08 lat:1 lon:2; BTP Dst:1 Src:2; ItsPduHeader v:1 t:0-CAM
                """),
        Seed(
            "CALM FAST", link: 1,
            """
            020000000001 020000000002 1111 01 02
            """, flags: "",
            text: """
                CALM FAST src:02:00:00:00:00:02; SrcNwref:1; DstNwref:2;\u{20}
                """),
        Seed(
            "Symantec", link: 99,
            """
            000000000000 0800
            0000000000000000000000000000000000000000000000000000000000000000
            0000000045000028 0001 0000 40 06 7ccd 7f000001 7f000001 0014 0050 00000001 00000002 50
            10 ffff 0000 0000
            """, flags: "e",
            text: """
                ethertype IPv4 (0x0800), length 84: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "Bluetooth", link: 201,
            """
            00000001 04010203
            """, flags: "e",
            text: """
                bluetooth, hci length 4, direction in
                \t0x0000:  0401 0203                                ....
                """),
        Seed(
            "netANALYZER", link: 240,
            """
            000000f0 020000000001 020000000002 0800 45000028 0001 0000 40 06 7ccd 7f000001 7f000001
            0014 0050 00000001 00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype IPv4 (0x0800), length 54: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "PFLOG", link: 117,
            """
            3d 02 01 05 656d3000000000000000000000000000 72730000000000000000000000000000 00000005
            00000007 00000000000000000000000000000000 02000000 45000028 0001 0000 40 06 7ccd
            7f000001 7f000001 0014 0050 00000001 00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                rule 5.rs.7/5(memory): block out on em0: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "ENC", link: 109,
            """
            02000000 00001234 000c0000 45000028 0001 0000 40 06 7ccd 7f000001 7f000001 0014 0050
            00000001 00000002 50 10 ffff 0000 0000
            """, flags: "",
            text: """
                (authentic,confidential): SPI 0x00001234: IP 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "ATM, SNAP", link: 11,
            """
            aaaa03 000000 0800 45000028 0001 0000 40 06 7ccd 7f000001 7f000001 0014 0050 00000001
            00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                LLC, dsap SNAP (0xaa) Individual, ssap SNAP (0xaa) Command, ctrl 0x03: oui Ethernet (0x000000), ethertype IPv4 (0x0800), length 40: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "SunATM, maintenance cell", link: 123,
            """
            01 00 0003 00100058 00 18 01 11121314 15161718191a1b1c1d1e1f20 21
            22232425262728292a2b2c2d 000000000000000000000000000000000000000000 0000
            """, flags: "ev",
            text: """
                Rx: VPI:0 VCI:3 OAM F5, vpi 0, vci 1408, payload [ user data, uncongested, SDU 0 ], clp 0, length 59
                \tcell-type Fault Management (1), func-type Loopback (8)
                \tLoopback-Indicator Request, Correlation-Tag 0x11121314
                \tLocation-ID 1617 1819 1a1b 1c1d 1e1f 2021\u{20}
                \tSource-ID   2223 2425 2627 2829 2a2b 2c2d\u{20}
                \tcksum 0x000 (incorrect)
                """),
        Seed(
            "LAN emulation, control", link: 123,
            """
            81 01 0101 ff00 01 01 0102 00000000000000000000
            """, flags: "e",
            text: """
                Tx: VPI:1 VCI:257 lec: proto 1 vers 1 join response
                """),
        Seed(
            "Classical IP", link: 19,
            """
            aaaa03 000000 0800 45000028 0001 0000 40 06 7ccd 7f000001 7f000001 0014 0050 00000001
            00000002 50 10 ffff 0000 0000
            """, flags: "",
            text: """
                IP 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "Bridged Ethernet in SNAP", link: 107,
            """
            18 41 03 80 0080c2 0007 020000000001 020000000002 0800 45000028 0001 0000 40 06 7ccd
            7f000001 7f000001 0014 0050 00000001 00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                Q.922, hdr-len 2, DLCI 100, Flags [none], NLPID SNAP (0x80), length 63: oui Ethernet bridged (0x0080c2), pid Ethernet w/o FCS (0x0007), length 54: 02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype IPv4 (0x0800), length 54: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "LLDP, edge bridging and channels", link: 1,
            """
            0180c200000e 020000000002 88cc fe09 0080c2 0d 02 00 f4 5f 1f fe0b 0080c2 0e 00 00 00a7
            001001 0000
            """, flags: "v",
            text: """
                LLDP, length 26
                \tOrganization specific TLV (127), length 9: OUI Ethernet bridged (0x0080c2)
                \t  EVB Subtype (13)
                \t    EVB Bridge Status
                \t      RES: 0, BGID: 0, RRCAP: 1, RRCTR: 0
                \t    EVB Station Status
                \t      RES: 0, SGID: 0, RRREQ: 0,RRSTAT: 0
                \t    R: 7, RTE: 20, EVB Mode: EVB Bridge [1]
                \t    ROL: 0, RWD: 31, RES: 0, ROL: 0, RKA: 31
                \tOrganization specific TLV (127), length 11: OUI Ethernet bridged (0x0080c2)
                \t  CDCP Subtype (14)
                \t    Role: 0, RES: 0, Scomp: 0 ChnCap: 167
                \t    SCID: 1, SVID: 1
                \tEnd TLV (0), length 0
                """),
        Seed(
            "Juniper, ATM1 card", link: 137,
            """
            4d4743 81 0006 01 01 05 06 01 05 00000000 aaaa03 000000 0800 45000028 0001 0000 40 06
            7ccd 7f000001 7f000001 0014 0050 00000001 00000002 50 10 ffff 0000 0000
            """, flags: "evv",
            text: """
                 In\u{20}
                \tJuniper PCAP Flags [Ext, In], PCAP Extension(s) total length 6
                \t  Device Interface Index Extension TLV #1, length 1, value 5
                \t  Logical Interface Encapsulation Extension TLV #6, length 1, value ATM LLC (5)
                \t-----original packet-----
                \tATM1-PIC, cookie-len 4, cookie 0x00000000: hlen 16, proto 0xaaaa, LLC, dsap SNAP (0xaa) Individual, ssap SNAP (0xaa) Command, ctrl 0x03: oui Ethernet (0x000000), ethertype IPv4 (0x0800), length 40: (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto TCP (6), length 40)
                    127.0.0.1.20 > 127.0.0.1.80: Flags [.], cksum 0x0000 (incorrect -> 0xb16b), seq 1, ack 2, win 65535, length 0
                """),
        Seed(
            "Juniper, encryption card", link: 132,
            """
            4d4743 01 0001 40 05 00000007 c0000201 c6336407 45000028 0001 0000 40 06 7ccd 7f000001
            7f000001 0014 0050 00000001 00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                 In ES-PIC, cookie-len 0: hlen 4, proto 0x0001, ES SA, index 1, ttl 64 type ESP ENCR (5), spi 7, Tunnel 192.0.2.1 > 198.51.100.7, length 40
                127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "Juniper, gateway card", link: 133,
            """
            4d4743 01 0000 02 00 0064 0000 45000028 0001 0000 40 06 7ccd 7f000001 7f000001 0014 0050
            00000001 00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                 In GGSN-PIC, cookie-len 8, cookie 0x0000020000640000: hlen 12, proto 0x4500, proto IPv4 (2), vlan 100: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "Juniper, no link header", link: 178,
            """
            4d4743 03 00000000 45000028 0001 0000 40 06 7ccd 7f000001 7f000001 0014 0050 00000001
            00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                 In no-L2-hdr, 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "AppleTalk, transaction", link: 1,
            """
            020000000001 020000000002 809b 0015 0000 1234 5678 05 06 02 01 03 40 07 1234 00000001
            """, flags: "",
            text: """
                AT 22136.6.1 > 4660.5.2:  atp-req* 4660<0-2> 0x1
                """),
        Seed(
            "AppleTalk, names", link: 1,
            """
            020000000001 020000000002 809b 0021 0000 1234 5678 05 06 02 01 02 31 07 5678 06 80 01 03
            414243 03 58595a 01 2a
            """, flags: "",
            text: """
                AT 22136.6.1 > 4660.5.2:  nbp-reply 7: "ABC:XYZ@*" 128
                """),
        Seed(
            "AppleTalk, address resolution", link: 1,
            """
            020000000001 020000000002 80f3 0001 809b 06 04 0002 020000000003 00 1234 05 020000000004
            00 5678 06
            """, flags: "",
            text: """
                aarp reply 4660.5 is-at 02:00:00:00:00:03
                """),
        Seed(
            "LocalTalk", link: 114,
            """
            05 06 01 000d 02 03 03 60 01 1234 00000000
            """, flags: "",
            text: """
                0.6.3 > 0.5.2: atp-req  4660<0>
                """),
    ]
}
