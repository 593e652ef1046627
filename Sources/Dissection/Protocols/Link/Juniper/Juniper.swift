import Packets

/// Packets as Juniper's routers capture them: a magic number, flags, extensions, a cookie of the interface card, and
/// then what the card would have framed.
///
///     | "MGC" 3 | flags 1 | (extensions: length 2, elements of type 1, length 1, value) | (cookie) | packet
enum Juniper {
    /// An extension at `offset`; its value follows.
    struct Extension: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets of type and length.
        static var headerLength: Int { 2 }
        /// Which extension.
        var type: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Octets of the value.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
    }

    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 4 }
        static var magic: UInt32 { 0x4D_4743 }
        static var extensions: Int { 6 }
        var number: UInt32 { get throws(Truncation) { try bytes.u24(0) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var extensionsLength: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
    }

    enum Flag {
        static var received: UInt8 { 0x01 }
        static var noLink: UInt8 { 0x02 }
        static var extended: UInt8 { 0x80 }
    }

    /// What kind of card the packet passed.
    enum Card {
        case atm1, atm2, multilinkPPP, multilinkFrameRelay, frameRelayBundle, pppoe, pppoeATM, gateway, monitor,
            services
        case encryption, ethernet, ppp, frameRelay, hdlc

        /// Name and octets of the cookie; nil for links without a card of their own.
        var cookie: (StaticString, Int)? {
            switch self {
            case .atm1: ("ATM1", 4)
            case .atm2: ("ATM2", 8)
            case .multilinkPPP: ("MLPPP", 2)
            case .multilinkFrameRelay: ("MLFR", 2)
            case .frameRelayBundle: ("MFR", 4)
            case .pppoe: ("PPPoE", 0)
            case .pppoeATM: ("PPPoE ATM", 0)
            case .gateway: ("GGSN", 8)
            case .monitor: ("MONITOR", 8)
            case .services: ("AS", 8)
            case .encryption: ("ES", 0)
            default: nil
            }
        }

        var layer: StaticString {
            switch self {
            case .atm1: "juniper_atm1"
            case .atm2: "juniper_atm2"
            case .multilinkPPP: "juniper_mlppp"
            case .multilinkFrameRelay: "juniper_mlfr"
            case .frameRelayBundle: "juniper_mfr"
            case .pppoe: "juniper_pppoe"
            case .pppoeATM: "juniper_pppoe_atm"
            case .gateway: "juniper_ggsn"
            case .monitor: "juniper_monitor"
            case .services: "juniper_services"
            case .encryption: "juniper_es"
            case .ethernet: "juniper_ether"
            case .ppp: "juniper_ppp"
            case .frameRelay: "juniper_frelay"
            case .hdlc: "juniper_chdlc"
            }
        }
    }

    /// What the headers said.
    struct Info {
        var headerLength = 0
        var cookieLength = 0
        /// The cookie, its first octet in the highest bits.
        var cookie: UInt64 = 0
        var proto: UInt16 = 0
        var isReceived = false
        /// Octets of the header that the lengths printed do not leave out.
        var uncounted = 0

        func octet(_ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: cookie >> UInt64(56 - 8 * index)) }
        func pair(_ index: Int) -> UInt16 { UInt16(octet(index)) << 8 | UInt16(octet(index + 1)) }
    }

    static func print(_ d: inout Dissector, _ card: Card, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = card.layer
        var info = Info()
        let goesOn = try header(&d, card, bytes, length, &info)
        d.linkHeaderLength = info.headerLength
        if !goesOn { return }
        // Some cards' payload is read from the octet before it.
        try JuniperCards.print(
            &d, card, info, bytes.from(info.headerLength), length - info.headerLength + info.uncounted,
            behind: bytes.from(info.headerLength - 1))
    }

    /// False when nothing is left to print.
    private static func header(
        _ d: inout Dissector, _ card: Card, _ bytes: RawSpan, _ length: Int, _ info: inout Info
    ) throws(Truncation) -> Bool {
        let header = Header(bytes)
        let flags = try header.flags
        if try header.number != Header.magic {
            d.put("no magic-number found!")
            return false
        }
        info.isReceived = flags & Flag.received != 0
        if d.linkHeader {
            d.put(info.isReceived ? " In " : "Out ")
            if d.verbosity > 1 {
                d.put("\n\tJuniper PCAP Flags [")
                d.put(
                    flags: UInt32(flags),
                    [(0x80, "Ext"), (0x40, "Filter"), (0x04, "IIF"), (0x02, "no-L2"), (0x01, "In")])
                d.put("]")
            }
        }
        var offset = Header.length
        if flags & Flag.extended != 0 {
            let size = Int(try header.extensionsLength)
            try bytes.require(size, at: Header.extensions)
            offset = Header.extensions + size
            guard try extensions(&d, bytes.slice(Header.extensions, size)) else { return false }
        }
        if flags & Flag.noLink != 0 {
            if d.linkHeader { d.put("no-L2-hdr, ") }
            let start = offset + 4
            try bytes.require(1, at: start)
            if try !guess(&d, bytes.from(start), length - start) { d.put("no IP-hdr found!") }
            info.headerLength = start
            return false
        }
        info.headerLength = offset
        try cookie(&d, card, bytes, &info)
        return true
    }

    private static func cookie(
        _ d: inout Dissector, _ card: Card, _ bytes: RawSpan, _ info: inout Info
    ) throws(Truncation) {
        let start = info.headerLength
        if let (name, size) = card.cookie {
            try bytes.require(1, at: start)
            if d.linkHeader {
                d.put(name)
                d.put("-PIC, cookie-len ", size)
            }
            info.cookieLength = size
            if size > 0 {
                try bytes.require(size, at: start)
                if d.linkHeader { d.put(", cookie 0x") }
                for index in 0..<size {
                    let octet = try bytes.u8(start + index)
                    info.cookie |= UInt64(octet) << UInt64(56 - 8 * index)
                    if d.linkHeader { d.put(hex: octet, 2) }
                }
            }
            if d.linkHeader { d.put(": ") }
            info.proto = try bytes.u16(start + size)
            info.headerLength += size
        }
        if card == .multilinkFrameRelay { info.headerLength += 2 }
        if card == .atm2 {
            let word = try bytes.u32(info.headerLength)
            if info.octet(7) & 0x70 != 0 {
                // These words stand in front of the cell; any other is the cell.
                let isControl = word == 0 || word == 0x0800_0000 || word == 0x0838_0000
                if d.linkHeader { d.put("control-word 0x", hex: word, 8, " ") }
                if isControl {
                    info.headerLength += 4
                    info.uncounted = 4
                }
            }
        }
        if d.linkHeader {
            d.put("hlen ", info.headerLength, ", proto 0x")
            d.put(hex: info.proto, 4)
            d.put(", ")
        }
    }

    /// False when one is longer than all of them.
    private static func extensions(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) -> Bool {
        let isShown = d.linkHeader && d.verbosity > 1
        if isShown { d.put(", PCAP Extension(s) total length ", bytes.byteCount) }
        var offset = 0
        while bytes.byteCount - offset > 2 {
            let header = Extension(bytes, at: offset)
            let type = try header.type
            let size = Int(try header.length)
            if type == 0 || size == 0 { break }
            if offset + 2 + size > bytes.byteCount {
                d.put(" [extension_length ", bytes.byteCount - offset, " < ")
                d.put("", size + 2, "]")
                d.markInvalid()
                return false
            }
            if isShown {
                d.put("\n\t  ")
                d.put(extensionName(type) ?? "Unknown")
                d.put(" Extension TLV #", type, ", length ")
                d.put("", size, ", value ")
                if size <= 4 && type != 2 { try value(&d, type, bytes.slice(offset + Extension.headerLength, size)) }
            }
            offset += 2 + size
        }
        if isShown { d.put("\n\t-----original packet-----\n\t") }
        return true
    }

    /// Values are little-endian, of one to four octets.
    private static func value(_ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan) throws(Truncation) {
        var number: UInt32 = 0
        for index in 0..<bytes.byteCount { number |= UInt32(try bytes.u8(index)) << UInt32(8 * index) }
        switch type {
        case 3, 7: d.put(mediumName(number) ?? "Unknown")
        case 6, 8: d.put(encapsulationName(number) ?? "Unknown")
        default: return d.put(number)
        }
        d.put(" (", number, ")")
    }

    private static func extensionName(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "Device Interface Index"
        case 2: "Device Interface Name"
        case 3: "Device Media Type"
        case 4: "Logical Interface Index"
        case 5: "Logical Unit Number"
        case 6: "Logical Interface Encapsulation"
        case 7: "TTP derived Device Media Type"
        case 8: "TTP derived Logical Interface Encapsulation"
        default: nil
        }
    }

    /// A packet of IP, by what its first octet looks like. False when it does not.
    static func guess(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Bool {
        switch try ATM.Start(bytes).control {
        case 0x45...0x4F: try IPv4.print(&d, bytes, length)
        case 0x60...0x6F: try IPv6.print(&d, bytes, length)
        default: return false
        }
        return true
    }
}
