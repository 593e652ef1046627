import Packets

/// Label stacks (RFC 3032). What is below the bottom label is known from that label, or guessed from its first byte.
enum MPLS {
    /// What follows the labels.
    struct Payload: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// A version of IP in the upper half, or one of OSI's protocols.
        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "mpls"
        d.put("MPLS")
        var offset = 0
        var entry: UInt32 = 0
        var lead: StaticString = " "
        repeat {
            if length - offset < 4 { return d.markInvalid() }
            entry = try bytes.u32(offset)
            let label = entry >> 12
            if d.verbose && offset > 0 { lead = "\n\t" }
            d.put(lead)
            d.put("(label ", label)
            if d.verbose, let name = MPLS.labelName(label) {
                d.put(" (")
                d.put(name)
                d.put(")")
            }
            d.put(", tc ", entry >> 9 & 7)
            if entry & 0x100 != 0 { d.put(", [S]") }
            d.put(", ttl ", entry & 0xFF, ")")
            offset += 4
        } while entry & 0x100 == 0
        let rest = try bytes.from(offset)
        let restLength = length - offset
        let label = entry >> 12
        // tcpdump takes the implicit label for IPv4's, too.
        switch label {
        case 0, 3: try belowLabels(&d, 0x0800, rest, restLength)
        case 2: try belowLabels(&d, 0x86DD, rest, restLength)
        default: try belowLabels(&d, 0, rest, restLength)
        }
    }

    private static func labelName(_ label: UInt32) -> StaticString? {
        switch label {
        case 0: "IPv4 explicit NULL"
        case 1: "router alert"
        case 2: "IPv6 explicit NULL"
        case 3: "implicit NULL"
        case 4...15: "rsvd"
        default: nil
        }
    }

    private static func belowLabels(_ d: inout Dissector, _ known: UInt16, _ bytes: RawSpan, _ length: Int)
        throws(Truncation)
    {
        var type = known
        if type == 0 {
            if length < 1 { return }
            switch try Payload(bytes).version {
            case 0x45...0x4F: type = 0x0800
            case 0x60...0x6F: type = 0x86DD
            case 0x81...0x83:
                d.put(d.verbose ? "\n\t" : " ")
                return try OSI.print(&d, bytes, length)
            default: return try d.dumpUnknown(bytes, length)
            }
        }
        d.put(d.verbose ? "\n\t" : " ")
        _ = try Registry.etherType(type, &d, bytes, length, nil)
    }
}
