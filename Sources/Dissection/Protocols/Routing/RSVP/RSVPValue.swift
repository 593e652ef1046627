import Packets

/// Values of reservation objects that are a few fields (RFC 2205 A, RFC 2961, RFC 3209, RFC 3473, RFC 4090, RFC 4875).
enum RSVPValue {
    typealias Outcome = RSVPObject.Outcome
    typealias Place = RSVPObject.Place

    /// Words of four octets, by what they mean in each kind.
    struct Words: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Milliseconds.
        var refreshPeriod: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var styleFlags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var style: UInt32 { get throws(Truncation) { try bytes.u24(1) } }
        var sourceInstance: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var destinationInstance: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// Milliseconds.
        var restartTime: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// Milliseconds.
        var recoveryTime: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var capabilities: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var status: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var classType: UInt32 { get throws(Truncation) { try bytes.u32(0) & 7 } }
        var messageFlags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var epoch: UInt32 { get throws(Truncation) { try bytes.u24(1) } }
        func identifier(_ offset: Int) throws(Truncation) -> UInt32 { try bytes.u32(offset) }
        var ipv4: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        var ipv6: HostAddress { get throws(Truncation) { try bytes.ipv6(0) } }
    }

    /// RFC 4090 4.1; without the last word in the drafts.
    struct FastReroute: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var setup: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var holding: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var hops: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Octets a second in single precision.
        var bandwidth: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var includeAny: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var excludeAny: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        var includeAll: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
    }

    /// RFC 2747 2.
    struct Integrity: ~Escapable {
        static let size = 32
        static let digestOffset = 16
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var key: UInt64 { get throws(Truncation) { try bytes.u48(2) } }
        var sequence: UInt64 { get throws(Truncation) { try bytes.u64(8) } }
        var high: UInt64 { get throws(Truncation) { try bytes.u64(16) } }
        var low: UInt64 { get throws(Truncation) { try bytes.u64(24) } }
    }

    static func print(
        _ d: inout Dissector, _ kind: UInt8, _ type: UInt8, _ value: RawSpan, _ place: borrowing Place
    ) throws(Truncation) -> Outcome {
        switch kind {
        case 1: try RSVPSession.session(&d, type, value, place.lead)
        case 3: try RSVPSession.hop(&d, type, value, place.lead)
        case 4: try integrity(&d, type, value, place)
        case 6: try RSVPSession.fault(&d, type, value, place.lead)
        case 9, 12, 13: try RSVPService.print(&d, type, value, place.lead)
        case 10: try RSVPSession.filter(&d, type, value, place.lead)
        case 11: try RSVPSession.sender(&d, type, value, place.lead)
        case 15, 195, 50: try address(&d, kind, type, value, place.lead)
        case 16, 34, 35, 129: try RSVPLabel.label(&d, type, value, place.lead)
        case 19: try RSVPLabel.request(&d, type, value, place.lead)
        case 20, 21: try RSVPLabel.route(&d, type, value, place.lead)
        case 23, 24, 25: try message(&d, kind, type, value, place.lead)
        case 36: try RSVPLabel.set(&d, type, value, place.lead)
        case 63: try detour(&d, type, value, place.lead)
        case 204: try RSVPService.properties(&d, type, value, place.lead)
        case 205: try fastReroute(&d, type, value, place.lead)
        case 207: try RSVPSession.attribute(&d, type, value, place.lead)
        case 229: try RSVPService.network(&d, type, value, place.lead)
        default: try small(&d, kind, type, value, place.lead)
        }
    }

    /// Values of one or two numbers.
    private static func small(
        _ d: inout Dissector, _ kind: UInt8, _ type: UInt8, _ value: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        let words = Words(value)
        switch (kind, type) {
        case (5, 1), (8, 1), (66, 1), (125, 1), (134, 1), (196, 1): if value.byteCount < 4 { return .short }
        case (22, 1), (22, 2), (131, 1): if value.byteCount < 8 { return .short }
        default: return .unknown
        }
        d.put(lead)
        switch kind {
        case 5: d.put("  Refresh Period: ", try words.refreshPeriod, "ms")
        case 8:
            let style = try words.style
            d.put("  Reservation Style: ")
            d.put(
                style == 10
                    ? "Fixed Filter" : style == 17 ? "Wildcard Filter" : style == 18 ? "Shared Explicit" : "Unknown")
            d.put(", Flags: [0x", hex: try words.styleFlags, 2, "]")
        case 22:
            d.put("  Source Instance: 0x", hex: try words.sourceInstance, 8, ", Destination Instance: 0x")
            d.put(hex: try words.destinationInstance, 8)
        case 66, 125: d.put("  CT: ", try words.classType)
        case 131:
            d.put("  Restart  Time: ", try words.restartTime, "ms, Recovery Time: ")
            d.put("", try words.recoveryTime, "ms")
        case 134:
            let bits = try words.capabilities
            if bits & ~7 != 0 {
                d.put("  [reserved=0x", hex: bits & ~7, 8, " must be zero]")
                d.put(lead)
            }
            d.put("  Flags: [")
            d.put(
                flags: bits,
                [
                    (0x04, "RecoveryPath Transmit Enabled"), (0x02, "RecoveryPath Desired"),
                    (0x01, "RecoveryPath Srefresh Capable"),
                ])
            d.put("]")
        default:
            d.put("  Flags [")
            d.put(
                flags: try words.status,
                [(0x8000_0000, "Reflect"), (0x04, "Testing"), (0x02, "Admin-down"), (0x01, "Delete-in-progress")])
            d.put("]")
        }
        return .told
    }

    private static func address(
        _ d: inout Dissector, _ kind: UInt8, _ type: UInt8, _ value: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        guard type == 1 || type == 2 else { return .unknown }
        if value.byteCount < (type == 1 ? 4 : 16) { return .short }
        d.put(lead)
        d.put(kind == 50 ? "  Sub-LSP destination address: " : type == 1 ? "  IPv4 " : "  IPv6 ")
        if kind != 50 { d.put(kind == 15 ? "Receiver Address: " : "Notify Node Address: ") }
        d.put(host: type == 1 ? try Words(value).ipv4 : try Words(value).ipv6)
        return .told
    }

    /// The identifier of a message, its acknowledgement, lists of them (RFC 2961 4).
    private static func message(
        _ d: inout Dissector, _ kind: UInt8, _ type: UInt8, _ value: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        guard type == 1 || type == 2 else { return .unknown }
        if value.byteCount < 4 { return .short }
        d.put(lead)
        d.put("  Flags [0x", hex: try Words(value).messageFlags, 2, "], epoch: ")
        d.put(try Words(value).epoch)
        var offset = 4
        while offset + 4 <= value.byteCount {
            let identifier = try Words(value).identifier(offset)
            d.put(lead)
            d.put("    Message-ID 0x", hex: identifier, 8, " (")
            d.put("", identifier, ")")
            offset += 4
        }
        return .told
    }

    private static func detour(
        _ d: inout Dissector, _ type: UInt8, _ value: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        guard type == 7 else { return .unknown }
        var offset = 0
        while offset + 8 <= value.byteCount {
            d.put(lead)
            d.put("  PLR-ID: ", host: try Words(value.from(offset)).ipv4, ", Avoid-Node-ID: ")
            d.put(host: try Words(value.from(offset + 4)).ipv4)
            offset += 8
        }
        return .told
    }

    private static func fastReroute(
        _ d: inout Dissector, _ type: UInt8, _ value: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        guard type == 1 || type == 7 else { return .unknown }
        if value.byteCount < (type == 1 ? 20 : 16) { return .short }
        let reroute = FastReroute(value)
        d.put(lead)
        d.put("  Setup Priority: ", try reroute.setup, ", Holding Priority: ")
        d.put(try reroute.holding)
        d.put(", Hop-limit: ", try reroute.hops, ", Bandwidth: ")
        d.put(significant: Float(bitPattern: try reroute.bandwidth) / 125_000)
        d.put(" Mbps")
        d.put(lead)
        d.put(type == 1 ? "  Include-any: 0x" : "  Include Colors: 0x", hex: try reroute.includeAny, 8)
        d.put(type == 1 ? ", Exclude-any: 0x" : ", Exclude Colors: 0x", hex: try reroute.excludeAny, 8)
        if type == 1 { d.put(", Include-all: 0x", hex: try reroute.includeAll, 8) }
        return .told
    }

    private static func integrity(
        _ d: inout Dissector, _ type: UInt8, _ value: RawSpan, _ place: borrowing Place
    ) throws(Truncation) -> Outcome {
        guard type == 1 else { return .unknown }
        if value.byteCount < Integrity.size { return .short }
        let integrity = Integrity(value)
        d.put(place.lead)
        d.put("  Key-ID 0x", hex: try integrity.key, 12, ", Sequence 0x")
        d.put(hex: try integrity.sequence, 16)
        d.put(try integrity.flags & 0x80 != 0 ? ", Flags [Handshake]" : ", Flags [none]")
        d.put(place.lead)
        let (high, low) = try (integrity.high, integrity.low)
        d.put("  MD5-sum 0x", hex: high, 16)
        d.put(hex: low, 16)
        d.put(" ")
        if let right = try digest(d.options.signatureSecret, place) {
            if right == (high, low) {
                d.put(" (valid)")
            } else {
                d.put(hex: right.0, 16)
                d.put(hex: right.1, 16)
                d.put(" (invalid)")
            }
        } else {
            d.put(" (unchecked)")
        }
        return .told
    }

    /// The digest over the message, its checksum and its digest zero, and the secret of `-M`.
    private static func digest(
        _ secret: [UInt8]?, _ place: borrowing Place
    ) throws(Truncation) -> (UInt64, UInt64)? {
        guard let secret, place.message.has(place.claimed, at: 0), let library = LibCrypto.shared,
            var digest = LibCrypto.Digest(library)
        else { return nil }
        let message = place.message.upTo(place.claimed)
        let zeros: InlineArray<16, UInt8> = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        let at = place.offset + Integrity.digestOffset
        digest.add(message.upTo(RSVP.Header.checksumOffset))
        unsafe digest.add(zeros.span.bytes.upTo(2))
        let behind = RSVP.Header.checksumOffset + 2
        digest.add(try message.slice(behind, at - behind))
        unsafe digest.add(zeros.span.bytes)
        digest.add(try message.from(at + 16))
        unsafe digest.add(secret.span.bytes)
        return digest.finish()
    }
}
