import Packets

/// RIP for IPv6 (RFC 2080): a header, then entries of 20 octets.
enum RIPng {
    /// What a message begins with.
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets.
        static var length: Int { 4 }
        /// 1 request, 2 response.
        var command: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
    }

    /// A route at `offset`.
    struct Entry: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets.
        static var length: Int { 20 }
        static var infinity: UInt8 { 16 }
        var prefix: HostAddress {
            get throws(Truncation) { HostAddress(ipv6: try bytes.u64(offset), try bytes.u64(offset + 8)) }
        }
        var tag: UInt16 { get throws(Truncation) { try bytes.u16(offset + 16) } }
        var prefixLength: UInt8 { get throws(Truncation) { try bytes.u8(offset + 18) } }
        var metric: UInt8 { get throws(Truncation) { try bytes.u8(offset + 19) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ripng"
        let header = Header(bytes)
        let command = try header.command
        let version = try header.version
        if version != 1 {
            d.put(" [vers ", version, "]")
            return d.markInvalid()
        }
        if length < Header.length { return d.markInvalid() }
        let rest = length - Header.length
        let count = rest / Entry.length
        switch command {
        case 1:
            if count == 1, try asksForAll(bytes) { return d.put(" ripng-req dump") }
            try entries(&d, bytes, length, " ripng-req ", isResponse: false)
        case 2: try entries(&d, bytes, length, " ripng-resp ", isResponse: true)
        default:
            d.put(" ripng-", command, " ?? ")
            d.put(length)
            d.markInvalid()
        }
    }

    /// The one entry that asks for the whole table.
    private static func asksForAll(_ bytes: RawSpan) throws(Truncation) -> Bool {
        let entry = Entry(bytes, at: Header.length)
        guard try entry.metric == Entry.infinity else { return false }
        let prefix = try entry.prefix
        return prefix.high == 0 && prefix.low == 0
    }

    private static func entries(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ name: StaticString, isResponse: Bool
    ) throws(Truncation) {
        let rest = length - Header.length
        let count = rest / Entry.length
        let isWhole = count * Entry.length == rest
        d.put(name, count)
        if !isWhole { d.put("[", length, "]") }
        d.put(":")
        for index in 0..<count {
            d.put(d.verbosity > 1 ? "\n\t" : " ")
            let entry = Entry(bytes, at: Header.length + index * Entry.length)
            try bytes.require(Entry.length - 1, at: Header.length + index * Entry.length)
            d.put(host: try entry.prefix)
            d.put("/", try entry.prefixLength)
            let tag = try entry.tag
            if tag != 0 { d.put(" [", tag, "]") }
            if isResponse { d.put(" (", try entry.metric, ")") }
        }
        if !isWhole { d.markInvalid() }
    }
}
