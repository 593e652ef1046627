import Packets

/// IP over Fibre Channel (RFC 2625): the network header's two addresses, then LLC.
///
///     | destination: authority 2, address 6 | source: authority 2, address 6 | LLC
enum FibreChannel {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 16 }
        var destination: UInt64 { get throws(Truncation) { try bytes.u48(2) } }
        var source: UInt64 { get throws(Truncation) { try bytes.u48(10) } }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ipfc"
        guard bytes.byteCount >= Header.length else {
            throw Truncation(offset: 0, need: Header.length, have: bytes.byteCount)
        }
        let header = Header(bytes)
        let ends = LinkEnds(source: try header.source, destination: try header.destination)
        if d.linkHeader {
            d.put(linkAddress: ends.source)
            d.put(" > ")
            d.put(linkAddress: ends.destination)
            d.put(", length ", length, ": ")
        }
        let payload = try bytes.from(Header.length)
        let result = try LLC.print(&d, payload, length - Header.length, ends)
        if !result.known { try d.dumpUnknown(payload, payload.byteCount) }
        d.linkHeaderLength = Header.length + result.length
    }
}
