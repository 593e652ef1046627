extension Seed {
    static let link5: [Seed] = [
        Seed(
            "USB complete", link: 220,
            """
            88776655 44332211 43028005 02000000 00000000 00000000 00000000 00000000 04000000
            04000000 00000000 00000000 00000000 00000000 00000000 00000000 61626364
            """, flags: "",
            text: """
                USB CONTROL COMPLETE from 2:5:0
                """),
        Seed(
            "MPCP gate", link: 1,
            """
            02000000 00010200 00000002 88080002 00000001 1a000000 02000300 00000400 050006
            """, flags: "v",
            text: """
                MPCP, Opcode Gate, Timestamp 1 ticks, length 21
                \tGrant Numbers 2, Flags [ Discovery, Force Grant #1 ]
                \tGrant #1, Start-Time 2 ticks, duration 3 ticks
                \tGrant #2, Start-Time 4 ticks, duration 5 ticks
                \tSync-Time 6 ticks
                """),
        Seed(
            "MPCP report", link: 1,
            """
            02000000 00010200 00000002 88080003 00000001 02810002 0003
            """, flags: "v",
            text: """
                MPCP, Opcode Report, Timestamp 1 ticks, length 12
                \tTotal Queue-Sets 2
                \t  Queue-Set #2, Report-Bitmap [ Q0, Q7 ]
                \t    Q1 Report, Duration 2 ticks
                \t    Q8 Report, Duration 3 ticks
                """),
        Seed(
            "MPCP register", link: 1,
            """
            02000000 00010200 00000002 88080005 00000001 01020303 0405
            """, flags: "v",
            text: """
                MPCP, Opcode Register, Timestamp 1 ticks, length 12
                \tAssigned-Port 258, Flags [ Re-Register, De-Register, ACK ]
                \tSync-Time 772 ticks, Echoed-Pending-Grants 5
                """),
        Seed(
            "MPCP acknowledgement", link: 1,
            """
            02000000 00010200 00000002 88080006 00000001 01010203 04
            """, flags: "v",
            text: """
                MPCP, Opcode Register ACK, Timestamp 1 ticks, length 11
                \tEchoed-Assigned-Port 258, Flags [ ACK ]
                \tEchoed-Sync-Time 772 ticks
                """),
        Seed(
            "OAM information", link: 1,
            """
            02000000 00010200 00000002 88090300 50000110 01000105 0305ea00 000c1122 3344fe06
            01020304 0000
            """, flags: "v",
            text: """
                OAM, length 28
                \tCode Information OAM PDU, Flags [Local Stable, Remote Stable]
                \t  Local Information Type (1), length 16
                \t    OAM-Version 1, Revision 1
                \t    State-Parser-Action looping back, State-MUX-Action discarding
                \t    OAM-Config Flags [Active, Unidirectional], OAM-PDU-Config max-PDU size 1514
                \t    OUI Cisco (0x00000c), Vendor-Private 0x11223344
                \t  Organization specific Information Type (254), length 6
                \t  0x0000:  fe06 0102 0304
                \t  End of TLV marker Information Type (0), length 0
                """),
        Seed(
            "OAM event", link: 1,
            """
            02000000 00010200 00000002 88090300 01010005 01280102 03040506 0708090a 0b0c0d0e
            0f101112 13141516 1718191a 1b1c1d1e 1f202122 23242526 0000
            """, flags: "v",
            text: """
                OAM, length 48
                \tCode Event Notification OAM PDU, Flags [Link Fault]
                \t  Sequence Number 5
                \t  Errored Symbol Period Event Link Event Type (1), length 40
                \t    Timestamp 25800 ms, Errored Window 217304205466536202
                \t    Errored Threshold 796025588171149586
                \t    Errors 1374746970875762970
                \t    Error Running Total 1953468353580376354
                \t    Event Running Total 589571366
                \t  End of TLV marker Link Event Type (0), length 0
                """),
        Seed(
            "OAM loopback", link: 1,
            """
            02000000 00010200 00000002 88090300 000402
            """, flags: "v",
            text: """
                OAM, length 5
                \tCode Loopback Control OAM PDU, Flags [none]
                \t  Command Disable OAM Remote Loopback (2)
                """),
        Seed(
            "OAM variable", link: 1,
            """
            02000000 00010200 00000002 88090300 00020102 03
            """, flags: "v",
            text: """
                OAM, length 7
                \tCode Variable Request OAM PDU, Flags [none]
                \t  0x0000:  0102 03
                """),
        Seed(
            "RRCP hello", link: 1,
            """
            02000000 00010200 00000002 88990180 23790203 02000000 00030a0b 0c0d0e0f
            """, flags: "",
            text: """
                02:00:00:00:00:02 > 02:00:00:00:00:01, RRCP reply: hello, auth=0x2379 downlink_port=2, uplink_port=3, uplink_mac=02:00:00:00:00:03, vendor_id=0c0d0e0f ,chip_id=0a0b\u{20}
                """),
        Seed(
            "RRCP set", link: 1,
            """
            02000000 00010200 00000002 88990102 23790304 05060708 090a0b0c 0d0e0f10
            """, flags: "",
            text: """
                02:00:00:00:00:02 > 02:00:00:00:00:01, RRCP query: set addr=0x0403, data=0x08070605, auth=0x2379, cookie=0x0d0e0f10090a0b0c\u{20}
                """),
        Seed(
            "Realtek tag", link: 1,
            """
            02000000 00010200 00000002 8899a102 0304
            """, flags: "",
            text: """
                02:00:00:00:00:02 > 02:00:00:00:00:01, Realtek RTL8366RB 4-byte DSA tag
                """),
        Seed(
            "LWAPP control", link: 101,
            """
            45000034 00010000 401166b6 0a000001 0a000002 9c402fbf 00200000 02000000 00010407
            000caabb 01090004 11223344 01000102
            """, flags: "v",
            text: """
                IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 52)
                    10.0.0.1.40000 > 10.0.0.2.12223: LWAPPv0, Control frame, Radio-id 0, Flags [Control Bit], Frag-id 7, length 12
                \tAP identity: 02:00:00:00:00:01
                \t  Msg type: Discovery req (1), Seqnum: 9, Msg len: 4, Session: 0x11223344
                """),
        Seed(
            "LWAPP data", link: 101,
            """
            4500002a 00010000 401166c0 0a000001 0a000002 2fbe9c40 00160000 0b07000c aabb0102
            03040506 0708
            """, flags: "v",
            text: """
                IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 42)
                    10.0.0.1.12222 > 10.0.0.2.40000: LWAPPv0, Data frame, Radio-id  1, Flags [Last Fragment Bit, Fragment Bit], Frag-id  7, length 12
                \t0x0000:  0102 0304 0506
                """),
        Seed(
            "BCM-LI", link: 101,
            """
            4500003c 00010000 401166ae 0a000001 0a000002 c0009c40 00280000 4ec1046a 4500001c
            00010000 401166ce 0a000001 0a000002 00000000 00000000
            """, flags: "v",
            text: """
                IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 60)
                    10.0.0.1.49152 > 10.0.0.2.40000:\u{20}
                    BCM-LI-SHIM: direction egress, pkt-type ethernet, pkt-subtype untagged, li-id 66666
                    00:00:40:11:66:ce > 45:00:00:1c:00:01, ethertype Unknown (0x0a00), length 28:\u{20}
                \t0x0000:  0001 0a00 0002 0000 0000 0000 0000       ..............
                """),
        Seed(
            "BCM-LI undecided", link: 101,
            """
            45000028 00010000 401166c2 0a000001 0a000002 c0009c40 00140000 6881046a 00000000
            00000000
            """, flags: "v",
            text: """
                IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 40)
                    10.0.0.1.49152 > 10.0.0.2.40000:\u{20}
                    BCM-LI-SHIM: direction ingress, pkt-type undecided, pkt-subtype double VLAN tag, li-id 66666
                    unknown payload
                """),
        Seed(
            "ZEP", link: 101,
            """
            45000048 00010000 401166a2 0a000001 0a000002 455a455a 00340000 45580201 0b000501
            fee3aa7e 80800000 01000000 07000000 00000000 0000000c 43880534 127856bb aa073fae
            """, flags: "v",
            text: """
                IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 72)
                    10.0.0.1.17754 > 10.0.0.2.17754: ZEPv2 Type 1, Channel ID 11, Device ID 0x0005, CRC, 3819601536.500000000 (2021/01/14 08:25:36), seq# = 7, inner len = 12
                \tIEEE 802.15.4 Command packet v0 seq 05 1234:5678 < -:aabb Command ID = Beacon Request command\u{20}
                """),
        Seed(
            "ZEP acknowledgement", link: 101,
            """
            45000024 00010000 401166c6 0a000001 0a000002 455a455a 00100000 45580202 00000009
            """, flags: "",
            text: """
                IP 10.0.0.1.17754 > 10.0.0.2.17754: ZEPv2 ACK, seq# = 9
                """),
        Seed(
            "MSDP", link: 101,
            """
            4500004b 00010000 400666aa 0a000001 0a000002 027f9c40 00000001 00000001 501803e8
            00000000 01001801 0a000001 00000020 e0000101 0a000009 01020304 02000800 e0000101 040003
            """, flags: "v",
            text: """
                IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto TCP (6), length 75)
                    10.0.0.1.639 > 10.0.0.2.40000: Flags [P.], cksum 0x0000 (incorrect -> 0xf4c8), seq 1:36, ack 1, win 1000, length 35: msdp [len 24] SA 1 entries [w/data] [len 8] SA-Request for 224.0.1.1 [len 3] Keepalive
                """),
    ]
}
