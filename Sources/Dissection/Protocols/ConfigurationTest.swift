import Packets

/// Ethernet's configuration testing protocol (loopback, ether type 0x9000): fields are little-endian.
extension Dissector {
    mutating func configurationTest(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "loopback"
        put("Loopback")
        if length < 2 {
            put(" (packet length ", length, " < 2)")
            return try invalidTest(bytes, length)
        }
        let skip = try bytes.le16(0)
        put(", skipCount ", skip)
        if skip % 8 != 0 { put(" (bogus)") }
        if Int(skip) > length - 2 { return try invalidTest(bytes, length) }
        let offset = 2 + Int(skip)
        let rest = length - offset
        if rest < 2 { return try invalidTest(bytes, length) }
        let function = try bytes.le16(offset)
        switch function {
        case 1:
            put(", Reply")
            if rest < 4 { return try invalidTest(bytes, length) }
            put(", receipt number ", try bytes.le16(offset + 2))
            put(", data (", rest - 4, " octets)")
        case 2:
            put(", Forward Data")
            if rest < 8 { return try invalidTest(bytes, length) }
            let address = try bytes.u48(offset + 2)
            put(", forwarding address ")
            put(linkAddress: address)
            if try bytes.u8(offset + 2) & 1 != 0 { put(" (broadcast/multicast)") }
            put(", data (", rest - 8, " octets)")
        default: put(", unknown (", function, ")")
        }
    }

    /// What is not a test: a mark, and another when not even all of it was captured.
    private mutating func invalidTest(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        markInvalid()
        try bytes.require(length, at: 0)
    }
}
