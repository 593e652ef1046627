import Packets

/// The link management protocol (RFC 4204): a header and objects.
enum LMP {
    ///      0       2       3      4         6
    ///     +-------+-------+------+---------+----------+
    ///     | ver,0 | flags | type | length  | reserved |
    ///     +-------+-------+------+---------+----------+
    struct Header: ~Escapable {
        static let size = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 4 } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// With this header.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(4)) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "lmp"
        let header = Header(bytes)
        try bytes.require(Header.size, at: 0)
        let version = try header.version
        if version != 1 { return d.put("LMP version ", version, " packet not supported") }
        let type = try header.type
        if !d.verbose {
            d.put("LMPv", version, " ")
            d.put(messageName(type), or: "unknown (", type, ")")
            d.put(" Message, length: ")
            return d.put(length)
        }
        var counted = try header.length
        d.put("\n\tLMPv", version, ", msg-type: ")
        d.put(messageName(type), or: "unknown, type: ", type)
        d.put(", Flags: [")
        d.put(flags: UInt32(try header.flags), [(0x01, "Control Channel Down"), (0x02, "LMP restart")])
        d.put("], length: ", counted)
        if counted < Header.size {
            return d.put(" (too short)")
        }
        if counted > length {
            d.put(" (too long)")
            counted = length
        }
        try LMPObject.list(&d, bytes.from(Header.size), counted - Header.size)
    }

    private static func messageName(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "Config"
        case 2: "Config ACK"
        case 3: "Config NACK"
        case 4: "Hello"
        case 5: "Begin Verify"
        case 6: "Begin Verify ACK"
        case 7: "Begin Verify NACK"
        case 8: "End Verify"
        case 9: "End Verify ACK"
        case 10: "Test"
        case 11: "Test Status Success"
        case 12: "Test Status Failure"
        case 13: "Test Status ACK"
        case 14: "Link Summary"
        case 15: "Link Summary ACK"
        case 16: "Link Summary NACK"
        case 17: "Channel Status"
        case 18: "Channel Status ACK"
        case 19: "Channel Status Request"
        case 20: "Channel Status Response"
        case 50: "Service Config"
        case 51: "Service Config ACK"
        case 52: "Service Config NACK"
        default: nil
        }
    }
}
