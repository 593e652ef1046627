import Packets

/// Network layers of OSI behind an LLC header of 0xFE: a first byte names the protocol (ISO/IEC TR 9577).
extension Dissector {
    mutating func osi(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "isoclns"
        // The identifier alone says nothing.
        if bytes.byteCount <= 1 { return markTruncated() }
        let identifier = try bytes.u8(0)
        if linkHeader {
            put("OSI NLPID ")
            put(Dissector.osiName(identifier) ?? "Unknown")
            put(" (0x", hex: identifier, 2, "): ")
        }
        switch identifier {
        case 0x83: try isis(bytes, length)
        case 0x00: put(linkHeader ? "" : ", ", length, "")
        case 0x8E: try ipv6(bytes.from(1), length - 1)
        case 0xCC: try ipv4(bytes.from(1), length - 1)
        case 0xCF: try ppp(bytes.from(1), length - 1)
        default:
            if !linkHeader { put("OSI NLPID 0x", hex: identifier, 2, " unknown, ") }
            put("length: ", length)
            if bytes.byteCount > 1 { try dumpHex(bytes, bytes.byteCount, lead: "\n\t") }
        }
    }

    static func osiName(_ identifier: UInt8) -> StaticString? {
        switch identifier {
        case 0x00: "NULLNS"
        case 0x08: "Q.933"
        case 0x80: "SNAP"
        case 0x81: "CLNP"
        case 0x82: "ES-IS"
        case 0x83: "IS-IS"
        case 0x85: "CONS"
        case 0x8E: "IPv6"
        case 0xCC: "IPv4"
        case 0xCF: "PPP"
        default: nil
        }
    }
}

/// The intermediate system routing protocol (ISO/IEC 10589, RFC 1195): eight bytes that all have in common, more by
/// kind, then elements of type and length.
extension Dissector {
    private static var isisCommon: Int { 8 }

    /// The length that the fixed header has by its kind.
    private static func isisHeader(_ kind: UInt8) -> Int? {
        switch kind {
        case 15, 16: 27
        case 17: 20
        case 18, 20: 27
        case 24, 25: 33
        case 26, 27: 17
        default: nil
        }
    }

    private static func isisKind(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 15: "L1 Lan IIH"
        case 16: "L2 Lan IIH"
        case 17: "p2p IIH"
        case 18: "L1 LSP"
        case 20: "L2 LSP"
        case 24: "L1 CSNP"
        case 25: "L2 CSNP"
        case 26: "L1 PSNP"
        case 27: "L2 PSNP"
        default: nil
        }
    }

    private mutating func isis(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "isis"
        try bytes.require(Dissector.isisCommon, at: 0)
        if !linkHeader { put("IS-IS") }
        let fixed = Int(try bytes.u8(1))
        let identifierLength = try bytes.u8(3)
        if try bytes.u8(2) != 1 {
            return try isisRefuse(bytes, "version ", UInt32(bytes.u8(2)), " packet not supported")
        }
        if identifierLength != 6 && identifierLength != 0 {
            return try isisRefuse(bytes, "system ID length of ", UInt32(identifierLength), " is not supported")
        }
        if try bytes.u8(5) != 1 {
            return try isisRefuse(bytes, "version ", UInt32(bytes.u8(5)), " packet not supported")
        }
        if fixed < Dissector.isisCommon {
            put("fixed header length ", fixed, " < minimum header size ")
            put(Dissector.isisCommon)
            return try dumpHex(bytes, bytes.byteCount, lead: "\n\t")
        }
        if length < fixed {
            put("fixed header length ", fixed, " > packet length ")
            put(length)
            return try dumpHex(bytes, bytes.byteCount, lead: "\n\t")
        }
        if verbose { try isisDetails(bytes, length, fixed) } else { try isisLine(bytes, length) }
    }

    private mutating func isisRefuse(
        _ bytes: RawSpan, _ before: StaticString, _ value: UInt32, _ after: StaticString
    ) throws(Truncation) {
        put(before, value, after)
        try dumpHex(bytes, bytes.byteCount, lead: "\n\t")
    }

    /// All that is said without -v.
    private mutating func isisLine(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let kind = try bytes.u8(4) & 0x1F
        if !linkHeader { put(", ") }
        put(Dissector.isisKind(kind), or: "unknown PDU-Type ", kind)
        switch kind {
        case 15, 16:
            try isisSystem(", src-id ", bytes, 9, 6)
            try isisSystem(", lan-id ", bytes, 20, 7)
            put(", prio ", try bytes.u8(19))
        case 17: try isisSystem(", src-id ", bytes, 9, 6)
        case 18, 20:
            try isisSystem(", lsp-id ", bytes, 12, 8)
            put(", seq 0x", hex: try bytes.u32(20), 8)
            put(", lifetime ")
            put(try bytes.u16(10), width: 5)
            put("s")
        case 24, 25, 26, 27: try isisSystem(", src-id ", bytes, 10, 7)
        default: break
        }
        put(", length ", length)
    }

    /// A system's identifier of six bytes, with a circuit's number, with a fragment's.
    mutating func isisSystem(
        _ title: StaticString, _ bytes: RawSpan, _ offset: Int, _ count: Int
    ) throws(Truncation) {
        let identifier = try bytes.slice(offset, count)
        put(title)
        for index in 0..<Swift.min(6, count) {
            put(hex: try identifier.u8(index), 2)
            if index == 1 || index == 3 { put(".") }
        }
        if count >= 7 { put(".", hex: try identifier.u8(6), 2) }
        if count == 8 { put("-", hex: try identifier.u8(7), 2) }
    }

    private mutating func isisDetails(_ bytes: RawSpan, _ length: Int, _ fixed: Int) throws(Truncation) {
        let kind = try bytes.u8(4) & 0x1F
        put(linkHeader ? "length " : ", length ", length)
        put("\n\t")
        put(Dissector.isisKind(kind), or: "unknown, type ", try bytes.u8(4))
        put(", hlen: ", fixed, ", v: ")
        put(try bytes.u8(2))
        put(", pdu-v: ", try bytes.u8(5))
        let identifierLength = try bytes.u8(3)
        put(", sys-id-len: ", identifierLength == 0 ? 6 : identifierLength, " (")
        put(identifierLength)
        let areas = try bytes.u8(7)
        put("), max-area: ", areas == 0 ? 3 : areas, " (")
        put(areas)
        put(")")
        guard let expected = Dissector.isisHeader(kind) else {
            let rest = try bytes.from(Dissector.isisCommon)
            return try dumpHex(rest, rest.byteCount, lead: "\n\t  ")
        }
        if fixed != expected {
            put(", bogus fixed header length ", fixed, " should be ")
            put(expected)
            return try dumpHex(bytes, length, lead: "\n\t")
        }
        if verbosity > 1 { try dumpHex(bytes, Dissector.isisCommon, lead: "\n\t") }
        let claimed = try isisFixed(kind, bytes, fixed)
        if verbosity > 1 {
            let rest = try bytes.from(Dissector.isisCommon)
            try dumpHex(rest, fixed - Dissector.isisCommon, lead: "\n\t  ")
        }
        if claimed < fixed {
            put(" [packet length ", claimed, " < ")
            put(fixed)
            put("]")
            return markInvalid()
        }
        try isisElements(bytes, fixed, Swift.min(claimed, length))
    }

    /// The fixed part by kind; the length that it claims for the whole.
    private mutating func isisFixed(_ kind: UInt8, _ bytes: RawSpan, _ fixed: Int) throws(Truncation) -> Int {
        try bytes.require(fixed, at: 0)
        switch kind {
        case 15, 16:
            try isisSystem("\n\t  source-id: ", bytes, 9, 6)
            put(",  holding time: ", try bytes.u16(15), "s, Flags: [")
            isisCircuit(try bytes.u8(8))
            try isisSystem("]\n\t  lan-id:    ", bytes, 20, 7)
            put(", Priority: ", try bytes.u8(19) & 0x7F)
            return try isisLength(bytes, 17)
        case 17:
            try isisSystem("\n\t  source-id: ", bytes, 9, 6)
            put(", holding time: ", try bytes.u16(15), "s, Flags: [")
            isisCircuit(try bytes.u8(8))
            put("]\n\t  circuit-id: 0x", hex: try bytes.u8(19), 2)
            return try isisLength(bytes, 17)
        case 18, 20: return try isisLinkState(bytes)
        case 24, 25:
            try isisSystem("\n\t  source-id:    ", bytes, 10, 7)
            let claimed = try isisLength(bytes, 8)
            try isisSystem("\n\t  start lsp-id: ", bytes, 17, 8)
            try isisSystem("\n\t  end lsp-id:   ", bytes, 25, 8)
            return claimed
        default:
            try isisSystem("\n\t  source-id:    ", bytes, 10, 7)
            return try isisLength(bytes, 8)
        }
    }

    private mutating func isisLength(_ bytes: RawSpan, _ offset: Int) throws(Truncation) -> Int {
        let claimed = try bytes.u16(offset)
        put(", PDU length: ", claimed)
        return Int(claimed)
    }

    private mutating func isisCircuit(_ kind: UInt8) {
        switch kind {
        case 1: put("Level 1 only")
        case 2: put("Level 2 only")
        case 3: put("Level 1, Level 2")
        default: put("unknown circuit type 0x", hex: kind, 2)
        }
    }

    private mutating func isisLinkState(_ bytes: RawSpan) throws(Truncation) -> Int {
        let claimed = Int(try bytes.u16(8))
        let lifetime = try bytes.u16(10)
        try isisSystem("\n\t  lsp-id: ", bytes, 12, 8)
        put(", seq: 0x", hex: try bytes.u32(20), 8)
        put(", lifetime: ")
        put(lifetime, width: 5)
        put("s\n\t  chksum: 0x", hex: try bytes.u16(24), 4)
        if lifetime == 0 {
            put(" (purged)")
        } else {
            try osiChecksum(bytes, found: bytes.u16(24), from: 12, at: 24, end: claimed)
        }
        put(", PDU length: ", claimed, ", Flags: [ ")
        let flags = try bytes.u8(26)
        put(flags & 0x04 != 0 ? "Overload bit set, " : "")
        if flags & 0x78 != 0 {
            put(flags & 0x08 != 0 ? "default " : "")
            put(flags & 0x10 != 0 ? "delay " : "")
            put(flags & 0x20 != 0 ? "expense " : "")
            put(flags & 0x40 != 0 ? "error " : "")
            put("ATT bit set, ")
        }
        put(flags & 0x80 != 0 ? "P bit set, " : "")
        switch flags & 3 {
        case 0: put("Unused 0x0 (invalid)")
        case 1: put("L1 IS")
        case 2: put("Unused 0x2 (invalid)")
        default: put("L2 IS")
        }
        put(" ]")
        return claimed
    }

    /// ISO 8473's checksum: two sums modulo 255 that the right value makes zero.
    mutating func osiChecksum(
        _ bytes: RawSpan, found: UInt16, from start: Int, at position: Int, end: Int
    ) throws(Truncation) {
        guard found != 0, end > position + 1, bytes.has(end - start, at: start) else { return put(" (unverified)") }
        var (first, second) = (0, 0)
        for offset in start..<end {
            // The value is as it should be when its own bytes count too, and it is made without them.
            first = (first + (offset == position || offset == position + 1 ? 0 : Int(try bytes.u8(offset)))) % 255
            second = (second + first) % 255
        }
        let rest = end - position
        func wrap(_ value: Int) -> UInt16 {
            let folded = ((value % 255) + 255) % 255
            return UInt16(folded == 0 ? 255 : folded)
        }
        let expected = wrap((rest - 1) * first - second) << 8 | wrap(second - rest * first)
        if expected == found { return put(" (correct)") }
        put(" (incorrect should be 0x", hex: expected, 4, ")")
    }
}
