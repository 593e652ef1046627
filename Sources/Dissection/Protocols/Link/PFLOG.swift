import Packets

/// The packet filter's log of the BSDs (`PFLOG`): which rule did what with a packet, then the packet.
///
///     | length 1 | family 1 | action 1 | reason 1 | interface 16 | rule set 16 | rule 4 | sub-rule 4 | ids 16 |
///     | direction 1 | padding 3 |
enum PFLOG {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// What every system writes at least; the header itself is padded to words.
        static var minimum: Int { 45 }
        static var structureLength: Int { 48 }
        static var nameLength: Int { 16 }
        var length: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var family: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var action: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var reason: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var rule: UInt32 { get throws(Truncation) { try bytes.u32(36) } }
        /// All ones: none.
        var subrule: UInt32 { get throws(Truncation) { try bytes.u32(40) } }
        var direction: UInt8 { get throws(Truncation) { try bytes.u8(60) } }
        static var interface: Int { 4 }
        static var ruleSet: Int { 20 }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "pflog"
        if bytes.byteCount < Header.structureLength {
            d.linkHeaderLength = bytes.byteCount
            return d.markTruncated()
        }
        let header = Header(bytes)
        let claimed = Int(try header.length)
        if claimed < Header.minimum {
            d.put("[pflog: invalid header length!]")
            d.linkHeaderLength = claimed
            return
        }
        let size = (claimed + 3) & ~3
        if bytes.byteCount < size {
            d.linkHeaderLength = bytes.byteCount
            return d.markTruncated()
        }
        d.linkHeaderLength = size
        let family = try header.family
        if d.linkHeader { try heading(&d, header) }
        let payload = try bytes.from(size)
        let rest = length - size
        if try Registry.addressFamily(UInt32(family), &d, payload, rest) { return }
        if !d.linkHeader { try heading(&d, header) }
        try d.dumpUnknown(payload, payload.byteCount)
    }

    private static func heading(_ d: inout Dissector, _ header: borrowing Header) throws(Truncation) {
        let (rule, subrule) = (try header.rule, try header.subrule)
        d.put("rule ", rule)
        if subrule != UInt32.max {
            d.put(".")
            try d.put(text: header.bytes, at: Header.ruleSet, Header.nameLength, terminated: true)
            d.put(".", subrule)
        }
        let (reason, action, direction) = (try header.reason, try header.action, try header.direction)
        d.put("/")
        d.put(reasonName(reason), or: "unkn(", reason, ")")
        d.put(": ")
        d.put(actionName(action), or: "unkn(", action, ")")
        d.put(" ")
        let name: StaticString? = direction == 0 ? "in/out" : direction == 1 ? "in" : direction == 2 ? "out" : nil
        d.put(name, or: "unkn(", direction, ")")
        d.put(" on ")
        try d.put(text: header.bytes, at: Header.interface, Header.nameLength, terminated: true)
        d.put(": ")
    }

    private static func reasonName(_ reason: UInt8) -> StaticString? {
        switch reason {
        case 0: "0(match)"
        case 1: "1(bad-offset)"
        case 2: "2(fragment)"
        // Off by one for these two; the fourth has no name.
        case 4: "3(short)"
        case 5: "5(memory)"
        case 6: "6(bad-timestamp)"
        case 7: "7(congestion)"
        case 8: "8(ip-option)"
        case 9: "9(proto-cksum)"
        case 10: "10(state-mismatch)"
        case 11: "11(state-insert)"
        case 12: "12(state-limit)"
        case 13: "13(src-limit)"
        case 14: "14(synproxy)"
        default: nil
        }
    }

    private static func actionName(_ action: UInt8) -> StaticString? {
        switch action {
        case 0: "pass"
        case 1: "block"
        case 2: "scrub"
        case 4: "nat"
        case 5: "nonat"
        case 6: "binat"
        case 7: "nobinat"
        case 8: "rdr"
        case 9: "nordr"
        case 10: "synproxy-drop"
        default: nil
        }
    }
}
