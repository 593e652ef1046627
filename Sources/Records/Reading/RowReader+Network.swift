import Packets
import Wire

// IP, and what it carries by its number.
extension RowReader {
    mutating func ipv4(_ bytes: RawSpan) throws(Truncation) {
        layer = .ip
        let header = IPv4Header(bytes)
        let length = try header.headerLength
        guard try header.version == 4, length >= IPv4Header.minimumLength else { return malformed() }
        row.set(.networkType, Word.ipv4)
        let service = try header.service
        row.set(.dscp, service >> 2)
        row.set(.ecn, service & 3)
        let total = try header.totalLength
        row.set(.ipID, try header.identification)
        let fragment = try header.fragment
        row.set(.dontFragment, fragment & 0x4000 != 0)
        row.set(.ttl, try header.timeToLive)
        let number = try header.proto
        setProtocol(number)
        row.set(.sourceIP, try header.source)
        row.set(.destinationIP, try header.destination)
        // 0 is what a network card's segmentation leaves: then as much as there is.
        let payload = try payload(of: bytes, header: length, total: total == 0 ? bytes.byteCount : total)
        if checksChecksums && bytes.has(length, at: 0) {
            row.set(.checksumIP, InternetSum.of(bytes.upTo(length)) == 0)
            if length > IPv4Header.minimumLength { sourceRoute(IPv4Options(try header.options)) }
        }
        if fragment & 0x3FFF != 0 {
            isFragment = true
            row.set(.moreFragments, fragment & 0x2000 != 0)
            row.set(.fragmentOffset, (fragment & 0x1FFF) << 3)
            if fragment & 0x1FFF != 0 { return }
        }
        try transport(number, payload, isIPv6: false)
    }

    /// What the header claims of the payload, as far as it is there.
    @inline(__always)
    @_lifetime(copy bytes)
    private mutating func payload(of bytes: RawSpan, header: Int, total: Int) throws(Truncation) -> RawSpan {
        if total <= bytes.byteCount {
            isBounded = true
        } else if !isCut || isBounded {
            malformed()
        }
        claimed = max(0, total &- header)
        if total < header {
            malformed()
            return bytes.upTo(0)
        }
        return try bytes.upTo(total).from(header)
    }

    @inline(__always)
    private mutating func setProtocol(_ number: UInt8) {
        row.set(.protocolNumber, number)
        if let name = Word.transport(number) { row.set(.transport, name) }
    }

    mutating func ipv6(_ bytes: RawSpan) throws(Truncation) {
        layer = .ip
        let header = IPv6Header(bytes)
        let flow = try header.flow
        guard flow >> 28 == 6 else { return malformed() }
        row.set(.networkType, Word.ipv6)
        row.set(.dscp, flow >> 22 & 0x3F)
        row.set(.ecn, flow >> 20 & 3)
        let length = try header.payloadLength
        let next = try header.next
        row.set(.ttl, try header.hops)
        row.set(.sourceIP, try header.source)
        row.set(.destinationIP, try header.destination)
        // 0 for more than 65,535 octets (RFC 2675), and for none.
        let total = length == 0 ? bytes.byteCount : IPv6Header.length + length
        let rest = try payload(of: bytes, header: IPv6Header.length, total: total)
        try extensions(next, rest)
    }

    /// The extension headers, until a protocol comes.
    private mutating func extensions(_ first: UInt8, _ bytes: RawSpan) throws(Truncation) {
        var next = first
        var rest = try bytes.from(0)
        while true {
            // A number that is no extension's is the protocol's, also where its octets are cut off.
            switch next {
            case IPv6ExtensionHeader.hopByHop, IPv6ExtensionHeader.routing, IPv6ExtensionHeader.destinationOptions,
                IPv6ExtensionHeader.mobility:
                layer = .ipv6Extension
                let header = IPv6ExtensionHeader(rest)
                let (following, length) = (try header.next, try header.length)
                if checksChecksums {
                    switch next {
                    case IPv6ExtensionHeader.routing: try route(IPv6RoutingHeader(rest))
                    case IPv6ExtensionHeader.destinationOptions: homeAddress(IPv6Options(try header.options))
                    default: break
                    }
                }
                rest = try rest.from(length)
                claimed = max(0, claimed &- length)
                next = following
            case IPv6ExtensionHeader.fragment:
                layer = .ipv6Extension
                let header = IPv6FragmentHeader(rest)
                let (following, offset) = (try header.next, try header.offset)
                let goesOn = try header.moreFragments
                // A fragment that is all of the packet is none (RFC 6946).
                isFragment = goesOn || offset != 0
                row.set(.moreFragments, goesOn)
                row.set(.fragmentOffset, offset)
                row.set(.ipID, try header.identification)
                rest = try rest.from(IPv6FragmentHeader.length)
                claimed = max(0, claimed &- IPv6FragmentHeader.length)
                next = following
                if offset != 0 { return setProtocol(next) }
            default:
                setProtocol(next)
                return try transport(next, rest, isIPv6: true)
            }
        }
    }

    // MARK: addresses that checksums are over in the place of the header's

    /// The last station of a loose or strict source route (RFC 1122 section 3.2.1.8).
    private mutating func sourceRoute(_ options: consuming IPv4Options) {
        while let option = options.next() {
            guard let kind = try? option.kind else { return }
            if kind == IPv4RouteOption.loose || kind == IPv4RouteOption.strict, let last = option.route.lastStation {
                checkedDestination = last
            }
        }
    }

    /// The last station of a route with stations left (RFC 8200 section 8.1).
    private mutating func route(_ header: IPv6RoutingHeader) throws(Truncation) {
        guard try header.segmentsLeft > 0 else { return }
        if let last = header.lastStation { checkedDestination = last } else { isRouted = true }
    }

    /// The sender's address at home (RFC 6275 section 11.3.1).
    private mutating func homeAddress(_ options: consuming IPv6Options) {
        while let option = options.next() {
            if (try? option.kind) == IPv6Option.homeAddress, let address = try? option.address {
                checkedSource = address
            }
        }
    }

    @inline(__always)
    private mutating func transport(_ number: UInt8, _ bytes: RawSpan, isIPv6: Bool) throws(Truncation) {
        switch number {
        case 6: try tcp(bytes)
        case 17: try udp(bytes)
        default: try rareTransport(number, bytes, isIPv6: isIPv6)
        }
    }

    private mutating func rareTransport(_ number: UInt8, _ bytes: RawSpan, isIPv6: Bool) throws(Truncation) {
        switch number {
        case 1: try icmp(bytes)
        case 58: try icmpv6(bytes)
        case 132: try sctp(bytes)
        case 136: try ports(bytes, .udplite)
        case 4:
            if enterTunnel(isIPv6 ? .fourInSix : .ipip) { try ipv4(bytes) }
        case 41:
            if enterTunnel(isIPv6 ? .sixInSix : .sixInFour) { try ipv6(bytes) }
        case 47: try gre(bytes)
        case 51:
            layer = .ah
            let header = AuthenticationHeader(bytes)
            let (next, length) = (try header.next, try header.length)
            // A chain of headers is as long as the octets at most: each takes eight.
            let rest = try bytes.from(max(AuthenticationHeader.minimumLength, length))
            claimed = max(0, claimed &- length)
            setProtocol(next)
            try behindAuthentication(next, rest, isIPv6: isIPv6)
        default: break
        }
    }

    /// Another header of the same kind makes no sense and is not followed: nothing here calls itself without end.
    private mutating func behindAuthentication(
        _ number: UInt8, _ bytes: RawSpan, isIPv6: Bool
    ) throws(Truncation) {
        if number != 51 { try transport(number, bytes, isIPv6: isIPv6) }
    }

    // MARK: tunnels

    /// From now on the columns tell of what is carried. False where no further tunnel is followed.
    mutating func enterTunnel(_ type: Word, network: UInt32? = nil) -> Bool {
        guard depth < RowReader.mostTunnels else { return false }
        if depth == 0 {
            row.set(.tunnelType, type)
            if let network { row.set(.tunnelVNI, network) }
            row.copy(Int(Column.sourceIP.rawValue), to: Int(Column.tunnelSourceIP.rawValue))
            row.copy(Int(Column.destinationIP.rawValue), to: Int(Column.tunnelDestinationIP.rawValue))
        }
        depth &+= 1
        forgetRoute()
        row.keep(~ColumnSet.innermost.low, ~ColumnSet.innermost.high)
        return true
    }

    private mutating func gre(_ bytes: RawSpan) throws(Truncation) {
        layer = .gre
        let header = GREHeader(bytes)
        let flags = try header.flags
        // Routes are history (RFC 2784), version 1 carries PPP in pieces.
        guard flags & GREHeader.routingPresent == 0, flags & 7 == 0 else { return }
        let type = try header.type
        let key = flags & GREHeader.keyPresent != 0 ? try header.key : nil
        let rest = try bytes.from(header.length)
        switch type {
        case EtherType.ipv4, EtherType.ipv6, EtherType.mpls, EtherType.mplsMulticast:
            if enterTunnel(.gre, network: key) { try network(type, rest) }
        case EtherType.bridging: try carriedFrame(.gre, key, rest)
        default: break
        }
    }

    /// A whole frame within a packet.
    mutating func carriedFrame(_ type: Word, _ network: UInt32?, _ bytes: RawSpan) throws(Truncation) {
        guard enterTunnel(type, network: network) else { return }
        row.keep(~ColumnSet.innerFrame.low, ~ColumnSet.innerFrame.high)
        try ethernet(bytes)
    }
}
