import Packets

/// The options of PIM's hello (RFC 7761 4.9.2): a type and a length of two bytes each.
extension Dissector {
    mutating func pimHello(_ body: RawSpan, _ length: Int) throws(Truncation) {
        var offset = 0
        while offset < length {
            let type = try body.u16(offset)
            let size = Int(try body.u16(offset + 2))
            put("\n\t  ")
            put(Dissector.pimOption(type) ?? "Unknown")
            put(" Option (", type, "), length ")
            put(size)
            put(", Value: ")
            let value = try body.slice(offset + 4, size)
            if try !pimValue(type, value) { return markInvalid() }
            if verbosity > 1 && Dissector.pimOption(type) != nil { try dumpHex(value, size, lead: "\n\t    ") }
            offset += 4 + size
        }
    }

    private static func pimOption(_ type: UInt16) -> StaticString? {
        switch type {
        case 1: "Hold Time"
        case 2: "LAN Prune Delay"
        case 18: "DR Priority (Old)"
        case 19: "DR Priority"
        case 20: "Generation ID"
        case 21: "State Refresh Capability"
        case 22: "Bi-Directional Capability"
        case 24: "Address List"
        case 65001: "Address List (Old)"
        default: nil
        }
    }

    /// False when the length is not the type's.
    private mutating func pimValue(_ type: UInt16, _ value: RawSpan) throws(Truncation) -> Bool {
        let size = value.byteCount
        switch type {
        case 1:
            guard pimSize(size, 2) else { return false }
            let hold = try value.u16(0)
            if hold == 0xFFFF { put("infinite") } else { put(duration: UInt32(hold)) }
        case 2:
            guard pimSize(size, 4) else { return false }
            let delay = try value.u16(0)
            put("\n\t    T-bit=", delay >> 15, ", LAN delay ")
            put(delay & 0x7FFF)
            put("ms, Override interval ", try value.u16(2), "ms")
        case 18, 19:
            guard pimSize(size, 4) else { return false }
            put(try value.u32(0))
        case 20:
            guard pimSize(size, 4) else { return false }
            put("0x", hex: try value.u32(0), 8)
        case 21:
            guard pimSize(size, 4) else { return false }
            try pimRefreshCapability(value)
        case 22: break
        case 24, 65001:
            var offset = 0
            while verbosity > 1 && offset < size {
                put("\n\t    ")
                offset = try pimListed(value, offset)
            }
        default: try dumpHex(value, size, lead: "\n\t    ")
        }
        return true
    }

    private mutating func pimSize(_ size: Int, _ expected: Int) -> Bool {
        if size == expected { return true }
        put("[option length ", size, " != ")
        put(expected)
        put("]")
        return false
    }

    private mutating func pimRefreshCapability(_ value: RawSpan) throws(Truncation) {
        put("v", try value.u8(0))
        let interval = try value.u8(1)
        if interval != 0 {
            put(", interval ")
            put(duration: UInt32(interval))
        }
        let rest = try value.u16(2)
        if rest != 0 { put(" ?0x", hex: rest, 4, "?") }
    }

    private mutating func pimListed(_ value: RawSpan, _ offset: Int) throws(Truncation) -> Int {
        switch (try value.u8(offset), try value.u8(offset + 1)) {
        case (1, 0):
            put(host: try value.ipv4(offset + 2))
            return offset + 6
        case (2, 0):
            put(host: try value.ipv6(offset + 2))
            return offset + 18
        default: throw Truncation(offset: offset, need: 1, have: 0)
        }
    }
}
