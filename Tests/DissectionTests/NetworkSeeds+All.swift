extension NetworkSeed {
    static let all: [NetworkSeed] = [
        NetworkSeed(
            "BFD, up, no authentication", udp: 3784, "20 c0 03 18 00000001 00000002 000f4240 000f4240 00000000",
            """
            BFDv1, length: 24
            \tControl, State Up, Flags: [none], Diagnostic: No Diagnostic (0x00)
            \tDetection Timer Multiplier: 3 (3000 ms Detection time), BFD Length: 24
            \tMy Discriminator: 0x00000001, Your Discriminator: 0x00000002
            \t  Desired min Tx Interval:    1000 ms
            \t  Required min Rx Interval:   1000 ms
            \t  Required min Echo Interval:    0 ms
            """),
        NetworkSeed(
            "BFD with a keyed digest", udp: 4784,
            "24 44 05 30 00000001 00000000 000f4240 000f4240 00000000 02 18 02 00 00000005 01020304050607080910111213141516",
            """
            BFDv1, length: 48
            \tMultihop, State Down, Flags: [Authentication Present], Diagnostic: Forwarding Plane Reset (0x04)
            \tDetection Timer Multiplier: 5 (5000 ms Detection time), BFD Length: 48
            \tMy Discriminator: 0x00000001, Your Discriminator: 0x00000000
            \t  Desired min Tx Interval:    1000 ms
            \t  Required min Rx Interval:   1000 ms
            \t  Required min Echo Interval:    0 ms
            \tAuthentication: Keyed MD5 (2), length: 24
            \t  Auth Key ID: 2, Sequence Number: 0x00000005
            \t  Digest: 01020304050607080910111213141516
            """),
        NetworkSeed(
            "HSRP, coup", udp: 1985, "00 01 10 03 0a 78 01 00 636973636f000000 c0a80001",
            """
            HSRPv0-coup 20: state=active group=1 addr=192.168.0.1 hellotime=3s holdtime=10s priority=120 auth="cisco"
            """),
        NetworkSeed(
            "PTP, announce", udp: 320,
            "0b 02 0040 2c 00 020c 000000000001 8001 00000000 a0369ffffe856e8a 0001 04b3 05 01 000102030405 00000006 00ac 00 80 f8 fe ffff 81 0102030405060708 0009 20",
            """
            PTPv2, v1 compat : no, msg type : announce msg, length : 64, domain : 44, reserved1 : 0, Flags [utc reasonable, timescale, two step], NS correction : 1, sub NS correction : 32769, reserved2 : 0, clock identity : 0xa0369ffffe856e8a, port id : 1, seq id : 1203, control : 5 (Other), log message interval : 1, originTimeStamp : 4328719365 seconds 6 nanoseconds, origin cur utc :172, rsvd : 0, gm priority_1 : 128, gm clock class : 248, gm clock accuracy : 254, gm clock variance : 65535, gm priority_2 : 129, gm clock id : 0x102030405060708, steps removed : 9, time source : 0x20
            """),
        NetworkSeed(
            "RESP, an array", tcp: "18eb", Array("*2\r\n$4\r\nLLEN\r\n$6\r\nmylist\r\n".utf8),
            """
            Flags [P.], cksum 0x0000 (incorrect -> 0x7b24), seq 1:27, ack 1, win 100, length 26: RESP "LLEN" "mylist"
            """),
        NetworkSeed(
            "PIM, hello", ip: 103,
            "20 00 da4a 0001 0002 0069 0002 0004 01f4 09c4 0013 0004 00000001 0014 0004 21abcdef",
            """
            PIMv2, length 34
            \tHello, cksum 0xda4a (incorrect)
            \t  Hold Time Option (1), length 2, Value: 1m45s
            \t  LAN Prune Delay Option (2), length 4, Value:\u{20}
            \t    T-bit=0, LAN delay 500ms, Override interval 2500ms
            \t  DR Priority Option (19), length 4, Value: 1
            \t  Generation ID Option (20), length 4, Value: 0x21abcdef
            """),
        NetworkSeed(
            "PIM, join and prune", ip: 103,
            "23 00 0000 0100 0a000001 00 02 00d2 0100 0020 e1000001 0001 0001 0100 0720 0a000009 0100 0018 0a000008 0100 ff08 e1000001 0000 0001 0100 0820 0a000007",
            """
            PIMv2, length 62
            \tJoin / Prune, cksum 0x0000 (unverified), upstream-neighbor: 10.0.0.1
            \t  2 group(s), holdtime: 3m30s
            \t    group #1: 225.0.0.1, joined sources: 1, pruned sources: 1
            \t      joined source #1: 10.0.0.9(SWR)
            \t      pruned source #1: 10.0.0.8/24
            \t    group #2: 225.0.0.1/8(0xff), joined sources: 0, pruned sources: 1
            \t      pruned source #1: 10.0.0.7(+0x08)
            """),
        NetworkSeed(
            "PIM, bootstrap", ip: 103,
            "24 00 0000 0102 1e 05 0100 0a000001 0100 0004 e0000000 01 01 0000 0100 0a000002 0096 07 00",
            """
            PIMv2, length 36
            \tBootstrap, cksum 0x0000 (unverified) tag=102 hashmlen=30 BSRprio=5 BSR=10.0.0.1 (group0: 224.0.0.0/4 RPcnt=1 FRPcnt=1 RP0=10.0.0.2,holdtime=2m30s,prio=7)
            """),
        NetworkSeed(
            "PIM in IGMP, join", ip: 2, "14 03 0000 10000000 0a000001 0000 00d2 0020 00 00",
            """
            igmp pimv1 Join/Prune Upstream Nbr: 10.0.0.1 Hold time: 3m30s bad igmp cksum 0!
            """),
        NetworkSeed(
            "DVMRP, neighbours", ip: 2, "13 06 0000 0000 0c04 0a000002 01 02 a1 01 0a000001",
            """
            igmp dvmrp Neighbors2 (v 4.12): [10.0.0.2 -> 10.0.0.1 (1/2/tunnel/disabled)] bad igmp cksum 0!
            """),
        NetworkSeed(
            "VTP, a subset", snap: "00000c 2003 ",
            "01 02 01 05 636973636f000000000000000000000000000000000000000000000000000000 00000002 14 00 01 07 0001 05dc 000186a1 64656661756c7400 18 01 01 05 0064 05dc 00018705 766c616e31000000 0301 0001",
            """
            VTPv1, Message Subset advertisement (0x02), length 84
            \tDomain name: cisco, Seq number: 1, Config Rev 2
            \tVLAN info status Operational, type Ethernet, VLAN-id 1, MTU 1500, SAID 0x000186a1, Name default
            \tVLAN info status Suspended, type Ethernet, VLAN-id 100, MTU 1500, SAID 0x00018705, Name vlan1
            \t\tSTP type TLV (0x0003) TLV, SRT (1)
            """),
        NetworkSeed(
            "UDLD, a probe", snap: "00000c 0111 ",
            "21 01 3956 0001 000f 464f43313033315a374a47 0002 0009 4769302f31 0004 0005 0f 0007 0008 00000001",
            """
            UDLDv1, Code Probe message (1), Flags [RT] (0x01), length 41
            \tChecksum 0x3956 (unverified)
            \tDevice-ID TLV (0x0001) TLV, length 15, FOC1031Z7JG
            \tPort-ID TLV (0x0002) TLV, length 9, Gi0/1
            \tMessage Interval TLV (0x0004) TLV, length 5, 15s
            \tSequence Number TLV (0x0007) TLV, length 8, 1
            """),
        NetworkSeed(
            "BGP, open", tcp: "00b3",
            bytes(
                "ffffffffffffffffffffffffffffffff004a0104fde8005a020202022c0206010400010080020202000206400400780001020641040000fde80206450400010103020349016102024700"
            ),
            """
            Flags [P.], cksum 0x0000 (incorrect -> 0x96d6), seq 1:75, ack 1, win 100, length 74: BGP
            \tOpen Message (1), length: 74
            \t  Version 4, my AS 65000, Holdtime 90s, ID 2.2.2.2
            \t  Optional parameters, length: 44
            \t    Option Capabilities Advertisement (2), length: 6
            \t      Multiprotocol Extensions (1), length: 4
            \t\tAFI IPv4 (1), SAFI labeled VPN Unicast (128)
            \t    Option Capabilities Advertisement (2), length: 2
            \t      Route Refresh (2), length: 0
            \t    Option Capabilities Advertisement (2), length: 6
            \t      Graceful Restart (64), length: 4
            \t\tRestart Flags: [none], Restart Time 120s
            \t    Option Capabilities Advertisement (2), length: 6
            \t      32-Bit AS Number (65), length: 4
            \t\t 4 Byte AS 65000
            \t    Option Capabilities Advertisement (2), length: 6
            \t      Multiple Paths (69), length: 4
            \t\tAFI IPv4 (1), SAFI Unicast (1), Send/Receive: Both
            \t    Option Capabilities Advertisement (2), length: 3
            \t      Unknown (73), length: 1
            \t\tno decoder for Capability 73
            \t\t0x0000:  61
            \t     Option 2, length: 2, goes past the end of the options
            """),
        NetworkSeed(
            "BGP, update and keepalive", tcp: "00b3",
            bytes(
                "ffffffffffffffffffffffffffffffff007302000000554001010040020a0202006400650101ffff4003040a0000014004040000006440070600640a000001c00808ffffff0100640065c010100002fde800000065400400644cbebc20c0200c00000001000000020000000318c0a8010c0a10ffffffffffffffffffffffffffffffff001304"
            ),
            """
            Flags [P.], cksum 0x0000 (incorrect -> 0x5192), seq 1:135, ack 1, win 100, length 134: BGP
            \tUpdate Message (2), length: 115
            \t  Origin (1), length: 1, Flags [T]: IGP
            \t  AS Path (2), length: 10, Flags [T]: 100 101 { 65535 }
            \t  Next Hop (3), length: 4, Flags [T]: 10.0.0.1
            \t  Multi Exit Discriminator (4), length: 4, Flags [T]: 100
            \t  Aggregator (7), length: 6, Flags [T]:  AS #100, origin 10.0.0.1
            \t  Community (8), length: 8, Flags [OT]:  NO_EXPORT100:101
            \t  Extended Community (16), length: 16, Flags [OT]:\u{20}
            \t    target (0x0002), Flags [none]: 65000:101 (= 0.0.0.101)
            \t    link-BW (0x4004), Flags [non-transitive]: bandwidth: 800.000 Mbps
            \t  Large Community (32), length: 12, Flags [OT]:\u{20}
            \t    1:2:3
            \t  Updated routes:
            \t    192.168.1.0/24
            \t    10.16.0.0/12
            \tKeepalive Message (4), length: 19
            """),
        NetworkSeed(
            "BGP, private routes", tcp: "00b3",
            bytes(
                "ffffffffffffffffffffffffffffffff005a0200000043800e200001800c00000000000000000a00000100700006410000fde800000065c0a801c0160900060006410a000001801a0b01000b0000000000000064800f03000201"
            ),
            """
            Flags [P.], cksum 0x0000 (incorrect -> 0x1faa), seq 1:91, ack 1, win 100, length 90: BGP
            \tUpdate Message (2), length: 90
            \t  Multi-Protocol Reach NLRI (14), length: 32, Flags [O]:\u{20}
            \t    AFI: IPv4 (1), SAFI: labeled VPN Unicast (128)
            \t    nexthop: RD: 0:0 (= 0.0.0.0), 10.0.0.1, nh-length: 12, no SNPA
            \t      RD: 65000:101 (= 0.0.0.101), 192.168.1.0/24, label:100 (bottom)
            \t  PMSI Tunnel (22), length: 9, Flags [OT]:\u{20}
            \t    Tunnel-type Ingress Replication (6), Flags [none], MPLS Label 100
            \t      Tunnel-Endpoint 10.0.0.1
            \t  Accumulated IGP Metric (26), length: 11, Flags [O]:\u{20}
            \t    AIGP TLV (1), length 11, metric 100
            \t  Multi-Protocol Unreach NLRI (15), length: 3, Flags [O]:\u{20}
            \t    AFI: IPv6 (2), SAFI: Unicast (1)
            \t      End-of-Rib Marker (empty NLRI)
            """),
        NetworkSeed(
            "BGP, multicast routes", tcp: "00b3",
            bytes(
                "ffffffffffffffffffffffffffffffff00590200000042800e2b000105040a00000100010c0000fde8000000650a00000105120000fde800000065200a00000120e1000001800f1100018400600000fde80002fde800000001"
            ),
            """
            Flags [P.], cksum 0x0000 (incorrect -> 0x1436), seq 1:90, ack 1, win 100, length 89: BGP
            \tUpdate Message (2), length: 89
            \t  Multi-Protocol Reach NLRI (14), length: 43, Flags [O]:\u{20}
            \t    AFI: IPv4 (1), SAFI: Multicast VPN (5)
            \t    nexthop: 10.0.0.1, nh-length: 4, no SNPA
            \t      Route-Type: Intra-AS I-PMSI (1), length: 12, RD: 65000:101 (= 0.0.0.101), Originator 10.0.0.1
            \t      Route-Type: Source-Active (5), length: 18, RD: 65000:101 (= 0.0.0.101), Source 10.0.0.1, Group 225.0.0.1
            \t  Multi-Protocol Unreach NLRI (15), length: 17, Flags [O]:\u{20}
            \t    AFI: IPv4 (1), vendor specific SAFI: Route Target Routing Information (132)
            \t      default route target
            \t      origin AS: 65000, route-target: 65000:1/64 (0002 fde8 0000 0001)
            """),
        NetworkSeed(
            "BGP, shut down with a word", tcp: "00b3", bytes("ffffffffffffffffffffffffffffffff001b0306020568656c6c6f"),
            """
            Flags [P.], cksum 0x0000 (incorrect -> 0xdd23), seq 1:28, ack 1, win 100, length 27: BGP
            \tNotification Message (3), length: 27, Cease (6), subcode Administrative Shutdown (2), Shutdown Communication (length: 5): "hello"
            """),
        NetworkSeed(
            "BGP, too many prefixes", tcp: "00b3", bytes("ffffffffffffffffffffffffffffffff001c03060100010100000064"),
            """
            Flags [P.], cksum 0x0000 (incorrect -> 0x2094), seq 1:29, ack 1, win 100, length 28: BGP
            \tNotification Message (3), length: 28, Cease (6), subcode Maximum Number of Prefixes Reached (1), AFI IPv4 (1), SAFI Unicast (1), Max Prefixes: 100
            """),
        NetworkSeed(
            "RPKI, prefix and error", tcp: "0143",
            bytes("000400000000001401181800c0a801000000fde8000a00070000001d0000000800020000000000080000000568656c6c6f"),
            """
            Flags [P.], cksum 0x0000 (incorrect -> 0x089d), seq 1:50, ack 1, win 100, length 49
            \tRPKI-RTRv0, IPV4 Prefix PDU (4), length: 20
            \t  IPv4 Prefix 192.168.1.0/24-24, origin-as 65000, flags 0x01
            \tRPKI-RTRv0, Error Report PDU (10), length: 29
            \t  Error code: Duplicate Announcement Received (7), Encapsulated PDU length: 8
            \t    -----encapsulated PDU-----
            \tRPKI-RTRv0, Reset Query PDU (2), length: 8
            \t  Error text: hello
            """),
        NetworkSeed(
            "ICMP, labels behind the quoted packet", ip: 1,
            "0b00 0000 0011 0000 4500001c00010000401166ca 0a0000010a000002 000100020008000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000 2000 dce9 0008 0101 00010101 0008 0101 00010001",
            """
            ICMP time exceeded in-transit, length 156 (wrong icmp cksum 0 (->f4e7)!)
            \tIP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 28, bad cksum 66ca (->66ce)!)
                10.0.0.1.1 > 10.0.0.2.2: UDP, length 0
            \tICMP Multi-Part extension v2, checksum 0xdce9 (correct), length 20
            \t  MPLS Stack Entry Object (1), Class-Type: 1, length 8
            \t    label 16, tc 0, [S], ttl 1
            \t  MPLS Stack Entry Object (1), Class-Type: 1, length 8
            \t    label 16, tc 0, ttl 1
            """),
        NetworkSeed(
            "IS-IS, hello",
            ethernetFrame(
                80,
                bytes(
                    "fefe0383 1b 01 00 10 01 00 00 02 111122223333 001e 0056 40 111122223333 018102cc8e 01 04 03 49000a 84 04 0a000001 d3 03 00 0000 06 06 020000000001 f0 0f 00 00000005 111122223333 00000007 08 02 0000"
                )),
            """
            IS-IS, length 77
            \tL2 Lan IIH, hlen: 27, v: 1, pdu-v: 1, sys-id-len: 6 (0), max-area: 3 (0)
            \t  source-id: 1111.2222.3333,  holding time: 30s, Flags: [Level 2 only]
            \t  lan-id:    1111.2222.3333.01, Priority: 64, PDU length: 86
            \t    Protocols supported TLV #129, length: 2
            \t      NLPID(s): IPv4 (0xcc), IPv6 (0x8e)
            \t    Area address(es) TLV #1, length: 4
            \t      Area address (length: 3): 49.000a
            \t    IPv4 Interface address(es) TLV #132, length: 4
            \t      IPv4 interface address: 10.0.0.1
            \t    Restart Signaling TLV #211, length: 3
            \t      Flags [none], Remaining holding time 0s
            \t    IS Neighbor(s) TLV #6, length: 6
            \t      SNPA: 0200.0000.0001
            \t    Point-to-point Adjacency State TLV #240, length: 15
            \t      Adjacency State: Up (0)
            \t      Extended Local circuit-ID: 0x00000005
            \t      Neighbor System-ID: 1111.2222.3333
            \t      Neighbor Extended Local circuit-ID: 0x00000007
            \t    Padding TLV #8, length: 2
            """),
        NetworkSeed(
            "IS-IS, link state",
            ethernetFrame(
                148,
                bytes(
                    "fefe0383 1b 01 00 14 01 00 00 0091 04af 1111222233330000 00000005 fbf7 0b8903 72747202 0c 00 0a808080 111122223333 0280 18 0a808080 0a000000 ff000000 4a800580 c0a80100 ffffff0016 11 111122223333 00 00000a 06 06 04 0a00000187 0f 0000000a 58 c0a801 06 01 04 00000007ec 0e 0000000a 00 40 20010db8000000010a 07 01 736563726574e5 04 0000 800286 04 0a000001"
                )),
            """
            IS-IS, length 145
            \tL2 LSP, hlen: 27, v: 1, pdu-v: 1, sys-id-len: 6 (0), max-area: 3 (0)
            \t  lsp-id: 1111.2222.3333.00-00, seq: 0x00000005, lifetime:  1199s
            \t  chksum: 0xfbf7 (incorrect should be 0x395a), PDU length: 145, Flags: [ default ATT bit set, L2 IS ]
            \t    Hostname TLV #137, length: 3
            \t      Hostname: rtr
            \t    IS Reachability TLV #2, length: 12
            \t      IsNotVirtual
            \t      IS Neighbor: 1111.2222.3333.02, Default Metric: 10, Internal
            \t    IPv4 Internal Reachability TLV #128, length: 24
            \t      IPv4 prefix:        10.0.0.0/8, Distribution: up, Metric: 10, Internal
            \t      IPv4 prefix:     192.168.1.0/24, Distribution: up, Metric: 10, External
            \t        Expense Metric: 5, Internal
            \t    Extended IS Reachability TLV #22, length: 17
            \t      IS Neighbor: 1111.2222.3333.00, Metric: 10, sub-TLVs present (6)
            \t        IPv4 interface address subTLV #6, length: 4, 10.0.0.1
            \t    Extended IPv4 Reachability TLV #135, length: 15
            \t      IPv4 prefix:     192.168.1.0/24, Distribution: up, Metric: 10, sub-TLVs present (6)
            \t        32-Bit Administrative tag subTLV #1, length: 4, 0x00000007 (=7)
            \t    IPv6 reachability TLV #236, length: 14
            \t      IPv6 prefix: 2001:db8:0:1::/64, Distribution: up, Metric: 10, Internal
            \t    Authentication TLV #10, length: 7
            \t      simple text password: secret
            \t    Multi Topology TLV #229, length: 4
            \t      IPv4 unicast Topology (0x000), Flags: [none]
            \t      IPv6 unicast Topology (0x002), Flags: [Overload bit set]
            \t    Traffic Engineering Router ID TLV #134, length: 4
            \t      Traffic Engineering Router ID: 10.0.0.1
            """),
        NetworkSeed(
            "IS-IS, a list",
            ethernetFrame(
                54,
                bytes(
                    "fefe0383 21 01 00 19 01 00 00 0033 11112222333300 0000000000000000 ffffffffffffffff 09 10 04af 1111222233330001 00000007 abcd"
                )),
            """
            IS-IS, length 51
            \tL2 CSNP, hlen: 33, v: 1, pdu-v: 1, sys-id-len: 6 (0), max-area: 3 (0)
            \t  source-id:    1111.2222.3333.00, PDU length: 51
            \t  start lsp-id: 0000.0000.0000.00-00
            \t  end lsp-id:   ffff.ffff.ffff.ff-ff
            \t    LSP entries TLV #9, length: 16
            \t      lsp-id: 1111.2222.3333.00-01, seq: 0x00000007, lifetime:  1199s, chksum: 0xabcd
            """),
    ]
}
