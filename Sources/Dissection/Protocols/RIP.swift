import Packets

/// The routing information protocol (RFC 1058, RFC 2453): a header of four bytes and entries of twenty.
extension Dissector {
    mutating func rip(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "rip"
        if !bytes.has(4, at: 0) { return markTruncated() }
        let version = try bytes.u8(1)
        put(verbose ? "\n\tRIPv" : "RIPv", version)
        if version == 0 {
            // Before the version field there was none.
            try dumpValue(bytes, 4, length, lead: "\n\t")
            return
        }
        let command = try bytes.u8(0)
        put(", ")
        put(Dissector.ripCommand(command), or: "unknown command ", command)
        put(", length: ", length)
        guard verbose else { return }
        if command == 2 || command == 1 { try ripRoutes(command, version, bytes, length) }
        if verbosity > 1 { try dumpValue(bytes, 0, length, lead: "\n\t") }
    }

    private static func ripCommand(_ command: UInt8) -> StaticString? {
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

    private mutating func ripRoutes(
        _ command: UInt8, _ version: UInt8, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) {
        let count = length / 20
        put(", routes: ", count, version == 1 ? "" : " or less")
        var offset = 4
        var first = true
        while length - offset >= 20 {
            if !bytes.has(20, at: offset) { break }
            let family = try bytes.u16(offset)
            if version == 1 {
                try ripRoute1(family, bytes, offset)
            } else {
                try ripRoute2(family, bytes, offset, length, first: first)
                if family == 0xFFFF && first, try bytes.u16(offset + 2) == 3 { break }
            }
            first = false
            offset += 20
        }
        if offset < length && offset + 20 > length { return }
        if offset < length { markTruncated() }
    }

    private mutating func ripRoute1(_ family: UInt16, _ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        if family == 0 {
            put("\n\t  AFI 0, ")
            put(host: try bytes.ipv4(offset + 4))
            put(", metric: ", try bytes.u32(offset + 16))
            return
        }
        if family != 2 {
            put("\n\t  AFI ")
            put(Registry.addressFamilyName(family), or: "Unknown (", family, ")")
            return try dumpValue(bytes, offset + 2, 18, lead: "\n\t  ")
        }
        put("\n\t  ")
        put(host: try bytes.ipv4(offset + 4))
        put(", metric: ", try bytes.u32(offset + 16))
    }

    private mutating func ripRoute2(
        _ family: UInt16, _ bytes: RawSpan, _ offset: Int, _ length: Int, first: Bool
    ) throws(Truncation) {
        if family == 0xFFFF {
            let type = try bytes.u16(offset + 2)
            if type == 2 {
                put("\n\t  Simple Text Authentication data: ")
                put(text: try bytes.slice(offset + 4, 16), terminated: true)
                return
            }
            if type == 3 {
                put("\n\t  Auth header:")
                put(" Packet Len ", try bytes.u16(offset + 4), ", Key-ID ")
                put(try bytes.u8(offset + 6))
                put(", Auth Data Len ", try bytes.u8(offset + 7), ", SeqNo ")
                put(try bytes.u32(offset + 8))
                return put(", MBZ ", try bytes.u32(offset + 12), ", MBZ ")
            }
            put("\n\t  Unknown (", type, ") Authentication data:")
            return try dumpValue(bytes, offset + 4, 16, lead: "\n\t  ")
        }
        if family != 2 && family != 0 {
            put("\n\t  AFI ")
            put(Registry.addressFamilyName(family), or: "Unknown (", family, ")")
            return try dumpValue(bytes, offset + 2, 18, lead: "\n\t  ")
        }
        put("\n\t  AFI ")
        if family == 2 { put("IPv4") } else { put(family) }
        put(", ")
        let mask = try bytes.u32(offset + 8)
        let start = out.count
        put(host: try bytes.ipv4(offset + 4))
        // The address fills fifteen columns from the right, the prefix two from the left.
        pad(start, 15)
        put("/")
        let prefix = out.count
        let bits = 32 - mask.trailingZeroBitCount
        if mask == 0 { put("0") } else { put(bits) }
        while out.count < prefix + 2 { put(" ") }
        put(", tag 0x", hex: try bytes.u16(offset + 2), 4, ", metric: ")
        put(try bytes.u32(offset + 16))
        put(", next-hop: ")
        let next = try bytes.ipv4(offset + 12)
        if next.low == 0 { put("self") } else { put(host: next) }
    }

    /// Moves what was written since `start` to the right, so that it fills `width`.
    private mutating func pad(_ start: Int, _ width: Int) {
        let fill = width - (out.count - start)
        guard fill > 0 else { return }
        var text = LineBuffer(capacity: 256)
        for _ in 0..<fill { text.append(0x20) }
        if let written = try? out.bytes.from(start) { text.append(written) }
        cut(to: start)
        out.append(text.bytes)
    }
}
