import Packets

extension Registry {
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
        case 58: d.requires("ICMPv6", "IPv6")
        case 2 where ends.isIPv6: d.requires("IGMP", "IPv4")
        case 2: try IGMP.print(&d, bytes, length)
        case 89 where ends.isIPv6: try OSPFv3.print(&d, bytes, length)
        case 89: try OSPF.print(&d, bytes, length)
        case 132: try SCTP.print(&d, bytes, length, ends)
        case 33: try DCCP.print(&d, bytes, length, ends)
        case 46: try RSVP.print(&d, bytes, length)
        case 103: try PIM.print(&d, bytes, length, ends)
        case 112 where d.forcedType == .carp: try CARP.print(&d, bytes, length, ends)
        case 112: try VRRP.print(&d, bytes, length, ends)
        case 47: try GRE.print(&d, bytes, length)
        case 8: try EGP.print(&d, bytes, length)
        case 9: try IGRP.print(&d, bytes, length)
        case 88: try EIGRP.print(&d, bytes, length)
        case 50: try IPsec.encapsulated(&d, bytes, length, ends)
        case 51: try IPsec.authentication(&d, bytes, length, ends)
        case 55: try MinimalIP.printMobile(&d, bytes, length)
        case 77: MinimalIP.printNetworkDisk(&d, length)
        case 108: try MinimalIP.printCompressed(&d, bytes)
        case 113: try PGM.print(&d, bytes, length, ends)
        case 143 where ends.isIPv6: try Ethernet.print(&d, bytes, length)
        case 143: d.requires("Ethernet", "IPv6")
        case 4: try IPv4.print(&d, bytes, length)
        case 41: try IPv6.print(&d, bytes, length)
        case 59: d.put("no next header")
        default: return false
        }
        return true
    }

    /// The payload of an SCTP chunk by its protocol identifier.
    static func sctpPayload(_ number: UInt32, _ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) -> Bool {
        switch number {
        case 3: try M3UA.print(&d, bytes)
        default: return false
        }
        return true
    }
}
