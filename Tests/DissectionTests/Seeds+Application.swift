/// One packet for each application protocol, written by field.
enum ApplicationSeeds {
    struct Seed {
        let transport: UInt8
        let source: UInt16
        let destination: UInt16
        let payload: [UInt8]
        /// What is printed behind the addresses, and with -v.
        let line: String
        let verbose: String?

        init(
            _ transport: UInt8, _ source: UInt16, _ destination: UInt16, _ payload: [UInt8], _ line: String,
            verbose: String? = nil
        ) {
            self.transport = transport
            self.source = source
            self.destination = destination
            self.payload = payload
            self.line = line
            self.verbose = verbose
        }

        var packet: [UInt8] { ipv4Packet(transport, udpDatagram(source, destination, payload)) }
        var frame: [UInt8] { ethernetFrame(0x0800, packet) }
    }

    /// NFS version 3 lookup: xid, call, RPC 2, program, version, procedure; no credential, no verifier; handle, name.
    static let lookup = bytes(
        "00000009 00000000 00000002 000186a3 00000003 00000003 00000001 00000000 00000000 00000000"
            + "00000010 0102030405060708090a0b0c0d0e0f10 00000004 66696c65")
    /// A write of version 2 to a handle of SunOS: device 4,4229, file 45658.
    static let write2 = bytes(
        "0000000a 00000000 00000002 000186a3 00000002 00000008 00000001 00000000 00000000 00000000"
            + "0000 0485 00000001 000a0000 0000b25a 00000000 000a0000 00000002 00000000"
            + "00000000 00000010 00000004 00000004 61626364")
    /// SOME/IP: service, method, length, client, session, versions, type, code.
    static let someip = bytes("0001 0002 00000008 0008 0005 01 01 01 00")
    /// VQP request with a client's address and a port's name.
    static let vqp = bytes("01 01 00 02 00001234 00000c01 0004 0a000001 00000c02 0005 4661302f31")
    /// timed: type 1, version 1, sequence 7, 100.000005 s, the name.
    static let timeDaemon = bytes("01 01 0007 00000064 00000005 686f737400")
    /// vat: one site, format 5, conference 5.
    static let vat = bytes("0105 0005 00000009 0000")
    /// RADIUS access-accept: NAS-Port-Type, a Cisco attribute, Framed-IPv6-Prefix, an EAP identity, Error-Cause,
    /// Location-Information, MIP6-Feature-Vector.
    static let radius =
        bytes("02 05 006b 00000000000000000000000000000000 3d 06 00000005 1a 0c 00000009 01 06 61623d63")
        + bytes("61 0a 0020 20010db800000000 4f 0a 02 01 0008 01 626f62 65 06 000001f7")
        + bytes("7f 18 0001 00 00 e000000000000000 e000000100000000 475053 7c 0a 0000010000000001 45 06 01 0203 61")

    /// sFlow: agent 10.1.1.1; one sample of one counter, of VLAN 1.
    static let sflow = bytes(
        "00000005 00000001 0a010101 00000007 00000008 00000009 00000001 00000002 00000030"
            + "00000003 02000005 00000001 00000005 0000001c 00000001 0000000000000002 00000003 00000004 00000005 00000006"
    )

    static let all: [Seed] = [
        Seed(
            17, 5000, 6343, sflow, "sFlowv5, IPv4 agent 10.1.1.1, agent-id 7, length 84",
            verbose: "sFlowv5, IPv4 agent 10.1.1.1, agent-id 7, seqnum 8, uptime 9, samples 1, length 84"
                + "\n\tcounter sample (2), length 48, seqnum 3, type 2, idx 5, records 1"
                + "\n\t    enterprise 0, Vlan counter (5) length 28"
                + "\n\t      vlan_id 1, octets 2, unicast_pkt 3, multicast_pkt 4, broadcast_pkt 5, discards 6"),
        Seed(
            17, 1000, 2049, lookup,
            "NFS request xid 9 68 lookup fh Unkn/0102030405060708090A0B0C0D0E0F10 \"file\""),
        Seed(17, 1000, 2049, write2, "NFS request xid 10 92 write fh 4,133/45658 4 (4) bytes @ 16 (0)"),
        Seed(
            17, 30490, 30490, someip,
            "SOMEIP, service 1, method 2, len 8, client 8, session 5, pver 1, iver 1, msgtype REQUEST_NO_RETURN, "
                + "retcode E_OK\n"),
        Seed(
            17, 1589, 40000, vqp, "VQPv1 Request, Join Port Message, error-code No error (0), length 29",
            verbose:
                "\n\tVQPv1, Request, Join Port Message, error-code No error (0), seq 0x00001234, items 2, length 29"
                + "\n\t  Client IP Address Object (0x00000c01), length 4, value: 10.0.0.1 (0x0a000001)"
                + "\n\t  Port Name Object (0x00000c02), length 5, value: Fa0/1"),
        Seed(17, 525, 525, timeDaemon, "TSP_ADJTIME vers 1 seq 7 time 100.000005 name host"),
        Seed(17, 3456, 3456, vat, "udp/vat 2 c5 9 f5 s1"),
        Seed(17, 1812, 1645, radius, "RADIUS, Access-Accept (2), id: 0x05 length: 107"),
    ]
}
