import Packets

/// ICMP for IPv6 (RFC 4443), with neighbour discovery (RFC 4861) and the smaller messages of RFC 6275.
enum ICMPv6 {
    private enum Kind {
        static let unreachable: UInt8 = 1
        static let routerSolicitation: UInt8 = 133
        static let routerAdvertisement: UInt8 = 134
        static let neighborSolicitation: UInt8 = 135
        static let neighborAdvertisement: UInt8 = 136
        static let redirect: UInt8 = 137
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints) throws(Truncation) {
        d.layer = "icmp6"
        if length == 0 {
            d.put("ICMP6, length 0")
            return d.markInvalid()
        }
        let kind = try bytes.u8(0)
        if d.verbose && !ends.fragmented && bytes.has(length, at: 0) {
            let found = try bytes.u16(2)
            let sum = d.transportSum(bytes, length, ends, 58)
            if sum == 0 {
                d.put("[icmp6 sum ok] ")
            } else {
                d.put("[bad icmp6 cksum 0x", hex: found, 4, " -> 0x")
                d.put(hex: InternetSum.expected(found, sum), 4)
                d.put("!] ")
            }
        }
        d.put("ICMP6, ")
        d.put(ICMPv6.name(kind), or: "unknown icmp6 type (", kind, ")")
        // Those that say much with -v say their length before it.
        if d.verbose && (kind >= 133 && kind <= 137 || kind == 145 || kind == 147) { d.put(", length ", length) }
        let code = try bytes.u8(1)
        do throws(Truncation) {
            guard try text(&d, kind, code, bytes, length) else { return }
        } catch {
            d.layer = "icmp6"
            if (kind == Kind.unreachable && code == 4) || kind == 4 { return d.markTruncated() }
            throw error
        }
        if !d.verbose { d.put(", length ", length) }
    }

    private static func name(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 1: "destination unreachable"
        case 2: "packet too big"
        case 3: "time exceeded in-transit"
        case 4: "parameter problem"
        case 128: "echo request"
        case 129: "echo reply"
        case 130: "multicast listener query"
        case 131: "multicast listener report"
        case 132: "multicast listener done"
        case 133: "router solicitation"
        case 134: "router advertisement"
        case 135: "neighbor solicitation"
        case 136: "neighbor advertisement"
        case 137: "redirect"
        case 138: "router renumbering"
        case 139: "node information query"
        case 140: "node information reply"
        case 141: "inverse neighbor solicitation"
        case 142: "inverse neighbor advertisement"
        case 143: "multicast listener report v2"
        case 144: "dhaad request"
        case 145: "dhaad reply"
        case 146: "mobile router solicitation"
        case 147: "mobile router advertisement"
        case 155: "RPL"
        case 200: "mtrace response"
        case 201: "mtrace message"
        default: nil
        }
    }

    /// What the type says; false when the line is complete with it.
    private static func text(
        _ d: inout Dissector, _ kind: UInt8, _ code: UInt8, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        switch kind {
        case Kind.unreachable: return try unreachable(&d, code, bytes, length)
        case 2: d.put(", mtu ", try bytes.u32(4))
        case 3:
            switch code {
            case 0:
                d.put(" for ", host: try bytes.ipv6(32))
            case 1: d.put(" (reassembly)")
            default: d.put(", unknown code (", code, ")")
            }
        case 4: try problem(&d, code, bytes)
        case 128, 129:
            let sequence = try bytes.u16(6)
            d.put(", id ", try bytes.u16(4), ", seq ")
            d.put(sequence)
        case 130:
            if length == 24 {
                try MLD.print(&d, bytes)
            } else if length >= 28 {
                d.put(" v2")
                try MLD.query(&d, bytes, length)
            } else {
                d.put(" unknown-version (len ", length, ") ")
            }
        case 131, 132: try MLD.print(&d, bytes)
        case 143: try MLD.report(&d, bytes, length)
        case Kind.routerSolicitation, Kind.routerAdvertisement, Kind.neighborSolicitation,
            Kind.neighborAdvertisement, Kind.redirect:
            try neighborDiscovery(&d, kind, bytes, length)
        case 138: try RouterRenumbering.print(&d, bytes)
        case 139, 140: try NamesOnly.nodeInformation(&d, kind, bytes, length)
        case 141, 142: break
        case 144, 146: d.put(", id 0x", hex: try bytes.u16(4), 4)
        case 145: try homeAgents(&d, bytes)
        case 147: try prefixAdvertisement(&d, bytes, length)
        case 155: try RPL.print(&d, code, bytes.byteCount < 4 ? bytes.upTo(0) : bytes.from(4), length - 4)
        default:
            d.put(", length ", length)
            if d.verbosity <= 1 { try d.dumpValue(bytes, 0, length, lead: "\n\t") }
            return false
        }
        return true
    }

    private static func unreachable(_ d: inout Dissector, _ code: UInt8, _ bytes: RawSpan, _ length: Int)
        throws(Truncation) -> Bool
    {
        d.put(", ")
        d.put(ICMPv6.unreachableName(code), or: "unknown unreach code (", code, ")")
        switch code {
        case 0, 1, 3:
            d.put(" ", host: try bytes.ipv6(32))
        case 2:
            d.put(" ", host: try bytes.ipv6(32))
            d.put(", source address ", host: try bytes.ipv6(16))
        case 4: try port(&d, bytes)
        default:
            if d.verbosity <= 1 {
                try d.dumpValue(bytes, 0, length, lead: "\n\t")
                return false
            }
        }
        return true
    }

    private static func unreachableName(_ code: UInt8) -> StaticString? {
        switch code {
        case 0: "unreachable route"
        case 1: " unreachable prohibited"
        case 2: "beyond scope"
        case 3: "unreachable address"
        case 4: "unreachable port"
        default: nil
        }
    }

    /// The port that the quoted packet was for, behind whatever extension headers it has.
    private static func port(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        var next = try bytes.u8(8 + 6)
        var offset = 8 + 40
        walk: while true {
            switch next {
            case 44:
                // Only a first fragment has ports.
                if try bytes.u16(offset + 2) & 0xFFF8 != 0 { throw Truncation(offset: offset, need: 8, have: 0) }
                next = try bytes.u8(offset)
                offset += 8
            case 0, 43, 60:
                let units = Int(try bytes.u8(offset + 1))
                next = try bytes.u8(offset)
                offset += (units + 1) * 8
            default:
                break walk
            }
        }
        let port = try bytes.u16(offset + 2)
        d.put(", ", host: try bytes.ipv6(32))
        switch next {
        case 6:
            d.put(" tcp port ")
            d.put(tcpPort: port)
        case 17:
            d.put(" udp port ")
            d.put(udpPort: port)
        default:
            d.put(" protocol ", try bytes.u8(8 + 6), " port ")
            d.put(port)
            d.put(" unreachable")
        }
    }

    private static func problem(_ d: inout Dissector, _ code: UInt8, _ bytes: RawSpan) throws(Truncation) {
        try bytes.require(16, at: 32)
        let pointer = try bytes.u32(4)
        switch code {
        case 0: d.put(", erroneous - octet ", pointer)
        case 1: d.put(", next header - octet ", pointer)
        case 2: d.put(", option - octet ", pointer)
        case 3: d.put(", incomplete header chain - octet ", pointer)
        default: d.put(", code-#", code)
        }
    }

    private static func neighborDiscovery(_ d: inout Dissector, _ kind: UInt8, _ bytes: RawSpan, _ length: Int)
        throws(Truncation)
    {
        let header: Int
        switch kind {
        case Kind.routerSolicitation: header = 8
        case Kind.routerAdvertisement:
            header = 16
            if d.verbose { try routerAdvertisementFields(&d, bytes) }
        case Kind.neighborSolicitation:
            header = 24
            d.put(", who has ", host: try bytes.ipv6(8))
        case Kind.neighborAdvertisement:
            header = 24
            d.put(", tgt is ", host: try bytes.ipv6(8))
            if d.verbose {
                d.put(", Flags [")
                d.put(
                    flags: try bytes.u32(4),
                    [(0x8000_0000, "router"), (0x4000_0000, "solicited"), (0x2000_0000, "override")])
                d.put("]")
            }
        default:
            header = 40
            d.put(", ", host: try bytes.ipv6(24))
            d.put(" to ", host: try bytes.ipv6(8))
        }
        if d.verbose { try neighborOptions(&d, bytes, header, length) }
    }

    private static func routerAdvertisementFields(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let flags = try bytes.u8(5)
        try bytes.require(16, at: 0)
        d.put("\n\thop limit ", try bytes.u8(4), ", Flags [")
        d.put(flags: UInt32(flags), [(0x80, "managed"), (0x40, "other stateful"), (0x20, "home agent")])
        d.put("], pref ")
        routePreference(&d, flags)
        d.put(", router lifetime ", try bytes.u16(6), "s, reachable time ")
        d.put(try bytes.u32(8))
        d.put("ms, retrans timer ", try bytes.u32(12), "ms")
    }

    /// RFC 4191 2.1.
    static func routePreference(_ d: inout Dissector, _ flags: UInt8) {
        switch flags >> 3 & 3 {
        case 0: d.put("medium")
        case 1: d.put("high")
        case 2: d.put("*rsvd*")
        default: d.put("low")
        }
    }

    /// RFC 6275 6.6.
    private static func homeAgents(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        guard d.verbose else { return }
        d.put(", id 0x", hex: try bytes.u16(4), 4)
        var offset = 8
        while offset < bytes.byteCount {
            d.put(", ", host: try bytes.ipv6(offset))
            offset += 16
        }
    }

    /// RFC 6275 6.8.
    private static func prefixAdvertisement(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        guard d.verbose else { return }
        d.put(", id 0x", hex: try bytes.u16(4), 4)
        let flags = try bytes.u8(6)
        if flags & 0xC0 != 0 { d.put(" ") }
        if flags & 0x80 != 0 { d.put("M") }
        if flags & 0x40 != 0 { d.put("O") }
        try neighborOptions(&d, bytes, 8, length)
    }
}
