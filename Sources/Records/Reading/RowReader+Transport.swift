import Packets
import Wire

// TCP, UDP, SCTP and the control messages.
extension RowReader {
    mutating func tcp(_ bytes: RawSpan) throws(Truncation) {
        layer = .tcp
        let header = TCPHeader(bytes)
        let source = try header.source
        row.set(.sourcePort, source)
        let destination = try header.destination
        row.set(.destinationPort, destination)
        row.set(.tcpSequence, try header.sequence)
        let (length, flags) = (try header.headerLength, try header.flags)
        row.set(.tcpFlags, flags)
        let acknowledges = flags & TCPHeader.ack != 0
        if acknowledges { row.set(.tcpAcknowledgement, try header.acknowledgement) }
        row.set(.tcpWindow, try header.window)
        guard length >= TCPHeader.minimumLength, length <= claimed else { return malformed() }
        row.set(.payloadBytes, claimed &- length)
        if checksChecksums { checkTransport(bytes, 6, claimed) }
        if length > TCPHeader.minimumLength {
            let options = try bytes.from(TCPHeader.minimumLength).upTo(length &- TCPHeader.minimumLength)
            try tcpOptions(options, acknowledges)
        }
        let payload = try bytes.from(length)
        if readsApplications && payload.byteCount > 0 { readStream(payload, source, destination) }
    }

    @inline(__always)
    private mutating func tcpOptions(_ bytes: RawSpan, _ acknowledges: Bool) throws(Truncation) {
        let plain = TCPPlainTimestamps(bytes)
        if try plain.isAll {
            row.set(.tcpTimestamp, try plain.value)
            if acknowledges { row.set(.tcpTimestampEcho, try plain.echo) }
            return
        }
        try walkOptions(bytes, acknowledges)
    }

    private mutating func walkOptions(_ bytes: RawSpan, _ acknowledges: Bool) throws(Truncation) {
        var walk = TCPOptions(bytes)
        while let option = walk.next() {
            switch try option.kind {
            case TCPOptionKind.maximumSegment: row.set(.tcpMSS, try option.maximumSegment)
            case TCPOptionKind.windowScale: row.set(.tcpWindowScale, try option.windowScale)
            case TCPOptionKind.selectivePermitted: row.set(.tcpSACKPermitted, true)
            case TCPOptionKind.selective:
                row.beginText()
                for place in 0..<min(4, option.blockCount) {
                    if place > 0 { row.put(0x2C) }
                    row.put(decimal: UInt64(try option.leftEdge(place)))
                    row.put(0x2D)
                    row.put(decimal: UInt64(try option.rightEdge(place)))
                }
                row.endText(.tcpSACK)
            case TCPOptionKind.timestamps:
                row.set(.tcpTimestamp, try option.timestampValue)
                if acknowledges { row.set(.tcpTimestampEcho, try option.timestampEcho) }
            default: break
            }
        }
    }

    mutating func udp(_ bytes: RawSpan) throws(Truncation) {
        layer = .udp
        let header = UDPHeader(bytes)
        let source = try header.source
        row.set(.sourcePort, source)
        let destination = try header.destination
        row.set(.destinationPort, destination)
        var length = try header.datagramLength
        // 0 for more than 65,535 octets (RFC 2675). A first fragment has less than the datagram.
        if length == 0 { length = claimed }
        guard length >= UDPHeader.length, length <= claimed || isFragment else { return malformed() }
        row.set(.payloadBytes, min(length, claimed) &- UDPHeader.length)
        if checksChecksums, try header.checksum != 0 { checkTransport(bytes, 17, length) }
        if length < bytes.byteCount { isBounded = true }
        let payload = try bytes.upTo(length).from(UDPHeader.length)
        guard payload.byteCount > 0 else {
            // A datagram that is not empty, of which nothing was captured.
            return
        }
        switch destination {
        case 4789, 8472: try vxlan(payload)
        case 6081: try geneve(payload)
        default: if readsApplications { readDatagram(payload, source, destination) }
        }
    }

    private mutating func vxlan(_ bytes: RawSpan) throws(Truncation) {
        layer = .vxlan
        let header = VXLANHeader(bytes)
        guard try header.flags & 8 != 0, bytes.has(VXLANHeader.length + EthernetHeader.length, at: 0) else { return }
        try carriedFrame(.vxlan, try header.network, try header.payload)
    }

    private mutating func geneve(_ bytes: RawSpan) throws(Truncation) {
        layer = .geneve
        let header = GeneveHeader(bytes)
        guard try header.version == 0 else { return }
        let (type, identifier) = (try header.type, try header.network)
        let payload = try header.payload
        if type == EtherType.bridging { return try carriedFrame(.geneve, identifier, payload) }
        if type == EtherType.ipv4 || type == EtherType.ipv6, enterTunnel(.geneve, network: identifier) {
            try network(type, payload)
        }
    }

    mutating func sctp(_ bytes: RawSpan) throws(Truncation) {
        try ports(bytes, .sctp)
        if claimed >= SCTPHeader.length { row.set(.payloadBytes, claimed &- SCTPHeader.length) }
    }

    /// A header that begins with two ports.
    mutating func ports(_ bytes: RawSpan, _ word: Word) throws(Truncation) {
        layer = word
        row.set(.sourcePort, try SCTPHeader(bytes).source)
        row.set(.destinationPort, try SCTPHeader(bytes).destination)
    }

    mutating func icmp(_ bytes: RawSpan) throws(Truncation) {
        layer = .icmp
        let header = ICMPHeader(bytes)
        let type = try header.type
        row.set(.icmpType, type)
        row.set(.icmpCode, try header.code)
        if checksChecksums { checkTransport(bytes, 1, claimed) }
        if type == 0 || type == 8 {
            row.set(.icmpID, try header.identifier)
            row.set(.icmpSequence, try header.sequence)
        }
    }

    mutating func icmpv6(_ bytes: RawSpan) throws(Truncation) {
        layer = .icmpv6
        let header = ICMPv6Header(bytes)
        let type = try header.type
        row.set(.icmpType, type)
        row.set(.icmpCode, try header.code)
        if checksChecksums { checkTransport(bytes, 58, claimed) }
        if type == 128 || type == 129 {
            row.set(.icmpID, try header.identifier)
            row.set(.icmpSequence, try header.sequence)
        }
    }

    /// The verdict on a checksum over the pseudo-header and all of the message; none where that is not all there.
    private mutating func checkTransport(_ bytes: RawSpan, _ number: UInt8, _ length: Int) {
        guard !isFragment, !isRouted, bytes.byteCount >= length else { return }
        var sum = InternetSum()
        if number != 1 {
            sum.add(checkedSource ?? row.address(Int(Column.sourceIP.rawValue)))
            sum.add(checkedDestination ?? row.address(Int(Column.destinationIP.rawValue)))
            sum.add(word: UInt16(number))
            sum.add(word: UInt16(truncatingIfNeeded: length))
            sum.add(word: UInt16(truncatingIfNeeded: length >> 16))
        }
        sum.add(bytes.upTo(length))
        row.set(.checksumTransport, sum.complement == 0)
    }
}
