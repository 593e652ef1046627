import Packets

/// The Internet Protocol, version 4 (RFC 791).
///
///      0   1         2           4           6           8     9     10          12          16
///     +---+---------+-----------+-----------+-----------+-----+-----+-----------+-----------+-----------+
///     |v/h| tos     | length    | id        | flags,off | ttl | pro | checksum  | source    | dest.     |
///     +---+---------+-----------+-----------+-----------+-----+-----+-----------+-----------+-----------+
private struct IPv4Header {
    static let minimum = 20
    let headerLength: Int
    let service: UInt8
    let totalLength: Int
    let identification: UInt16
    let fragment: UInt16
    let timeToLive: UInt8
    let proto: UInt8
    let checksum: UInt16
    let source: HostAddress
    let destination: HostAddress

    @inline(__always)
    init(_ bytes: RawSpan) throws(Truncation) {
        try bytes.require(IPv4Header.minimum, at: 0)
        headerLength = Int(try bytes.u8(0) & 0x0F) * 4
        service = try bytes.u8(1)
        totalLength = Int(try bytes.u16(2))
        identification = try bytes.u16(4)
        fragment = try bytes.u16(6)
        timeToLive = try bytes.u8(8)
        proto = try bytes.u8(9)
        checksum = try bytes.u16(10)
        source = try bytes.ipv4(12)
        destination = try bytes.ipv4(16)
    }

    var offset: Int { Int(fragment & 0x1FFF) * 8 }
    var moreFragments: Bool { fragment & 0x2000 != 0 }
}

enum IPv4 {
    static func print(_ d: inout Dissector, _ captured: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ip"
        try d.descend()
        let version = try captured.u8(0) >> 4
        if version != 4 {
            if version == 6 { d.put("IP6, wrong link-layer encapsulation") } else { d.put("IP", version) }
            return d.markInvalid()
        }
        if !d.linkHeader { d.put("IP ") }
        guard captured.has(IPv4Header.minimum, at: 0) else { return d.markTruncated() }
        let header = try IPv4Header(captured)
        if length < IPv4Header.minimum { return d.put("truncated-ip ", length) }
        if header.headerLength < IPv4Header.minimum { return d.put("bad-hlen ", header.headerLength) }
        if length < header.totalLength {
            d.put("truncated-ip - ", header.totalLength - length, " bytes missing! ")
        }
        if header.totalLength < header.headerLength { return d.put("bad-len ", header.totalLength) }
        let bytes = captured.upTo(header.totalLength)
        if d.verbose {
            let whole = try details(&d, header, bytes)
            if !whole {
                d.put(host: header.source)
                d.put(" > ")
                d.put(host: header.destination)
                d.put(": ")
                return d.markTruncated()
            }
        }
        if header.offset == 0 {
            try payload(&d, header, bytes)
        } else {
            fragment(&d, header)
        }
    }

    private static func payload(_ d: inout Dissector, _ header: IPv4Header, _ bytes: RawSpan) throws(Truncation) {
        var ends = Endpoints(
            source: header.source, destination: header.destination, headerProtocol: header.proto,
            hops: header.timeToLive, fragmented: header.moreFragments)
        if header.headerLength > IPv4Header.minimum {
            ends.finalDestination = IPv4.lastRouted(bytes.upTo(header.headerLength))
        }
        if !Registry.namesEnds(header.proto) {
            d.put(hosts: ends)
            d.put(": ")
        }
        guard bytes.byteCount >= header.headerLength else {
            d.put(" [remaining caplen(", bytes.byteCount, ") < header length(")
            d.put(header.headerLength)
            d.put(")]")
            throw Truncation(offset: 0, need: header.headerLength, have: bytes.byteCount)
        }
        let payload = try bytes.from(header.headerLength)
        try d.ipPayload(header.proto, payload, header.totalLength - header.headerLength, ends)
    }

    /// A later fragment has no transport header: only its ends and its protocol.
    private static func fragment(_ d: inout Dissector, _ header: IPv4Header) {
        if d.options.quickLevel > 1 { return }
        d.put(host: header.source)
        d.put(" > ")
        d.put(host: header.destination)
        d.put(":")
        d.ipProtocol(header.proto)
    }

    /// The header's fields, options and checksum in parentheses; false when its options are cut off.
    private static func details(_ d: inout Dissector, _ header: IPv4Header, _ bytes: RawSpan) throws(Truncation) -> Bool
    {
        var whole = true
        d.put("(tos 0x", hex: header.service)
        switch header.service & 3 {
        case 1: d.put(",ECT(1)")
        case 2: d.put(",ECT(0)")
        case 3: d.put(",CE")
        default: break
        }
        if header.timeToLive >= 1 { d.put(", ttl ", header.timeToLive) }
        d.put(", id ", header.identification, ", offset ")
        d.put(header.offset)
        d.put(", flags [")
        flags(&d, header.fragment)
        d.put("], proto ")
        d.put(Registry.protocolTitle(header.proto) ?? "unknown")
        d.put(" (", header.proto, "), length ")
        d.put(header.totalLength)
        if header.headerLength > IPv4Header.minimum {
            d.put(", options (")
            let count = header.headerLength - IPv4Header.minimum
            whole = try options(&d, bytes.from(IPv4Header.minimum).upTo(count), count)
            if !whole { d.put(" [truncated-option]") }
            d.put(")")
        }
        if !d.options.skipChecksums && bytes.byteCount >= header.headerLength {
            let sum = InternetSum.of(bytes.upTo(header.headerLength))
            if sum != 0 {
                d.put(", bad cksum ", hex: header.checksum, 1, " (->")
                d.put(hex: InternetSum.expected(header.checksum, sum))
                d.put(")!")
            }
        }
        d.put(")\n    ")
        return whole
    }

    private static func flags(_ d: inout Dissector, _ fragment: UInt16) {
        switch fragment >> 13 {
        case 0: d.put("none")
        case 1: d.put("+")
        case 2: d.put("DF")
        case 3: d.put("+, DF")
        case 4: d.put("rsvd")
        case 5: d.put("+, rsvd")
        case 6: d.put("DF, rsvd")
        default: d.put("+, DF, rsvd")
        }
    }

    /// Options of `count` bytes (RFC 791 3.1); false when they end too early.
    static func options(_ d: inout Dissector, _ bytes: RawSpan, _ count: Int) throws(Truncation) -> Bool {
        var offset = 0
        var first = true
        while offset < count {
            if !first { d.put(",") }
            first = false
            let kind = try bytes.u8(offset)
            d.put(IPv4.optionName(kind), or: "unknown ", kind)
            if kind == 0 { return true }
            if kind == 1 {
                offset += 1
                continue
            }
            let length = Int(try bytes.u8(offset + 1))
            if length < 2 {
                d.put("[bad length ", length, "]")
                return true
            }
            if length > count - offset {
                d.put(" [bad length ", length, "]")
                return true
            }
            guard bytes.has(length, at: offset) else { return false }
            let option = try bytes.slice(offset, length)
            switch kind {
            case 68: guard try timestamps(&d, option) else { return false }
            case 7, 131, 137: guard try route(&d, option) else { return false }
            case 148: try routerAlert(&d, option)
            default: break
            }
            offset += length
        }
        return true
    }

    private static func optionName(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 0: "EOL"
        case 1: "NOP"
        case 68: "timestamp"
        case 130: "security"
        case 7: "RR"
        case 137: "SSRR"
        case 131: "LSRR"
        case 148: "RA"
        case 152: "upnp"
        default: nil
        }
    }

    /// Record and source routes: addresses, the next one to visit and the last one marked.
    private static func route(_ d: inout Dissector, _ option: RawSpan) throws(Truncation) -> Bool {
        let length = option.byteCount
        if length < 3 {
            d.put(" [bad length ", length, "]")
            return true
        }
        if (length + 1) & 3 != 0 { d.put(" [bad length ", length, "]") }
        let pointer = Int(try option.u8(2)) - 1
        if pointer < 3 || (pointer + 1) & 3 != 0 { d.put(" [bad ptr ", pointer &+ 1, "]") }
        var offset = 3
        while offset < length {
            guard option.has(4, at: offset) else { return false }
            d.put(" ", host: try option.ipv4(offset))
            if offset < pointer { d.put(",") }
            offset += 4
        }
        return true
    }

    /// The last address of a source route, if there is one.
    private static func lastRouted(_ header: RawSpan) -> HostAddress? {
        var offset = IPv4Header.minimum
        while let kind = try? header.u8(offset), kind != 0 {
            if kind == 1 {
                offset += 1
                continue
            }
            guard let length = try? Int(header.u8(offset + 1)), length >= 2 else { return nil }
            if kind == 131 || kind == 137 {
                return length < 7 ? nil : try? header.ipv4(offset + length - 4)
            }
            offset += length
        }
        return nil
    }

    private static func routerAlert(_ d: inout Dissector, _ option: RawSpan) throws(Truncation) {
        if option.byteCount < 4 { return d.put("[bad length ", option.byteCount, "]") }
        let value = try option.u16(2)
        if value != 0 { d.put(" value ", value) }
    }

    /// The timestamp option: times, with addresses according to its flags.
    private static func timestamps(_ d: inout Dissector, _ option: RawSpan) throws(Truncation) -> Bool {
        let length = option.byteCount
        if length < 4 {
            d.put("[bad length ", length, "]")
            return true
        }
        d.put(" TS{")
        let step: Int
        let flags = try option.u8(3)
        if (length - 4) % (flags & 0xF == 0 ? 4 : 8) != 0 { d.put("[bad length ", length, "]") }
        let pointer = Int(try option.u8(2)) - 1
        if (pointer - 4) % (flags & 0xF == 0 ? 4 : 8) != 0 || pointer < 4 { d.put("[bad ptr ", pointer + 1, "]") }
        switch flags & 0xF {
        case 0:
            d.put("TSONLY")
            step = 4
        case 1:
            d.put("TS+ADDR")
            step = 8
        case 3:
            d.put("PRESPEC")
            step = 8
        default:
            d.put("[bad ts type ", flags & 0xF, "]")
            return try timestampsEnd(&d, flags)
        }
        var mark: StaticString = " "
        var offset = 4
        while offset < length {
            if pointer == offset { mark = " ^ " }
            d.put(mark)
            guard option.has(step, at: offset) else { return false }
            let time = try option.u32(offset + step - 4)
            d.put(time)
            d.put("@")
            if step == 8 { d.put(host: try option.ipv4(offset)) }
            mark = " "
            offset += step
        }
        if pointer == length { d.put(" ^ ") }
        return try timestampsEnd(&d, flags)
    }

    private static func timestampsEnd(_ d: inout Dissector, _ flags: UInt8) throws(Truncation) -> Bool {
        if flags >> 4 != 0 {
            d.put(" [", flags >> 4, " hops not recorded]} ")
        } else {
            d.put("}")
        }
        return true
    }
}
