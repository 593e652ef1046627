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

extension Dissector {
    mutating func ipv4(_ captured: RawSpan, _ length: Int) throws(Truncation) {
        layer = "ip"
        try descend()
        let version = try captured.u8(0) >> 4
        if version != 4 {
            if version == 6 { put("IP6, wrong link-layer encapsulation") } else { put("IP", version) }
            return markInvalid()
        }
        if !linkHeader { put("IP ") }
        guard captured.has(IPv4Header.minimum, at: 0) else { return markTruncated() }
        let header = try IPv4Header(captured)
        if length < IPv4Header.minimum { return put("truncated-ip ", length) }
        if header.headerLength < IPv4Header.minimum { return put("bad-hlen ", header.headerLength) }
        if length < header.totalLength {
            put("truncated-ip - ", header.totalLength - length, " bytes missing! ")
        }
        if header.totalLength < header.headerLength { return put("bad-len ", header.totalLength) }
        let bytes = captured.upTo(header.totalLength)
        if verbose {
            let whole = try ipv4Details(header, bytes)
            if !whole {
                put(host: header.source)
                put(" > ")
                put(host: header.destination)
                put(": ")
                return markTruncated()
            }
        }
        if header.offset == 0 {
            try ipv4Payload(header, bytes)
        } else {
            ipv4Fragment(header)
        }
    }

    private mutating func ipv4Payload(_ header: IPv4Header, _ bytes: RawSpan) throws(Truncation) {
        var ends = Endpoints(
            source: header.source, destination: header.destination, headerProtocol: header.proto,
            hops: header.timeToLive, fragmented: header.moreFragments)
        if header.headerLength > IPv4Header.minimum {
            ends.finalDestination = Dissector.lastRouted(bytes.upTo(header.headerLength))
        }
        if !Registry.namesEnds(header.proto) {
            put(hosts: ends)
            put(": ")
        }
        guard bytes.byteCount >= header.headerLength else {
            put(" [remaining caplen(", bytes.byteCount, ") < header length(")
            put(header.headerLength)
            put(")]")
            throw Truncation(offset: 0, need: header.headerLength, have: bytes.byteCount)
        }
        let payload = try bytes.from(header.headerLength)
        try ipPayload(header.proto, payload, header.totalLength - header.headerLength, ends)
    }

    /// A later fragment has no transport header: only its ends and its protocol.
    private mutating func ipv4Fragment(_ header: IPv4Header) {
        if options.quickLevel > 1 { return }
        put(host: header.source)
        put(" > ")
        put(host: header.destination)
        put(":")
        ipProtocol(header.proto)
    }

    /// ` udp`, or ` ip-proto-17` with numbers only.
    mutating func ipProtocol(_ proto: UInt8) {
        if !numeric, let name = Registry.protocolName(proto) {
            put(" ")
            put(name)
        } else {
            put(" ip-proto-", proto)
        }
    }

    /// The header's fields, options and checksum in parentheses; false when its options are cut off.
    private mutating func ipv4Details(_ header: IPv4Header, _ bytes: RawSpan) throws(Truncation) -> Bool {
        var whole = true
        put("(tos 0x", hex: header.service)
        switch header.service & 3 {
        case 1: put(",ECT(1)")
        case 2: put(",ECT(0)")
        case 3: put(",CE")
        default: break
        }
        if header.timeToLive >= 1 { put(", ttl ", header.timeToLive) }
        put(", id ", header.identification, ", offset ")
        put(header.offset)
        put(", flags [")
        ipv4Flags(header.fragment)
        put("], proto ")
        put(Registry.protocolTitle(header.proto) ?? "unknown")
        put(" (", header.proto, "), length ")
        put(header.totalLength)
        if header.headerLength > IPv4Header.minimum {
            put(", options (")
            let count = header.headerLength - IPv4Header.minimum
            whole = try ipv4Options(bytes.from(IPv4Header.minimum).upTo(count), count)
            if !whole { put(" [truncated-option]") }
            put(")")
        }
        if !options.skipChecksums && bytes.byteCount >= header.headerLength {
            let sum = InternetSum.of(bytes.upTo(header.headerLength))
            if sum != 0 {
                put(", bad cksum ", hex: header.checksum, 1, " (->")
                put(hex: InternetSum.expected(header.checksum, sum))
                put(")!")
            }
        }
        put(")\n    ")
        return whole
    }

    private mutating func ipv4Flags(_ fragment: UInt16) {
        switch fragment >> 13 {
        case 0: put("none")
        case 1: put("+")
        case 2: put("DF")
        case 3: put("+, DF")
        case 4: put("rsvd")
        case 5: put("+, rsvd")
        case 6: put("DF, rsvd")
        default: put("+, DF, rsvd")
        }
    }

    /// Options of `count` bytes (RFC 791 3.1); false when they end too early.
    mutating func ipv4Options(_ bytes: RawSpan, _ count: Int) throws(Truncation) -> Bool {
        var offset = 0
        var first = true
        while offset < count {
            if !first { put(",") }
            first = false
            let kind = try bytes.u8(offset)
            put(Dissector.ipv4OptionName(kind), or: "unknown ", kind)
            if kind == 0 { return true }
            if kind == 1 {
                offset += 1
                continue
            }
            let length = Int(try bytes.u8(offset + 1))
            if length < 2 {
                put("[bad length ", length, "]")
                return true
            }
            if length > count - offset {
                put(" [bad length ", length, "]")
                return true
            }
            guard bytes.has(length, at: offset) else { return false }
            let option = try bytes.slice(offset, length)
            switch kind {
            case 68: guard try ipv4Timestamps(option) else { return false }
            case 7, 131, 137: guard try ipv4Route(option) else { return false }
            case 148: try routerAlert(option)
            default: break
            }
            offset += length
        }
        return true
    }

    private static func ipv4OptionName(_ kind: UInt8) -> StaticString? {
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
    private mutating func ipv4Route(_ option: RawSpan) throws(Truncation) -> Bool {
        let length = option.byteCount
        if length < 3 {
            put(" [bad length ", length, "]")
            return true
        }
        if (length + 1) & 3 != 0 { put(" [bad length ", length, "]") }
        let pointer = Int(try option.u8(2)) - 1
        if pointer < 3 || (pointer + 1) & 3 != 0 { put(" [bad ptr ", pointer &+ 1, "]") }
        var offset = 3
        while offset < length {
            guard option.has(4, at: offset) else { return false }
            put(" ", host: try option.ipv4(offset))
            if offset < pointer { put(",") }
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

    private mutating func routerAlert(_ option: RawSpan) throws(Truncation) {
        if option.byteCount < 4 { return put("[bad length ", option.byteCount, "]") }
        let value = try option.u16(2)
        if value != 0 { put(" value ", value) }
    }

    /// The timestamp option: times, with addresses according to its flags.
    private mutating func ipv4Timestamps(_ option: RawSpan) throws(Truncation) -> Bool {
        let length = option.byteCount
        if length < 4 {
            put("[bad length ", length, "]")
            return true
        }
        put(" TS{")
        let step: Int
        let flags = try option.u8(3)
        if (length - 4) % (flags & 0xF == 0 ? 4 : 8) != 0 { put("[bad length ", length, "]") }
        let pointer = Int(try option.u8(2)) - 1
        if (pointer - 4) % (flags & 0xF == 0 ? 4 : 8) != 0 || pointer < 4 { put("[bad ptr ", pointer + 1, "]") }
        switch flags & 0xF {
        case 0:
            put("TSONLY")
            step = 4
        case 1:
            put("TS+ADDR")
            step = 8
        case 3:
            put("PRESPEC")
            step = 8
        default:
            put("[bad ts type ", flags & 0xF, "]")
            return try ipv4TimestampsEnd(flags)
        }
        var mark: StaticString = " "
        var offset = 4
        while offset < length {
            if pointer == offset { mark = " ^ " }
            put(mark)
            guard option.has(step, at: offset) else { return false }
            let time = try option.u32(offset + step - 4)
            put(time)
            put("@")
            if step == 8 { put(host: try option.ipv4(offset)) }
            mark = " "
            offset += step
        }
        if pointer == length { put(" ^ ") }
        return try ipv4TimestampsEnd(flags)
    }

    private mutating func ipv4TimestampsEnd(_ flags: UInt8) throws(Truncation) -> Bool {
        if flags >> 4 != 0 {
            put(" [", flags >> 4, " hops not recorded]} ")
        } else {
            put("}")
        }
        return true
    }
}
