import Packets

/// Version 1 of protocol independent multicast, which travelled inside IGMP: eight bytes of header, then by kind.
extension PIM {
    static func version1(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "pimv1"
        let kind = try bytes.u8(1)
        d.put(PIM.version1Kind(kind), or: " [type ", kind, "]")
        switch kind {
        case 0: try version1Query(&d, bytes)
        case 1:
            // A whole packet follows: its ends.
            try bytes.require(20, at: 8)
            d.put(" for ", host: try bytes.ipv4(20))
            d.put(" > ", host: try bytes.ipv4(24))
        case 2:
            let group = try bytes.ipv4(12)
            d.put(" for ", host: try bytes.ipv4(8))
            d.put(" > ", host: group)
        case 3, 6, 7: if d.verbose { try version1Joins(&d, bytes) }
        case 4: try version1Reachable(&d, bytes)
        case 5: try version1Assert(&d, bytes)
        default: break
        }
        let version = try bytes.u8(4) >> 4
        if version != 1 { d.put(" [v", version, "]") }
    }

    private static func version1Kind(_ kind: UInt8) -> StaticString? {
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

    private static func version1Query(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        if bytes.has(1, at: 8) {
            let mode = try bytes.u8(8) >> 4
            switch mode {
            case 0: d.put(" Dense-mode")
            case 1: d.put(" Sparse-mode")
            case 2: d.put(" Sparse-Dense-mode")
            default: d.put(" mode-", mode)
            }
        }
        guard d.verbose else { return }
        d.put(" (Hold-time ")
        d.put(duration: UInt32(try bytes.u16(10)))
        d.put(")")
    }

    private static func version1Mask(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        if try bytes.u32(offset) != 0xFFFF_FFFF { d.put("/", host: try bytes.ipv4(offset)) }
    }

    private static func version1Reachable(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let group = try bytes.ipv4(8)
        d.put(" group ", host: group)
        try version1Mask(&d, bytes, 12)
        d.put(" RP ", host: try bytes.ipv4(16))
        let hold = try bytes.u16(22)
        d.put(" hold ")
        d.put(duration: UInt32(hold))
    }

    private static func version1Assert(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let group = try bytes.ipv4(8)
        d.put(" for ", host: try bytes.ipv4(16))
        d.put(" > ", host: group)
        try version1Mask(&d, bytes, 12)
        let preference = try bytes.u32(20)
        d.put(preference & 0x8000_0000 != 0 ? " RP-tree" : " SPT")
        d.put(" pref ", preference & 0x7FFF_FFFF)
        d.put(" metric ", try bytes.u32(24))
    }

    /// The upstream neighbour; with more verbosity each group and its sources, on lines of their own.
    private static func version1Joins(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        d.put(d.verbosity > 1 ? "\n" : "")
        let neighbour = try bytes.ipv4(8)
        d.put(" Upstream Nbr: ", host: neighbour)
        let hold = try bytes.u16(14)
        d.put(d.verbosity > 1 ? "\n" : "")
        d.put(" Hold time: ")
        d.put(duration: UInt32(hold))
        guard d.verbosity > 1 else { return }
        let bits = try bytes.u8(16)
        let width = try bytes.u8(17)
        let groups = Int(try bytes.u8(19))
        if bits != 0 || width != 32 { return d.put("") }
        var offset = 20
        for _ in 0..<groups {
            d.put("\n\tGroup: ", host: try bytes.ipv4(offset))
            try version1Mask(&d, bytes, offset + 4)
            let joined = Int(try bytes.u16(offset + 8))
            let pruned = Int(try bytes.u16(offset + 10))
            d.put(" joined: ", joined, " pruned: ")
            d.put(pruned)
            offset += 12
            for _ in 0..<joined { offset = try version1Source(&d, "\n\tJoin ", bytes, offset) }
            for _ in 0..<pruned { offset = try version1Source(&d, "\n\tPrune ", bytes, offset) }
        }
    }

    /// Flags, the mask's length and an address: six bytes.
    private static func version1Source(
        _ d: inout Dissector, _ title: StaticString, _ bytes: RawSpan, _ offset: Int
    ) throws(Truncation) -> Int {
        try bytes.require(6, at: offset)
        let flags = try bytes.u8(offset)
        d.put(title)
        d.put(flags & 4 != 0 ? "Sparse" : "Dense")
        d.put(flags & 2 != 0 ? " WC" : "")
        d.put(flags & 1 != 0 ? " RP " : " SPT ")
        d.put(host: try bytes.ipv4(offset + 2))
        d.put("/", try bytes.u8(offset + 1) & 0x3F)
        return offset + 6
    }
}
