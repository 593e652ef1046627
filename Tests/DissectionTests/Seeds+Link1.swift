extension Seed {
    static let link1: [Seed] = [
        Seed(
            "802.11, beacon", link: 105,
            """
            80 00 0000 020000000002 020000000001 020000000001 1000 0000000000000000 6400 1100 00 04
            74657374 01 04 82848b96 03 01 06
            """, flags: "ev",
            text: """
                0us BSSID:02:00:00:00:00:01 DA:02:00:00:00:00:02 SA:02:00:00:00:00:01 Beacon (test) [1.0* 2.0* 5.5* 11.0* Mbit] ESS CH: 6, PRIVACY
                """),
        Seed(
            "802.11, deauthentication", link: 105,
            """
            c0 00 0000 020000000002 020000000001 020000000001 1000 0300
            """, flags: "",
            text: """
                DeAuthentication (02:00:00:00:00:01): Deauthenticated because sending STA is leaving (or has left) IBSS or ESS
                """),
        Seed(
            "802.11, QoS data", link: 105,
            """
            88 01 2c00 020000000001 020000000002 020000000003 1000 0000 aa aa 03 000000 0800
            45000028 0001 0000 40 06 7ccd 7f000001 7f000001 0014 0050 00000001 00000002 50 10 ffff
            0000 0000
            """, flags: "e",
            text: """
                CF +QoS BSSID:02:00:00:00:00:01 SA:02:00:00:00:00:02 DA:02:00:00:00:00:03 LLC, dsap SNAP (0xaa) Individual, ssap SNAP (0xaa) Command, ctrl 0x03: oui Ethernet (0x000000), ethertype IPv4 (0x0800), length 40: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "802.11, block acknowledgement request", link: 105,
            """
            84 00 0000 020000000001 020000000002 0400 1000
            """, flags: "",
            text: """
                BAR RA:02:00:00:00:00:01 TA:02:00:00:00:00:02 CTL(4) SEQ(16)\u{20}
                """),
        Seed(
            "802.11, mesh action", link: 105,
            """
            d0 00 0000 020000000002 020000000001 020000000001 1000 0f 02
            """, flags: "e",
            text: """
                BSSID:02:00:00:00:00:01 DA:02:00:00:00:00:02 SA:02:00:00:00:00:01 Action: SelfprotectAction Peering Confirm
                """),
        Seed(
            "radiotap, rate, channel, signal", link: 127,
            """
            00 00 1200 2e480000 10 02 6c09 a000 d0 00 0000 c0 00 0000 020000000002 020000000001
            020000000001 1000 0300
            """, flags: "",
            text: """
                1.0 Mb/s 2412 MHz 11b -48dBm signal antenna 0  [|802.11]
                """),
        Seed(
            "radiotap, MCS and VHT", link: 127,
            """
            00 00 1900 00002800 3f 3f 05 00 4400 04 04 92000000 01 00 0000 0000 d4 00 0000
            020000000001
            """, flags: "v",
            text: """
                57.8 Mb/s MCS 5 20 MHz (U) short GI greenfield LDPC FEC RX-STBC1 User 0 MCS 9 LDPC FEC 80 MHz short GI  [|802.11]
                """),
        Seed(
            "Prism", link: 119,
            """
            00000044
            0000000000000000000000000000000000000000000000000000000000000000
            0000000000000000000000000000000000000000000000000000000000000000
            0000000000000000000000000000000000000000000000000000000000000000
            0000000000000000000000000000000000000000000000000000000000000000
            000000000000000000000000 d4 00 0000 020000000001
            """, flags: "",
            text: """
                Acknowledgment RA:02:00:00:00:00:01\u{20}
                """),
        Seed(
            "AVS", link: 119,
            """
            80211001 00000010 0000000000000000 d4 00 0000 020000000001
            """, flags: "",
            text: """
                Acknowledgment RA:02:00:00:00:00:01\u{20}
                """),
        Seed(
            "PPI", link: 192,
            """
            00 00 0800 69000000 d4 00 0000 020000000001
            """, flags: "e",
            text: """
                V.0 DLT IEEE802_11 (105) len 8, length 18: RA:02:00:00:00:00:01 Acknowledgment
                """),
        Seed(
            "PKTAP", link: 258,
            """
            6c000000 01000000 01000000
            0000000000000000000000000000000000000000000000000000000000000000
            0000000000000000000000000000000000000000000000000000000000000000
            0000000000000000000000000000000000000000000000000000000000000000
            020000000001 020000000002 0800 45000028 0001 0000 40 06 7ccd 7f000001 7f000001 0014 0050
            00000001 00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                DLT EN10MB (1) len 108, length 162: 02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype IPv4 (0x0800), length 54: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "FDDI", link: 10,
            """
            50 020000000001 020000000002 aa aa 03 000000 0800 45000028 0001 0000 40 06 7ccd 7f000001
            7f000001 0014 0050 00000001 00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                async0 02:00:00:00:00:02 > 02:00:00:00:00:01, length 61: LLC, dsap SNAP (0xaa) Individual, ssap SNAP (0xaa) Command, ctrl 0x03: oui Ethernet (0x000000), ethertype IPv4 (0x0800), length 40: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "Token Ring with a route", link: 6,
            """
            10 40 020000000001 820000000002 c630 0011 0022 aa aa 03 000000 0800 45000028 0001 0000
            40 06 7ccd 7f000001 7f000001 0014 0050 00000001 00000002 50 10 ffff 0000 0000
            """, flags: "ev",
            text: """
                10 40 02:00:00:00:00:02 > 02:00:00:00:00:01, length 68: Single-route Forward [1:1] [2:2] (4472) LLC, dsap SNAP (0xaa) Individual, ssap SNAP (0xaa) Command, ctrl 0x03: oui Ethernet (0x000000), ethertype IPv4 (0x0800), length 40: (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto TCP (6), length 40)
                    127.0.0.1.20 > 127.0.0.1.80: Flags [.], cksum 0x0000 (incorrect -> 0xb16b), ack 2, win 65535, length 0
                """),
        Seed(
            "IP over Fibre Channel", link: 122,
            """
            0000 020000000001 0000 020000000002 aa aa 03 000000 0800 45000028 0001 0000 40 06 7ccd
            7f000001 7f000001 0014 0050 00000001 00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                02:00:00:00:00:02 > 02:00:00:00:00:01, length 64: LLC, dsap SNAP (0xaa) Individual, ssap SNAP (0xaa) Command, ctrl 0x03: oui Ethernet (0x000000), ethertype IPv4 (0x0800), length 40: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "ARCNET, first of two fragments", link: 7,
            """
            01 02 d4 01 0001 45000028 0001 0000 40 06 7ccd 7f000001 7f000001 0014 0050 00000001
            00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                01 02 ip seqid 0001 (first of 2 fragments) 46: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "ARCNET, Linux", link: 129,
            """
            01 02 0000 d4 00 0001 45000028 0001 0000 40 06 7ccd 7f000001 7f000001 0014 0050 00000001
            00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                01 02 00 48: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "IP over IEEE 1394", link: 138,
            """
            0000020000000001 0000020000000002 0800 45000028 0001 0000 40 06 7ccd 7f000001 7f000001
            0014 0050 00000001 00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                00:00:02:00:00:00:00:02 > 00:00:02:00:00:00:00:01, ethertype IPv4 (0x0800), length 58: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "Cisco HDLC, keepalive", link: 104,
            """
            8f 00 8035 00000002 00000001 00000002 ffff 05265c00
            """, flags: "e",
            text: """
                bcast, ethertype Reverse ARP (0x8035), length 22: SLARP (length: 18), keepalive: mineseen=0x00000001, yourseen=0x00000002, reliability=0xffff, link uptime=1d0h0m0s
                """),
        Seed(
            "PPP, LCP options", link: 9,
            """
            ff 03 c021 01 01 0014 01 04 05dc 03 05 c223 05 13 07 02 0a000001
            """, flags: "v",
            text: """
                LCP, Conf-Request (0x01), id 1, length 22
                \tencoded length 20 (=Option(s) length 16)
                \t  MRU Option (0x01), length 4: 1500
                \t  Auth-Prot Option (0x03), length 5: CHAP, MD5
                \t  End-Disc Option (0x13), length 7: IPv4 10.0.0.1
                """),
        Seed(
            "PPP, IPCP options", link: 9,
            """
            ff 03 8021 01 07 0018 02 14 0061 000f 0100 0000 0102 0304 01 02 02 02 03 06
            """, flags: "v",
            text: """
                IPCP, Conf-Request (0x01), id 7, length 26
                \tencoded length 24 (=Option(s) length 20)
                \t  IP-Comp Option (0x02), length 20: IP Header Compression (0x61):
                \t    TCP Space 15, non-TCP Space 256, maxPeriod 0, maxTime 258, maxHdr 772
                \t      Suboptions, length 6
                \t\tRTP-Compression Suboption #1, length 2
                \t\tEnhanced RTP-Compression Suboption #2, length 2
                \t\tUnknown Suboption #3, length 6 [remaining suboptions length 2 < 6] (invalid)
                """),
        Seed(
            "PPP, CCP options", link: 9,
            """
            ff 03 80fd 01 07 000f 15 03 2f 18 04 e105 1a 04 7800
            """, flags: "v",
            text: """
                CCP, Conf-Request (0x01), id 7, length 17
                \tencoded length 15 (=Option(s) length 11)
                \t  BSD-Comp Option (0x15), length 3: Version: 1, Dictionary Bits: 15
                \t  MVRCA Option (0x18), length 4: Features: 3, PxP: Enabled, History: 1, #CTX-ID: 5
                \t  Deflate Option (0x1a), length 4: Window: 7K, Method: zlib (0x8), MBZ: 0, CHK: 0
                """),
        Seed(
            "PPP, CHAP challenge", link: 9,
            """
            ff 03 c223 01 07 000b 04 01020304 4142
            """, flags: "",
            text: """
                CHAP, Challenge (0x01), id 7, Value 01020304, Name AB
                """),
    ]
}
