import Packets

/// The text of Babel's messages with -v.
enum BabelMessage {
    /// RFC 8966 4.6.9.
    struct Update: ~Escapable {
        static let size = 10
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var encoding: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Of source-specific updates: the bits of the source's prefix.
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var bits: Int { get throws(Truncation) { Int(try bytes.u8(2)) } }
        var omitted: Int { get throws(Truncation) { Int(try bytes.u8(3)) } }
        /// Hundredths of a second.
        var interval: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var sequence: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        var metric: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
    }

    /// RFC 8966 4.6.11; source-specific ones have the source's bits in the place of an octet that is reserved.
    struct SequenceRequest: ~Escapable {
        static let size = 14
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var encoding: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var bits: Int { get throws(Truncation) { Int(try bytes.u8(1)) } }
        var sequence: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var hops: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var sourceBits: Int { get throws(Truncation) { Int(try bytes.u8(5)) } }
        static let router = 6
    }

    /// RFC 8966 4.6.3.
    struct AcknowledgmentRequest: ~Escapable {
        static let size = 6
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var nonce: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Hundredths of a second.
        var interval: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
    }

    /// RFC 8966 4.6.4.
    struct Acknowledgment: ~Escapable {
        static let size = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var nonce: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
    }

    /// RFC 8966 4.6.5.
    struct Hello: ~Escapable {
        static let size = 6
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var isUnicast: Bool { get throws(Truncation) { try bytes.u16(0) & 0x8000 != 0 } }
        var sequence: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Hundredths of a second; 0: no next one is planned.
        var interval: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
    }

    /// "I heard you" (RFC 8966 4.6.6).
    struct Heard: ~Escapable {
        static let size = 6
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var encoding: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var cost: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Hundredths of a second.
        var interval: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
    }

    /// A next hop (RFC 8966 4.6.8) and a request of a route (RFC 8966 4.6.10), in front of the address.
    struct Address: ~Escapable {
        static let size = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var encoding: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Of a request only.
        var bits: Int { get throws(Truncation) { try Int(bytes.u8(1)) } }
    }

    /// RFC 7298 5.1, 5.2; RFC 8967 6.2.
    struct Authentication: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var counter: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var timestamp: UInt32 { get throws(Truncation) { try bytes.u32(2) } }
        var key: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var packetCounter: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
    }

    /// False when the message does not fit.
    static func print(
        _ d: inout Dissector, _ type: UInt8, _ body: RawSpan, _ defaults: inout Babel.Defaults
    ) throws(Truncation) -> Bool {
        let size = body.byteCount
        switch type {
        case 1: d.put("\n\tPad ", size + 2)
        case 2:
            d.put("\n\tAcknowledgment Request ")
            if size < AcknowledgmentRequest.size { return false }
            let request = AcknowledgmentRequest(body)
            d.put(hex: try request.nonce, 4)
            d.put(" ")
            interval(&d, try request.interval)
            return try BabelPart.list(&d, body, AcknowledgmentRequest.size, type)
        case 3:
            d.put("\n\tAcknowledgment ")
            if size < Acknowledgment.size { return false }
            d.put(hex: try Acknowledgment(body).nonce, 4)
        case 4:
            d.put("\n\tHello ")
            if size < Hello.size { return false }
            let hello = Hello(body)
            d.put(try hello.isUnicast ? "(Unicast) " : "")
            d.put("seqno ", try hello.sequence, " ")
            let hundredths = try hello.interval
            if hundredths == 0 {
                d.put("unscheduled")
            } else {
                d.put("interval ")
                interval(&d, hundredths)
            }
            return try BabelPart.list(&d, body, Hello.size, type)
        case 5: return try heard(&d, body)
        case 6:
            d.put("\n\tRouter Id")
            if size < 10 { return false }
            d.put(" ")
            try d.put(linkAddress: body, 2, 8)
            return try BabelPart.list(&d, body, 10, type)
        case 7:
            d.put("\n\tNext Hop")
            let next = Address(body)
            guard size >= Address.size, let used = width(try next.encoding), size - Address.size >= used else {
                return false
            }
            d.put(" ")
            try address(&d, try next.encoding, body, Address.size)
            return try BabelPart.list(&d, body, Address.size + used, type)
        case 8: return try update(&d, Update(body), &defaults)
        case 9: return try routeRequest(&d, type, body)
        case 10: return try sequenceRequest(&d, SequenceRequest(body))
        case 13, 14, 15: return try BabelPrefix.sourceSpecific(&d, type, body)
        default: return try authentication(&d, type, body)
        }
        return true
    }

    private static func routeRequest(_ d: inout Dissector, _ type: UInt8, _ body: RawSpan) throws(Truncation) -> Bool {
        d.put("\n\tRoute Request ")
        if body.byteCount < Address.size { return false }
        let asked = Address(body)
        guard let used = BabelPrefix.octets(try asked.encoding, try asked.bits, 0),
            body.byteCount - Address.size >= used
        else { return false }
        d.put("for ")
        try BabelPrefix.put(&d, try asked.encoding, try asked.bits, body, Address.size)
        return try BabelPart.list(&d, body, Address.size + used, type)
    }

    /// The messages of authentication.
    private static func authentication(_ d: inout Dissector, _ type: UInt8, _ body: RawSpan) throws(Truncation) -> Bool
    {
        let size = body.byteCount
        let message = Authentication(body)
        switch type {
        case 11:
            d.put("\n\tTS/PC ")
            if size < 6 { return false }
            d.put("timestamp ", try message.timestamp, " packetcounter ")
            d.put(try message.counter)
        case 12:
            d.put("\n\tHMAC ")
            if size < 18 { return false }
            d.put("key-id ", try message.key, " digest-")
            d.put(size - 2)
            d.put(" ")
            for index in 2..<size { d.put(capitalHex: try body.u8(index)) }
        case 16: d.put("\n\tMAC len ", size)
        case 17:
            d.put("\n\tPC ")
            if size < 4 { return false }
            d.put("value ", try message.packetCounter, " index len ")
            d.put(size - 4)
        case 18: d.put("\n\tChallenge Request len ", size)
        case 19: d.put("\n\tChallenge Reply len ", size)
        default: d.put("\n\tUnknown message type ", type)
        }
        return true
    }

    /// RFC 8966 4.6.6: "I heard you".
    private static func heard(_ d: inout Dissector, _ body: RawSpan) throws(Truncation) -> Bool {
        d.put("\n\tIHU ")
        if body.byteCount < Heard.size { return false }
        let heard = Heard(body)
        let encoding = try heard.encoding
        guard let used = width(encoding), body.byteCount - Heard.size >= used else {
            // The message ends here, but not the list.
            d.markTruncated()
            return true
        }
        if encoding == 0 { d.put("any") } else { try address(&d, encoding, body, Heard.size) }
        d.put(" rxcost ", try heard.cost, " interval ")
        interval(&d, try heard.interval)
        return try BabelPart.list(&d, body, Heard.size + used, 5)
    }

    static func flags(_ d: inout Dissector, _ flags: UInt8) {
        d.put(flags & 0x80 != 0 ? "/prefix" : "")
        d.put(flags & 0x40 != 0 ? "/id" : "")
        d.put(flags & 0x3F != 0 ? "/unknown" : "")
    }

    private static func update(
        _ d: inout Dissector, _ update: borrowing Update, _ defaults: inout Babel.Defaults
    ) throws(Truncation) -> Bool {
        d.put("\n\tUpdate")
        let body = update.bytes
        if body.byteCount < Update.size { return false }
        let encoding = try update.encoding
        let bits = try update.bits
        let omitted = try update.omitted
        guard let used = BabelPrefix.octets(encoding, bits, omitted), body.byteCount - Update.size >= used else {
            return false
        }
        flags(&d, try update.flags)
        d.put(" ")
        let keeps = try update.flags & 0x80 != 0
        try BabelPrefix.put(&d, encoding, bits, body, Update.size, omitted, &defaults, keeps)
        d.put(" metric ", try update.metric, " seqno ")
        d.put(try update.sequence)
        d.put(" interval ")
        let hundredths = try update.interval
        if hundredths == 0xFFFF { d.put("infinity") } else { interval(&d, hundredths) }
        return try BabelPart.list(&d, body, Update.size + used, 8)
    }

    private static func sequenceRequest(
        _ d: inout Dissector, _ request: borrowing SequenceRequest
    ) throws(Truncation) -> Bool {
        d.put("\n\tSeqno Request ")
        let body = request.bytes
        if body.byteCount < SequenceRequest.size { return false }
        let encoding = try request.encoding
        let bits = try request.bits
        guard let used = BabelPrefix.octets(encoding, bits, 0), body.byteCount - SequenceRequest.size >= used else {
            return false
        }
        d.put("(", try request.hops, " hops) for ")
        if encoding == 0 {
            d.put("invalid AE 0")
        } else {
            try BabelPrefix.put(&d, encoding, bits, body, SequenceRequest.size)
        }
        d.put(" seqno ", try request.sequence, " id ")
        try d.put(linkAddress: body, SequenceRequest.router, 8)
        return try BabelPart.list(&d, body, SequenceRequest.size + used, 10)
    }

    /// Hundredths of a second.
    static func interval(_ d: inout Dissector, _ hundredths: UInt16) {
        if hundredths == 0 { return d.put("0.0s (bogus)") }
        d.put("", hundredths / 100, ".")
        d.put(zeroed: hundredths % 100, width: 2)
        d.put("s")
    }

    /// Octets of an address in this encoding (RFC 8966 4.1.4).
    private static func width(_ encoding: UInt8) -> Int? {
        switch encoding {
        case 0: 0
        case 1: 4
        case 2: 16
        case 3: 8
        default: nil
        }
    }

    private static func address(
        _ d: inout Dissector, _ encoding: UInt8, _ body: RawSpan, _ offset: Int
    ) throws(Truncation) {
        switch encoding {
        case 1: d.put(host: try body.ipv4(offset))
        case 2: d.put(host: try body.ipv6(offset))
        case 3: d.put(host: HostAddress(ipv6: BabelPrefix.linkLocal, try body.u64(offset)))
        default: d.put("invalid AE 0")
        }
    }

    static func name(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "padN"
        case 2: "ack-req"
        case 3: "ack"
        case 4: "hello"
        case 5: "ihu"
        case 6: "router-id"
        case 7: "nh"
        case 8: "update"
        case 9: "route-request"
        case 10: "seqno-request"
        case 11: "tspc"
        case 12: "hmac"
        case 13: "ss-update"
        case 14: "ss-request"
        case 15: "ss-mh-request"
        case 16: "mac"
        case 17: "pc"
        case 18: "challenge_request"
        case 19: "challenge_reply"
        default: nil
        }
    }
}
