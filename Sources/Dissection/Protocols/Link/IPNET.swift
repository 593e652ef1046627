import Packets

/// Solaris's `ipnet` devices: a header of 24 octets that names the zones that a packet goes from and to.
enum IPNET {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 24 }
        /// Solaris's address family.
        var family: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var sourceZone: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        var destinationZone: UInt32 { get throws(Truncation) { try bytes.u32(20) } }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ipnet"
        guard bytes.byteCount >= Header.length else {
            d.linkHeaderLength = bytes.byteCount
            return d.markTruncated()
        }
        d.linkHeaderLength = Header.length
        let header = Header(bytes)
        let family = try header.family
        if d.linkHeader { try heading(&d, header, length) }
        let payload = try bytes.from(Header.length)
        switch family {
        case 2: try IPv4.print(&d, payload, length - Header.length)
        case 26: try IPv6.print(&d, payload, length - Header.length)
        default:
            if !d.linkHeader { try heading(&d, header, length) }
            try d.dumpUnknown(payload, payload.byteCount)
        }
    }

    private static func heading(_ d: inout Dissector, _ header: borrowing Header, _ length: Int) throws(Truncation) {
        let family = try header.family
        let name: StaticString? = family == 2 ? "IPv4" : family == 26 ? "IPv6" : nil
        d.put("", try header.sourceZone, " > ")
        d.put(try header.destinationZone)
        if d.quick {
            d.put(", ")
            d.put(name, or: "Unknown Ethertype (0x", hex: UInt16(family), 4, ")")
        } else {
            d.put(", family ")
            d.put(name ?? "Unknown")
            d.put(" (", family, ")")
        }
        d.put(", length ", length, ": ")
    }
}
