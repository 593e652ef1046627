import Packets

/// Who takes which key: the one place where protocols meet. A parent asks with a key and never names a child; a new
/// protocol is one file under Protocols/ and one line here per key that it claims.
///
/// Plain switches: nothing to build at the start, direct calls on the way.
enum Registry {
    /// A packet by its link type.
    static func link(
        _ type: LinkType, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        switch type {
        case .ethernet: try Ethernet.frame(&d, bytes, length)
        case .null: try Loopback.print(&d, bytes, length, networkOrder: false)
        case .loop: try Loopback.print(&d, bytes, length, networkOrder: true)
        case .raw, .ipv4, .ipv6, LinkType(rawValue: 14), LinkType(rawValue: 101): try Loopback.raw(&d, bytes, length)
        case .ppp, LinkType(rawValue: 50): try PPP.print(&d, bytes, length)
        case .linuxSLL: try LinuxCooked.print(&d, bytes, length)
        case .linuxSLL2: try LinuxCooked.printVersion2(&d, bytes, length)
        default: return false
        }
        return true
    }

    static func supports(_ type: LinkType) -> Bool {
        switch type {
        case .ethernet, .ppp, LinkType(rawValue: 50), .null, .loop, .raw, .ipv4, .ipv6, .linuxSLL, .linuxSLL2,
            LinkType(rawValue: 14),
            LinkType(rawValue: 101):
            true
        default: false
        }
    }

    /// Tags that stand before the type of a frame.
    @inline(__always)
    static func isVLANTag(_ type: UInt16) -> Bool {
        type == 0x8100 || type == 0x88A8 || type == 0x9100 || type == 0x9200
    }

    /// The payload of a frame by its ether type. False when nobody knows the type.
    static func etherType(
        _ type: UInt16, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: LinkEnds?
    ) throws(Truncation) -> Bool {
        switch type {
        case 0x0800: try IPv4.print(&d, bytes, length)
        case 0x86DD: try IPv6.print(&d, bytes, length)
        case 0x0806, 0x8035: try ARP.print(&d, bytes, length)
        case 0x8809: try SlowProtocols.print(&d, bytes, length)
        case 0x8137: try IPX.print(&d, bytes, length)
        case 0x88E5: return try MACsec.print(&d, bytes, length, ends)
        case 0x888E: try EAPOL.print(&d, bytes, length)
        case 0x88F7: try PTP.print(&d, bytes, length)
        case 0x88CC: try LLDP.print(&d, bytes, length)
        case 0x8847, 0x8848: try MPLS.print(&d, bytes, length)
        case 0x8863, 0x8864: try PPP.overEthernet(&d, bytes, length)
        case 0x880B: if length > 0 { try PPP.print(&d, bytes, length) }
        case 0x00FE: try ISIS.print(&d, bytes, length)
        case 0xFEFE: try ISIS.print(&d, bytes.from(1), length - 1)
        case 0x9000: try ConfigurationTest.print(&d, bytes, length)
        case 0x6558: try Ethernet.print(&d, bytes, length)
        default: return false
        }
        return true
    }

    /// The payload of an unnumbered LLC frame between two equal service access points.
    static func serviceAccessPoint(
        _ sap: UInt8, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        switch sap {
        case 0x06: try IPv4.print(&d, bytes, length)
        case 0x42: try STP.print(&d, bytes, length)
        case 0xFE: try ISIS.print(&d, bytes, length)
        case 0xE0:
            if d.linkHeader { d.put("IPX 802.2: ") }
            try IPX.print(&d, bytes, length)
        default: return false
        }
        return true
    }

    /// The payload of a SNAP frame by organisation and type. False when nobody knows it.
    static func snapType(
        _ organisation: UInt32, _ type: UInt16, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int,
        _ ends: LinkEnds?, bridgePadding: Int
    ) throws(Truncation) -> Bool {
        switch (organisation, type) {
        case (0x000000, _), (0x0000F8, _): return try etherType(type, &d, bytes, length, ends)
        case (0x00000C, 0x0111): try UDLD.print(&d, bytes, length)
        case (0x00000C, 0x2003): try VTP.print(&d, bytes, length)
        case (0x00000C, 0x2000): try CDP.print(&d, bytes, length)
        case (0x00000C, 0x2004): try DTP.print(&d, bytes, length)
        case (0x00000C, 0x010B), (0x00000C, 0x010C): try STP.print(&d, bytes, length)
        default: return false
        }
        return true
    }

    static func snapTypeName(_ organisation: UInt32, _ type: UInt16) -> StaticString? {
        switch organisation {
        case 0x000000, 0x0000F8, 0x080007: etherTypeName(type)
        case 0x00000C:
            switch type {
            case 0x010B: "PVST"
            case 0x010C: "VLAN Bridge"
            case 0x0111: "UDLD"
            case 0x2000: "CDP"
            case 0x2003: "VTP"
            case 0x2004: "DTP"
            default: nil
            }
        case 0x0080C2:
            switch type {
            case 0x0001: "Ethernet + FCS"
            case 0x0002: "802.4 + FCS"
            case 0x0003: "Token Ring + FCS"
            case 0x0004: "FDDI + FCS"
            case 0x0005: "802.6 + FCS"
            case 0x0007: "Ethernet w/o FCS"
            case 0x0008: "802.4 w/o FCS"
            case 0x0009: "Token Ring w/o FCS"
            case 0x000A: "FDDI w/o FCS"
            case 0x000B: "802.6 w/o FCS"
            case 0x000E: "BPDU"
            default: nil
            }
        default: nil
        }
    }

    /// Protocols that print the addresses themselves, with their ports.
    @inline(__always)
    static func namesEnds(_ proto: UInt8) -> Bool {
        proto == 6 || proto == 17 || proto == 132 || proto == 33
    }

    /// A payload of IPv4 or IPv6 by its protocol.
    static func ipProtocol(
        _ proto: UInt8, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) -> Bool {
        switch proto {
        case 6: try TCP.print(&d, bytes, length, ends)
        case 17: try UDP.print(&d, bytes, length, ends)
        case 1 where !ends.isIPv6: try ICMP.print(&d, bytes, length, ends)
        case 1: d.requires("ICMP", "IPv4")
        case 58 where ends.isIPv6: try ICMPv6.print(&d, bytes, length, ends)
        case 58: d.requires("ICMP6", "IPv6")
        case 2 where ends.isIPv6: d.requires("IGMP", "IPv4")
        case 2: try IGMP.print(&d, bytes, length)
        case 89 where !ends.isIPv6: try OSPF.print(&d, bytes, length)
        case 132: try SCTP.print(&d, bytes, length, ends)
        case 46: try RSVP.print(&d, bytes, length)
        case 103: try PIM.print(&d, bytes, length, ends)
        case 112: try VRRP.print(&d, bytes, length, ends)
        case 47: try GRE.print(&d, bytes, length)
        case 50: try IPsec.esp(&d, bytes, length)
        case 51:
            d.layer = "ah"
            guard bytes.has(1, at: 0) else {
                d.markTruncated()
                break
            }
            let next = try bytes.u8(0)
            guard let size = try IPsec.authenticationHeader(&d, bytes) else { break }
            try d.ipPayload(next, bytes.from(size), length - size, ends)
        case 143 where ends.isIPv6: try Ethernet.print(&d, bytes, length)
        case 143: d.requires("Ethernet", "IPv6")
        case 4: try IPv4.print(&d, bytes, length)
        case 41: try IPv6.print(&d, bytes, length)
        case 59: d.put("no next header")
        default: return false
        }
        return true
    }

    /// A datagram whose type `-T` has fixed.
    static func forced(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        switch d.forcedType {
        case .none: break
        case .domain: try DNS.print(&d, bytes, length, multicast: false)
        case .radius: try RADIUS.print(&d, bytes, length)
        case .snmp: try SNMP.print(&d, bytes, length)
        case .tftp: try TFTP.print(&d, bytes, length)
        case .vxlan: try VXLAN.print(&d, bytes, length)
        }
    }

    /// The payload of a TCP segment by its ports.
    static func tcpPort(
        _ source: UInt16, _ destination: UInt16, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        // Everyday traffic above both: nothing to ask.
        if source > maximumTCPPort && destination > maximumTCPPort { return false }
        // The order decides when both ports mean something.
        @inline(__always) func either(_ port: UInt16) -> Bool { source == port || destination == port }
        if either(23) {
            try Telnet.print(&d, bytes, length)
        } else if either(25) {
            try SMTP.print(&d, bytes, length)
        } else if either(43) {
            try WHOIS.print(&d, bytes, length)
        } else if either(179) {
            try BGP.print(&d, bytes, length)
        } else if either(22) {
            try SSH.print(&d, bytes, length)
        } else if either(21) {
            try FTP.print(&d, bytes, length)
        } else if either(80) || either(8080) {
            try HTTP.print(&d, bytes, length)
        } else if either(554) || either(8554) {
            try RTSP.print(&d, bytes, length)
        } else if length > 2 && (either(53) || either(5353)) {
            try DNS.overTCP(&d, bytes, length)
        } else if try !tcpInfrastructure(source, &d, bytes, length) {
            return try tcpInfrastructure(destination, &d, bytes, length)
        }
        return true
    }

    /// Ports of servers and routers, searched rather than asked one by one.
    private static func tcpInfrastructure(
        _ port: UInt16, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        switch port {
        case 323: try RPKI.print(&d, bytes, length)
        case 6379: try RESP.print(&d, bytes, length)
        default: return false
        }
        return true
    }

    private static var maximumTCPPort: UInt16 { 10_288 }

    /// The payload of a UDP datagram by its ports.
    static func udpPort(
        _ source: UInt16, _ destination: UInt16, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int,
        _ ends: Endpoints
    ) throws(Truncation) -> Bool {
        @inline(__always) func either(_ port: UInt16) -> Bool { source == port || destination == port }
        if either(53) {
            try DNS.print(&d, bytes, length, multicast: false)
        } else if either(5353) {
            try DNS.print(&d, bytes, length, multicast: true)
        } else if either(67) || either(68) {
            try BOOTP.print(&d, bytes, length)
        } else if either(546) || either(547) {
            try DHCPv6.print(&d, bytes, length)
        } else if either(6081) {
            try Geneve.print(&d, bytes, length)
        } else if either(6635) {
            try MPLS.print(&d, bytes, length)
        } else if either(161) || either(162) {
            try SNMP.print(&d, bytes, length)
        } else if either(520) {
            try RIP.print(&d, bytes, length)
        } else if either(1812) || either(1813) || either(1645) || either(1646) || either(3799) {
            try RADIUS.print(&d, bytes, length)
        } else if either(6343) {
            try SFlow.print(&d, bytes, length)
        } else if either(1701) {
            try L2TP.print(&d, bytes, length)
        } else if either(4500) {
            try ISAKMP.encapsulated(&d, bytes, length)
        } else if either(500) {
            try ISAKMP.print(&d, bytes, length)
        } else if either(8472) {
            try OTV.print(&d, bytes, length)
        } else if either(69) {
            try TFTP.print(&d, bytes, length)
        } else if either(514) {
            try Syslog.print(&d, bytes, length)
        } else if either(4789) {
            try VXLAN.print(&d, bytes, length)
        } else if either(123) {
            try NTP.print(&d, bytes, length)
        } else if either(5060) {
            try SIP.print(&d, bytes, length)
        } else if try !udpInfrastructure(source, &d, bytes, length) {
            return try udpInfrastructure(destination, &d, bytes, length)
        }
        return true
    }

    private static func udpInfrastructure(
        _ port: UInt16, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        switch port {
        case 319, 320: try PTP.print(&d, bytes, length)
        case 1985: try HSRP.print(&d, bytes, length)
        case 3784: try BFD.print(&d, "Control", bytes, length)
        case 3785: try BFD.echo(&d, bytes, length)
        case 4784: try BFD.print(&d, "Multihop", bytes, length)
        case 6784: try BFD.print(&d, "Lag", bytes, length)
        default: return false
        }
        return true
    }
}

extension Dissector {
    @inline(__always)
    mutating func link(_ type: LinkType, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if try Registry.link(type, &self, bytes, length) { return }
        put("UNSUPPORTED")
        try dumpUnknown(bytes, bytes.byteCount)
    }

    /// A protocol that belongs to the other version of IP.
    mutating func requires(_ name: StaticString, _ version: StaticString) {
        put("[")
        put(name)
        put(" requires ")
        put(version)
        put("]")
        markInvalid()
    }

    mutating func ipPayload(
        _ proto: UInt8, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        if try Registry.ipProtocol(proto, &self, bytes, length, ends) { return }
        ipProtocol(proto)
        put(" ", length)
    }
}
