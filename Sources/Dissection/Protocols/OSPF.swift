import Packets

/// OSPF version 2 (RFC 2328): a header of 24 bytes, here with its hello; other kinds show their header.
extension Dissector {
    mutating func ospf(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "ospf2"
        try bytes.require(12, at: 0)
        let version = try bytes.u8(0)
        let kind = try bytes.u8(1)
        put("OSPFv", version, ", ")
        put(Dissector.ospfKind(kind), or: "unknown LS-type ", kind)
        put(", length ", length)
        guard verbose, version == 2 else { return }
        let claimed = Int(try bytes.u16(2))
        if claimed != length { put(" [len ", claimed, "]") }
        let body = claimed < length ? bytes.upTo(claimed) : bytes
        put("\n\tRouter-ID ", host: try body.ipv4(4))
        let area = try body.ipv4(8)
        if area.low == 0 { put(", Backbone Area") } else { put(", Area ", host: area) }
        try body.require(8, at: 16)
        let authentication = try body.u16(14)
        put(", Authentication Type: ")
        switch authentication {
        case 0: put("none")
        case 1: put("simple")
        case 2: put("MD5")
        default: put("unknown")
        }
        put(" (", authentication, ")")
        if authentication == 1 {
            put("\n\tSimple text password: ")
            try put(text: body, at: 16, 8, terminated: true)
        } else if authentication == 2 {
            put("\n\tKey-ID: ", try body.u8(18))
            put(", Auth-Length: ", try body.u8(19))
            put(", Crypto Sequence Number: 0x", hex: try body.u32(20), 8)
        }
        if kind == 1 { try ospfHello(body) }
    }

    private static func ospfKind(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 1: "Hello"
        case 2: "Database Description"
        case 3: "LS-Request"
        case 4: "LS-Update"
        case 5: "LS-Ack"
        default: nil
        }
    }

    private mutating func ospfOptions(_ options: UInt8) {
        put("\n\tOptions [")
        put(
            flags: UInt32(options),
            [
                (0x01, "MultiTopology"), (0x02, "External"), (0x04, "Multicast"), (0x08, "NSSA"), (0x10, "LLS"),
                (0x20, "Demand Circuit"), (0x40, "Opaque"), (0x80, "Up/Down"),
            ])
        put("]")
    }

    private mutating func ospfHello(_ bytes: RawSpan) throws(Truncation) {
        ospfOptions(try bytes.u8(30))
        let dead = try bytes.u32(32)
        put("\n\t  Hello Timer ", try bytes.u16(28), "s, Dead Timer ")
        put("", dead, "s, Mask ")
        put(host: try bytes.ipv4(24))
        put(", Priority ", try bytes.u8(31))
        let designated = try bytes.ipv4(36)
        if designated.low != 0 { put("\n\t  Designated Router ", host: designated) }
        let backup = try bytes.ipv4(40)
        if backup.low != 0 { put(", Backup Designated Router ", host: backup) }
        var offset = 44
        if bytes.has(4, at: offset) { put("\n\t  Neighbor List:") }
        while bytes.has(4, at: offset) {
            put("\n\t    ", host: try bytes.ipv4(offset))
            offset += 4
        }
    }
}
