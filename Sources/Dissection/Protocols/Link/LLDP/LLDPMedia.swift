import Packets

/// LLDP's elements for telephony (ANSI/TIA-1057): capabilities, policies, places, power, inventory.
extension LLDP {
    /// Capabilities (10.2.2).
    struct MediaCapabilities: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets with organisation and subtype.
        static var length: Int { 7 }
        /// What it can do, bits.
        var capabilities: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        /// Its class.
        var device: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
    }

    /// Network policy (10.2.3): application 8 bits, flags 3, VLAN 12, priority 3, code point 6.
    struct MediaPolicy: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 8 }
        var application: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        var vlan: UInt16 { get throws(Truncation) { try bytes.u16(5) >> 1 & 0x0FFF } }
        var priority: UInt16 { get throws(Truncation) { try bytes.u16(6) >> 6 & 7 } }
        var codePoint: UInt16 { get throws(Truncation) { try bytes.u16(6) & 0x3F } }
    }

    /// Location (10.2.4): a format, then coordinates (RFC 3825), a civic address (RFC 4776) or a number to call.
    struct MediaLocation: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of organisation, subtype and format.
        static var length: Int { 5 }
        /// Octets with coordinates.
        static var coordinatesLength: Int { 21 }
        /// Octets up to a civic address's elements, of the elements' type and length, and of what stands in front of
        /// what the address's length counts.
        static var civicLength: Int { 9 }
        static var civicElementLength: Int { 2 }
        static var civicStart: Int { 6 }
        static var country: Int { 7 }
        static var countryLength: Int { 2 }
        var format: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// tcpdump reads the coordinates an octet too early, from their length on; so does this.
        var latitudeResolution: UInt8 { get throws(Truncation) { try bytes.u8(5) >> 2 } }
        var latitude: UInt64 { get throws(Truncation) { try UInt64(bytes.u8(5) & 3) << 32 | UInt64(bytes.u32(6)) } }
        var longitudeResolution: UInt8 { get throws(Truncation) { try bytes.u8(10) >> 2 } }
        var longitude: UInt64 { get throws(Truncation) { try UInt64(bytes.u8(10) & 3) << 32 | UInt64(bytes.u32(11)) } }
        var altitudeType: UInt8 { get throws(Truncation) { try bytes.u8(15) >> 4 } }
        var altitudeResolution: UInt16 { get throws(Truncation) { try bytes.u16(15) >> 6 & 0x3F } }
        var altitude: UInt32 { get throws(Truncation) { try UInt32(bytes.u8(16) & 0x3F) << 24 | bytes.u24(17) } }
        var datum: UInt8 { get throws(Truncation) { try bytes.u8(20) } }
        /// A civic address: octets of what follows, and whose place it is.
        var civicSize: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        var civicWhat: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
        /// An element of a civic address at `offset`.
        func civicType(_ offset: Int) throws(Truncation) -> UInt8 { try bytes.u8(offset) }
        func civicLength(_ offset: Int) throws(Truncation) -> UInt8 { try bytes.u8(offset + 1) }
    }

    /// Power (10.2.5): type 2 bits, source 2, priority 4, then tenths of a watt.
    struct MediaPower: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 7 }
        var control: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var power: UInt16 { get throws(Truncation) { try bytes.u16(5) } }
    }

    static func media(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Bool {
        let kind = try Organised(value).subtype
        subtype(&d, mediaName(kind), kind)
        let size = value.byteCount
        switch kind {
        case 1: if size >= MediaCapabilities.length { try mediaCapabilities(&d, MediaCapabilities(value)) }
        case 2: if size >= MediaPolicy.length { try policy(&d, MediaPolicy(value)) }
        case 3: if size >= MediaLocation.length { try location(&d, value) }
        case 4: if size >= MediaPower.length { try power(&d, MediaPower(value)) }
        case 5...11:
            d.put("\n\t  ")
            d.put(inventoryName(kind))
            d.put(" ")
            d.put(text: try value.from(Organised.text), terminated: true)
        default: return false
        }
        return true
    }

    private static func mediaName(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 1: "LLDP-MED Capabilities"
        case 2: "Network policy"
        case 3: "Location identification"
        case 4: "Extended power-via-MDI"
        case 5: "Inventory - hardware revision"
        case 6: "Inventory - firmware revision"
        case 7: "Inventory - software revision"
        case 8: "Inventory - serial number"
        case 9: "Inventory - manufacturer name"
        case 10: "Inventory - model name"
        case 11: "Inventory - asset ID"
        default: nil
        }
    }

    /// The subtypes' names without the word in front.
    private static func inventoryName(_ kind: UInt8) -> StaticString {
        switch kind {
        case 5: "Hardware revision"
        case 6: "Firmware revision"
        case 7: "Software revision"
        case 8: "Serial number"
        case 9: "Manufacturer name"
        case 10: "Model name"
        default: "Asset ID"
        }
    }

    private static func mediaCapabilities(
        _ d: inout Dissector, _ element: borrowing MediaCapabilities
    ) throws(Truncation) {
        let bits = try element.capabilities
        d.put("\n\t    Media capabilities [")
        d.put(
            flags: UInt32(bits),
            [
                (1, "LLDP-MED capabilities"), (2, "network policy"), (4, "location identification"),
                (8, "extended power via MDI-PSE"), (16, "extended power via MDI-PD"), (32, "Inventory"),
            ])
        d.put("] (0x", hex: bits, 4, ")")
        let device = try element.device
        d.put("\n\t    Device type [")
        switch device {
        case 1: d.put("endpoint class 1")
        case 2: d.put("endpoint class 2")
        case 3: d.put("endpoint class 3")
        case 4: d.put("network connectivity")
        default: d.put("unknown")
        }
        d.put("] (0x", hex: device, 2, ")")
    }

    private static func applicationName(_ kind: UInt8) -> StaticString {
        switch kind {
        case 1: "voice"
        case 2: "voice signaling"
        case 3: "guest voice"
        case 4: "guest voice signaling"
        case 5: "softphone voice"
        case 6: "video conferencing"
        case 7: "streaming video"
        case 8: "video signaling"
        default: "none"
        }
    }

    private static func policy(_ d: inout Dissector, _ element: borrowing MediaPolicy) throws(Truncation) {
        let (application, flags) = (try element.application, try element.flags)
        d.put("\n\t    Application type [")
        d.put(applicationName(application))
        d.put("] (0x", hex: application, 2, "), Flags [")
        d.put(flags: UInt32(flags), [(0x80, "Unknown"), (0x40, "Tagged"), (0x20, "reserved")])
        d.put("]\n\t    Vlan id ", try element.vlan, ", L2 priority ")
        d.put("", try element.priority, ", DSCP value ")
        d.put(try element.codePoint)
    }

    private static func location(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let element = MediaLocation(value)
        let format = try element.format
        d.put("\n\t    Location data format ")
        switch format {
        case 1: d.put("coordinate-based LCI")
        case 2: d.put("civic address LCI")
        case 3: d.put("ECS ELIN")
        default: d.put("unknown")
        }
        d.put(" (0x", hex: format, 2, ")")
        switch format {
        case 1: if value.byteCount >= MediaLocation.coordinatesLength { try coordinates(&d, element) }
        case 2: try civicAddress(&d, value)
        case 3:
            d.put("\n\t    ECS ELIN id ")
            d.put(text: try value.from(MediaLocation.length), terminated: true)
        default:
            d.put("\n\t    Location ID ")
            let rest = try value.from(MediaLocation.length)
            try d.dumpHex(rest, rest.byteCount, lead: "\n\t      ")
        }
    }

    private static func coordinates(_ d: inout Dissector, _ element: borrowing MediaLocation) throws(Truncation) {
        d.put("\n\t    Latitude resolution ", try element.latitudeResolution, ", latitude value ")
        d.put(try element.latitude)
        d.put("\n\t    Longitude resolution ", try element.longitudeResolution, ", longitude value ")
        d.put(try element.longitude)
        let kind = try element.altitudeType
        d.put("\n\t    Altitude type ")
        d.put(kind == 1 ? "meters" : kind == 2 ? "floors" : "unknown")
        d.put(" (", kind, ")\n\t    Altitude resolution ")
        d.put("", try element.altitudeResolution, ", altitude value 0x")
        d.put(hex: try element.altitude)
        let datum = try element.datum
        d.put("\n\t    Datum ")
        switch datum {
        case 1: d.put("World Geodesic System 1984")
        case 2: d.put("North American Datum 1983 (NAVD88)")
        case 3: d.put("North American Datum 1983 (MLLW)")
        default: d.put("unknown")
        }
        d.put(" (0x", hex: datum, 2, ")")
    }

    private static func civicAddress(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        if value.byteCount < MediaLocation.civicStart { return }
        let element = MediaLocation(value)
        var left = Int(try element.civicSize)
        if left < 3 || left > value.byteCount - (MediaLocation.civicStart + 1) { return }
        let what = try element.civicWhat
        d.put("\n\t    LCI length ", left, ", LCI what ")
        switch what {
        case 0: d.put("location of DHCP server")
        case 1: d.put("location of the network element believed to be closest to the client")
        case 2: d.put("location of the client")
        default: d.put("unknown")
        }
        d.put(" (0x", hex: what, 2, "), Country-code ")
        try d.put(text: value, at: MediaLocation.country, MediaLocation.countryLength, terminated: true)
        left -= 1 + MediaLocation.countryLength
        var offset = MediaLocation.civicLength
        while left >= MediaLocation.civicElementLength {
            guard value.has(MediaLocation.civicElementLength, at: offset) else { return }
            let (kind, size) = (try element.civicType(offset), Int(try element.civicLength(offset)))
            offset += MediaLocation.civicElementLength
            left -= MediaLocation.civicElementLength
            d.put("\n\t      CA type '")
            d.put(civicName(kind))
            d.put("' (", kind, "), length ")
            d.put("", size, ": ")
            if kind == 0 || size == 0 || size > left || !value.has(size, at: offset) { return }
            try d.put(text: value, at: offset, size, terminated: true)
            offset += size
            left -= size
        }
    }

    private static func civicName(_ kind: UInt8) -> StaticString {
        switch kind {
        case 1: "national subdivisions (state,canton,region,province,prefecture)"
        case 2: "county, parish, gun, district"
        case 3: "city, township, shi"
        case 4: "city division, borough, city district, ward chou"
        case 5: "neighborhood, block"
        case 6: "street"
        default: "unknown"
        }
    }

    private static func power(_ d: inout Dissector, _ element: borrowing MediaPower) throws(Truncation) {
        let control = try element.control
        d.put("\n\t    Power type [")
        // tcpdump tests the lowest bits, which are of the priority; so does this.
        d.put(control & 3 != 0 ? "PD device" : "PSE device")
        d.put("], Power source [")
        switch control >> 4 & 3 {
        case 1: d.put("PSE - primary power source")
        case 2: d.put("local - backup power source")
        case 3: d.put("PSE+local - reserved")
        default: d.put("none")
        }
        let priority = control & 0x0F
        d.put("]\n\t    Power priority [")
        switch priority {
        case 1: d.put("critical")
        case 2: d.put("high")
        case 3: d.put("low")
        default: d.put("none")
        }
        d.put("] (0x", hex: priority, 2, "), Power ")
        let power = try element.power
        if power >= 1024 { return d.put("", power, " (Reserved)") }
        d.put("", power / 10, ".")
        d.put("", power % 10, " Watts")
    }
}
