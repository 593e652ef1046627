/// Packets of hosts and services that few have, and of OSI's network layer.
extension NetworkSeed {
    static let hosts: [NetworkSeed] = [
        NetworkSeed(
            "CLNP options",
            osi:
                "813a01059c001e00000349000103490002000100020003cd0105c301c5c5024507c102a50ecc03aabbccc80a"
                + "00030249000349010200330201020102",
            """
            CLNP, length 60
            \tData PDU, hlen: 58, v: 1, lifetime: 2.5s, Segment PDU length: 30, checksum: 0x0000 (unverified)
            \tFlags [Segmentation permitted]
            \tsource address (length 3): 49.0002
            \tdest   address (length 3): 49.0001
            \tData Unit ID: 0x0001, Segment Offset: 2, Total PDU Length: 3
            \t  Priority Option #205, length 1, value: 0x5
            \t  QoS Maintenance Option #195, length 1, value:\u{20}
            \t    Format Code: Globally unique
            \t    QoS Flags [delay vs. cost, error vs. cost]
            \t  Security Option #197, length 2, value:\u{20}
            \t    Format Code: Source Address Specific, Security-Level 7
            \t  Discard Reason Option #193, length 2, value:\u{20}
            \t    Class: Lifetime Error (0xa), Unknown (0x5)
            \t  Padding Option #204, length 3, value: padding data
            \t  Source Routing Option #200, length 10, value: partial source routing
            \t    NSAP address (length 2): 49.00
            \t    NSAP address (length 2): 49.00
            \t    NSAP address goes past end of option
            \t  Unknown Option #51, length 2, value:\u{20}
            \t  0x0000:  0102
            \t  undecoded non-header data, length 2
            \t  0x0000:  0102
            """),
        NetworkSeed(
            "CLNP error",
            osi:
                "8111010501001e00000349000103490002811101051e001e00000349000103490002",
            """
            CLNP, length 34
            \tError Report PDU, hlen: 17, v: 1, lifetime: 2.5s, Segment PDU length: 30, checksum: 0x0000 \
            (unverified)
            \tFlags [none]
            \tsource address (length 3): 49.0002
            \tdest   address (length 3): 49.0001
            \t-----original packet-----
            \tCLNP, length 17
            \tEcho Request PDU, hlen: 17, v: 1, lifetime: 2.5s, Segment PDU length: 30, checksum: 0x0000 \
            (unverified)
            \tFlags [none]
            \tsource address (length 3): 49.0002
            \tdest   address (length 3): 49.0001
            """),
        NetworkSeed(
            "ES-IS hello",
            osi:
                "821c010004001e00000749000102030405c60200108102cc81c50105",
            """
            ES-IS, length 28
            \tISH (4), v: 1, checksum: 0x0000 (unverified), holding time: 30s, length indicator: 28
            \t  NET (length: 7): 49.0001.0203.0405
            \t  ES Configuration Time Option #198, length 2, value: 16s
            \t  Protocols supported Option #129, length 2, value: IPv4 (0xcc), CLNP (0x81), opt (204) too long
            """),
        NetworkSeed(
            "ES-IS redirect",
            osi:
                "8217010006001e00000349000106001122334455024901",
            """
            ES-IS, length 23
            \tredirect (6), v: 1, checksum: 0x0000 (unverified), holding time: 30s, length indicator: 23
            \t  49.0001
            \t  SNPA (length: 6): 00:11:22:33:44:55
            \t  NET (length: 2) 49.01, bad opts/li
            """),
        NetworkSeed(
            "ES-IS end system",
            osi:
                "8210010002001e000002024900024901",
            """
            ES-IS, length 16
            \tESH (2), v: 1, checksum: 0x0000 (unverified), holding time: 30s, length indicator: 16
            \t  Number of Source Addresses: 2
            \t  NET (length: 2): 49.00
            \t  NET (length: 2): 49.01
            """),
        NetworkSeed(
            "HNCP", udp: 8231,
            "000300080102030400000005000500240102030400000005000003e911223344556677880008000c00000000"
                + "00000000000000000022000c00000064000000c8180a01020027001600000000000000000000000000000001"
                + "0703666f6f000000002b000100000000002600140017001000000000000000000000000000000000",
            """
            hncp (128)
            \tNode endpoint (12) NID: 01:02:03:04 EPID: 00000005
            \tNode state (40) NID: 01:02:03:04 seqno: 5 1.001s hash: 1122334455667788
            \t\tPeer
            \tDelegated-Prefix (16) VLSO: 0.100s PLSO: 0.200s Prefix: a01:200::/24
            \tDNS-Delegated-Zone (26) IP-Address: ::1 lbs foo
            \tPrefix-Policy (5) type: Internet connectivity
            \tDHCPv6-Data (24)
            \t\tDNS-server (20) ::
            """),
        NetworkSeed(
            "LWRES question", udp: 921,
            "0000002b00000000000000050001000100000000000000000000000000000009000000010004686f737400",
            """
             lwres v0 getaddrsbyname? IPv4 host
            """),
        NetworkSeed(
            "LWRES answer", udp: 921,
            "00000035000000010000000500010001000000000000000000000000000000070000000100047265616c0000"
                + "00000100040a000001",
            """
             lwres v0 getaddrsbyname 0/1 real 10.0.0.1
            """),
        NetworkSeed(
            "Whiteboard", udp: 4567,
            "0000000000000000000000000a000002000000030000000400000009000000040000000e0000000500000003"
                + "0000000600000002",
            """
             wb-dop: 10.0.0.2:3<4:9> < SKIP1 LINE RECT [|wb]
            """),
        NetworkSeed(
            "Whiteboard site", udp: 4567,
            "000000000000000000000100000000110a00000100000022000000330a00000200000044000100000b000001"
                + "000000057369746500",
            """
             wb-id: 51/10.0.0.2:68 (max 17/10.0.0.1:34) <11.0.0.1:5> "site"
            """),
        NetworkSeed(
            "AFS directory", udp: 7000,
            "000000050000001000000003000000010000000201010000000000040000008d000000010000000200000003"
                + "00000003746d70000000000d000000050000000600000007000001ed00000009",
            """
             rx data seq 1 ser 2 fs call makedir fid 1/2/3 "tmp" StoreStatus date 1970/01/01 00:00:05 group 7 mode \
            755 (76)
            """),
        NetworkSeed(
            "AFS access list", udp: 7000,
            "0000000500000010000000030000000100000002010100000000000400000086000000010000000200000003"
                + "00000016320a310a7531203132370a753220390a6e312036340a0000",
            """
             rx data seq 1 ser 2 fs call store-acl fid 1/2/3 +{u1 rlidwka} +{u2 rl} -{n1 a} (72)
            """),
        NetworkSeed(
            "AFS vote", udp: 7003,
            "0000000500000010000000030000000100000002010100000000000400002710000000010000000500000006"
                + "000000070000000800000009",
            """
             rx data seq 1 ser 2 vldb ubik call vote-beacon syncsite yes votestart 1970/01/01 00:00:05 dbversion \
            6.7 tid 8.9 (56)
            """),
        NetworkSeed(
            "AFS volume", udp: 7005,
            "0000000500000010000000030000000100000002010100000000000400000067000000010000000200000003"
                + "000000040000000500000006",
            """
             rx data seq 1 ser 2 vol call forward fromtrans 1 fromdate 1970/01/01 00:00:02 server 3:4:5 desttrans 6 \
            (56)
            """),
        NetworkSeed(
            "AFS acknowledgement", udp: 7001,
            "0000000500000010000000030000000100000002020100000000000400010002000000030000000400000005"
                + "02040101000100000000000001000000020000000300000004",
            """
             rx ack seq 1 ser 2 first 3 serial 5 reason duplicate packet acked 3-4,6 nacked 5 (69)
            """),
        NetworkSeed(
            "Kerberos 4", udp: 88,
            "04027573657200696e7374005245414c4d00000000010573766300736900",
            """
             v4 be KDC_REQUEST: user.inst@REALM 25min svc.si
            """),
        NetworkSeed(
            "RIPng", udp: 521,
            "0201000020010db800000000000000000000000100054001",
            """
             ripng-resp 1: 2001:db8::1/64 [5] (1)
            """),
        NetworkSeed(
            "Auto-RP", udp: 496,
            "110100b4000000000a00000102020004e00000000108ef000000",
            """
             auto-rp candidate-advert Hold 3m RP 10.0.0.1 PIMv2 224.0.0.0/4,!239.0.0.0/8
            """),
        NetworkSeed(
            "IS-IS capabilities",
            osi:
                "831b010014010000008204b00102030405060000000000050000030d0d02000102030405060708090a0b0509"
                + "0080808002490349018f10f005060c81020304123800000001fffc900c800503080102030405060007f2100a"
                + "000001030209c0000005010300010283030201028a140000000000000000000000000000000000000000",
            """
            IS-IS, length 130
            \tL2 LSP, hlen: 27, v: 1, pdu-v: 1, sys-id-len: 6 (0), max-area: 3 (0)
            \t  lsp-id: 0102.0304.0506.00-00, seq: 0x00000005, lifetime:  1200s
            \t  chksum: 0x0000 (unverified), PDU length: 130, Flags: [ L2 IS ]
            \t    Purge Originator Identifier TLV #13, length: 13
            \t      Purge Originator System-ID: 0001.0203.0405
            \t      Received from System-ID: 0607.0809.0a0b
            \t    Prefix Neighbors TLV #5, length: 9
            \t      Metric Block, Default Metric: 0, Internal
            \t\tAddress: 49/8
            \t\tAddress: 49/12
            \t\tAddress: prefix length 1 < 2
            \t    Multi-Topology-Aware Port Capability TLV #143, length: 16
            \t       RES: 15, MTID(s): 5
            \t       SPB BVID subTLV #6, length: 12
            \t           ECT: 81020304 BVID: 291, U:1 M:0\u{20}
            \t           ECT: 00000001 BVID: 4095, U:1 M:1\u{20}
            \t    Multi-Topology Capability TLV #144, length: 12
            \t      O: 1, RES: 0, MTID(s): 5
            \t      SPBM Service Identifier and Unicast Address subTLV #3, length: 8
            \t        BMAC: 010203040506, RES: 0, VID: 7
            \t    IS-IS Router Capability TLV #242, length: 16
            \t      Router-ID 10.0.0.1, Flags [S bit, D bit]
            \t\tSR-Capabilities subTLV #2, length: 9, Flags [ipv4, ipv6], Range 5, SID value 258
            \t    Inter-Domain Information Type TLV #131, length: 3
            \t      Inter-Domain Information Type: AS Number TagAS Number: 258
            \t    Shared Risk Link Group TLV #138, length: 20
            \t      IS Neighbor: 0000.0000.0000.00, Flags: [unnumbered]
            \t      IPv4 interface address: 0.0.0.0
            \t      IPv4 neighbor address: 0.0.0.0
            \t      Link-ID: 0x00000000
            """),
    ]
}
