import Packets
import Wire

/// Version 1 of protocol independent multicast, which travelled inside IGMP: eight bytes of header, then by kind.
extension PIM {
    static func version1(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "pimv1"
        let message = Version1(bytes)
        let kind = try message.type
        d.put(PIM.version1Kind(kind), or: " [type ", kind, "]")
        switch kind {
        case 0: try version1Query(&d, bytes)
        case 1:
            // A whole packet follows: its ends.
            try bytes.require(IPv4Header.minimumLength, at: Version1.length)
            let packet = IPv4Header(try message.body)
            d.put(" for ", host: try packet.source)
            d.put(" > ", host: try packet.destination)
        case 2:
            let stop = Version1Stop(bytes)
            let group = try stop.group
            d.put(" for ", host: try stop.source)
            d.put(" > ", host: group)
        case 3, 6, 7: if d.verbose { try version1Joins(&d, bytes) }
        case 4: try version1Reachable(&d, bytes)
        case 5: try version1Assert(&d, bytes)
        default: break
        }
        let version = try message.version
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
        let query = Version1Query(bytes)
        if bytes.has(1, at: Version1.length) {
            let mode = try query.mode
            switch mode {
            case 0: d.put(" Dense-mode")
            case 1: d.put(" Sparse-mode")
            case 2: d.put(" Sparse-Dense-mode")
            default: d.put(" mode-", mode)
            }
        }
        guard d.verbose else { return }
        d.put(" (Hold-time ")
        d.put(duration: UInt32(try query.holdTime))
        d.put(")")
    }

    private static func version1Mask(_ d: inout Dissector, _ mask: HostAddress) {
        if mask.low != 0xFFFF_FFFF { d.put("/", host: mask) }
    }

    private static func version1Reachable(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let reachable = Version1Reachable(bytes)
        let group = try reachable.group
        d.put(" group ", host: group)
        version1Mask(&d, try reachable.mask)
        d.put(" RP ", host: try reachable.point)
        let hold = try reachable.holdTime
        d.put(" hold ")
        d.put(duration: UInt32(hold))
    }

    private static func version1Assert(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let assertion = Version1Assert(bytes)
        let group = try assertion.group
        d.put(" for ", host: try assertion.source)
        d.put(" > ", host: group)
        version1Mask(&d, try assertion.mask)
        let preference = try assertion.preference
        d.put(preference & 0x8000_0000 != 0 ? " RP-tree" : " SPT")
        d.put(" pref ", preference & 0x7FFF_FFFF)
        d.put(" metric ", try assertion.metric)
    }

    /// The upstream neighbour; with more verbosity each group and its sources, on lines of their own.
    private static func version1Joins(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let joins = Version1Joins(bytes)
        d.put(d.verbosity > 1 ? "\n" : "")
        let neighbour = try joins.neighbour
        d.put(" Upstream Nbr: ", host: neighbour)
        let hold = try joins.holdTime
        d.put(d.verbosity > 1 ? "\n" : "")
        d.put(" Hold time: ")
        d.put(duration: UInt32(hold))
        guard d.verbosity > 1 else { return }
        let bits = try joins.maskLength
        let width = try joins.addressLength
        let groups = try joins.groups
        if bits != 0 || width != 32 { return d.put("") }
        var offset = Version1Joins.length
        for _ in 0..<groups {
            let group = Version1Group(try bytes.from(offset))
            d.put("\n\tGroup: ", host: try group.group)
            version1Mask(&d, try group.mask)
            let joined = try group.joined
            let pruned = try group.pruned
            d.put(" joined: ", joined, " pruned: ")
            d.put(pruned)
            offset += Version1Group.length
            for _ in 0..<joined { offset = try version1Source(&d, "\n\tJoin ", bytes, offset) }
            for _ in 0..<pruned { offset = try version1Source(&d, "\n\tPrune ", bytes, offset) }
        }
    }

    /// Flags, the mask's length and an address: six bytes.
    private static func version1Source(
        _ d: inout Dissector, _ title: StaticString, _ bytes: RawSpan, _ offset: Int
    ) throws(Truncation) -> Int {
        try bytes.require(Version1Source.length, at: offset)
        let source = Version1Source(try bytes.from(offset))
        let flags = try source.flags
        d.put(title)
        d.put(flags & 4 != 0 ? "Sparse" : "Dense")
        d.put(flags & 2 != 0 ? " WC" : "")
        d.put(flags & 1 != 0 ? " RP " : " SPT ")
        d.put(host: try source.address)
        d.put("/", try source.maskLength)
        return offset + Version1Source.length
    }
}
