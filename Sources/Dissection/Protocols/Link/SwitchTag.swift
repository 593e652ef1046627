import Packets

/// Tags that a switch's processor port puts between the addresses and the type of a frame: Marvell's DSA and EDSA,
/// Broadcom's.
///
///     DSA:  | mode 2 bits, tagged 1, device 5 | port 5, bits 3 | priority 3, code 1, VLAN 12 |
///     EDSA: | ether type 2 | reserved 2 | DSA 4 |
enum SwitchTag {
    /// A tag of Marvell behind an ether type (EDSA).
    struct Typed: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets in front of the tag.
        static var length: Int { 4 }
        /// The ether type that was agreed on.
        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Must be 0.
        var reserved: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Must be 0.
        var secondReserved: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
    }

    case dsa, edsa, broadcom

    /// Octets.
    var length: Int { self == .edsa ? 8 : 4 }

    var layer: StaticString {
        switch self {
        case .dsa: "dsa"
        case .edsa: "edsa"
        case .broadcom: "brcm-tag"
        }
    }

    struct Marvell: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var mode: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 6 } }
        var isTagged: Bool { get throws(Truncation) { try bytes.u8(0) & 0x20 != 0 } }
        var device: UInt8 { get throws(Truncation) { try bytes.u8(0) & 0x1F } }
        var port: UInt8 { get throws(Truncation) { try bytes.u8(1) >> 3 } }
        /// A trunk when forwarded, received rather than sent when mirrored.
        var isTrunkOrReceived: Bool { get throws(Truncation) { try bytes.u8(1) & 4 != 0 } }
        /// The canonical format indicator.
        var isCanonical: Bool { get throws(Truncation) { try bytes.u8(1) & 1 != 0 } }
        /// Why the frame comes to the processor.
        var code: UInt8 { get throws(Truncation) { try bytes.u8(1) & 6 | bytes.u8(2) >> 4 & 1 } }
        var priority: UInt8 { get throws(Truncation) { try bytes.u8(2) >> 5 } }
        var network: UInt16 { get throws(Truncation) { try bytes.u16(2) & 0x0FFF } }
    }

    struct Broadcom: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 4 }
        var operation: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var isIngress: Bool { get throws(Truncation) { try operation & 0x20 != 0 } }
        var timeStamp: UInt8 { get throws(Truncation) { try bytes.u8(1) >> 7 } }
        var ingressClass: UInt8 { get throws(Truncation) { try bytes.u8(1) >> 2 & 7 } }
        var tagEnforcement: UInt8 { get throws(Truncation) { try bytes.u8(1) & 3 } }
        var destinations: UInt16 { get throws(Truncation) { try bytes.u16(2) & 0x01FF } }
        var classification: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var reasons: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var egressClass: UInt8 { get throws(Truncation) { try bytes.u8(3) >> 5 } }
        var port: UInt8 { get throws(Truncation) { try bytes.u8(3) & 0x1F } }
    }

    /// `bytes` begin with the tag.
    func print(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        switch self {
        case .broadcom: try SwitchTag.printBroadcom(&d, bytes)
        case .dsa:
            d.put(d.linkHeader ? "Marvell DSA " : "DSA ")
            try SwitchTag.printMarvell(&d, Marvell(bytes))
        case .edsa:
            let type = try SwitchTag.Typed(bytes).type
            if d.linkHeader {
                d.put("Marvell EDSA ethertype 0x", hex: type, 4, " (")
                d.put(Names.etherTypeName(type) ?? "Unknown")
                d.put("), rsvd ", try SwitchTag.Typed(bytes).reserved, " ")
                d.put("", try SwitchTag.Typed(bytes).secondReserved, ", ")
            } else {
                d.put("EDSA 0x", hex: type, 4, ", ")
            }
            try SwitchTag.printMarvell(&d, Marvell(bytes.from(SwitchTag.Typed.length)))
        }
    }

    /// Broadcom's tag in front of the whole frame; shown only with the link header.
    static func prepended(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        guard bytes.byteCount >= Broadcom.length, length >= Broadcom.length else {
            d.layer = "brcm-tag-prepend"
            throw Truncation(offset: 0, need: Broadcom.length, have: bytes.byteCount)
        }
        if d.linkHeader { try printBroadcom(&d, bytes) }
        try Ethernet.frame(&d, bytes.from(Broadcom.length), length - Broadcom.length)
        d.linkHeaderLength += Broadcom.length
    }

    private static func printBroadcom(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let tag = Broadcom(bytes)
        d.put("BRCM tag OP: ")
        d.put(try tag.operation == 0 ? "EG" : "IG")
        if try tag.isIngress {
            d.put(", TC: ", try tag.ingressClass, ", TE: ")
            let names: InlineArray<4, StaticString> = ["None", "Untag", "Header", "Reserved"]
            d.put(names[Int(try tag.tagEnforcement)])
            d.put(", TS: ", try tag.timeStamp, ", DST map: 0x")
            d.put(hex: try tag.destinations, 4)
        } else {
            d.put(", CID: ", try tag.classification, ", RC: ")
            d.put(reasonName(try tag.reasons))
            d.put(", TC: ", try tag.egressClass, ", port: ")
            d.put(try tag.port)
        }
        d.put(", ")
    }

    /// Only one reason at a time has a name.
    private static func reasonName(_ reasons: UInt8) -> StaticString {
        switch reasons {
        case 0x01: "mirror"
        case 0x02: "MAC learning"
        case 0x04: "switching"
        case 0x08: "prot term"
        case 0x10: "prot snoop"
        case 0x20: "exception"
        default: "reserved"
        }
    }

    private static func printMarvell(_ d: inout Dissector, _ tag: borrowing Marvell) throws(Truncation) {
        if d.linkHeader { try longMarvell(&d, tag) } else { try shortMarvell(&d, tag) }
    }

    private static func shortMarvell(_ d: inout Dissector, _ tag: borrowing Marvell) throws(Truncation) {
        let second = try tag.isTrunkOrReceived
        switch try tag.mode {
        case 0, 2: d.put("port ")
        case 1: d.put("CPU > port ")
        default: d.put(second ? "Forward trunk " : "Forward port ")
        }
        d.put("", try tag.device, ".")
        d.put(try tag.port)
        switch try tag.mode {
        case 0: d.put(" > CPU")
        case 2: d.put(second ? " > Rx Sniffer" : " > Tx Sniffer")
        default: break
        }
        d.put(", VLAN ", try tag.network, try tag.isTagged ? "t, " : "u, ")
    }

    private static func longMarvell(_ d: inout Dissector, _ tag: borrowing Marvell) throws(Truncation) {
        let mode = try tag.mode
        let second = try tag.isTrunkOrReceived
        switch mode {
        case 0: d.put("mode To CPU, source dev ")
        case 1: d.put("mode From CPU, target dev ")
        case 2: d.put("mode To Sniffer, source dev ")
        default: d.put("mode Forward, dev ")
        }
        d.put(try tag.device)
        d.put(mode == 3 && second ? ", trunk " : ", port ")
        d.put("", try tag.port, ", ")
        if mode == 0 {
            let names: InlineArray<8, StaticString> = [
                "BPDU (MGMT) Trap", "Frame2Reg", "IGMP/MLD Trap", "Policy Trap", "ARP Mirror", "Policy Mirror",
                "reserved", "reserved",
            ]
            d.put("code ")
            d.put(names[Int(try tag.code)])
            d.put(", ")
        } else if mode == 2 {
            d.put(second ? "ingress sniff, " : "egress sniff, ")
        }
        d.put(try tag.isTagged ? "tagged, " : "untagged, ")
        if try tag.isCanonical { d.put("CFI, ") }
        d.put("VID ", try tag.network, ", FPri ")
        d.put("", try tag.priority, ", ")
    }
}
