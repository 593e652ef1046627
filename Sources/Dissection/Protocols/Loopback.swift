import Packets

/// Links with an address family in front (`NULL`, `LOOP`) or nothing at all (`RAW`).
extension Dissector {
    /// Four bytes of address family, in the order of the machine that captured (`NULL`) or of the network (`LOOP`).
    mutating func nullLink(_ bytes: RawSpan, _ length: Int, networkOrder: Bool) throws(Truncation) {
        layer = networkOrder ? "loop" : "null"
        let size = 4
        guard bytes.byteCount >= size else { return markTruncated() }
        linkHeaderLength = size
        var family = networkOrder ? try bytes.u32(0) : try bytes.le32(0)
        // The other byte order shows itself by high bits where no family is.
        if family & 0xFFFF_0000 != 0 { family = family.byteSwapped }
        let rest = length - size
        if linkHeader { familyHeader(family, length) }
        let payload = try bytes.from(size)
        if Registry.isIPv6Family(family) { return try ipv6(payload, rest) }
        if family == 2 { return try ipv4(payload, rest) }
        if !linkHeader { familyHeader(family, length) }
        try dumpUnknown(payload, payload.byteCount)
    }

    private mutating func familyHeader(_ family: UInt32, _ length: Int) {
        if quick {
            put(Dissector.familyName(family), or: "Unknown AF ", family)
        } else {
            put("AF ")
            put(Dissector.familyName(family) ?? "Unknown")
            put(" (", family, ")")
        }
        put(", length ", length, ": ")
    }

    private static func familyName(_ family: UInt32) -> StaticString? {
        switch family {
        case 2: "IPv4"
        case 24, 28, 30: "IPv6"
        case 6: "NS"
        case 7: "ISO"
        case 16: "Appletalk"
        case 23: "IPX"
        default: nil
        }
    }

    /// No header: the version in the first nibble says what it is.
    mutating func rawLink(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "raw"
        if linkHeader { put("ip: ") }
        try ipByVersion(bytes, length)
    }

    mutating func ipByVersion(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < 1 { return put("truncated-ip ", length) }
        switch try bytes.u8(0) >> 4 {
        case 4: try ipv4(bytes, length)
        case 6: try ipv6(bytes, length)
        default: put("unknown ip ", try bytes.u8(0) >> 4)
        }
    }
}

extension Registry {
    /// IPv6's number differs from system to system: 24 NetBSD and OpenBSD, 28 FreeBSD, 30 Darwin.
    static func isIPv6Family(_ family: UInt32) -> Bool {
        family == 24 || family == 28 || family == 30
    }
}
