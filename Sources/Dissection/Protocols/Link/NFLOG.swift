import Packets

/// Linux netfilter's log (`NFLOG`): a header, then elements in the byte order of the machine that captured; the packet
/// is in one of them.
///
///     | family 1 | version 1 | resource 2 |    element: | length 2 (with this header) | type 2 | value, padded to words
enum NFLOG {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 4 }
        var family: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var resource: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    struct Element: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 4 }
        /// Octets, this header among them.
        var size: UInt16 { get throws(Truncation) { try bytes.native(0, as: UInt16.self) } }
        var type: UInt16 { get throws(Truncation) { try bytes.native(2, as: UInt16.self) } }
        /// NFULA_PAYLOAD.
        static var payload: UInt16 { 9 }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "nflog"
        guard bytes.byteCount >= Header.length, length >= Header.length else {
            d.linkHeaderLength = bytes.byteCount
            return d.markTruncated()
        }
        let header = Header(bytes)
        let version = try header.version
        if version != 0 {
            d.linkHeaderLength = Header.length
            return d.put("version ", version, " (unknown)")
        }
        if d.linkHeader { try heading(&d, header, length) }
        var offset = Header.length
        while offset < length {
            guard bytes.has(Element.length, at: offset) else {
                d.linkHeaderLength = offset
                return d.markTruncated()
            }
            let element = Element(try bytes.from(offset))
            let size = (Int(try element.size) + 3) & ~3
            if size > length - offset || size < Element.length || !bytes.has(size, at: offset) {
                d.linkHeaderLength = offset
                return d.markTruncated()
            }
            if try element.type == Element.payload {
                offset += Element.length
                break
            }
            offset += size
        }
        d.linkHeaderLength = offset
        let payload = try bytes.from(offset)
        switch try header.family {
        case 2: try IPv4.print(&d, payload, length - offset)
        case 10: try IPv6.print(&d, payload, length - offset)
        default:
            if !d.linkHeader { try heading(&d, header, length) }
            try d.dumpUnknown(payload, payload.byteCount)
        }
    }

    private static func heading(_ d: inout Dissector, _ header: borrowing Header, _ length: Int) throws(Truncation) {
        let family = try header.family
        let name: StaticString? = family == 2 ? "IPv4" : family == 10 ? "IPv6" : nil
        d.put("version ", try header.version, ", resource ID ")
        d.put(try header.resource)
        d.put(", ")
        if d.quick {
            d.put(name, or: "Unknown NFLOG (0x", hex: family, 2, ")")
        } else {
            d.put("family ")
            d.put(name ?? "Unknown")
            d.put(" (", family, ")")
        }
        d.put(", length ", length, ": ")
    }
}
