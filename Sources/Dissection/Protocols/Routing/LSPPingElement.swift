import Packets

/// The elements of label switched path ping (RFC 4379 3): classes, the next hop, vendors; each filled to four octets.
enum LSPPingElement {
    struct Header: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
        /// With what fills it up.
        static func aligned(_ length: Int) -> Int { (length + 3) & ~3 }
    }

    /// RFC 4379 3.3, up to the addresses, whose size depends on their type.
    struct Downstream: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var unit: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var addressType: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var ipv4: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
        var ipv4Interface: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
        var ipv4Index: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var ipv6: HostAddress { get throws(Truncation) { try bytes.ipv6(4) } }
        var ipv6Interface: HostAddress { get throws(Truncation) { try bytes.ipv6(20) } }
        var ipv6Index: UInt32 { get throws(Truncation) { try bytes.u32(20) } }
    }

    static func list(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        var offset = 0
        var left = length
        while left > 0 {
            if left < Header.size { return LSPPing.short(&d) }
            let header = Header(try bytes.from(offset))
            try bytes.require(Header.size, at: offset)
            let type = try header.type
            let size = try header.length
            d.put("\n\t  ")
            d.put(name(type) ?? "Unknown")
            d.put(" TLV (", type, "), length: ")
            d.put(size)
            if left < Header.size + size { return LSPPing.short(&d) }
            let value = try bytes.slice(offset + Header.size, size)
            if try text(&d, type, value) || d.verbosity > 1 {
                try d.dumpValue(value, 0, size, lead: "\n\t    ")
            }
            let used = Header.aligned(Header.size + size)
            // The filling may be missing at the end.
            if left < used { return LSPPing.short(&d) }
            offset += used
            left -= used
        }
    }

    /// Values of elements that are one field.
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// RFC 8029 3.5.
        var vendor: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// RFC 5884 6.1.
        var discriminator: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
    }

    /// True when the value is to be dumped.
    private static func text(_ d: inout Dissector, _ type: UInt16, _ value: RawSpan) throws(Truncation) -> Bool {
        if value.byteCount == 0 { return false }
        switch type {
        case 1: return try LSPPingClass.list(&d, value)
        case 2: return try downstream(&d, value)
        case 5:
            if value.byteCount < 4 { return tooShort(&d) }
            let vendor = try Value(value).vendor
            d.put("\n\t    Vendor: ")
            d.put(EnterpriseNames.name(vendor) ?? "Unknown")
            d.put(" (0x", hex: vendor, 4, ")")
            return false
        case 15:
            if value.byteCount < 4 { return tooShort(&d) }
            d.put("\n\t    BFD Discriminator 0x", hex: try Value(value).discriminator, 8)
            return false
        default: return d.verbosity <= 1
        }
    }

    private static func tooShort(_ d: inout Dissector) -> Bool {
        d.put("\n\t      TLV is too short")
        return true
    }

    private static func downstream(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Bool {
        if value.byteCount < Downstream.size { return tooShort(&d) }
        let hop = Downstream(value)
        let type = try hop.addressType
        d.put("\n\t    MTU: ", try hop.unit, ", Address-Type: ")
        d.put(addressName(type) ?? "unknown")
        d.put(" (", type, ")")
        switch type {
        case 1:
            if value.byteCount < 12 { return tooShort(&d) }
            d.put("\n\t    Downstream IP: ", host: try hop.ipv4)
            d.put("\n\t    Downstream Interface IP: ", host: try hop.ipv4Interface)
        case 2:
            if value.byteCount < 12 { return tooShort(&d) }
            d.put("\n\t    Downstream IP: ", host: try hop.ipv4)
            d.put("\n\t    Downstream Interface Index: 0x", hex: try hop.ipv4Index, 8)
        case 3:
            if value.byteCount < 36 { return tooShort(&d) }
            d.put("\n\t    Downstream IP: ", host: try hop.ipv6)
            d.put("\n\t    Downstream Interface IP: ", host: try hop.ipv6Interface)
        case 4:
            if value.byteCount < 24 { return tooShort(&d) }
            d.put("\n\t    Downstream IP: ", host: try hop.ipv6)
            d.put("\n\t    Downstream Interface Index: 0x", hex: try hop.ipv6Index, 8)
        default: break
        }
        // The labels are not told, so all of it is dumped.
        return true
    }

    private static func name(_ type: UInt16) -> StaticString? {
        switch type {
        case 1: "Target FEC Stack"
        case 2: "Downstream Mapping"
        case 3: "Pad"
        case 5: "Vendor Enterprise Code"
        case 7: "Interface Label Stack"
        case 9: "Error Code"
        case 10: "Reply TOS Byte"
        case 15: "BFD Discriminator"
        case 0xFC00: "Vendor Private Code"
        default: nil
        }
    }

    private static func addressName(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "IPv4"
        case 2: "Unnumbered IPv4"
        case 3, 4: "IPv6"
        default: nil
        }
    }
}
