extension Seed {
    static let link6: [Seed] = [
        Seed(
            "LLDP telephony", link: 1,
            """
            0180c200 000e0200 00000001 88ccfe07 0012bb01 003f04fe 080012bb 0201c001 3ffe0700
            12bb0412 03fffe07 0012bb04 000400fe 070012bb 05410042 fe050012 bb0b41fe 050012bb
            0c010000
            """, flags: "v",
            text: """
                LLDP, length 62
                \tOrganization specific TLV (127), length 7: OUI ANSI/TIA (0x0012bb)
                \t  LLDP-MED Capabilities Subtype (1)
                \t    Media capabilities [LLDP-MED capabilities, network policy, location identification, extended power via MDI-PSE, extended power via MDI-PD, Inventory] (0x003f)
                \t    Device type [network connectivity] (0x04)
                \tOrganization specific TLV (127), length 8: OUI ANSI/TIA (0x0012bb)
                \t  Network policy Subtype (2)
                \t    Application type [voice] (0x01), Flags [Unknown, Tagged]
                \t    Vlan id 0, L2 priority 4, DSCP value 63
                \tOrganization specific TLV (127), length 7: OUI ANSI/TIA (0x0012bb)
                \t  Extended power-via-MDI Subtype (4)
                \t    Power type [PD device], Power source [PSE - primary power source]
                \t    Power priority [high] (0x02), Power 102.3 Watts
                \tOrganization specific TLV (127), length 7: OUI ANSI/TIA (0x0012bb)
                \t  Extended power-via-MDI Subtype (4)
                \t    Power type [PSE device], Power source [none]
                \t    Power priority [none] (0x00), Power 1024 (Reserved)
                \tOrganization specific TLV (127), length 7: OUI ANSI/TIA (0x0012bb)
                \t  Inventory - hardware revision Subtype (5)
                \t  Hardware revision A
                \tOrganization specific TLV (127), length 5: OUI ANSI/TIA (0x0012bb)
                \t  Inventory - asset ID Subtype (11)
                \t  Asset ID A
                \tOrganization specific TLV (127), length 5: OUI ANSI/TIA (0x0012bb)
                \t  unknown Subtype (12)
                \t  0x0000:  0012 bb0c 01
                \tEnd TLV (0), length 0
                """),
        Seed(
            "LLDP places", link: 1,
            """
            0180c200 000e0200 00000001 88ccfe15 0012bb03 01108211 223344a1 55667788 1aaabbcc
            02fe1000 12bb0302 0b025553 01024e59 030141fe 080012bb 03033132 33fe0700 12bb0304
            31320000
            """, flags: "v",
            text: """
                LLDP, length 62
                \tOrganization specific TLV (127), length 21: OUI ANSI/TIA (0x0012bb)
                \t  Location identification Subtype (3)
                \t    Location data format coordinate-based LCI (0x01)
                \t    Latitude resolution 4, latitude value 2182160947
                \t    Longitude resolution 17, longitude value 2706728567
                \t    Altitude type unknown (8)
                \t    Altitude resolution 32, altitude value 0x1aaabbcc
                \t    Datum North American Datum 1983 (NAVD88) (0x02)
                \tOrganization specific TLV (127), length 16: OUI ANSI/TIA (0x0012bb)
                \t  Location identification Subtype (3)
                \t    Location data format civic address LCI (0x02)
                \tOrganization specific TLV (127), length 8: OUI ANSI/TIA (0x0012bb)
                \t  Location identification Subtype (3)
                \t    Location data format ECS ELIN (0x03)
                \t    ECS ELIN id 123
                \tOrganization specific TLV (127), length 7: OUI ANSI/TIA (0x0012bb)
                \t  Location identification Subtype (3)
                \t    Location data format unknown (0x04)
                \t    Location ID\u{20}
                \t      0x0000:  3132
                \tEnd TLV (0), length 0
                """),
        Seed(
            "LLDP civic address of nothing", link: 1,
            """
            0180c200 000e0200 00000001 88ccfe16 0012bb03 02080155 53030004 01420000 00000000
            0000fe09 0012bb03 02200255 53fe0d00 12bb0302 07025553 01084e59 0000
            """, flags: "v",
            text: """
                LLDP, length 52
                \tOrganization specific TLV (127), length 22: OUI ANSI/TIA (0x0012bb)
                \t  Location identification Subtype (3)
                \t    Location data format civic address LCI (0x02)
                \t    LCI length 8, LCI what location of the network element believed to be closest to the client (0x01), Country-code US
                \t      CA type 'city, township, shi' (3), length 0:\u{20}
                \tOrganization specific TLV (127), length 9: OUI ANSI/TIA (0x0012bb)
                \t  Location identification Subtype (3)
                \t    Location data format civic address LCI (0x02)
                \tOrganization specific TLV (127), length 13: OUI ANSI/TIA (0x0012bb)
                \t  Location identification Subtype (3)
                \t    Location data format civic address LCI (0x02)
                \tEnd TLV (0), length 0
                """),
        Seed(
            "LLDP short organisations", link: 1,
            """
            0180c200 000e0200 00000001 88ccfe03 0012bbfe 030080c2 fe030000 5ffe0500 005e0141
            fe0a0000 5e016874 74700073 fe080000 5e026162 63640000
            """, flags: "v",
            text: """
                LLDP, length 46
                \tOrganization specific TLV (127), length 3: OUI ANSI/TIA (0x0012bb)
                \tOrganization specific TLV (127), length 3: OUI Ethernet bridged (0x0080c2)
                \tOrganization specific TLV (127), length 3: OUI Unknown (0x00005f)
                \t  0x0000:  0000 5f
                \tOrganization specific TLV (127), length 5: OUI IANA (0x00005e)
                \tOrganization specific TLV (127), length 10: OUI IANA (0x00005e)
                \t  MUD-URL Subtype (1)
                \t  MUD-URL=http^@s
                \tOrganization specific TLV (127), length 8: OUI IANA (0x00005e)
                \t  unknown Subtype (2)
                \t  0x0000:  0000 5e02 6162 6364
                \tEnd TLV (0), length 0
                """),
        Seed(
            "LLDP identifiers", link: 1,
            """
            0180c200 000e0200 00000001 88cc0204 00414200 02060501 0a000001 04080406 aabbccdd
            eeff0406 07414200 43440805 61626300 64100f05 010a0000 01020000 00010341 00420000
            """, flags: "v",
            text: """
                LLDP, length 58
                \tChassis ID TLV (1), length 4
                \t  Subtype Unknown (0):\u{20}
                \t  0x0000:  0041 4200
                \tChassis ID TLV (1), length 6
                \t  Subtype Network address (5): AFI IPv4 (1): 10.0.0.1
                \tPort ID TLV (2), length 8
                \t  Subtype Network Address (4): AFI 802 (6): aa:bb:cc:dd:ee:ff
                \tPort ID TLV (2), length 6
                \t  Subtype Local (7): AB
                \tPort Description TLV (4), length 5: abc
                \tManagement Address TLV (8), length 15
                \t  Management Address length 5, AFI IPv4 (1): 10.0.0.1
                \t  Interface Index Interface Numbering (2): 1
                \t  OID length 3A
                \tEnd TLV (0), length 0
                """),
        Seed(
            "LLDP cut identifier", link: 1,
            """
            0180c200 000e0200 00000001 88cc0203 04010204 02034100 00
            """, flags: "v",
            text: """
                LLDP, length 11
                \tChassis ID TLV (1), length 3
                \t  Subtype MAC address (4):  [|lldp]
                """),
        Seed(
            "LLDP empty element", link: 1,
            """
            0180c200 000e0200 00000001 88cc0800 0a046e61 6d650000
            """, flags: "v",
            text: """
                LLDP, length 10
                \tPort Description TLV (4), length 0
                """),
        Seed(
            "options with faults", link: 101,
            """
            48000024 00010000 40fd0fce 0a000001 0a000002 440a0501 0a000001 00000000 61626364
            """, flags: "v",
            text: """
                IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto unknown (253), length 36, options (timestamp TS{[bad length 10]TS+ADDR ^ 0@10.0.0.1},EOL))
                    10.0.0.1 > 10.0.0.2:  ip-proto-253 4
                """),
        Seed(
            "route option of three and a bit", link: 101,
            """
            47000020 00010000 40fd57ca 0a000001 0a000002 0708040a 00000102 61626364
            """, flags: "v",
            text: """
                IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto unknown (253), length 32, options (RR [bad length 8] 10.0.0.1 2.97.98.99))
                    10.0.0.1 > 10.0.0.2:  ip-proto-253 4
                """),
        Seed(
            "alert, traceroute, unknown", link: 101,
            """
            48000024 00010000 40fdc5ec 0a000001 0a000002 94030052 04000098 04000000 61626364
            """, flags: "v",
            text: """
                IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto unknown (253), length 36, options (RA [bad length 3],traceroute,unknown 152,EOL))
                    10.0.0.1 > 10.0.0.2:  ip-proto-253 4
                """),
        Seed(
            "option of one octet", link: 101,
            """
            4600001c 00010000 40fd628c 0a000001 0a000002 01010155 61626364
            """, flags: "v",
            text: """
                IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto unknown (253), length 28, options (NOP,NOP,NOP,unknown 85 [bad length 97]))
                    10.0.0.1 > 10.0.0.2:  ip-proto-253 4
                """),
        Seed(
            "DTP elements", link: 1,
            """
            01000ccc cccc0200 00000001 0025aaaa 0300000c 20040100 0100084c 61620000 02000504
            00030005 45000400 0a020000 000001
            """, flags: "v",
            text: """
                DTPv1, length 29
                \tDomain (0x0001) TLV, length 8, Lab
                \tStatus (0x0002) TLV, length 5, 0x4
                \tDTP type (0x0003) TLV, length 5, 0x45
                \tNeighbor (0x0004) TLV, length 10, 02:00:00:00:00:01
                """),
        Seed(
            "DTP element too long", link: 1,
            """
            01000ccc cccc0200 00000001 0011aaaa 0300000c 20040100 0100094c 616200
            """, flags: "v",
            text: """
                DTPv1, length 9
                \tDomain (0x0001) TLV, length 9[invalid TLV length 9] (invalid)
                """),
        Seed(
            "DTP rest", link: 1,
            """
            01000ccc cccc0200 00000001 000caaaa 0300000c 20040100 0100
            """, flags: "v",
            text: """
                DTPv1, length 4[3 bytes remaining] (invalid)
                """),
        Seed(
            "SLARP keepalive and more", link: 104,
            """
            8f008035 00000002 0a000001 ff000000 ffff0001 2345aabb
            """, flags: "vv",
            text: """
                SLARP (length: 20), keepalive: mineseen=0x0a000001, yourseen=0xff000000, reliability=0xffff, link uptime=0d0h1m14s, (trailing junk: 2 bytes)
                \t0x0000:  aabb
                """),
        Seed(
            "Q.933 empty element", link: 107,
            """
            18410308 00750100 03020102
            """, flags: "v",
            text: """
                Q.933, CCITT, codeset 0, Status Enquiry (0x75), length 8
                \tANSI Report Type IE (0x01), length 0:\u{20}
                """),
        Seed(
            "ISAKMP version 3", link: 101,
            """
            4500003c 00010000 401166ae 0a000001 0a000002 01f401f4 00280000 00000000 00000000
            00000000 00000000 01300208 00000000 00000030 00000000
            """, flags: "v",
            text: """
                IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 60)
                    10.0.0.1.500 > 10.0.0.2.500: isakmp 3.0 msgid 00000000:
                """),
        Seed(
            "multicast question of another class", link: 101,
            """
            45000031 00010000 401166b9 0a000001 0a000002 03e814e9 001d0000 00010000 00010000
            00000000 03616263 0000ff80 65
            """, flags: "",
            text: """
                IP 10.0.0.1.1000 > 10.0.0.2.5353: 1 ANY (Class 101) (QU)? abc. (21)
                """),
    ]
}
