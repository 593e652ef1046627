import Packets

/// IP security: encapsulated payloads (RFC 4303) stay closed; the authentication header (RFC 4302) shows what it guards.
enum IPsec {
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
        guard bytes.has(1, at: 0) else { return d.markTruncated() }
        let next = try bytes.u8(0)
        guard let size = try authenticationHeader(&d, bytes) else { return }
        try d.ipPayload(next, bytes.from(size), length - size, ends)
    }

    /// Gives the header's length, or nil when it is cut off or lies.
    static func authenticationHeader(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) -> Int? {
        d.layer = "ah"
        let words = Int(try bytes.u8(1))
        let size = (words + 2) * 4
        if size < 12 {
            d.markInvalid()
            return nil
        }
        d.put("AH(")
        if d.verbose { d.put("length=", words, "(", decimal: size, "-bytes),") }
        if try bytes.u16(2) != 0 { d.put("reserved[not MBZ],") }
        d.put("spi=0x", hex: try bytes.u32(4), 8, ",")
        d.put("seq=0x", hex: try bytes.u32(8))
        d.put(",icv=0x")
        try d.hexBytes(bytes, 12, size - 12)
        d.put("): ")
        return size
    }
}

extension Dissector {
    fileprivate mutating func put(
        _ before: StaticString, _ a: Int, _ middle: StaticString, decimal b: Int, _ after: StaticString
    ) {
        put(before, a, middle)
        put("", b, after)
    }
}
