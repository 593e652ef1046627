import Packets

/// IP security: encapsulated payloads (RFC 4303), not shown without a key; the authentication header (RFC 4302) shows
/// what it guards.
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

    ///      0               4               8
    ///     +---------------+---------------+--------------- - - - - -------+---------------+
    ///     | index         | sequence      | vector, cipher text           | check value   |
    ///     +---------------+---------------+--------------- - - - - -------+---------------+
    struct EncapsulatedHeader: ~Escapable {
        static var length: Int { 8 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var parameterIndex: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    /// Encapsulated payloads (RFC 4303 2), with what is inside where a key decrypts them.
    static func encapsulated(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        d.layer = "esp"
        guard bytes.has(EncapsulatedHeader.length + 1, at: 0) else { return d.markTruncated() }
        let header = EncapsulatedHeader(bytes)
        let index = try header.parameterIndex
        d.put("ESP(spi=0x", hex: index, 8, ",seq=0x")
        d.put(hex: try header.sequence)
        d.put("), length ", length)
        // The next header stands in the last fragment only.
        if ends.fragmented { return }
        guard
            let range = d.decryptor?.payload(
                index: index, to: ends.destination, try bytes.from(EncapsulatedHeader.length)),
            let plain = d.decryptor?.bytes(range)
        else { return }
        // Padding, its length and the next header end the plain text (RFC 4303 2.4).
        let count = plain.byteCount
        guard count >= 2 else { return }
        let padding = Int(try plain.u8(count - 2))
        let next = try plain.u8(count - 1)
        guard padding + 2 <= count else { return }
        d.put(": ")
        try d.descend()
        try d.ipPayload(next, plain.upTo(count - padding - 2), count - padding - 2, ends)
    }

    /// The authentication header and what it guards.
    static func authentication(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        d.layer = "ah"
        // What follows is looked at before anything is printed.
        guard bytes.has(1, at: 0) else { return d.markTruncated() }
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
