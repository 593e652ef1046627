import Packets

/// The User Datagram Protocol (RFC 768): source port, destination port, length and checksum of two bytes each.
extension Dissector {
    mutating func udp(_ bytes: RawSpan, _ length: Int, _ ends: Endpoints) throws(Truncation) {
        layer = "udp"
        guard bytes.has(4, at: 0) else {
            if ends.headerProtocol == 17 {
                put(hosts: ends)
                put(": ")
            }
            return markTruncated()
        }
        let source = try bytes.u16(0)
        let destination = try bytes.u16(2)
        if length < 8 {
            udpEnds(ends, source, destination)
            return put("truncated-udp ", length)
        }
        guard bytes.has(6, at: 0) else {
            udpEnds(ends, source, destination)
            return markTruncated()
        }
        let claimed = Int(try bytes.u16(4))
        if claimed < 8 {
            udpEnds(ends, source, destination)
            return put("truncated-udplength ", claimed)
        }
        let dataLength = claimed - 8
        var payloadLength = length - 8
        if dataLength < payloadLength { payloadLength = dataLength }
        guard bytes.has(8, at: 0) else {
            udpEnds(ends, source, destination)
            return markTruncated()
        }
        let payload = try bytes.from(8)
        if forcedType != .none {
            udpEnds(ends, source, destination)
            return try Registry.forced(&self, payload, payloadLength)
        }
        udpEnds(ends, source, destination)
        // Over IPv4 the checksum is optional: it takes more to be asked about.
        if verbosity > (ends.isIPv6 ? 0 : 1) && !options.skipChecksums && !ends.fragmented {
            try udpChecksum(bytes, payloadLength + 8, ends)
        }
        if !quick, try Registry.udpPort(source, destination, &self, payload, payloadLength, ends) { return }
        if dataLength > payloadLength && !ends.fragmented {
            put("UDP, bad length ", dataLength, " > ")
            put(payloadLength)
        } else {
            put("UDP, length ", dataLength)
        }
    }

    @inline(__always)
    private mutating func udpEnds(_ ends: Endpoints, _ source: UInt16, _ destination: UInt16) {
        if ends.headerProtocol == 17 {
            put(host: ends.source)
            put(byte: 0x2E)
            put(udpPort: source)
            put(" > ")
            put(host: ends.destination)
            put(byte: 0x2E)
        } else {
            put(udpPort: source)
            put(" > ")
        }
        put(udpPort: destination)
        put(": ")
    }

    private mutating func udpChecksum(
        _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        let found = try bytes.u16(6)
        // RFC 8200 8.1: over IPv6 there is always one.
        if found == 0 && !ends.isIPv6 { return put("[no cksum] ") }
        guard bytes.has(length, at: 0) else { return }
        let sum = transportSum(bytes, length, ends, 17)
        if sum == 0 {
            put("[udp sum ok] ")
        } else {
            put("[bad udp cksum 0x", hex: found, 4, " -> 0x")
            put(hex: InternetSum.expected(found, sum), 4)
            put("!] ")
        }
    }
}
