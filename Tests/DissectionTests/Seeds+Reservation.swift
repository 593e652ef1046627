/// Packets of reservation.
extension NetworkSeed {
    static let reservation: [NetworkSeed] = [
        NetworkSeed(
            "RSVP path", ip: 46,
            "1001000040000058001001070a000002000000010a000001000c03010a000001000000050008050100007530"
                + "000c140101080a00000220000008130100000800000ccf070707040470617468000c0b070a00000100000003",
            """

            \tRSVPv1 Path Message (1), Flags: [none], length: 88, ttl: 64, checksum: 0x0000
            \t  Session Object (1) Flags: [reject if unknown], Class-Type: Tunnel IPv4 (7), length: 16
            \t    IPv4 Tunnel EndPoint: 10.0.0.2, Tunnel ID: 0x0001, Extended Tunnel ID: 10.0.0.1
            \t  RSVP Hop Object (3) Flags: [reject if unknown], Class-Type: IPv4 (1), length: 12
            \t    Previous/Next Interface: 10.0.0.1, Logical Interface Handle: 0x00000005
            \t  Time Values Object (5) Flags: [reject if unknown], Class-Type: 1 (1), length: 8
            \t    Refresh Period: 30000ms
            \t  ERO Object (20) Flags: [reject if unknown], Class-Type: IPv4 (1), length: 12
            \t    Subobject Type: IPv4 prefix, length 8, Strict, 10.0.0.2/32, Flags: [none]
            \t  Label Request Object (19) Flags: [reject if unknown], Class-Type: without label range (1), length: 8
            \t    L3 Protocol ID: IPv4
            \t  Session Attribute Object (207) Flags: [ignore and forward if unknown], Class-Type: Tunnel IPv4 (7), \
            length: 12
            \t    Session Name: path
            \t    Setup Priority: 7, Holding Priority: 7, Flags: [SE Style] (0x4)
            \t  Sender Template Object (11) Flags: [reject if unknown], Class-Type: Tunnel IPv4 (7), length: 12
            \t    IPv4 Tunnel Sender Address: 10.0.0.1, LSP-ID: 0x0003
            """),
        NetworkSeed(
            "RSVP services", ip: 46,
            "100100004000005800240c0200000007010000067f00000547f424004974240048a1220000000040000005dc"
                + "002c0d0200000009018000080400000100000003060000014b3ebc2008000001ffffffff0a000001000005dc",
            """

            \tRSVPv1 Path Message (1), Flags: [none], length: 88, ttl: 64, checksum: 0x0000
            \t  Sender TSpec Object (12) Flags: [reject if unknown], Class-Type: IntServ (2), length: 36
            \t    Msg-Version: 0, length: 28
            \t    Service Type: Default/Global Information (1), break bit not set, Service length: 24
            \t      Parameter ID: Token Bucket TSpec (127), length: 20, Flags: [0x00]
            \t\tToken Bucket Rate: 1 Mbps
            \t\tToken Bucket Size: 1000000 bytes
            \t\tPeak Data Rate: 2.640000105 Mbps
            \t\tMinimum Policed Unit: 64 bytes
            \t\tMaximum Packet Size: 1500 bytes
            \t  Adspec Object (13) Flags: [reject if unknown], Class-Type: IntServ (2), length: 44
            \t    Msg-Version: 0, length: 36
            \t    Service Type: Default/Global Information (1), break bit set, Service length: 32
            \t      Parameter ID: IS hop cnt (4), length: 4, Flags: [0x00]
            \t\tIS hop count: 3
            \t      Parameter ID: Path b/w estimate (6), length: 4, Flags: [0x00]
            \t\tPath b/w estimate: 100 Mbps
            \t      Parameter ID: Minimum path latency (8), length: 4, Flags: [0x00]
            \t\tMinimum path latency: don't care
            \t      Parameter ID: Composed MTU (10), length: 4, Flags: [0x00]
            \t\tComposed MTU: 1500 bytes
            """),
        NetworkSeed(
            "RSVP labels", ip: 46,
            "10020000400000480008100100000010000c2401000001000000000700081304010108000010100300000001"
                + "0000000200000003000c06010a000001011800050008080100000012",
            """

            \tRSVPv1 Resv Message (2), Flags: [none], length: 72, ttl: 64, checksum: 0x0000
            \t  Label Object (16) Flags: [reject if unknown], Class-Type: Label (1), length: 8
            \t    Label: 16
            \t  Label Set Object (36) Flags: [reject if unknown], Class-Type: 1 (1), length: 12
            \t    Action: Inclusive list (0), Label type: 0
            \t    Subchannel #1: 7
            \t  Label Request Object (19) Flags: [reject if unknown], Class-Type: Generalized Label (4), length: 8
            \t    LSP Encoding Type: Packet (1)
            \t    Switching Type: Packet-Switch Capable-1 (1), Payload ID: Unknown (0x0800)
            \t  Label Object (16) Flags: [reject if unknown], Class-Type: Waveband Switching (3), length: 16
            \t    Waveband ID: 1
            \t    Start Label: 2, Stop Label: 3
            \t  Error Spec Object (6) Flags: [reject if unknown], Class-Type: IPv4 (1), length: 12
            \t    Error Node Address: 10.0.0.1, Flags: [0x01]
            \t    Error Code: Routing Problem (24), Error Value: No route available toward destination (5)
            \t  Style Object (8) Flags: [reject if unknown], Class-Type: 1 (1), length: 8
            \t    Reservation Style: Shared Explicit, Flags: [0x00]
            """),
        NetworkSeed(
            "RSVP user network interface", ip: 46,
            "10010000400000500024e501000801010a000001001004018000000700000008000000090008050105000000"
                + "0018cd0101020300447a0000000000010000000200000003000ccc010001000001041122",
            """

            \tRSVPv1 Path Message (1), Flags: [none], length: 80, ttl: 64, checksum: 0x0000
            \t  Generalized UNI Object (229) Flags: [ignore and forward if unknown], Class-Type: 1 (1), length: 36
            \t    Subobject Type: Source TNA address (1), AF: IPv4 (1), length: 8
            \t      UNI IPv4 TNA address: 10.0.0.1
            \t    Subobject Type: Egress label (4), AF: IPv4 (1), length: 16
            \t      U-bit: 1, Label type: 7, Logical port id: 8, Label: 9
            \t    Subobject Type: Service level (5), AF: IPv4 (1), length: 8
            \t      Service level: 5
            \t  Fast Re-Route Object (205) Flags: [ignore and forward if unknown], Class-Type: 1 (1), length: 24
            \t    Setup Priority: 1, Holding Priority: 2, Hop-limit: 3, Bandwidth: 0.00800000038 Mbps
            \t    Include-any: 0x00000001, Exclude-any: 0x00000002, Include-all: 0x00000003
            \t  Properties Object (204) Flags: [ignore and forward if unknown], Class-Type: 1 (1), length: 12
            \t    TLV count: 1, padding bytes: 0
            \t      Cos TLV (0x01), length: 4
            \t\t0x0000:  1122
            """),
        NetworkSeed(
            "RSVP digest", ip: 46,
            "10050000400000380024040101001122334455660000000100000002000102030405060708090a0b0c0d0e0f"
                + "000c17010100000500000007",
            """

            \tRSVPv1 PathTear Message (5), Flags: [none], length: 56, ttl: 64, checksum: 0x0000
            \t  Integrity Object (4) Flags: [reject if unknown], Class-Type: Unknown (1), length: 36
            \t    Key-ID 0x112233445566, Sequence 0x0000000100000002, Flags [none]
            \t    MD5-sum 0x000102030405060708090a0b0c0d0e0f  (unchecked)
            \t  Message ID Object (23) Flags: [reject if unknown], Class-Type: 1 (1), length: 12
            \t    Flags [0x01], epoch: 5
            \t      Message-ID 0x00000007 (7)
            """),
        NetworkSeed(
            "RSVP bundle", ip: 46,
            "100c00004000001810140000400000100008860100000003",
            """

            \tRSVPv1 Bundle Message (12), Flags: [none], length: 24, ttl: 64, checksum: 0x0000
            \t  RSVPv1 Hello Message (20), Flags: [none], length: 16, ttl: 64, checksum: 0x0000
            \t    Capability Object (134) Flags: [ignore silently if unknown], Class-Type: 1 (1), length: 8
            \t      Flags: [RecoveryPath Desired, RecoveryPath Srefresh Capable]
            """),
    ]
}
