import Packets

/// IP security: encapsulated payloads (RFC 4303) stay closed; the authentication header (RFC 4302) shows what it guards.
enum IPsec {
    ///      0      1      2         4               8               12
    ///     +------+------+---------+---------------+---------------+--------- - -
    ///     | next | words| reserved| index         | sequence      | check value
    ///     +------+------+---------+---------------+---------------+--------- - -
    struct AuthenticationHeader: ~Escapable {
        static var length: Int { 12 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var next: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Of four bytes, two not counted.
        var words: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var reserved: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var parameterIndex: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
    }

    static func esp(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "esp"
        guard bytes.has(9, at: 0) else { return d.markTruncated() }
        d.put("ESP(spi=0x", hex: try bytes.u32(0), 8, ",seq=0x")
        d.put(hex: try bytes.u32(4))
        d.put("), length ", length)
    }

    /// The authentication header and what it guards.
    static func authentication(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        d.layer = "ah"
        // What follows is looked at before anything is printed.
        let next = try AuthenticationHeader(bytes).next
        let size = try authenticationHeader(&d, bytes)
        try d.ipPayload(next, bytes.from(size), length - size, ends)
    }

    /// Gives the header's length. A length below the header's own is taken as it is.
    static func authenticationHeader(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) -> Int {
        d.layer = "ah"
        d.put("AH")
        let header = AuthenticationHeader(bytes)
        let words = try header.words
        let size = (Int(words) + 2) * 4
        d.put("(")
        if d.verbose {
            d.put("length=", words, "(")
            d.put("", size, "-bytes),")
        }
        let reserved = try header.reserved
        if reserved != 0 { d.put("reserved=0x", hex: reserved, 1, "[MustBeZero],") }
        d.put("spi=0x", hex: try header.parameterIndex, 8, ",")
        d.put("seq=0x", hex: try header.sequence, 1, ",icv=0x")
        try d.hexBytes(bytes, AuthenticationHeader.length, size - AuthenticationHeader.length)
        d.put("): ")
        return size
    }
}
