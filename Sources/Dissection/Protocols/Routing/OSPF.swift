import Packets

/// OSPF version 2 (RFC 2328): a header of 24 bytes, here with its hello; other kinds show their header.
enum OSPF {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ospf2"
        try bytes.require(12, at: 0)
        let version = try bytes.u8(0)
        let kind = try bytes.u8(1)
        d.put("OSPFv", version, ", ")
        d.put(OSPF.kindName(kind), or: "unknown LS-type ", kind)
        d.put(", length ", length)
        guard d.verbose, version == 2 else { return }
        let claimed = Int(try bytes.u16(2))
        if claimed != length { d.put(" [len ", claimed, "]") }
        let body = claimed < length ? bytes.upTo(claimed) : bytes
        d.put("\n\tRouter-ID ", host: try body.ipv4(4))
        let area = try body.ipv4(8)
        if area.low == 0 { d.put(", Backbone Area") } else { d.put(", Area ", host: area) }
        try body.require(8, at: 16)
        let authentication = try body.u16(14)
        d.put(", Authentication Type: ")
        switch authentication {
        case 0: d.put("none")
        case 1: d.put("simple")
        case 2: d.put("MD5")
        default: d.put("unknown")
        }
        d.put(" (", authentication, ")")
        if authentication == 1 {
            d.put("\n\tSimple text password: ")
            try d.put(text: body, at: 16, 8, terminated: true)
        } else if authentication == 2 {
            d.put("\n\tKey-ID: ", try body.u8(18))
            d.put(", Auth-Length: ", try body.u8(19))
            d.put(", Crypto Sequence Number: 0x", hex: try body.u32(20), 8)
        }
        if kind == 1 { try hello(&d, body) }
    }

    private static func kindName(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 1: "Hello"
        case 2: "Database Description"
        case 3: "LS-Request"
        case 4: "LS-Update"
        case 5: "LS-Ack"
        default: nil
        }
    }

    private static func options(_ d: inout Dissector, _ options: UInt8) {
        d.put("\n\tOptions [")
        d.put(
            flags: UInt32(options),
            [
                (0x01, "MultiTopology"), (0x02, "External"), (0x04, "Multicast"), (0x08, "NSSA"), (0x10, "LLS"),
                (0x20, "Demand Circuit"), (0x40, "Opaque"), (0x80, "Up/Down"),
            ])
        d.put("]")
    }

    private static func hello(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        options(&d, try bytes.u8(30))
        let dead = try bytes.u32(32)
        d.put("\n\t  Hello Timer ", try bytes.u16(28), "s, Dead Timer ")
        d.put("", dead, "s, Mask ")
        d.put(host: try bytes.ipv4(24))
        d.put(", Priority ", try bytes.u8(31))
        let designated = try bytes.ipv4(36)
        if designated.low != 0 { d.put("\n\t  Designated Router ", host: designated) }
        let backup = try bytes.ipv4(40)
        if backup.low != 0 { d.put(", Backup Designated Router ", host: backup) }
        var offset = 44
        if bytes.has(4, at: offset) { d.put("\n\t  Neighbor List:") }
        while bytes.has(4, at: offset) {
            d.put("\n\t    ", host: try bytes.ipv4(offset))
            offset += 4
        }
    }
}
