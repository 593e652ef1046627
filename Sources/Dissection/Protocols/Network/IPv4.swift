import Packets
import Wire

/// The Internet Protocol, version 4 (RFC 791): the header's fields, its options, and what it carries.
enum IPv4 {
    /// What an option at `offset` begins with (RFC 791 section 3.1).
    struct OptionStart: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Which option; 0 and 1 have no length.
        var kind: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Octets with these two.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
    }

    static func print(_ d: inout Dissector, _ captured: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ip"
        try d.descend()
        let header = IPv4Header(captured)
        let version = try header.version
        if version != 4 {
            if version == 6 { d.put("IP6, wrong link-layer encapsulation") } else { d.put("IP", version) }
            return d.markInvalid()
        }
        if !d.linkHeader { d.put("IP ") }
        guard captured.has(IPv4Header.minimumLength, at: 0) else { return d.markTruncated() }
        if length < IPv4Header.minimumLength { return d.put("truncated-ip ", length) }
        let headerLength = try header.headerLength
        let totalLength = try header.totalLength
        if headerLength < IPv4Header.minimumLength { return d.put("bad-hlen ", headerLength) }
        if length < totalLength { d.put("truncated-ip - ", totalLength - length, " bytes missing! ") }
        if totalLength < headerLength { return d.put("bad-len ", totalLength) }
        let bytes = captured.upTo(totalLength)
        if d.verbose {
            let whole = try details(&d, header, bytes)
            if !whole {
                d.put(host: try header.source)
                d.put(" > ")
                d.put(host: try header.destination)
                d.put(": ")
                return d.markTruncated()
            }
        }
        if try header.fragmentOffset == 0 {
            try payload(&d, header, bytes)
        } else {
            try fragment(&d, header)
        }
    }

    private static func payload(_ d: inout Dissector, _ header: IPv4Header, _ bytes: RawSpan) throws(Truncation) {
        let headerLength = try header.headerLength
        let proto = try header.proto
        var ends = try Endpoints(
            source: header.source, destination: header.destination, headerProtocol: proto,
            hops: header.timeToLive, fragmented: header.moreFragments)
        if headerLength > IPv4Header.minimumLength {
            ends.finalDestination = IPv4.lastRouted(bytes.upTo(headerLength))
        }
        if !Registry.namesEnds(proto) {
            d.put(hosts: ends)
            d.put(": ")
        }
        guard bytes.byteCount >= headerLength else {
            d.put(" [remaining caplen(", bytes.byteCount, ") < header length(")
            d.put(headerLength)
            d.put(")]")
            throw Truncation(offset: 0, need: headerLength, have: bytes.byteCount)
        }
        let payload = try bytes.from(headerLength)
        try d.ipPayload(proto, payload, header.totalLength - headerLength, ends)
    }

    /// A later fragment has no transport header: only its ends and its protocol.
    private static func fragment(_ d: inout Dissector, _ header: IPv4Header) throws(Truncation) {
        if d.options.quickLevel > 1 { return }
        d.put(host: try header.source)
        d.put(" > ")
        d.put(host: try header.destination)
        d.put(":")
        d.ipProtocol(try header.proto)
    }

    /// The header's fields, options and checksum in parentheses; false when its options are cut off.
    private static func details(_ d: inout Dissector, _ header: IPv4Header, _ bytes: RawSpan) throws(Truncation) -> Bool
    {
        var whole = true
        let headerLength = try header.headerLength
        d.put("(tos 0x", hex: try header.service)
        switch try header.congestion {
        case 1: d.put(",ECT(1)")
        case 2: d.put(",ECT(0)")
        case 3: d.put(",CE")
        default: break
        }
        if try header.timeToLive >= 1 { d.put(", ttl ", try header.timeToLive) }
        d.put(", id ", try header.identification, ", offset ")
        d.put(try header.fragmentOffset)
        d.put(", flags [")
        flags(&d, try header.flags)
        d.put("], proto ")
        d.put(Names.protocolTitle(try header.proto) ?? "unknown")
        d.put(" (", try header.proto, "), length ")
        d.put(try header.totalLength)
        if headerLength > IPv4Header.minimumLength {
            d.put(", options (")
            let count = headerLength - IPv4Header.minimumLength
            whole = try options(&d, bytes.from(IPv4Header.minimumLength), count)
            if !whole { d.put(" [truncated-option]") }
            d.put(")")
        }
        if !d.options.skipChecksums && bytes.byteCount >= headerLength {
            let sum = InternetSum.of(bytes.upTo(headerLength))
            if sum != 0 {
                d.put(", bad cksum ", hex: try header.checksum, 1, " (->")
                d.put(hex: InternetSum.expected(try header.checksum, sum))
                d.put(")!")
            }
        }
        d.put(")\n    ")
        return whole
    }

    private static func flags(_ d: inout Dissector, _ flags: UInt16) {
        switch flags {
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
            let length = Int(try OptionStart(bytes, at: offset).length)
            if length < 2 {
                d.put(" [bad length ", length, "]")
                return true
            }
            if length > count - offset {
                d.put(" [bad length ", length, "]")
                return true
            }
            guard bytes.has(length, at: offset) else { return false }
            // tcpdump reads a list's last entry whole where the option ends within it; so does this.
            let option = try bytes.from(offset)
            switch kind {
            case 68: guard try timestamps(&d, option, length) else { return false }
            case 7, 131, 137: guard try route(&d, option, length) else { return false }
            case 148: try routerAlert(&d, option, length)
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
        case 82: "traceroute"
        case 130: "security"
        case 7: "RR"
        case 137: "SSRR"
        case 131: "LSRR"
        case 148: "RA"
        default: nil
        }
    }

    /// Record and source routes: addresses, the next one to visit and the last one marked.
    private static func route(_ d: inout Dissector, _ option: RawSpan, _ length: Int) throws(Truncation) -> Bool {
        if length < IPv4RouteOption.fixedLength {
            d.put(" [bad length ", length, "]")
            return true
        }
        if (length + 1) & 3 != 0 { d.put(" [bad length ", length, "]") }
        let pointer = try IPv4RouteOption(option).pointer
        if pointer < IPv4RouteOption.fixedLength || (pointer + 1) & 3 != 0 { d.put(" [bad ptr ", pointer &+ 1, "]") }
        var offset = IPv4RouteOption.fixedLength
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
        var offset = IPv4Header.minimumLength
        while let kind = try? header.u8(offset), kind != 0 {
            if kind == 1 {
                offset += 1
                continue
            }
            guard let length = try? Int(OptionStart(header, at: offset).length), length >= 2 else { return nil }
            if kind == 131 || kind == 137 {
                return length < 7 ? nil : try? header.ipv4(offset + length - 4)
            }
            offset += length
        }
        return nil
    }

    private static func routerAlert(_ d: inout Dissector, _ option: RawSpan, _ length: Int) throws(Truncation) {
        if length < 4 { return d.put(" [bad length ", length, "]") }
        let value = try IPv4RouteOption(option).alert
        if value != 0 { d.put(" value ", value) }
    }

    /// The timestamp option: times, with addresses according to its flags.
    private static func timestamps(_ d: inout Dissector, _ option: RawSpan, _ length: Int) throws(Truncation) -> Bool {
        if length < 4 {
            d.put("[bad length ", length, "]")
            return true
        }
        d.put(" TS{")
        let step: Int
        let flags = try IPv4RouteOption(option).flags
        if (length - 4) % (flags & 0xF == 0 ? 4 : 8) != 0 { d.put("[bad length ", length, "]") }
        let pointer = try IPv4RouteOption(option).pointer
        if (pointer - 4) % (flags & 0xF == 0 ? 4 : 8) != 0 || pointer < 4 || pointer > length + 1 {
            d.put("[bad ptr ", pointer + 1, "]")
        }
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
            guard option.has(step, at: offset) else { return false }
            let time = try option.u32(offset + step - 4)
            d.put(mark)
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
