/// Packets of routing protocols.
// A table: as long as what it lists.
extension NetworkSeed {
    static let routing: [NetworkSeed] = [
        // Update; flags, sequence, acknowledgment, router, system; an internal route: next hop, metric, 24 bits.
        NetworkSeed(
            "EIGRP routes", ip: 88,
            "02011234 00000000 00000005 00000006 00000064 0102001c 0a000001 00019000 0003e800 "
                + "0005dc03 ff010000 180a0102",
            """

            \tEIGRP v2, opcode: Update (1), chksum: 0x1234, Flags: [none]
            \tseq: 0x00000005, ack: 0x00000006, VRID: 0, AS: 100, length: 28
            \t  IP Internal routes TLV (0x0102), length: 28
            \t    IPv4 prefix:        10.1.2.0/24, nexthop: 10.0.0.1
            \t      delay 1024 ms, bandwidth 256000 Kbps, mtu 1500, hop 3, reliability 255, load 1
            """),
        // Weights, hold time.
        NetworkSeed(
            "EIGRP hello", ip: 88,
            "02011234 00000000 00000005 00000006 00000064 0001000c 01000100 0000000f",
            """

            \tEIGRP v2, opcode: Update (1), chksum: 0x1234, Flags: [none]
            \tseq: 0x00000005, ack: 0x00000006, VRID: 0, AS: 100, length: 12
            \t  General Parameters TLV (0x0001), length: 12
            \t    holdtime: 15s, k1 1, k2 0, k3 1, k4 0, k5 0
            """),
        // Hello: parameters, transport address, sequence, address of version 6.
        NetworkSeed(
            "LDP hello", udp: 646,
            "0001 003a0a00 00010000 01000030 00000007 04000004 000fc000 04010004 0a010002 0402"
                + "0004 00000001 04030010 20010db8 00000000 00000000 00000001",
            """

            \tLDP, Label-Space-ID: 10.0.0.1:0, pdu-length: 58
            \t  Hello Message (0x0100), length: 48, Message ID: 0x00000007, Flags: [ignore if unknown]
            \t    Common Hello Parameters TLV (0x0400), length: 4, Flags: [ignore and don't forward if unknown]
            \t      Hold Time: 15s, Flags: [Targeted Hello, Request for targeted Hellos]
            \t    IPv4 Transport Address TLV (0x0401), length: 4, Flags: [ignore and don't forward if unknown]
            \t      IPv4 Transport Address: 10.1.0.2
            \t    Configuration Sequence Number TLV (0x0402), length: 4, Flags: [ignore and don't forward if \
            unknown]
            \t      Sequence Number: 1
            \t    IPv6 Transport Address TLV (0x0403), length: 16, Flags: [ignore and don't forward if unknown]
            \t      IPv6 Transport Address: 2001:db8::1
            """),
        // Initialization: session, fault tolerance.
        NetworkSeed(
            "LDP session", udp: 646,
            "00010030 0a000001 00000200 00260000 00070500 000e0001 00b40000 00000a00 00020000 "
                + "8503000c 000f0000 00001388 00002710",
            """

            \tLDP, Label-Space-ID: 10.0.0.1:0, pdu-length: 48
            \t  Initialization Message (0x0200), length: 38, Message ID: 0x00000007, Flags: [ignore if unknown]
            \t    Common Session Parameters TLV (0x0500), length: 14, Flags: [ignore and don't forward if unknown]
            \t      Version: 1, Keepalive: 180s, Flags: [Downstream Unsolicited, Loop Detection Disabled]
            \t    Fault-Tolerant Session Parameters TLV (0x0503), length: 12, Flags: [continue processing and \
            don't forward if unknown]
            \t      Flags: [No Reconnect, Save State, All-Label Protection, Sequence Numbered Label Checkpoint, \
            Re-Learn State], Reconnect Timeout: 5000ms, Recovery Time: 10000ms
            """),
        // Mapping: a pseudowire, its parameters.
        NetworkSeed(
            "LDP pseudowire", udp: 646,
            "0001002c 0a000001 00000400 00220000 00070100 001a8080 05100000 00010000 00020104 "
                + "05dc0c04 07070306 41424344",
            """

            \tLDP, Label-Space-ID: 10.0.0.1:0, pdu-length: 44
            \t  Label Mapping Message (0x0400), length: 34, Message ID: 0x00000007, Flags: [ignore if unknown]
            \t    FEC TLV (0x0100), length: 26, Flags: [ignore and don't forward if unknown]
            \t      Martini VC FEC (0x80): Ethernet, control word, group-ID 1, VC-ID 2, VC-info-length: 16
            \t\tInterface Parameter: MTU (0x01), len 4: 1500
            \t\tInterface Parameter: VCCV (0x0c), len 4
            \t\t  Control Channels (0x07) = [PWE3 control word, MPLS Router Alert Label, MPLS inner label TTL = 1]
            \t\t  CV Types (0x07) = [ICMP Ping, LSP Ping, BFD]
            """),
        // Request for a session of reservation.
        NetworkSeed(
            "LSP ping", udp: 3503,
            "00010000 01020000 00000011 00000005 83aa7e80 00000000 00000000 00000000 00010018 "
                + "00030014 0c010101 00005372 0c040404 0c040404 00000010",
            """

            \tLSP-PINGv1, msg-type: MPLS Echo Request (1), length: 60
            \t  reply-mode: Reply via an IPv4/IPv6 UDP packet (2)
            \t  Return Code: No return code or return code contained in the Error Code TLV (0)
            \t  Return Subcode: (0)
            \t  Sender Handle: 0x00000011, Sequence: 5
            \t  Sender Timestamp: 2208988800.000000000 (1970-01-01T00:00:00Z) Receiver Timestamp: no timestamp
            \t  Target FEC Stack TLV (1), length: 24
            \t    RSVP IPv4 Session Query subTLV (3), length: 20
            \t      tunnel end-point 12.1.1.1, tunnel sender 12.4.4.4, lsp-id 0x0010
            \t      tunnel-id 0x5372, extended tunnel-id 12.4.4.4
            """),
        // The next hop.
        NetworkSeed(
            "LSP ping reply", udp: 3503,
            "00010000 01020000 00000011 00000005 83aa7e80 00000000 00000000 00000000 00020014 "
                + "05dc0100 0a000001 0a000002 00000000 00000100",
            """

            \tLSP-PINGv1, msg-type: MPLS Echo Request (1), length: 56
            \t  reply-mode: Reply via an IPv4/IPv6 UDP packet (2)
            \t  Return Code: No return code or return code contained in the Error Code TLV (0)
            \t  Return Subcode: (0)
            \t  Sender Handle: 0x00000011, Sequence: 5
            \t  Sender Timestamp: 2208988800.000000000 (1970-01-01T00:00:00Z) Receiver Timestamp: no timestamp
            \t  Downstream Mapping TLV (2), length: 20
            \t    MTU: 1500, Address-Type: IPv4 (1)
            \t    Downstream IP: 10.0.0.1
            \t    Downstream Interface IP: 10.0.0.2
            \t    0x0000:  05dc 0100 0a00 0001 0a00 0002 0000 0000
            \t    0x0010:  0000 0100
            """),
        // An object that begins verification.
        NetworkSeed(
            "LMP verification", udp: 701,
            "10000006 00200000 01080018 0003012c 00000010 00058000 4cee6b28 00000011",
            """

            \tLMPv1, msg-type: Begin Verify ACK, Flags: [none], length: 32
            \t  Verify Begin Object (8), Class-Type: 1 (1) Flags: [non-negotiable], length: 24
            \t    Flags: Verify all links, Data link type
            \t    Verify Interval: 300
            \t    Data links: 16
            \t    Encoding type: Unknown
            \t    Verify Transport Mechanism: 32768 (0x8000)
            \t    Transmission Rate: 1000.000 Mbps
            \t    Wavelength: 17
            """),
        // A link of data and what it switches.
        NetworkSeed(
            "LMP data link", udp: 701,
            "10000006 00300000 010c0028 01000000 0a000001 0a000002 010c6405 4cee6b28 4cee6b28 "
                + "02080000 00000600 77040000",
            """

            \tLMPv1, msg-type: Begin Verify ACK, Flags: [none], length: 48
            \t  Data Link Object (12), Class-Type: IPv4 (1) Flags: [non-negotiable], length: 40
            \t    Flags: [Data Link Port]
            \t    Local Interface ID: 10.0.0.1 (0x0a000001)
            \t    Remote Interface ID: 10.0.0.2 (0x0a000002)
            \t    Subobject, Type: Interface Switching Type (1), Length: 12
            \t      Switching Type: Time-Division-Multiplex (100)
            \t      Encoding Type: SDH ITU-T G.707/SONET ANSI T1.105 (5)
            \t      Min Reservable Bandwidth: 1000.000 Mbps
            \t      Max Reservable Bandwidth: 1000.000 Mbps
            \t    Subobject, Type: Wavelength (2), Length: 8
            \t      Wavelength: 1536
            \t    Subobject, Type: Unknown (119), Length: 4
            \t    0x0000:  0100 0000 0a00 0001 0a00 0002 010c 6405
            \t    0x0010:  4cee 6b28 4cee 6b28 0208 0000 0000 0600
            \t    0x0020:  7704 0000
            """),
        // Mask, interval, options, priority, dead interval, designated, backup, neighbours.
        NetworkSeed(
            "OSPF hello", ip: 89,
            "02010034 0a000001 00000000 00000000 00000000 00000000 ffffff00 000a1201 00000028 "
                + "0a000001 0a000002 0a000003 0a000004",
            """
            OSPFv2, Hello, length 52
            \tRouter-ID 10.0.0.1, Backbone Area, Authentication Type: none (0)
            \tOptions [External, LLS]
            \t  Hello Timer 10s, Dead Timer 40s, Mask 255.255.255.0, Priority 1
            \t  Designated Router 10.0.0.1, Backup Designated Router 10.0.0.2
            \t  Neighbor List:
            \t    10.0.0.3
            \t    10.0.0.4
            """),
        // An update: a router of four links.
        NetworkSeed(
            "OSPF router", ip: 89,
            "02040074 0a000001 00000000 00000000 00000000 00000000 00000001 00092201 0a000002 "
                + "0a000003 80000001 00000058 07000004 0a000002 0a000001 0100000a 0a000002 0a000001 "
                + "0200000a 0a000002 0a000001 0301000a 02000014 0a000002 0a000001 0400000a 0a000002 "
                + "0a000001 0900000a",
            """
            OSPFv2, LS-Update, length 116
            \tRouter-ID 10.0.0.1, Backbone Area, Authentication Type: none (0), 1 LSA
            \t  LSA #1
            \t  Advertising Router 10.0.0.3, seq 0x80000001, age 9s, length 68
            \t    Router LSA (1), LSA-ID: 10.0.0.2
            \t    Options: [External, Demand Circuit]
            \t    Router LSA Options: [ABR, ASBR, Virtual]
            \t      Neighbor Router-ID: 10.0.0.2, Interface Address: 10.0.0.1
            \t\ttopology default (0), metric 10
            \t      Neighbor Network-ID: 10.0.0.2, Interface Address: 10.0.0.1
            \t\ttopology default (0), metric 10
            \t      Stub Network: 10.0.0.2, Mask: 10.0.0.1
            \t\ttopology default (0), metric 10
            \t\ttopology management (2), metric 20
            \t      Virtual Link: Neighbor Router-ID: 10.0.0.2, Interface Address: 10.0.0.1
            \t\ttopology default (0), metric 10
            """),
        // An update: a route from beyond, two topologies.
        NetworkSeed(
            "OSPF external", ip: 89,
            "0204004c 0a000001 00000000 00000000 00000000 00000000 00000001 00092205 0a000002 "
                + "0a000003 80000001 00000030 ffffff00 8000000a 0a000009 00000007 0200000b 00000000 "
                + "00000000",
            """
            OSPFv2, LS-Update, length 76
            \tRouter-ID 10.0.0.1, Backbone Area, Authentication Type: none (0), 1 LSA
            \t  LSA #1
            \t  Advertising Router 10.0.0.3, seq 0x80000001, age 9s, length 28
            \t    External LSA (5), LSA-ID: 10.0.0.2
            \t    Options: [External, Demand Circuit]
            \t    Mask 255.255.255.0
            \t\ttopology default (0), type 2, metric 10, forward 10.0.0.9, tag 0.0.0.7
            \t\ttopology management (2), type 1, metric 11
            """),
        // An update: traffic engineering of a link.
        NetworkSeed(
            "OSPF traffic", ip: 89,
            "02040080 0a000001 00000000 00000000 00000000 00000000 00000001 0009220a 01000005 "
                + "0a000003 80000001 00000064 0002004c 00100008 00000001 00000002 00110010 00000000 "
                + "4cee6b28 4cee6b28 4cee6b28 00110028 01000000 4cee6b28 4cee6b28 4cee6b28 4cee6b28 "
                + "4cee6b28 4cee6b28 4cee6b28 4cee6b28 4cee6b28",
            """
            OSPFv2, LS-Update, length 128
            \tRouter-ID 10.0.0.1, Backbone Area, Authentication Type: none (0), 1 LSA
            \t  LSA #1
            \t  Advertising Router 10.0.0.3, seq 0x80000001, age 9s, length 80
            \t    Area Local Opaque LSA (10), Opaque-Type Traffic Engineering LSA (1), Opaque-ID 5
            \t    Options: [External, Demand Circuit]
            \t    Link TLV (2), length: 76
            \t      Shared Risk Link Group subTLV (16), length: 8
            \t\t  Shared risk group: 1, 2
            \t      unknown subTLV (19694), length: 27432
            \t    Remaining TLV length 64 < 27436
            """),
        // An update: graceful restart.
        NetworkSeed(
            "OSPF restart", ip: 89,
            "02040050 0a000001 00000000 00000000 00000000 00000000 00000001 00092209 03000001 "
                + "0a000003 80000001 00000034 00010004 00000078 00020001 01000000 00030004 0a000001 "
                + "00090002 01020000",
            """
            OSPFv2, LS-Update, length 80
            \tRouter-ID 10.0.0.1, Backbone Area, Authentication Type: none (0), 1 LSA
            \t  LSA #1
            \t  Advertising Router 10.0.0.3, seq 0x80000001, age 9s, length 32
            \t    Link Local Opaque LSA (9), Opaque-Type Graceful restart LSA (3), Opaque-ID 1
            \t    Options: [External, Demand Circuit]
            \t    Grace Period TLV (1), length 4, value: 120s
            \t    Graceful restart Reason TLV (2), length 1, value: Software Restart (1)
            \t    IPv4 interface address TLV (3), length 4, value: 10.0.0.1
            \t    unknown TLV (9), length 2, value:\u{20}
            \t      0x0000:  0102
            """),
        // An adjustment: sequence, seconds, microseconds, name.
        NetworkSeed(
            "timed", udp: 525,
            "01010007 00000005 00000006 6e616d65 00000000 00000000 00000000 00000000 00000000 "
                + "00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 "
                + "00000000",
            """
            TSP_ADJTIME vers 1 seq 7 time 5.000006 name name
            """),
        // Request: flags, hops, number, destination, origin; an interval.
        NetworkSeed(
            "AODV request", udp: 654,
            "01f8 00030000 00050a00 00010000 00060a00 00020000 00070104 000003e8",
            """
             aodv rreq 30  hops 3 id 0x00000005
            \tdst 10.0.0.1 seq 6 src 10.0.0.2 seq 7
            \text HELLO 1000 ms
            """),
        // Two destinations that cannot be reached.
        NetworkSeed(
            "AODV errors", udp: 654,
            "03800002 0a000001 00000006 0a000002 00000007",
            """
             aodv rerr [D] [items 2] [20]: {10.0.0.1}(6) {10.0.0.2}(7)
            """),
        // A hello: interval, willingness, two neighbours.
        NetworkSeed(
            "OLSR hello", udp: 698,
            "00200055 0186001c 0a000009 ff011234 00000503 0600000c 0a000002 0a000003",
            """
            OLSRv4, seq 0x0055, length 32
            \tHello Message (0x01), originator 10.0.0.9, ttl 255, hop 1
            \t  vtime 6.000s, msg-seq 0x1234, length 28
            \t  hello-time 2.000s, MPR willingness 3
            \t    link-type Symmetric, neighbor-type Symmetric, len 12
            \t      neighbor
            \t\t10.0.0.2 10.0.0.3\u{20}
            """),
        // A hello with qualities of links.
        NetworkSeed(
            "OLSR qualities", udp: 698,
            "00280055 c9860024 0a000009 ff011234 00000507 0a000014 0a000002 ff800000 0a000003 "
                + "00400000",
            """
            OLSRv4, seq 0x0055, length 40
            \tHello-LQ Message (0xc9), originator 10.0.0.9, ttl 255, hop 1
            \t  vtime 6.000s, msg-seq 0x1234, length 36
            \t  hello-time 2.000s, MPR willingness 7
            \t    link-type Symmetric, neighbor-type Symmetric-MPR, len 20
            \t      neighbor 10.0.0.2, link-quality 100.00%, neighbor-link-quality 50.20%
            \t      neighbor 10.0.0.3, link-quality 0.00%, neighbor-link-quality 25.10%
            """),
        // Three networks.
        NetworkSeed(
            "OLSR networks", udp: 698,
            "00280055 04860024 0a000009 ff011234 0a000000 ff000000 00000000 0f040818 0a010000 "
                + "ffff0000",
            """
            OLSRv4, seq 0x0055, length 40
            \tHNA Message (0x04), originator 10.0.0.9, ttl 255, hop 1
            \t  vtime 6.000s, msg-seq 0x1234, length 36
            \t  Advertised networks (total 3)
            \t    10.0.0.0/8, 0.0.0.0/4294967295, 10.1.0.0/16
            """),
        // An update: one route of each kind.
        NetworkSeed(
            "IGRP", ip: 9,
            "1103 00640001 00010001 f70c0001 020007d0 00006405 dcff0102 0a010200 07d00000 6405"
                + "dcff 01020a01 020007d0 00006405 dcff0102",
            """
            igrp: update V1 edit=3 AS=100 (1/1/1) checksum=0xf70c *.0.1.2 d=20000 b=100000 r=255 l=1 M=2100 \
            mtu=1500 in 2 hops 10.1.2.0 d=20000 b=100000 r=255 l=1 M=2100 mtu=1500 in 2 hops X10.1.2.0 d=20000 \
            b=100000 r=255 l=1 M=2100 mtu=1500 in 2 hops
            """),
        // Hello, padding, router, update of a prefix.
        NetworkSeed(
            "Babel", udp: 6696,
            "2a 02002904 06000000 01019000 060a0000 485f0826 dc366dad 08120280 40000190 000101"
                + "00 20010db8 00000000",
            """
            babel 2 (41)
            \tHello seqno 1 interval 4.00s
            \tPad 1
            \tRouter Id 48:5f:08:26:dc:36:6d:ad
            \tUpdate/prefix 2001:db8::/64 metric 256 seqno 1 interval 4.00s
            """),
        // What was heard, with timestamps.
        NetworkSeed(
            "Babel, heard", udp: 6696,
            "2a02 001a0518 03000060 04b00000 00000000 00010308 00000064 000f4240",
            """
            babel 2 (26)
            \tIHU fe80::1 rxcost 96 interval 12.00s sub-timestamp 0.000100s|1.000000s
            """),
        // Discovery with a time.
        NetworkSeed(
            "AHCP", udp: 5359,
            "2b01 03040000 00072001 0db80000 00000000 00000000 00010000 00060204 60000000",
            """
            AHCP Version 1
            \tHopcount 3, Original Hopcount 4, Nonce 0x00000007, Source Id 20:01:0d:b8:00:00:00:00, Destination Id \
            00:00:00:00:00:00:00:01
            \tDiscover, Length 6
            """),
    ]
}
