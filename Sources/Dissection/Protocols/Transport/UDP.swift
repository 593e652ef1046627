import Packets
import Wire

/// The User Datagram Protocol (RFC 768): source port, destination port, length and checksum of two bytes each.
enum UDP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints) throws(Truncation) {
        d.layer = "udp"
        let header = UDPHeader(bytes)
        guard bytes.has(UDPHeader.length, at: 0) && length >= UDPHeader.length else {
            return try incomplete(&d, header, bytes, length, ends)
        }
        let source = try header.source
        let destination = try header.destination
        let claimed = try header.datagramLength
        if claimed < UDPHeader.length {
            UDP.ends(&d, ends, source, destination)
            return d.put("truncated-udplength ", claimed)
        }
        let dataLength = claimed - UDPHeader.length
        var payloadLength = length - UDPHeader.length
        if dataLength < payloadLength { payloadLength = dataLength }
        let payload = try header.payload
        if d.forcedType != .none {
            // Types of other transports: then there is no text at all.
            if d.forcedType == .carp || d.forcedType == .resp || d.forcedType == .zmtp { return }
            if d.forcedType == .rpc { return try SunRPC.print(&d, payload, payloadLength, ends) }
            UDP.ends(&d, ends, source, destination)
            if try Registry.forced(&d, payload, payloadLength, ends) { return }
        }
        UDP.ends(&d, ends, source, destination)
        // Before the checksum, which is not said of these.
        if !d.quick, try Registry.procedureCalls(source, destination, &d, payload, payloadLength, ends) { return }
        // Over IPv4 the checksum is optional: it takes more to be asked about.
        if d.verbosity > (ends.isIPv6 ? 0 : 1) && !d.options.skipChecksums && !ends.fragmented {
            try checksum(&d, bytes, payloadLength + UDPHeader.length, ends)
        }
        if !d.quick, try Registry.udpPort(source, destination, &d, payload, payloadLength, ends) { return }
        if dataLength > payloadLength && !ends.fragmented {
            d.put("UDP, bad length ", dataLength, " > ")
            d.put(payloadLength)
        } else {
            d.put("UDP, length ", dataLength)
        }
    }

    /// A datagram of which less than the header is there.
    @inline(never)
    private static func incomplete(
        _ d: inout Dissector, _ header: UDPHeader, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        guard bytes.has(4, at: 0) else {
            if ends.headerProtocol == 17 {
                d.put(hosts: ends)
                d.put(": ")
            }
            return d.markTruncated()
        }
        UDP.ends(&d, ends, try header.source, try header.destination)
        if length < UDPHeader.length { return d.put("truncated-udp ", length) }
        if bytes.has(6, at: 0), try header.datagramLength < UDPHeader.length {
            return d.put("truncated-udplength ", try header.datagramLength)
        }
        d.markTruncated()
    }

    @inline(__always)
    private static func ends(_ d: inout Dissector, _ ends: Endpoints, _ source: UInt16, _ destination: UInt16) {
        if ends.headerProtocol == 17 {
            d.put(host: ends.source)
            d.put(byte: 0x2E)
            d.put(udpPort: source)
            d.put(" > ")
            d.put(host: ends.destination)
            d.put(byte: 0x2E)
        } else {
            d.put(udpPort: source)
            d.put(" > ")
        }
        d.put(udpPort: destination)
        d.put(": ")
    }

    private static func checksum(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        let found = try UDPHeader(bytes).checksum
        // RFC 8200 8.1: over IPv6 there is always one.
        if found == 0 && !ends.isIPv6 { return d.put("[no cksum] ") }
        guard bytes.has(length, at: 0) else { return }
        let sum = d.transportSum(bytes, length, ends, 17)
        if sum == 0 {
            d.put("[udp sum ok] ")
        } else {
            d.put("[bad udp cksum 0x", hex: found, 4, " -> 0x")
            d.put(hex: InternetSum.expected(found, sum), 4)
            d.put("!] ")
        }
    }
}
