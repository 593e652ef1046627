import Packets

/// OSI's network layer without connections (ISO 8473-1).
///
///      0      1        2         3          4            5          7          9
///     +------+--------+---------+----------+------------+----------+----------+-----------------------
///     | 0x81 | length | version | lifetime | flags, type | segment | checksum | destination, source ...
///     +------+--------+---------+----------+------------+----------+----------+-----------------------
enum CLNP {
    struct Header: ~Escapable {
        static let size = 9
        static let checksumOffset = 7
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of the header, this fixed part too.
        var length: Int { get throws(Truncation) { Int(try bytes.u8(1)) } }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Half seconds.
        var lifetime: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(4) & 0xE0 } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(4) & 0x1F } }
        /// Octets, with the header.
        var segmentLength: UInt16 { get throws(Truncation) { try bytes.u16(5) } }
        var checksum: UInt16 { get throws(Truncation) { try bytes.u16(7) } }
    }

    /// ISO 8473-1 7.4.
    struct Segment: ~Escapable {
        static let size = 6
        static let flag: UInt8 = 0x80
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var identifier: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var offset: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var totalLength: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
    }

    /// ISO 8473-1 7.5.
    struct Option: ~Escapable {
        static let size = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var code: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Octets behind these two.
        var length: Int { get throws(Truncation) { Int(try bytes.u8(1)) } }
    }

    /// Values of options.
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var priority: UInt8 { get throws(Truncation) { try bytes.u8(0) & 0x0F } }
        var scope: UInt8 { get throws(Truncation) { try bytes.u8(0) & 0xC0 } }
        var quality: UInt8 { get throws(Truncation) { try bytes.u8(0) & 0x3F } }
        var securityLevel: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var reason: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var routeType: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Where the next address is, counted from 1.
        var routeOffset: Int { get throws(Truncation) { Int(try bytes.u8(1)) } }
        func addressLength(_ offset: Int) throws(Truncation) -> Int { Int(try bytes.u8(offset)) }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if try decode(&d, bytes, length) { return }
        try d.dumpValue(bytes, 0, length, lead: "\n\t")
    }

    /// False when the packet is to be dumped.
    private static func decode(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Bool {
        d.layer = "clnp"
        try bytes.require(Header.size, at: 0)
        let header = Header(bytes)
        let claimed = try header.length
        if !d.linkHeader { d.put("CLNP") }
        if try header.version != 1 {
            d.put("version ", try header.version, " packet not supported")
            return false
        }
        if claimed > length {
            d.put(" length indicator(", claimed, ") > PDU size (")
            d.put(length)
            d.put(")!")
            return false
        }
        if claimed < Header.size + 2 {
            d.put(" length indicator ", claimed, " < min PDU size:")
            try capitals(&d, bytes)
            return false
        }
        var offset = Header.size
        guard let destination = try address(&d, bytes, &offset, claimed),
            let source = try address(&d, bytes, &offset, claimed)
        else { return false }
        if !d.linkHeader { d.put(", ") }
        let (type, flags) = try (header.type, header.flags)
        if !d.verbose {
            d.put(networkAddress: source)
            d.put(" > ")
            d.put(networkAddress: destination)
            d.put(", ")
            d.put(typeName(type), or: "unknown (", type, ")")
            d.put(", length ", length)
            return true
        }
        d.put("length ", length)
        try fixed(&d, header, claimed)
        d.put("\n\tsource address (length ", source.byteCount, "): ")
        d.put(networkAddress: source)
        d.put("\n\tdest   address (length ", destination.byteCount, "): ")
        d.put(networkAddress: destination)
        if flags & Segment.flag != 0 {
            if claimed - offset < Segment.size {
                d.put("li < size of fixed part of CLNP header, addresses, and segment part")
                return false
            }
            let segment = Segment(try bytes.slice(offset, Segment.size))
            d.put("\n\tData Unit ID: 0x", hex: try segment.identifier, 4, ", Segment Offset: ")
            d.put(try segment.offset)
            d.put(", Total PDU Length: ", try segment.totalLength)
            offset += Segment.size
        }
        if try !CLNPOption.list(&d, bytes, &offset, claimed) { return false }
        if type == 1, try bytes.u8(offset) == 0x81 {
            d.put("\n\t-----original packet-----\n\t")
            if offset < length {
                try d.descend()
                _ = try decode(&d, bytes.from(offset), length - offset)
            }
            return true
        }
        if length > offset {
            d.put("\n\t  undecoded non-header data, length ", length - offset)
            try d.dumpValue(bytes, offset, length - offset, lead: "\n\t  ")
        }
        return true
    }

    private static func fixed(_ d: inout Dissector, _ header: borrowing Header, _ claimed: Int) throws(Truncation) {
        let type = try header.type
        d.put("\n\t")
        d.put(typeName(type), or: "unknown (", type, ")")
        d.put(" PDU, hlen: ", claimed, ", v: 1, lifetime: ")
        let lifetime = try header.lifetime
        d.put("", lifetime / 2, ".")
        d.put("", lifetime % 2 * 5, "s, Segment PDU length: ")
        d.put(try header.segmentLength)
        let checksum = try header.checksum
        d.put(", checksum: 0x", hex: checksum, 4)
        try ISIS.osiChecksum(&d, header.bytes, found: checksum, from: 0, at: Header.checksumOffset, end: claimed)
        d.put("\n\tFlags [")
        d.put(
            flags: UInt32(try header.flags),
            [(0x80, "Segmentation permitted"), (0x40, "more Segments"), (0x20, "request Error Report")])
        d.put("]")
    }

    @_lifetime(copy bytes)
    private static func address(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: inout Int, _ claimed: Int
    ) throws(Truncation) -> RawSpan? {
        if claimed - offset < 1 {
            d.put("li < size of fixed part of CLNP header and addresses")
            return nil
        }
        let size = Int(try bytes.u8(offset))
        offset += 1
        if claimed - offset < size {
            d.put("li < size of fixed part of CLNP header and addresses")
            return nil
        }
        let address = try bytes.slice(offset, size)
        offset += size
        return address
    }

    /// All octets that were captured, in capitals.
    static func capitals(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        for index in 0..<bytes.byteCount { d.put(capitalHex: try bytes.u8(index)) }
    }

    private static func typeName(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "Error Report"
        case 28: "Data"
        case 29: "MD"
        case 30: "Echo Request"
        case 31: "Echo Response"
        default: nil
        }
    }
}
