import Packets

/// From a cache of resource certificates to a router, version 0 (RFC 6810): version, kind, session or code, length.
enum RPKI {
    /// What all units begin with (RFC 6810 5.1).
    struct Header: ~Escapable {
        static let length = 8
        /// Octets in front of the unit that an error report encloses.
        static let errorLength = 12
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var session: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Of an error report only.
        var errorCode: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Octets.
        var unitLength: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// Of those that have one.
        var serial: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        /// Of an error report only: octets of the unit that was wrong.
        var enclosed: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
    }

    /// A prefix and who may originate it (RFC 6810 5.6, 5.7), the header first.
    struct Route: ~Escapable {
        static let length = 20
        static let length6 = 32
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var flags: UInt8 { get throws(Truncation) { try bytes.u8(8) } }
        var bits: UInt8 { get throws(Truncation) { try bytes.u8(9) } }
        var maximumBits: UInt8 { get throws(Truncation) { try bytes.u8(10) } }
        var ipv4: HostAddress { get throws(Truncation) { try bytes.ipv4(12) } }
        /// A system's number, behind an address of IPv4.
        var origin: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        var ipv6: HostAddress { get throws(Truncation) { try bytes.ipv6(12) } }
        /// A system's number, behind an address of IPv6.
        var origin6: UInt32 { get throws(Truncation) { try bytes.u32(28) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "rpki_rtr"
        if !d.verbose { return d.put(", RPKI-RTR") }
        var offset = 0
        while offset < length {
            guard let size = try unit(&d, bytes.from(offset), length - offset, nested: false) else { return }
            offset += size
        }
    }

    /// One unit's length; nil when nothing can follow it.
    private static func unit(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, nested: Bool) throws(Truncation)
        -> Int?
    {
        let header = Header(bytes)
        if length < Header.length {
            d.put("(", length, " bytes is too few to decode)")
            d.markInvalid()
            return nil
        }
        let version = try header.version
        if version != 0 {
            d.put("\n\tRPKI-RTRv", version, " (unknown)")
            return length
        }
        try bytes.require(Header.length, at: 0)
        let kind = try header.type
        let size = try header.unitLength
        d.put("\n\tRPKI-RTRv0, ")
        d.put(RPKI.kind(kind) ?? "Unknown")
        d.put(" PDU (", kind, "), length: ")
        d.put(size)
        guard let claimed = Int(exactly: size), claimed >= Header.length, claimed <= length else {
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
        let header = Header(bytes)
        let route = Route(bytes)
        let size = bytes.byteCount
        switch kind {
        case 0, 1, 7:
            if size != 12 { return false }
            d.put("\n\t  Session ID: 0x", hex: try header.session, 4)
            d.put(", Serial: ", try header.serial)
        case 2, 8: if size != Header.length { return false }
        case 3:
            if size != Header.length { return false }
            d.put("\n\t  Session ID: 0x", hex: try header.session, 4)
        case 4:
            if size != Route.length { return false }
            try prefix(&d, "\n\t  IPv4 Prefix ", route, route.ipv4, route.origin)
        case 6:
            if size != Route.length6 { return false }
            try prefix(&d, "\n\t  IPv6 Prefix ", route, route.ipv6, route.origin6)
        case 10: return try error(&d, bytes, nested)
        default: if d.verbose { try d.dumpHex(bytes, size, lead: "\n\t  ") }
        }
        return true
    }

    private static func prefix(
        _ d: inout Dissector, _ title: StaticString, _ route: Route, _ address: HostAddress, _ origin: UInt32
    ) throws(Truncation) {
        d.put(title, host: address)
        d.put("/", try route.bits, "-")
        d.put(try route.maximumBits)
        d.put(", origin-as ", origin, ", flags 0x")
        d.put(hex: try route.flags, 2)
    }

    /// What went wrong, the unit that it went wrong with, and words.
    private static func error(_ d: inout Dissector, _ bytes: RawSpan, _ nested: Bool) throws(Truncation) -> Bool {
        let size = bytes.byteCount
        if size < Header.errorLength { return false }
        let header = Header(bytes)
        let code = try header.errorCode
        let enclosed = try header.enclosed
        d.put("\n\t  Error code: ")
        d.put(RPKI.errorName(code) ?? "Unknown")
        d.put(" (", code, "), Encapsulated PDU length: ")
        d.put(enclosed)
        guard let inner = Int(exactly: enclosed), inner <= size - Header.errorLength,
            size - Header.errorLength - inner >= 4
        else { return false }
        var offset = Header.errorLength
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
