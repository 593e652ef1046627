import Packets

/// Cisco's VLAN Query Protocol: a switch asks which VLAN a station belongs to.
///
///      0         1      2       3       4          8
///     +---------+------+-------+-------+----------+--- objects: type (4 bytes), length (2), value
///     | version | type | error | items | sequence |
///     +---------+------+-------+-------+----------+---
enum VQP {
    struct Header: ~Escapable {
        static var size: Int { 8 }
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var error: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var items: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    struct Item: ~Escapable {
        static var size: Int { 6 }
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }
        var type: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// Bytes of the value.
        var length: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        /// As much of the value as is there.
        var value: RawSpan {
            @_lifetime(copy self)
            get throws(Truncation) { try bytes.from(Item.size) }
        }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "vqp"
        if length < Header.size { return d.markInvalid() }
        try bytes.require(Header.size, at: 0)
        let header = Header(bytes)
        let version = try header.version
        if version != 1 { return d.put("VQP version ", version, " packet not supported") }
        let (type, error) = try (header.type, header.error)
        d.put(d.verbose ? "\n\tVQPv" : "VQPv", version, d.verbose ? ", " : " ")
        if let name = typeName(type) { d.put(name) } else { d.put("unknown (", type, ")") }
        d.put(" Message, error-code ")
        d.put(errorName(error) ?? "unknown")
        d.put(" (", error, ")")
        if !d.verbose { return d.put(", length ", length) }
        d.put(", seq 0x", hex: try header.sequence, 8)
        let items = try header.items
        d.put(", items ", items, ", length ")
        d.put(length)
        var offset = Header.size
        for _ in 0..<items {
            guard offset < length, try object(&d, bytes.from(offset), length - offset, &offset) else { return }
        }
    }

    /// False when nothing can be read behind it.
    private static func object(
        _ d: inout Dissector, _ bytes: RawSpan, _ rest: Int, _ offset: inout Int
    ) throws(Truncation) -> Bool {
        if rest < Item.size {
            d.markInvalid()
            return false
        }
        let item = Item(bytes)
        let (type, length) = try (item.type, item.length)
        d.put("\n\t  ")
        d.put(objectName(type) ?? "Unknown")
        d.put(" Object (0x", hex: type, 8, "), length ")
        d.put(length)
        d.put(", value: ")
        if length == 0 {
            offset += Item.size
            return true
        }
        try bytes.require(Int(length), at: Item.size)
        if rest - Item.size < Int(length) {
            d.markInvalid()
            return false
        }
        try value(&d, type, item.value.upTo(Int(length)), Int(length))
        offset += Item.size + Int(length)
        return true
    }

    /// An item's value that is an address.
    struct Address: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var ipv4: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        var number: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var link: UInt64 { get throws(Truncation) { try bytes.u48(0) } }
    }

    private static func value(
        _ d: inout Dissector, _ type: UInt32, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) {
        let address = Address(bytes)
        switch type {
        case clientAddress:
            if length != 4 { return d.markInvalid() }
            d.put(host: try address.ipv4)
            d.put(" (0x", hex: try address.number, 8, ")")
        case 0xC02, 0xC03, 0xC04: d.put(text: bytes)
        case 0xC06, 0xC08:
            if length != 6 { return d.markInvalid() }
            d.put(linkAddress: try address.link)
        case ethernetPacket: break
        // With more detail tcpdump leaves it out.
        default: if d.verbosity == 1 { try d.dumpHex(bytes, length, lead: "\n\t    ") }
        }
    }

    private static var clientAddress: UInt32 { 0xC01 }
    private static var ethernetPacket: UInt32 { 0xC05 }

    private static func typeName(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "Request, Join Port"
        case 2: "Response, VLAN"
        case 3: "Request, Reconfirm"
        case 4: "Response, Reconfirm"
        default: nil
        }
    }

    private static func errorName(_ error: UInt8) -> StaticString? {
        switch error {
        case 0: "No error"
        case 3: "Access denied"
        case 4: "Shutdown port"
        case 5: "Wrong VTP domain"
        default: nil
        }
    }

    private static func objectName(_ type: UInt32) -> StaticString? {
        switch type {
        case 0xC01: "Client IP Address"
        case 0xC02: "Port Name"
        case 0xC03: "VLAN Name"
        case 0xC04: "VTP Domain"
        case 0xC05: "Ethernet Packet"
        case 0xC06: "MAC Null"
        case 0xC08: "MAC Address"
        default: nil
        }
    }
}
