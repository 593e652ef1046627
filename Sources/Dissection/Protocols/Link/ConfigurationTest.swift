import Packets

/// Ethernet's configuration testing protocol (loopback, ether type 0x9000): fields are little-endian.
enum ConfigurationTest {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "loopback"
        d.put("Loopback")
        if length < 2 {
            d.put(" (packet length ", length, " < 2)")
            return try invalidTest(&d, bytes, length)
        }
        let skip = try bytes.le16(0)
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
            d.put(", receipt number ", try bytes.le16(offset + 2))
            d.put(", data (", rest - 4, " octets)")
        case 2:
            d.put(", Forward Data")
            if rest < 8 { return try invalidTest(&d, bytes, length) }
            let address = try bytes.u48(offset + 2)
            d.put(", forwarding address ")
            d.put(linkAddress: address)
            if try bytes.u8(offset + 2) & 1 != 0 { d.put(" (broadcast/multicast)") }
            d.put(", data (", rest - 8, " octets)")
        default: d.put(", unknown (", function, ")")
        }
    }

    /// What is not a test: a mark, and another when not even all of it was captured.
    private static func invalidTest(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.markInvalid()
        try bytes.require(length, at: 0)
    }
}
