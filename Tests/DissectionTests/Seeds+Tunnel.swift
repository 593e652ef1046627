/// Packets of tunnels, transports and network layers, and what -v says of them: the lines are tcpdump's for the same bytes.
extension NetworkSeed {
    static let tunnels: [NetworkSeed] = [
        NetworkSeed(
            "DCCP, a reset",
            ethernetFrame(
                0x0800,
                bytes(
                    """
                    4500009d1234400040213bd0 c0000201c6336407 1389138a 21301234 0f000000 00000105 00000000
                    00000107 02010203 00010220 04010121 05020304 22040601 23050902 03240601 02030425
                    03072605 c0c1c227 04010228 04030429 06010203 042a0801 02030405 0607082b 0401022b
                    06010203 042c0601 0203042d 04aabb80 040102c0 05010203 2a060102 03042a0a 01020304
                    05060708 68656c6c 6f
                    """)),
            """
            DCCP (CCVal 3, CsCov 0, cksum 0x1234 (incorrect -> 0xc7f5)) DCCP-Reset (code=aborted) (ack=263)\u{20}
            """),
        NetworkSeed(
            "PGM, source path",
            ethernetFrame(
                0x0800,
                bytes(
                    """
                    450000381234400040713be5 c0000201c6336407 03e807d0 00000000 0a0b0c0d 0e0f0005 00000001
                    00000002 00000003 00010000 c0000205
                    """)),
            """
            192.0.2.1.1000 > 198.51.100.7.2000: PGM, length 5 0x0a0b0c0d0e0f SPM seq 1 trail 2 lead 3 nla 192.0.2.5 [36]
            """),
        NetworkSeed(
            "PGM, a fragment",
            ethernetFrame(
                0x0800,
                bytes(
                    """
                    450000441234400040713bd9 c0000201c6336407 03e807d0 04010000 0a0b0c0d 0e0f0005 00000001
                    00000002 00040014 81100000 00000005 00000006 00000007 64617461
                    """)),
            """
            192.0.2.1.1000 > 198.51.100.7.2000: PGM, length 5 0x0a0b0c0d0e0f ODATA trail 2 seq 1 OPTS LEN 20 FRAG seq 5 off 6 len 7 [48]
            """),
        NetworkSeed(
            "PGM, parity and redirection",
            ethernetFrame(
                0x0800,
                bytes(
                    """
                    450000401234400040713bdd c0000201c6336407 03e807d0 04010000 0a0b0c0d 0e0f0005 00000001
                    00000002 00040010 870c0000 00010000 c0000205 64617461
                    """)),
            """
            192.0.2.1.1000 > 198.51.100.7.2000: PGM, length 5 0x0a0b0c0d0e0f ODATA trail 2 seq 1 OPTS LEN 16 REDIRECT 192.0.2.5 [44]
            """),
        NetworkSeed(
            "LISP, a map register",
            ethernetFrame(
                0x0800,
                bytes(
                    """
                    450000741234400040113c09 c0000201c6336407 10f610f6 00600000 38010101 11223344 55667788
                    00010014 41414141 41414141 41414141 41414141 41414141 0000003c 02181000 00050001
                    c0000200 0164ff00 00070001 c0000205 0264ff00 00050002 20010db8 00000000 00000000
                    00000005
                    """)),
            """
            LISP-Map-Register, flags [P-Proxy-Map-Reply, M-Want-Map-Notify],
                1 record(s), Authentication SHA1,
                Authentication-Data: 0x0000:  4141 4141 4141 4141 4141 4141 4141 4141
                Authentication-Data: 0x0010:  4141 4141
                  Record TTL 60, Authoritative, No-Action, Map Version: 5, EID 192.0.2.0/24, 2 locator(s)
                    LOC 192.0.2.5
                      Priority/Weight 1/100, Multicast Priority/Weight 255/0, flags [Local-Locator, RLoc-Probed, Reachable],
                    LOC 2001:db8::5
                      Priority/Weight 2/100, Multicast Priority/Weight 255/0, flags [Local-Locator, Reachable],
            """),
        NetworkSeed(
            "NSH over IPv4",
            ethernetFrame(
                0x894F,
                bytes(
                    """
                    0fc60101 00002aff 01020304 05060708 090a0b0c 0d0e0f10 4500001c 12344000 40013c71
                    c0000201 c6336407 0800f7ff 00000000
                    """)),
            """
            NSH, flags [none], service-path-id 0x00002a, service-index 0xff
                IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto ICMP (1), length 28)
                192.0.2.1 > 198.51.100.7: ICMP echo request, id 0, seq 0, length 8
            """),
        NetworkSeed(
            "NSH, metadata of variable length",
            ethernetFrame(
                0x894F,
                bytes(
                    """
                    0fcb0209 00002aff 01000104 aabbccdd 00018108 01020304 05060708 00020305 01020304
                    05000000 ffff0000 61626364
                    """)),
            """
            NSH, flags [none], service-path-id 0x00002a, service-index 0xff
                ERROR: unknown-next-protocol
            """),
        NetworkSeed(
            "VXLAN-GPE around NSH",
            ethernetFrame(
                0x0800,
                bytes(
                    """
                    450000581234400040113c25 c0000201c6336407 12b612b6 00440000 0c000004 00002a00 0fc60101
                    00002aff 01020304 05060708 090a0b0c 0d0e0f10 4500001c 12344000 40013c71 c0000201
                    c6336407 0800f7ff 00000000
                    """)),
            """
            VXLAN-GPE, flags [IP], vni 42
                NSH, flags [none], service-path-id 0x00002a, service-index 0xff
                IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto ICMP (1), length 28)
                192.0.2.1 > 198.51.100.7: ICMP echo request, id 0, seq 0, length 8
            """),
        NetworkSeed(
            "PPTP, start",
            ethernetFrame(
                0x0800,
                bytes(
                    """
                    450000c41234400040063bc4 c0000201c6336407 9c4006bb 00000001 00000001 50180200 00000000
                    009c0001 1a2b3c4d 00010000 01000000 00000003 00000003 00080001 686f7374 00000000
                    00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000
                    00000000 00000000 00000000 00000000 00000000 76656e64 6f720000 00000000 00000000
                    00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000
                    00000000 00000000 00000000
                    """)),
            """
            Flags [P.], cksum 0x0000 (incorrect -> 0x95b1), seq 1:157, ack 1, win 512, length 156: pptp Length=156 CTRL-MSG Magic-Cookie=1a2b3c4d CTRL_MSGTYPE=SCCRQ PROTO_VER(1.0) FRAME_CAP(AS) BEARER_CAP(DA) MAX_CHAN(8) FIRM_REV(1) HOSTNAME(host) VENDOR(vendor)
            """),
        NetworkSeed(
            "PPTP, outgoing call",
            ethernetFrame(
                0x0800,
                bytes(
                    """
                    450000d01234400040063bb8 c0000201c6336407 9c4006bb 00000001 00000001 50180200 00000000
                    00a80001 1a2b3c4d 00070000 00420001 00000100 00001000 00000001 00000002 00080002
                    00030000 35353531 00000000 00000000 00000000 00000000 00000000 00000000 00000000
                    00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 73756200
                    00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000
                    00000000 00000000 00000000 00000000 00000000 00000000
                    """)),
            """
            Flags [P.], cksum 0x0000 (incorrect -> 0x7593), seq 1:169, ack 1, win 512, length 168: pptp Length=168 CTRL-MSG Magic-Cookie=1a2b3c4d CTRL_MSGTYPE=OCRQ CALL_ID(66) CALL_SER_NUM(1) MIN_BPS(256) MAX_BPS(4096) BEARER_TYPE(A) FRAME_TYPE(S) RECV_WIN(8) PROC_DELAY(2) PHONE_NO_LEN(3) PHONE_NO(555) SUB_ADDR(sub)
            """),
        NetworkSeed(
            "PPTP, call cleared",
            ethernetFrame(
                0x0800,
                bytes(
                    """
                    450000bc1234400040063bcc c0000201c6336407 9c4006bb 00000001 00000001 50180200 00000000
                    00940001 1a2b3c4d 000d0000 00420202 00050000 73740000 00000000 00000000 00000000
                    00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000
                    00000000 00000000 00000000 61740000 00000000 00000000 00000000 00000000 00000000
                    00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000
                    00000000
                    """)),
            """
            Flags [P.], cksum 0x0000 (incorrect -> 0xefb2), seq 1:149, ack 1, win 512, length 148: pptp Length=148 CTRL-MSG Magic-Cookie=1a2b3c4d CTRL_MSGTYPE=CDN CALL_ID(66) RESULT_CODE(2:General Error) ERR_CODE(2:Bad-Format) CAUSE_CODE(5) CALL_STATS(st)
            """),
        NetworkSeed(
            "Minimal encapsulation",
            ethernetFrame(
                0x0800,
                bytes(
                    """
                    450000351234400040373c22 c0000201c6336407 0680756b c0000209 c000020a 00050006 00000001
                    00000001 50180200 00000000 78
                    """)),
            """
            mobile: [S] 192.0.2.10 > 192.0.2.9 (oproto=6)
            """),
        NetworkSeed(
            "IP compression",
            ethernetFrame(
                0x0800,
                bytes(
                    """
                    4500001c12344000406c3c06 c0000201c6336407 04000002 aabbccdd
                    """)),
            """
            IPComp(cpi=0x0002)
            """),
        NetworkSeed(
            "Mobility, home test",
            ethernetFrame(
                0x86DD,
                bytes(
                    """
                    6000000000608740 20010db8000000000000000000000001 20010db8000000000000000000000002
                    3b0b0300 12340011 01020304 05060708 11121314 15161718 00010200 00020200 07031020
                    010db800 00000000 00000000 0000aa04 04000100 02050c01 02030405 06070809 0a0b0c63
                    03010203 01000201 00030200 00040200 00000000 00000000
                    """)),
            """
            mobility: HoT nonce id=0x11 Home Init Cookie=01020304:05060708 Home Keygen Token=11121314:15161718(pad1)(padn)(refresh: 28)(alt-CoA: 2001:db8::aa)(ni: ho=0x0001 co=0x0002)(auth)(type-0x63: len=3)(padn)(refresh: 12)(altcoa: trunc) [|mobility]
            """),
        NetworkSeed(
            "Mobility, binding update",
            ethernetFrame(
                0x86DD,
                bytes(
                    """
                    6000000000108740 20010db8000000000000000000000001 20010db8000000000000000000000002
                    3b010500 12340022 80ff0003 00000000
                    """)),
            """
            mobility: BU seq#=34 A lifetime=12(pad1)(pad1)(pad1) [|mobility]
            """),
        NetworkSeed(
            "SCTP, data of M3UA",
            ethernetFrame(
                0x0800,
                bytes(
                    """
                    450001281234400040843ae2 c0000201c6336407 0b590b5a 11223344 55667788 00030108 00000064
                    00010002 00000003 01000101 000000f8 0004000f 696e666f 20737472 696e6700 00060008
                    00000005 00070008 64696167 00090009 68656172 74000000 000b0008 00000001 000c0008
                    00000002 000d0008 00000003 00110008 00000004 0012000c 00010000 00010001 00130008
                    00000003 02000008 00000007 02040008 00010002 02050008 00000001 02060008 00000001
                    02070008 01020304 02080008 61626364 02090008 61626364 020a0008 00000009 020b0008
                    0000000a 020c0008 03000000 020e0008 0000000b 02100015 00000001 00000002 03020001
                    01020304 05000000 02120008 00000000 02130008 00000000 09990006 78780000 000d0007
                    61626300
                    """)),
            """
            sctp (1) [DATA] (B)(E) [TSN: 100] [SID: 1] [SSEQ 2] [PPID M3UA]\u{20}
            """),
        NetworkSeed(
            "SCTP, acknowledgement",
            ethernetFrame(
                0x0800,
                bytes(
                    """
                    450000441234400040843bc6 c0000201c6336407 0b590b5a 11223344 55667788 03000024 00000064
                    00001000 00020003 00010002 00040005 00000001 00000002 00000003
                    """)),
            """
            sctp (1) [SACK] [cum ack 100] [a_rwnd 4096] [#gap acks 2] [#dup tsns 3]\u{20}
            \t\t[gap ack block #1: start = 101, end = 102]\u{20}
            \t\t[gap ack block #2: start = 104, end = 105]\u{20}
            \t\t[dup TSN #1: 1]\u{20}
            \t\t[dup TSN #2: 2]\u{20}
            \t\t[dup TSN #3: 3]\u{20}
            """),
        NetworkSeed(
            "Hop-by-hop options",
            ethernetFrame(
                0x86DD,
                bytes(
                    """
                    6000000000300040 20010db8000000000000000000000001 20010db8000000000000000000000002
                    3b05c910 20010db8 00000000 00000000 000000cc 00010001 01000502 00012601 00c20400
                    0100008b 03010203 00000000
                    """)),
            """
            HBH (homeaddr: 2001:db8::cc)(pad1)(padn)(padn)(rtalert: 0x0001) (opt_type 0x26: len=1)(jumbo: 65536 - payload len != 0) (opt_type 0x8b: len=3)(pad1)(pad1)(pad1)(pad1) no next header
            """),
        NetworkSeed(
            "Segment routing",
            ethernetFrame(
                0x86DD,
                bytes(
                    """
                    6000000000322b40 20010db8000000000000000000000001 20010db8000000000000000000000002
                    11040401 01000007 20010db8 00000000 00000000 00000001 20010db8 00000000 00000000
                    00000002 00010002 000a0000 6869
                    """)),
            """
            RT6 (len=4, type=4, segleft=1, last-entry=1, flags=0x0, tag=7, [0]2001:db8::1, [1]2001:db8::2) 1 > 2: [bad udp cksum 0x0000 -> 0x3bfa!] UDP, length 2
            """),
        NetworkSeed(
            "AH around UDP",
            ethernetFrame(
                0x0800,
                bytes(
                    """
                    450000361234400040333c25 c0000201c6336407 11040000 11223344 00000001 01020304 05060708
                    090a0b0c 00010002 000a0000 6869
                    """)),
            """
            AH(length=4(24-bytes),spi=0x11223344,seq=0x1,icv=0x0102030405060708090a0b0c): 1 > 2: UDP, length 2
            """),
        NetworkSeed(
            "vat",
            ethernetFrame(
                0x0800,
                bytes(
                    """
                    450000291234400040113c54 c0000201c6336407 0d800d80 00150000 1f3f0001 00000002 61756469
                    6f
                    """)),
            """
            udp/vt 13 831 / 7
            """),
        NetworkSeed(
            "Geneve, options",
            ethernetFrame(
                0x0800,
                bytes(
                    """
                    450000721234400040113c0b c0000201c6336407 17c117c1 005e0000 09006558 00002a00 01028001
                    aabbccdd 01030100 01040202 11223344 55667788 ffff7f01 00000001 00000100 02000000
                    00020200 00000001 08060001 08000604 00010200 00000001 c0000201 00000000 0000c000 0202
                    """)),
            """
            Geneve, Flags [none], vni 0x2a, options [class Open Virtual Networking (OVN) (0x102) type 0x80(C) len 8, class In-band Network Telemetry (INT) (0x103) type 0x1 len 4, class VMware (0x104) type 0x2 len 12, class Experimental (0xffff) type 0x7f len 8, class Standard (0x0) type 0x1 len 4]
            \tARP, Ethernet (len 6), IPv4 (len 4), Request who-has 192.0.2.2 tell 192.0.2.1, length 28
            """),
        NetworkSeed(
            "OTV",
            ethernetFrame(
                0x0800,
                bytes(
                    """
                    4500004e1234400040113c2f c0000201c6336407 21182118 003a0000 08000007 00002a00 02000000
                    00020200 00000001 08060001 08000604 00010200 00000001 c0000201 00000000 0000c000 0202
                    """)),
            """
            OTV, flags [I] (0x08), overlay 7, instance 42
            ARP, Ethernet (len 6), IPv4 (len 4), Request who-has 192.0.2.2 tell 192.0.2.1, length 28
            """),
    ]
}
