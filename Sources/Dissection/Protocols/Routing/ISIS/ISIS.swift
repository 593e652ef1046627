import Packets
import Wire

/// The intermediate system routing protocol (ISO/IEC 10589, RFC 1195): eight bytes that all have in common, more by
/// kind, then elements of type and length.
enum ISIS {
    /// The length that the fixed header has by its kind.
    private static func headerLength(_ kind: UInt8) -> Int? {
        switch kind {
        case 15, 16: 27
        case 17: 20
        case 18, 20: 27
        case 24, 25: 33
        case 26, 27: 17
        default: nil
        }
    }

    private static func kind(_ kind: UInt8) -> StaticString? {
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

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "isis"
        try bytes.require(ISISHeader.length, at: 0)
        if !d.linkHeader { d.put("IS-IS") }
        let header = ISISHeader(bytes)
        let fixed = Int(try header.fixedLength)
        let identifierLength = try header.identifierLength
        if try header.version != 1 {
            return try refuse(&d, bytes, "version ", UInt32(header.version), " packet not supported")
        }
        if identifierLength != 6 && identifierLength != 0 {
            return try refuse(&d, bytes, "system ID length of ", UInt32(identifierLength), " is not supported")
        }
        if try header.unitVersion != 1 {
            return try refuse(&d, bytes, "version ", UInt32(header.unitVersion), " packet not supported")
        }
        if fixed < ISISHeader.length {
            d.put("fixed header length ", fixed, " < minimum header size ")
            d.put(ISISHeader.length)
            return try d.dumpHex(bytes, bytes.byteCount, lead: "\n\t")
        }
        if length < fixed {
            d.put("fixed header length ", fixed, " > packet length ")
            d.put(length)
            return try d.dumpHex(bytes, bytes.byteCount, lead: "\n\t")
        }
        if d.verbose { try details(&d, bytes, length, fixed) } else { try line(&d, bytes, length, fixed) }
    }

    private static func refuse(
        _ d: inout Dissector, _ bytes: RawSpan, _ before: StaticString, _ value: UInt32, _ after: StaticString
    ) throws(Truncation) {
        d.put(before, value, after)
        try d.dumpHex(bytes, bytes.byteCount, lead: "\n\t")
    }

    /// All that is said without -v.
    private static func line(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ fixed: Int
    ) throws(Truncation) {
        let kind = try ISISHeader(bytes).type
        if !d.linkHeader { d.put(", ") }
        d.put(ISIS.kind(kind), or: "unknown PDU-Type ", kind)
        if let expected = ISIS.headerLength(kind) {
            if fixed != expected { return try wrongLength(&d, bytes, length, fixed, expected) }
            try bytes.require(expected, at: 0)
        }
        switch kind {
        case 15, 16:
            try system(&d, ", src-id ", Hello(bytes).source)
            try system(&d, ", lan-id ", Hello(bytes).network)
            d.put(", prio ", try Hello(bytes).priority)
        case 17: try system(&d, ", src-id ", Hello(bytes).source)
        case 18, 20:
            let state = LinkState(bytes)
            try system(&d, ", lsp-id ", state.identifier)
            d.put(", seq 0x", hex: try state.sequence, 8)
            d.put(", lifetime ")
            d.put(try state.lifetime, width: 5)
            d.put("s")
        case 24, 25, 26, 27: try system(&d, ", src-id ", SequenceNumbers(bytes).source)
        default: break
        }
        d.put(", length ", length)
    }

    private static func wrongLength(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ fixed: Int, _ expected: Int
    ) throws(Truncation) {
        d.put(", bogus fixed header length ", fixed, " should be ")
        d.put(expected)
        try d.dumpHex(bytes, length, lead: "\n\t")
    }

    /// A system's identifier of six bytes, with a circuit's number, with a fragment's.
    static func system(
        _ d: inout Dissector, _ title: StaticString, _ identifier: RawSpan
    ) throws(Truncation) {
        let count = identifier.byteCount
        d.put(title)
        for index in 0..<Swift.min(System.length, count) {
            d.put(hex: try identifier.u8(index), 2)
            if index == 1 || index == 3 { d.put(".") }
        }
        if count >= 7 { d.put(".", hex: try System(identifier).circuit, 2) }
        if count == 8 { d.put("-", hex: try System(identifier).fragment, 2) }
    }

    private static func details(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ fixed: Int) throws(Truncation)
    {
        let header = ISISHeader(bytes)
        let kind = try header.type
        d.put(d.linkHeader ? "length " : ", length ", length)
        d.put("\n\t")
        d.put(ISIS.kind(kind), or: "unknown, type ", try header.type)
        d.put(", hlen: ", fixed, ", v: ")
        d.put(try header.version)
        d.put(", pdu-v: ", try header.unitVersion)
        let identifierLength = try header.identifierLength
        d.put(", sys-id-len: ", identifierLength == 0 ? 6 : identifierLength, " (")
        d.put(identifierLength)
        let areas = try header.maximumAreas
        d.put("), max-area: ", areas == 0 ? 3 : areas, " (")
        d.put(areas)
        d.put(")")
        guard let expected = ISIS.headerLength(kind) else {
            let rest = try bytes.from(ISISHeader.length)
            if d.verbosity <= 1 { try d.dumpHex(rest, rest.byteCount, lead: "\n\t  ") }
            // And all of it once more, as what is not decoded.
            return try d.dumpHex(bytes, length, lead: "\n\t")
        }
        if fixed != expected {
            return try wrongLength(&d, bytes, length, fixed, expected)
        }
        if d.verbosity > 1 { try d.dumpHex(bytes, ISISHeader.length, lead: "\n\t") }
        let claimed = try ISIS.fixed(&d, kind, bytes, fixed, within: length)
        if d.verbosity > 1 {
            let rest = try bytes.from(ISISHeader.length)
            try d.dumpHex(rest, fixed - ISISHeader.length, lead: "\n\t  ")
        }
        if claimed < fixed {
            d.put(" [packet length ", claimed, " < ")
            d.put(fixed)
            d.put("]")
            return d.markInvalid()
        }
        try elements(&d, bytes, fixed, Swift.min(claimed, length))
    }

    /// The fixed part by kind; the length that it claims for the whole.
    private static func fixed(
        _ d: inout Dissector, _ kind: UInt8, _ bytes: RawSpan, _ fixed: Int, within packet: Int
    ) throws(Truncation) -> Int {
        try bytes.require(fixed, at: 0)
        let hello = Hello(bytes)
        let numbers = SequenceNumbers(bytes)
        switch kind {
        case 15, 16:
            try system(&d, "\n\t  source-id: ", hello.source)
            d.put(",  holding time: ", try hello.holdingTime, "s, Flags: [")
            circuit(&d, try hello.circuitType)
            try system(&d, "]\n\t  lan-id:    ", hello.network)
            d.put(", Priority: ", try hello.priority & 0x7F)
            return try length(&d, hello.length)
        case 17:
            try system(&d, "\n\t  source-id: ", hello.source)
            d.put(", holding time: ", try hello.holdingTime, "s, Flags: [")
            circuit(&d, try hello.circuitType)
            d.put("]\n\t  circuit-id: 0x", hex: try hello.circuit, 2)
            return try length(&d, hello.length)
        case 18, 20: return try linkState(&d, bytes, within: packet)
        case 24, 25:
            try system(&d, "\n\t  source-id:    ", numbers.source)
            let claimed = try length(&d, numbers.length)
            try system(&d, "\n\t  start lsp-id: ", numbers.start)
            try system(&d, "\n\t  end lsp-id:   ", numbers.end)
            return claimed
        default:
            try system(&d, "\n\t  source-id:    ", numbers.source)
            return try length(&d, numbers.length)
        }
    }

    private static func length(_ d: inout Dissector, _ claimed: UInt16) -> Int {
        d.put(", PDU length: ", claimed)
        return Int(claimed)
    }

    private static func circuit(_ d: inout Dissector, _ kind: UInt8) {
        switch kind {
        case 1: d.put("Level 1 only")
        case 2: d.put("Level 2 only")
        case 3: d.put("Level 1, Level 2")
        default: d.put("unknown circuit type 0x", hex: kind, 2)
        }
    }

    private static func linkState(
        _ d: inout Dissector, _ bytes: RawSpan, within packet: Int
    ) throws(Truncation) -> Int {
        let state = LinkState(bytes)
        let claimed = Int(try state.length)
        let lifetime = try state.lifetime
        try system(&d, "\n\t  lsp-id: ", state.identifier)
        d.put(", seq: 0x", hex: try state.sequence, 8)
        d.put(", lifetime: ")
        d.put(lifetime, width: 5)
        d.put("s\n\t  chksum: 0x", hex: try state.checksum, 4)
        if lifetime == 0 {
            d.put(" (purged)")
        } else {
            try osiChecksum(
                &d, bytes, found: state.checksum, from: LinkState.identifierOffset, at: LinkState.checksumOffset,
                end: Swift.min(claimed, packet))
        }
        d.put(", PDU length: ", claimed, ", Flags: [ ")
        let flags = try state.flags
        d.put(flags & 0x04 != 0 ? "Overload bit set, " : "")
        if flags & 0x78 != 0 {
            d.put(flags & 0x08 != 0 ? "default " : "")
            d.put(flags & 0x10 != 0 ? "delay " : "")
            d.put(flags & 0x20 != 0 ? "expense " : "")
            d.put(flags & 0x40 != 0 ? "error " : "")
            d.put("ATT bit set, ")
        }
        d.put(flags & 0x80 != 0 ? "P bit set, " : "")
        switch flags & 3 {
        case 0: d.put("Unused 0x0 (invalid)")
        case 1: d.put("L1 IS")
        case 2: d.put("Unused 0x2 (invalid)")
        default: d.put("L2 IS")
        }
        d.put(" ]")
        return claimed
    }

    /// ISO 8473's checksum: two sums modulo 255 that the right value makes zero.
    static func osiChecksum(
        _ d: inout Dissector, _ bytes: RawSpan, found: UInt16, from start: Int, at position: Int, end: Int
    ) throws(Truncation) {
        guard found != 0, end > position + 1, bytes.has(end - start, at: start) else { return d.put(" (unverified)") }
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
        if expected == found { return d.put(" (correct)") }
        d.put(" (incorrect should be 0x", hex: expected, 4, ")")
    }
}
