import Packets

/// From a cache of resource certificates to a router, version 0 (RFC 6810): version, kind, session or code, length.
enum RPKI {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "rpki_rtr"
        if !d.verbose { return d.put(", RPKI-RTR") }
        var offset = 0
        while offset < length {
            guard let size = try unit(&d, bytes.from(offset), length - offset, nested: false) else { return }
            offset += size
        }
    }

    private static var headerLength: Int { 8 }

    /// One unit's length; nil when nothing can follow it.
    private static func unit(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, nested: Bool) throws(Truncation)
        -> Int?
    {
        let header = RPKI.headerLength
        if length < header {
            d.put("(", length, " bytes is too few to decode)")
            d.markInvalid()
            return nil
        }
        try bytes.require(header, at: 0)
        let version = try bytes.u8(0)
        if version != 0 {
            d.put("\n\tRPKI-RTRv", version, " (unknown)")
            return length
        }
        let kind = try bytes.u8(1)
        let size = try bytes.u32(4)
        d.put("\n\tRPKI-RTRv0, ")
        d.put(RPKI.kind(kind) ?? "Unknown")
        d.put(" PDU (", kind, "), length: ")
        d.put(size)
        guard let claimed = Int(exactly: size), claimed >= header, claimed <= length else {
            d.markInvalid()
            return nil
        }
        try bytes.require(claimed, at: 0)
        guard try body(&d, kind, bytes.upTo(claimed), nested) else {
            d.markInvalid()
            return nil
        }
        return claimed
    }

    private static func kind(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 0: "Serial Notify"
        case 1: "Serial Query"
        case 2: "Reset Query"
        case 3: "Cache Response"
        case 4: "IPV4 Prefix"
        case 6: "IPV6 Prefix"
        case 7: "End of Data"
        case 8: "Cache Reset"
        case 10: "Error Report"
        default: nil
        }
    }

    /// False when the length is not what the kind has.
    private static func body(_ d: inout Dissector, _ kind: UInt8, _ bytes: RawSpan, _ nested: Bool) throws(Truncation)
        -> Bool
    {
        let size = bytes.byteCount
        switch kind {
        case 0, 1, 7:
            if size != 12 { return false }
            d.put("\n\t  Session ID: 0x", hex: try bytes.u16(2), 4)
            d.put(", Serial: ", try bytes.u32(8))
        case 2, 8: if size != 8 { return false }
        case 3:
            if size != 8 { return false }
            d.put("\n\t  Session ID: 0x", hex: try bytes.u16(2), 4)
        case 4:
            if size != 20 { return false }
            try prefix(&d, "\n\t  IPv4 Prefix ", bytes, bytes.ipv4(12), 16)
        case 6:
            if size != 32 { return false }
            try prefix(&d, "\n\t  IPv6 Prefix ", bytes, bytes.ipv6(12), 28)
        case 10: return try error(&d, bytes, nested)
        default: if d.verbose { try d.dumpHex(bytes, size, lead: "\n\t  ") }
        }
        return true
    }

    private static func prefix(
        _ d: inout Dissector, _ title: StaticString, _ bytes: RawSpan, _ address: HostAddress, _ origin: Int
    ) throws(Truncation) {
        d.put(title, host: address)
        d.put("/", try bytes.u8(9), "-")
        d.put(try bytes.u8(10))
        d.put(", origin-as ", try bytes.u32(origin), ", flags 0x")
        d.put(hex: try bytes.u8(8), 2)
    }

    /// What went wrong, the unit that it went wrong with, and words.
    private static func error(_ d: inout Dissector, _ bytes: RawSpan, _ nested: Bool) throws(Truncation) -> Bool {
        let size = bytes.byteCount
        if size < 12 { return false }
        let code = try bytes.u16(2)
        let enclosed = try bytes.u32(8)
        d.put("\n\t  Error code: ")
        d.put(RPKI.errorName(code) ?? "Unknown")
        d.put(" (", code, "), Encapsulated PDU length: ")
        d.put(enclosed)
        guard let inner = Int(exactly: enclosed), inner <= size - 12, size - 12 - inner >= 4 else { return false }
        var offset = 12
        if inner > 0 {
            d.put("\n\t    -----encapsulated PDU-----")
            // A report within a report is not looked into.
            if nested { return false }
            _ = try unit(&d, bytes.slice(offset, inner), inner, nested: true)
            offset += inner
        }
        let text = try bytes.u32(offset)
        offset += 4
        guard let count = Int(exactly: text), count <= size - offset else { return false }
        if count > 0 {
            d.put("\n\t  Error text: ")
            try d.put(text: bytes, at: offset, count, terminated: true)
        }
        return true
    }

    private static func errorName(_ code: UInt16) -> StaticString? {
        switch code {
        case 0: "Corrupt Data"
        case 1: "Internal Error"
        case 2: "No Data Available"
        case 3: "Invalid Request"
        case 4: "Unsupported Protocol Version"
        case 5: "Unsupported PDU Type"
        case 6: "Withdrawal of Unknown Record"
        case 7: "Duplicate Announcement Received"
        default: nil
        }
    }
}
