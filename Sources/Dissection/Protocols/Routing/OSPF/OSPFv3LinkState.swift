import Packets

/// Link states of OSPF version 3 (RFC 5340 A.4).
enum OSPFv3LinkState {
    ///      0         2         4           8           12          16        18
    ///     +---------+---------+-----------+-----------+-----------+---------+---------+
    ///     | age     | type    | identifier| router    | sequence  | checksum| length  |
    ///     +---------+---------+-----------+-----------+-----------+---------+---------+
    struct Header: ~Escapable {
        static let size = 20
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Seconds.
        var age: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var type: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var identifier: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
        var router: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        /// With this header.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(18)) } }
    }

    /// A prefix, in as many words as its bits need.
    struct PrefixHeader: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var bits: Int { get throws(Truncation) { Int(try bytes.u8(0)) } }
        var options: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Or the type of a link state that is referred to.
        var metric: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    /// One link of a router.
    struct RouterLink: ~Escapable {
        static let size = 16
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var metric: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var interface: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
        var neighborInterface: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
        var neighbor: HostAddress { get throws(Truncation) { try bytes.ipv4(12) } }
    }

    /// What the link state is about: type, scope, identifier.
    static func type(_ d: inout Dissector, _ type: UInt16, _ identifier: HostAddress) {
        d.put("\n\t    ")
        d.put(name(type & 0x1FFF) ?? "Unknown")
        d.put(" LSA (", type & 0x1FFF, "), ")
        switch type & 0x6000 {
        case 0x0000: d.put("Link Local")
        case 0x2000: d.put("Area Local")
        case 0x4000: d.put("Domain Wide")
        default: d.put("Unknown")
        }
        d.put(" Scope")
        if type & 0x8000 != 0 { d.put(", transitive") }
        d.put(", LSA-ID ", host: identifier)
    }

    static func header(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let header = Header(bytes)
        try bytes.require(Header.size, at: 0)
        d.put("\n\t  Advertising Router ", host: try header.router)
        d.put(", seq 0x", hex: try header.sequence, 8, ", age ")
        d.put("", try header.age, "s, length ")
        // A length below the header's gives a huge number, as tcpdump subtracts unsigned ones.
        let length = try header.length
        d.put(length < Header.size ? UInt64(bitPattern: Int64(length - Header.size)) : UInt64(length - Header.size))
        type(&d, try header.type, try header.identifier)
    }

    /// Octets of the link state, of which `left` are in the packet.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ left: Int) throws(Truncation) -> Int {
        try Truncation.demand(left, Header.size)
        try header(&d, bytes)
        let header = Header(bytes)
        let length = try header.length
        try Truncation.demand(length, Header.size)
        try Truncation.demand(left, length)
        let body = try bytes.from(Header.size)
        let size = length - Header.size
        switch try header.type {
        case 0x2001: try router(&d, body, size)
        case 0x2002: try network(&d, body, size)
        case 0x2003: try interArea(&d, body, size)
        case 0x4005: try external(&d, body, size)
        case 0x0008: try link(&d, body, size)
        case 0x2009: try intraArea(&d, body, size)
        case 0x000B: _ = try OSPFOpaque.grace(&d, body, size)
        default: try unknown(&d, body, size)
        }
        return length
    }

    private static func unknown(_ d: inout Dissector, _ body: RawSpan, _ size: Int) throws(Truncation) {
        try d.dumpValue(body, 0, size, lead: "\n\t      ")
        try body.require(size, at: 0)
    }

    private static func router(_ d: inout Dissector, _ body: RawSpan, _ size: Int) throws(Truncation) {
        try Truncation.demand(size, Router.size)
        let router = Router(body)
        let features = try router.options
        d.put("\n\t      ")
        OSPFv3.options(&d, features)
        d.put(", RLA-Flags [")
        d.put(
            flags: UInt32(try router.flags),
            [
                (0x01, "ABR"), (0x02, "External"), (0x04, "Virtual-Link Endpoint"), (0x08, "Deprecated"),
                (0x10, "NSSA Translator"),
            ])
        d.put("]")
        var offset = Router.size
        while size - offset > 0 {
            try Truncation.demand(size - offset, RouterLink.size)
            try body.require(RouterLink.size, at: offset)
            let link = RouterLink(try body.from(offset))
            switch try link.type {
            case 1: d.put("\n\t      Neighbor Router-ID ", host: try link.neighbor)
            case 2: d.put("\n\t      Neighbor Network-ID ", host: try link.neighbor)
            case 4: d.put("\n\t      Virtual Link: Neighbor Router-ID ", host: try link.neighbor)
            default:
                d.put("\n\t      Unknown Router Links Type 0x", hex: try link.type, 2)
                return
            }
            d.put("\n\t      Neighbor Interface-ID ", host: try link.neighborInterface)
            d.put(", Interface ", host: try link.interface)
            d.put(", metric ", try link.metric)
            offset += RouterLink.size
        }
    }

    private static func network(_ d: inout Dissector, _ body: RawSpan, _ size: Int) throws(Truncation) {
        try Truncation.demand(size, Router.size)
        d.put("\n\t      ")
        OSPFv3.options(&d, try Router(body).options)
        d.put("\n\t      Connected Routers:")
        var offset = Router.size
        while size - offset > 0 {
            try Truncation.demand(size - offset, 4)
            d.put("\n\t\t", host: try body.ipv4(offset))
            offset += 4
        }
    }

    private static func interArea(_ d: inout Dissector, _ body: RawSpan, _ size: Int) throws(Truncation) {
        try Truncation.demand(size, Metric.size)
        d.put(", metric ", try Metric(body).word & 0xFF_FFFF)
        var offset = Metric.size
        while size - offset > 0 { offset += try prefix(&d, body, offset, size - offset) }
    }

    /// RFC 5340 A.4.7: flags and metric, a prefix, then what the flags say.
    private static func external(_ d: inout Dissector, _ body: RawSpan, _ size: Int) throws(Truncation) {
        try Truncation.demand(size, 8)
        let route = Metric(body)
        let word = try route.word
        d.put("\n\t     Flags [")
        d.put(flags: word, [(0x0400_0000, "External"), (0x0200_0000, "Forwarding"), (0x0100_0000, "Tag")])
        d.put("] metric ", word & 0xFF_FFFF)
        let reference = try PrefixHeader(route.prefix).metric
        var offset = Metric.size + (try prefix(&d, body, Metric.size, size - Metric.size))
        if word & 0x0200_0000 != 0 {
            try Truncation.demand(size - offset, 16)
            d.put(" forward ", host: try body.ipv6(offset))
            offset += 16
        }
        if word & 0x0100_0000 != 0 {
            try Truncation.demand(size - offset, 4)
            d.put(" tag ", host: try body.ipv4(offset))
            offset += 4
        }
        if reference != 0 {
            try Truncation.demand(size - offset, 4)
            d.put(" RefLSID: ", host: try body.ipv4(offset))
        }
    }

    private static func link(_ d: inout Dissector, _ body: RawSpan, _ size: Int) throws(Truncation) {
        let link = Link(body)
        try Truncation.demand(size, Link.size)
        d.put("\n\t      ")
        OSPFv3.options(&d, try link.options)
        var count = try link.count
        d.put("\n\t      Priority ", try link.priority, ", Link-local address ")
        d.put(host: try link.address)
        d.put(", Prefixes ", count, ":")
        var offset = Link.size
        while count > 0 {
            offset += try prefix(&d, body, offset, size - offset)
            count -= 1
        }
    }

    private static func intraArea(_ d: inout Dissector, _ body: RawSpan, _ size: Int) throws(Truncation) {
        try Truncation.demand(size, IntraArea.size)
        try body.require(IntraArea.size, at: 0)
        let prefixes = IntraArea(body)
        type(&d, try prefixes.type, try prefixes.identifier)
        var count = try prefixes.count
        d.put("\n\t      Prefixes ", count, ":")
        var offset = IntraArea.size
        while count > 0 {
            offset += try prefix(&d, body, offset, size - offset)
            count -= 1
        }
    }

    /// Octets of the prefix.
    private static func prefix(
        _ d: inout Dissector, _ body: RawSpan, _ offset: Int, _ left: Int
    ) throws(Truncation) -> Int {
        try Truncation.demand(left, PrefixHeader.size)
        let header = PrefixHeader(try body.from(offset))
        let bits = try header.bits
        if bits > 128 {
            d.put(" bogus prefixlen /", bits)
            try Truncation.demand(128, bits)
        }
        let octets = (bits + 31) / 32 * 4
        try Truncation.demand(left - PrefixHeader.size, octets)
        try body.require(PrefixHeader.size + octets, at: offset)
        d.put("\n\t\t", host: try Prefix.ipv6(body, offset + PrefixHeader.size, bits: octets * 8))
        d.put("/", bits)
        let options = try header.options
        if options != 0 {
            d.put(", Options [")
            d.put(
                flags: UInt32(options),
                [
                    (0x01, "No Unicast"), (0x02, "Local address"), (0x04, "Deprecated"), (0x08, "Propagate"),
                    (0x10, "Down"), (0x20, "N-bit"),
                ])
            d.put("]")
        }
        d.put(", metric ", try header.metric)
        return PrefixHeader.size + octets
    }

    private static func name(_ type: UInt16) -> StaticString? {
        switch type {
        case 1: "Router"
        case 2: "Network"
        case 3: "Inter-Area Prefix"
        case 4: "Inter-Area Router"
        case 5: "External"
        case 6: "Deprecated"
        case 7: "NSSA"
        case 8: "Link"
        case 9: "Intra-Area Prefix"
        case 10: "Intra-Area TE"
        case 11: "Grace"
        case 12: "Router Information"
        case 13: "Inter-AS-TE"
        case 14: "Layer 1 VPN"
        default: nil
        }
    }
}
