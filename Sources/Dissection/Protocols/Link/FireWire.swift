import Packets

/// IP over IEEE 1394 as Apple captures it: two addresses of eight octets and an ether type.
enum FireWire {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 18 }
        static var addressLength: Int { 8 }
        static var destination: Int { 0 }
        static var source: Int { 8 }
        var type: UInt16 { get throws(Truncation) { try bytes.u16(16) } }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ap1394"
        guard bytes.byteCount >= Header.length else {
            throw Truncation(offset: 0, need: Header.length, have: bytes.byteCount)
        }
        d.linkHeaderLength = Header.length
        if d.linkHeader { try heading(&d, Header(bytes), length) }
        let payload = try bytes.from(Header.length)
        if try Registry.etherType(Header(bytes).type, &d, payload, length - Header.length, nil) { return }
        if !d.linkHeader { try heading(&d, Header(bytes), length) }
        try d.dumpUnknown(payload, payload.byteCount)
    }

    private static func heading(_ d: inout Dissector, _ header: borrowing Header, _ length: Int) throws(Truncation) {
        try d.put(linkAddress: header.bytes, Header.source, Header.addressLength)
        d.put(" > ")
        try d.put(linkAddress: header.bytes, Header.destination, Header.addressLength)
        d.put(", ")
        d.etherTypeName(try header.type)
        d.put(", length ", length, ": ")
    }
}
