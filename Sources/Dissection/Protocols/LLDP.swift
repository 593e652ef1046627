import Packets

/// The link layer discovery protocol (IEEE 802.1AB): elements of seven bits of type and nine of length.
extension Dissector {
    mutating func lldp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "lldp"
        put("LLDP, length ", length)
        var offset = 0
        while length - offset >= 2 {
            guard bytes.has(2, at: offset) else { return markTruncated() }
            let header = try bytes.u16(offset)
            let type = header >> 9
            let size = Int(header & 0x1FF)
            offset += 2
            if verbose {
                put("\n\t")
                put(Dissector.lldpName(type) ?? "Unknown")
                put(" TLV (", type, "), length ")
                put(size)
            }
            if length - offset < size { return markTruncated() }
            guard bytes.has(size, at: offset) else { return markTruncated() }
            let value = try bytes.slice(offset, size)
            guard let known = try lldpElement(type, value) else { return markTruncated() }
            if verbosity > 1 || (verbose && !known) { try dumpHex(value, size, lead: "\n\t  ") }
            if type == 0 { return }
            offset += size
        }
        if length - offset > 0 { markTruncated() }
    }

    private static func lldpName(_ type: UInt16) -> StaticString? {
        switch type {
        case 0: "End"
        case 1: "Chassis ID"
        case 2: "Port ID"
        case 3: "Time to Live"
        case 4: "Port Description"
        case 5: "System Name"
        case 6: "System Description"
        case 7: "System Capabilities"
        case 8: "Management Address"
        case 127: "Organization specific"
        default: nil
        }
    }

    /// Nil when the element is too short, false when nobody knows its type.
    private mutating func lldpElement(_ type: UInt16, _ value: RawSpan) throws(Truncation) -> Bool? {
        let size = value.byteCount
        switch type {
        case 0: break
        case 1:
            if verbose {
                if size < 2 { return nil }
                try lldpIdentifier(value, chassis: true)
            }
        case 2:
            if verbose {
                if size < 2 { return nil }
                try lldpIdentifier(value, chassis: false)
            }
        case 3:
            if verbose {
                if size < 2 { return nil }
                put(": TTL ", try value.u16(0), "s")
            }
        case 4: if verbose { lldpText(": ", value) }
        case 5: lldpText(": ", value)
        case 6: if verbose { lldpText("\n\t  ", value) }
        case 7:
            if verbose {
                if size < 4 { return nil }
                try lldpCapabilities("System ", value.u16(0))
                try lldpCapabilities("Enabled", value.u16(2))
            }
        case 8: if verbose, try !lldpManagement(value) { return nil }
        case 127: if verbose { return try lldpOrganisation(value) }
        default: return false
        }
        return true
    }

    private mutating func lldpText(_ lead: StaticString, _ value: RawSpan) {
        put(lead)
        put(text: value)
    }

    private mutating func lldpIdentifier(_ value: RawSpan, chassis: Bool) throws(Truncation) {
        let kind = try value.u8(0)
        put("\n\t  Subtype ")
        put((chassis ? Dissector.chassisName(kind) : Dissector.portName(kind)) ?? "Unknown")
        put(" (", kind, "): ")
        let rest = try value.from(1)
        // Both number their kinds differently: a hardware address is 4 for a chassis, 3 for a port.
        if kind == (chassis ? 4 : 3) {
            if rest.byteCount < 6 { return markTruncated() }
            put(linkAddress: try rest.u48(0))
        } else if kind == (chassis ? 5 : 4) {
            try lldpNetworkAddress(rest)
        } else if (1...7).contains(kind) {
            put(text: rest)
        } else {
            try dumpHex(rest, rest.byteCount, lead: "\n\t  ")
        }
    }

    private static func chassisName(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 1: "Chassis component"
        case 2: "Interface alias"
        case 3: "Port component"
        case 4: "MAC address"
        case 5: "Network address"
        case 6: "Interface name"
        case 7: "Local"
        default: nil
        }
    }

    private static func portName(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 1: "Interface alias"
        case 2: "Port component"
        case 3: "MAC address"
        case 4: "Network Address"
        case 5: "Interface Name"
        case 6: "Agent circuit ID"
        case 7: "Local"
        default: nil
        }
    }

    /// An address family (IANA's numbers) and its address.
    private mutating func lldpNetworkAddress(_ value: RawSpan) throws(Truncation) {
        if value.byteCount < 1 { return markTruncated() }
        let family = try value.u8(0)
        switch family {
        case 1:
            if value.byteCount < 5 { return markTruncated() }
            put("AFI IPv4 (1): ", host: try value.ipv4(1))
        case 2:
            if value.byteCount < 17 { return markTruncated() }
            put("AFI IPv6 (2): ", host: try value.ipv6(1))
        case 6:
            if value.byteCount < 7 { return markTruncated() }
            put("AFI 802 (6): ")
            put(linkAddress: try value.u48(1))
        default:
            put("AFI ")
            put(Registry.addressFamilyName(UInt16(family)) ?? "Unknown")
            put(" (", family, "), no AF printer !")
        }
    }

    private mutating func lldpCapabilities(_ title: StaticString, _ bits: UInt16) throws(Truncation) {
        put("\n\t  ")
        put(title)
        put(" Capabilities [")
        put(
            flags: UInt32(bits),
            [
                (1, "Other"), (2, "Repeater"), (4, "Bridge"), (8, "WLAN AP"), (16, "Router"), (32, "Telephone"),
                (64, "Docsis"), (128, "Station Only"),
            ])
        put("] (0x", hex: bits, 4, ")")
    }

    private mutating func lldpManagement(_ value: RawSpan) throws(Truncation) -> Bool {
        let size = value.byteCount
        if size < 1 { return false }
        let addressSize = Int(try value.u8(0))
        if size < 1 + addressSize { return false }
        put("\n\t  Management Address length ", addressSize)
        if addressSize > 0 {
            put(", ")
            try lldpNetworkAddress(value.slice(1, addressSize))
        }
        var offset = 1 + addressSize
        if size - offset < 5 { return false }
        let numbering = try value.u8(offset)
        put("\n\t  ")
        put(numbering == 2 ? "Interface Index" : numbering == 3 ? "System Port Number" : "Unknown")
        put(" Interface Numbering (", numbering, "): ")
        put(try value.u32(offset + 1))
        offset += 5
        if size - offset < 1 { return false }
        let identifier = Int(try value.u8(offset))
        if identifier > 0 {
            if size - offset < 1 + identifier { return false }
            put("\n\t  OID length ", identifier, ": ")
            put(text: try value.slice(offset + 1, identifier))
        }
        return true
    }

    private mutating func lldpOrganisation(_ value: RawSpan) throws(Truncation) -> Bool? {
        let size = value.byteCount
        if size < 4 { return nil }
        let organisation = try value.u24(0)
        put(": OUI ")
        put(Registry.organisationName(organisation) ?? "Unknown")
        put(" (0x", hex: organisation, 6, ")")
        switch organisation {
        case 0x0080C2: return try lldpBridging(value)
        case 0x00120F: return try lldpEthernet(value)
        case 0x0012BB: return try lldpMedia(value)
        case 0x00005E: return try lldpIANA(value)
        default: return false
        }
    }
}
