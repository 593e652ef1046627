extension Seed {
    static let link2: [Seed] = [
        Seed(
            "PPP, PAP request", link: 9,
            """
            ff 03 c023 01 07 000c 03 414243 03 444546
            """, flags: "",
            text: """
                PAP, Auth-Req (0x01), id 7, Peer ABC, Name DEF
                """),
        Seed(
            "PPP, multilink", link: 9,
            """
            00 3d 81 23 aabb
            """, flags: "e",
            text: """
                MLPPP (0x003d), length 6: seq 0x123, Flags [begin], length 4
                """),
        Seed(
            "PPP, still escaped", link: 50,
            """
            ff 03 7eff 7d23 00 21 45000028 0001 0000 40 06 7ccd 7f000001 7f000001 0014 0050 00000001
            00000002 50 10 ffff 0000 0000
            """, flags: "",
            text: """
                unknown PPP protocol (0x7eff): IP 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "PPPoE, discovery", link: 51,
            """
            11 09 0000 000c 0101 0000 0103 0004 aabbccdd
            """, flags: "",
            text: """
                PPPoE PADI [Service-Name] [Host-Uniq 0xAABBCCDD]
                """),
        Seed(
            "Frame relay, NLPID", link: 107,
            """
            18 41 03 cc 45000028 0001 0000 40 06 7ccd 7f000001 7f000001 0014 0050 00000001 00000002
            50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                Q.922, hdr-len 2, DLCI 100, Flags [none], NLPID IPv4 (0xcc), length 44: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "Frame relay, local management", link: 107,
            """
            00 01 03 08 00 75 95 01 01 00 03 02 01 02 07 03 0a 8b 80
            """, flags: "v",
            text: """
                Q.933, ANSI, codeset 5, Status Enquiry (0x75), length 15
                \tANSI Report Type IE (0x01), length 1: Full Status (0)
                \tANSI Link Verify IE (0x03), length 2: TX Seq:   1, RX Seq:   2
                \tANSI PVC Status IE (0x07), length 3: DLCI 161: status Inactive
                """),
        Seed(
            "Multilink frame relay, add link", link: 182,
            """
            e2 00 01 01 06 61626300 03 06 00000001
            """, flags: "v",
            text: """
                FRF.16 Control, Flags [Begin, End, Control], Add Link, length 15
                \tIE Bundle ID (1), length 6: abc
                \tIE Magic Number (3), length 6: 0x00000001
                """),
        Seed(
            "SLIP, compressed", link: 8,
            """
            01 c2 02 03 04 0000000000000000000000 45000028 0001 0000 40 06 7ccd 7f000001 7f000001
            0014 0050 00000001 00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                O ctcp 2 W+0 0 (7): 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "IPNET", link: 226,
            """
            01 02 0002 00000030 00000003 00000004 00000005 00000006 45000028 0001 0000 40 06 7ccd
            7f000001 7f000001 0014 0050 00000001 00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                5 > 6, family IPv4 (2), length 64: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "IPoIB", link: 242,
            """
            0000000000000000000000000000000000000000000000000000000000000000
            0000000000000000 0800 0000 45000028 0001 0000 40 06 7ccd 7f000001 7f000001 0014 0050
            00000001 00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                IPOIB, ethertype IPv4 (0x0800), length 84: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "NFLOG", link: 239,
            """
            02 00 0014 0800 0100 08000100 2c00 0900 45000028 0001 0000 40 06 7ccd 7f000001 7f000001
            0014 0050 00000001 00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                version 0, resource ID 20, family IPv4 (2), length 56: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "vsock, virtio", link: 271,
            """
            0100000000000000 0200000000000000 03000000 04000000 0400 0200 2c00 0000 0100000000000000
            0200000000000000 03000000 04000000 02000000 0100 0500 00000000 00000400 00000000 6869
            """, flags: "vv",
            text: """
                VIRTIO (len 2, type STREAM, op RW, flags 0, buf_alloc 262144, fwd_cnt 0)
                \t1.3 > 2.4 PAYLOAD, length 78
                \t0x0000:  6869
                """),
        Seed(
            "DSA, to the processor", link: 284,
            """
            020000000001 020000000002 25 0a 1234 0800 45000028 0001 0000 40 06 7ccd 7f000001
            7f000001 0014 0050 00000001 00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                02:00:00:00:00:02 > 02:00:00:00:00:01, Marvell DSA mode To CPU, source dev 5, port 1, code Policy Trap, tagged, VID 564, FPri 0, ethertype IPv4 (0x0800), length 58: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "EDSA, forwarded", link: 285,
            """
            020000000001 020000000002 dada 0000 c5 0c 6064 0800 45000028 0001 0000 40 06 7ccd
            7f000001 7f000001 0014 0050 00000001 00000002 50 10 ffff 0000 0000
            """, flags: "",
            text: """
                EDSA 0xdada, Forward trunk 5.1, VLAN 100u, IP 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "Broadcom tag", link: 281,
            """
            020000000001 020000000002 20 85 0101 0800 45000028 0001 0000 40 06 7ccd 7f000001
            7f000001 0014 0050 00000001 00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                02:00:00:00:00:02 > 02:00:00:00:00:01, BRCM tag OP: IG, TC: 1, TE: Untag, TS: 1, DST map: 0x0101, ethertype IPv4 (0x0800), length 58: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "Broadcom tag in front", link: 282,
            """
            00 01 20 25 020000000001 020000000002 0800 45000028 0001 0000 40 06 7ccd 7f000001
            7f000001 0014 0050 00000001 00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                BRCM tag OP: EG, CID: 1, RC: exception, TC: 1, port: 5, 02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype IPv4 (0x0800), length 54: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "Arista time stamp", link: 1,
            """
            020000000001 020000000002 d28b 0001 01 10 5ceeed58 36ab6e7c 0800 45000028 0001 0000 40
            06 7ccd 7f000001 7f000001 0014 0050 00000001 00000002 50 10 ffff 0000 0000
            """, flags: "e",
            text: """
                02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype Arista Vendor Specific Protocol (0xd28b), length 68: SubType Timestamp (0x0001), Timescale UTC (1), Format 64-bit (1), HwInfo R/R2 (0), Timestamp 2019-05-29 20:36:40.917204604: ethertype IPv4 (0x0800), length 68: 127.0.0.1.20 > 127.0.0.1.80: Flags [.], ack 2, win 65535, length 0
                """),
        Seed(
            "Network load balancing", link: 1,
            """
            020000000001 020000000002 886f 00000001 00000002 03000000 0a000001 0a000002 0000
            """, flags: "",
            text: """
                MS NLB heartbeat, host priority: 3, cluster IP: 10.0.0.1, host IP: 10.0.0.2
                """),
        Seed(
            "AoE, ATA command", link: 1,
            """
            020000000001 020000000002 88a2 18 00 0014 00 00 0001cd4a 41 00 02 24 0102030405 06 0000
            aabb
            """, flags: "v",
            text: """
                AoE length 24, Ver 1, Flags: [Response]
                \tMajor: 0x0014, Minor: 0x00, Command: Issue ATA Command, Tag: 0x0001cd4a
                \tAFlags: [Ext48, Write], Err/Feature: 0, Sector Count: 2, Cmd/Status: 36
                \tlba0: 1, lba1: 2, lba2: 3, lba3: 4, lba4: 5, lba5: 6
                \tData: 2 bytes
                """),
        Seed(
            "AoE, mask list", link: 1,
            """
            020000000001 020000000002 88a2 1c 02 0014 00 02 0001cd4a 00 01 02 01 00 02 020000000001
            """, flags: "v",
            text: """
                AoE length 22, Ver 1, Flags: [Response, Error]
                \tError: Bad argument parameter
                \tMajor: 0x0014, Minor: 0x00, Command: MAC Mask List, Tag: 0x0001cd4a
                \tMCmd: Edit Mac Mask List, MError: Bad DCmd directive, Dir Count: 1
                \t DCmd: Delete mac address from mask list, Ethernet Address: 02:00:00:00:00:01
                """),
        Seed(
            "TIPC, data", link: 1,
            """
            020000000001 020000000002 88ca 41400028 40000001 00020003 01001002 00000005 00000006
            01001002 01001003 00000000 00000000
            """, flags: "v",
            text: """
                TIPC v2.0 1.1.2:5 > 1.1.3:6, headerlength 40 bytes, MessageSize 40 bytes, Low Importance Data payload, messageType NAMED_MSG
                \tPrevious Node 1.1.2, Broadcast Ack 1, Link Ack 2, Link Sequence 3
                """),
        Seed(
            "TIPC, link state", link: 1,
            """
            020000000001 020000000002 88ca 4f400028 40000001 00020003 01001002 00000005 00000006
            01001002 01001003 00000007 00080009
            """, flags: "v",
            text: """
                TIPC v2.0 1.1.2 > 1.1.3, headerlength 40 bytes, MessageSize 40 bytes, Link State Protocol internal, messageType NAMED_MSG (0x40000001)
                \tPrevious Node 1.1.2, Session No. 0, Broadcast Ack 1, Sequence Gap 0,  Broadcast Gap After 2, Broadcast Gap To 3, Last Sent Packet No. 0, Next sent Packet No. 5, Transport Sequence 7, msg_count 8, Link Tolerance 9
                """),
    ]
}
