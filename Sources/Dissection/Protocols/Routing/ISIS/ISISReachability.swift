import Packets

/// Wide metrics of IS-IS (RFC 5305, RFC 5308, RFC 5120): neighbours and prefixes, each with elements of its own.
extension ISIS {
    static func extendedNeighbours(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        var offset = type == 222 ? try topology(&d, value, 0) : 0
        while offset < size {
            try system(&d, "\n\t      IS Neighbor: ", value.slice(offset, 7))
            offset += 7
            if type != 24 {
                d.put(", Metric: ", try value.u24(offset))
                offset += 3
            }
            let inner = Int(try value.u8(offset))
            offset += 1
            if inner == 0 {
                d.put(", no sub-TLVs present")
                continue
            }
            d.put(", sub-TLVs present (", inner, ")")
            if try !ISIS.inner(&d, value.from(offset), inner, neighbour: true) { return }
            offset += inner
        }
    }

    static func extendedRoutes(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan) throws(Truncation) {
        var offset = type == 235 || type == 237 ? try topology(&d, value, 0) : 0
        let isIPv6 = type == 236 || type == 237
        while offset < value.byteCount {
            let route = WideRoute(try value.from(offset))
            let metric = try route.metric
            let flags = try route.flags
            let bits = isIPv6 ? Int(try route.bits) : Int(flags & 0x3F)
            offset += isIPv6 ? 6 : 5
            d.put(isIPv6 ? "\n\t      IPv6 prefix: " : "\n\t      IPv4 prefix: ")
            if bits > (isIPv6 ? 128 : 32) {
                d.put("bad bit length ", bits)
                throw Truncation(offset: offset, need: 1, have: 0)
            }
            let count = (bits + 7) / 8
            try prefix(&d, value.slice(offset, count), isIPv6)
            d.put("/", bits)
            offset += count
            d.put(", Distribution: ")
            d.put(flags & 0x80 != 0 ? "down" : "up")
            d.put(", Metric: ", metric)
            if isIPv6 { d.put(flags & 0x40 != 0 ? ", External" : ", Internal") }
            if flags & (isIPv6 ? 0x20 : 0x40) == 0 { continue }
            let inner = Int(try value.u8(offset))
            offset += 1
            if inner == 0 { continue }
            d.put(", sub-TLVs present (", inner, ")")
            if try !ISIS.inner(&d, value.from(offset), inner, neighbour: false) { return }
            offset += inner
        }
    }

    private static func prefix(_ d: inout Dissector, _ bytes: RawSpan, _ isIPv6: Bool) throws(Truncation) {
        var (high, low) = (UInt64(0), UInt64(0))
        for index in 0..<bytes.byteCount {
            let byte = UInt64(try bytes.u8(index))
            if index < 8 { high |= byte << UInt64(56 - index * 8) } else { low |= byte << UInt64(120 - index * 8) }
        }
        if isIPv6 {
            d.put(numericHost: HostAddress(ipv6: high, low))
        } else {
            d.put(padded: HostAddress(ipv4: UInt32(high >> 32)), 15)
        }
    }

    /// Elements within an element; false when they break off.
    private static func inner(_ d: inout Dissector, _ bytes: RawSpan, _ total: Int, neighbour: Bool) throws(Truncation)
        -> Bool
    {
        var offset = 0
        while offset < total {
            if total - offset < Element.headerLength || bytes.byteCount - offset < Element.headerLength {
                d.put("\n\t        Remaining data in TLV shorter than a subTLV header")
                return false
            }
            let element = Element(try bytes.from(offset))
            let type = try element.type
            let size = try element.length
            d.put("\n\t        ")
            d.put(
                neighbour
                    ? ISIS.linkElement(type) ?? "unknown" : ISIS.prefixElement(type) ?? "unknown")
            d.put(" subTLV #", type, ", length: ")
            d.put(size)
            offset += Element.headerLength
            if size > total - offset || size > bytes.byteCount - offset {
                d.put(" (remaining data in subTLVs shorter than the current subTLV)")
                return false
            }
            let value = try bytes.slice(offset, size)
            if neighbour { try linkValue(&d, type, value) } else { try prefixValue(&d, type, value) }
            offset += size
        }
        return true
    }

    private static func linkElement(_ type: UInt8) -> StaticString? {
        switch type {
        case 3: "Administrative groups"
        case 4: "Link Local/Remote Identifier"
        case 5: "Link Remote Identifier"
        case 6: "IPv4 interface address"
        case 8: "IPv4 neighbor address"
        case 9: "Maximum link bandwidth"
        case 10: "Reservable link bandwidth"
        case 11: "Unreserved bandwidth"
        case 18: "Traffic Engineering Metric"
        case 20: "Link Protection Type"
        case 21: "Interface Switching Capability"
        case 22: "Bandwidth Constraints"
        default: nil
        }
    }

    private static func prefixElement(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "32-Bit Administrative tag"
        case 2: "64-Bit Administrative tag"
        case 117: "Management Prefix Color"
        default: nil
        }
    }

    private static func linkValue(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan) throws(Truncation) {
        let link = LinkValue(value)
        let size = value.byteCount
        switch type {
        case 3: if size >= 4 { d.put(", 0x", hex: try link.groups, 8) }
        case 4, 5:
            if size >= 4 { d.put(", 0x", hex: try link.local, 8) }
            if size == 8 { d.put(", 0x", hex: try link.remote, 8) }
        case 6, 8: if size >= 4 { d.put(", ", host: try link.address) }
        case 9, 10:
            if size < 4 { return }
            d.put(", ")
            d.putMegabits(try link.bandwidth)
            d.put(" Mbps")
        case 11:
            if size < 32 { return }
            for index in 0..<8 {
                d.put("\n\t          TE-Class ", index, ": ")
                d.putMegabits(Float(bitPattern: try value.u32(index * 4)))
                d.put(" Mbps")
            }
        case 18: if size == 3 { d.put(", ", try link.metric) }
        case 20, 21, 22: break
        default: if d.verbosity <= 1 { try d.dumpHex(value, size, lead: "\n\t\t    ") }
        }
    }

    private static func prefixValue(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan) throws(Truncation) {
        switch type {
        case 1:
            for offset in stride(from: 0, to: value.byteCount - 3, by: 4) {
                let tag = try value.u32(offset)
                d.put(", 0x", hex: tag, 8, " (=")
                d.put(tag)
                d.put(")")
            }
        case 2:
            for offset in stride(from: 0, to: value.byteCount - 7, by: 8) {
                d.put(", 0x", hex: try value.u64(offset), 16)
            }
        case 117: break
        default: if d.verbosity <= 1 { try d.dumpHex(value, value.byteCount, lead: "\n\t\t    ") }
        }
    }
}
