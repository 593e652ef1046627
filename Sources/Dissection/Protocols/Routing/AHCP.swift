import Packets

/// The ad hoc configuration protocol (draft-chroboczek-ahcp-00).
enum AHCP {
    ///      0       1     2      3           4         8          16              24     25    26        28
    ///     +-------+-----+------+-----------+---------+----------+---------------+------+-----+---------+
    ///     | magic | ver | hops | orig.hops | nonce   | source   | destination   | type | 0   | length  |
    ///     +-------+-----+------+-----------+---------+----------+---------------+------+-----+---------+
    struct Header: ~Escapable {
        static let magic: UInt8 = 43
        static let body = 24
        static let size = 28
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var magic: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var hops: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var originalHops: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var nonce: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        static let source = 8
        static let destination = 16
        var type: UInt8 { get throws(Truncation) { try bytes.u8(24) } }
        var reserved: UInt8 { get throws(Truncation) { try bytes.u8(25) } }
        /// Octets of options.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(26)) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ahcp"
        d.put("AHCP")
        if length < 2 { return d.markInvalid() }
        let header = Header(bytes)
        if try header.magic != Header.magic { return d.markInvalid() }
        let version = try header.version
        d.put(" Version ", version)
        if version != 1 { return d.put(" (unknown)") }
        if length < Header.body { return d.markInvalid() }
        if !d.verbose { return try bytes.require(length, at: 0) }
        d.put("\n\tHopcount ", try header.hops)
        d.put(", Original Hopcount ", try header.originalHops)
        d.put(", Nonce 0x", hex: try header.nonce, 8)
        try bytes.require(8, at: Header.source)
        d.put(", Source Id ")
        try d.put(linkAddress: bytes, Header.source, 8)
        try bytes.require(8, at: Header.destination)
        d.put(", Destination Id ")
        try d.put(linkAddress: bytes, Header.destination, 8)
        try message(&d, header, length - Header.body)
    }

    private static func message(_ d: inout Dissector, _ header: borrowing Header, _ left: Int) throws(Truncation) {
        if left < Header.size - Header.body { return d.markInvalid() }
        let type = try header.type
        let reserved = try header.reserved
        let length = try header.length
        d.put("\n\t")
        d.put(typeName(type), or: "Unknown-", type)
        if reserved != 0 { d.put(", MBZ ", reserved) }
        d.put(", Length ", length)
        if left - (Header.size - Header.body) < length { return d.markInvalid() }
        if d.verbosity < 2 { return try header.bytes.require(Header.size + length, at: 0) }
        try options(&d, header.bytes.from(Header.size), length)
    }

    private static func options(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        var offset = 0
        while offset < length {
            let type = try bytes.u8(offset)
            d.put("\n\t ")
            d.put(optionName(type), or: "Unknown-", type)
            offset += 1
            if type < 2 { continue }
            if offset == length { return d.markInvalid() }
            let size = Int(try bytes.u8(offset))
            offset += 1
            if size > length - offset { return d.markInvalid() }
            try option(&d, type, bytes.slice(offset, size))
            offset += size
        }
    }

    /// Values of options that are one field.
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Seconds since 1970.
        var time: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// Seconds.
        var lease: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
    }

    private static func option(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        switch type {
        case 2:
            if size != 4 { return d.markInvalid() }
            d.put(": ")
            d.put(universalTime: Int64(try Value(value).time))
            d.put(" UTC")
        case 3:
            if size != 4 { return d.markInvalid() }
            d.put(": ", try Value(value).lease, "s")
        case 4, 8, 12, 13: try list(&d, value, 16, hasBits: false)
        case 5, 9: try list(&d, value, 4, hasBits: false)
        case 6, 10: try list(&d, value, 16, hasBits: true)
        case 11: try list(&d, value, 4, hasBits: true)
        default: d.put(" (Length ", size, ")")
        }
    }

    /// Addresses, or prefixes with their bits.
    private static func list(
        _ d: inout Dissector, _ value: RawSpan, _ width: Int, hasBits: Bool
    ) throws(Truncation) {
        let size = hasBits ? width + 1 : width
        var offset = 0
        while offset < value.byteCount {
            if value.byteCount - offset < size { return d.markInvalid() }
            d.put(offset == 0 ? ": " : ", ")
            d.put(host: width == 4 ? try value.ipv4(offset) : try value.ipv6(offset))
            if hasBits { d.put("/", try value.u8(offset + width)) }
            offset += size
        }
    }

    private static func typeName(_ type: UInt8) -> StaticString? {
        switch type {
        case 0: "Discover"
        case 1: "Offer"
        case 2: "Request"
        case 3: "Ack"
        case 4: "Nack"
        case 5: "Release"
        default: nil
        }
    }

    private static func optionName(_ type: UInt8) -> StaticString? {
        switch type {
        case 0: "Pad"
        case 1: "Mandatory"
        case 2: "Origin Time"
        case 3: "Expires"
        case 4: "My-IPv6-Address"
        case 5: "My-IPv4-Address"
        case 6: "IPv6 Prefix"
        case 7: "IPv4 Prefix"
        case 8: "IPv6 Address"
        case 9: "IPv4 Address"
        case 10: "IPv6 Prefix Delegation"
        case 11: "IPv4 Prefix Delegation"
        case 12: "Name Server"
        case 13: "NTP Server"
        default: nil
        }
    }
}
