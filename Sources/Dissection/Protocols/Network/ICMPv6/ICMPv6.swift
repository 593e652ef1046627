import Packets
import Wire

/// ICMP for IPv6 (RFC 4443), with neighbour discovery (RFC 4861) and the smaller messages of RFC 6275.
enum ICMPv6 {
    /// A mobile prefix advertisement (RFC 6275 section 6.8).
    struct PrefixAdvertisement: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets in front of the options.
        static var length: Int { 8 }
        /// Managed, other; bits.
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
    }

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
        let header = ICMPv6Header(bytes)
        let kind = try header.type
        if d.verbose && !ends.fragmented && bytes.has(length, at: 0) {
            let found = try header.checksum
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
        let code = try header.code
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
        case 139: "who-are-you request"
        case 140: "who-are-you reply"
        case 141: "inverse neighbor solicitation"
        case 142: "inverse neighbor advertisement"
        case 143: "multicast listener report v2"
        case 144: "ha discovery request"
        case 145: "ha discovery reply"
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
        case 2: d.put(", mtu ", try ICMPv6Header(bytes).mtu)
        case 3:
            switch code {
            case 0:
                d.put(" for ", host: try IPv6Header(ICMPv6Header(bytes).quoted).destination)
            case 1: d.put(" (reassembly)")
            default: d.put(", unknown code (", code, ")")
            }
        case 4: try problem(&d, code, bytes)
        case 128, 129:
            let sequence = try ICMPv6Header(bytes).sequence
            d.put(", id ", try ICMPv6Header(bytes).identifier, ", seq ")
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
        case 138: RouterRenumbering.print(&d, bytes)
        case 139: try NodeInformation.query(&d, bytes, length)
        case 140: try NodeInformation.reply(&d, bytes, length)
        case 141, 142: break
        case 144, 146: d.put(", id 0x", hex: try ICMPv6Header(bytes).identifier, 4)
        case 145: try homeAgents(&d, bytes)
        case 147: try prefixAdvertisement(&d, bytes, length)
        case 155:
            let start = ICMPv6Header.minimumLength
            try RPL.print(&d, code, bytes.byteCount < start ? bytes.upTo(0) : bytes.from(start), length - start)
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
            d.put(" ", host: try IPv6Header(ICMPv6Header(bytes).quoted).destination)
        case 2:
            d.put(" ", host: try IPv6Header(ICMPv6Header(bytes).quoted).destination)
            d.put(", source address ", host: try IPv6Header(ICMPv6Header(bytes).quoted).source)
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
        let quoted = try ICMPv6Header(bytes).quoted
        var next = try IPv6Header(quoted).next
        var offset = IPv6Header.length
        walk: while true {
            switch next {
            case 44:
                // Only a first fragment has ports.
                let header = IPv6FragmentHeader(try quoted.from(offset))
                if try header.offset != 0 { throw Truncation(offset: offset, need: 8, have: 0) }
                next = try header.next
                offset += IPv6FragmentHeader.length
            case 0, 43, 60:
                let header = IPv6ExtensionHeader(try quoted.from(offset))
                let length = try header.length
                next = try header.next
                offset += length
            case 51:
                let header = AuthenticationHeader(try quoted.from(offset))
                let length = try header.length
                next = try header.next
                offset += length
            case 6, 17: break walk
            default: throw Truncation(offset: offset, need: 8, have: 0)
            }
        }
        let port = try UDPHeader(quoted.from(offset)).destination
        d.put(", ", host: try IPv6Header(quoted).destination)
        if next == 6 {
            d.put(" tcp port ")
            d.put(tcpPort: port)
        } else {
            d.put(" udp port ")
            d.put(udpPort: port)
        }
    }

    private static func problem(_ d: inout Dissector, _ code: UInt8, _ bytes: RawSpan) throws(Truncation) {
        try bytes.require(16, at: 32)
        let pointer = try ICMPv6Header(bytes).pointer
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
            d.put(", who has ", host: try ICMPv6Header(bytes).target)
        case Kind.neighborAdvertisement:
            header = 24
            d.put(", tgt is ", host: try ICMPv6Header(bytes).target)
            if d.verbose {
                d.put(", Flags [")
                d.put(
                    flags: try ICMPv6Header(bytes).neighborWord,
                    [(0x8000_0000, "router"), (0x4000_0000, "solicited"), (0x2000_0000, "override")])
                d.put("]")
            }
        default:
            header = 40
            d.put(", ", host: try ICMPv6Header(bytes).redirected)
            d.put(" to ", host: try ICMPv6Header(bytes).target)
        }
        if d.verbose { try neighborOptions(&d, bytes, header, length) }
    }

    private static func routerAdvertisementFields(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let header = ICMPv6Header(bytes)
        let flags = try header.routerFlags
        try bytes.require(16, at: 0)
        d.put("\n\thop limit ", try header.hopLimit, ", Flags [")
        d.put(flags: UInt32(flags), [(0x80, "managed"), (0x40, "other stateful"), (0x20, "home agent")])
        d.put("], pref ")
        routePreference(&d, flags)
        d.put(", router lifetime ", try header.routerLifetime, "s, reachable time ")
        d.put(try header.reachableTime)
        d.put("ms, retrans timer ", try header.retransmitTime, "ms")
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
        d.put(", id 0x", hex: try ICMPv6Header(bytes).identifier, 4)
        var offset = 8
        while offset < bytes.byteCount {
            d.put(", ", host: try bytes.ipv6(offset))
            offset += 16
        }
    }

    /// RFC 6275 6.8.
    private static func prefixAdvertisement(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        guard d.verbose else { return }
        d.put(", id 0x", hex: try ICMPv6Header(bytes).identifier, 4)
        let flags = try PrefixAdvertisement(bytes).flags
        if flags & 0xC0 != 0 { d.put(" ") }
        if flags & 0x80 != 0 { d.put("M") }
        if flags & 0x40 != 0 { d.put("O") }
        try neighborOptions(&d, bytes, PrefixAdvertisement.length, length)
    }
}
