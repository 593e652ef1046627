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
}
