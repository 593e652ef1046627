import Packets

/// Generic network virtualization encapsulation (RFC 8926).
///
///     | version 2 bits, options length 6 | O, C, reserved | protocol 2 | network 3 | reserved 1 | options |
extension Dissector {
    mutating func geneve(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "geneve"
        put("Geneve")
        if length < 8 {
            put(" [length ", length, " < 8]")
            return markInvalid()
        }
        guard bytes.has(8, at: 0) else { return markTruncated() }
        let first = try bytes.u8(0)
        if first >> 6 != 0 {
            put(" ERROR: unknown-version ", first >> 6)
            return
        }
        let flags = try bytes.u8(1)
        put(", Flags [")
        if flags & 0xC0 == 0 {
            put("none")
        } else {
            if flags & 0x80 != 0 { put("O") }
            if flags & 0x40 != 0 { put("C") }
        }
        if flags & 0x3F != 0 { put("R") }
        put("]")
        let type = try bytes.u16(2)
        let network = try bytes.u24(4)
        put(", vni 0x", hex: network)
        let reserved = try bytes.u8(7)
        if reserved != 0 { put(", rsvd 0x", hex: reserved) }
        if linkHeader {
            put(", proto ")
            put(Registry.etherTypeName(type) ?? "unknown")
            put(" (0x", hex: type, 4, ")")
        }
        let optionsLength = Int(first & 0x3F) * 4
        if length - 8 < optionsLength {
            put(" ERROR: options overrun")
            return
        }
        try bytes.require(optionsLength, at: 8)
        if optionsLength > 0 {
            put(", options [")
            if !verbose { put("", optionsLength, " bytes") } else { try geneveOptions(bytes.slice(8, optionsLength)) }
            put("]")
        }
        put(verbosity < 1 ? ": " : "\n\t")
        let header = 8 + optionsLength
        let payload = try bytes.from(header)
        if try !Registry.etherType(type, &self, payload, length - header, nil) {
            if type == 0x6558 {
                try ethernet(payload, length - header)
            } else {
                put("geneve-proto-0x", hex: type)
            }
        }
    }

    private mutating func geneveOptions(_ options: RawSpan) throws(Truncation) {
        var offset = 0
        var first = true
        while options.byteCount - offset > 0 {
            if !first { put(", ") }
            first = false
            let optionClass = try options.u16(offset)
            let type = try options.u8(offset + 2)
            let size = 4 + Int(try options.u8(offset + 3) & 0x1F) * 4
            put("class ")
            put(Dissector.geneveClass(optionClass))
            put(" (0x", hex: optionClass, ") type 0x")
            put(hex: type)
            if type & 0x80 != 0 { put("(C)") }
            put(" len ", size)
            if options.byteCount - offset < size {
                put(" ERROR: remaining options length ", options.byteCount - offset)
                return
            }
            if verbosity > 1 && size > 4 {
                put(" data")
                for index in 1..<size / 4 { put(" ", hex: try options.u32(offset + index * 4), 8) }
            }
            offset += size
        }
    }

    private mutating func put(_ before: StaticString, hex value: UInt16, _ after: StaticString) {
        put(before, hex: value, 1, after)
    }

    private static func geneveClass(_ value: UInt16) -> StaticString {
        switch value {
        case 0x0100: "Linux"
        case 0x0101: "Open vSwitch"
        case 0x0102: "Open Virtual Networking"
        case 0x0103: "In-band Network Telemetry"
        case 0x0104: "VMware"
        case 0...0xFF: "Standard"
        case 0xFFF0...0xFFFF: "Experimental"
        default: "Unknown"
        }
    }
}
