import Packets

extension Registry {
    /// The payload of a frame by its ether type. False when it is not decoded here.
    @inline(__always)
    static func etherType(
        _ type: UInt16, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: LinkEnds?
    ) throws(Truncation) -> Bool {
        // Most are: they do not pay for the others' table.
        if type == 0x0800 {
            try IPv4.print(&d, bytes, length)
            return true
        }
        return try otherEtherType(type, &d, bytes, length, ends)
    }

    private static func otherEtherType(
        _ type: UInt16, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: LinkEnds?
    ) throws(Truncation) -> Bool {
        switch type {
        case 0x86DD: try IPv6.print(&d, bytes, length)
        case 0x0806, 0x8035: try ARP.print(&d, bytes, length)
        case 0x8809: try SlowProtocols.print(&d, bytes, length)
        case 0x6003: try DECnet.print(&d, bytes, length)
        case 0x8808: try MultipointControl.print(&d, bytes, length)
        case 0x8899: try Realtek.print(&d, bytes, ends)
        case 0x8902, 0xABCD: try CFM.print(&d, bytes, length)
        case 0x8137:
            d.put("(NOV-ETHII) ")
            try IPX.print(&d, bytes, length)
        case 0x88E5: return try MACsec.print(&d, bytes, length, ends)
        case 0x888E: try EAPOL.print(&d, bytes, length)
        case 0x88F7: try PTP.print(&d, bytes, length)
        case 0x88CC: try LLDP.print(&d, bytes, length)
        case 0x8847, 0x8848: try MPLS.print(&d, bytes, length)
        case 0x8863, 0x8864: try PPPoE.print(&d, bytes, length)
        case 0x880B where length > 0:
            d.put(": ")
            try PPP.print(&d, bytes, length)
        case 0x880B: break
        case 0x00FE: try OSI.print(&d, bytes, length)
        case 0xFEFE: try OSI.print(&d, Numbered(bytes).payload, length - 1)
        case 0x0707, 0x8947: try GeoNetworking.print(&d, bytes, length, ends)
        case 0x1111: try CALM.print(&d, bytes, length, ends)
        case 0x809B: try AppleTalk.print(&d, bytes, length)
        case 0x80F3: try AppleTalk.resolution(&d, bytes, length)
        case 0x886F: try NetworkLoadBalancing.print(&d, bytes)
        case 0x88A2: try AoE.print(&d, bytes, length)
        case 0x88CA: try TIPC.print(&d, bytes)
        case 0x9000: try ConfigurationTest.print(&d, bytes, length)
        case 0x894F: try NSH.print(&d, bytes, length)
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
        case 0xFE: try OSI.print(&d, bytes, length)
        case 0xE0:
            if d.linkHeader { d.put("IPX 802.2: ") }
            try IPX.print(&d, bytes, length)
        default: return false
        }
        return true
    }

    /// The payload of a SNAP frame by organisation and type. False when it is not decoded here.
    static func snapType(
        _ organisation: UInt32, _ type: UInt16, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int,
        _ ends: LinkEnds?, bridgePadding: Int
    ) throws(Truncation) -> Bool {
        switch (organisation, type) {
        case (0x000000, _), (0x0000F8, _): return try etherType(type, &d, bytes, length, ends)
        case (0x0080C2, 0x0001), (0x0080C2, 0x0007):
            try Ethernet.print(&d, bytes.from(bridgePadding), length - bridgePadding)
        case (0x0080C2, 0x0003), (0x0080C2, 0x0009): _ = try TokenRing.print(&d, Numbered(bytes).payload, length - 1)
        case (0x0080C2, 0x0004), (0x0080C2, 0x000A):
            _ = try FDDI.print(&d, bytes.from(bridgePadding + 1), length - bridgePadding - 1)
        case (0x0080C2, 0x000E): try STP.print(&d, bytes, length)
        case (0x080007, 0x809B): try AppleTalk.print(&d, bytes, length)
        case (0x00000C, 0x0111): try UDLD.print(&d, bytes, length)
        case (0x00000C, 0x2003): try VTP.print(&d, bytes, length)
        case (0x00000C, 0x2000): try CDP.print(&d, bytes, length)
        case (0x00000C, 0x2004): try DTP.print(&d, bytes, length)
        case (0x00000C, 0x010B), (0x00000C, 0x010C): try STP.print(&d, bytes, length)
        default: return false
        }
        return true
    }
}
