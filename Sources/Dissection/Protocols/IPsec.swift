import Packets

/// IP security: encapsulated payloads (RFC 4303) stay closed; the authentication header (RFC 4302) shows what it guards.
extension Dissector {
    mutating func esp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "esp"
        guard bytes.has(9, at: 0) else { return markTruncated() }
        put("ESP(spi=0x", hex: try bytes.u32(0), 8, ",seq=0x")
        put(hex: try bytes.u32(4))
        put("), length ", length)
    }

    /// Gives the header's length, or nil when it is cut off or lies.
    mutating func authenticationHeader(_ bytes: RawSpan) throws(Truncation) -> Int? {
        layer = "ah"
        let words = Int(try bytes.u8(1))
        let size = (words + 2) * 4
        if size < 12 {
            markInvalid()
            return nil
        }
        put("AH(")
        if verbose { put("length=", words, "(", decimal: size, "-bytes),") }
        if try bytes.u16(2) != 0 { put("reserved[not MBZ],") }
        put("spi=0x", hex: try bytes.u32(4), 8, ",")
        put("seq=0x", hex: try bytes.u32(8))
        put(",icv=0x")
        try hexBytes(bytes, 12, size - 12)
        put("): ")
        return size
    }

    private mutating func put(
        _ before: StaticString, _ a: Int, _ middle: StaticString, decimal b: Int, _ after: StaticString
    ) {
        put(before, a, middle)
        put("", b, after)
    }
}
