import Packets

/// The elements of IS-IS (ISO/IEC 10589 9; RFC 1195, RFC 5120, RFC 5303, RFC 5305, RFC 5308, RFC 8706).
extension ISIS {
    static func elements(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ end: Int) throws(Truncation) {
        var offset = start
        while offset < end {
            if offset + Element.headerLength > end {
                throw Truncation(offset: offset, need: Element.headerLength, have: end - offset)
            }
            let element = Element(try bytes.from(offset))
            let type = try element.type
            let size = try element.length
            d.put("\n\t    ")
            d.put(ISIS.element(type) ?? "unknown")
            d.put(" TLV #", type, ", length: ")
            d.put(size)
            offset += Element.headerLength
            if offset + size > end { throw Truncation(offset: offset, need: size, have: end - offset) }
            // What padding holds is not looked at, so it may be missing.
            if type == 8 && !bytes.has(size, at: offset) {
                offset += size
                continue
            }
            // What was captured of a value is told before the mark that it is cut.
            let value = try bytes.from(offset).upTo(size)
            if type == 240 {
                try adjacency(&d, bytes.from(offset), size)
            } else if type == 135 || 235...237 ~= type {
                try extendedRoutes(&d, type, bytes.from(offset), size)
            } else if type == 12 {
                try checksum(&d, bytes, value, offset, end)
            } else if try !elementValue(&d, type, value, size) && d.verbosity <= 1 {
                try d.dumpHex(value, size, lead: "\n\t\t")
            }
            if type != 240 { try bytes.require(size, at: offset) }
            if d.verbosity > 1 { try d.dumpHex(value, size, lead: "\n\t      ") }
            offset += size
        }
    }

    static func element(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "Area address(es)"
        case 2: "IS Reachability"
        case 3: "ES Neighbor(s)"
        case 4: "Partition DIS"
        case 5: "Prefix Neighbors"
        case 6: "IS Neighbor(s)"
        case 7: "Instance Identifier"
        case 8: "Padding"
        case 9: "LSP entries"
        case 10: "Authentication"
        case 12: "Checksum"
        case 13: "Purge Originator Identifier"
        case 14: "LSP Buffersize"
        case 22: "Extended IS Reachability"
        case 24: "IS Alias ID"
        case 42: "DECnet Phase IV"
        case 66: "Lucent Proprietary"
        case 128: "IPv4 Internal Reachability"
        case 129: "Protocols supported"
        case 130: "IPv4 External Reachability"
        case 131: "Inter-Domain Information Type"
        case 132: "IPv4 Interface address(es)"
        case 133: "IPv4 authentication (deprecated)"
        case 134: "Traffic Engineering Router ID"
        case 135: "Extended IPv4 Reachability"
        case 137: "Hostname"
        case 138: "Shared Risk Link Group"
        case 143: "Multi-Topology-Aware Port Capability"
        case 144: "Multi-Topology Capability"
        case 211: "Restart Signaling"
        case 222: "Multi Topology IS Reachability"
        case 229: "Multi Topology"
        case 232: "IPv6 Interface address(es)"
        case 235: "Multi-Topology IPv4 Reachability"
        case 236: "IPv6 reachability"
        case 237: "Multi-Topology IP6 Reachability"
        case 240: "Point-to-point Adjacency State"
        case 242: "IS-IS Router Capability"
        case 250: "Vendor Private"
        default: nil
        }
    }

    /// False when the type is not decoded.
    private static func elementValue(
        _ d: inout Dissector, _ type: UInt8, _ value: RawSpan, _ size: Int
    ) throws(Truncation) -> Bool {
        switch type {
        case 1: try areas(&d, value)
        case 2: try neighbours(&d, value)
        case 3: try endSystems(&d, value)
        case 4:
            if size >= 6 { try system(&d, "\n\t      ", value.slice(0, 6)) }
        case 5: try prefixNeighbours(&d, value)
        case 6:
            for offset in stride(from: 0, to: size - 5, by: 6) {
                try system(&d, "\n\t      SNPA: ", value.slice(offset, 6))
            }
        case 7: try instance(&d, value, size)
        case 8: break
        case 9: try entries(&d, value)
        case 10: try authentication(&d, value)
        case 13: try originator(&d, value)
        case 14: if size >= 2 { d.put("\n\t      LSP Buffersize: ", try ElementValue(value).bufferSize) }
        case 22, 24, 222: try extendedNeighbours(&d, type, value)
        case 128, 130: try routes(&d, value)
        case 129: try protocols(&d, value)
        case 131: try domain(&d, value)
        case 132:
            for offset in stride(from: 0, to: size - 3, by: 4) {
                d.put("\n\t      IPv4 interface address: ", host: try value.ipv4(offset))
            }
        case 134:
            if size >= 4 { d.put("\n\t      Traffic Engineering Router ID: ", host: try ElementValue(value).router) }
        case 137:
            d.put("\n\t      Hostname: ")
            d.put(text: value)
        case 138: try sharedRisk(&d, value)
        case 143: try portCapability(&d, value)
        case 144: try topologyCapability(&d, value)
        case 211: try restart(&d, value)
        case 229:
            var offset = 0
            while offset + 2 <= size { offset = try topology(&d, value, offset) }
            if offset < size { d.put("\n\t      invalid MT-ID") }
        case 232:
            for offset in stride(from: 0, to: size - 15, by: 16) {
                d.put("\n\t      IPv6 interface address: ", host: try value.ipv6(offset))
            }
        case 242: try capability(&d, value)
        case 250:
            if size >= 3 {
                let vendor = try ElementValue(value).vendor
                d.put("\n\t      Vendor: ")
                d.put(Names.organisationName(vendor) ?? "Unknown")
                d.put(" (", vendor, ")")
                try d.dumpHex(value.from(3), size - 3, lead: "\n\t\t")
            }
        default: return false
        }
        return true
    }

    /// RFC 7981 2.
    private static func capability(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let capability = Capability(value)
        let size = value.byteCount
        if size < Capability.headerLength {
            d.put(" [object length ", size, " < 5]")
            return d.markInvalid()
        }
        d.put("\n\t      Router-ID ", host: try capability.router)
        d.put(", Flags [")
        d.put(flags: UInt32(try capability.flags), [(0x01, "S bit"), (0x02, "D bit")])
        d.put("]")
        try capabilities(&d, capability.elements)
    }

    private static func areas(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        var offset = 0
        while offset < value.byteCount {
            let count = Int(try value.u8(offset))
            offset += 1
            if count > value.byteCount - offset { return }
            d.put("\n\t      Area address (length: ", count, "): ")
            d.put(networkAddress: try value.slice(offset, count))
            offset += count
        }
    }

    // MARK: - Metrics of the first version

    static func metrics(_ d: inout Dissector, _ metrics: Metrics, lead: StaticString) throws(Truncation) {
        let first = try metrics.standard
        d.put(", Default Metric: ", first & 0x3F, ", ")
        d.put(first & 0x40 != 0 ? "External" : "Internal")
        optionalMetric(&d, "Delay", try metrics.delay, lead)
        optionalMetric(&d, "Expense", try metrics.expense, lead)
        optionalMetric(&d, "Error", try metrics.error, lead)
    }

    private static func optionalMetric(
        _ d: inout Dissector, _ name: StaticString, _ metric: UInt8, _ lead: StaticString
    ) {
        if metric & 0x80 != 0 { return }
        d.put(lead)
        d.put(name)
        d.put(" Metric: ", metric & 0x3F, ", ")
        d.put(metric & 0x40 != 0 ? "External" : "Internal")
    }

    private static func neighbours(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size < 1 { return }
        let isVirtual = try ElementValue(value).isVirtual
        switch isVirtual {
        case 0: d.put("\n\t      IsNotVirtual")
        case 1: d.put("\n\t      IsVirtual")
        default: d.put("\n\t      bogus virtual flag 0x", hex: isVirtual, 2)
        }
        var offset = 1
        while offset + 11 <= size {
            let metrics = Metrics(try value.from(offset))
            try system(&d, "\n\t      IS Neighbor: ", metrics.neighbour)
            try ISIS.metrics(&d, metrics, lead: "\n\t\t  ")
            offset += 11
        }
    }

    private static func endSystems(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        var offset = 0
        while offset + 10 <= value.byteCount {
            let metrics = Metrics(try value.from(offset))
            try system(&d, "\n\t      ES Neighbor: ", metrics.endSystem)
            try ISIS.metrics(&d, metrics, lead: "\n\t\t  ")
            offset += 10
        }
    }

    private static func routes(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        var offset = 0
        while offset < size {
            if size - offset < Route.length {
                d.put("short IPv4 Reachability (", size - offset, " vs 12)")
                return
            }
            let route = Route(try value.from(offset))
            let metrics = Metrics(try value.from(offset))
            let mask = try route.mask
            d.put("\n\t      IPv4 prefix: ")
            let bits = mask.leadingZeroBitCount == 32 ? 0 : 32 - mask.trailingZeroBitCount
            if bits == (~mask).leadingZeroBitCount {
                d.put(padded: try route.address, 15)
                d.put("/", bits)
            } else {
                d.put(numericHost: try route.address)
                d.put(" mask ")
                d.put(numericHost: try route.maskAddress)
            }
            let first = try metrics.standard
            d.put(", Distribution: ")
            d.put(first & 0x80 != 0 ? "down" : "up")
            d.put(", Metric: ", first & 0x3F, ", ")
            d.put(first & 0x40 != 0 ? "External" : "Internal")
            optionalMetric(&d, "Delay", try metrics.delay, "\n\t        ")
            optionalMetric(&d, "Expense", try metrics.expense, "\n\t        ")
            optionalMetric(&d, "Error", try metrics.error, "\n\t        ")
            offset += Route.length
        }
    }

    // MARK: - Others

    private static func instance(_ d: inout Dissector, _ value: RawSpan, _ size: Int) throws(Truncation) {
        if size < 4 { return }
        d.put("\n\t      Instance ID: ", try ElementValue(value).instance)
        d.put(", ITIDs(", (size - 2) / 2, "): ")
        for offset in stride(from: 2, to: size - 1, by: 2) {
            d.put(try value.u16(offset))
            if offset + 4 <= size { d.put(", ") }
        }
    }

    private static func entries(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        for offset in stride(from: 0, to: value.byteCount - 15, by: Entry.length) {
            let entry = Entry(try value.from(offset))
            try system(&d, "\n\t      lsp-id: ", entry.identifier)
            d.put(", seq: 0x", hex: try entry.sequence, 8)
            d.put(", lifetime: ")
            d.put(try entry.lifetime, width: 5)
            d.put("s, chksum: 0x", hex: try entry.checksum, 4)
        }
    }

    private static func authentication(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size < 1 { return }
        let authentication = Authentication(value)
        let kind = try authentication.type
        d.put("\n\t      ")
        switch kind {
        case 1:
            d.put("simple text password: ")
            d.put(text: try authentication.value)
        case 54:
            d.put("HMAC-MD5 password: ")
            for index in 1..<Swift.max(1, size) { d.put(hex: try value.u8(index), 2) }
            if size != 17 { d.put(", (invalid subTLV) ") }
            d.put(" (unchecked)")
        case 3:
            d.put("Generic Crypto key-id: ")
            if size < 3 { return }
            d.put("", try authentication.key, ", password: ")
            for index in 3..<size { d.put(hex: try value.u8(index), 2) }
        default:
            d.put(kind == 255 ? "Routing Domain private password: " : "unknown Authentication type 0x")
            if kind != 255 { d.put("", hex: kind, 2, ": ") }
            try d.dumpHex(authentication.value, size - 1, lead: "\n\t\t  ")
        }
    }
}
