import Packets

/// Version 1 of protocol independent multicast, which travelled inside IGMP: eight bytes of header, then by kind.
extension Dissector {
    mutating func pimVersion1(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "pimv1"
        let kind = try bytes.u8(1)
        put(Dissector.pimVersion1Kind(kind), or: " [type ", kind, "]")
        switch kind {
        case 0: try pimVersion1Query(bytes)
        case 1:
            // A whole packet follows: its ends.
            try bytes.require(20, at: 8)
            put(" for ", host: try bytes.ipv4(20))
            put(" > ", host: try bytes.ipv4(24))
        case 2:
            let group = try bytes.ipv4(12)
            put(" for ", host: try bytes.ipv4(8))
            put(" > ", host: group)
        case 3, 6, 7: if verbose { try pimVersion1Joins(bytes) }
        case 4: try pimVersion1Reachable(bytes)
        case 5: try pimVersion1Assert(bytes)
        default: break
        }
        let version = try bytes.u8(4) >> 4
        if version != 1 { put(" [v", version, "]") }
    }

    private static func pimVersion1Kind(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 0: " Query"
        case 1: " Register"
        case 2: " Register-Stop"
        case 3: " Join/Prune"
        case 4: " RP-reachable"
        case 5: " Assert"
        case 6: " Graft"
        case 7: " Graft-ACK"
        default: nil
        }
    }

    private mutating func pimVersion1Query(_ bytes: RawSpan) throws(Truncation) {
        if bytes.has(1, at: 8) {
            let mode = try bytes.u8(8) >> 4
            switch mode {
            case 0: put(" Dense-mode")
            case 1: put(" Sparse-mode")
            case 2: put(" Sparse-Dense-mode")
            default: put(" mode-", mode)
            }
        }
        guard verbose else { return }
        put(" (Hold-time ")
        put(duration: UInt32(try bytes.u16(10)))
        put(")")
    }

    private mutating func pimVersion1Mask(_ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        if try bytes.u32(offset) != 0xFFFF_FFFF { put("/", host: try bytes.ipv4(offset)) }
    }

    private mutating func pimVersion1Reachable(_ bytes: RawSpan) throws(Truncation) {
        let group = try bytes.ipv4(8)
        put(" group ", host: group)
        try pimVersion1Mask(bytes, 12)
        put(" RP ", host: try bytes.ipv4(16))
        let hold = try bytes.u16(22)
        put(" hold ")
        put(duration: UInt32(hold))
    }

    private mutating func pimVersion1Assert(_ bytes: RawSpan) throws(Truncation) {
        let group = try bytes.ipv4(8)
        put(" for ", host: try bytes.ipv4(16))
        put(" > ", host: group)
        try pimVersion1Mask(bytes, 12)
        let preference = try bytes.u32(20)
        put(preference & 0x8000_0000 != 0 ? " RP-tree" : " SPT")
        put(" pref ", preference & 0x7FFF_FFFF)
        put(" metric ", try bytes.u32(24))
    }

    /// The upstream neighbour; with more verbosity each group and its sources, on lines of their own.
    private mutating func pimVersion1Joins(_ bytes: RawSpan) throws(Truncation) {
        put(verbosity > 1 ? "\n" : "")
        let neighbour = try bytes.ipv4(8)
        put(" Upstream Nbr: ", host: neighbour)
        let hold = try bytes.u16(14)
        put(verbosity > 1 ? "\n" : "")
        put(" Hold time: ")
        put(duration: UInt32(hold))
        guard verbosity > 1 else { return }
        let bits = try bytes.u8(16)
        let width = try bytes.u8(17)
        let groups = Int(try bytes.u8(19))
        if bits != 0 || width != 32 { return put("") }
        var offset = 20
        for _ in 0..<groups {
            put("\n\tGroup: ", host: try bytes.ipv4(offset))
            try pimVersion1Mask(bytes, offset + 4)
            let joined = Int(try bytes.u16(offset + 8))
            let pruned = Int(try bytes.u16(offset + 10))
            put(" joined: ", joined, " pruned: ")
            put(pruned)
            offset += 12
            for _ in 0..<joined { offset = try pimVersion1Source("\n\tJoin ", bytes, offset) }
            for _ in 0..<pruned { offset = try pimVersion1Source("\n\tPrune ", bytes, offset) }
        }
    }

    /// Flags, the mask's length and an address: six bytes.
    private mutating func pimVersion1Source(
        _ title: StaticString, _ bytes: RawSpan, _ offset: Int
    ) throws(Truncation) -> Int {
        try bytes.require(6, at: offset)
        let flags = try bytes.u8(offset)
        put(title)
        put(flags & 4 != 0 ? "Sparse" : "Dense")
        put(flags & 2 != 0 ? " WC" : "")
        put(flags & 1 != 0 ? " RP " : " SPT ")
        put(host: try bytes.ipv4(offset + 2))
        put("/", try bytes.u8(offset + 1) & 0x3F)
        return offset + 6
    }
}
