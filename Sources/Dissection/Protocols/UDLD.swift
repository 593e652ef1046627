import Packets

/// Cisco's unidirectional link detection (RFC 5171): a header of four bytes, then elements.
extension Dissector {
    mutating func udld(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "udld"
        if length < 4 { return markInvalid() }
        let first = try bytes.u8(0)
        let code = first & 0x1F
        put("UDLDv", first >> 5, ", Code ")
        put(Dissector.udldCode(code) ?? "Reserved")
        put(" (", hex: code, 1, "), Flags [")
        let flags = try bytes.u8(1)
        put(
            flags: UInt32(flags),
            [
                (0x01, "RT"), (0x02, "RSY"), (0x04, "MBZ-2"), (0x08, "MBZ-3"), (0x10, "MBZ-4"), (0x20, "MBZ-5"),
                (0x40, "MBZ-6"), (0x80, "MBZ-7"),
            ])
        put("] (0x", hex: flags, 2, "), length ")
        put(length)
        guard verbose else { return }
        put("\n\tChecksum 0x", hex: try bytes.u16(2), 4, " (unverified)")
        var offset = 4
        while offset < length {
            guard length - offset >= 4 else { return markInvalid() }
            let type = try bytes.u16(offset)
            let size = Int(try bytes.u16(offset + 2))
            put("\n\t")
            put(Dissector.udldElement(type) ?? "Unknown")
            put(" (0x", hex: type, 4, ") TLV, length ")
            put(size)
            guard size >= 4, size <= length - offset else { return markInvalid() }
            guard try udldValue(type, bytes, offset + 4, size - 4) else { return markInvalid() }
            offset += size
        }
    }

    private mutating func udldValue(
        _ type: UInt16, _ bytes: RawSpan, _ offset: Int, _ size: Int
    ) throws(Truncation) -> Bool {
        switch type {
        case 1, 2, 3, 6:
            if size == 0 { return false }
            put(", ")
            try put(text: bytes, at: offset, size)
        case 4, 5:
            if size != 1 { return false }
            put(", ", try bytes.u8(offset), "s")
        case 7:
            if size != 4 { return false }
            put(", ", try bytes.u32(offset))
        default: break
        }
        try bytes.require(size, at: offset)
        return true
    }

    private static func udldCode(_ code: UInt8) -> StaticString? {
        switch code {
        case 1: "Probe message"
        case 2: "Echo message"
        case 3: "Flush message"
        default: nil
        }
    }

    private static func udldElement(_ type: UInt16) -> StaticString? {
        switch type {
        case 1: "Device-ID TLV"
        case 2: "Port-ID TLV"
        case 3: "Echo TLV"
        case 4: "Message Interval TLV"
        case 5: "Timeout Interval TLV"
        case 6: "Device Name TLV"
        case 7: "Sequence Number TLV"
        default: nil
        }
    }
}
