import Packets

/// Generic routing encapsulation (RFC 2784, RFC 2890, RFC 1701; version 1 for PPTP, RFC 2637).
extension Dissector {
    mutating func gre(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "gre"
        guard bytes.has(2, at: 0) else { return markTruncated() }
        let flags = try bytes.u16(0)
        let version = flags & 7
        put("GREv", version)
        switch version {
        case 0:
            // The header's own end has its own mark; what is inside speaks for itself.
            guard let header = Dissector.greLength(flags, bytes), bytes.has(header, at: 0) else {
                try? gre0(flags, bytes, length)
                return markTruncated()
            }
            try gre0(flags, bytes, length)
        case 1: try gre1(flags, bytes, length)
        default: put(" ERROR: unknown-version")
        }
    }

    /// The length of a version 0 header without routing; nil when it has routing that nobody can foresee.
    private static func greLength(_ flags: UInt16, _ bytes: RawSpan) -> Int? {
        4 + (flags & 0xC000 != 0 ? 4 : 0) + (flags & 0x2000 != 0 ? 4 : 0) + (flags & 0x1000 != 0 ? 4 : 0)
    }

    private mutating func greFlags(_ flags: UInt16) {
        put(", Flags [")
        put(
            flags: UInt32(flags),
            [
                (0x8000, "checksum present"), (0x4000, "routing present"), (0x2000, "key present"),
                (0x1000, "sequence# present"), (0x0800, "source routing present"), (0x0080, "ack present"),
            ])
        put("]")
    }

    private mutating func gre0(_ flags: UInt16, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if verbose { greFlags(flags) }
        let type = try bytes.u16(2)
        var offset = 4
        if flags & 0xC000 != 0 {
            if flags & 0x8000 != 0 {
                let checksum = try bytes.u16(offset)
                if verbose { put(", sum 0x", hex: checksum) }
            }
            put(", off 0x", hex: try bytes.u16(offset + 2))
            offset += 4
        }
        if flags & 0x2000 != 0 {
            let key = try bytes.u32(offset)
            put(", key=0x", hex: key)
            offset += 4
        }
        if flags & 0x1000 != 0 {
            put(", seq ", try bytes.u32(offset))
            offset += 4
        }
        if flags & 0x4000 != 0 { offset = try greRouting(bytes, offset) }
        if length < offset { throw Truncation(offset: offset, need: 1, have: 0) }
        if linkHeader {
            put(", proto ")
            put(Registry.etherTypeName(type) ?? "unknown")
            put(" (0x", hex: type, 4, ")")
        }
        put(", length ", length)
        put(verbosity < 1 ? ": " : "\n\t")
        try grePayload(type, bytes.from(offset), length - offset)
    }

    /// RFC 1701: source route entries until an empty one.
    private mutating func greRouting(_ bytes: RawSpan, _ start: Int) throws(Truncation) -> Int {
        var offset = start
        while true {
            let family = try bytes.u16(offset)
            let size = Int(try bytes.u8(offset + 3))
            if family != 0 || size != 0 { put(", (rtaf=0x", hex: family, 1, ")") }
            offset += 4
            if family == 0 && size == 0 { return offset }
            try bytes.require(size, at: offset)
            offset += size
        }
    }

    private mutating func gre1(_ flags: UInt16, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if verbose { greFlags(flags) }
        let type = try bytes.u16(2)
        var offset = 4
        if flags & 0x2000 != 0 {
            put(", call ", UInt32(truncatingIfNeeded: try bytes.u32(offset) & 0xFFFF))
            offset += 4
        }
        if flags & 0x1000 != 0 {
            put(", seq ", try bytes.u32(offset))
            offset += 4
        }
        if flags & 0x0080 != 0 {
            put(", ack ", try bytes.u32(offset))
            offset += 4
        }
        if flags & 0x1000 == 0 {
            put(", no-payload")
            return put(", length ", length)
        }
        if linkHeader {
            put(", proto ")
            put(Registry.etherTypeName(type) ?? "unknown")
            put(" (0x", hex: type, 4, ")")
        }
        put(", length ", length)
        if flags & 0x1000 != 0 { put(": ") }
        if type == 0x880B {
            try ppp(bytes.from(offset), length - offset)
        } else {
            put("gre-proto-0x", hex: type)
        }
    }

    private mutating func grePayload(_ type: UInt16, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        switch type {
        case 0x0800, 0x86DD, 0x8847, 0x8848, 0x6558:
            _ = try Registry.etherType(type, &self, bytes, length, nil)
        default: put("gre-proto-0x", hex: type)
        }
    }
}
