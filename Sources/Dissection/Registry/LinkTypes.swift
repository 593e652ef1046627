import Packets

extension Registry {
    /// A packet by its link type. False for a type that is not decoded.
    @inline(__always)
    static func link(
        _ type: LinkType, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        // Most are: they do not pay for the others' table.
        if type.rawValue == 1 {
            try Ethernet.frame(&d, bytes, length)
            return true
        }
        return try otherLink(type, &d, bytes, length)
    }

    private static func otherLink(
        _ type: LinkType, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        switch type {
        case .linuxSLL: try LinuxCooked.print(&d, bytes, length)
        case .raw, .ipv4, .ipv6, LinkType(rawValue: 14), LinkType(rawValue: 101): try Loopback.raw(&d, bytes, length)
        case .null: try Loopback.print(&d, bytes, length, networkOrder: false)
        case .loop: try Loopback.print(&d, bytes, length, networkOrder: true)
        case .linuxSLL2: try LinuxCooked.printVersion2(&d, bytes, length)
        default: return try rareLink(type.rawValue, &d, bytes, length)
        }
        return true
    }

    private static func rareLink(
        _ type: Int32, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        switch type {
        case 6: try TokenRing.printLink(&d, bytes, length)
        case 7: try ARCNET.print(&d, bytes, length, isLinux: false)
        case 8: try SLIP.printLink(&d, bytes, length)
        case 9, 166: try PPP.printLink(&d, bytes, length)
        case 10: try FDDI.printLink(&d, bytes, length)
        case 11: try ATM.printLink(&d, bytes, length)
        case 15: try SLIP.printBSDOS(&d, bytes, length)
        case 16: break  // BSD/OS alone prints these.
        case 19: try ATM.classical(&d, bytes, length)
        case 50: try PPP.printSerial(&d, bytes, length)
        case 51: try PPPoE.printLink(&d, bytes, length)
        case 99: try Symantec.printLink(&d, bytes, length)
        case 104, 112: try HDLC.printLink(&d, bytes, length)
        case 105: try WiFi.printLink(&d, bytes, length)
        case 107: try FrameRelay.printLink(&d, bytes, length)
        case 109: try Encapsulation.printLink(&d, bytes, length)
        case 114: try AppleTalk.printLocal(&d, bytes, length)
        case 117: try PFLOG.printLink(&d, bytes, length)
        case 119: try Prism.printLink(&d, bytes, length)
        case 122: try FibreChannel.printLink(&d, bytes, length)
        case 123: try ATM.printSun(&d, bytes, length)
        case 127: try Radiotap.printLink(&d, bytes, length)
        case 129: try ARCNET.print(&d, bytes, length, isLinux: true)
        case 138: try FireWire.printLink(&d, bytes, length)
        case 163: try Prism.printAVS(&d, bytes, length)
        case 182: try MultilinkFrameRelay.printLink(&d, bytes, length)
        case 189: try USB.printLink(&d, bytes, headerLength: 48)
        case 192: try Capsule.ppi(&d, bytes, length)
        case 195, 230: try LowRate.printLink(&d, bytes)
        case 201: try Bluetooth.printLink(&d, bytes, length)
        case 220: try USB.printLink(&d, bytes, headerLength: 64)
        case 226: try IPNET.printLink(&d, bytes, length)
        case 239: try NFLOG.printLink(&d, bytes, length)
        case 240: try NetAnalyzer.print(&d, bytes, length, transparent: false)
        case 241: try NetAnalyzer.print(&d, bytes, length, transparent: true)
        case 242: try IPoIB.printLink(&d, bytes, length)
        case 149, 258: try Capsule.pktap(&d, bytes, length)
        case 271: try Vsock.printLink(&d, bytes, length)
        case 281: try Ethernet.print(&d, bytes, length, outermost: true, tag: .broadcom)
        case 282: try SwitchTag.prepended(&d, bytes, length)
        case 284: try Ethernet.print(&d, bytes, length, outermost: true, tag: .dsa)
        case 285: try Ethernet.print(&d, bytes, length, outermost: true, tag: .edsa)
        default: return try juniperLink(type, &d, bytes, length)
        }
        return true
    }

    /// A low-rate wireless frame of `size` octets. False when it could not be read to its end.
    static func lowRateFrame(_ d: inout Dissector, _ bytes: RawSpan, _ size: Int) throws(Truncation) -> Bool {
        try LowRate.print(&d, bytes, size)
    }

    private static func juniperLink(
        _ type: Int32, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        let card: Juniper.Card
        switch type {
        case 130: card = .multilinkPPP
        case 131: card = .multilinkFrameRelay
        case 132: card = .encryption
        case 133: card = .gateway
        case 134: card = .frameRelayBundle
        case 135: card = .atm2
        case 136: card = .services
        case 137: card = .atm1
        case 164: card = .monitor
        case 167: card = .pppoe
        case 168: card = .pppoeATM
        case 178: card = .ethernet
        case 179: card = .ppp
        case 180: card = .frameRelay
        case 181: card = .hdlc
        default: return false
        }
        try Juniper.print(&d, card, bytes, length)
        return true
    }

    /// True when packets of this link type are decoded. The switch above is asked itself, with a packet of no bytes:
    /// what it decodes ends in a truncation, or well.
    static func supports(_ type: LinkType) -> Bool {
        var scratch = Dissector(options: PrintOptions())
        do throws(Truncation) { return try link(type, &scratch, RawSpan(), 0) } catch { return true }
    }
}
