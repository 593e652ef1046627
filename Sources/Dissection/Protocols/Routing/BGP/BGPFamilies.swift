import Packets

/// Routes of other families than IPv4 (RFC 4760): which family, the next hop, what is reachable or no longer is.
extension BGP {
    /// False when routes of this family are not decoded; its bytes were dumped.
    private static func familyLine(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Bool {
        try value.require(Family.length, at: 0)
        let family = Family(value)
        let afi = try family.address
        let safi = try family.subsequent
        d.put("\n\t    AFI: ")
        d.put(Names.addressFamilyName(afi) ?? "Unknown AFI")
        d.put(" (", afi, "), ")
        if safi > 128 { d.put("vendor specific ") }
        d.put("SAFI: ")
        d.put(BGP.subsequent(safi) ?? "Unknown SAFI")
        d.put(" (", safi, ")")
        if BGP.decodes(afi, safi) { return true }
        d.put("\n\t    no AFI ", afi, " / SAFI ")
        d.put(safi)
        d.put(" decoder")
        if d.verbosity <= 1 { try d.dumpHex(value, value.byteCount, lead: "\n\t    ") }
        return false
    }

    static func reach(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        guard try familyLine(&d, value) else { return }
        let family = Family(value)
        let afi = try family.address
        let safi = try family.subsequent
        let size = try family.nextHopLength
        var offset = Family.nextHop
        try nextHop(&d, afi, safi, value.slice(offset, size))
        d.put(", nh-length: ", size)
        offset += size
        let points = Int(try value.u8(offset))
        offset += 1
        if points == 0 { d.put(", no SNPA") } else { d.put("\n\t    ", points, " SNPA") }
        for _ in 0..<points {
            let count = Int(try value.u8(offset))
            d.put("\n\t      ", count, " bytes")
            offset += count + 1
        }
        try familyRoutes(&d, afi, safi, value.from(offset))
    }

    static func unreach(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        guard try familyLine(&d, value) else { return }
        if value.byteCount == Family.length { return d.put("\n\t      End-of-Rib Marker (empty NLRI)") }
        let family = Family(value)
        try familyRoutes(&d, family.address, family.subsequent, family.withdrawn)
    }

    /// One address or several; those of private networks stand behind a distinguisher.
    private static func nextHop(_ d: inout Dissector, _ afi: UInt16, _ safi: UInt8, _ value: RawSpan) throws(Truncation)
    {
        let isPrivate = safi >= 128 && safi <= 130
        let step = (afi == 1 ? 4 : 16) + (isPrivate ? Distinguisher.length : 0)
        var offset = 0
        while offset < value.byteCount {
            d.put(offset == 0 ? "\n\t    nexthop: " : ", ")
            guard value.has(step, at: offset) else { return d.put("invalid len") }
            if isPrivate {
                d.put("RD: ")
                try distinguisher(&d, value, offset)
                d.put(", ")
            }
            let address = offset + (isPrivate ? Distinguisher.length : 0)
            d.put(host: afi == 1 ? try value.ipv4(address) : try value.ipv6(address))
            offset += step
        }
    }
}
