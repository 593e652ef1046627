import Packets

/// Cisco's unidirectional link detection (RFC 5171): a header of four bytes, then elements.
enum UDLD {
    /// What a message begins with (RFC 5171 section 4).
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Version in the upper three bits, what it is in the others.
        var versionAndCode: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Recommended timeout, resynchronise; bits.
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// As the Internet checksum (RFC 1071).
        var checksum: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    /// An element at `offset`.
    struct Element: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Which element.
        var type: UInt16 { get throws(Truncation) { try bytes.u16(offset) } }
        /// Octets with type and length.
        var length: UInt16 { get throws(Truncation) { try bytes.u16(offset + 2) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "udld"
        if length < 4 { return d.markInvalid() }
        let first = try Header(bytes).versionAndCode
        let flags = try Header(bytes).flags
        let code = first & 0x1F
        d.put("UDLDv", first >> 5, ", Code ")
        d.put(UDLD.code(code) ?? "Reserved")
        d.put(" (", hex: code, 1, "), Flags [")
        d.put(
            flags: UInt32(flags),
            [
                (0x01, "RT"), (0x02, "RSY"), (0x04, "MBZ-2"), (0x08, "MBZ-3"), (0x10, "MBZ-4"), (0x20, "MBZ-5"),
                (0x40, "MBZ-6"), (0x80, "MBZ-7"),
            ])
        d.put("] (0x", hex: flags, 2, "), length ")
        d.put(length)
        guard d.verbose else { return }
        d.put("\n\tChecksum 0x", hex: try Header(bytes).checksum, 4, " (unverified)")
        var offset = 4
        while offset < length {
            guard length - offset >= 4 else { return d.markInvalid() }
            let element = Element(bytes, at: offset)
            let type = try element.type
            let size = Int(try element.length)
            d.put("\n\t")
            d.put(UDLD.element(type) ?? "Unknown")
            d.put(" (0x", hex: type, 4, ") TLV, length ")
            d.put(size)
            guard size >= 4, size <= length - offset, try value(&d, type, bytes, offset + 4, size - 4) else {
                d.markInvalid()
                // Another mark when not even all of it was captured.
                return try bytes.require(length, at: 0)
            }
            offset += size
        }
    }

    private static func value(
        _ d: inout Dissector, _ type: UInt16, _ bytes: RawSpan, _ offset: Int, _ size: Int
    ) throws(Truncation) -> Bool {
        switch type {
        case 1, 2, 3, 6:
            if size == 0 { return false }
            d.put(", ")
            try d.put(text: bytes, at: offset, size)
        case 4, 5:
            if size != 1 { return false }
            d.put(", ", try bytes.u8(offset), "s")
        case 7:
            if size != 4 { return false }
            d.put(", ", try bytes.u32(offset))
        default: break
        }
        try bytes.require(size, at: offset)
        return true
    }

    private static func code(_ code: UInt8) -> StaticString? {
        switch code {
        case 1: "Probe message"
        case 2: "Echo message"
        case 3: "Flush message"
        default: nil
        }
    }

    private static func element(_ type: UInt16) -> StaticString? {
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
