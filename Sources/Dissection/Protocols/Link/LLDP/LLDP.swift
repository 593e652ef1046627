import Packets

/// The link layer discovery protocol (IEEE 802.1AB): elements of seven bits of type and nine of length.
enum LLDP {
    /// What the elements of the standard say (IEEE 802.1AB 8.5).
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Where the identifier of a chassis or a port begins.
        static var identifier: Int { 1 }
        /// Where the family of a management address is.
        static var address: Int { 1 }
        /// Time to live: seconds.
        var lifetime: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// System capabilities: what it can be, bits.
        var capabilities: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// System capabilities: what it is, bits.
        var enabled: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Chassis and port: what the identifier is.
        var kind: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Chassis and port: a link-layer address.
        var identifierLink: UInt64 { get throws(Truncation) { try bytes.u48(1) } }
        /// Management address: octets of family and address.
        var addressLength: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    }

    /// A family (IANA's address family numbers) and an address of it.
    struct NetworkAddress: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// 1 IPv4, 2 IPv6, 6 a link-layer address.
        var family: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// The address of IPv4.
        var internet: HostAddress { get throws(Truncation) { try bytes.ipv4(1) } }
        /// The address of IPv6.
        var internet6: HostAddress { get throws(Truncation) { try bytes.ipv6(1) } }
        /// The link-layer address.
        var link: UInt64 { get throws(Truncation) { try bytes.u48(1) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "lldp"
        d.put("LLDP, length ", length)
        var offset = 0
        while length - offset >= 2 {
            guard bytes.has(2, at: offset) else { return d.markTruncated() }
            let header = try bytes.u16(offset)
            let type = header >> 9
            let size = Int(header & 0x1FF)
            offset += 2
            if d.verbose {
                d.put("\n\t")
                d.put(LLDP.name(type) ?? "Unknown")
                d.put(" TLV (", type, "), length ")
                d.put(size)
            }
            // An empty element ends the list as well as the end's, whatever length that claims.
            if size == 0 || type == 0 { return }
            if length - offset < size { return d.markTruncated() }
            guard bytes.has(size, at: offset) else { return d.markTruncated() }
            let value = try bytes.slice(offset, size)
            guard let known = try element(&d, type, value) else { return d.markTruncated() }
            if d.verbosity > 1 || (d.verbose && !known) { try d.dumpHex(value, size, lead: "\n\t  ") }
            offset += size
        }
    }

    private static func name(_ type: UInt16) -> StaticString? {
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

    /// Nil when the element is too short, false when its type is unknown.
    private static func element(_ d: inout Dissector, _ type: UInt16, _ value: RawSpan) throws(Truncation) -> Bool? {
        let size = value.byteCount
        switch type {
        case 0: break
        case 1:
            if d.verbose {
                if size < 2 { return nil }
                if try !identifier(&d, value, chassis: true) { return nil }
            }
        case 2:
            if d.verbose {
                if size < 2 { return nil }
                if try !identifier(&d, value, chassis: false) { return nil }
            }
        case 3:
            if d.verbose {
                if size < 2 { return nil }
                d.put(": TTL ", try Value(value).lifetime, "s")
            }
        case 4: if d.verbose { text(&d, ": ", value) }
        case 5: text(&d, ": ", value)
        case 6: if d.verbose { text(&d, "\n\t  ", value) }
        case 7:
            if d.verbose {
                if size < 4 { return nil }
                try capabilities(&d, "System ", Value(value).capabilities)
                try capabilities(&d, "Enabled", Value(value).enabled)
            }
        case 8: if d.verbose, try !management(&d, value) { return nil }
        case 127: if d.verbose { return try organisation(&d, value) }
        default: return false
        }
        return true
    }

    private static func text(_ d: inout Dissector, _ lead: StaticString, _ value: RawSpan) {
        d.put(lead)
        d.put(text: value, terminated: true)
    }

    /// False when the identifier is too short for its kind.
    private static func identifier(_ d: inout Dissector, _ value: RawSpan, chassis: Bool) throws(Truncation) -> Bool {
        let kind = try Value(value).kind
        d.put("\n\t  Subtype ")
        d.put((chassis ? LLDP.chassisName(kind) : LLDP.portName(kind)) ?? "Unknown")
        d.put(" (", kind, "): ")
        let rest = try value.from(Value.identifier)
        // Both number their kinds differently: a hardware address is 4 for a chassis, 3 for a port.
        if kind == (chassis ? 4 : 3) {
            if rest.byteCount < 6 { return false }
            d.put(linkAddress: try Value(value).identifierLink)
        } else if kind == (chassis ? 5 : 4) {
            if try !hasNetworkAddress(rest) { return false }
            try networkAddress(&d, rest)
        } else if (1...7).contains(kind) {
            d.put(text: rest, terminated: true)
        } else {
            // With what the kind is in front.
            try d.dumpHex(value, value.byteCount, lead: "\n\t  ")
        }
        return true
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

    /// Whether a family's address is whole.
    private static func hasNetworkAddress(_ value: RawSpan) throws(Truncation) -> Bool {
        if value.byteCount < 1 { return false }
        let needed =
            switch try NetworkAddress(value).family {
            case 1: 5
            case 2: 17
            case 6: 7
            default: 1
            }
        return value.byteCount >= needed
    }

    /// An address family (IANA's numbers) and its address.
    private static func networkAddress(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let address = NetworkAddress(value)
        let family = try address.family
        switch family {
        case 1: d.put("AFI IPv4 (1): ", host: try address.internet)
        case 2: d.put("AFI IPv6 (2): ", host: try address.internet6)
        case 6:
            d.put("AFI 802 (6): ")
            d.put(linkAddress: try address.link)
        default:
            d.put("AFI ")
            d.put(Names.addressFamilyName(UInt16(family)) ?? "Unknown")
            d.put(" (", family, "), no AF printer !")
        }
    }

    private static func capabilities(_ d: inout Dissector, _ title: StaticString, _ bits: UInt16) throws(Truncation) {
        d.put("\n\t  ")
        d.put(title)
        d.put(" Capabilities [")
        d.put(
            flags: UInt32(bits),
            [
                (1, "Other"), (2, "Repeater"), (4, "Bridge"), (8, "WLAN AP"), (16, "Router"), (32, "Telephone"),
                (64, "Docsis"), (128, "Station Only"),
            ])
        d.put("] (0x", hex: bits, 4, ")")
    }

    private static func management(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Bool {
        let size = value.byteCount
        if size < 1 { return false }
        let addressSize = Int(try Value(value).addressLength)
        if addressSize == 0 || size < 1 + addressSize { return false }
        let address = try value.slice(Value.address, addressSize)
        if try !hasNetworkAddress(address) { return false }
        d.put("\n\t  Management Address length ", addressSize, ", ")
        try networkAddress(&d, address)
        var offset = 1 + addressSize
        if size - offset < InterfaceNumber.length { return false }
        let numbering = try InterfaceNumber(value, at: offset).numbering
        d.put("\n\t  ")
        d.put(numbering == 2 ? "Interface Index" : numbering == 3 ? "System Port Number" : "Unknown")
        d.put(" Interface Numbering (", numbering, "): ")
        d.put(try InterfaceNumber(value, at: offset).number)
        offset += InterfaceNumber.length
        if size - offset < 1 { return true }
        let identifier = Int(try ObjectIdentifier(value, at: offset).length)
        if identifier > 0 {
            if size - offset < 1 + identifier { return false }
            d.put("\n\t  OID length ", identifier)
            d.put(text: try value.slice(offset + ObjectIdentifier.headerLength, identifier), terminated: true)
        }
        return true
    }

    private static func organisation(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Bool? {
        let size = value.byteCount
        if size < 3 { return nil }
        let organisation = try Organised(value).organisation
        d.put(": OUI ")
        d.put(Names.organisationName(organisation) ?? "Unknown")
        d.put(" (0x", hex: organisation, 6, ")")
        let isKnown = [0x0080C2, 0x00120F, 0x0012BB, 0x00005E].contains(organisation)
        if isKnown && size < (organisation == 0x00005E ? 8 : 4) { return true }
        switch organisation {
        case 0x0080C2: return try bridging(&d, value)
        case 0x00120F: return try ethernet(&d, value)
        case 0x0012BB: return try media(&d, value)
        case 0x00005E: return try iANA(&d, value)
        default: return false
        }
    }
}
