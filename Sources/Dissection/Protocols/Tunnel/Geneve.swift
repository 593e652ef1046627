import Packets
import Wire

/// Generic network virtualization encapsulation (RFC 8926).
///
///     | version 2 bits, options length 6 | O, C, reserved | protocol 2 | network 3 | reserved 1 | options |
enum Geneve {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "geneve"
        d.put("Geneve")
        if length < 8 {
            d.put(" [length ", length, " < 8]")
            return d.markInvalid()
        }
        guard bytes.has(8, at: 0) else { return d.markTruncated() }
        let fields = GeneveHeader(bytes)
        let version = try fields.version
        if version != 0 {
            d.put(" ERROR: unknown-version ", version)
            return
        }
        let flags = try fields.flags
        d.put(", Flags [")
        d.put(
            flags: UInt32(flags),
            [
                (0x80, "O"), (0x40, "C"), (0x20, "R1"), (0x10, "R2"), (0x08, "R3"), (0x04, "R4"), (0x02, "R5"),
                (0x01, "R6"),
            ], separator: "")
        d.put("]")
        let type = try fields.type
        let network = try fields.network
        d.put(", vni 0x", hex: network)
        let reserved = try fields.reserved
        if reserved != 0 { d.put(", rsvd 0x", hex: reserved) }
        if d.linkHeader {
            d.put(", proto ")
            d.put(Names.etherTypeName(type) ?? "unknown")
            d.put(" (0x", hex: type, 4, ")")
        }
        let optionsLength = try fields.optionsLength
        if length - GeneveHeader.minimumLength < optionsLength {
            d.put(" truncated-geneve - ", optionsLength - (length - GeneveHeader.minimumLength), " bytes missing")
            return
        }
        try bytes.require(optionsLength, at: GeneveHeader.minimumLength)
        if optionsLength > 0 {
            d.put(", options [")
            if !d.verbose {
                d.put("", optionsLength, " bytes")
            } else {
                try options(&d, bytes.slice(GeneveHeader.minimumLength, optionsLength))
            }
            d.put("]")
        }
        d.put(d.verbosity < 1 ? ": " : "\n\t")
        let header = GeneveHeader.minimumLength + optionsLength
        let payload = try bytes.from(header)
        if try !Registry.etherType(type, &d, payload, length - header, nil) {
            if type == 0x6558 {
                try Ethernet.print(&d, payload, length - header)
            } else {
                d.put("geneve-proto-0x", hex: type)
            }
        }
    }

    private static func options(_ d: inout Dissector, _ options: RawSpan) throws(Truncation) {
        var offset = 0
        var first = true
        while options.byteCount - offset > 0 {
            if !first { d.put(", ") }
            first = false
            let option = GeneveOption(try options.from(offset))
            let optionClass = try option.optionClass
            let type = try option.type
            let size = try 4 + option.valueLength
            d.put("class ")
            d.put(Geneve.className(optionClass))
            d.put(" (0x", hex: optionClass, ") type 0x")
            d.put(hex: type)
            if type & 0x80 != 0 { d.put("(C)") }
            d.put(" len ", size)
            if options.byteCount - offset < size {
                return d.put(" [bad length]")
            }
            if d.verbosity > 1 && size > 4 {
                d.put(" data")
                for index in 1..<size / 4 { d.put(" ", hex: try options.u32(offset + index * 4), 8) }
            }
            offset += size
        }
    }

    private static func className(_ value: UInt16) -> StaticString {
        switch value {
        case 0x0100: "Linux"
        case 0x0101: "Open vSwitch"
        case 0x0102: "Open Virtual Networking (OVN)"
        case 0x0103: "In-band Network Telemetry (INT)"
        case 0x0104: "VMware"
        case 0...0xFF: "Standard"
        case 0xFFF0...0xFFFF: "Experimental"
        default: "Unknown"
        }
    }
}

extension Dissector {
    fileprivate mutating func put(_ before: StaticString, hex value: UInt16, _ after: StaticString) {
        put(before, hex: value, 1, after)
    }
}
