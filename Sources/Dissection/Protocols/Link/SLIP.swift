import Packets
import Wire

/// SLIP (RFC 1055) as captured: a direction, what Van Jacobson's compression (RFC 1144) made of the header, the packet.
///
///     | direction 1 | compressed header 15 | packet        compressed: type's bits and connection in the first octet
enum SLIP {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 16 }
        /// BSD/OS has its own, which is skipped.
        static var bsdosLength: Int { 16 }
        var direction: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        func compressed(_ index: Int) throws(Truncation) -> UInt8 { try bytes.u8(1 + index) }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "slip"
        guard bytes.byteCount >= Header.length, length >= Header.length else {
            d.linkHeaderLength = bytes.byteCount
            return d.markTruncated()
        }
        d.linkHeaderLength = Header.length
        let rest = length - Header.length
        let payload = try bytes.from(Header.length)
        if d.linkHeader { try direction(&d, Header(bytes), payload, rest) }
        if bytes.byteCount < Header.length + 1 || length < Header.length + 1 { return d.markTruncated() }
        try packet(&d, payload, rest)
    }

    static func printBSDOS(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "slip_bsdos"
        guard bytes.byteCount >= Header.bsdosLength, length >= Header.bsdosLength else {
            throw Truncation(offset: 0, need: Header.bsdosLength, have: bytes.byteCount)
        }
        d.linkHeaderLength = Header.bsdosLength
        try IPv4.print(&d, bytes.from(Header.bsdosLength), length - Header.bsdosLength)
    }

    private static func packet(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let version = try IPv4Header(bytes).version
        switch version {
        case 4: try IPv4.print(&d, bytes, length)
        case 6: try IPv6.print(&d, bytes, length)
        default: d.put("ip v", version)
        }
    }

    /// What the first octet of a compressed header says: a type in the upper half, or changes bit by bit.
    private enum Change {
        static var compressed: UInt8 { 0x80 }
        static var connection: UInt8 { 0x40 }
        static var identification: UInt8 { 0x20 }
        static var sequence: UInt8 { 0x08 }
        static var acknowledgement: UInt8 { 0x04 }
        static var window: UInt8 { 0x02 }
        static var urgent: UInt8 { 0x01 }
        /// Echoed data and one-way data, as combinations that cannot be.
        static var special: UInt8 { 0x0F }
        static var echoed: UInt8 { 0x0B }
        static var oneWay: UInt8 { 0x0F }
    }

    private static func direction(
        _ d: inout Dissector, _ header: borrowing Header, _ packet: RawSpan, _ length: Int
    ) throws(Truncation) {
        let direction = try header.direction
        if direction > 1 {
            d.put("Invalid direction ", direction, " ")
        } else {
            d.put(direction == 0 ? "I " : "O ")
        }
        let first = try header.compressed(0)
        switch first & 0xF0 {
        case 0x40: d.put("ip ", length + Header.length, ": ")
        case 0x70:
            // The connection's number stands in place of the protocol.
            d.put("utcp ", try header.compressed(9), ": ")
            if direction <= 1 { _ = try headerLength(packet) }
        default:
            if direction > 1 { return }
            if first & Change.compressed != 0 {
                try compressed(&d, header, packet, length)
                d.put(": ")
            } else {
                d.put("slip-", first, "!: ")
            }
        }
    }

    /// Octets of the headers of IP and TCP.
    private static func headerLength(_ packet: RawSpan) throws(Truncation) -> Int {
        let internet = try IPv4Header(packet).headerLength
        // All of a TCP header has to be there.
        try packet.require(20, at: internet)
        return try internet + TCPHeader(packet.from(internet)).headerLength
    }

    private static func compressed(
        _ d: inout Dissector, _ header: borrowing Header, _ packet: RawSpan, _ length: Int
    ) throws(Truncation) {
        let flags = try header.compressed(0)
        var offset = 1
        if flags & Change.connection != 0 {
            d.put("ctcp ", try header.compressed(offset))
            offset += 1
        } else {
            d.put("ctcp *")
        }
        // TCP's checksum.
        offset += 2
        switch flags & Change.special {
        // The data of the packet before it on this connection, which is not kept here.
        case Change.echoed: d.put(" *SA+0")
        case Change.oneWay: d.put(" *S+0")
        default:
            if flags & Change.urgent != 0 { d.put(" U=", try delta(header, &offset)) }
            if flags & Change.window != 0 {
                let change = Int16(bitPattern: try delta(header, &offset))
                d.put(change < 0 ? " W" : " W+")
                d.put(change)
            }
            if flags & Change.acknowledgement != 0 { d.put(" A+", try delta(header, &offset)) }
            if flags & Change.sequence != 0 { d.put(" S+", try delta(header, &offset)) }
        }
        if flags & Change.identification != 0 { d.put(" I+", try delta(header, &offset)) }
        let data = UInt32(truncatingIfNeeded: length - (try headerLength(packet)))
        d.put(" ", data, " (")
        d.put("", offset, ")")
    }

    /// One octet, or three whose first is zero.
    private static func delta(_ header: borrowing Header, _ offset: inout Int) throws(Truncation) -> UInt16 {
        let short = UInt16(try header.compressed(offset))
        offset += 1
        if short != 0 { return short }
        let value = UInt16(try header.compressed(offset)) << 8 | UInt16(try header.compressed(offset + 1))
        offset += 2
        return value
    }
}
