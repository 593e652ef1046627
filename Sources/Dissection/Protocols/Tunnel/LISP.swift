import Packets

/// The control plane of the Locator/ID Separation Protocol (RFC 6830 6.1): map registers and notifications to their
/// end, the other messages by name.
///
///      0           3    4                 12       14       16
///     +-----------+----+-----------------+--------+--------+---------------- - -
///     | type,flags|rec.| nonce           | key id | length | authentication, records
///     +-----------+----+-----------------+--------+--------+---------------- - -
enum LISP {
    /// Who registers, behind the records, at `offset` (RFC 9301 section 5.6).
    struct Identity: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets of the router's identity.
        static var routerLength: Int { 16 }
        /// The site.
        var site: UInt64 { get throws(Truncation) { try bytes.u64(offset + 16) } }
    }

    struct Header: ~Escapable {
        static var length: Int { 16 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 4 } }
        /// 20 bits below the type.
        var flags: UInt32 { get throws(Truncation) { try bytes.u24(0) & 0x0F_FFFF } }
        var records: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var nonce: UInt64 { get throws(Truncation) { try bytes.u64(4) } }
        var keyID: UInt16 { get throws(Truncation) { try bytes.u16(12) } }
        /// Bytes of authentication data behind the header.
        var authenticationLength: Int { get throws(Truncation) { try Int(bytes.u16(14)) } }
    }

    /// A record of an endpoint's addresses (RFC 6830 6.1.4), its prefix behind it.
    struct Endpoint: ~Escapable {
        static var length: Int { 12 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Minutes.
        var timeToLive: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var locators: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// Bits.
        var prefixLength: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        var action: UInt8 { get throws(Truncation) { try bytes.u8(6) >> 5 } }
        var isAuthoritative: Bool { get throws(Truncation) { try bytes.u8(6) & 0x10 != 0 } }
        var mapVersion: UInt16 { get throws(Truncation) { try bytes.u16(8) & 0x0FFF } }
        var family: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
    }

    /// Where an endpoint is reached, its address behind it.
    struct Locator: ~Escapable {
        static var length: Int { 8 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var priority: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var weight: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var multicastPriority: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var multicastWeight: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var flags: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var family: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
    }

    private enum Kind {
        static var register: UInt8 { 3 }
        static var notify: UInt8 { 4 }
    }
    /// Bytes behind the records: the router's identity (16) and its site's (8).
    private static var identityLength: Int { 24 }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "lisp"
        guard bytes.has(Header.length, at: 0) else { return d.markTruncated() }
        let header = Header(bytes)
        let kind = try header.type
        d.put(name(kind), or: "unknown-type-", kind, ",")
        if name(kind) != nil { d.put(",") }
        guard kind == Kind.register || kind == Kind.notify else { return }
        let records = try header.records
        let authentication = try header.authenticationLength
        if d.verbose {
            try printFlags(&d, header)
            d.put("\n    ", records, " record(s), ")
            d.put("Authentication ")
            d.put(authenticationName(try header.keyID))
            d.put(",")
        } else {
            d.put(" ", records, " record(s),")
        }
        if d.verbose {
            try d.dumpHex(bytes.from(Header.length), authentication, lead: "\n    Authentication-Data: ")
        }
        // A length below the header's own passes.
        if length >= Header.length && length - Header.length < authentication { return d.markInvalid() }
        guard bytes.has(authentication, at: Header.length) else { return d.markTruncated() }
        guard let end = try printRecords(&d, bytes, length, Header.length + authentication, records) else { return }
        try printTrailer(&d, bytes, length, end, hasIdentity: hasIdentity(header))
    }

    private static func hasIdentity(_ header: borrowing Header) throws(Truncation) -> Bool {
        try header.flags & (header.type == Kind.register ? 0x02_0000 : 0x08_0000) != 0
    }

    private static func printFlags(_ d: inout Dissector, _ header: borrowing Header) throws(Truncation) {
        d.put(" flags [")
        if try header.type == Kind.register {
            d.put(
                flags: try header.flags,
                [
                    (0x08_0000, "P-Proxy-Map-Reply"), (0x04_0000, "S-LISP-SEC-Capable"),
                    (0x02_0000, "I-xTR-ID-Present"), (0x01_0000, "R-Build-For-RTR"), (0x00_0001, "M-Want-Map-Notify"),
                ])
        } else {
            d.put(flags: try header.flags, [(0x08_0000, "I-xTR-ID-Present"), (0x04_0000, "R-Build-For-RTR")])
        }
        d.put("],")
    }

    /// Gives where the records end; nil when they are cut off or of a family that ends the text.
    private static func printRecords(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ start: Int, _ count: UInt8
    ) throws(Truncation) -> Int? {
        var offset = start
        for _ in 0..<count where length > offset {
            guard bytes.has(Endpoint.length, at: offset) else {
                d.markTruncated()
                return nil
            }
            let endpoint = Endpoint(try bytes.from(offset))
            offset += Endpoint.length
            d.put("\n")
            if d.verbose { try printEndpoint(&d, endpoint) }
            guard let width = width(try endpoint.family) else { return nil }
            guard bytes.has(width, at: offset) else {
                d.markTruncated()
                return nil
            }
            d.put(" EID ")
            d.put(host: try width == 4 ? bytes.ipv4(offset) : bytes.ipv6(offset))
            offset += width
            d.put("/", try endpoint.prefixLength, ",")
            let locators = try endpoint.locators
            d.put(" ", locators, " locator(s)")
            for _ in 0..<locators {
                guard try printLocator(&d, bytes, &offset) else {
                    d.markTruncated()
                    return nil
                }
            }
        }
        return offset
    }

    private static func printEndpoint(_ d: inout Dissector, _ endpoint: borrowing Endpoint) throws(Truncation) {
        d.put("      Record TTL ", try endpoint.timeToLive, ",")
        d.put(try endpoint.isAuthoritative ? " Authoritative," : " Non-Authoritative,")
        d.put(" ")
        switch try endpoint.action {
        case 0: d.put("No-Action")
        case 1: d.put("Natively-Forward")
        case 2: d.put("Send-Map-Request")
        case 3: d.put("Drop")
        default: d.put("unknown")
        }
        d.put(", Map Version: ", try endpoint.mapVersion, ",")
    }

    /// False when it is cut off.
    private static func printLocator(_ d: inout Dissector, _ bytes: RawSpan, _ offset: inout Int) throws(Truncation)
        -> Bool
    {
        guard bytes.has(Locator.length, at: offset) else { return false }
        let locator = Locator(try bytes.from(offset))
        offset += Locator.length
        if d.verbose { d.put("\n       ") }
        if let width = width(try locator.family) {
            guard bytes.has(width, at: offset) else { return false }
            d.put(" LOC ")
            d.put(host: try width == 4 ? bytes.ipv4(offset) : bytes.ipv6(offset))
            offset += width
        }
        if !d.verbose { return true }
        d.put("\n          Priority/Weight ", try locator.priority, "/")
        d.put("", try locator.weight, ", Multicast Priority/Weight ")
        d.put("", try locator.multicastPriority, "/")
        d.put("", try locator.multicastWeight, ", flags [")
        d.put(
            flags: UInt32(try locator.flags),
            [(0x0004, "Local-Locator"), (0x0002, "RLoc-Probed"), (0x0001, "Reachable")])
        d.put("],")
        return true
    }

    /// What stands behind the records: two identities, or bytes that should not be there.
    private static func printTrailer(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ offset: Int, hasIdentity: Bool
    ) throws(Truncation) {
        if hasIdentity {
            guard bytes.has(identityLength, at: offset) else { return d.markInvalid() }
            try d.dumpHex(bytes.slice(offset, Identity.routerLength), Identity.routerLength, lead: "\n    xTR-ID: ")
            return d.put("\n    SITE-ID: ", try Identity(bytes, at: offset).site)
        }
        if offset < bytes.byteCount {
            try d.dumpHex(bytes.from(offset), bytes.byteCount - offset, lead: "\n    Data: ")
        }
    }

    private static func width(_ family: UInt16) -> Int? {
        switch family {
        case 1: 4
        case 2: 16
        default: nil
        }
    }

    private static func name(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 0: "LISP-Reserved"
        case 1: "LISP-Map-Request"
        case 2: "LISP-Map-Reply"
        case 3: "LISP-Map-Register"
        case 4: "LISP-Map-Notify"
        // So spelled.
        case 8: "LISP-Encapsulated-Contol-Message"
        default: nil
        }
    }

    private static func authenticationName(_ id: UInt16) -> StaticString {
        switch id {
        case 0: "None"
        case 1: "SHA1"
        case 2: "SHA256"
        default: "unknown-type"
        }
    }
}
