import Packets

/// What follows Juniper's headers, card by card.
enum JuniperCards {
    /// A packet behind its ether type.
    struct Typed: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of the type.
        static var length: Int { 2 }
        /// The ether type.
        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
    }

    /// What monitoring services put in front.
    struct Monitored: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Which packet.
        var packetType: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// The incoming interface.
        var interface: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// The service.
        var service: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    /// What adaptive services put in front.
    struct Serviced: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// The service.
        var service: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Bits.
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// The set of services.
        var serviceSet: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// The incoming interface.
        var interface: UInt32 { get throws(Truncation) { try bytes.u24(5) } }
    }

    static func print(
        _ d: inout Dissector, _ card: Juniper.Card, _ info: Juniper.Info, _ bytes: RawSpan, _ length: Int,
        behind: RawSpan
    ) throws(Truncation) {
        switch card {
        case .atm1, .atm2: try asynchronous(&d, card, info, bytes, length)
        case .multilinkPPP: try multilinkPPP(&d, info, bytes, length)
        case .multilinkFrameRelay: try multilinkFrameRelay(&d, info, bytes, length, behind)
        case .frameRelayBundle: try frameRelayBundle(&d, info, bytes, length, behind)
        case .pppoe, .ethernet: try Ethernet.print(&d, bytes, length)
        case .pppoeATM:
            let type = try Typed(bytes).type
            if try !Registry.etherType(type, &d, bytes.from(Typed.length), length - Typed.length, nil) {
                d.put("unknown ethertype 0x", hex: type, 4)
            }
        case .gateway: try gateway(&d, info, bytes, length)
        case .monitor: try monitor(&d, bytes, length)
        case .services: try services(&d, bytes, length)
        case .encryption: try encryption(&d, bytes, length)
        case .ppp: try PPP.print(&d, bytes, length)
        case .frameRelay: _ = try FrameRelay.print(&d, bytes, length)
        case .hdlc: _ = try HDLC.print(&d, bytes, length)
        }
    }

    private static func asynchronous(
        _ d: inout Dissector, _ card: Juniper.Card, _ info: Juniper.Info, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) {
        let isCell = card == .atm1 ? info.octet(0) == 0x80 : info.octet(7) & 0x70 != 0
        if isCell { return try Maintenance.print(&d, bytes, length, hasCheck: false) }
        let start = try ATM.Start(bytes).llc
        if start == 0xFE_FE03 || start == 0xAA_AA03 {
            _ = try LLC.print(&d, bytes, length, nil)
            return
        }
        let first = try ATM.Start(bytes).control
        // Ethernet over AAL5 is seen only when sent, with a count of gaps in the cookie.
        if card == .atm2 && first == 0x54 && !info.isReceived && info.cookie.byteSwapped & 0x3FE != 0 {
            return try Ethernet.print(&d, bytes, length)
        }
        if first == 0x03 {
            return try OSI.print(&d, bytes.from(ATM.Start.controlLength), length - ATM.Start.controlLength)
        }
        if card == .atm2 {
            switch try ATM.Start(bytes).word {
            case 0x0021, 0x0023, 0x003D, 0x0057, 0x0281, 0x0283, 0x8021, 0x8023, 0x8057, 0x8281, 0xC021, 0xC023, 0xC223:
                return try PPP.print(&d, bytes, length)
            default: break
            }
        }
        _ = try Juniper.guess(&d, bytes, length)
    }

    private static func multilinkPPP(
        _ d: inout Dissector, _ info: Juniper.Info, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) {
        let cookie = info.pair(0)
        // A cookie that looks like a frame's start is none: the packet was captured on a link of the bundle.
        if d.linkHeader && cookie != 0x0023 && cookie != 0xFF03 { d.put("Bundle-ID ", info.octet(0), ": ") }
        switch info.proto {
        case 0x0000: try IPv4.print(&d, bytes, length)
        case 0x0010: try IPv6.print(&d, bytes, length)
        case 0x0020: try MPLS.print(&d, bytes, length)
        case 0x0030: try OSI.print(&d, bytes, length)
        default: try PPP.print(&d, bytes, length)
        }
    }

    private static func multilinkFrameRelay(
        _ d: inout Dissector, _ info: Juniper.Info, _ bytes: RawSpan, _ length: Int, _ behind: RawSpan
    ) throws(Truncation) {
        if d.linkHeader { d.put("Bundle-ID ", info.octet(0), ", ") }
        switch info.proto {
        case 0x0003, 0x0300: try OSI.print(&d, bytes, length)
        case 0x0308, 0x038E, 0x03CC: try OSI.print(&d, behind, length + 1)
        default:
            d.put("unknown protocol 0x", hex: info.proto, 4, ", length ")
            d.put(length)
        }
    }

    private static func frameRelayBundle(
        _ d: inout Dissector, _ info: Juniper.Info, _ bytes: RawSpan, _ length: Int, _ behind: RawSpan
    ) throws(Truncation) {
        if d.linkHeader { d.put("Bundle-ID ", info.octet(0), ", ") }
        switch info.proto {
        case 0xFEFE: try OSI.print(&d, bytes.from(ATM.Start.controlLength), length - ATM.Start.controlLength)
        case 0x0308, 0x038E, 0x03CC: try OSI.print(&d, behind, length + 1)
        default:
            d.put("unknown protocol 0x", hex: info.proto, 4, ", length ")
            d.put(length)
        }
    }

    /// The cookie names the protocol and a VLAN.
    private static func gateway(
        _ d: inout Dissector, _ info: Juniper.Info, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) {
        let proto = info.octet(2)
        if d.linkHeader {
            d.put("proto ")
            d.put(proto == 1 ? "Null" : proto == 2 ? "IPv4" : proto == 6 ? "IPv6" : "Unknown")
            d.put(" (", proto, "), vlan ")
            d.put("", info.pair(4), ": ")
        }
        switch proto {
        case 2: try IPv4.print(&d, bytes, length)
        case 6: try IPv6.print(&d, bytes, length)
        default: if !d.linkHeader { d.put("unknown GGSN proto (", proto, ")") }
        }
    }

    /// | packet type 1 | padding 1 | interface 2 | service 4 |
    private static func monitor(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        try bytes.require(8, at: 0)
        if d.linkHeader {
            d.put("service-id ", try Monitored(bytes).service, ", iif ")
            d.put("", try Monitored(bytes).interface, ", pkt-type ")
            d.put("", try Monitored(bytes).packetType, ": ")
        }
        // The guess looks at this header, not behind it.
        _ = try Juniper.guess(&d, bytes, length)
    }

    /// | service 1 | flags 1 | set 2 | direction 1 | interface 3 |
    private static func services(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        try bytes.require(8, at: 0)
        if d.linkHeader {
            d.put("service-id ", try Serviced(bytes).service, " flags 0x")
            d.put(hex: try Serviced(bytes).flags, 2)
            d.put(" service-set-id 0x", hex: try Serviced(bytes).serviceSet, 4, " iif ")
            d.put("", try Serviced(bytes).interface, ": ")
        }
        _ = try Juniper.guess(&d, bytes, length)
    }

    struct Association: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 16 }
        var index: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var lifetime: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var parameters: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var source: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
        var destination: HostAddress { get throws(Truncation) { try bytes.ipv4(12) } }
    }

    private static func encryption(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let header = Association(bytes)
        let type = try header.type
        let name: StaticString
        switch type {
        case 1: name = "ESP ENCR-AUTH"
        case 2: name = "ESP ENCR-AH AUTH"
        case 3: name = "ESP AUTH"
        case 4: name = "AH AUTH"
        case 5: name = "ESP ENCR"
        default:
            d.put("ES Invalid type ", type, ", length ")
            return d.put(length)
        }
        // The two combined types have nothing more in front of the packet.
        let hasTunnel = type >= 3
        try bytes.require(Association.length, at: 0)
        let size = hasTunnel ? Association.length : 0
        if d.linkHeader {
            d.put("ES SA, index ", try header.index, ", ttl ")
            d.put("", try header.lifetime, " type ")
            d.put(name)
            d.put(" (", type, ")")
            if hasTunnel {
                let (source, destination) = (try header.source, try header.destination)
                d.put(", spi ", try header.parameters, ", Tunnel ")
                d.put(host: source)
                d.put(" > ", host: destination)
            }
            d.put(", length ", length - size, "\n")
        }
        try IPv4.print(&d, bytes.from(size), length - size)
    }
}
