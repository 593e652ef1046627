import Packets

/// RADIUS (RFC 2865, RFC 2866): code, identifier, length, authenticator, then attributes of type and length.
enum RADIUS {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "radius"
        guard bytes.has(20, at: 0) else { return d.markTruncated() }
        let claimed = Int(try bytes.u16(2))
        if claimed < 20 { return d.markInvalid() }
        let limit = Swift.min(claimed, length)
        let code = try bytes.u8(0)
        let identifier = try bytes.u8(1)
        if !d.verbose {
            d.put("RADIUS, ")
            d.put(RADIUS.code(code) ?? "Unknown Command")
            d.put(" (", code, "), id: 0x")
            d.put(hex: identifier, 2)
            return d.put(" length: ", limit)
        }
        d.put("RADIUS, length: ", limit, "\n\t")
        d.put(RADIUS.code(code) ?? "Unknown Command")
        d.put(" (", code, "), id: 0x")
        d.put(hex: identifier, 2)
        d.put(", Authenticator: ")
        try d.hexBytes(bytes, 4, 16)
        if limit > 20 { try attributes(&d, bytes, 20, limit) }
    }

    private static func code(_ code: UInt8) -> StaticString? {
        switch code {
        case 1: "Access-Request"
        case 2: "Access-Accept"
        case 3: "Access-Reject"
        case 4: "Accounting-Request"
        case 5: "Accounting-Response"
        case 11: "Access-Challenge"
        case 12: "Status-Server"
        case 13: "Status-Client"
        case 40: "Disconnect-Request"
        case 41: "Disconnect-ACK"
        case 42: "Disconnect-NAK"
        case 43: "CoA-Request"
        case 44: "CoA-ACK"
        case 45: "CoA-NAK"
        case 255: "Reserved"
        default: nil
        }
    }

    private static func attributes(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ end: Int) throws(Truncation)
    {
        var offset = start
        while offset < end {
            if end - offset < 2 { return d.markTruncated() }
            let type = try bytes.u8(offset)
            let size = Int(try bytes.u8(offset + 1))
            d.put("\n\t  ")
            d.put(RADIUSShape.name(type) ?? "Unknown")
            d.put(" Attribute (", type, "), length: ")
            d.put(size)
            if size < 2 { return d.put(" (invalid)") }
            if size > end - offset { return d.put(" (goes past end of packet)") }
            d.put(", Value: ")
            if size > 2 {
                try bytes.require(size - 2, at: offset + 2)
                let value = try bytes.slice(offset + 2, size - 2)
                try RADIUS.value(&d, type, value)
                if d.verbosity > 1 { try d.dumpHex(value, size - 2, lead: "\n\t    ") }
            }
            offset += size
        }
    }

    private static func value(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        switch RADIUSShape.of(type) {
        case .text: text(&d, value)
        case .taggedText:
            let tag = try value.u8(0)
            if tag <= 0x1F {
                RADIUS.tag(&d, tag)
                text(&d, try value.from(1))
            } else {
                text(&d, value)
            }
        case .number, .taggedNumber: try number(&d, type, value)
        case .address:
            if size != 4 { return d.put("ERROR: length ", size, " != 4") }
            d.put(host: try value.ipv4(0))
        case .address6:
            if size != 16 { return d.put("ERROR: length ", size, " != 16") }
            d.put(host: try value.ipv6(0))
        case .duration:
            if size != 4 { return d.put("ERROR: length ", size, " != 4") }
            duration(&d, try value.u32(0))
        case .date:
            if size != 4 { return d.put("ERROR: length ", size, " != 4") }
            d.put(calendarTime: Int64(try value.u32(0)))
        case .vendor: try vendor(&d, value)
        case .prefix6: try prefix(&d, value)
        case .nothing, .unknown: break
        }
    }

    /// RFC 3162 2.3: a reserved byte, the prefix length, as much of the prefix as it needs.
    private static func prefix(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size < 2 || size > 18 { return d.put("ERROR: length ", size, " not in range (2..18)") }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for index in 0..<size - 2 {
            let byte = UInt64(try value.u8(2 + index))
            if index < 8 { high |= byte << UInt64(56 - index * 8) } else { low |= byte << UInt64(120 - index * 8) }
        }
        d.put("", host: HostAddress(ipv6: high, low), "/")
        let prefix = Int(try value.u8(1))
        d.put(prefix)
        if prefix > 128 || prefix > (size - 2) * 8 { d.put(" (inconsistent prefix length)") }
    }

    private static func tag(_ d: inout Dissector, _ tag: UInt8) {
        if tag == 0 { d.put("Tag[Unused] ") } else { d.put("Tag[", tag, "] ") }
    }

    /// Text up to a zero byte, a point for what cannot be printed.
    private static func text(_ d: inout Dissector, _ value: RawSpan) {
        for index in 0..<value.byteCount {
            guard let byte = try? value.u8(index), byte != 0 else { return }
            d.put(byte: byte < 0x20 || byte > 0x7E ? 0x2E : byte)
        }
    }

    private static func number(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan) throws(Truncation) {
        if value.byteCount != 4 { return d.put("ERROR: length ", value.byteCount, " != 4") }
        var number = try value.u32(0)
        if RADIUSShape.of(type) == .taggedNumber {
            tag(&d, UInt8(truncatingIfNeeded: number >> 24))
            number &= 0x00FF_FFFF
        }
        if RADIUSShape.isEnumerated(type) {
            d.put(RADIUSShape.value(type, number), or: "#", number)
        } else {
            d.put(number)
        }
    }

    private static func duration(_ d: inout Dissector, _ seconds: UInt32) {
        let minutes = seconds / 60 % 60
        let hours = seconds / 3600
        if seconds < 60 {
            d.put(zeroed: seconds, width: 2)
            return d.put(" secs")
        }
        if hours > 0 {
            d.put(zeroed: hours, width: 2)
            d.put(":")
        }
        d.put(zeroed: minutes, width: 2)
        d.put(":")
        d.put(zeroed: seconds % 60, width: 2)
        d.put(hours > 0 ? " hours" : " min")
    }

    private static func vendor(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        if size < 4 { return d.markTruncated() }
        let vendor = try value.u32(0)
        d.put("Vendor: ")
        d.put(RADIUS.vendorName(vendor) ?? "Unknown")
        d.put(" (", vendor, ")")
        var offset = 4
        while size - offset >= 2 {
            let type = try value.u8(offset)
            var length = Int(try value.u8(offset + 1))
            offset += 2
            if length >= 2 { length -= 2 }
            d.put("\n\t    Vendor Attribute: ", type, ", Length: ")
            d.put(length)
            if length > size - offset { return d.put(" (bogus, goes past end of vendor-specific attribute)") }
            d.put(", Value: ")
            for index in 0..<length {
                let byte = try value.u8(offset + index)
                d.put(byte: byte < 0x20 || byte > 0x7E ? 0x2E : byte)
            }
            offset += length
        }
    }

    /// Private enterprise numbers of the vendors met most.
    private static func vendorName(_ number: UInt32) -> StaticString? {
        switch number {
        case 9: "Cisco"
        case 311: "Microsoft"
        case 529: "Ascend"
        case 2352: "Redback Networks Ltd."
        case 2636: "Juniper Networks"
        case 3561: "The DSL Forum"
        default: nil
        }
    }
}
