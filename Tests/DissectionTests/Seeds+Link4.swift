extension Seed {
    static let link4: [Seed] = [
        Seed(
            "DECnet endnode hello", link: 1,
            """
            02000000 00010200 00000002 60032200 0d020000 aa000400 01040332 40000000 00000000
            0000aa00 04000904 0a000002 aaaa
            """, flags: "",
            text: """
                endnode-hello endnode vers 2 eco 0 ueco 0 src 1.1 blksize 16434 rtr 1.9 hello 10 data 2
                """),
        Seed(
            "DECnet router hello", link: 1,
            """
            02000000 00010200 00000002 60031a00 0b020000 aa000400 01040232 4040000f 00000000
            00000000 0000
            """, flags: "",
            text: """
                router-hello l1rout vers 2 eco 0 ueco 0 src 1.1 blksize 16434 pri 64 hello 15
                """),
        Seed(
            "DECnet init", link: 1,
            """
            02000000 00010200 00000002 60030c00 0101040f 00060200 010f0000
            """, flags: "",
            text: """
                init endnode verif blo src 1.1blksize 1536 vers 2 eco 0 ueco 1 hello 15
                """),
        Seed(
            "DECnet routes", link: 1,
            """
            02000000 00010200 00000002 60031200 07010400 03000100 05040200 0500ff7f 1234
            """, flags: "",
            text: """
                lev-1-routing src 1.1 {ids 1-4 cost 5 hops 1} {ids 5-7 cost 511 hops 31}\u{20}
                """),
        Seed(
            "DECnet link service", link: 1,
            """
            02000000 00010200 00000002 60031300 02010402 08451021 43658723 9024a001 00017e
            """, flags: "v",
            text: """
                2.2 > 1.1 19 6 hops link-service 34661>17185 nak 35 ackdat 36 seg 1 dat seg count 126 donotsend-data\u{20}
                """),
        Seed(
            "DECnet data", link: 1,
            """
            02000000 00010200 00000002 60031e00 260000aa 00040001 040000aa 00040002 08003f00
            00002143 65872380 0100
            """, flags: "v",
            text: """
                2.2 > 1.1 30 IE 63 hops data 34661>17185 ack 35 seg 1\u{20}
                """),
        Seed(
            "DECnet connect", link: 1,
            """
            02000000 00010200 00000002 60031000 02010402 08452821 43658704 02000405
            """, flags: "",
            text: """
                2.2 > 1.1 16 conn-confirm 34661>17185 seg ver 4.0 segsize 1024 optlen 5\u{20}
                """),
        Seed(
            "DECnet disconnect", link: 1,
            """
            02000000 00010200 00000002 60031000 82000201 04020845 38214365 87090003
            """, flags: "",
            text: """
                2.2 > 1.1 16 disconn-initiate 34661>17185 user abort optlen 3\u{20}
                """),
        Seed(
            "CFM continuity check", link: 1,
            """
            02000000 00010200 00000002 89026001 84460000 00050007 04046162 63640203 78797a00
            00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000
            00000000 00000000 00000000 00000000 02000102 03000105 00
            """, flags: "v",
            text: """
                CFMv0 Continuity Check Message, MD Level 3, length 83
                \tFirst TLV offset 70, Flags [CCM Interval 4, RDI]
                \t  CCM Interval 1.000s, min CCM Lifetime 3.250s, max CCM Lifetime 3.500s
                \t  Sequence Number 0x00000005, MA-End-Point-ID 0x0007
                \t  MD Name Format Character string (4), MD Name length 4
                \t  MD Name: abcd
                \t  MA Name-Format Character string (2), MA name length 3
                \t  MA Name: xyz
                \tPort status TLV (0x02), length 1, Status: Up (2)
                \tInterface status TLV (0x03), length 1, Status: Dormant (5)
                \tEnd TLV (0x00)
                """),
        Seed(
            "CFM trace", link: 1,
            """
            02000000 00010200 00000002 89026005 80110000 00094002 00000000 01020000 00000201
            000f0604 02000000 00030201 02020304 00
            """, flags: "v",
            text: """
                CFMv0 Linktrace Message, MD Level 3, length 39
                \tFirst TLV offset 17, Flags [Use Forwarding-DB only]
                \t  Transaction-ID 0x00000009, ttl 64
                \t  Original-MAC 02:00:00:00:00:01, Target-MAC 02:00:00:00:00:02
                \tSender ID TLV (0x01), length 15
                \t  Chassis-ID Type MAC address (4), Chassis-ID length 6
                \t  MAC 02:00:00:00:00:03
                \t  Management Address Domain Length 2
                \t  Management Address Domain: 0x0000:  0102
                \t  Management Address Length 2
                \t  Management Address: 0x0000:  0304
                """),
        Seed(
            "CFM trace reply", link: 1,
            """
            02000000 00010200 00000002 89026004 c0060000 00094002 01000805 05010a00 0001001f
            00080000 0c050102 030400
            """, flags: "v",
            text: """
                CFMv0 Linktrace Reply, MD Level 3, length 33
                \tFirst TLV offset 6, Flags [UseFDB Only, FwdYes]
                \t  Transaction-ID 0x00000009, ttl 64
                \t  Replay-Action Filtering DB (2)
                \tSender ID TLV (0x01), length 8
                \t  Chassis-ID Type Network address (5), Chassis-ID length 5
                \t  Network Address Type IPv4 (1), 10.0.0.1
                \t  Management Address Domain Length 0
                \tOrganization Specific TLV (0x1f), length 8, Vendor: Cisco (12), Sub-Type 5
                \t  0x0000:  0000 0c05 0102 0304
                \tEnd TLV (0x00)
                """),
        Seed(
            "CFM loopback", link: 1,
            """
            02000000 00010200 00000002 89020003 00040000 00090100 0a110502 20010db8 00000004
            00046162 636400
            """, flags: "v",
            text: """
                CFMv0 Loopback Message, MD Level 0, length 29
                \tFirst TLV offset 4
                \t  0x0000:  0000 0009 0100 0a11 0502 2001 0db8 0000
                \t  0x0010:  0004 0004 61
                \tSender ID TLV (0x01), length 10
                \t  Chassis-ID Type Network address (5), Chassis-ID length 17
                \t  (TLV too short)
                \tEnd TLV (0x00)
                """),
        Seed(
            "802.15.4 data", link: 195,
            """
            49aa0113 12151419 181da0a1 a2a3a4a5 a6a7a882 0d112200 3f038801 020300f8 b0b1b2b3
            b4b5b6b7 b8b9babb bcbdbebf 9de6
            """, flags: "vvv",
            text: """
                IEEE 802.15.4 Data packet v2 Security Enabled, PAN ID Compression, IE present, seq 01 1213:1415 < -:1819\u{20}
                \tSecurity Level 5, Key Id Mode 3, Frame Counter 0xa3a2a1a0 KeySource 11:0d:82:a8:a7:a6:a5:a4, KeyIndex 0xa8,\u{20}
                \tLE RIT IE [ length = 2, IE Data = 11 22 ]\u{20}
                \tHeader Termination 1 IE [] Payload IEs present, but encrypted, cannot print\u{20}
                \tMIC bcbdbebf FCS e69d\u{20}
                \t0x0000:  0388 0102 0300 f8b0 b1b2 b3b4 b5b6 b7b8  ................
                \t0x0010:  b9ba bb                                  ...
                """),
        Seed(
            "802.15.4 beacon", link: 195,
            """
            00800534 127856ff cf820111 22533344 a4111111 01020304 05060708 ccdddd49
            """, flags: "vv",
            text: """
                IEEE 802.15.4 Beacon packet v0 seq 05 -:none < 1234:5678\u{20}
                \tBeacon order = 15, Superframe order = 15, Final CAP Slot = 15, PAN Coordinator, Association PermitGTS Descriptor Count = 2, GTS Directions Mask = 01, [ [ 2211, Start slot = 2, Length = 2 ] [ 4433, Start slot = 4, Length = 4 ] ]
                \tPending address list, # short addresses = 1, # extended addresses = 1, Short address list = [ 1111 ], Extended address list = [ 08:07:06:05:04:03:02:01 ]
                \t0x0000:  ccdd                                     ..
                """),
        Seed(
            "802.15.4 beacon without slots", link: 230,
            """
            00800534 127856ff df8000aa bb
            """, flags: "v",
            text: """
                IEEE 802.15.4 Beacon packet v0 seq 05 -:none < 1234:5678\u{20}
                \tBeacon order = 15, Superframe order = 15, Final CAP Slot = 15, BLE enabled, PAN Coordinator, Association Permit
                \tGTS Descriptor Count = 0,\u{20}
                \tPending address list, # short addresses = 0, # extended addresses = 0
                \t0x0000:  aabb                                     ..
                """),
        Seed(
            "802.15.4 association", link: 195,
            """
            43880534 127856bb aa018e7c f0
            """, flags: "v",
            text: """
                IEEE 802.15.4 Command packet v0 seq 05 1234:5678 < -:aabb Command ID = Association Request command FFD, AC powered, Receiver on when idle, Allocate address,\u{20}
                """),
        Seed(
            "802.15.4 realignment", link: 195,
            """
            43880534 127856bb aa081122 33440566 77014b11
            """, flags: "v",
            text: """
                IEEE 802.15.4 Command packet v0 seq 05 1234:5678 < -:aabb Command ID = Coordinator realignment command Pan ID = 0x2211, Coordinator short address = 4433, Channel Number = 5, page = 1, Short address = 7766
                """),
        Seed(
            "802.15.4 slot request", link: 195,
            """
            43880534 127856bb aa0935e4 35
            """, flags: "v",
            text: """
                IEEE 802.15.4 Command packet v0 seq 05 1234:5678 < -:aabb Command ID = GTS request command GTS Length = 5, Receive-only GTS, GTS allocation
                """),
        Seed(
            "802.15.4 command", link: 195,
            """
            43880534 127856bb aa130102 033c13
            """, flags: "",
            text: """
                IEEE 802.15.4 Command packet v0 1234:5678 < -:aabb Command ID = DSME Association Request command Command Data = 01 02 03\u{20}
                \t0x0000:  0102 03                                  ...
                """),
        Seed(
            "802.15.4 multipurpose", link: 195,
            """
            fd030713 12151419 18212223 24252627 28293031 32253334 35363738 3940
            """, flags: "vvv",
            text: """
                IEEE 802.15.4 Multipurpose packet v0 Security Enabled, PAN ID Present, seq 07 1213:24:23:22:21:18:19:14:15 <  -:32:31:30:29:28:27:26:25\u{20}
                \tSecurity Level 5, Key Id Mode 0, Implicit
                \tMIC 37383940 wrong FCS 4039 vs 2e86 (assume no FCS stored)\u{20}
                \t0x0000:  3334 3536                                3456
                """),
        Seed(
            "USB submit", link: 189,
            """
            88776655 44332211 53018105 02000000 00000000 00000000 00000000 00000000 04000000
            04000000 00000000 00000000 61626364
            """, flags: "",
            text: """
                USB INTERRUPT SUBMIT from 2:5:1
                """),
    ]
}
