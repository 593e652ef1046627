/// Addresses as text: dotted IPv4, IPv6 in the form of RFC 5952 with the embedded IPv4 forms of inet_ntop(3), and
/// colon-separated link-layer addresses.
extension LineBuffer {
    /// Dotted decimal; the first octet is the highest byte.
    public mutating func append(ipv4 address: UInt32) {
        reserve(16)
        let table = unsafe UnsafeRawPointer(DigitTables.octets.utf8Start)
        var end = unsafe UnsafeMutableRawPointer(base + length)
        var rest = address
        for _ in 0..<4 {
            let octet = Int(rest >> 24)
            rest <<= 8
            unsafe end.storeBytes(of: table.loadUnaligned(fromByteOffset: octet &* 4, as: UInt32.self), as: UInt32.self)
            unsafe end += octet < 10 ? 2 : (octet < 100 ? 3 : 4)
        }
        // The last octet's dot does not count.
        length = unsafe end - UnsafeMutableRawPointer(base) - 1
    }

    /// IPv6; the longest run of two or more zero groups, the first of equals, becomes "::".
    public mutating func append(ipv6 high: UInt64, _ low: UInt64) {
        func group(_ index: Int) -> UInt16 {
            UInt16(truncatingIfNeeded: (index < 4 ? high : low) >> UInt64((3 - (index & 3)) * 16))
        }
        var best = (start: -1, count: 1)
        var run = (start: -1, count: 0)
        for index in 0..<8 {
            if group(index) == 0 {
                if run.count == 0 { run.start = index }
                run.count += 1
                if run.count > best.count { best = run }
            } else {
                run.count = 0
            }
        }
        var index = 0
        while index < 8 {
            if index == best.start {
                append(0x3A)
                if index + best.count == 8 { append(0x3A) }
                index += best.count
                continue
            }
            if index > 0 { append(0x3A) }
            // ::a.b.c.d and ::ffff:a.b.c.d
            if index == 6 && best.start == 0 && (best.count == 6 || (best.count == 5 && group(5) == 0xFFFF)) {
                append(ipv4: UInt32(truncatingIfNeeded: low))
                return
            }
            append(hex: group(index))
            index += 1
        }
    }

    /// Six bytes as "02:00:00:00:00:01"; the highest 16 bits are ignored.
    public mutating func append(mac address: UInt64) {
        reserve(18)
        var shift: UInt64 = 40
        for _ in 0..<6 {
            append(hexByte: UInt8(truncatingIfNeeded: address >> shift))
            if shift == 0 { break }
            append(0x3A)
            shift -= 8
        }
    }
}
