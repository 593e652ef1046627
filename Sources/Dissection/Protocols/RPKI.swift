import Packets

/// From a cache of resource certificates to a router, version 0 (RFC 6810): version, kind, session or code, length.
extension Dissector {
    mutating func rpkiRouter(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "rpki_rtr"
        if !verbose { return put(", RPKI-RTR") }
        var offset = 0
        while offset < length {
            guard let size = try rpkiUnit(bytes.from(offset), length - offset, nested: false) else { return }
            offset += size
        }
    }

    private static var rpkiHeader: Int { 8 }

    /// One unit's length; nil when nothing can follow it.
    private mutating func rpkiUnit(_ bytes: RawSpan, _ length: Int, nested: Bool) throws(Truncation) -> Int? {
        let header = Dissector.rpkiHeader
        if length < header {
            put("(", length, " bytes is too few to decode)")
            markInvalid()
            return nil
        }
        try bytes.require(header, at: 0)
        let version = try bytes.u8(0)
        if version != 0 {
            put("\n\tRPKI-RTRv", version, " (unknown)")
            return length
        }
        let kind = try bytes.u8(1)
        let size = try bytes.u32(4)
        put("\n\tRPKI-RTRv0, ")
        put(Dissector.rpkiKind(kind) ?? "Unknown")
        put(" PDU (", kind, "), length: ")
        put(size)
        guard let claimed = Int(exactly: size), claimed >= header, claimed <= length else {
            markInvalid()
            return nil
        }
        try bytes.require(claimed, at: 0)
        guard try rpkiBody(kind, bytes.upTo(claimed), nested) else {
            markInvalid()
            return nil
        }
        return claimed
    }

    private static func rpkiKind(_ kind: UInt8) -> StaticString? {
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
    private mutating func rpkiBody(_ kind: UInt8, _ bytes: RawSpan, _ nested: Bool) throws(Truncation) -> Bool {
        let size = bytes.byteCount
        switch kind {
        case 0, 1, 7:
            if size != 12 { return false }
            put("\n\t  Session ID: 0x", hex: try bytes.u16(2), 4)
            put(", Serial: ", try bytes.u32(8))
        case 2, 8: if size != 8 { return false }
        case 3:
            if size != 8 { return false }
            put("\n\t  Session ID: 0x", hex: try bytes.u16(2), 4)
        case 4:
            if size != 20 { return false }
            try rpkiPrefix("\n\t  IPv4 Prefix ", bytes, bytes.ipv4(12), 16)
        case 6:
            if size != 32 { return false }
            try rpkiPrefix("\n\t  IPv6 Prefix ", bytes, bytes.ipv6(12), 28)
        case 10: return try rpkiError(bytes, nested)
        default: if verbose { try dumpHex(bytes, size, lead: "\n\t  ") }
        }
        return true
    }

    private mutating func rpkiPrefix(
        _ title: StaticString, _ bytes: RawSpan, _ address: HostAddress, _ origin: Int
    ) throws(Truncation) {
        put(title, host: address)
        put("/", try bytes.u8(9), "-")
        put(try bytes.u8(10))
        put(", origin-as ", try bytes.u32(origin), ", flags 0x")
        put(hex: try bytes.u8(8), 2)
    }

    /// What went wrong, the unit that it went wrong with, and words.
    private mutating func rpkiError(_ bytes: RawSpan, _ nested: Bool) throws(Truncation) -> Bool {
        let size = bytes.byteCount
        if size < 12 { return false }
        let code = try bytes.u16(2)
        let enclosed = try bytes.u32(8)
        put("\n\t  Error code: ")
        put(Dissector.rpkiErrorName(code) ?? "Unknown")
        put(" (", code, "), Encapsulated PDU length: ")
        put(enclosed)
        guard let inner = Int(exactly: enclosed), inner <= size - 12, size - 12 - inner >= 4 else { return false }
        var offset = 12
        if inner > 0 {
            put("\n\t    -----encapsulated PDU-----")
            // A report within a report is not looked into.
            if nested { return false }
            _ = try rpkiUnit(bytes.slice(offset, inner), inner, nested: true)
            offset += inner
        }
        let text = try bytes.u32(offset)
        offset += 4
        guard let count = Int(exactly: text), count <= size - offset else { return false }
        if count > 0 {
            put("\n\t  Error text: ")
            try put(text: bytes, at: offset, count, terminated: true)
        }
        return true
    }

    private static func rpkiErrorName(_ code: UInt16) -> StaticString? {
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
