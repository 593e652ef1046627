import Packets

/// ICMP for IPv4 (RFC 792, RFC 950, RFC 1122, RFC 1191, RFC 1256).
///
///      0      1      2         4                   8
///     +------+------+---------+-------------------+---------------------------- - -
///     | type | code | checksum| by type           | by type, often the packet that caused it
///     +------+------+---------+-------------------+---------------------------- - -
extension Dissector {
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

    mutating func icmp(_ bytes: RawSpan, _ length: Int, _ ends: Endpoints) throws(Truncation) {
        layer = "icmp"
        // The text comes first in full: a message that is cut off prints nothing but the mark.
        let start = out.count
        let kind = try bytes.u8(0)
        let code = try bytes.u8(1)
        guard bytes.has(Dissector.icmpMinimum(kind, code), at: 0) else { return markTruncated() }
        do throws(Truncation) {
            put("ICMP ")
            try icmpText(kind, code, bytes)
        } catch {
            cut(to: start)
            layer = "icmp"
            throw error
        }
        put(", length ", length)
        if verbose && !ends.fragmented && bytes.has(length, at: 0) {
            let sum = InternetSum.of(bytes.upTo(length))
            if sum != 0 {
                let found = try bytes.u16(2)
                put(" (wrong icmp cksum ", hex: found, 1, " (->")
                put(hex: InternetSum.expected(found, sum))
                put(")!)")
            }
        }
        guard verbose else { return }
        if Dissector.isError(kind) { try quotedPacket(bytes) }
        layer = "icmp"
        let multipart = kind == Kind.unreachable || kind == Kind.timeExceeded || kind == Kind.parameterProblem
        if multipart && length > 136 { try icmpExtensions(bytes, length) }
    }

    /// What a message must have before anything of it is said: with less the mark stands for the whole of it.
    private static func icmpMinimum(_ kind: UInt8, _ code: UInt8) -> Int {
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
    private mutating func quotedPacket(_ bytes: RawSpan) throws(Truncation) {
        put("\n\t")
        let quoted = try bytes.from(8)
        let claimed = Int(try quoted.u16(2))
        try ipv4(quoted.upTo(claimed), claimed)
    }

    private mutating func icmpText(_ kind: UInt8, _ code: UInt8, _ bytes: RawSpan) throws(Truncation) {
        switch kind {
        case Kind.echo, Kind.echoReply:
            put(kind == Kind.echo ? "echo request" : "echo reply")
            put(", id ", try bytes.u16(4), ", seq ")
            put(try bytes.u16(6))
        case Kind.unreachable: try icmpUnreachable(code, bytes)
        case Kind.redirect: try icmpRedirect(code, bytes)
        case Kind.routerAdvertisement: try routerAdvertisement(bytes)
        case Kind.timeExceeded:
            try bytes.require(4, at: 24)
            switch code {
            case 0: put("time exceeded in-transit")
            case 1: put("ip reassembly time exceeded")
            default: put("time exceeded-#", code)
            }
        case Kind.parameterProblem:
            if code != 0 {
                put("parameter problem - code ", code)
            } else {
                put("parameter problem - octet ", try bytes.u8(4))
            }
        case Kind.maskReply: put("address mask is 0x", hex: try bytes.u32(8), 8)
        case Kind.timestamp:
            put("time stamp query id ", try bytes.u16(4), " seq ")
            put(try bytes.u16(6))
        case Kind.timestampReply: try timestampReply(bytes)
        default: put(Dissector.icmpName(kind), or: "type-#", kind)
        }
    }

    private static func icmpName(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 4: "source quench"
        case 10: "router solicitation"
        case 15: "information request"
        case 16: "information reply"
        case 17: "address mask request"
        default: nil
        }
    }

    private mutating func timestampReply(_ bytes: RawSpan) throws(Truncation) {
        put("time stamp reply id ", try bytes.u16(4), " seq ")
        put(try bytes.u16(6))
        put(": org ")
        icmpTime(try bytes.u32(8))
        put(", recv ")
        icmpTime(try bytes.u32(12))
        put(", xmit ")
        icmpTime(try bytes.u32(16))
    }

    /// Milliseconds since midnight UT.
    private mutating func icmpTime(_ milliseconds: UInt32) {
        let seconds = milliseconds / 1000
        put(zeroed: seconds / 3600, width: 2)
        put(":")
        put(zeroed: seconds % 3600 / 60, width: 2)
        put(":")
        put(zeroed: seconds % 60, width: 2)
        put(".")
        put(zeroed: milliseconds % 1000, width: 3)
    }

    private mutating func icmpUnreachable(_ code: UInt8, _ bytes: RawSpan) throws(Truncation) {
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
            put(host: try bytes.ipv4(24))
            put(" protocol ", try bytes.u8(17), " unreachable")
            return
        }
        if code == 3 { return try icmpPort(bytes) }
        put(before)
        put(host: try bytes.ipv4(24))
        put(after)
        if code > 15 { put(code) }
        if code == 4 {
            let mtu = try bytes.u16(6)
            if mtu != 0 { put(" (mtu ", mtu, ")") }
        }
    }

    private mutating func icmpPort(_ bytes: RawSpan) throws(Truncation) {
        let proto = try bytes.u8(17)
        let headerLength = Int(try bytes.u8(8) & 0x0F) * 4
        let port = try bytes.u16(8 + headerLength + 2)
        put(host: try bytes.ipv4(24))
        switch proto {
        case 6:
            put(" tcp port ")
            put(tcpPort: port)
        case 17:
            put(" udp port ")
            put(udpPort: port)
        default:
            put(" protocol ", proto, " port ")
            put(port)
        }
        put(" unreachable")
    }

    private mutating func icmpRedirect(_ code: UInt8, _ bytes: RawSpan) throws(Truncation) {
        switch code {
        case 0, 1: put("redirect ")
        case 2, 3: put("redirect-tos ")
        default: put("redirect-#", code, " ")
        }
        put(host: try bytes.ipv4(24))
        switch code {
        case 0, 2: put(" to net ")
        case 1, 3: put(" to host ")
        default: put(" to ")
        }
        put(host: try bytes.ipv4(4))
    }

    /// RFC 1256 3.
    private mutating func routerAdvertisement(_ bytes: RawSpan) throws(Truncation) {
        put("router advertisement lifetime ")
        let lifetime = UInt32(try bytes.u16(6))
        if lifetime < 60 {
            put(lifetime)
        } else if lifetime < 3600 {
            put(lifetime / 60)
            put(":")
            put(zeroed: lifetime % 60, width: 2)
        } else {
            put(lifetime / 3600)
            put(":")
            put(zeroed: lifetime % 3600 / 60, width: 2)
            put(":")
            put(zeroed: lifetime % 60, width: 2)
        }
        let count = Int(try bytes.u8(4))
        put(" ", count, ":")
        let size = try bytes.u8(5)
        if size != 2 { return put(" [size ", size, "]") }
        for index in 0..<count {
            put(" {", host: try bytes.ipv4(8 + index * 8))
            put(" ", try bytes.u32(12 + index * 8), "}")
        }
    }
}
