import Packets

/// Ethernet's configuration testing protocol (loopback, ether type 0x9000): fields are little-endian.
enum ConfigurationTest {
    /// What a packet begins with.
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets between this field and the message that counts.
        var skip: UInt16 { get throws(Truncation) { try bytes.le16(0) } }
    }

    /// A message at `offset`.
    struct Message: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// A reply: which request.
        var receipt: UInt16 { get throws(Truncation) { try bytes.le16(offset + 2) } }
        /// Forward: where to.
        var address: UInt64 { get throws(Truncation) { try bytes.u48(offset + 2) } }
        /// The first octet of that address, with the group bit.
        var addressStart: UInt8 { get throws(Truncation) { try bytes.u8(offset + 2) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "loopback"
        d.put("Loopback")
        if length < 2 {
            d.put(" (packet length ", length, " < 2)")
            return try invalidTest(&d, bytes, length)
        }
        let skip = try Header(bytes).skip
        d.put(", skipCount ", skip)
        if skip % 8 != 0 { d.put(" (bogus)") }
        if Int(skip) > length - 2 { return try invalidTest(&d, bytes, length) }
        let offset = 2 + Int(skip)
        let rest = length - offset
        if rest < 2 { return try invalidTest(&d, bytes, length) }
        let function = try bytes.le16(offset)
        switch function {
        case 1:
            d.put(", Reply")
            if rest < 4 { return try invalidTest(&d, bytes, length) }
            d.put(", receipt number ", try Message(bytes, at: offset).receipt)
            d.put(", data (", rest - 4, " octets)")
            try bytes.require(length, at: 0)
        case 2:
            d.put(", Forward Data")
            if rest < 8 { return try invalidTest(&d, bytes, length) }
            let address = try Message(bytes, at: offset).address
            d.put(", forwarding address ")
            d.put(linkAddress: address)
            if try Message(bytes, at: offset).addressStart & 1 != 0 { d.put(" (broadcast/multicast)") }
            d.put(", data (", rest - 8, " octets)")
            try bytes.require(length, at: 0)
        default:
            d.put(",  invalid (", function, ")")
            try bytes.require(length, at: 0)
        }
    }

    /// What is not a test: a mark, and another when not even all of it was captured.
    private static func invalidTest(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.markInvalid()
        try bytes.require(length, at: 0)
    }
}
