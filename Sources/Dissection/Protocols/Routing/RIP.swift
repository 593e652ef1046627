import Packets

/// The routing information protocol (RFC 1058, RFC 2453): a header of four bytes and entries of twenty.
enum RIP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "rip"
        if !bytes.has(4, at: 0) { return d.markTruncated() }
        let version = try bytes.u8(1)
        d.put(d.verbose ? "\n\tRIPv" : "RIPv", version)
        if version == 0 {
            // Before the version field there was none.
            try d.dumpValue(bytes, 4, length, lead: "\n\t")
            return
        }
        let command = try bytes.u8(0)
        d.put(", ")
        d.put(RIP.command(command), or: "unknown command ", command)
        d.put(", length: ", length)
        guard d.verbose else { return }
        if command == 2 || command == 1 { try routes(&d, command, version, bytes, length) }
        if d.verbosity > 1 { try d.dumpValue(bytes, 0, length, lead: "\n\t") }
    }

    private static func command(_ command: UInt8) -> StaticString? {
        switch command {
        case 1: "Request"
        case 2: "Response"
        case 3: "Trace on"
        case 4: "Trace off"
        case 5: "Sun"
        case 9: "Triggered Request"
        case 10: "Triggered Response"
        case 11: "Triggered Acknowledgement"
        case 12: "Update Request"
        case 13: "Update Response"
        case 14: "Update Acknowledge"
        default: nil
        }
    }

    private static func routes(
        _ d: inout Dissector, _ command: UInt8, _ version: UInt8, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) {
        let count = length / 20
        d.put(", routes: ", count, version == 1 ? "" : " or less")
        var offset = 4
        var first = true
        while length - offset >= 20 {
            if !bytes.has(20, at: offset) { break }
            let family = try bytes.u16(offset)
            if version == 1 {
                try route1(&d, family, bytes, offset)
            } else {
                try route2(&d, family, bytes, offset, length, first: first)
                if family == 0xFFFF && first, try bytes.u16(offset + 2) == 3 { break }
            }
            first = false
            offset += 20
        }
        if offset < length && offset + 20 > length { return }
        if offset < length { d.markTruncated() }
    }

    private static func route1(_ d: inout Dissector, _ family: UInt16, _ bytes: RawSpan, _ offset: Int)
        throws(Truncation)
    {
        if family == 0 {
            d.put("\n\t  AFI 0, ")
            d.put(host: try bytes.ipv4(offset + 4))
            d.put(", metric: ", try bytes.u32(offset + 16))
            return
        }
        if family != 2 {
            d.put("\n\t  AFI ")
            d.put(Registry.addressFamilyName(family), or: "Unknown (", family, ")")
            return try d.dumpValue(bytes, offset + 2, 18, lead: "\n\t  ")
        }
        d.put("\n\t  ")
        d.put(host: try bytes.ipv4(offset + 4))
        d.put(", metric: ", try bytes.u32(offset + 16))
    }

    private static func route2(
        _ d: inout Dissector, _ family: UInt16, _ bytes: RawSpan, _ offset: Int, _ length: Int, first: Bool
    ) throws(Truncation) {
        if family == 0xFFFF {
            let type = try bytes.u16(offset + 2)
            if type == 2 {
                d.put("\n\t  Simple Text Authentication data: ")
                d.put(text: try bytes.slice(offset + 4, 16), terminated: true)
                return
            }
            if type == 3 {
                d.put("\n\t  Auth header:")
                d.put(" Packet Len ", try bytes.u16(offset + 4), ", Key-ID ")
                d.put(try bytes.u8(offset + 6))
                d.put(", Auth Data Len ", try bytes.u8(offset + 7), ", SeqNo ")
                d.put(try bytes.u32(offset + 8))
                return d.put(", MBZ ", try bytes.u32(offset + 12), ", MBZ ")
            }
            d.put("\n\t  Unknown (", type, ") Authentication data:")
            return try d.dumpValue(bytes, offset + 4, 16, lead: "\n\t  ")
        }
        if family != 2 && family != 0 {
            d.put("\n\t  AFI ")
            d.put(Registry.addressFamilyName(family), or: "Unknown (", family, ")")
            return try d.dumpValue(bytes, offset + 2, 18, lead: "\n\t  ")
        }
        d.put("\n\t  AFI ")
        if family == 2 { d.put("IPv4") } else { d.put(family) }
        d.put(", ")
        let mask = try bytes.u32(offset + 8)
        let start = d.out.count
        d.put(host: try bytes.ipv4(offset + 4))
        // The address fills fifteen columns from the right, the prefix two from the left.
        pad(&d, start, 15)
        d.put("/")
        let prefix = d.out.count
        let bits = 32 - mask.trailingZeroBitCount
        if mask == 0 { d.put("0") } else { d.put(bits) }
        while d.out.count < prefix + 2 { d.put(" ") }
        d.put(", tag 0x", hex: try bytes.u16(offset + 2), 4, ", metric: ")
        d.put(try bytes.u32(offset + 16))
        d.put(", next-hop: ")
        let next = try bytes.ipv4(offset + 12)
        if next.low == 0 { d.put("self") } else { d.put(host: next) }
    }

    /// Moves what was written since `start` to the right, so that it fills `width`.
    private static func pad(_ d: inout Dissector, _ start: Int, _ width: Int) {
        let fill = width - (d.out.count - start)
        guard fill > 0 else { return }
        var text = LineBuffer(capacity: 256)
        for _ in 0..<fill { text.append(0x20) }
        if let written = try? d.out.bytes.from(start) { text.append(written) }
        d.cut(to: start)
        d.out.append(text.bytes)
    }
}
