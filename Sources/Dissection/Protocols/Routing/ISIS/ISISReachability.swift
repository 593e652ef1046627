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
            offset += try ISIS.linkElements(&d, value.from(offset), inner)
        }
    }

    /// The entries of `bytes`, which may go on behind the `size` octets of the element: tcpdump sees that afterwards.
    static func extendedRoutes(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ size: Int
    ) throws(Truncation) {
        var offset = type == 235 || type == 237 ? try topology(&d, bytes, 0) : 0
        let isIPv6 = type == 236 || type == 237
        while offset < size {
            let start = offset
            let route = WideRoute(try bytes.from(offset))
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
            try prefix(&d, bytes.slice(offset, count), isIPv6)
            d.put("/", bits)
            offset += count
            d.put(", Distribution: ")
            d.put(flags & 0x80 != 0 ? "down" : "up")
            d.put(", Metric: ", metric)
            if isIPv6 { d.put(flags & 0x40 != 0 ? ", External" : ", Internal") }
            if flags & (isIPv6 ? 0x20 : 0x40) != 0 {
                let inner = Int(try bytes.u8(offset))
                offset += 1
                if inner != 0 {
                    d.put(", sub-TLVs present (", inner, ")")
                    try prefixElements(&d, bytes.from(offset), inner)
                    offset += inner
                }
            }
            if offset > size {
                d.put(" [remaining tlv length ", size - start, " < ")
                d.put("", offset - start, "]")
                return d.markInvalid()
            }
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

    /// Elements of a neighbour, `total` octets; gives how much of `bytes` they take.
    private static func linkElements(_ d: inout Dissector, _ bytes: RawSpan, _ total: Int) throws(Truncation) -> Int {
        var offset = 0
        while offset < total {
            if bytes.byteCount - offset < Element.headerLength {
                d.put("\n\t        Remaining data in TLV shorter than a subTLV header")
                return bytes.byteCount
            }
            if total - offset < Element.headerLength {
                d.put("\n\t        Remaining data in subTLVs shorter than a subTLV header")
                return total
            }
            let element = Element(try bytes.from(offset))
            let type = try element.type
            let size = try element.length
            d.put("\n\t        ")
            d.put(ISIS.linkElement(type) ?? "unknown")
            d.put(" subTLV #", type, ", length: ")
            d.put(size)
            offset += Element.headerLength
            if size > total - offset {
                d.put(" (remaining data in subTLVs shorter than the current subTLV)")
                return total
            }
            if size > bytes.byteCount - offset {
                d.put(" (> remaining tlv length)")
                return bytes.byteCount
            }
            try linkValue(&d, type, bytes.slice(offset, size))
            offset += size
        }
        return total
    }

    /// Elements of a prefix, `total` octets, whatever their own lengths say.
    private static func prefixElements(_ d: inout Dissector, _ bytes: RawSpan, _ total: Int) throws(Truncation) {
        var offset = 0
        while offset < total {
            let element = Element(try bytes.from(offset))
            let type = try element.type
            let size = try element.length
            d.put("\n\t        ")
            d.put(ISIS.prefixElement(type) ?? "unknown")
            d.put(" subTLV #", type, ", length: ")
            d.put(size)
            offset += Element.headerLength
            try prefixValue(&d, type, bytes.slice(offset, size))
            offset += size
        }
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
