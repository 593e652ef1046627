import Packets

/// LLDP's organisation-specific elements: IEEE 802.1 (802.1Q annex D), 802.3 (802.3 clause 79), telephony (TIA-1057)
/// and IANA's (RFC 8520).
extension LLDP {
    static func subtype(_ d: inout Dissector, _ name: StaticString?, _ kind: UInt8) {
        d.put("\n\t  ")
        d.put(name ?? "unknown")
        d.put(" Subtype (", kind, ")")
    }

    static func bridging(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Bool {
        let size = value.byteCount
        let element = Organised(value)
        let kind = try element.subtype
        subtype(&d, LLDP.bridgingName(kind), kind)
        switch kind {
        case 1:
            if size < 6 { return true }
            d.put("\n\t    port vlan id (PVID): ", try element.number)
        case 2:
            if size < 7 { return true }
            d.put("\n\t    port and protocol vlan id (PPVID): ", try element.protocolVLAN, ", flags [")
            let flags = try element.flags
            d.put(flags: UInt32(flags), [(2, "supported"), (4, "enabled")])
            d.put("] (0x", hex: flags, 2, ")")
        case 3:
            if size < 6 { return true }
            d.put("\n\t    vlan id (VID): ", try element.number)
            if size < 7 { return true }
            let count = Int(try element.nameLength)
            if size < 7 + count { return true }
            d.put("\n\t    vlan name: ")
            d.put(text: try value.slice(Organised.name, count), terminated: true)
        case 4:
            if size < 5 { return true }
            let count = Int(try element.identityLength)
            if size < 5 + count { return true }
            d.put("\n\t    protocol identity: ")
            d.put(text: try value.slice(Organised.identity, count), terminated: true)
        case 7:
            if size < 9 { return true }
            try aggregation(&d, value)
        case 8:
            if size < 6 { return true }
            d.put("\n\t    Pre-Priority CNPV Indicator")
            priorities(&d, try element.notification)
            d.put("\n\t    Pre-Priority Ready Indicator")
            priorities(&d, try element.ready)
        case 9, 10: try enhancedSelection(&d, kind, value)
        case 11:
            if size < 6 { return true }
            let bits = try element.control
            d.put("\n\t    Willing: ", bits >> 7, ", MBC: ")
            d.put(bits >> 6 & 1)
            d.put(", RES: ", bits >> 4 & 3, ", PFC cap:")
            d.put(bits & 0xF)
            d.put(" \n\t    PFC Enable")
            priorities(&d, try element.enabled)
        case 12: try applications(&d, value)
        case 13: try edgeBridging(&d, value)
        case 14: try channels(&d, value)
        default: return false
        }
        return true
    }

    private static func bridgingName(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 1: "Port VLAN Id"
        case 2: "Port and Protocol VLAN ID"
        case 3: "VLAN name"
        case 4: "Protocol Identity"
        case 7: "Link aggregation"
        case 8: "Congestion Notification"
        case 9: "ETS Configuration"
        case 10: "ETS Recommendation"
        case 11: "Priority Flow Control Configuration"
        case 12: "Application Priority"
        case 13: "EVB"
        case 14: "CDCP"
        default: nil
        }
    }

    private static func aggregation(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let element = Organised(value)
        d.put("\n\t    aggregation status [")
        d.put(flags: UInt32(try element.flags), [(1, "supported"), (2, "enabled")])
        d.put("], aggregation port ID ", try element.aggregationPort)
    }

    /// A bit for each priority, lowest first.
    private static func priorities(_ d: inout Dissector, _ bits: UInt8) {
        d.put("\n\t     Priority : 0  1  2  3  4  5  6  7")
        d.put("\n\t     Value    : ")
        for index in 0..<UInt8(8) { d.put("", bits >> index & 1, "  ") }
    }

    private static func enhancedSelection(_ d: inout Dissector, _ kind: UInt8, _ value: RawSpan) throws(Truncation) {
        if value.byteCount < 25 { return }
        if kind == 9 {
            let bits = try Organised(value).flags
            d.put("\n\t    Willing:", bits >> 7, ", CBS:")
            d.put(bits >> 6 & 1)
            d.put(", RES:", bits >> 3 & 7, ", Max TCs:")
            d.put(bits & 7)
        } else {
            d.put("\n\t    RES: ", try Organised(value).flags)
        }
        d.put("\n\t    Priority Assignment Table")
        d.put("\n\t     Priority : 0   1   2   3   4   5   6   7")
        d.put("\n\t     Value    :")
        for index in 0..<4 {
            let pair = try value.u8(Organised.assignments + index)
            column(&d, pair >> 4)
            column(&d, pair & 0xF)
        }
        d.put("\n\t    TC Bandwidth Table")
        d.put("\n\t     TC%   : 0   1   2   3   4   5   6   7")
        d.put("\n\t     Value :")
        for index in 0..<8 { column(&d, try value.u8(Organised.bandwidths + index)) }
        d.put("\n\t    TSA Assignment Table")
        d.put("\n\t     Traffic Class: 0   1   2   3   4   5   6   7")
        d.put("\n\t     Value        :")
        for index in 0..<8 { column(&d, try value.u8(Organised.algorithms + index)) }
    }

    /// Behind a blank, three wide from the left.
    private static func column(_ d: inout Dissector, _ value: UInt8) {
        d.put(" ", value, value < 10 ? "  " : value < 100 ? " " : "")
    }

    private static func applications(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size < 5 { return }
        d.put("\n\t    RES: ", try Organised(value).flags)
        var offset = 5
        // Entries that do not fill the rest are not looked at.
        if size - offset < Application.length || (size - offset) % Application.length != 0 { return }
        d.put("\n\t    Application Priority Table")
        while size - offset >= Application.length {
            let application = Application(value, at: offset)
            let first = try application.priority
            d.put("\n\t      Priority: ", first >> 5, ", RES: ")
            d.put(first >> 3 & 3)
            d.put(", Sel: ", first & 7, ", Protocol ID: ")
            d.put(try application.proto)
            offset += Application.length
        }
    }

    static func ethernet(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Bool {
        let size = value.byteCount
        let element = Organised(value)
        let kind = try element.subtype
        let name: StaticString? =
            switch kind {
            case 1: "MAC/PHY configuration/status"
            case 2: "Power via MDI"
            case 3: "Link aggregation"
            case 4: "Max frame size"
            default: nil
            }
        subtype(&d, name, kind)
        switch kind {
        case 1:
            if size < 9 { return true }
            let flags = try element.flags
            d.put("\n\t    autonegotiation [")
            d.put(flags: UInt32(flags), [(1, "supported"), (2, "enabled")])
            d.put("] (0x", hex: flags, 2, ")")
            let advertised = try element.advertised
            d.put("\n\t    PMD autoneg capability [")
            autonegotiation(&d, advertised)
            d.put("] (0x", hex: advertised, 4, ")")
            let medium = try element.medium
            d.put("\n\t    MAU type ")
            d.put(LLDP.mediumName(medium) ?? (medium == 0 ? "Unknown" : "unknown"))
            d.put(" (0x", hex: medium, 4, ")")
        case 2:
            if size < 7 { return true }
            let flags = try element.flags
            d.put("\n\t    MDI power support [")
            d.put(flags: UInt32(flags), [(1, "PSE"), (2, "supported"), (4, "enabled"), (8, "can be controlled")])
            d.put("], power pair ")
            let pair = try element.powerPair
            d.put(pair == 1 ? "signal" : pair == 2 ? "spare" : "unknown")
            d.put(", power class ")
            let powerClass = try element.powerClass
            if (1...5).contains(powerClass) { d.put("class", powerClass - 1) } else { d.put("unknown") }
        case 3:
            if size < 9 { return true }
            try aggregation(&d, value)
        case 4:
            if size < 6 { return true }
            d.put("\n\t    MTU size ", try element.number)
        default: return false
        }
        return true
    }

    private static func autonegotiation(_ d: inout Dissector, _ bits: UInt16) {
        d.put(
            flags: UInt32(bits),
            [
                (0x4000, "10BASE-T hdx"), (0x2000, "10BASE-T fdx"), (0x1000, "100BASE-T4"),
                (0x0800, "100BASE-TX hdx"), (0x0400, "100BASE-TX fdx"), (0x0200, "100BASE-T2 hdx"),
                (0x0100, "100BASE-T2 fdx"), (0x0080, "Pause for fdx links"), (0x0040, "Asym PAUSE for fdx"),
                (0x0020, "Sym PAUSE for fdx"), (0x0010, "Asym and Sym PAUSE for fdx"),
                (0x0008, "1000BASE-{X LX SX CX} hdx"), (0x0004, "1000BASE-{X LX SX CX} fdx"),
                (0x0002, "1000BASE-T hdx"), (0x0001, "1000BASE-T fdx"),
            ])
    }

    /// The dot3MauType numbers of RFC 4836.
    private static func mediumName(_ type: UInt16) -> StaticString? {
        switch type {
        case 1: "AUI"
        case 2: "10BASE_5"
        case 3: "FOIRL"
        case 4: "10BASE2"
        case 5: "10BASET duplex mode unknown"
        case 6: "10BASEFP"
        case 7: "10BASEFB"
        case 8: "10BASEFL duplex mode unknown"
        case 9: "10BROAD36"
        case 10: "10BASET hdx"
        case 11: "10BASET fdx"
        case 12: "10BASEFL hdx"
        case 13: "10BASEFL fdx"
        case 14: "100BASET4"
        case 15: "100BASETX hdx"
        case 16: "100BASETX fdx"
        case 17: "100BASEFX hdx"
        case 18: "100BASEFX fdx"
        case 19: "100BASET2 hdx"
        case 20: "100BASET2 fdx"
        case 21: "1000BASEX hdx"
        case 22: "1000BASEX fdx"
        case 23: "1000BASELX hdx"
        case 24: "1000BASELX fdx"
        case 25: "1000BASESX hdx"
        case 26: "1000BASESX fdx"
        case 27: "1000BASECX hdx"
        case 28: "1000BASECX fdx"
        case 29: "1000BASET hdx"
        case 30: "1000BASET fdx"
        case 31: "10GBASEX"
        case 32: "10GBASELX4"
        case 33: "10GBASER"
        case 34: "10GBASEER"
        case 35: "10GBASELR"
        case 36: "10GBASESR"
        case 37: "10GBASEW"
        case 38: "10GBASEEW"
        case 39: "10GBASELW"
        case 40: "10GBASESW"
        default: nil
        }
    }

    static func iANA(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Bool {
        let element = Organised(value)
        let kind = try element.subtype
        subtype(&d, kind == 1 ? "MUD-URL" : nil, kind)
        guard kind == 1 else { return false }
        d.put("\n\t  MUD-URL=")
        d.put(text: try value.from(Organised.text))
        return true
    }
}
