import Packets
import Wire

/// The Transmission Control Protocol (RFC 9293): flags, numbers, options, and what it carries.
enum TCP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints) throws(Truncation) {
        d.layer = "tcp"
        guard bytes.has(4, at: 0) else {
            d.put(hosts: ends)
            d.put(":")
            return d.markTruncated()
        }
        let header = TCPHeader(bytes)
        try TCP.ends(&d, ends, header.source, header.destination)
        guard bytes.has(TCPHeader.minimumLength, at: 0) else { return d.markTruncated() }
        let headerLength = try header.headerLength
        let flags = try header.flags
        if headerLength < TCPHeader.minimumLength {
            d.put(" tcp ", UInt32(truncatingIfNeeded: length - headerLength), " [bad hdr length ")
            d.put(headerLength)
            return d.put(" - too short, < 20]")
        }
        if d.quick {
            d.put("tcp ", UInt32(truncatingIfNeeded: length - headerLength))
            if headerLength > length { tooLong(&d, headerLength, length) }
            return
        }
        d.put("Flags [")
        TCP.flags(&d, flags)
        d.put(byte: 0x5D)
        var base = TCPBase()
        if !d.options.absoluteSequenceNumbers && flags & TCPHeader.ack != 0 {
            base = try relativeNumbers(&d, header, ends)
        }
        if headerLength > length { return tooLong(&d, headerLength, length) }
        if d.verbose && !d.options.skipChecksums && !ends.fragmented { try checksum(&d, header, bytes, length, ends) }
        let payload = length - headerLength
        try numbers(&d, header, payload, base)
        if headerLength > TCPHeader.minimumLength {
            d.put(", options [")
            guard try options(&d, header, bytes, base, length, ends) else { return }
            d.put(byte: 0x5D)
        }
        d.put(", length ")
        d.put(UInt32(truncatingIfNeeded: payload))
        if payload > 0 && bytes.byteCount < headerLength {
            d.put(" [remaining caplen(", bytes.byteCount, ") < header length(")
            d.put(headerLength)
            d.put(")]")
            return d.markTruncated()
        }
        if payload > 0 { try TCP.payload(&d, header, bytes.from(headerLength), payload, ends) }
    }

    @inline(__always)
    private static func ends(_ d: inout Dissector, _ ends: Endpoints, _ source: UInt16, _ destination: UInt16) {
        if ends.headerProtocol == 6 {
            d.put(host: ends.source)
            d.put(byte: 0x2E)
            d.put(tcpPort: source)
            d.put(" > ")
            d.put(host: ends.destination)
            d.put(byte: 0x2E)
        } else {
            d.put(tcpPort: source)
            d.put(" > ")
        }
        d.put(tcpPort: destination)
        d.put(": ")
    }

    private static func tooLong(_ d: inout Dissector, _ headerLength: Int, _ length: Int) {
        d.put(" [bad hdr length ", headerLength, " - too long, > ")
        d.put(length)
        d.put("]")
    }

    @inline(__always)
    private static func flags(_ d: inout Dissector, _ flags: UInt8) {
        switch flags {
        case 0x10: d.put(byte: 0x2E)
        case 0x18: d.put("P.")
        case 0: d.put("none")
        default:
            if flags & 0x01 != 0 { d.put(byte: 0x46) }  // F
            if flags & 0x02 != 0 { d.put(byte: 0x53) }  // S
            if flags & 0x04 != 0 { d.put(byte: 0x52) }  // R
            if flags & 0x08 != 0 { d.put(byte: 0x50) }  // P
            if flags & 0x10 != 0 { d.put(byte: 0x2E) }
            if flags & 0x20 != 0 { d.put(byte: 0x55) }  // U
            if flags & 0x40 != 0 { d.put(byte: 0x45) }  // E
            if flags & 0x80 != 0 { d.put(byte: 0x57) }  // W
        }
    }

    @inline(__always)
    private static func numbers(_ d: inout Dissector, _ header: TCPHeader, _ payload: Int, _ base: TCPBase)
        throws(Truncation)
    {
        let flags = try header.flags
        if payload > 0 || d.verbosity > 1 || flags & (TCPHeader.syn | TCPHeader.fin | TCPHeader.rst) != 0 {
            d.put(", seq ")
            d.put(try header.sequence, from: base, .sequence)
            if payload > 0 {
                d.put(byte: 0x3A)
                d.put(try header.sequence &+ UInt32(truncatingIfNeeded: payload), from: base, .sequence)
            }
        }
        if flags & TCPHeader.ack != 0 {
            d.put(", ack ")
            d.put(try header.acknowledgement, from: base, .acknowledgement)
        }
        d.put(", win ")
        d.put(try header.window)
        if flags & TCPHeader.urg != 0 { d.put(", urg ", try header.urgent) }
    }

    private static func checksum(
        _ d: inout Dissector, _ header: TCPHeader, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        guard bytes.has(length, at: 0) else { return }
        d.put(", cksum 0x", hex: try header.checksum, 4)
        let sum = d.transportSum(bytes, length, ends, 6)
        if sum == 0 { return d.put(" (correct)") }
        d.put(" (incorrect -> 0x", hex: InternetSum.expected(try header.checksum, sum), 4, ")")
    }

    /// What the segment's numbers count from: the flow's first ones. Remembers those of a new flow.
    private static func relativeNumbers(_ d: inout Dissector, _ header: TCPHeader, _ ends: Endpoints) throws(Truncation)
        -> TCPBase
    {
        let (from, to) = (try header.source, try header.destination)
        let source = ends.source
        let destination = ends.destination
        let reversed =
            from > to
            || from == to
                && (source.high, source.low) > (destination.high, destination.low)
        let (first, second) = reversed ? (destination, source) : (source, destination)
        let (low, high) = reversed ? (to, from) : (from, to)
        let key = FlowTable.Key(
            sourceHigh: first.high, sourceLow: first.low, destinationHigh: second.high, destinationLow: second.low,
            ports: (source.isIPv6 ? 6 : 4) << 32 | UInt64(low) << 16 | UInt64(high))
        let segment = try FlowTable.Segment(
            key: key, sequence: header.sequence, acknowledgement: header.acknowledgement,
            begins: header.flags & TCPHeader.syn != 0, reversed: reversed)
        return d.defersNumbers ? d.deferred.add(segment) : d.flows.base(of: segment)
    }

    private static func payload(
        _ d: inout Dissector, _ header: TCPHeader, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        if try header.flags & TCPHeader.rst != 0 && d.verbose { return try resetData(&d, bytes, length) }
        switch d.forcedType {
        case .domain: return try DNS.overTCP(&d, bytes, length)
        case .resp: return try RESP.print(&d, bytes, length)
        case .zmtp: return try ZMTP.print(&d, bytes, length)
        case .none: break
        // A type of another transport: then there is nothing behind the header.
        default: return
        }
        if try Registry.tcpPort(header.source, header.destination, &d, bytes, length) { return }
        _ = try Registry.procedureStream(header.source, header.destination, &d, bytes, length, ends)
    }

    /// RFC 1122 4.2.2.12: a reset may carry text that explains it.
    private static func resetData(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.put(bytes.has(length, at: 0) ? " [RST" : " [!RST")
        let shown = Swift.min(length, 30)
        if length > 30 { d.put("+") }
        d.put(" ")
        for offset in 0..<shown {
            guard bytes.has(1, at: offset) else { break }
            d.put(visible: try bytes.u8(offset))
        }
        d.put("]")
    }
}
