/// Names that label protocols share.
enum MPLSNames {
    /// Pseudowire types (RFC 4446 3.2, with the first drafts' words for the older ones).
    static func pseudowire(_ type: UInt16) -> StaticString? {
        switch type {
        case 0x0000: "Reserved"
        case 0x0001: "Frame Relay DLCI (Martini Mode)"
        case 0x0002: "ATM AAL5 SDU VCC transport"
        case 0x0003: "ATM transparent cell transport"
        case 0x0004: "Ethernet VLAN"
        case 0x0005: "Ethernet"
        case 0x0006: "Cisco-HDLC"
        case 0x0007: "PPP"
        case 0x0008: "SONET/SDH Circuit Emulation Service over MPLS"
        case 0x0009: "ATM n-to-one VCC cell transport"
        case 0x000A: "ATM n-to-one VPC cell transport"
        case 0x000B: "IP Layer2 Transport"
        case 0x000C: "ATM one-to-one VCC Cell Mode"
        case 0x000D: "ATM one-to-one VPC Cell Mode"
        case 0x000E: "ATM AAL5 PDU VCC transport"
        case 0x000F: "Frame-Relay Port mode"
        case 0x0010: "SONET/SDH Circuit Emulation over Packet"
        case 0x0011: "Structure-agnostic E1 over Packet"
        case 0x0012: "Structure-agnostic T1 (DS1) over Packet"
        case 0x0013: "Structure-agnostic E3 over Packet"
        case 0x0014: "Structure-agnostic T3 (DS3) over Packet"
        case 0x0015: "CESoPSN basic mode"
        case 0x0016: "TDMoIP basic mode"
        case 0x0017: "CESoPSN TDM with CAS"
        case 0x0018: "TDMoIP TDM with CAS"
        case 0x0019: "Frame Relay DLCI"
        case 0x0040: "IP-interworking"
        default: nil
        }
    }

    /// The encoding of a label switched path (RFC 3471 3.1.1).
    static func encoding(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "Packet"
        case 2: "Ethernet V2/DIX"
        case 3: "ANSI/ETSI PDH"
        case 4, 6, 10: "Reserved"
        case 5: "SDH ITU-T G.707/SONET ANSI T1.105"
        case 7: "Digital Wrapper"
        case 8: "Lambda"
        case 9: "Fiber"
        case 11: "FiberChannel"
        default: nil
        }
    }

    /// What a link's end can switch (RFC 3471 3.1.1).
    static func switching(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "Packet-Switch Capable-1"
        case 2: "Packet-Switch Capable-2"
        case 3: "Packet-Switch Capable-3"
        case 4: "Packet-Switch Capable-4"
        case 51: "Layer-2 Switch Capable"
        case 100: "Time-Division-Multiplex"
        case 150: "Lambda-Switch Capable"
        case 200: "Fiber-Switch Capable"
        default: nil
        }
    }

    /// The same encodings in routing and reservation, which have one name more exactly.
    static func generalizedEncoding(_ type: UInt8) -> StaticString? {
        type == 8 ? "Lambda (photonic)" : encoding(type)
    }

    /// What a label switched path carries (RFC 3471 3.1.1, RFC 4328 3.1.3).
    static func payload(_ number: UInt16) -> StaticString? {
        switch number {
        case 1, 2, 3, 4, 12, 20, 21, 39: "Reserved"
        case 5: "Asynchronous mapping of E4"
        case 6: "Asynchronous mapping of DS3/T3"
        case 7: "Asynchronous mapping of E3"
        case 8: "Bit synchronous mapping of E3"
        case 9: "Byte synchronous mapping of E3"
        case 10: "Asynchronous mapping of DS2/T2"
        case 11: "Bit synchronous mapping of DS2/T2"
        case 13: "Asynchronous mapping of E1"
        case 14: "Byte synchronous mapping of E1"
        case 15: "Byte synchronous mapping of 31 * DS0"
        case 16: "Asynchronous mapping of DS1/T1"
        case 17: "Bit synchronous mapping of DS1/T1"
        case 18: "Byte synchronous mapping of DS1/T1"
        case 19: "VC-11 in VC-12"
        case 22: "DS1 SF Asynchronous"
        case 23: "DS1 ESF Asynchronous"
        case 24: "DS3 M23 Asynchronous"
        case 25: "DS3 C-Bit Parity Asynchronous"
        case 26: "VT/LOVC"
        case 27: "STS SPE/HOVC"
        case 28: "POS - No Scrambling, 16 bit CRC"
        case 29: "POS - No Scrambling, 32 bit CRC"
        case 30: "POS - Scrambling, 16 bit CRC"
        case 31: "POS - Scrambling, 32 bit CRC"
        case 32: "ATM mapping"
        case 33: "Ethernet PHY"
        case 34: "SONET/SDH"
        case 35: "Reserved (SONET deprecated)"
        case 36: "Digital Wrapper"
        case 37: "Lambda"
        case 38: "ANSI/ETSI PDH"
        case 40: "Link Access Protocol SDH (X.85 and X.86)"
        case 41: "FDDI"
        case 42: "DQDB (ETSI ETS 300 216)"
        case 43: "FiberChannel-3 (Services)"
        case 44: "HDLC"
        case 45: "Ethernet V2/DIX (only)"
        case 46: "Ethernet 802.3 (only)"
        case 47: "G.709 ODUj"
        case 48: "G.709 OTUk(v)"
        case 49: "CBR/CBRa"
        case 50: "CBRb"
        case 51: "BSOT"
        case 52: "BSNT"
        case 53: "IP/PPP (GFP)"
        case 54: "Ethernet MAC (framed GFP)"
        case 55: "Ethernet PHY (transparent GFP)"
        case 56: "ESCON"
        case 57: "FICON"
        case 58: "Fiber Channel"
        default: nil
        }
    }
}
