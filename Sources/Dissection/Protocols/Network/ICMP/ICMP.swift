import Packets
import Wire

/// ICMP for IPv4 (RFC 792, RFC 950, RFC 1122, RFC 1191, RFC 1256).
///
///      0      1      2         4                   8
///     +------+------+---------+-------------------+---------------------------- - -
///     | type | code | checksum| by type           | by type, often the packet that caused it
///     +------+------+---------+-------------------+---------------------------- - -
enum ICMP {
    /// Time stamps (RFC 792): milliseconds since midnight UTC.
    struct Times: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// When the request was sent.
        var originate: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        /// When it came.
        var receive: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        /// When the reply was sent.
        var transmit: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
    }

    /// A reply with an address mask (RFC 950).
    struct AddressMask: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// The mask.
        var mask: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
    }

    /// A router advertisement (RFC 1256 section 3).
    struct RouterAdvertisement: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// How many addresses.
        var count: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// Words of 32 bits for each: 2.
        var entrySize: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        /// Seconds.
        var lifetime: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
    }

    /// A router at `offset`.
    struct RouterAddress: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets.
        static var length: Int { 8 }
        /// Its address.
        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(offset) } }
        /// Its preference.
        var preference: UInt32 { get throws(Truncation) { try bytes.u32(offset + 4) } }
    }

    private enum Kind {
        static let echoReply: UInt8 = 0
        static let unreachable: UInt8 = 3
        static let sourceQuench: UInt8 = 4
        static let redirect: UInt8 = 5
        static let echo: UInt8 = 8
        static let routerAdvertisement: UInt8 = 9
        static let timeExceeded: UInt8 = 11
        static let parameterProblem: UInt8 = 12
        static let timestamp: UInt8 = 13
        static let timestampReply: UInt8 = 14
        static let maskReply: UInt8 = 18
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints) throws(Truncation) {
        d.layer = "icmp"
        // The text comes first in full: a message that is cut off prints nothing but the mark.
        let start = d.out.count
        let header = ICMPHeader(bytes)
        let kind = try header.type
        let code = try header.code
        guard bytes.has(ICMP.minimum(kind, code), at: 0) else { return d.markTruncated() }
        do throws(Truncation) {
            d.put("ICMP ")
            try text(&d, kind, code, bytes)
        } catch {
            d.cut(to: start)
            d.layer = "icmp"
            throw error
        }
        d.put(", length ", length)
        if d.verbose && !ends.fragmented && bytes.has(length, at: 0) {
            let sum = InternetSum.of(bytes.upTo(length))
            if sum != 0 {
                let found = try header.checksum
                d.put(" (wrong icmp cksum ", hex: found, 1, " (->")
                d.put(hex: InternetSum.expected(found, sum))
                d.put(")!)")
            }
        }
        guard d.verbose else { return }
        if ICMP.isError(kind) { try quotedPacket(&d, bytes) }
        d.layer = "icmp"
        let multipart = kind == Kind.unreachable || kind == Kind.timeExceeded || kind == Kind.parameterProblem
        if multipart && length > 136 { try extensions(&d, bytes, length) }
    }

    /// What a message must have before anything of it is said: with less the mark stands for the whole of it.
    private static func minimum(_ kind: UInt8, _ code: UInt8) -> Int {
        switch kind {
        case Kind.unreachable where code == 3: 18
        case Kind.routerAdvertisement: 8
        case Kind.timeExceeded: 28
        case Kind.timestampReply: 20
        default: 0
        }
    }

    private static func isError(_ kind: UInt8) -> Bool {
        kind == Kind.unreachable || kind == Kind.sourceQuench || kind == Kind.redirect || kind == Kind.timeExceeded
            || kind == Kind.parameterProblem
    }

    /// The start of the packet that the message is about.
    private static func quotedPacket(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        d.put("\n\t")
        let quoted = try ICMPHeader(bytes).body
        let claimed = try IPv4Header(quoted).totalLength
        try IPv4.print(&d, quoted.upTo(claimed), claimed)
    }

    private static func text(_ d: inout Dissector, _ kind: UInt8, _ code: UInt8, _ bytes: RawSpan) throws(Truncation) {
        switch kind {
        case Kind.echo, Kind.echoReply:
            d.put(kind == Kind.echo ? "echo request" : "echo reply")
            d.put(", id ", try ICMPHeader(bytes).identifier, ", seq ")
            d.put(try ICMPHeader(bytes).sequence)
        case Kind.unreachable: try unreachable(&d, code, bytes)
        case Kind.redirect: try redirect(&d, code, bytes)
        case Kind.routerAdvertisement: try routerAdvertisement(&d, bytes)
        case Kind.timeExceeded:
            try bytes.require(4, at: 24)
            switch code {
            case 0: d.put("time exceeded in-transit")
            case 1: d.put("ip reassembly time exceeded")
            default: d.put("time exceeded-#", code)
            }
        case Kind.parameterProblem:
            if code != 0 {
                d.put("parameter problem - code ", code)
            } else {
                d.put("parameter problem - octet ", try ICMPHeader(bytes).pointer)
            }
        case Kind.maskReply: d.put("address mask is 0x", hex: try AddressMask(bytes).mask, 8)
        case Kind.timestamp:
            d.put("time stamp query id ", try ICMPHeader(bytes).identifier, " seq ")
            d.put(try ICMPHeader(bytes).sequence)
        case Kind.timestampReply: try timestampReply(&d, bytes)
        default: d.put(ICMP.name(kind), or: "type-#", kind)
        }
    }

    private static func name(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 4: "source quench"
        case 10: "router solicitation"
        case 15: "information request"
        case 16: "information reply"
        case 17: "address mask request"
        default: nil
        }
    }

    private static func timestampReply(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let header = ICMPHeader(bytes)
        let times = Times(bytes)
        d.put("time stamp reply id ", try header.identifier, " seq ")
        d.put(try header.sequence)
        d.put(": org ")
        time(&d, try times.originate)
        d.put(", recv ")
        time(&d, try times.receive)
        d.put(", xmit ")
        time(&d, try times.transmit)
    }

    /// Milliseconds since midnight UT.
    private static func time(_ d: inout Dissector, _ milliseconds: UInt32) {
        let seconds = milliseconds / 1000
        d.put(zeroed: seconds / 3600, width: 2)
        d.put(":")
        d.put(zeroed: seconds % 3600 / 60, width: 2)
        d.put(":")
        d.put(zeroed: seconds % 60, width: 2)
        d.put(".")
        d.put(zeroed: milliseconds % 1000, width: 3)
    }

    private static func unreachable(_ d: inout Dissector, _ code: UInt8, _ bytes: RawSpan) throws(Truncation) {
        let (before, after): (StaticString, StaticString) =
            switch code {
            case 0: ("net ", " unreachable")
            case 1: ("host ", " unreachable")
            case 4, 5: ("", code == 4 ? " unreachable - need to frag" : " unreachable - source route failed")
            case 6: ("net ", " unreachable - unknown")
            case 7: ("host ", " unreachable - unknown")
            case 8: ("", " unreachable - source host isolated")
            case 9: ("net ", " unreachable - admin prohibited")
            case 10: ("host ", " unreachable - admin prohibited")
            case 11: ("net ", " unreachable - tos prohibited")
            case 12: ("host ", " unreachable - tos prohibited")
            case 13: ("host ", " unreachable - admin prohibited filter")
            case 14: ("host ", " unreachable - host precedence violation")
            case 15: ("host ", " unreachable - precedence cutoff")
            default: ("", " unreachable - #")
            }
        if code == 2 {
            d.put(host: try IPv4Header(ICMPHeader(bytes).body).destination)
            d.put(" protocol ", try IPv4Header(ICMPHeader(bytes).body).proto, " unreachable")
            return
        }
        if code == 3 { return try port(&d, bytes) }
        d.put(before)
        d.put(host: try IPv4Header(ICMPHeader(bytes).body).destination)
        d.put(after)
        if code > 15 { d.put(code) }
        if code == 4 {
            let mtu = try ICMPHeader(bytes).nextMTU
            if mtu != 0 { d.put(" (mtu ", mtu, ")") }
        }
    }

    private static func port(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let quoted = IPv4Header(try ICMPHeader(bytes).body)
        let proto = try quoted.proto
        let headerLength = try quoted.headerLength
        let port = try UDPHeader(ICMPHeader(bytes).body.from(headerLength)).destination
        d.put(host: try quoted.destination)
        switch proto {
        case 6:
            d.put(" tcp port ")
            d.put(tcpPort: port)
        case 17:
            d.put(" udp port ")
            d.put(udpPort: port)
        default:
            d.put(" protocol ", proto, " port ")
            d.put(port)
        }
        d.put(" unreachable")
    }

    private static func redirect(_ d: inout Dissector, _ code: UInt8, _ bytes: RawSpan) throws(Truncation) {
        switch code {
        case 0, 1: d.put("redirect ")
        case 2, 3: d.put("redirect-tos ")
        default: d.put("redirect-#", code, " ")
        }
        d.put(host: try IPv4Header(ICMPHeader(bytes).body).destination)
        switch code {
        case 0, 2: d.put(" to net ")
        case 1, 3: d.put(" to host ")
        default: d.put(" to ")
        }
        d.put(host: try ICMPHeader(bytes).gateway)
    }

    /// RFC 1256 3.
    private static func routerAdvertisement(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let advertisement = RouterAdvertisement(bytes)
        d.put("router advertisement lifetime ")
        let lifetime = UInt32(try advertisement.lifetime)
        if lifetime < 60 {
            d.put(lifetime)
        } else if lifetime < 3600 {
            d.put(lifetime / 60)
            d.put(":")
            d.put(zeroed: lifetime % 60, width: 2)
        } else {
            d.put(lifetime / 3600)
            d.put(":")
            d.put(zeroed: lifetime % 3600 / 60, width: 2)
            d.put(":")
            d.put(zeroed: lifetime % 60, width: 2)
        }
        let count = Int(try advertisement.count)
        d.put(" ", count, ":")
        let size = try advertisement.entrySize
        if size != 2 { return d.put(" [size ", size, "]") }
        for index in 0..<count {
            let router = RouterAddress(bytes, at: ICMPHeader.minimumLength + index * RouterAddress.length)
            d.put(" {", host: try router.address)
            d.put(" ", try router.preference, "}")
        }
    }
}
