import Packets

/// IP over InfiniBand (RFC 4391) as captured on an adapter: two addresses of 20 octets, an ether type, two spare octets.
enum IPoIB {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 44 }
        var type: UInt16 { get throws(Truncation) { try bytes.u16(40) } }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ipoib"
        guard bytes.byteCount >= Header.length, length >= Header.length else {
            d.linkHeaderLength = Swift.min(bytes.byteCount, length)
            return d.markTruncated()
        }
        d.linkHeaderLength = Header.length
        let type = try Header(bytes).type
        if d.linkHeader {
            d.put("IPOIB")
            heading(&d, type, length)
        }
        let payload = try bytes.from(Header.length)
        if try Registry.etherType(type, &d, payload, length - Header.length, nil) { return }
        if !d.linkHeader { heading(&d, type, length) }
        try d.dumpUnknown(payload, payload.byteCount)
    }

    private static func heading(_ d: inout Dissector, _ type: UInt16, _ length: Int) {
        d.put(", ethertype ")
        d.put(Names.etherTypeName(type) ?? "Unknown")
        if !d.quick { d.put(" (0x", hex: type, 4, ")") }
        d.put(", length ", length, ": ")
    }
}
