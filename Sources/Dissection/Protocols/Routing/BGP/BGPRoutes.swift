import Packets

/// The reachability information of BGP: prefixes (RFC 4271 4.3), with path identifiers (RFC 7911), labels (RFC 8277),
/// route distinguishers (RFC 4364), route targets (RFC 4684) and multicast VPN routes (RFC 6514).
extension BGP {
    /// Routes of IPv4 outside any attribute; false when one is none.
    static func routes(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) -> Bool {
        let paths = BGP.hasPaths(bytes, maximum: 32)
        var offset = 0
        while offset < bytes.byteCount {
            let identifier = paths ? try bytes.u32(offset) : 0
            if paths { offset += 4 }
            // A route that is not whole has no line.
            let bits = Int(try bytes.u8(offset))
            if bits <= 32 { try bytes.require((bits + 7) / 8, at: offset + 1) }
            d.put("\n\t    ")
            guard let next = try prefix(&d, bytes, offset, maximum: 32) else { return false }
            if paths { d.put("   Path Id: ", identifier) }
            offset = next
        }
        return true
    }

    /// Nothing in a route says whether path identifiers are there: they are when only that reading makes sense. A
    /// default route comes at most once, so the zeros of an identifier are none.
    private static func hasPaths(_ bytes: RawSpan, maximum: Int) -> Bool {
        !reads(bytes, maximum: maximum, paths: false) && reads(bytes, maximum: maximum, paths: true)
    }

    private static func reads(_ bytes: RawSpan, maximum: Int, paths: Bool) -> Bool {
        var offset = 0
        var defaults = 0
        while offset < bytes.byteCount {
            if paths { offset += 4 }
            guard let bits = try? Int(bytes.u8(offset)), bits <= maximum else { return false }
            if bits == 0 { defaults += 1 }
            offset += 1 + (bits + 7) / 8
        }
        return offset == bytes.byteCount && defaults <= 1
    }

    /// A length in bits and as many bytes as it takes. Where the next starts; nil, said, when no address is that long.
    static func prefix(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, maximum: Int) throws(Truncation) -> Int? {
        let bits = Int(try bytes.u8(offset))
        if bits > maximum {
            d.put("(illegal prefix length)")
            return nil
        }
        try address(&d, bytes, offset + 1, bits, maximum: maximum)
        d.put("/", bits)
        return offset + 1 + (bits + 7) / 8
    }

    /// The first `bits` of an address; the others are zero whatever is there.
    private static func address(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ bits: Int, maximum: Int
    ) throws(Truncation) {
        let count = (bits + 7) / 8
        let source = try bytes.slice(offset, count)
        var high: UInt64 = 0
        var low: UInt64 = 0
        for index in 0..<count {
            var byte = try source.u8(index)
            if index == count - 1 && bits & 7 != 0 { byte &= 0xFF << UInt8(8 - bits & 7) }
            if index < 8 {
                high |= UInt64(byte) << UInt64(56 - index * 8)
            } else {
                low |= UInt64(byte) << UInt64(120 - index * 8)
            }
        }
        d.put(host: maximum == 32 ? HostAddress(ipv4: UInt32(high >> 32)) : HostAddress(ipv6: high, low))
    }

    // MARK: - By family

    /// The routes of a multi-protocol attribute, one to a line.
    static func familyRoutes(_ d: inout Dissector, _ afi: UInt16, _ safi: UInt8, _ bytes: RawSpan) throws(Truncation) {
        let maximum = afi == 1 ? 32 : 128
        let paths = safi < 4 && BGP.hasPaths(bytes, maximum: maximum)
        var offset = 0
        while offset < bytes.byteCount {
            var identifier: UInt32?
            if paths {
                identifier = try bytes.u32(offset)
                offset += 4
            }
            d.put(safi == 4 || safi >= 66 && safi != 132 ? "" : "\n\t      ")
            let next: Int?
            switch (afi, safi) {
            case (1, 132): next = try target(&d, bytes, offset)
            case (1, 5): next = try multicast(&d, bytes, offset)
            case (_, 1...3): next = try prefix(&d, bytes, offset, maximum: maximum)
            case (_, 4): next = try labelled(&d, bytes, offset, maximum: maximum, private: false)
            default: next = try labelled(&d, bytes, offset, maximum: maximum, private: true)
            }
            guard let next else { return }
            if let identifier { d.put("   Path Id: ", identifier) }
            offset = next
        }
    }

    static func decodes(_ afi: UInt16, _ safi: UInt8) -> Bool {
        switch (afi, safi) {
        case (1, 1...5), (1, 128...130), (1, 132), (2, 1...4), (2, 128...130): true
        default: false
        }
    }

    /// Labels of three bytes up to the bottom of the stack, a distinguisher when it is `private`, a prefix.
    private static func labelled(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, maximum: Int, private isPrivate: Bool
    ) throws(Truncation) -> Int? {
        let prefix = LabelledPrefix(try bytes.from(offset))
        let bits = try prefix.bits
        let extra = isPrivate ? 88 : 24
        if bits < extra || bits - extra > maximum {
            d.put("\n\t    (illegal prefix length)")
            return nil
        }
        let rest = bits - extra
        let label = try prefix.label
        let start = offset + LabelledPrefix.headerLength + (isPrivate ? Distinguisher.length : 0)
        try bytes.require((rest + 7) / 8, at: start)
        d.put("\n\t      ")
        if isPrivate {
            d.put("RD: ")
            try distinguisher(&d, bytes, offset + LabelledPrefix.headerLength)
            d.put(", ")
        }
        try address(&d, bytes, start, rest, maximum: maximum)
        d.put("/", rest)
        d.put(", label:", label >> 4)
        d.put(label & 1 != 0 ? " (bottom)" : " (BOGUS: Bottom of Stack NOT set!)")
        return start + (rest + 7) / 8
    }

    /// RFC 4364 4.2: an administrator's number, then one that it assigned.
    static func distinguisher(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        let distinguisher = Distinguisher(try bytes.from(offset))
        switch try distinguisher.type {
        case 0:
            d.put(system: UInt32(try distinguisher.system2))
            d.put(":", try distinguisher.assigned4, " (= ")
            d.put(numericHost: try distinguisher.assignedAddress)
            d.put(")")
        case 1:
            d.put(numericHost: try distinguisher.address)
            d.put(":", try distinguisher.assigned2)
        case 2:
            d.put(system: try distinguisher.system4)
            d.put(":", try distinguisher.assigned2, " (")
            d.put(numericHost: try distinguisher.address)
            d.put(":", try distinguisher.assigned2, ")")
        default:
            try bytes.require(Distinguisher.length, at: offset)
            d.put("unknown RD format")
        }
    }

    /// RFC 4684 4: an origin's number and as much of a route target as its length says.
    private static func target(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) throws(Truncation) -> Int? {
        let prefix = RouteTarget(try bytes.from(offset))
        let bits = try prefix.bits
        if bits == 0 {
            d.put("default route target")
            return offset + 1
        }
        if bits < 32 || bits > 96 {
            d.put("(illegal prefix length)")
            return nil
        }
        d.put("origin AS: ")
        d.put(system: try prefix.system)
        d.put(", route-target: ")
        let count = (bits - 32 + 7) / 8
        var target: UInt64 = 0
        for index in 0..<count {
            target |= UInt64(try bytes.u8(offset + RouteTarget.headerLength + index)) << UInt64(56 - index * 8)
        }
        targetText(&d, target)
        d.put("/", bits - 32)
        if count == 0 { return offset + RouteTarget.headerLength }
        d.put(" (")
        for index in stride(from: 0, to: count, by: 2) {
            if index > 0 { d.put(" ") }
            let word = UInt16(truncatingIfNeeded: target >> UInt64(48 - index * 8))
            if index + 1 < count { d.put(hex: word, 4) } else { d.put(hex: word >> 8, 2) }
        }
        d.put(")")
        return offset + RouteTarget.headerLength + count
    }

    private static func targetText(_ d: inout Dissector, _ target: UInt64) {
        let value = target & 0xFFFF_FFFF_FFFF
        switch target >> 48 {
        case 0: d.put("0:0")
        case 0x0002:
            d.put(system: UInt32(value >> 32))
            d.put(":", value & 0xFFFF_FFFF)
        case 0x0102:
            d.put(numericHost: HostAddress(ipv4: UInt32(value >> 16)))
            d.put(":", value & 0xFFFF)
        case 0x0202:
            d.put(system: UInt32(value >> 16))
            d.put(":", value & 0xFFFF)
        default: d.put("unknown route target format")
        }
    }

    // MARK: - Multicast VPN

    private static func multicast(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) throws(Truncation) -> Int? {
        let header = Parameter(try bytes.from(offset))
        let type = try header.type
        let size = try header.length
        d.put("Route-Type: ")
        d.put(BGP.multicastKind(type) ?? "Unknown")
        d.put(" (", type, "), length: ")
        d.put(size)
        // Of the others nothing is read, so that they need not be there.
        guard (1...3).contains(type) || (5...7).contains(type) else { return offset + Parameter.headerLength + size }
        let value = try header.value
        let route = MulticastRoute(value)
        switch type {
        case 1:
            try multicastDistinguisher(&d, value)
            d.put(", Originator ", host: size == 24 ? try route.originator6 : try route.originator)
        case 2:
            try multicastDistinguisher(&d, value)
            d.put(", Source-AS ", try route.sourceSystem)
        case 3:
            try multicastDistinguisher(&d, value)
            let next = try multicastGroup(&d, value, Distinguisher.length)
            d.put(", Originator ")
            try sized(&d, value, next)
        case 5:
            try multicastDistinguisher(&d, value)
            _ = try multicastGroup(&d, value, Distinguisher.length)
        case 6, 7:
            try multicastDistinguisher(&d, value)
            d.put(", Source-AS ", try route.sourceSystem)
            _ = try multicastGroup(&d, value, Distinguisher.length + 4)
        default: break
        }
        return offset + Parameter.headerLength + size
    }

    private static func multicastDistinguisher(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        try value.require(Distinguisher.length, at: 0)
        d.put(", RD: ")
        try distinguisher(&d, value, 0)
    }

    /// Source and group, each behind its length in bits.
    private static func multicastGroup(_ d: inout Dissector, _ value: RawSpan, _ offset: Int) throws(Truncation) -> Int
    {
        d.put(", Source ")
        let group = try bitSized(&d, value, offset)
        d.put(", Group ")
        return try bitSized(&d, value, group)
    }

    private static func bitSized(_ d: inout Dissector, _ value: RawSpan, _ offset: Int) throws(Truncation) -> Int {
        let field = SizedAddress(try value.from(offset))
        let bits = try field.bits
        switch bits {
        case 32: d.put(host: try field.ipv4)
        case 128: d.put(host: try field.ipv6)
        default: d.put("bogus address length ", bits / 8)
        }
        return offset + 1 + bits / 8
    }

    private static func sized(_ d: inout Dissector, _ value: RawSpan, _ offset: Int) throws(Truncation) {
        switch value.byteCount - offset {
        case 4: d.put(host: try value.ipv4(offset))
        case 16: d.put(host: try value.ipv6(offset))
        default: d.put("bogus address length ", value.byteCount - offset)
        }
    }
}
