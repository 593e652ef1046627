import Packets

/// The path attributes of BGP's updates (RFC 4271 4.3): flags, type, a length of one or two bytes, and a value.
extension Dissector {
    /// Attribute sets (RFC 6368) hold attributes, which is as deep as it may go.
    private static var bgpNesting: Int { 8 }

    mutating func bgpAttributes(_ bytes: RawSpan, nested: Int) throws(Truncation) {
        var offset = 0
        while offset < bytes.byteCount {
            let flags = try bytes.u8(offset)
            let type = try bytes.u8(offset + 1)
            let extended = flags & 0x10 != 0
            let size = extended ? Int(try bytes.u16(offset + 2)) : Int(try bytes.u8(offset + 2))
            let header = extended ? 4 : 3
            bgpIndent(nested)
            put(Dissector.bgpAttribute(type) ?? "Unknown Attribute")
            put(" (", type, "), length: ")
            put(size)
            if flags != 0 { bgpAttributeFlags(flags) }
            put(": ")
            guard bytes.has(size, at: offset + header) else {
                return put(nested == 0 ? " [path attrs too short]" : " [path attr too short]")
            }
            let value = try bytes.slice(offset + header, size)
            try bgpAttributeValue(type, value, nested)
            if verbosity > 1 && size > 0 { try dumpHex(value, size, lead: "\n\t    ") }
            offset += header + size
        }
    }

    private mutating func bgpIndent(_ nested: Int) {
        put("\n\t  ")
        for _ in 0..<nested { put("    ") }
    }

    private mutating func bgpAttributeFlags(_ flags: UInt8) {
        put(", Flags [")
        if flags & 0x80 != 0 { put("O") }
        if flags & 0x40 != 0 { put("T") }
        if flags & 0x20 != 0 { put("P") }
        if flags & 0x10 != 0 { put("E") }
        if flags & 0x0F != 0 { put("+", hex: flags & 0x0F) }
        put("]")
    }

    private mutating func bgpAttributeValue(_ type: UInt8, _ value: RawSpan, _ nested: Int) throws(Truncation) {
        let size = value.byteCount
        switch type {
        case 1:
            guard size == 1 else { return put("invalid len") }
            let origin = try value.u8(0)
            put(origin == 0 ? "IGP" : origin == 1 ? "EGP" : origin == 2 ? "Incomplete" : "Unknown Origin Typecode")
        case 2, 17: try bgpPath(type, value)
        case 3, 9:
            guard size == 4 else { return put("invalid len") }
            put(host: try value.ipv4(0))
        case 4, 5:
            guard size == 4 else { return put("invalid len") }
            put(try value.u32(0))
        case 6: if size != 0 { put("invalid len") }
        case 7, 18: try bgpAggregator(type, value)
        case 8: try bgpCommunities(value)
        case 10:
            guard size & 3 == 0 else { return put("invalid len") }
            for offset in stride(from: 0, to: size, by: 4) {
                put(offset > 0 ? ", " : "", host: try value.ipv4(offset))
            }
        case 14: try bgpReach(value)
        case 15: try bgpUnreach(value)
        case 16: try bgpExtendedCommunities(value)
        case 22: try bgpTunnel(value)
        case 26: try bgpAccumulated(value)
        case 32: try bgpLargeCommunities(value)
        case 128: try bgpSet(value, nested)
        default:
            put("\n\t    no Attribute ", type, " decoder")
            if verbosity <= 1 { try dumpHex(value, size, lead: "\n\t    ") }
        }
    }

    // MARK: - Systems

    /// Segments of type, count and numbers of two or of four bytes: which, only their fitting tells.
    private mutating func bgpPath(_ type: UInt8, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size & 1 != 0 { return put("invalid len") }
        if size == 0 { return put("empty") }
        let width = type == 17 || !Dissector.bgpFits(value, width: 2) ? 4 : 2
        var offset = 0
        while offset < size {
            let kind = try value.u8(offset)
            put(kind == 1 ? "{ " : kind == 2 ? "" : kind == 3 ? "( " : kind == 4 ? "({ " : "?")
            let count = Int(try value.u8(offset + 1))
            offset += 2
            for _ in 0..<count {
                put(system: width == 2 ? UInt32(try value.u16(offset)) : try value.u32(offset))
                put(" ")
                offset += width
            }
            put(kind == 1 ? "}" : kind == 2 ? "" : kind == 3 ? ")" : kind == 4 ? "})" : "?")
        }
    }

    private static func bgpFits(_ value: RawSpan, width: Int) -> Bool {
        var offset = 0
        while offset < value.byteCount {
            guard let kind = try? value.u8(offset), let count = try? Int(value.u8(offset + 1)) else { return false }
            if kind < 1 || kind > 4 || count == 0 { return false }
            offset += 2 + count * width
        }
        return offset == value.byteCount
    }

    private mutating func bgpAggregator(_ type: UInt8, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        guard size == 8 || size == 6 && type == 7 else { return put("invalid len") }
        put(" AS #")
        put(system: size == 8 ? try value.u32(0) : UInt32(try value.u16(0)))
        put(", origin ", host: try value.ipv4(size - 4))
    }

    // MARK: - Communities

    private mutating func bgpCommunities(_ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size & 3 != 0 { return put("invalid len") }
        for offset in stride(from: 0, to: size, by: 4) {
            let community = try value.u32(offset)
            switch community {
            case 0: put("")
            case 0xFFFF_0000: put(" gshut")
            case 0xFFFF_FF01: put(" NO_EXPORT")
            case 0xFFFF_FF02: put(" NO_ADVERTISE")
            case 0xFFFF_FF03: put(" NO_EXPORT_SUBCONFED")
            default:
                put(community >> 16)
                put(":", community & 0xFFFF)
                if offset + 4 < size { put(", ") }
            }
        }
    }

    /// RFC 8092: three numbers each.
    private mutating func bgpLargeCommunities(_ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size == 0 || size % 12 != 0 { return put("invalid len") }
        put("\n\t    ")
        for offset in stride(from: 0, to: size, by: 12) {
            if offset > 0 { put(", ") }
            put(try value.u32(offset))
            put(":", try value.u32(offset + 4), ":")
            put(try value.u32(offset + 8))
        }
    }

    /// RFC 4360: eight bytes each.
    private mutating func bgpExtendedCommunities(_ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size & 7 != 0 { return put("invalid len") }
        for offset in stride(from: 0, to: size, by: 8) {
            let type = try value.u16(offset)
            put("\n\t    ")
            put(Dissector.bgpExtended(type) ?? "unknown extd community typecode")
            put(" (0x", hex: type, 4, "), Flags [")
            put(
                flags: UInt32(type), [(0x8000, "vendor-specific"), (0x4000, "non-transitive")])
            put("]: ")
            try bgpExtendedValue(type, value.slice(offset + 2, 6))
        }
    }

    private mutating func bgpExtendedValue(_ type: UInt16, _ value: RawSpan) throws(Truncation) {
        switch type {
        case 0x0002, 0x0003, 0x000A:
            put(system: UInt32(try value.u16(0)))
            put(":", try value.u32(2), " (= ")
            put(numericHost: try value.ipv4(2))
            put(")")
        case 0x0102, 0x0103, 0x010B, 0xF10A:
            put(numericHost: try value.ipv4(0))
            put(":", try value.u16(4))
        case 0x0202, 0x0203:
            put(system: try value.u32(0))
            put(":", try value.u16(4))
        case 0x0005, 0x0105, 0x0205, 0x0107, 0x8001, 0x8005: put(numericHost: try value.ipv4(0))
        case 0x0009:
            put("AS ")
            put(system: UInt32(try value.u16(0)))
        case 0x0306, 0x8000:
            let route = try value.u8(4)
            put("area:", host: try value.ipv4(0))
            put(", router-type:")
            put(Dissector.bgpRouterType(route) ?? "unknown")
            if Dissector.bgpRouterType(route) == nil { put(" (0x", hex: route, 2, ")") }
            put(", metric-type:")
            if try value.u8(5) & 1 != 0 { put("E2") }
            if route == 5 || route == 7 { put("E1") }
        case 0x030C:
            put("Tunnel type: ")
            put(Dissector.bgpEncapsulation(try value.u16(4)) ?? "unknown encaps")
        case 0x4004:
            put("bandwidth: ")
            putMegabits(Float(bitPattern: try value.u32(2)))
            put(" Mbps")
        case 0x800A:
            put(Dissector.bgpLayer2(try value.u8(0)) ?? "unknown encaps")
            put(" Control Flags [0x", hex: try value.u8(1), 2, "]:MTU ")
            put(try value.u16(2))
        default: for index in 0..<6 { put(hex: try value.u8(index), 2) }
        }
    }

    /// Bytes a second as millions of bits, three decimals.
    mutating func putMegabits(_ bytes: Float) {
        if bytes.isNaN { return put(bytes.sign == .minus ? "-nan" : "nan") }
        let thousandths = (Double(bytes) * 8 / 1000).rounded(.toNearestOrEven)
        if bytes.sign == .minus { put("-") }
        // Beyond any link: the number would have more digits than are known of it.
        guard thousandths.magnitude < 1e18 else { return put("inf") }
        let whole = UInt64(thousandths.magnitude)
        put(whole / 1000)
        put(".")
        put(zeroed: whole % 1000, width: 3)
    }

    // MARK: - Others

    /// RFC 6514 5.
    private mutating func bgpTunnel(_ value: RawSpan) throws(Truncation) {
        try value.require(5, at: 0)
        let flags = try value.u8(0)
        let type = try value.u8(1)
        put("\n\t    Tunnel-type ")
        put(Dissector.bgpTunnelType(type) ?? "Unknown")
        put(" (", type, "), Flags [")
        put(flags & 1 != 0 ? "Leaf Information required" : "none")
        put("], MPLS Label ", try value.u24(2) >> 4)
        switch type {
        case 3:
            put("\n\t      Root-Node ", host: try value.ipv4(5))
            put(", P-Group ", host: try value.ipv4(9))
        case 4, 5:
            put("\n\t      Sender ", host: try value.ipv4(5))
            put(", P-Group ", host: try value.ipv4(9))
        case 6: put("\n\t      Tunnel-Endpoint ", host: try value.ipv4(5))
        case 2, 7:
            put("\n\t      Root-Node ", host: try value.ipv4(5))
            put(", LSP-ID 0x", hex: try value.u32(9), 8)
        case 1:
            put("\n\t      Extended-Tunnel-ID ", host: try value.ipv4(5))
            put(", P2MP-ID 0x", hex: try value.u32(9), 8)
        default: if verbosity <= 1 { try dumpHex(value.from(5), value.byteCount - 5, lead: "\n\t      ") }
        }
    }

    /// RFC 7311 3.
    private mutating func bgpAccumulated(_ value: RawSpan) throws(Truncation) {
        var offset = 0
        while offset < value.byteCount {
            let type = try value.u8(offset)
            let size = Int(try value.u16(offset + 1))
            put("\n\t    ")
            put(type == 1 ? "AIGP" : "Unknown")
            put(" TLV (", type, "), length ")
            put(size)
            guard size >= 3 else { throw Truncation(offset: offset, need: 3, have: size) }
            let rest = try value.slice(offset + 3, size - 3)
            if type == 1 {
                guard size == 11 else { throw Truncation(offset: offset, need: 11, have: size) }
                put(", metric ", try rest.u64(0))
            } else if verbosity <= 1 {
                try dumpHex(rest, rest.byteCount, lead: "\n\t      ")
            }
            offset += size
        }
    }

    private mutating func bgpSet(_ value: RawSpan, _ nested: Int) throws(Truncation) {
        let system = try value.u32(0)
        put("\n\t    Origin AS: ")
        put(system: system)
        if nested < Dissector.bgpNesting { try bgpAttributes(value.from(4), nested: nested + 1) }
    }

    // MARK: - Families (RFC 4760)

    /// False when nobody reads routes of this family; its bytes were dumped.
    private mutating func bgpFamilyLine(_ value: RawSpan) throws(Truncation) -> Bool {
        try value.require(3, at: 0)
        let afi = try value.u16(0)
        let safi = try value.u8(2)
        put("\n\t    AFI: ")
        put(Registry.addressFamilyName(afi) ?? "Unknown AFI")
        put(" (", afi, "), ")
        if safi > 128 { put("vendor specific ") }
        put("SAFI: ")
        put(Dissector.bgpSubsequent(safi) ?? "Unknown SAFI")
        put(" (", safi, ")")
        if Dissector.bgpDecodes(afi, safi) { return true }
        put("\n\t    no AFI ", afi, " / SAFI ")
        put(safi)
        put(" decoder")
        if verbosity <= 1 { try dumpHex(value, value.byteCount, lead: "\n\t    ") }
        return false
    }

    private mutating func bgpReach(_ value: RawSpan) throws(Truncation) {
        guard try bgpFamilyLine(value) else { return }
        let afi = try value.u16(0)
        let safi = try value.u8(2)
        let size = Int(try value.u8(3))
        var offset = 4
        try bgpNextHop(afi, safi, value.slice(offset, size))
        put(", nh-length: ", size)
        offset += size
        let points = Int(try value.u8(offset))
        offset += 1
        if points == 0 { put(", no SNPA") } else { put("\n\t    ", points, " SNPA") }
        for _ in 0..<points {
            let count = Int(try value.u8(offset))
            put("\n\t      ", count, " bytes")
            offset += count + 1
        }
        try bgpFamilyRoutes(afi, safi, value.from(offset))
    }

    private mutating func bgpUnreach(_ value: RawSpan) throws(Truncation) {
        guard try bgpFamilyLine(value) else { return }
        if value.byteCount == 3 { return put("\n\t      End-of-Rib Marker (empty NLRI)") }
        try bgpFamilyRoutes(value.u16(0), value.u8(2), value.from(3))
    }

    /// One address or several; those of private networks stand behind a distinguisher.
    private mutating func bgpNextHop(_ afi: UInt16, _ safi: UInt8, _ value: RawSpan) throws(Truncation) {
        let isPrivate = safi >= 128 && safi <= 130
        let step = (afi == 1 ? 4 : 16) + (isPrivate ? 8 : 0)
        var offset = 0
        while offset < value.byteCount {
            put(offset == 0 ? "\n\t    nexthop: " : ", ")
            guard value.has(step, at: offset) else { return put("invalid len") }
            if isPrivate {
                put("RD: ")
                try bgpDistinguisher(value, offset)
                put(", ")
            }
            let address = offset + (isPrivate ? 8 : 0)
            put(host: afi == 1 ? try value.ipv4(address) : try value.ipv6(address))
            offset += step
        }
    }
}
