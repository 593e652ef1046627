import Packets
import Wire

/// RADIUS (RFC 2865, RFC 2866): code, identifier, length, authenticator, then attributes of type and length.
enum RADIUS {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "radius"
        guard bytes.has(RADIUSHeader.fixedLength, at: 0) else { return d.markTruncated() }
        let header = RADIUSHeader(bytes)
        let claimed = Int(try header.length)
        if claimed < RADIUSHeader.fixedLength { return d.markTruncated() }
        let limit = Swift.min(claimed, length)
        let code = try header.code
        let identifier = try header.identifier
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
        if limit > RADIUSHeader.fixedLength { try attributes(&d, bytes, RADIUSHeader.fixedLength, limit) }
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
            if end - offset < Attribute.headerLength { return d.markTruncated() }
            let attribute = Attribute(try bytes.from(offset))
            let type = try attribute.type
            let size = try attribute.length
            d.put("\n\t  ")
            d.put(RADIUSShape.name(type) ?? "Unknown")
            d.put(" Attribute (", type, "), length: ")
            d.put(size)
            if size < 2 { return d.put(" (bogus, must be >= 2)") }
            if size > end - offset { return d.put(" (bogus, goes past end of packet)") }
            d.put(", Value: ")
            if size > 2 {
                let value = try attribute.value.upTo(size - 2)
                // Of a vendor's as much is said as is there, and nothing is asked of those that have no text.
                switch RADIUSShape.of(type) {
                case .vendor: try vendor(&d, value, size - 2)
                case .unknown, .nothing: break
                case .text, .taggedText, .password, .vlanName, .eap, .operatorName, .locationInformation,
                    .locationData, .locationRules:
                    // A text says that it is cut off, and so does what comes behind it.
                    if value.byteCount < size - 2 {
                        d.markTruncated()
                    } else {
                        try RADIUS.value(&d, type, value, size - 2)
                    }
                default: try RADIUS.value(&d, type, value, size - 2)
                }
                if d.verbosity > 1 { try d.dumpHex(value, Swift.min(size - 2, value.byteCount), lead: "\n\t    ") }
            }
            offset += size
        }
    }

    private static func value(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan, _ size: Int) throws(Truncation) {
        let field = Value(value)
        switch RADIUSShape.of(type) {
        case .text: text(&d, value)
        case .taggedText:
            let tag = try field.tag
            if tag <= 0x1F { RADIUS.tag(&d, tag) }
            text(&d, tag <= 0x1F ? try field.taggedText : value)
        case .password: try password(&d, value, size)
        case .vlanName:
            vlanTag(&d, try field.tag)
            text(&d, try field.taggedText)
        case .eap:
            if size < 4 { return d.markTruncated() }
            // A message may need several attributes.
            if try field.messageLength != size { return d.put("EAP fragment?") }
            try EAPOL.eap(&d, value, size)
            d.layer = "radius"
        case .address, .assignedAddress: try address(&d, type, value, size)
        case .address6:
            guard has(&d, 16, size) else { return }
            d.put(host: try field.address6)
        case .prefix6: try prefix(&d, value, size)
        case .homePrefix: try homePrefix(&d, value, size)
        case .dialPassword, .dialFeatures, .dialResponse: try dial(&d, type, value, size)
        case .errorCause: try errorCause(&d, value, size)
        case .mobilityFeatures: try mobility(&d, value, size)
        case .operatorName: try operatorName(&d, value, size)
        case .locationInformation: try locationInformation(&d, value, size)
        case .locationData: try locationData(&d, value, size)
        case .locationRules: try locationRules(&d, value, size)
        case .nothing, .unknown, .vendor: break
        default:
            guard has(&d, 4, size) else { return }
            try number(&d, type, value, size)
        }
    }

    /// True when the value has the only length that it may have.
    static func has(_ d: inout Dissector, _ length: Int, _ size: Int) -> Bool {
        if size == length { return true }
        d.put("ERROR: length ", size, " != ")
        d.put(length)
        return false
    }

    private static func address(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan, _ size: Int) throws(Truncation) {
        guard has(&d, 4, size) else { return }
        let number = try Value(value).number
        switch number {
        case 0xFFFF_FFFF where RADIUSShape.of(type) == .assignedAddress: d.put("User Selected")
        case 0xFFFF_FFFE where RADIUSShape.of(type) == .assignedAddress: d.put("NAS Select")
        default: d.put(host: try Value(value).address)
        }
    }

    /// RFC 2868 3.5: a tag, two bytes of salt, and the password, which is hidden.
    private static func password(_ d: inout Dissector, _ value: RawSpan, _ size: Int) throws(Truncation) {
        if size < 3 { return d.markTruncated() }
        let field = Value(value)
        let tag = try field.tag
        RADIUS.tag(&d, tag > 0x1F ? 0 : tag)
        d.put("Salt ", try field.salt, " ")
        text(&d, try field.password)
    }

    /// RFC 4675: whether frames of the VLAN carry its tag.
    private static func vlanTag(_ d: inout Dissector, _ tag: UInt8) {
        let name: StaticString =
            switch tag {
            case 0x31: "Tagged"
            case 0x32: "Untagged"
            default: "Unknown tag"
            }
        d.put(name)
        d.put(" (0x", hex: tag, 2, ") ")
    }

    /// RFC 3162 2.3: a reserved byte, the prefix length, as much of the prefix as it needs.
    private static func prefix(_ d: inout Dissector, _ value: RawSpan, _ size: Int) throws(Truncation) {
        if size < 2 || size > 18 { return d.put("ERROR: length ", size, " not in range (2..18)") }
        try value.require(size, at: 0)
        let prefix = try Value(value).prefixLength
        if prefix > 128 { return d.put("ERROR: netmask ", prefix, " not in range (0..128)") }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for index in 0..<size - 2 {
            let byte = UInt64(try value.u8(2 + index))
            if index < 8 { high |= byte << UInt64(56 - index * 8) } else { low |= byte << UInt64(120 - index * 8) }
        }
        d.put("", host: HostAddress(ipv6: high, low), "/")
        d.put(prefix)
        if prefix > (size - 2) * 8 { d.put(" (inconsistent prefix length)") }
    }

    static func tag(_ d: inout Dissector, _ tag: UInt8) {
        if tag == 0 { d.put("Tag[Unused] ") } else { d.put("Tag[", tag, "] ") }
    }

    /// Text up to a zero byte, a point for what cannot be printed.
    static func text(_ d: inout Dissector, _ value: RawSpan) {
        for index in 0..<value.byteCount {
            guard let byte = try? value.u8(index), byte != 0 else { return }
            d.put(byte: byte < 0x20 || byte > 0x7E ? 0x2E : byte)
        }
    }

    private static func number(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan, _ size: Int) throws(Truncation) {
        let field = Value(value)
        switch RADIUSShape.of(type) {
        case .taggedNumber:
            RADIUS.tag(&d, try field.tag)
            return named(&d, type, try field.taggedNumber)
        case .vlan:
            vlanTag(&d, try field.tag)
            return d.put(try field.taggedNumber)
        default: break
        }
        let number = try field.number
        switch RADIUSShape.of(type) {
        case .duration: duration(&d, number)
        case .date: d.put(calendarTime: Int64(number))
        case .framedNetwork where number == 0xFFFF_FFFE: d.put("NAS Select")
        case .appleTalkLink where number == 0: d.put("Unnumbered")
        case .appleTalkNetwork where number == 0: d.put("NAS assigned")
        default: named(&d, type, number)
        }
    }

    private static func named(_ d: inout Dissector, _ type: UInt8, _ number: UInt32) {
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

    private static func vendor(_ d: inout Dissector, _ value: RawSpan, _ size: Int) throws(Truncation) {
        if size < Value.vendorLength { return d.markTruncated() }
        let vendor = try Value(value).number
        d.put("Vendor: ")
        d.put(EnterpriseNames.name(vendor) ?? "Unknown")
        d.put(" (", vendor, ")")
        var offset = Value.vendorLength
        while size - offset >= 2 {
            let attribute = Attribute(try value.from(offset))
            let type = try attribute.type
            let length = try attribute.length
            offset += Attribute.headerLength
            let count = length - Attribute.headerLength
            if count >= 0 && count <= size - offset { try value.require(count, at: offset) }
            d.put("\n\t    Vendor Attribute: ", type, ", Length: ")
            if length < 2 { return d.put("", length, " (bogus, must be >= 2)") }
            if count > size - offset {
                return d.put("", length, " (bogus, goes past end of vendor-specific attribute)")
            }
            d.put(count)
            d.put(", Value: ")
            for index in 0..<count {
                let byte = try value.u8(offset + index)
                d.put(byte: byte < 0x20 || byte > 0x7E ? 0x2E : byte)
            }
            offset += count
        }
    }
}
