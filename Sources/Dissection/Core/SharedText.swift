import Packets

/// Names and numbers that several layers print in one form.
extension Dissector {
    mutating func etherTypeName(_ type: UInt16) {
        let name = Names.etherTypeName(type)
        if quick {
            if let name { put(name) } else { put("Unknown Ethertype (0x", hex: type, 4, ")") }
        } else {
            put("ethertype ")
            put(name ?? "Unknown")
            put(" (0x", hex: type, 4, ")")
        }
    }

    mutating func put(linkAddress address: UInt64) {
        out.append(mac: address)
        if !numeric { names.putVendor(of: address, to: &out) }
    }

    /// A link-layer address of any length, colons between the bytes.
    mutating func put(
        linkAddress bytes: RawSpan, _ offset: Int, _ count: Int, frameRelay: Bool = false
    ) throws(Truncation) {
        if count == 0 { return put("<empty>") }
        if count == 6 && !frameRelay { return put(linkAddress: try bytes.u48(offset)) }
        if frameRelay && (count == 2 || count == 4) {
            return put("Q.922? DLCI ")
        }
        for index in 0..<count {
            if index > 0 { put(byte: 0x3A) }
            out.append(hexByte: try bytes.u8(offset + index))
        }
    }

    /// `49.000a.0102`: the first byte, then pairs.
    mutating func put(networkAddress bytes: RawSpan) {
        if bytes.byteCount < 1 || bytes.byteCount > 20 { return put("isonsap_string: illegal length") }
        for index in 0..<bytes.byteCount {
            put(hex: unsafe bytes.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self), 2)
            if index & 1 == 0 && index + 1 < bytes.byteCount { put(".") }
        }
    }

    /// An address, filled with blanks on the left.
    mutating func put(padded address: HostAddress, _ width: Int) {
        let start = out.count
        put(numericHost: address)
        let fill = width - (out.count - start)
        if fill <= 0 { return }
        cut(to: start)
        for _ in 0..<fill { put(" ") }
        put(numericHost: address)
    }

    /// ` udp`, or ` ip-proto-17` with numbers only.
    mutating func ipProtocol(_ proto: UInt8) {
        if !numeric, let name = Names.protocolName(proto) {
            put(" ")
            put(name)
        } else {
            put(" ip-proto-", proto)
        }
    }

    /// Bytes in hexadecimal without separators.
    mutating func hexBytes(_ bytes: RawSpan, _ offset: Int, _ count: Int) throws(Truncation) {
        var index = 0
        while index < count {
            out.append(hexByte: try bytes.u8(offset + index))
            index += 1
        }
    }

    /// Bytes a second as millions of bits, three decimals.
    mutating func putMegabits(_ bytes: Float) {
        if bytes.isNaN { return put(bytes.sign == .minus ? "-nan" : "nan") }
        let thousandths = (Double(bytes) * 8 / 1000).rounded(.toNearestOrEven)
        if bytes.sign == .minus { put("-") }
        // Beyond any link: the number would have more digits than are known of it.
        guard thousandths.magnitude < 1e18 else { return put("inf") }
        let whole = UInt64(thousandths.magnitude)
        put(whole / 1000)
        put(".")
        put(zeroed: whole % 1000, width: 3)
    }
}
