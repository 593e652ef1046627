/// Names of ether types, IP protocols, LLC service access points and organisations.
extension Names {
    /// What an IP protocol is called in the details of a header.
    static func protocolTitle(_ proto: UInt8) -> StaticString? {
        switch proto {
        case 0: "Options"
        case 1: "ICMP"
        case 2: "IGMP"
        case 4: "IPIP"
        case 6: "TCP"
        case 8: "EGP"
        case 9: "IGRP"
        case 17: "UDP"
        case 33: "DCCP"
        case 41: "IPv6"
        case 43: "Routing"
        case 44: "Fragment"
        case 46: "RSVP"
        case 47: "GRE"
        case 50: "ESP"
        case 51: "AH"
        case 55: "Mobile IP"
        case 58: "ICMPv6"
        case 62: "Mobile IP (old)"
        case 88: "EIGRP"
        case 89: "OSPF"
        case 103: "PIM"
        case 108: "Compressed IP"
        case 112: "VRRP"
        case 113: "PGM"
        case 132: "SCTP"
        case 135: "Mobility"
        case 143: "Ethernet"
        default: nil
        }
    }

    /// What an ether type is called in a link-layer header.
    static func etherTypeName(_ type: UInt16) -> StaticString? {
        switch type {
        case 0x00FE: "GRE-OSI"
        case 0x0600: "NS"
        case 0x0707: "GeoNet (old)"
        case 0x0800: "IPv4"
        case 0x0806: "ARP"
        case 0x1000: "Trail"
        case 0x1111: "CALM FAST"
        case 0x6001: "MOP DL"
        case 0x6002: "MOP RC"
        case 0x6003: "DN"
        case 0x6004: "LAT"
        case 0x6007: "SCA"
        case 0x6558: "TEB"
        case 0x8035: "Reverse ARP"
        case 0x8038: "Lanbridge"
        case 0x803C: "DEC DNS"
        case 0x803E: "DEC DTS"
        case 0x805B: "VEXP"
        case 0x805C: "VPROD"
        case 0x809B: "Appletalk"
        case 0x80F3: "Appletalk ARP"
        case 0x8100: "802.1Q"
        case 0x8137: "IPX"
        case 0x86DD: "IPv6"
        case 0x8808: "MPCP"
        case 0x8809: "Slow Protocols"
        case 0x880B: "PPP"
        case 0x8847: "MPLS unicast"
        case 0x8848: "MPLS multicast"
        case 0x8863: "PPPoE D"
        case 0x8864: "PPPoE S"
        case 0x886F: "MS NLB heartbeat"
        case 0x888E: "EAPOL"
        case 0x8899: "Realtek protocols"
        case 0x88A2: "AoE"
        case 0x88A8: "802.1Q-QinQ"
        case 0x88CA: "TIPC"
        case 0x88CC: "LLDP"
        case 0x88E5: "802.1AE MACsec"
        case 0x88F7: "PTP"
        case 0x8902: "CFM"
        case 0x893A: "IEEE1905.1"
        case 0x8947: "GeoNet"
        case 0x894F: "NSH"
        case 0x9000: "Loopback"
        case 0x9100: "802.1Q-9100"
        case 0x9200: "802.1Q-9200"
        case 0xABCD: "CFM (old)"
        case 0xD28B: "Arista Vendor Specific Protocol"
        case 0xFEFE: "OSI"
        default: nil
        }
    }

    /// What an LLC service access point is called, its lowest bit clear.
    static func sapName(_ sap: UInt8) -> StaticString? {
        switch sap {
        case 0x00: "Null"
        case 0x02: "802.1B I"
        case 0x04: "SNA"
        case 0x06: "IP"
        case 0x0E: "ProWay NM"
        case 0x42: "STP"
        case 0x4E: "RS511"
        case 0x7E: "ISO8208"
        case 0x8E: "ProWay"
        case 0xAA: "SNAP"
        case 0xE0: "IPX"
        case 0xF0: "NetBeui"
        case 0xFE: "OSI"
        default: nil
        }
    }

    /// Organisations in SNAP headers and vendor-specific elements.
    static func organisationName(_ organisation: UInt32) -> StaticString? {
        switch organisation {
        case 0x000000: "Ethernet"
        case 0x00000C: "Cisco"
        case 0x00005E: "IANA"
        case 0x000081: "Nortel Networks SONMP"
        case 0x0000F8: "Cisco bridged"
        case 0x00049F: "Freescale"
        case 0x0004EA: "HP-Labs"
        case 0x001018: "Broadcom"
        case 0x00120F: "IEEE 802.3 Private"
        case 0x0012BB: "ANSI/TIA"
        case 0x0015AD: "Netronome"
        case 0x001B21: "DCBX"
        case 0x002320: "Nicira Networks"
        case 0x002481: "HP"
        case 0x0080C2: "Ethernet bridged"
        case 0x009069: "Juniper"
        case 0x00A03E: "ATM Forum"
        case 0x00E004: "PMC-Sierra"
        case 0x00E02F: "DOCSIS Spanning Tree"
        case 0x080007: "Appletalk"
        case 0x080009: "Hewlett-Packard"
        case 0x5C16C7: "Big Switch Networks"
        case 0x748771: "Infoblox Inc"
        case 0xA42305: "Open Networking Lab"
        case 0xB0D2F5: "Vello Systems"
        case 0xD0F0DB: "Ericsson"
        default: nil
        }
    }
}

extension Names {
    /// IANA's address family numbers.
    static func addressFamilyName(_ family: UInt16) -> StaticString? {
        switch family {
        case 0: "Reserved"
        case 1: "IPv4"
        case 2: "IPv6"
        case 3: "NSAP"
        case 4: "HDLC"
        case 5: "BBN 1822"
        case 6: "802"
        case 7: "E.163"
        case 8: "E.164"
        case 9: "F.69"
        case 10: "X.121"
        case 11: "Novell IPX"
        case 12: "Appletalk"
        case 13: "Decnet IV"
        case 14: "Banyan Vines"
        case 15: "E.164 with NSAP subaddress"
        case 25: "VPLS"
        case 196: "Layer-2 VPN"
        default: nil
        }
    }
}

extension Names {
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
}

extension Names {
    /// Network layer protocols by their identifiers (ISO/IEC TR 9577).
    static func nlpidName(_ number: UInt8) -> StaticString? {
        switch number {
        case 0x00: "NULL"
        case 0x08: "Q.933"
        case 0x09: "LMI"
        case 0x80: "SNAP"
        case 0x81: "CLNP"
        case 0x82: "ES-IS"
        case 0x83: "IS-IS"
        case 0x84: "CONS"
        case 0x85: "IDRP"
        case 0x8A: "X25 ES-IS"
        case 0x8E: "IPv6"
        case 0xB1: "FRF.15"
        case 0xC1: "ISIS_SPB"
        case 0xCC: "IPv4"
        case 0xCF: "PPP"
        default: nil
        }
    }
}
