import Packets
import Wire

/// Links with an address family in front (`NULL`, `LOOP`) or nothing at all (`RAW`).
enum Loopback {
    /// Four bytes of address family, in the order of the machine that captured (`NULL`) or of the network (`LOOP`).
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, networkOrder: Bool) throws(Truncation) {
        d.layer = networkOrder ? "loop" : "null"
        let size = LoopbackHeader.length
        guard bytes.byteCount >= size else { return d.markTruncated() }
        d.linkHeaderLength = size
        let header = LoopbackHeader(bytes)
        var family = networkOrder ? try header.family : try header.turnedFamily
        // The other byte order of a machine shows itself by high bits where no family is.
        if !networkOrder, family & 0xFFFF_0000 != 0 { family = family.byteSwapped }
        let rest = length - size
        if d.linkHeader { familyHeader(&d, family, length) }
        let payload = try bytes.from(size)
        if try Registry.addressFamily(family, &d, payload, rest) { return }
        if !d.linkHeader { familyHeader(&d, family, length) }
        try d.dumpUnknown(payload, payload.byteCount)
    }

    private static func familyHeader(_ d: inout Dissector, _ family: UInt32, _ length: Int) {
        if d.quick {
            d.put(Loopback.familyName(family), or: "Unknown AF ", family)
        } else {
            d.put("AF ")
            d.put(Loopback.familyName(family) ?? "Unknown")
            d.put(" (", family, ")")
        }
        d.put(", length ", length, ": ")
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
    static func raw(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "raw"
        if d.linkHeader { d.put("ip: ") }
        try anyVersion(&d, bytes, length)
    }

    /// A packet of IP whose version is not known yet.
    static func anyVersion(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ipn"
        if length < 1 { return d.put("truncated-ip ", length) }
        let version = try IPv4Header(bytes).version
        if try Registry.ipVersion(version, &d, bytes, length) { return }
        d.put("unknown ip ", version)
    }
}
