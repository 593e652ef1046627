import Packets

/// Elements of IS-IS that bring elements of their own: topologies and shortest path bridging (RFC 6329), capabilities of
/// routers (RFC 7981, RFC 8667).
extension ISIS {
    /// An element within an element.
    struct Inner: ~Escapable {
        static let size = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var length: Int { get throws(Truncation) { Int(try bytes.u8(1)) } }
    }

    /// A topology's identifier and flags.
    struct TopologyWord {
        let word: UInt16
        var hasOverload: UInt16 { word >> 15 }
        var reserved: UInt16 { word >> 12 & 7 }
        var portReserved: UInt16 { word >> 12 }
        var identifier: UInt16 { word & 0xFFF }
    }

    /// Values of shortest path bridging (RFC 6329 13 to 16).
    struct Bridging: ~Escapable {
        /// Octets of a configuration's identifier.
        static let configuration = 51
        static let digestSize = 33
        static let instanceSize = 19
        static let treeSize = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var format: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        static let name = 1
        var revision: UInt16 { get throws(Truncation) { try bytes.u16(33) } }
        func digest(_ index: Int) throws(Truncation) -> UInt8 { try bytes.u8(35 + index) }
        var agreement: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        func agreementDigest(_ index: Int) throws(Truncation) -> UInt32 { try bytes.u32(1 + 4 * index) }
        func algorithm(_ offset: Int) throws(Truncation) -> UInt32 { try bytes.u32(offset) }
        func base(_ offset: Int) throws(Truncation) -> UInt16 { try bytes.u16(offset) }
        var rootHigh: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var rootLow: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var pathCost: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var priority: UInt16 { get throws(Truncation) { try bytes.u16(12) } }
        var instanceFlags: UInt16 { get throws(Truncation) { try bytes.u16(14) } }
        var source: UInt32 { get throws(Truncation) { try bytes.u32(14) & 0xFFFFF } }
        var trees: UInt8 { get throws(Truncation) { try bytes.u8(18) } }
        func treeFlags(_ offset: Int) throws(Truncation) -> UInt8 { try bytes.u8(offset) }
        func treeVLANs(_ offset: Int) throws(Truncation) -> UInt32 { try bytes.u24(offset + 5) }
        var backboneHigh: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var backboneLow: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var backboneVLAN: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        func service(_ offset: Int) throws(Truncation) -> UInt32 { try bytes.u32(offset) }
    }

    // MARK: - Elements within

    /// Title of the element at `offset`, its type and size; nil when it is longer than what is around it.
    private static func title(
        _ d: inout Dissector, _ value: RawSpan, _ offset: Int, _ lead: StaticString,
        _ name: (UInt8) -> StaticString?
    ) throws(Truncation) -> (UInt8, Int)? {
        let inner = Inner(try value.from(offset))
        let (type, size) = try (inner.type, inner.length)
        d.put(lead)
        d.put(name(type) ?? "unknown")
        d.put(" subTLV #", type, ", length: ")
        d.put(size)
        if value.byteCount - offset - Inner.size >= size { return (type, size) }
        d.put(" (> containing TLV length)")
        return nil
    }

    static func portCapability(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        if value.byteCount < 2 { return }
        let topology = try OtherValue(value).topology
        d.put("\n\t       RES: ", topology.portReserved, ", MTID(s): ")
        d.put(topology.identifier)
        var offset = 2
        while value.byteCount - offset > 2 {
            let found = try title(&d, value, offset, "\n\t       ") { type in
                type == 4 ? "SPB MCID" : type == 5 ? "SPB Digest" : type == 6 ? "SPB BVID" : nil
            }
            guard let (type, size) = found else { return }
            offset += Inner.size
            let inner = try value.slice(offset, size)
            switch type {
            case 4:
                if size < 2 * Bridging.configuration { return d.put(" (too short)") }
                try configuration(&d, "\n\t         MCID: ", inner)
                try configuration(&d, "\n\t         AUX-MCID: ", inner.from(Bridging.configuration))
            case 5:
                if size < Bridging.digestSize { return d.put(" (too short)") }
                try agreement(&d, Bridging(inner))
            case 6: if try !trees(&d, inner) { return d.put(" (too short)") }
            default: break
            }
            offset += size
        }
    }

    private static func configuration(
        _ d: inout Dissector, _ lead: StaticString, _ bytes: RawSpan
    ) throws(Truncation) {
        let value = Bridging(bytes)
        d.put(lead)
        d.put("ID: ", try value.format, ", Name: ")
        try d.put(text: bytes, at: Bridging.name, 32, terminated: true)
        d.put("\n\t              Lvl: ", try value.revision, ", Digest: ")
        for index in 0..<16 { d.put("", hex: try value.digest(index), 2, " ") }
    }

    private static func agreement(_ d: inout Dissector, _ value: borrowing Bridging) throws(Truncation) {
        let flags = try value.agreement
        d.put("\n\t        RES: ", flags >> 5, " V: ")
        d.put("", flags >> 4 & 1, " A: ")
        d.put("", flags >> 2 & 3, " D: ")
        d.put("", flags & 3, "\n\t         Digest: ")
        for index in 0..<8 {
            d.put("", hex: try value.agreementDigest(index), 8, " ")
            if index == 3 { d.put("\n\t                 ") }
        }
    }

    /// Algorithms with the VLANs that use them. False when the last one is cut.
    private static func trees(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Bool {
        let bridging = Bridging(value)
        var offset = 0
        while offset < value.byteCount {
            if value.byteCount - offset < 4 { return false }
            d.put("\n\t           ECT: ", hex: try bridging.algorithm(offset), 8)
            offset += 4
            if value.byteCount - offset < 2 { return false }
            let base = try bridging.base(offset)
            d.put(" BVID: ", base >> 4, ", U:")
            d.put("", hex: base >> 3 & 1, 1, " M:")
            d.put("", hex: base >> 2 & 1, 1, " ")
            offset += 2
        }
        return true
    }

    static func topologyCapability(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        if value.byteCount < 2 { return }
        let topology = try OtherValue(value).topology
        d.put("\n\t      O: ", topology.hasOverload, ", RES: ")
        d.put("", topology.reserved, ", MTID(s): ")
        d.put(topology.identifier)
        var offset = 2
        while value.byteCount - offset > 2 {
            let found = try title(&d, value, offset, "\n\t      ") { type in
                type == 1 ? "SPB Instance" : type == 3 ? "SPBM Service Identifier and Unicast Address" : nil
            }
            guard let (type, size) = found else { return }
            offset += Inner.size
            let inner = try value.slice(offset, size)
            if type == 1 {
                if size < Bridging.instanceSize { return d.put(" (too short)") }
                if try !instance(&d, Bridging(inner)) { return d.markTruncated() }
            } else if type == 3 {
                if size < 8 { return d.put(" (too short)") }
                try service(&d, Bridging(inner))
            }
            offset += size
        }
    }

    /// False when there is no room for all trees.
    private static func instance(_ d: inout Dissector, _ value: borrowing Bridging) throws(Truncation) -> Bool {
        d.put("\n\t        CIST Root-ID: ", hex: try value.rootHigh, 8, " ")
        d.put("", hex: try value.rootLow, 8, ", Path Cost: ")
        d.put("", hex: try value.pathCost, 8, ", Prio: ")
        d.put(try value.priority)
        let flags = try value.instanceFlags
        d.put("\n\t        RES: ", flags >> 5, ", V: ")
        d.put("", flags >> 4 & 1, ", SPSource-ID: ")
        d.put(try value.source)
        let count = try value.trees
        d.put(", No of Trees: ", hex: count)
        var offset = Bridging.instanceSize
        for _ in 0..<count {
            if value.bytes.byteCount - offset < Bridging.treeSize { return false }
            let flags = try value.treeFlags(offset)
            d.put("\n\t         U:", flags >> 7, ", M:")
            d.put("", flags >> 6 & 1, ", A:")
            d.put("", flags >> 5 & 1, ", RES:")
            d.put(flags & 0x1F)
            d.put(", ECT: ", hex: try value.algorithm(offset + 1), 8)
            let networks = try value.treeVLANs(offset)
            d.put(", BVID: ", networks >> 12, ", SPVID: ")
            d.put(networks & 0xFFF)
            offset += Bridging.treeSize
        }
        return true
    }

    private static func service(_ d: inout Dissector, _ value: borrowing Bridging) throws(Truncation) {
        d.put("\n\t        BMAC: ", hex: try value.backboneHigh, 8)
        d.put(hex: try value.backboneLow, 4)
        let network = try value.backboneVLAN
        d.put(", RES: ", network >> 12, ", VID: ")
        d.put(network & 0xFFF)
        var offset = 8
        while offset + 4 <= value.bytes.byteCount {
            let word = try value.service(offset)
            d.put("\n\t        T: ", word >> 31, ", R: ")
            d.put("", word >> 30 & 1, ", RES: ")
            d.put("", word >> 24 & 0x3F, ", ISID: ")
            d.put(word & 0xFF_FFFF)
            offset += 4
        }
    }

    // MARK: - Routers

    /// RFC 7981 2: elements of a router's capabilities.
    static func capabilities(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        var offset = 0
        while value.byteCount - offset >= Inner.size {
            let inner = Inner(try value.from(offset))
            let (type, size) = try (inner.type, inner.length)
            d.put(type == 2 ? "\n\t\tSR-Capabilities" : "\n\t\tunknown")
            d.put(" subTLV #", type, ", length: ")
            d.put(size)
            offset += Inner.size
            if value.byteCount - offset < size { return }
            if type == 2 {
                try segments(&d, value.from(offset), size)
            } else {
                try d.dumpHex(value.from(offset), size, lead: "\n\t\t")
            }
            offset += size
        }
    }

    /// RFC 8667 3.1.
    private static func segments(_ d: inout Dissector, _ bytes: RawSpan, _ size: Int) throws(Truncation) {
        let fields = OtherValue(bytes)
        let (flags, range) = try (fields.segmentFlags, fields.segmentRange)
        d.put(", Flags [")
        d.put(flags: UInt32(flags), [(0x80, "ipv4"), (0x40, "ipv6")], none: "None")
        d.put("], Range ", range)
        // A length below that of the fixed part is taken for a great one.
        try bytes.require(Swift.max(size, 4), at: 0)
        if size < 4 { throw Truncation(offset: size, need: 4, have: 0) }
        var offset = 4
        while size - offset >= 5 {
            let inner = Inner(try bytes.from(offset))
            let (type, length) = try (inner.type, inner.length)
            offset += Inner.size
            if type == 1 {
                switch length {
                case 3: d.put(", SID value ", try fields.label(offset))
                case 4: d.put(", SID value ", try fields.group(offset))
                default: d.put(", Unknown SID length", length)
                }
            } else {
                try d.dumpHex(bytes.from(offset), length, lead: "\n\t\t  ")
            }
            offset += length
        }
    }
}
