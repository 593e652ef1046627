import Packets

/// The path attributes of BGP's updates (RFC 4271 4.3): flags, type, a length of one or two bytes, and a value.
extension BGP {
    /// Attribute sets (RFC 6368) hold attributes, which is as deep as it may go.
    private static var maximumNesting: Int { 8 }

    static func attributes(_ d: inout Dissector, _ bytes: RawSpan, nested: Int) throws(Truncation) {
        var offset = 0
        while offset < bytes.byteCount {
            let attribute = Attribute(try bytes.from(offset))
            let flags = try attribute.flags
            let type = try attribute.type
            let extended = flags & 0x10 != 0
            let size = extended ? try attribute.extendedLength : try attribute.length
            let header = extended ? 4 : 3
            indent(&d, nested)
            d.put(BGP.attribute(type) ?? "Unknown Attribute")
            d.put(" (", type, "), length: ")
            d.put(size)
            if flags != 0 { attributeFlags(&d, flags) }
            if flags != 0 || nested > 0 { d.put(": ") }
            guard bytes.has(size, at: offset + header) else {
                return d.put(nested == 0 ? " [path attrs too short]" : " [path attr too short]")
            }
            let value = try bytes.slice(offset + header, size)
            try attributeValue(&d, type, value, nested)
            // Of these tcpdump has counted all octets down by then.
            let isUsedUp = type == 128 || type == 32 && size % 12 == 0
            if d.verbosity > 1 && size > 0 && !isUsedUp { try d.dumpHex(value, size, lead: "\n\t    ") }
            offset += header + size
        }
    }

    private static func indent(_ d: inout Dissector, _ nested: Int) {
        d.put("\n\t  ")
        for _ in 0..<nested { d.put("    ") }
    }

    private static func attributeFlags(_ d: inout Dissector, _ flags: UInt8) {
        d.put(", Flags [")
        if flags & 0x80 != 0 { d.put("O") }
        if flags & 0x40 != 0 { d.put("T") }
        if flags & 0x20 != 0 { d.put("P") }
        if flags & 0x10 != 0 { d.put("E") }
        if flags & 0x0F != 0 { d.put("+", hex: flags & 0x0F) }
        d.put("]")
    }

    private static func attributeValue(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan, _ nested: Int)
        throws(Truncation)
    {
        let size = value.byteCount
        switch type {
        case 1:
            guard size == 1 else { return d.put("invalid len") }
            let origin = try AttributeValue(value).origin
            d.put(origin == 0 ? "IGP" : origin == 1 ? "EGP" : origin == 2 ? "Incomplete" : "Unknown Origin Typecode")
        case 2, 17: try path(&d, type, value)
        case 3, 9:
            guard size == 4 else { return d.put("invalid len") }
            d.put(host: try AttributeValue(value).address)
        case 4, 5:
            guard size == 4 else { return d.put("invalid len") }
            d.put(try AttributeValue(value).preference)
        case 6: if size != 0 { d.put("invalid len") }
        case 7, 18: try aggregator(&d, type, value)
        case 8: try communities(&d, value)
        case 10:
            guard size & 3 == 0 else { return d.put("invalid len") }
            for offset in stride(from: 0, to: size, by: 4) {
                d.put(offset > 0 ? ", " : "", host: try value.ipv4(offset))
            }
        case 14: try reach(&d, value)
        case 15: try unreach(&d, value)
        case 16: try extendedCommunities(&d, value)
        case 22: try tunnel(&d, value)
        case 26: try accumulated(&d, value)
        case 32: try largeCommunities(&d, value)
        case 128: try attributeSet(&d, value, nested)
        default:
            d.put("\n\t    no Attribute ", type, " decoder")
            if d.verbosity <= 1 { try d.dumpHex(value, size, lead: "\n\t    ") }
        }
    }

    // MARK: - Systems

    /// Segments of type, count and numbers of two or of four bytes: which, only their fitting tells.
    private static func path(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size & 1 != 0 { return d.put("invalid len") }
        if size == 0 { return d.put("empty") }
        let width = type == 17 || !BGP.fits(value, width: 2) ? 4 : 2
        var offset = 0
        while offset < size {
            let segment = Segment(try value.from(offset))
            let kind = try segment.type
            d.put(kind == 1 ? "{ " : kind == 2 ? "" : kind == 3 ? "( " : kind == 4 ? "({ " : "?")
            let count = try segment.count
            offset += Segment.headerLength
            for _ in 0..<count {
                d.put(system: width == 2 ? UInt32(try value.u16(offset)) : try value.u32(offset))
                d.put(" ")
                offset += width
            }
            d.put(kind == 1 ? "}" : kind == 2 ? "" : kind == 3 ? ")" : kind == 4 ? "})" : "?")
        }
    }

    private static func fits(_ value: RawSpan, width: Int) -> Bool {
        var offset = 0
        while offset < value.byteCount {
            guard let rest = try? value.from(offset) else { return false }
            let segment = Segment(rest)
            guard let kind = try? segment.type, let count = try? segment.count else { return false }
            if kind < 1 || kind > 4 || count == 0 { return false }
            offset += Segment.headerLength + count * width
        }
        return offset == value.byteCount
    }

    private static func aggregator(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan) throws(Truncation) {
        let aggregator = Aggregator(value)
        let size = value.byteCount
        guard size == 8 || size == 6 && type == 7 else { return d.put("invalid len") }
        d.put(" AS #")
        d.put(system: size == 8 ? try aggregator.system4 : UInt32(try aggregator.system2))
        d.put(", origin ", host: try value.ipv4(size - 4))
    }

    // MARK: - Communities

    private static func communities(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size & 3 != 0 { return d.put("invalid len") }
        for offset in stride(from: 0, to: size, by: 4) {
            let community = try value.u32(offset)
            switch community {
            case 0: d.put("")
            case 0xFFFF_0000: d.put(" gshut")
            case 0xFFFF_FF01: d.put(" NO_EXPORT")
            case 0xFFFF_FF02: d.put(" NO_ADVERTISE")
            case 0xFFFF_FF03: d.put(" NO_EXPORT_SUBCONFED")
            default:
                d.put(community >> 16)
                d.put(":", community & 0xFFFF)
                if offset + 4 < size { d.put(", ") }
            }
        }
    }

    /// RFC 8092: three numbers each.
    private static func largeCommunities(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size == 0 || size % LargeCommunity.length != 0 { return d.put("invalid len") }
        d.put("\n\t    ")
        for offset in stride(from: 0, to: size, by: LargeCommunity.length) {
            if offset > 0 { d.put(", ") }
            let community = LargeCommunity(try value.from(offset))
            d.put(try community.administrator)
            d.put(":", try community.first, ":")
            d.put(try community.second)
        }
    }

    /// RFC 4360: eight bytes each.
    private static func extendedCommunities(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size & 7 != 0 { return d.put("invalid len") }
        for offset in stride(from: 0, to: size, by: ExtendedCommunity.length) {
            let community = ExtendedCommunity(try value.from(offset))
            let type = try community.type
            d.put("\n\t    ")
            d.put(BGP.extended(type) ?? "unknown extd community typecode")
            d.put(" (0x", hex: type, 4, "), Flags [")
            d.put(
                flags: UInt32(type), [(0x8000, "vendor-specific"), (0x4000, "non-transitive")])
            d.put("]: ")
            try extendedValue(&d, type, ExtendedValue(community.value))
        }
    }

    private static func extendedValue(_ d: inout Dissector, _ type: UInt16, _ value: ExtendedValue)
        throws(Truncation)
    {
        switch type {
        case 0x0002, 0x0003, 0x000A:
            d.put(system: UInt32(try value.system2))
            d.put(":", try value.assigned4, " (= ")
            d.put(numericHost: try value.assignedAddress)
            d.put(")")
        case 0x0102, 0x0103, 0x010B, 0xF10A:
            d.put(numericHost: try value.address)
            d.put(":", try value.assigned2)
        case 0x0202, 0x0203:
            d.put(system: try value.system4)
            d.put(":", try value.assigned2)
        case 0x0005, 0x0105, 0x0205, 0x0107, 0x8001, 0x8005: d.put(numericHost: try value.address)
        case 0x0009:
            d.put("AS ")
            d.put(system: UInt32(try value.system2))
        case 0x0306, 0x8000:
            let route = try value.routeType
            d.put("area:", host: try value.address)
            d.put(", router-type:")
            d.put(BGP.routerType(route) ?? "unknown")
            if BGP.routerType(route) == nil { d.put(" (0x", hex: route, 2, ")") }
            d.put(", metric-type:")
            if try value.routeOptions & 1 != 0 { d.put("E2") }
            if route == 5 || route == 7 { d.put("E1") }
        case 0x030C:
            d.put("Tunnel type: ")
            d.put(BGP.encapsulation(try value.encapsulation) ?? "unknown encaps")
        case 0x4004:
            d.put("bandwidth: ")
            d.putMegabits(try value.bandwidth)
            d.put(" Mbps")
        case 0x800A:
            d.put(BGP.layer2(try value.layer2) ?? "unknown encaps")
            d.put(" Control Flags [0x", hex: try value.layer2Flags, 2, "]:MTU ")
            d.put(try value.layer2MTU)
        default: for index in 0..<6 { d.put(hex: try value.bytes.u8(index), 2) }
        }
    }

    // MARK: - Others

    /// RFC 6514 5.
    private static func tunnel(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        try value.require(Tunnel.headerLength, at: 0)
        let tunnel = Tunnel(value)
        let flags = try tunnel.flags
        let type = try tunnel.type
        d.put("\n\t    Tunnel-type ")
        d.put(BGP.tunnelType(type) ?? "Unknown")
        d.put(" (", type, "), Flags [")
        d.put(flags & 1 != 0 ? "Leaf Information required" : "none")
        d.put("], MPLS Label ", try tunnel.label >> 4)
        switch type {
        case 3:
            d.put("\n\t      Root-Node ", host: try tunnel.root)
            d.put(", P-Group ", host: try tunnel.group)
        case 4, 5:
            d.put("\n\t      Sender ", host: try tunnel.root)
            d.put(", P-Group ", host: try tunnel.group)
        case 6: d.put("\n\t      Tunnel-Endpoint ", host: try tunnel.root)
        case 2, 7:
            d.put("\n\t      Root-Node ", host: try tunnel.root)
            d.put(", LSP-ID 0x", hex: try tunnel.identifier, 8)
        case 1:
            d.put("\n\t      Extended-Tunnel-ID ", host: try tunnel.root)
            d.put(", P2MP-ID 0x", hex: try tunnel.identifier, 8)
        default:
            if d.verbosity <= 1 {
                try d.dumpHex(tunnel.rest, value.byteCount - Tunnel.headerLength, lead: "\n\t      ")
            }
        }
    }

    /// RFC 7311 3.
    private static func accumulated(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        var offset = 0
        while offset < value.byteCount {
            let element = AccumulatedMetric(try value.from(offset))
            let type = try element.type
            let size = try element.length
            d.put("\n\t    ")
            d.put(type == 1 ? "AIGP" : "Unknown")
            d.put(" TLV (", type, "), length ")
            d.put(size)
            guard size >= AccumulatedMetric.headerLength else {
                throw Truncation(offset: offset, need: AccumulatedMetric.headerLength, have: size)
            }
            let rest = try value.slice(offset + AccumulatedMetric.headerLength, size - AccumulatedMetric.headerLength)
            if type == 1 {
                guard size == 11 else { throw Truncation(offset: offset, need: 11, have: size) }
                d.put(", metric ", try element.metric)
            } else if d.verbosity <= 1 {
                try d.dumpHex(rest, rest.byteCount, lead: "\n\t      ")
            }
            offset += size
        }
    }

    private static func attributeSet(_ d: inout Dissector, _ value: RawSpan, _ nested: Int) throws(Truncation) {
        let set = AttributeSet(value)
        let system = try set.system
        d.put("\n\t    Origin AS: ")
        d.put(system: system)
        if nested < BGP.maximumNesting { try attributes(&d, set.attributes, nested: nested + 1) }
    }
}
