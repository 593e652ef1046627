import Packets

/// IPv6 routing headers: type 0 (RFC 2460, deprecated by RFC 5095), type 2 (RFC 6275), segment routing (RFC 8754).
extension Dissector {
    /// Gives the header's length, -1 when nothing can follow.
    mutating func routingHeader(_ bytes: RawSpan, _ ends: inout Endpoints) throws(Truncation) -> Int {
        layer = "rt6"
        put("RT6")
        let units = Int(try bytes.u8(1))
        let type = try bytes.u8(2)
        let left = try bytes.u8(3)
        put(" (len=", units, ", type=")
        put(type)
        if type == 0 { put(" [Deprecated]") }
        put(", segleft=", left)
        switch type {
        case 0, 2:
            let reserved = try bytes.u32(4)
            if verbose { put(", rsv=0x", hex: reserved) }
            if units % 2 == 1 {
                markInvalid()
                return -1
            }
            for index in 0..<units / 2 {
                let address = try bytes.ipv6(8 + index * 16)
                put(", [", index, "]")
                put(host: address)
                ends.finalDestination = address
            }
        case 4: try segments(bytes, units, &ends)
        default:
            put(" (unknown type)")
        }
        put(") ")
        return (units + 1) * 8
    }

    private mutating func segments(_ bytes: RawSpan, _ units: Int, _ ends: inout Endpoints) throws(Truncation) {
        let last = Int(try bytes.u8(4))
        put(", last-entry=", last)
        let flags = try bytes.u8(5)
        if verbose { put(", flags=0x", hex: flags) }
        put(", tag=", hex: try bytes.u16(6))
        for index in 0...last {
            let address = try bytes.ipv6(8 + index * 16)
            put(", [", index, "]")
            put(host: address)
            // The first entry is the last segment of the path.
            if index == 0 { ends.finalDestination = address }
        }
    }
}
