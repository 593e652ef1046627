import Packets

/// IPv6 routing headers: type 0 (RFC 2460, deprecated by RFC 5095), type 2 (RFC 6275), segment routing (RFC 8754).
extension IPv6 {
    /// Gives the header's length, -1 when nothing can follow.
    static func routingHeader(_ d: inout Dissector, _ bytes: RawSpan, _ ends: inout Endpoints) throws(Truncation) -> Int
    {
        d.layer = "rt6"
        d.put("RT6")
        let units = Int(try bytes.u8(1))
        let type = try bytes.u8(2)
        let left = try bytes.u8(3)
        d.put(" (len=", units, ", type=")
        d.put(type)
        if type == 0 { d.put(" [Deprecated]") }
        d.put(", segleft=", left)
        switch type {
        case 0, 2:
            let reserved = try bytes.u32(4)
            if d.verbose { d.put(", rsv=0x", hex: reserved) }
            if units % 2 == 1 {
                d.markInvalid()
                return -1
            }
            for index in 0..<units / 2 {
                let address = try bytes.ipv6(8 + index * 16)
                d.put(", [", index, "]")
                d.put(host: address)
                ends.finalDestination = address
            }
        case 4: try segments(&d, bytes, units, &ends)
        default:
            d.put(" (unknown type)")
        }
        d.put(") ")
        return (units + 1) * 8
    }

    private static func segments(_ d: inout Dissector, _ bytes: RawSpan, _ units: Int, _ ends: inout Endpoints)
        throws(Truncation)
    {
        let last = Int(try bytes.u8(4))
        d.put(", last-entry=", last)
        let flags = try bytes.u8(5)
        if d.verbose { d.put(", flags=0x", hex: flags) }
        d.put(", tag=", hex: try bytes.u16(6))
        for index in 0...last {
            let address = try bytes.ipv6(8 + index * 16)
            d.put(", [", index, "]")
            d.put(host: address)
            // The first entry is the last segment of the path.
            if index == 0 { ends.finalDestination = address }
        }
    }
}
