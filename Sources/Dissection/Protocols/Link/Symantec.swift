import Packets

/// Symantec's enterprise firewall: an ether type within 44 octets that are otherwise not known.
enum Symantec {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 44 }
        var type: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "symantec"
        guard bytes.byteCount >= Header.length else {
            d.linkHeaderLength = bytes.byteCount
            return d.markTruncated()
        }
        d.linkHeaderLength = Header.length
        let type = try Header(bytes).type
        if d.linkHeader { heading(&d, type, length) }
        let payload = try bytes.from(Header.length)
        if type <= 1500 {
            if !d.linkHeader { heading(&d, type, length) }
        } else if try Registry.etherType(type, &d, payload, length - Header.length, nil) {
            return
        } else if !d.linkHeader {
            heading(&d, type, length)
        }
        try d.dumpUnknown(payload, payload.byteCount)
    }

    private static func heading(_ d: inout Dissector, _ type: UInt16, _ length: Int) {
        if type <= 1500 {
            d.put("invalid ethertype ", type)
        } else {
            d.etherTypeName(type)
        }
        d.put(", length ", length, ": ")
    }
}
