import Packets
import Wire

/// The Internet Protocol, version 6, and its chain of extension headers (RFC 8200, RFC 2675, RFC 6275).
///
///      0                 4         6      7      8            24           40
///     +-----------------+---------+------+------+------------+------------+--------------------- - -
///     | version, class, | payload | next | hop  | source     | dest.      | extension headers, payload
///     | flow            | length  |      | limit|            |            |
///     +-----------------+---------+------+------+------------+------------+--------------------- - -
private struct FixedHeader {
    let flow: UInt32
    let payloadLength: Int
    let next: UInt8
    let hops: UInt8
    let source: HostAddress
    let destination: HostAddress

    @inline(__always)
    init(_ bytes: RawSpan) throws(Truncation) {
        try bytes.require(IPv6Header.length, at: 0)
        let header = IPv6Header(bytes)
        flow = try header.flow
        payloadLength = try header.payloadLength
        next = try header.next
        hops = try header.hops
        source = try header.source
        destination = try header.destination
    }
}

enum IPv6 {
    static func print(_ d: inout Dissector, _ captured: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ip6"
        try d.descend()
        guard captured.has(IPv6Header.length, at: 0) else { return d.markTruncated() }
        let header = try FixedHeader(captured)
        if length < IPv6Header.length { return d.put("truncated-ip6 ", length) }
        if !d.linkHeader { d.put("IP6 ") }
        if header.flow >> 28 != 6 { return d.put("version error: ", header.flow >> 28, " != 6") }
        // A jumbogram says its length in an option; until that is read it may be all there is (RFC 2675).
        let jumbo = header.payloadLength == 0 && header.next == 0
        let claimed = jumbo ? length : header.payloadLength + IPv6Header.length
        if claimed > length { d.put("truncated-ip6 - ", claimed - length, " bytes missing!") }
        if d.verbose { details(&d, header) }
        let bytes = captured.upTo(claimed)
        let ends = Endpoints(
            source: header.source, destination: header.destination, headerProtocol: header.next, hops: header.hops)
        try chain(&d, header, bytes, claimed, ends)
    }

    private static func details(_ d: inout Dissector, _ header: FixedHeader) {
        d.put("(")
        let traffic = header.flow >> 20 & 0xFF
        if traffic != 0 { d.put("class 0x", hex: traffic, 2, ", ") }
        let label = header.flow & 0xFFFFF
        if label != 0 { d.put("flowlabel 0x", hex: label, 5, ", ") }
        d.put("hlim ", header.hops, ", next-header ")
        d.put(Names.protocolTitle(header.next) ?? "unknown")
        d.put(" (", header.next, ") payload length: ")
        d.put(header.payloadLength)
        d.put(") ")
    }

    private static func chain(
        _ d: inout Dissector, _ header: FixedHeader, _ bytes: RawSpan, _ length: Int, _ fixed: Endpoints
    ) throws(Truncation) {
        var ends = fixed
        var next = header.next
        var offset = IPv6Header.length
        var state = ExtensionState(payloadLength: header.payloadLength)
        var first = true
        var last = 0
        while last < bytes.byteCount {
            last = offset
            if length < offset { return d.markTruncated() }
            if first && !Registry.namesEnds(next) {
                d.put(hosts: ends)
                d.put(": ")
            }
            first = false
            let rest = try bytes.from(offset)
            let advance: Int
            switch next {
            case 0:
                if state.seenHopByHop || state.seenAny {
                    d.put("[The Hop-by-Hop Options header ")
                    d.put(state.seenHopByHop ? "was already found]" : "don't follow the IPv6 header]")
                    return d.markInvalid()
                }
                state.seenHopByHop = true
                advance = try hopByHop(&d, rest, &state)
                if state.payloadLength == 0 && !state.jumbo {
                    d.put("[No valid Jumbo Payload Hop-by-Hop option found]")
                    return d.markInvalid()
                }
                if advance >= 0 && state.jumbo && state.payloadLength + IPv6Header.length > length {
                    d.put("truncated-ip6 - ", state.payloadLength + IPv6Header.length - length, " bytes missing!")
                }
            case 60: advance = try destinationOptions(&d, rest)
            case 44:
                advance = try fragment(&d, rest, length - offset)
                ends.fragmented = true
                if advance > 0 && rest.byteCount <= advance { return }
            case 43: advance = try routingHeader(&d, rest, &ends)
            case 135, 62:
                return try Mobility.print(&d, rest)
            default:
                return try d.ipPayload(next, rest, length - offset, ends)
            }
            if advance < 0 { return }
            state.seenAny = true
            next = try IPv6ExtensionHeader(rest).next
            offset += advance
        }
    }

    /// RFC 8200 4.5. Later fragments end here.
    private static func fragment(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Int {
        d.layer = "frag6"
        let header = IPv6FragmentHeader(bytes)
        let field = try header.field
        if d.verbose {
            d.put("frag (0x", hex: try header.identification, 8, ":")
        } else {
            d.put("frag (")
        }
        d.put("", UInt32(field & 0xFFF8), "|")
        d.put(Swift.max(0, length - 8))
        d.put(")")
        // Only the first fragment has the next header.
        if field & 0xFFF8 != 0 { return -1 }
        d.put(" ")
        return 8
    }
}
