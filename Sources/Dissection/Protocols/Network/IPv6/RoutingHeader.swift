import Packets
import Wire

/// IPv6 routing headers: type 0 (RFC 2460, deprecated by RFC 5095), type 2 (RFC 6275), segment routing (RFC 8754).
extension IPv6 {
    /// Gives the header's length, -1 when nothing can follow.
    static func routingHeader(_ d: inout Dissector, _ bytes: RawSpan, _ ends: inout Endpoints) throws(Truncation) -> Int
    {
        // The chain looks at the next header first.
        try bytes.require(1, at: 0)
        d.layer = "rt6"
        d.put("RT6")
        let header = IPv6RoutingHeader(bytes)
        let units = Int(try header.units)
        d.put(" (len=", units)
        let type = try header.type
        d.put(", type=", type)
        if type == 0 { d.put(" [Deprecated]") }
        d.put(", segleft=", try header.segmentsLeft)
        switch type {
        case 0, 2:
            let reserved = try header.reserved
            if d.verbose || reserved != 0 { d.put(", rsv=0x", hex: reserved) }
            if units % 2 == 1 { return oddLength(&d, units) }
            for index in 0..<units / 2 {
                let address = try header.address(index)
                d.put(", [", index, "]")
                d.put(host: address)
                ends.finalDestination = address
            }
        case 4:
            guard try segments(&d, bytes, units, &ends) else { return oddLength(&d, units) }
        default:
            d.put(" (unknown type)")
            d.markInvalid()
            return -1
        }
        d.put(") ")
        return (units + 1) * 8
    }

    private static func oddLength(_ d: inout Dissector, _ units: Int) -> Int {
        d.put(" (invalid length ", units, ")")
        d.markInvalid()
        return -1
    }

    /// RFC 8754 2. Whatever stands behind the addresses is printed as addresses too. False when the length is odd.
    private static func segments(_ d: inout Dissector, _ bytes: RawSpan, _ units: Int, _ ends: inout Endpoints)
        throws(Truncation) -> Bool
    {
        let header = IPv6RoutingHeader(bytes)
        let last = Int(try header.lastEntry)
        d.put(", last-entry=", last)
        let flags = try header.flags
        if d.verbose || flags != 0 { d.put(", flags=0x", hex: flags) }
        d.put(", tag=", hex: try header.tag)
        if units % 2 == 1 { return false }
        for index in 0..<units / 2 {
            let address = try header.address(index)
            d.put(", [", index, "]")
            d.put(host: address)
            // The first entry is the last segment of the path.
            if index == 0 { ends.finalDestination = address }
        }
        return true
    }
}
