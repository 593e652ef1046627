import Packets

/// Optimised link state routing (RFC 3626), with the messages of olsrd: link qualities, names, gateways.
enum OLSR {
    /// The head of a packet.
    struct Header: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets, with this header.
        var length: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var sequence: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    /// The head of a message; IPv6 has an originator of 16 octets.
    ///
    ///      0      1       2         4            8     9     10
    ///     +------+-------+---------+------------+-----+-----+---------+
    ///     | type | vtime | length  | originator | ttl | hop | seq     |
    ///     +------+-------+---------+------------+-----+-----+---------+
    struct Message: ~Escapable {
        let bytes: RawSpan
        let width: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, _ width: Int) {
            self.bytes = bytes
            self.width = width
        }

        var size: Int { 8 + width }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var validity: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// With this header.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
        var originator: HostAddress { get throws(Truncation) { width == 4 ? try bytes.ipv4(4) : try bytes.ipv6(4) } }
        var timeToLive: UInt8 { get throws(Truncation) { try bytes.u8(4 + width) } }
        var hops: UInt8 { get throws(Truncation) { try bytes.u8(5 + width) } }
        var sequence: UInt16 { get throws(Truncation) { try bytes.u16(6 + width) } }
    }

    /// Neighbours of one kind in a hello.
    struct Link: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var code: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// With this header.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, isIPv6: Bool) throws(Truncation) {
        d.layer = "olsr"
        d.put(isIPv6 ? "OLSRv6" : "OLSRv4")
        if length < Header.size { throw Truncation(offset: 0, need: Header.size, have: length) }
        let header = Header(bytes)
        try bytes.require(Header.size, at: 0)
        d.put(", seq 0x", hex: try header.sequence, 4, ", length ")
        // The header's own length, where that is the shorter one.
        let end = Swift.min(length, Int(try header.length))
        d.put(end)
        // Without -v the header alone is told.
        if !d.verbose { return }
        var offset = Header.size
        while offset < end {
            let message = Message(try bytes.from(offset), isIPv6 ? 16 : 4)
            try message.bytes.require(message.size, at: 0)
            let size = try message.length
            let valid = size <= end && size >= message.size
            try head(&d, message, valid)
            if !valid { return }
            let body = try message.bytes.from(message.size)
            let left = size - message.size
            try message.bytes.require(size, at: 0)
            switch try message.type {
            case 1, 201: if try !OLSRMessage.hello(&d, body, left, message.width, try message.type == 201) { return }
            case 2, 202: try OLSRMessage.topology(&d, body, left, message.width, try message.type == 202)
            case 3: try OLSRMessage.interfaces(&d, body, left, message.width)
            case 4: try OLSRMessage.networks(&d, body, left, message.width)
            case 130: if try !OLSRMessage.names(&d, body, left, message.width) { return }
            default: try d.dumpValue(body, 0, left, lead: "\n\t    ")
            }
            offset += size
        }
    }

    private static func head(_ d: inout Dissector, _ message: borrowing Message, _ valid: Bool) throws(Truncation) {
        let type = try message.type
        d.put("\n\t")
        d.put(typeName(type) ?? "Unknown")
        d.put(" Message (0x", hex: type, 2, "), originator ")
        d.put(host: try message.originator)
        d.put(", ttl ", try message.timeToLive, ", hop ")
        d.put(try message.hops)
        d.put("\n\t  vtime ")
        d.put(thousandths: seconds(try message.validity))
        d.put("s, msg-seq 0x", hex: try message.sequence, 4, ", length ")
        d.put(try message.length)
        if !valid { d.markInvalid() }
    }

    /// RFC 3626 18.3: four bits of mantissa, four of exponent, of sixteenths.
    static func seconds(_ code: UInt8) -> Double {
        (1 + Double(code >> 4) / 16) * Double(UInt32(1) << UInt32(code & 0xF)) / 16
    }

    private static func typeName(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "Hello"
        case 2: "TC"
        case 3: "MID"
        case 4: "HNA"
        case 128: "Powerinfo"
        case 130: "Nameservice"
        case 201: "Hello-LQ"
        case 202: "TC-LQ"
        default: nil
        }
    }
}
