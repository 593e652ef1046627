import Packets

/// IPv6 node information queries and replies (RFC 4620).
///
///     | type | code | checksum: 2 | kind: 2 | flags: 2 | nonce: 8 | subject, or time to live and data |
enum NodeInformation {
    /// What both begin with.
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets.
        static var length: Int { 16 }
        /// Octets of the query that came before (KAME's).
        static var oldLength: Int { 12 }
        /// Of a query what its subject is, of a reply how it went.
        var code: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// What is asked for: 0 nothing, 1 what can be asked, 2 the name, 3 addresses.
        var kind: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        /// By kind.
        var flags: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
    }

    /// Whom a query is about, and what a reply says.
    struct Body: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var subject6: HostAddress { get throws(Truncation) { try bytes.ipv6(0) } }
        var subject4: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        /// Of a name in the older form, or of its first label.
        var nameLength: Int { get throws(Truncation) { Int(try bytes.u8(0)) } }
        /// Seconds.
        var timeToLive: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
    }

    /// An address in a reply, and for how many seconds it is good.
    struct Address: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets.
        static var length: Int { 20 }
        var timeToLive: Int32 { get throws(Truncation) { Int32(bitPattern: try bytes.u32(offset)) } }
        var address: HostAddress { get throws(Truncation) { try bytes.ipv6(offset + 4) } }
    }

    static func query(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        // tcpdump takes what was captured for the length; so does this.
        let length = Swift.min(bytes.byteCount, length)
        if length == Header.oldLength { return d.put(" who-are-you request") }
        d.put(" node information query")
        guard bytes.has(Header.length, at: 0) else { return d.markTruncated() }
        let header = Header(bytes)
        let (kind, flags) = (try header.kind, try header.flags)
        d.put(" (")
        switch kind {
        case 0: d.put("noop")
        case 1: d.put(flags & 1 != 0 ? "supported qtypes [C]" : "supported qtypes []")
        case 2: d.put("DNS name")
        case 3:
            d.put("node addresses")
            addressFlags(&d, flags & ~1)
        default: d.put("unknown")
        }
        if kind <= 1 {
            if length != Header.length, d.verbose { d.put(", invalid len") }
        } else if length == Header.length {
            d.put(", 03 draft")
        } else {
            try subject(&d, bytes, length, header.code)
        }
        d.put(")")
    }

    private static func subject(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ code: UInt8
    ) throws(Truncation) {
        let size = length - Header.length
        let body = try bytes.from(Header.length)
        switch code {
        case 0:
            if !body.has(16, at: 0) { return }
            if size != 16 { return wrongSubject(&d) }
            d.put(", subject=", host: try Body(body).subject6)
        case 1:
            d.put(", subject=DNS name")
            try name(&d, body)
        case 2:
            if !body.has(4, at: 0) { return }
            if size != 4 { return wrongSubject(&d) }
            d.put(", subject=", host: try Body(body).subject4)
        default: d.put(", unknown subject")
        }
    }

    private static func wrongSubject(_ d: inout Dissector) {
        if d.verbose { d.put(", invalid subject len") }
    }

    static func reply(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        guard bytes.has(Swift.max(length, Header.length), at: 0) else { return d.markTruncated() }
        let header = Header(bytes)
        d.put(" node information reply (")
        let code = try header.code
        switch code {
        case 0:
            if d.verbose { d.put("success, ") }
            try answer(&d, bytes, length, header.kind, header.flags)
        case 1, 2:
            d.put(code == 1 ? "refused" : "unknown")
            wrongLength(&d, length)
        default: break
        }
        d.put(")")
    }

    private static func wrongLength(_ d: inout Dissector, _ length: Int) {
        if length != Header.length, d.verbose { d.put(", invalid length") }
    }

    private static func answer(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ kind: UInt16, _ flags: UInt16
    ) throws(Truncation) {
        switch kind {
        case 0:
            d.put("noop")
            wrongLength(&d, length)
        case 1: d.put(flags & 1 != 0 ? "supported qtypes [C]" : "supported qtypes []")
        case 2:
            d.put("DNS name")
            let body = try bytes.from(Header.length + 4)
            try body.require(1, at: 0)
            try name(&d, body)
            if flags & 1 != 0 { d.put(" [TTL=", try Body(bytes.from(Header.length)).timeToLive, "]") }
        case 3:
            d.put("node addresses")
            var offset = Header.length
            while offset + Address.length <= length {
                let each = Address(bytes, at: offset)
                d.put(" ", host: try each.address)
                d.put("(", Int(try each.timeToLive), ")")
                offset += Address.length
            }
            addressFlags(&d, flags)
        default: d.put("unknown")
        }
    }

    private static func addressFlags(_ d: inout Dissector, _ flags: UInt16) {
        if flags == 0 { return }
        d.put(" [")
        if flags & 0x40 != 0 { d.put("a") }
        if flags & 0x20 != 0 { d.put("G") }
        if flags & 0x10 != 0 { d.put("S") }
        if flags & 0x08 != 0 { d.put("L") }
        if flags & 0x04 != 0 { d.put("C") }
        if flags & 0x02 != 0 { d.put("A") }
        if flags & 0x01 != 0 { d.put("T") }
        d.put("]")
    }

    /// A name of labels, or in the form of an older draft as one text behind its length.
    private static func name(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let end = bytes.byteCount
        let first = try Body(bytes).nameLength
        if first == end - 1 {
            if d.verbose { d.put(", 03 draft") }
            d.put(", \"")
            try d.put(text: bytes.from(1))
            return d.put("\"")
        }
        d.put(", \"")
        var offset = 0
        while offset < end {
            let size = Int(try bytes.u8(offset))
            offset += 1
            if size == 0 {
                // One more octet of zero ends a name that is not whole.
                let next = offset == end ? nil : try bytes.u8(offset)
                if next == nil {
                    d.put(".")
                } else if offset + 1 != end || next != 0 {
                    d.put("???")
                }
                break
            }
            if size > end - offset {
                d.put("???")
                break
            }
            try d.put(text: bytes.slice(offset, size))
            offset += size
            if offset < end {
                let next = try bytes.u8(offset)
                if next != 0 { d.put(".") }
            }
        }
        d.put("\"")
    }
}
