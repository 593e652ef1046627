import Packets

/// Link states of OSPF version 2 (RFC 2328 A.4).
enum OSPFLinkState {
    ///      0         2       3      4           8           12          16        18
    ///     +---------+-------+------+-----------+-----------+-----------+---------+---------+
    ///     | age     | options type | identifier| router    | sequence  | checksum| length  |
    ///     +---------+-------+------+-----------+-----------+-----------+---------+---------+
    struct Header: ~Escapable {
        static let size = 20
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Seconds.
        var age: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var options: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var identifier: Identifier { get throws(Truncation) { Identifier(word: try bytes.u32(4)) } }
        var router: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        /// With this header.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(18)) } }
    }

    /// An address; in opaque link states (RFC 5250) a type and a number.
    struct Identifier {
        let word: UInt32
        var opaqueType: UInt8 { UInt8(truncatingIfNeeded: word >> 24) }
        var opaqueNumber: UInt32 { word & 0xFF_FFFF }
    }

    /// One link of a router; metrics of further topologies follow, four octets each.
    struct RouterLink: ~Escapable {
        /// Up to the first metric.
        static let size = 12
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var identifier: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        var data: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(8) } }
        var topologies: Int { get throws(Truncation) { Int(try bytes.u8(9)) } }
        static let metrics = 8
        static let metricSize = 4
        /// The first one has the link's type where the others have their topology.
        func topology(_ index: Int) throws(Truncation) -> UInt8 {
            try bytes.u8(RouterLink.metrics + index * RouterLink.metricSize)
        }
        func metric(_ index: Int) throws(Truncation) -> UInt16 {
            try bytes.u16(RouterLink.metrics + index * RouterLink.metricSize + 2)
        }
    }

    /// A route to another area or beyond: flags and topology above, the metric below.
    struct Metric {
        let word: UInt32
        var topology: UInt8 { UInt8(truncatingIfNeeded: word >> 24) }
        var isSecondType: Bool { word & 0x8000_0000 != 0 }
        var value: UInt32 { word & 0xFF_FFFF }
        static let infinity: UInt32 = 0xFF_FFFF
    }

    /// RFC 2328 A.4.5, one topology.
    struct External: ~Escapable {
        static let size = 12
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var metric: Metric { get throws(Truncation) { Metric(word: try bytes.u32(0)) } }
        var forwarding: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
        var tag: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
    }

    /// RFC 2328 A.4.2.
    struct Router: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Of links.
        var count: Int { get throws(Truncation) { try Int(bytes.u16(2)) } }
    }

    /// What networks, summaries and external routes begin with (RFC 2328 A.4.3 to A.4.5).
    struct Masked: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var mask: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
    }

    /// Prints the header; nil when its length cannot be.
    static func header(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) -> Int? {
        let header = Header(bytes)
        let length = try header.length
        if length < Header.size {
            d.put("\n\t    Bogus length ", length, " < header (")
            d.put("", Header.size, ")")
            return nil
        }
        d.put("\n\t  Advertising Router ", host: try header.router)
        d.put(", seq 0x", hex: try header.sequence, 8, ", age ")
        d.put("", try header.age, "s, length ")
        d.put(length - Header.size)
        let type = try header.type
        let identifier = try header.identifier
        d.put("\n\t    ")
        d.put(name(UInt32(type)) ?? "unknown")
        d.put(" LSA (", type, ")")
        switch type {
        case 9, 10, 11:
            d.put(", Opaque-Type ")
            d.put(opaqueName(identifier.opaqueType) ?? "unknown")
            d.put(" LSA (", identifier.opaqueType, "), Opaque-ID ")
            d.put(identifier.opaqueNumber)
        default: d.put(", LSA-ID: ", host: HostAddress(ipv4: identifier.word))
        }
        d.put("\n\t    Options: [")
        OSPF.options(&d, try header.options)
        d.put("]")
        return length
    }

    /// Octets of the link state; nil when nothing can be said of what follows.
    static func print(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) -> Int? {
        guard let length = try header(&d, bytes) else {
            d.markTruncated()
            return nil
        }
        let header = Header(bytes)
        let body = try bytes.from(Header.size)
        let size = length - Header.size
        switch try header.type {
        case 1: if try !router(&d, body) { return length }
        case 2: try network(&d, body, size)
        case 3:
            d.put("\n\t    Mask ", host: try Masked(body).mask)
            try summary(&d, body, size)
        case 4:
            try body.require(Masked.size, at: 0)
            try summary(&d, body, size)
        case 5, 7: try external(&d, body, size)
        case 6: try groups(&d, body, size)
        case 9:
            switch try header.identifier.opaqueType {
            case 3: if !OSPFOpaque.graceOrNothing(&d, body, size) { return nil }
            default: if d.verbosity <= 1 { try d.dumpValue(body, 0, size, lead: "\n\t    ") }
            }
        case 10, 11:
            switch try header.identifier.opaqueType {
            case 4: if try !OSPFOpaque.routerInformation(&d, body, size) { return nil }
            case 1 where try header.type == 10:
                if !OSPFTraffic.printOrNothing(&d, body, size) { return nil }
            default: if d.verbosity <= 1 { try d.dumpValue(body, 0, size, lead: "\n\t    ") }
            }
        default: break
        }
        // A link's description leaves nothing over in tcpdump.
        let (type, opaque) = (try header.type, try header.identifier.opaqueType)
        let isLink = type == 10 && opaque == 1 && OSPFTraffic.beginsWithLink(body)
        if d.verbosity > 1 && !isLink { try d.dumpValue(body, 0, size, lead: "\n\t    ") }
        return length
    }

    /// False where nothing more is said of it.
    private static func router(_ d: inout Dissector, _ body: RawSpan) throws(Truncation) -> Bool {
        let router = Router(body)
        let flags = try router.flags
        d.put("\n\t    Router LSA Options: [")
        d.put(
            flags: UInt32(flags),
            [(0x01, "ABR"), (0x02, "ASBR"), (0x04, "Virtual"), (0x08, "Wildcard"), (0x10, "Nt"), (0x80, "Host")])
        d.put("]")
        let count = try router.count
        var offset = Router.size
        for _ in 0..<count {
            let link = RouterLink(try body.from(offset))
            try body.require(RouterLink.size, at: offset)
            switch try link.type {
            case 1, 4:
                d.put(try link.type == 4 ? "\n\t      Virtual Link: " : "\n\t      ")
                d.put("Neighbor Router-ID: ", host: try link.identifier)
                d.put(", Interface Address: ", host: try link.data)
            case 2:
                d.put("\n\t      Neighbor Network-ID: ", host: try link.identifier)
                d.put(", Interface Address: ", host: try link.data)
            case 3:
                d.put("\n\t      Stub Network: ", host: try link.identifier)
                d.put(", Mask: ", host: try link.data)
            default:
                d.put("\n\t      Unknown Router Link Type (", try link.type, ")")
                return false
            }
            let topologies = try link.topologies
            for index in 0...topologies {
                let topology = index == 0 ? 0 : try link.topology(index)
                let metric = try link.metric(index)
                d.put("\n\t\ttopology ")
                d.put(topologyName(topology & 0x7F) ?? "Unknown")
                d.put(" (", topology, "), metric ")
                d.put(metric)
            }
            offset += RouterLink.size + topologies * RouterLink.metricSize
        }
        return true
    }

    private static func network(_ d: inout Dissector, _ body: RawSpan, _ size: Int) throws(Truncation) {
        d.put("\n\t    Mask ", host: try Masked(body).mask)
        d.put("\n\t    Connected Routers:")
        var offset = Masked.size
        while offset < size {
            d.put("\n\t      ", host: try body.ipv4(offset))
            offset += 4
        }
    }

    private static func summary(_ d: inout Dissector, _ body: RawSpan, _ size: Int) throws(Truncation) {
        var offset = Masked.size
        while offset < size {
            let metric = Metric(word: try body.u32(offset))
            d.put("\n\t\ttopology ")
            d.put(topologyName(metric.topology & 0x7F) ?? "Unknown")
            d.put(" (", metric.topology & 0x7F, ") metric ")
            d.put(metric.value)
            offset += 4
        }
    }

    private static func external(_ d: inout Dissector, _ body: RawSpan, _ size: Int) throws(Truncation) {
        d.put("\n\t    Mask ", host: try Masked(body).mask)
        var offset = Masked.size
        while offset < size {
            let route = External(try body.from(offset))
            let metric = try route.metric
            d.put("\n\t\ttopology ")
            d.put(topologyName(metric.topology & 0x7F) ?? "Unknown")
            d.put(" (", metric.topology & 0x7F, "), type ")
            d.put(metric.isSecondType ? 2 : 1)
            d.put(", metric")
            if metric.value == Metric.infinity { d.put(" infinite") } else { d.put(" ", metric.value) }
            let forwarding = try route.forwarding
            if forwarding.low != 0 { d.put(", forward ", host: forwarding) }
            let tag = try route.tag
            if tag.low != 0 { d.put(", tag ", host: tag) }
            offset += External.size
        }
    }

    /// RFC 1584 A.3.
    struct Vertex: ~Escapable {
        static let size = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var identifier: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
    }

    private static func groups(_ d: inout Dissector, _ body: RawSpan, _ size: Int) throws(Truncation) {
        var offset = 0
        while offset < size {
            let vertex = Vertex(try body.from(offset))
            let type = try vertex.type
            switch type {
            case 1: d.put("\n\t    Router Router-ID ", host: try vertex.identifier)
            case 2: d.put("\n\t    Network Designated Router ", host: try vertex.identifier)
            default: d.put("\n\t    unknown VertexType (", type, ")")
            }
            offset += Vertex.size
        }
    }

    static func name(_ type: UInt32) -> StaticString? {
        switch type {
        case 1: "Router"
        case 2: "Network"
        case 3: "Summary"
        case 4: "ASBR Summary"
        case 5: "External"
        case 6: "Multicast Group"
        case 7: "NSSA"
        case 9: "Link Local Opaque"
        case 10: "Area Local Opaque"
        case 11: "Domain Wide Opaque"
        default: nil
        }
    }

    static func opaqueName(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "Traffic Engineering"
        case 3: "Graceful restart"
        case 4: "Router Information"
        default: nil
        }
    }

    private static func topologyName(_ topology: UInt8) -> StaticString? {
        switch topology {
        case 0: "default"
        case 1: "multicast"
        case 2: "management"
        default: nil
        }
    }
}
