import Packets

/// The Cisco discovery protocol: version, time to live, checksum, then elements of type and length (2 bytes each, the
/// length counts both).
enum CDP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "cdp"
        if length < Header.length {
            d.put(" (packet length ", length, " < 4)")
            return d.markInvalid()
        }
        let header = Header(bytes)
        let version = try header.version
        let lifetime = try header.lifetime
        d.put("CDPv", version, ", ttl: ")
        d.put(lifetime)
        d.put("s")
        if d.verbose {
            let checksum = try header.checksum
            d.put(", checksum: 0x", hex: checksum, 4, " (unverified), length ")
            d.put(length)
        }
        var offset = Header.length
        while offset < length {
            if try !element(&d, bytes, &offset, length) {
                d.markInvalid()
                return try bytes.require(length, at: 0)
            }
        }
        if !d.verbose { d.put(", length ", length) }
    }

    private static func element(_ d: inout Dissector, _ bytes: RawSpan, _ offset: inout Int, _ length: Int)
        throws(Truncation) -> Bool
    {
        let rest = length - offset
        if rest < 4 {
            d.put("\n\t(remaining packet length ", rest, " < 4)")
            return false
        }
        let header = Element(bytes, at: offset)
        let type = try header.type
        let claimed = Int(try header.length)
        let name = CDP.name(type) ?? "unknown field type"
        if claimed < Element.headerLength {
            tooShort(&d, name, type, claimed)
            return false
        }
        if claimed > rest {
            d.put(" (TLV length ", claimed, " > ")
            d.put(rest)
            d.put(")")
            return false
        }
        let size = claimed - 4
        if d.verbose {
            d.put("\n\t")
            d.put(name)
            d.put(" (0x", hex: type, 2, "), value length: ")
            d.put(size)
            d.put(size == 1 ? " byte: " : " bytes: ")
        }
        // The start of a text shows even when its end is missing.
        if !bytes.has(size, at: offset + Element.headerLength), d.verbose || type == 1, [1, 3, 6, 9, 20].contains(type)
        {
            d.put(!d.verbose ? ", Device-ID '" : "'")
            d.put(text: try bytes.from(offset + Element.headerLength))
        }
        // Of this text, too, what is there.
        if type == 5, d.verbose, !bytes.has(size, at: offset + Element.headerLength) {
            try CDP.version(&d, bytes.from(offset + Element.headerLength))
        }
        try bytes.require(size, at: offset + Element.headerLength)
        let value = try bytes.slice(offset + Element.headerLength, size)
        offset += claimed
        if !d.verbose && type == 1 { d.put(", Device-ID ") }
        if !CDP.lengths(type).contains(size) {
            d.put(" (malformed TLV)")
            try d.dumpHex(value, size, lead: "\n\t  ")
        } else if d.verbose || type == 1 {
            try CDP.value(&d, type, value)
        } else {
            try d.dumpHex(value, size, lead: "\n\t  ")
        }
        return true
    }

    private static func tooShort(_ d: inout Dissector, _ name: StaticString, _ type: UInt16, _ claimed: Int) {
        d.put(d.verbose ? "\n\t" : ", ")
        d.put(name)
        if d.verbose {
            d.put(" (0x", hex: type, 2, "), TLV length: ")
            d.put(claimed)
            d.put(claimed == 1 ? " byte (too short)" : " bytes (too short)")
        } else {
            d.put(" TLV length ", claimed, " too short")
        }
    }

    /// The lengths that a type's value can have.
    private static func lengths(_ type: UInt16) -> ClosedRange<Int> {
        switch type {
        case 0x04, 0x11: 4...4
        case 0x0A: 2...2
        case 0x0B, 0x12, 0x13: 1...1
        case 0x0E: 3...3
        case 0x0F: 2...3
        case 0x10: 1...3
        case 0x16: 4...Int.max
        case 0x17: 1...Int.max
        default: 0...Int.max
        }
    }

    private static func text(_ d: inout Dissector, _ value: RawSpan) {
        d.put("'")
        d.put(text: value)
        d.put("'")
    }

    /// The value of an element whose length is one that its type has.
    private static func value(_ d: inout Dissector, _ type: UInt16, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        switch type {
        case 0x01, 0x03, 0x06, 0x09, 0x14: text(&d, value)
        case 0x02, 0x16: try addresses(&d, value)
        case 0x04:
            let bits = try Value(value).capabilities
            d.put("(0x", hex: bits, 8, "): ")
            d.put(
                flags: bits,
                [
                    (1, "Router"), (2, "Transparent Bridge"), (4, "Source Route Bridge"), (8, "L2 Switch"),
                    (16, "L3 capable"), (32, "IGMP snooping"), (64, "L1 capable"),
                ])
        case 0x05: try version(&d, value)
        case 0x07: try prefixes(&d, value)
        case 0x08, 0x15: break
        case 0x0A:
            d.put(try Value(value).nativeVLAN)
        case 0x0B:
            d.put(try Value(value).duplex != 0 ? "full" : "half")
        case 0x0E, 0x0F:
            if size == 3 {
                d.put("app ", try Value(value).application, ", vlan ")
                d.put(try Value(value).telephonyVLAN)
            } else {
                d.put("unknown 0x", hex: try Value(value).unknownVLAN, 4)
            }
        case 0x10:
            var milliwatts: UInt32 = 0
            for index in 0..<size { milliwatts = milliwatts << 8 | UInt32(try value.u8(index)) }
            let hundredths = (milliwatts + 5) / 10
            d.put(hundredths / 100)
            d.put(".")
            d.put(zeroed: hundredths % 100, width: 2)
            d.put("W")
        case 0x11:
            d.put("", try Value(value).mtu, " bytes")
        case 0x12, 0x13:
            d.put("0x", hex: try Value(value).trust, 2)
        case 0x17:
            d.put("0x", hex: try Value(value).location, 2)
            if size > 1 {
                d.put("/")
                d.put(text: try value.from(Value.place))
            }
        case 0...0x17: break
        default: try d.dumpHex(value, size, lead: "\n\t  ")
        }
    }

    /// A text of several lines, each on its own.
    private static func version(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        d.put("\n\t  ")
        for index in 0..<value.byteCount {
            let byte = try value.u8(index)
            if byte == 0x0A { d.put("\n\t  ") } else { d.put(visible: byte) }
        }
    }

    private static func prefixes(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size % 5 != 0 { return d.put(" [length ", size, " is not a multiple of 5]") }
        d.put(" IPv4 Prefixes (", size / 5, "):")
        var offset = 0
        while offset < size {
            let prefix = Prefix(value, at: offset)
            d.put(" ", host: try prefix.address, "/")
            d.put(try prefix.length)
            offset += Prefix.size
        }
    }

    /// A count, then protocol type, protocol and address, each with its length.
    private static func addresses(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        func short(_ what: StaticString, _ d: inout Dissector) {
            d.put(" (not enough space for ")
            d.put(what)
            d.put(")")
        }
        guard value.has(4, at: 0) else {
            return short("num", &d)
        }
        var left = try Value(value).count
        var offset = 4
        while left > 0 {
            left -= 1
            guard value.has(2, at: offset) else {
                return short("PT+PL", &d)
            }
            let protocolType = ProtocolType(value, at: offset)
            let kind = try protocolType.kind
            let count = Int(try protocolType.length)
            offset += 2
            guard value.has(count + 2, at: offset) else {
                return short("P+AL", &d)
            }
            let known = try address(&d, value, &offset, kind, count)
            if !known { return }
            if left > 0 { d.put(" ") }
        }
    }

    private static func address(
        _ d: inout Dissector, _ value: RawSpan, _ offset: inout Int, _ kind: UInt8, _ count: Int
    ) throws(Truncation) -> Bool {
        let size = Int(try value.u16(offset + count))
        let address = offset + count + 2
        let first = try value.u8(offset)
        let isIPv4 = kind == 1 && count == 1 && first == 0xCC && size == 4
        var isIPv6 = false
        if kind == 2 && count == 8 && size == 16 {
            isIPv6 = try value.u64(offset) == 0xAAAA_0300_0000_86DD
        }
        guard value.has(size, at: address) else {
            d.put(" (not enough space for A)")
            return false
        }
        if isIPv4 {
            d.put("IPv4 (1) ", host: try value.ipv4(address))
        } else if isIPv6 {
            d.put("IPv6 (1) ", host: try value.ipv6(address))
        } else {
            d.put("pt=0x", hex: kind, 2, ", pl=")
            d.put(count)
            d.put(", pb=")
            for index in 0..<count { d.put(" ", hex: try value.u8(offset + index), 2) }
            d.put(", al=", size, ", a=")
            for index in 0..<size { d.put(" ", hex: try value.u8(address + index), 2) }
        }
        offset = address + size
        return true
    }

    private static func name(_ type: UInt16) -> StaticString? {
        switch type {
        case 0x01: "Device-ID"
        case 0x02: "Address"
        case 0x03: "Port-ID"
        case 0x04: "Capability"
        case 0x05: "Version String"
        case 0x06: "Platform"
        case 0x07: "Prefixes"
        case 0x08: "Protocol-Hello option"
        case 0x09: "VTP Management Domain"
        case 0x0A: "Native VLAN ID"
        case 0x0B: "Duplex"
        case 0x0E: "ATA-186 VoIP VLAN assignment"
        case 0x0F: "ATA-186 VoIP VLAN request"
        case 0x10: "power consumption"
        case 0x11: "MTU"
        case 0x12: "AVVID trust bitmap"
        case 0x13: "AVVID untrusted ports CoS"
        case 0x14: "System Name"
        case 0x15: "System Object ID (not decoded)"
        case 0x16: "Management Addresses"
        case 0x17: "Physical Location"
        default: nil
        }
    }
}
