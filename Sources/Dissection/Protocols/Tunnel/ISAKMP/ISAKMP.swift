import Packets

/// Key exchange of IPsec: IKE version 1 (RFC 2408, RFC 2409) and 2 (RFC 7296), payload by payload.
///
///      0               8               16     17     18     19     20       24       28
///     +---------------+---------------+------+------+------+------+--------+--------+------- - -
///     | initiator     | responder     | next | vers.| exch.| flags| message| length | payloads
///     +---------------+---------------+------+------+------+------+--------+--------+------- - -
enum ISAKMP {
    /// What stands in front on port 4500 (RFC 3948 section 2).
    struct Encapsulated: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of the marker.
        static var markerLength: Int { 4 }
        /// 0xFF alone keeps the address translation alive.
        var keepAlive: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// 0 in front of ISAKMP, else the parameters index of ESP.
        var marker: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
    }

    struct Header: ~Escapable {
        static var length: Int { 28 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var initiator: UInt64 { get throws(Truncation) { try bytes.u64(0) } }
        var responder: UInt64 { get throws(Truncation) { try bytes.u64(8) } }
        var next: UInt8 { get throws(Truncation) { try bytes.u8(16) } }
        var major: UInt8 { get throws(Truncation) { try bytes.u8(17) >> 4 } }
        var minor: UInt8 { get throws(Truncation) { try bytes.u8(17) & 0x0F } }
        var exchange: UInt8 { get throws(Truncation) { try bytes.u8(18) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(19) } }
        var message: UInt32 { get throws(Truncation) { try bytes.u32(20) } }
        /// Bytes, the header included.
        var messageLength: Int { get throws(Truncation) { try Int(bytes.u32(24)) } }
    }

    enum Flag {
        static var encrypted: UInt8 { 0x01 }
        static var commit: UInt8 { 0x02 }
        static var initiator: UInt8 { 0x08 }
        static var version: UInt8 { 0x10 }
        static var response: UInt8 { 0x20 }
    }

    /// What every payload begins with (RFC 2408 3.2, RFC 7296 3.2).
    struct Payload: ~Escapable {
        static var headerLength: Int { 4 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var next: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Of version 2.
        var isCritical: Bool { get throws(Truncation) { try bytes.u8(1) & 0x80 != 0 } }
        /// Bytes, these four included.
        var length: Int { get throws(Truncation) { try Int(bytes.u16(2)) } }
    }

    /// Where a payload's text left off; `none` ends the walk.
    typealias End = Int?

    /// What the payloads of one message need to know.
    struct Context {
        var isPhase1 = true
        var isInitiator = false
        var initiator: UInt64 = 0
        var responder: UInt64 = 0
        var ends: Endpoints
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints) throws(Truncation) {
        d.layer = "isakmp"
        guard bytes.has(Header.length, at: 0) else { return d.markTruncated() }
        let header = Header(bytes)
        let major = try header.major
        d.put("isakmp")
        if d.verbose {
            d.put(" ", major, ".")
            d.put("", try header.minor, " msgid ")
            d.put(hex: try header.message, 8)
            if d.verbosity > 1 {
                d.put(" cookie ", hex: try header.initiator, 16, "->")
                d.put(hex: try header.responder, 16)
            }
        }
        d.put(":")
        let context = Context(
            isPhase1: try header.message == 0, isInitiator: try header.flags & Flag.initiator != 0,
            initiator: try header.initiator, responder: try header.responder, ends: ends)
        switch major {
        case 1: try printVersion1(&d, header, context)
        case 2: try printVersion2(&d, header, context)
        // Of versions to come nothing is known, their lengths neither.
        default: return
        }
        let claimed = try header.messageLength
        if d.verbose && claimed != length {
            d.put(" (len mismatch: isakmp ", claimed, "/ip ")
            d.put("", length, ")")
        }
    }

    /// Port 4500 carries three kinds (RFC 3948): keep-alives of one byte, IKE behind four zero bytes, and ESP.
    static func encapsulated(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        d.layer = "isakmp_rfc3948"
        if length < 1 { return d.markTruncated() }
        if length == 1, try Encapsulated(bytes).keepAlive == 0xFF { return d.put("isakmp-nat-keep-alive") }
        if length < Encapsulated.markerLength { return d.markTruncated() }
        if try Encapsulated(bytes).marker == 0 {
            d.put("NONESP-encap: ")
            return try print(&d, bytes.from(Encapsulated.markerLength), length - Encapsulated.markerLength, ends)
        }
        d.put("UDP-encap: ")
        try IPsec.encapsulated(&d, bytes, length, ends)
    }

    private static func printVersion1(
        _ d: inout Dissector, _ header: borrowing Header, _ context: Context
    ) throws(Truncation) {
        d.put(context.isPhase1 ? " phase 1 " : " phase 2/others ")
        d.putRole(
            CookieTable.Exchange(
                cookie: context.initiator, isFirst: context.responder == 0, source: context.ends.source,
                destination: context.ends.destination))
        d.put(" ")
        try printExchange(&d, header)
        let flags = try header.flags
        if flags != 0 {
            d.put("[")
            if flags & Flag.encrypted != 0 { d.put("E") }
            if flags & Flag.commit != 0 { d.put("C") }
            d.put("]")
        }
        if !d.verbose { return }
        d.put(":")
        let next = try header.next
        if flags & Flag.encrypted != 0 { return putEncrypted(&d, next) }
        _ = try walk(&d, version: 1, next, header.bytes, Header.length, context, 0, 0)
    }

    private static func printVersion2(
        _ d: inout Dissector, _ header: borrowing Header, _ context: Context
    ) throws(Truncation) {
        d.put(context.isPhase1 ? " parent_sa " : " child_sa  ")
        try printExchange(&d, header)
        let flags = try header.flags
        if flags != 0 {
            d.put("[")
            if flags & Flag.initiator != 0 { d.put("I") }
            if flags & Flag.version != 0 { d.put("V") }
            if flags & Flag.response != 0 { d.put("R") }
            d.put("]")
        }
        if !d.verbose { return }
        d.put(":")
        let next = try header.next
        if flags & Flag.encrypted != 0 { return putEncrypted(&d, next) }
        _ = try walk(&d, version: 2, next, header.bytes, Header.length, context, 0, 0)
    }

    private static func printExchange(_ d: inout Dissector, _ header: borrowing Header) throws(Truncation) {
        let exchange = try header.exchange
        d.put(exchangeName(exchange), or: "#", exchange)
    }

    private static func putEncrypted(_ d: inout Dissector, _ next: UInt8) {
        d.put(" [encrypted ")
        d.put(payloadName(next), or: "#", next)
        d.put("]")
    }
}

// MARK: - The chain of payloads

extension ISAKMP {
    /// Payloads from `start`, the first of type `first`, each as long as it says and `depth` tabs of four to the right.
    /// Gives where they end. `proto`: of the proposal around them.
    static func walk(
        _ d: inout Dissector, version: Int, _ first: UInt8, _ bytes: RawSpan, _ start: Int, _ context: Context,
        _ proto: UInt8, _ depth: Int
    ) throws(Truncation) -> End {
        try d.descend()
        var kind = first
        var offset = start
        while kind != 0 {
            guard bytes.has(Payload.headerLength, at: offset),
                case let length = try Payload(bytes.from(offset)).length, bytes.has(length, at: offset)
            else {
                putCut(&d, kind)
                return nil
            }
            open(&d, depth + 1)
            let payload = try bytes.slice(offset, length)
            let end = try printPayload(&d, version, kind, bytes, offset, payload, context, proto, depth + 1)
            d.put(")")
            guard let end else { return nil }
            kind = try Payload(bytes.from(offset)).next
            offset = end
        }
        return offset
    }

    static func open(_ d: inout Dissector, _ depth: Int) {
        d.put("\n")
        for _ in 0..<depth { d.put("    ") }
        d.put("(")
    }

    static func putCut(_ d: inout Dissector, _ kind: UInt8) {
        d.put(" [|")
        d.put(payloadName(kind), or: "#", kind)
        d.put("]")
    }

    private static func printPayload(
        _ d: inout Dissector, _ version: Int, _ kind: UInt8, _ bytes: RawSpan, _ offset: Int, _ payload: RawSpan,
        _ context: Context, _ proto: UInt8, _ depth: Int
    ) throws(Truncation) -> End {
        // Nothing but a header, or less.
        if payload.byteCount <= Payload.headerLength { return nil }
        switch kind {
        case 1: return try printSecurityAssociation(&d, bytes, offset, context, depth)
        case 2: return try printProposal(&d, bytes, offset, context, depth)
        case 3: return try printTransform(&d, bytes, offset, payload.byteCount, proto)
        case 4: try printKeyExchange(&d, payload)
        case 5: if try !printIdentification(&d, payload) { return nil }
        case 6, 7: try printCertificate(&d, kind, payload)
        case 8, 9, 13: try printData(&d, kind, payload)
        case 10: try printNonce(&d, bytes, offset, payload)
        case 11: return try printNotification(&d, bytes, offset, payload)
        case 12: return try printDelete(&d, bytes, offset)
        case 33...48: return try print2(&d, kind, bytes, offset, payload, context, depth)
        default: d.put(payloadName(kind), or: "#", kind)
        }
        return offset + payload.byteCount
    }

    /// Some of what stands from `start` to the packet's end: at most ten bytes, then at most the last twenty.
    static func putSome(_ d: inout Dissector, _ bytes: RawSpan, from start: Int) throws(Truncation) {
        let count = bytes.byteCount - start
        d.put(" data=(")
        try d.hexBytes(bytes, start, Swift.min(count, 10))
        d.put("...")
        let rest = Swift.min(20, Swift.max(0, count - 10))
        try d.hexBytes(bytes, bytes.byteCount - rest, rest)
        d.put(")")
    }

    /// ` len=` of a payload's body, and all of it with -vvv.
    static func putBody(_ d: inout Dissector, _ payload: RawSpan) throws(Truncation) {
        let count = payload.byteCount - Payload.headerLength
        d.put(" len=", count)
        if d.verbosity > 2 && count > 0 {
            d.put(" ")
            try d.hexBytes(payload, Payload.headerLength, count)
        }
    }
}
