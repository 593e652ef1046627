import Packets

/// The elements of IS-IS (ISO/IEC 10589 9; RFC 1195, RFC 5120, RFC 5303, RFC 5305, RFC 5308, RFC 8706).
extension Dissector {
    mutating func isisElements(_ bytes: RawSpan, _ start: Int, _ end: Int) throws(Truncation) {
        var offset = start
        while offset < end {
            if offset + 2 > end { throw Truncation(offset: offset, need: 2, have: end - offset) }
            let type = try bytes.u8(offset)
            let size = Int(try bytes.u8(offset + 1))
            put("\n\t    ")
            put(Dissector.isisElement(type) ?? "unknown")
            put(" TLV #", type, ", length: ")
            put(size)
            offset += 2
            if offset + size > end { throw Truncation(offset: offset, need: size, have: end - offset) }
            // What padding holds is not looked at, so it may be missing.
            if type == 8 && !bytes.has(size, at: offset) {
                offset += size
                continue
            }
            let value = try bytes.slice(offset, size)
            if type == 240 {
                try isisAdjacency(bytes.from(offset), size)
            } else if try !isisElementValue(type, value) && verbosity <= 1 {
                try dumpHex(value, size, lead: "\n\t\t")
            }
            if verbosity > 1 { try dumpHex(value, size, lead: "\n\t      ") }
            offset += size
        }
    }

    static func isisElement(_ type: UInt8) -> StaticString? {
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

    /// False when nobody decodes the type.
    private mutating func isisElementValue(_ type: UInt8, _ value: RawSpan) throws(Truncation) -> Bool {
        let size = value.byteCount
        switch type {
        case 1: try isisAreas(value)
        case 2: try isisNeighbours(value)
        case 3: try isisEndSystems(value)
        case 6:
            for offset in stride(from: 0, to: size - 5, by: 6) { try isisSystem("\n\t      SNPA: ", value, offset, 6) }
        case 7: try isisInstance(value)
        case 8: break
        case 9: try isisEntries(value)
        case 10: try isisAuthentication(value)
        case 14: if size >= 2 { put("\n\t      LSP Buffersize: ", try value.u16(0)) }
        case 22, 24, 222: try isisExtendedNeighbours(type, value)
        case 128, 130: try isisRoutes(value)
        case 129: try isisProtocols(value)
        case 132:
            for offset in stride(from: 0, to: size - 3, by: 4) {
                put("\n\t      IPv4 interface address: ", host: try value.ipv4(offset))
            }
        case 134: if size >= 4 { put("\n\t      Traffic Engineering Router ID: ", host: try value.ipv4(0)) }
        case 135, 235, 236, 237: try isisExtendedRoutes(type, value)
        case 137:
            put("\n\t      Hostname: ")
            put(text: value)
        case 211: try isisRestart(value)
        case 229:
            var offset = 0
            while offset + 2 <= size { offset = try isisTopology(value, offset) }
        case 232:
            for offset in stride(from: 0, to: size - 15, by: 16) {
                put("\n\t      IPv6 interface address: ", host: try value.ipv6(offset))
            }
        case 242: try isisCapability(value)
        default: return false
        }
        return true
    }

    /// RFC 7981 2.
    private mutating func isisCapability(_ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size < 5 {
            put(" [object length ", size, " < 5]")
            return markInvalid()
        }
        put("\n\t      Router-ID ", host: try value.ipv4(0))
        put(", Flags [")
        put(flags: UInt32(try value.u8(4)), [(0x01, "S bit"), (0x02, "D bit")])
        put("]")
        if size > 5 { try dumpHex(value.from(5), size - 5, lead: "\n\t\t") }
    }

    private mutating func isisAreas(_ value: RawSpan) throws(Truncation) {
        var offset = 0
        while offset < value.byteCount {
            let count = Int(try value.u8(offset))
            offset += 1
            if count > value.byteCount - offset { return }
            put("\n\t      Area address (length: ", count, "): ")
            put(networkAddress: try value.slice(offset, count))
            offset += count
        }
    }

    /// `49.000a.0102`: the first byte, then pairs.
    mutating func put(networkAddress bytes: RawSpan) {
        if bytes.byteCount < 1 || bytes.byteCount > 20 { return put("isonsap_string: illegal length") }
        for index in 0..<bytes.byteCount {
            put(hex: unsafe bytes.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self), 2)
            if index & 1 == 0 && index + 1 < bytes.byteCount { put(".") }
        }
    }

    // MARK: - Metrics of the first version

    private mutating func isisMetrics(_ value: RawSpan, _ offset: Int, lead: StaticString) throws(Truncation) {
        let first = try value.u8(offset)
        put(", Default Metric: ", first & 0x3F, ", ")
        put(first & 0x40 != 0 ? "External" : "Internal")
        try isisOptionalMetric("Delay", value, offset + 1, lead)
        try isisOptionalMetric("Expense", value, offset + 2, lead)
        try isisOptionalMetric("Error", value, offset + 3, lead)
    }

    private mutating func isisOptionalMetric(
        _ name: StaticString, _ value: RawSpan, _ offset: Int, _ lead: StaticString
    ) throws(Truncation) {
        let metric = try value.u8(offset)
        if metric & 0x80 != 0 { return }
        put(lead)
        put(name)
        put(" Metric: ", metric & 0x3F, ", ")
        put(metric & 0x40 != 0 ? "External" : "Internal")
    }

    private mutating func isisNeighbours(_ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size < 1 { return }
        switch try value.u8(0) {
        case 0: put("\n\t      IsNotVirtual")
        case 1: put("\n\t      IsVirtual")
        default: put("\n\t      bogus virtual flag 0x", hex: try value.u8(0), 2)
        }
        var offset = 1
        while offset + 11 <= size {
            try isisSystem("\n\t      IS Neighbor: ", value, offset + 4, 7)
            try isisMetrics(value, offset, lead: "\n\t\t  ")
            offset += 11
        }
    }

    private mutating func isisEndSystems(_ value: RawSpan) throws(Truncation) {
        var offset = 0
        while offset + 10 <= value.byteCount {
            try isisSystem("\n\t      ES Neighbor: ", value, offset + 4, 6)
            try isisMetrics(value, offset, lead: "\n\t\t  ")
            offset += 10
        }
    }

    private mutating func isisRoutes(_ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        var offset = 0
        while offset < size {
            if size - offset < 12 {
                put("short IPv4 Reachability (", size - offset, " vs 12)")
                return
            }
            let mask = try value.u32(offset + 8)
            put("\n\t      IPv4 prefix: ")
            let bits = mask.leadingZeroBitCount == 32 ? 0 : 32 - mask.trailingZeroBitCount
            if bits == (~mask).leadingZeroBitCount {
                put(padded: try value.ipv4(offset + 4), 15)
                put("/", bits)
            } else {
                put(numericHost: try value.ipv4(offset + 4))
                put(" mask ")
                put(numericHost: try value.ipv4(offset + 8))
            }
            let first = try value.u8(offset)
            put(", Distribution: ")
            put(first & 0x80 != 0 ? "down" : "up")
            put(", Metric: ", first & 0x3F, ", ")
            put(first & 0x40 != 0 ? "External" : "Internal")
            try isisOptionalMetric("Delay", value, offset + 1, "\n\t        ")
            try isisOptionalMetric("Expense", value, offset + 2, "\n\t        ")
            try isisOptionalMetric("Error", value, offset + 3, "\n\t        ")
            offset += 12
        }
    }

    /// An address, filled with blanks on the left.
    mutating func put(padded address: HostAddress, _ width: Int) {
        let start = out.count
        put(numericHost: address)
        let fill = width - (out.count - start)
        if fill <= 0 { return }
        cut(to: start)
        for _ in 0..<fill { put(" ") }
        put(numericHost: address)
    }

    // MARK: - Others

    private mutating func isisInstance(_ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size < 4 { return }
        put("\n\t      Instance ID: ", try value.u16(0))
        put(", ITIDs(", (size - 2) / 2, "): ")
        for offset in stride(from: 2, to: size - 1, by: 2) {
            if offset > 2 { put(", ") }
            put(try value.u16(offset))
        }
    }

    private mutating func isisEntries(_ value: RawSpan) throws(Truncation) {
        for offset in stride(from: 0, to: value.byteCount - 15, by: 16) {
            try isisSystem("\n\t      lsp-id: ", value, offset + 2, 8)
            put(", seq: 0x", hex: try value.u32(offset + 10), 8)
            put(", lifetime: ")
            put(try value.u16(offset), width: 5)
            put("s, chksum: 0x", hex: try value.u16(offset + 14), 4)
        }
    }

    private mutating func isisAuthentication(_ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size < 1 { return }
        let kind = try value.u8(0)
        put("\n\t      ")
        switch kind {
        case 1:
            put("simple text password: ")
            put(text: try value.from(1))
        case 54:
            put("HMAC-MD5 password: ")
            for index in 1..<Swift.max(1, size) { put(hex: try value.u8(index), 2) }
            if size != 17 { put(", (invalid subTLV) ") }
            put(" (unchecked)")
        case 3:
            put("Generic Crypto key-id: ", try value.u16(1), ", password: ")
            for index in 3..<size { put(hex: try value.u8(index), 2) }
        default:
            put(kind == 255 ? "Routing Domain private password: " : "unknown type 0x")
            if kind != 255 { put(hex: kind, 2) }
            try dumpHex(value.from(1), size - 1, lead: "\n\t\t  ")
        }
    }

    private mutating func isisProtocols(_ value: RawSpan) throws(Truncation) {
        put("\n\t      NLPID(s): ")
        for index in 0..<value.byteCount {
            let identifier = try value.u8(index)
            put(Dissector.osiName(identifier) ?? "unknown")
            put(" (0x", hex: identifier, 2, ")")
            if index + 1 < value.byteCount { put(", ") }
        }
    }

    private mutating func isisRestart(_ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size < 1 { return }
        put("\n\t      Flags [")
        put(
            flags: UInt32(try value.u8(0)),
            [(1, "Restart Request"), (2, "Restart Acknowledgement"), (4, "Suppress adjacency advertisement")])
        put("]")
        if size < 3 { return }
        put(", Remaining holding time ", try value.u16(1), "s")
        if size == 9 { try isisSystem(", for ", value, 3, 6) }
    }

    /// RFC 5303 3.2.
    private mutating func isisAdjacency(_ value: RawSpan, _ size: Int) throws(Truncation) {
        if size < 1 { return }
        let state = try value.u8(0)
        put("\n\t      Adjacency State: ")
        put(state == 0 ? "Up" : state == 1 ? "Initializing" : state == 2 ? "Down" : "unknown")
        put(" (", state, ")")
        // Each part has its place; which are there, what is left of the length tells.
        var rest = size - 1
        if rest > 4 {
            put("\n\t      Extended Local circuit-ID: 0x", hex: try value.u32(1), 8)
            rest -= 4
        }
        if rest >= 6 {
            try isisSystem("\n\t      Neighbor System-ID: ", value, 5, 6)
            rest -= 6
        }
        if rest < 4 { return }
        put("\n\t      Neighbor Extended Local circuit-ID: 0x", hex: try value.u32(11), 8)
    }

    /// RFC 5120 7: where the next field starts.
    mutating func isisTopology(_ value: RawSpan, _ offset: Int) throws(Truncation) -> Int {
        let word = try value.u16(offset)
        put("\n\t      ")
        switch word & 0x0FFF {
        case 0: put("IPv4 unicast")
        case 1: put("In-Band Management")
        case 2: put("IPv6 unicast")
        case 3: put("Multicast")
        case 4...4094: put("Development, Experimental or Proprietary")
        default: put("Development, Experimental or Proprietary")
        }
        put(" Topology (0x", hex: word & 0x0FFF, 3, "), Flags: [")
        put(flags: UInt32(word), [(0x8000, "Overload bit set"), (0x4000, "ATT bit set")])
        put("]")
        return offset + 2
    }
}
