import Packets

/// Resource reservation (RFC 2205): the common header, and messages in a bundle (RFC 2961 3).
enum RSVP {
    /// RFC 2205 3.1.1.
    struct Header: ~Escapable {
        static let length = 8
        static let checksumOffset = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 4 } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) & 0xF } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var checksum: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var timeToLive: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// Octets.
        var messageLength: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
    }

    private static let bundle: UInt8 = 12

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "rsvp"
        guard bytes.has(Header.length, at: 0) else { return d.markTruncated() }
        let header = Header(bytes)
        guard try isSupported(&d, header.version) else { return }
        let kind = try header.type
        if !d.verbose {
            d.put("RSVPv1 ")
            d.put(RSVP.message(kind), or: "unknown (", kind, ")")
            return d.put(" Message, length: ", length)
        }
        guard let claimed = try line(&d, bytes, "\n\t", .max) else { return }
        if kind == bundle {
            try messages(&d, bytes, claimed)
        } else {
            _ = try RSVPObject.list(&d, bytes, claimed, "\n\t  ")
        }
    }

    private static func isSupported(_ d: inout Dissector, _ version: UInt8) -> Bool {
        if version == 1 { return true }
        d.put("ERROR: RSVP version ", version, " packet not supported")
        return false
    }

    /// The header in full, and the length that it claims; nil when that cannot be.
    private static func line(
        _ d: inout Dissector, _ bytes: RawSpan, _ lead: StaticString, _ left: Int
    ) throws(Truncation) -> Int? {
        let header = Header(bytes)
        let kind = try header.type
        let claimed = Int(try header.messageLength)
        d.put(lead)
        d.put("RSVPv1 ")
        d.put(RSVP.message(kind), or: "unknown, type: ", kind)
        d.put(" Message (", kind, "), Flags: [")
        d.put(try header.flags & 1 != 0 ? "Refresh reduction capable" : "none")
        d.put("], length: ", claimed, ", ttl: ")
        d.put(try header.timeToLive)
        d.put(", checksum: 0x", hex: try header.checksum, 4)
        if claimed < Header.length {
            d.put("ERROR: common header too short ", claimed, " < ")
            d.put(Header.length)
            return nil
        }
        if claimed > left {
            d.put("ERROR: common header too large ", claimed, " > ")
            d.put(left)
            return nil
        }
        return claimed
    }

    private static func messages(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        var offset = Header.length
        while offset < length {
            let message = try bytes.from(offset)
            try message.require(Header.length, at: 0)
            guard try isSupported(&d, Header(message).version),
                let claimed = try line(&d, message, "\n\t  ", length - offset),
                try RSVPObject.list(&d, message, claimed, "\n\t    ")
            else { return }
            offset += claimed
        }
    }

    private static func message(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 1: "Path"
        case 2: "Resv"
        case 3: "PathErr"
        case 4: "ResvErr"
        case 5: "PathTear"
        case 6: "ResvTear"
        case 7: "ResvConf"
        case 12: "Bundle"
        case 13: "Acknowledgement"
        case 14: "Hello (Old)"
        case 15: "Refresh"
        case 20: "Hello"
        default: nil
        }
    }
}
