import Packets

/// Elements of IS-IS with a value or two: protocols, restarts (RFC 5306), adjacencies (RFC 5303), topologies (RFC 5120),
/// checksums (RFC 3358), purges (RFC 6232), domains, shared risks (RFC 5307).
extension ISIS {
    /// Values of other elements.
    struct OtherValue: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var checksum: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Of originators.
        var count: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Of information between domains.
        var kind: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var autonomousSystem: UInt16 { get throws(Truncation) { try bytes.u16(1) } }
        var linkFlags: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
        func address(_ offset: Int) throws(Truncation) -> HostAddress { try bytes.ipv4(offset) }
        func group(_ offset: Int) throws(Truncation) -> UInt32 { try bytes.u32(offset) }
        /// Half octets of a prefix.
        func prefixLength(_ offset: Int) throws(Truncation) -> Int { Int(try bytes.u8(offset)) }
        var topology: TopologyWord { get throws(Truncation) { TopologyWord(word: try bytes.u16(0)) } }
        /// RFC 8667 3.
        var segmentFlags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var segmentRange: UInt32 { get throws(Truncation) { try bytes.u24(1) } }
        func label(_ offset: Int) throws(Truncation) -> UInt32 { try bytes.u24(offset) }
    }

    static func protocols(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        d.put("\n\t      NLPID(s): ")
        for index in 0..<value.byteCount {
            let identifier = try value.u8(index)
            d.put(Names.nlpidName(identifier) ?? "unknown")
            d.put(" (0x", hex: identifier, 2, ")")
            if index + 1 < value.byteCount { d.put(", ") }
        }
    }

    static func restart(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let restart = Restart(value)
        let size = value.byteCount
        if size < 1 { return }
        d.put("\n\t      Flags [")
        d.put(
            flags: UInt32(try restart.flags),
            [(1, "Restart Request"), (2, "Restart Acknowledgement"), (4, "Suppress adjacency advertisement")])
        d.put("]")
        if size < 3 { return }
        d.put(", Remaining holding time ", try restart.remaining, "s")
        if size == 9 { try system(&d, ", for ", restart.neighbour) }
    }

    /// RFC 5303 3.2.
    static func adjacency(_ d: inout Dissector, _ value: RawSpan, _ size: Int) throws(Truncation) {
        let adjacency = Adjacency(value)
        if size < 1 { return }
        let state = try adjacency.state
        d.put("\n\t      Adjacency State: ")
        d.put(state == 0 ? "Up" : state == 1 ? "Initializing" : state == 2 ? "Down" : "unknown")
        d.put(" (", state, ")")
        // Each part has its place; which are there, what is left of the length tells.
        var rest = size - 1
        if rest > 4 {
            d.put("\n\t      Extended Local circuit-ID: 0x", hex: try adjacency.circuit, 8)
            rest -= 4
        }
        if rest >= 6 {
            try system(&d, "\n\t      Neighbor System-ID: ", adjacency.neighbour)
            rest -= 6
        }
        if rest < 4 { return }
        d.put("\n\t      Neighbor Extended Local circuit-ID: 0x", hex: try adjacency.neighbourCircuit, 8)
    }

    /// RFC 5120 7: where the next field starts.
    static func topology(_ d: inout Dissector, _ value: RawSpan, _ offset: Int) throws(Truncation) -> Int {
        let word = try value.u16(offset)
        d.put("\n\t      ")
        switch word & 0x0FFF {
        case 0: d.put("IPv4 unicast")
        case 1: d.put("In-Band Management")
        case 2: d.put("IPv6 unicast")
        case 3: d.put("Multicast")
        // RFC 5120 gives the last hundred of these to experiments.
        case 4...4094: d.put("Reserved for IETF Consensus")
        default: d.put("Development, Experimental or Proprietary")
        }
        d.put(" Topology (0x", hex: word & 0x0FFF, 3, "), Flags: [")
        d.put(flags: UInt32(word), [(0x8000, "Overload bit set"), (0x4000, "ATT bit set")])
        d.put("]")
        return offset + 2
    }

    /// RFC 3358: over the whole unit.
    static func checksum(
        _ d: inout Dissector, _ bytes: RawSpan, _ value: RawSpan, _ position: Int, _ end: Int
    ) throws(Truncation) {
        if value.byteCount < 2 { return }
        let found = try OtherValue(value).checksum
        d.put("\n\t      checksum: 0x", hex: found, 4, " ")
        try osiChecksum(&d, bytes, found: found, from: 0, at: position, end: end)
    }

    static func originator(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size < 1 { return }
        if try OtherValue(value).count == 0 { return d.put(" No system IDs supplied") }
        if size < 7 { return }
        try system(&d, "\n\t      Purge Originator System-ID: ", value.slice(1, 6))
        if try OtherValue(value).count < 2 || size < 13 { return }
        try system(&d, "\n\t      Received from System-ID: ", value.slice(7, 6))
    }

    static func prefixNeighbours(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        if value.byteCount < 4 { return }
        d.put("\n\t      Metric Block")
        try metrics(&d, Metrics(value), lead: "\n\t\t  ")
        var offset = 4
        while offset < value.byteCount {
            let size = try OtherValue(value).prefixLength(offset)
            offset += 1
            if size < 2 { return d.put("\n\t\tAddress: prefix length ", size, " < 2") }
            if value.byteCount - offset < size / 2 { return }
            d.put("\n\t\tAddress: ")
            d.put(networkAddress: try value.slice(offset, size / 2))
            d.put("/", size * 4)
            offset += size / 2
        }
    }

    static func domain(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        if value.byteCount < 1 { return }
        let kind = try OtherValue(value).kind
        d.put("\n\t      Inter-Domain Information Type: ")
        switch kind {
        case 0: d.put("Reserved")
        case 1: d.put("Routing-Domain Specific")
        case 2: d.put("AS Number Tag")
        default: d.put("Unknown (0x", hex: kind, 2, ")")
        }
        if kind == 2 {
            if value.byteCount >= 3 { d.put("AS Number: ", try OtherValue(value).autonomousSystem) }
        } else {
            try d.dumpHex(value.from(1), value.byteCount - 1, lead: "\n\t      ")
        }
    }

    static func sharedRisk(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size < 7 { return }
        let risk = OtherValue(value)
        try system(&d, "\n\t      IS Neighbor: ", value.slice(0, 7))
        if size < 8 { return }
        let isNumbered = try risk.linkFlags & 1 != 0
        d.put(isNumbered ? ", Flags: [numbered]" : ", Flags: [unnumbered]")
        if size < 12 { return }
        d.put("\n\t      IPv4 interface address: ", host: try risk.address(8))
        if size < 16 { return }
        d.put("\n\t      IPv4 neighbor address: ", host: try risk.address(12))
        var offset = 16
        while offset + 4 <= size {
            d.put("\n\t      Link-ID: 0x", hex: try risk.group(offset), 8)
            offset += 4
        }
    }
}
