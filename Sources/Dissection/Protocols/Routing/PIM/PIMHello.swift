import Packets

/// The options of PIM's hello (RFC 7761 4.9.2): a type and a length of two bytes each.
extension PIM {
    static func hello(_ d: inout Dissector, _ body: RawSpan, _ length: Int) throws(Truncation) {
        var offset = 0
        while offset < length {
            let option = HelloOption(try body.from(offset))
            let type = try option.type
            let size = try option.length
            d.put("\n\t  ")
            d.put(PIM.option(type) ?? "Unknown")
            d.put(" Option (", type, "), length ")
            d.put(size)
            d.put(", Value: ")
            let value = try option.value
            if try !PIM.value(&d, type, value) { return d.markInvalid() }
            if d.verbosity > 1 && PIM.option(type) != nil { try d.dumpHex(value, size, lead: "\n\t    ") }
            offset += HelloOption.headerLength + size
        }
    }

    private static func option(_ type: UInt16) -> StaticString? {
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
    private static func value(_ d: inout Dissector, _ type: UInt16, _ value: RawSpan) throws(Truncation) -> Bool {
        let hello = HelloValue(value)
        let size = value.byteCount
        switch type {
        case 1:
            guard PIM.size(&d, size, 2) else { return false }
            let hold = try hello.holdTime
            if hold == 0xFFFF { d.put("infinite") } else { d.put(duration: UInt32(hold)) }
        case 2:
            guard PIM.size(&d, size, 4) else { return false }
            let delay = try hello.delay
            d.put("\n\t    T-bit=", delay >> 15, ", LAN delay ")
            d.put(delay & 0x7FFF)
            d.put("ms, Override interval ", try hello.overrideInterval, "ms")
        case 18, 19:
            guard PIM.size(&d, size, 4) else { return false }
            d.put(try hello.priority)
        case 20:
            guard PIM.size(&d, size, 4) else { return false }
            d.put("0x", hex: try hello.generation, 8)
        case 21:
            guard PIM.size(&d, size, 4) else { return false }
            try refreshCapability(&d, hello)
        case 22: break
        case 24, 65001:
            var offset = 0
            while d.verbosity > 1 && offset < size {
                d.put("\n\t    ")
                offset = try listed(&d, value, offset)
            }
        default: try d.dumpHex(value, size, lead: "\n\t    ")
        }
        return true
    }

    private static func size(_ d: inout Dissector, _ size: Int, _ expected: Int) -> Bool {
        if size == expected { return true }
        d.put("[option length ", size, " != ")
        d.put(expected)
        d.put("]")
        return false
    }

    private static func refreshCapability(_ d: inout Dissector, _ value: HelloValue) throws(Truncation) {
        d.put("v", try value.refreshVersion)
        let interval = try value.refreshInterval
        if interval != 0 {
            d.put(", interval ")
            d.put(duration: UInt32(interval))
        }
        let rest = try value.refreshReserved
        if rest != 0 { d.put(" ?0x", hex: rest, 4, "?") }
    }

    private static func listed(_ d: inout Dissector, _ value: RawSpan, _ offset: Int) throws(Truncation) -> Int {
        let encoded = EncodedAddress(try value.from(offset))
        switch (try encoded.family, try encoded.encoding) {
        case (1, 0):
            d.put(host: try encoded.ipv4)
            return offset + 6
        case (2, 0):
            d.put(host: try encoded.ipv6)
            return offset + 18
        default: throw Truncation(offset: offset, need: 1, have: 0)
        }
    }
}
