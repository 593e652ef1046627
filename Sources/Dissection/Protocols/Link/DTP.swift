import Packets

/// Cisco's dynamic trunking protocol: a version, then elements of type and length, the length counting both.
enum DTP {
    /// What a message begins with.
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// 1.
        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    }

    /// An element at `offset`; its value follows.
    struct Element: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets of type and length.
        static var headerLength: Int { 4 }
        /// Which element.
        var type: UInt16 { get throws(Truncation) { try bytes.u16(offset) } }
        /// Octets with type and length.
        var length: UInt16 { get throws(Truncation) { try bytes.u16(offset + 2) } }
    }

    /// Values of fixed form.
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Status or type.
        var number: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// The neighbour's address.
        var neighbor: UInt64 { get throws(Truncation) { try bytes.u48(0) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "dtp"
        if length < 1 { return d.markTruncated() }
        let version = try Header(bytes).version
        d.put("DTPv", version, ", length ")
        d.put(length)
        guard d.verbose else { return }
        var offset = 1
        while offset < length {
            if length - offset < 4 {
                d.put("[", length - offset, " bytes remaining]")
                return try invalid(&d, bytes, length)
            }
            let header = Element(bytes, at: offset)
            let type = try header.type
            let size = Int(try header.length)
            let name: StaticString? =
                switch type {
                case 1: "Domain"
                case 2: "Status"
                case 3: "DTP type"
                case 4: "Neighbor"
                default: nil
                }
            d.put("\n\t")
            d.put(name ?? "Unknown")
            d.put(" (0x", hex: type, 4, ") TLV, length ")
            d.put(size)
            if size < 4 || size > length - offset {
                d.put("[invalid TLV length ", size, "]")
                return try invalid(&d, bytes, length)
            }
            let start = offset + Element.headerLength
            if type == 1 {
                d.put(", ")
                try d.put(text: bytes, at: start, size - Element.headerLength, terminated: true)
            }
            try bytes.require(size - Element.headerLength, at: start)
            let value = try bytes.slice(start, size - Element.headerLength)
            switch type {
            case 2, 3:
                if value.byteCount != 1 { return try invalid(&d, bytes, length) }
                d.put(", 0x", hex: try Value(value).number)
            case 4:
                if value.byteCount != 6 { return try invalid(&d, bytes, length) }
                d.put(", ")
                d.put(linkAddress: try Value(value).neighbor)
            default: break
            }
            offset += size
        }
    }

    /// An element that cannot be; a mark as well where the message is cut.
    private static func invalid(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.markInvalid()
        try bytes.require(length, at: 0)
    }
}
