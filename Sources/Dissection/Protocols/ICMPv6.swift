import Packets

/// ICMP for IPv6 (RFC 4443), with neighbour discovery (RFC 4861) and the smaller messages of RFC 6275.
extension Dissector {
    private enum Kind {
        static let unreachable: UInt8 = 1
        static let routerSolicitation: UInt8 = 133
        static let routerAdvertisement: UInt8 = 134
        static let neighborSolicitation: UInt8 = 135
        static let neighborAdvertisement: UInt8 = 136
        static let redirect: UInt8 = 137
    }

    mutating func icmpv6(_ bytes: RawSpan, _ length: Int, _ ends: Endpoints) throws(Truncation) {
        layer = "icmp6"
        if length == 0 {
            put("ICMP6, length 0")
            return markInvalid()
        }
        let kind = try bytes.u8(0)
        if verbose && !ends.fragmented && bytes.has(length, at: 0) {
            let found = try bytes.u16(2)
            let sum = transportSum(bytes, length, ends, 58)
            if sum == 0 {
                put("[icmp6 sum ok] ")
            } else {
                put("[bad icmp6 cksum 0x", hex: found, 4, " -> 0x")
                put(hex: InternetSum.expected(found, sum), 4)
                put("!] ")
            }
        }
        put("ICMP6, ")
        put(Dissector.icmpv6Name(kind), or: "unknown icmp6 type (", kind, ")")
        // Those that say much with -v say their length before it.
        if verbose && (kind >= 133 && kind <= 137 || kind == 145 || kind == 147) { put(", length ", length) }
        let code = try bytes.u8(1)
        do throws(Truncation) {
            guard try icmpv6Text(kind, code, bytes, length) else { return }
        } catch {
            layer = "icmp6"
            if (kind == Kind.unreachable && code == 4) || kind == 4 { return markTruncated() }
            throw error
        }
        if !verbose { put(", length ", length) }
    }

    private static func icmpv6Name(_ kind: UInt8) -> StaticString? {
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
    private mutating func icmpv6Text(
        _ kind: UInt8, _ code: UInt8, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        switch kind {
        case Kind.unreachable: return try icmpv6Unreachable(code, bytes, length)
        case 2: put(", mtu ", try bytes.u32(4))
        case 3:
            switch code {
            case 0:
                put(" for ", host: try bytes.ipv6(32))
            case 1: put(" (reassembly)")
            default: put(", unknown code (", code, ")")
            }
        case 4: try icmpv6Problem(code, bytes)
        case 128, 129:
            let sequence = try bytes.u16(6)
            put(", id ", try bytes.u16(4), ", seq ")
            put(sequence)
        case 130:
            if length == 24 {
                try listener(bytes)
            } else if length >= 28 {
                put(" v2")
                try listenerQuery(bytes, length)
            } else {
                put(" unknown-version (len ", length, ") ")
            }
        case 131, 132: try listener(bytes)
        case 143: try listenerReport(bytes, length)
        case Kind.routerSolicitation, Kind.routerAdvertisement, Kind.neighborSolicitation,
            Kind.neighborAdvertisement, Kind.redirect:
            try neighborDiscovery(kind, bytes, length)
        case 138: try routerRenumbering(bytes)
        case 139, 140: try nodeInformation(kind, bytes, length)
        case 141, 142: break
        case 144, 146: put(", id 0x", hex: try bytes.u16(4), 4)
        case 145: try homeAgents(bytes)
        case 147: try prefixAdvertisement(bytes, length)
        case 155: try rpl(code, bytes.from(4), length - 4)
        default:
            put(", length ", length)
            if verbosity <= 1 { try dumpValue(bytes, 0, length, lead: "\n\t") }
            return false
        }
        return true
    }

    private mutating func icmpv6Unreachable(_ code: UInt8, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Bool {
        put(", ")
        put(Dissector.unreachableName(code), or: "unknown unreach code (", code, ")")
        switch code {
        case 0, 1, 3:
            put(" ", host: try bytes.ipv6(32))
        case 2:
            put(" ", host: try bytes.ipv6(32))
            put(", source address ", host: try bytes.ipv6(16))
        case 4: try icmpv6Port(bytes)
        default:
            if verbosity <= 1 {
                try dumpValue(bytes, 0, length, lead: "\n\t")
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
    private mutating func icmpv6Port(_ bytes: RawSpan) throws(Truncation) {
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
        put(", ", host: try bytes.ipv6(32))
        switch next {
        case 6:
            put(" tcp port ")
            put(tcpPort: port)
        case 17:
            put(" udp port ")
            put(udpPort: port)
        default:
            put(" protocol ", try bytes.u8(8 + 6), " port ")
            put(port)
            put(" unreachable")
        }
    }

    private mutating func icmpv6Problem(_ code: UInt8, _ bytes: RawSpan) throws(Truncation) {
        try bytes.require(16, at: 32)
        let pointer = try bytes.u32(4)
        switch code {
        case 0: put(", erroneous - octet ", pointer)
        case 1: put(", next header - octet ", pointer)
        case 2: put(", option - octet ", pointer)
        case 3: put(", incomplete header chain - octet ", pointer)
        default: put(", code-#", code)
        }
    }

    private mutating func neighborDiscovery(_ kind: UInt8, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let header: Int
        switch kind {
        case Kind.routerSolicitation: header = 8
        case Kind.routerAdvertisement:
            header = 16
            if verbose { try routerAdvertisementFields(bytes) }
        case Kind.neighborSolicitation:
            header = 24
            put(", who has ", host: try bytes.ipv6(8))
        case Kind.neighborAdvertisement:
            header = 24
            put(", tgt is ", host: try bytes.ipv6(8))
            if verbose {
                put(", Flags [")
                put(
                    flags: try bytes.u32(4),
                    [(0x8000_0000, "router"), (0x4000_0000, "solicited"), (0x2000_0000, "override")])
                put("]")
            }
        default:
            header = 40
            put(", ", host: try bytes.ipv6(24))
            put(" to ", host: try bytes.ipv6(8))
        }
        if verbose { try neighborOptions(bytes, header, length) }
    }

    private mutating func routerAdvertisementFields(_ bytes: RawSpan) throws(Truncation) {
        let flags = try bytes.u8(5)
        try bytes.require(16, at: 0)
        put("\n\thop limit ", try bytes.u8(4), ", Flags [")
        put(flags: UInt32(flags), [(0x80, "managed"), (0x40, "other stateful"), (0x20, "home agent")])
        put("], pref ")
        routePreference(flags)
        put(", router lifetime ", try bytes.u16(6), "s, reachable time ")
        put(try bytes.u32(8))
        put("ms, retrans timer ", try bytes.u32(12), "ms")
    }

    /// RFC 4191 2.1.
    mutating func routePreference(_ flags: UInt8) {
        switch flags >> 3 & 3 {
        case 0: put("medium")
        case 1: put("high")
        case 2: put("*rsvd*")
        default: put("low")
        }
    }

    /// RFC 6275 6.6.
    private mutating func homeAgents(_ bytes: RawSpan) throws(Truncation) {
        guard verbose else { return }
        put(", id 0x", hex: try bytes.u16(4), 4)
        var offset = 8
        while offset < bytes.byteCount {
            put(", ", host: try bytes.ipv6(offset))
            offset += 16
        }
    }

    /// RFC 6275 6.8.
    private mutating func prefixAdvertisement(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        guard verbose else { return }
        put(", id 0x", hex: try bytes.u16(4), 4)
        let flags = try bytes.u8(6)
        if flags & 0xC0 != 0 { put(" ") }
        if flags & 0x80 != 0 { put("M") }
        if flags & 0x40 != 0 { put("O") }
        try neighborOptions(bytes, 8, length)
    }
}
