import Packets

// The values of later RFCs: dial-in with AppleTalk (RFC 2869), dynamic authorization (RFC 5176), mobility (RFC 5447),
// and location (RFC 5580).
extension RADIUS {
    static func dial(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan, _ size: Int) throws(Truncation) {
        switch RADIUSShape.of(type) {
        case .dialPassword:
            guard has(&d, 16, size) else { return }
            d.put("User_challenge (")
            try upperHex(&d, value, 0, 8)
            d.put(") User_resp(")
            try upperHex(&d, value, 8, 8)
            d.put(")")
        case .dialFeatures:
            guard has(&d, 14, size) else { return }
            let features = DialFeatures(value)
            d.put(try features.canChange ? "User can change password" : "User cannot change password")
            d.put(", Min password length: ", try features.minimumLength)
            d.put(", created at: ")
            try upperHex(&d, value, 2, 4)
            d.put(", expires in: ")
            try upperHex(&d, value, 6, 4)
            d.put(", Current Time: ")
            try upperHex(&d, value, 10, 4)
        default:
            if size < 8 { return d.put("ERROR: length ", size, " != 8") }
            try upperHex(&d, value, 0, 8)
        }
    }

    private static func upperHex(
        _ d: inout Dissector, _ value: RawSpan, _ start: Int, _ count: Int
    ) throws(Truncation) {
        for index in start..<start + count { d.put(upperHex: try value.u8(index)) }
    }

    static func errorCause(_ d: inout Dissector, _ value: RawSpan, _ size: Int) throws(Truncation) {
        if size != 4 { return d.put("Error: length ", size, " != 4") }
        let cause = try ExtendedValue(value).cause
        d.put("Error cause ", cause, ": ")
        if let name = errorCauseName(cause) { d.put(name) } else { d.put("Error-Cause ", cause, " not known") }
    }

    private static func errorCauseName(_ value: UInt32) -> StaticString? {
        switch value {
        case 201: "Residual Session Context Removed"
        case 202: "Invalid EAP Packet (Ignored)"
        case 401: "Unsupported Attribute"
        case 402: "Missing Attribute"
        case 403: "NAS Identification Mismatch"
        case 404: "Invalid Request"
        case 405: "Unsupported Service"
        case 406: "Unsupported Extension"
        case 407: "Invalid Attribute Value"
        case 501: "Administratively Prohibited"
        case 502: "Request Not Routable (Proxy)"
        case 503: "Session Context Not Found"
        case 504: "Session Context Not Removable"
        case 505: "Other Proxy Processing Error"
        case 506: "Resources Unavailable"
        case 507: "Request Initiated"
        case 508: "Multiple Session Selection Unsupported"
        case 509: "Location Info Required"
        default: nil
        }
    }

    /// RFC 5447 4.2.5 and IANA's registry: 64 flags.
    static func mobility(_ d: inout Dissector, _ value: RawSpan, _ size: Int) throws(Truncation) {
        guard has(&d, 8, size) else { return }
        let features = try ExtendedValue(value).features
        let names: InlineArray<12, (UInt64, StaticString)> = [
            (1, "MIP6_INTEGRATED"), (2, "LOCAL_HOME_AGENT_ASSIGNMENT"), (1 << 40, "PMIP6_SUPPORTED"),
            (1 << 41, "IP4_HOA_SUPPORTED"), (1 << 42, "LOCAL_MAG_ROUTING_SUPPORTED"), (1 << 43, "ASSIGN_LOCAL_IP"),
            (1 << 44, "MIP4_SUPPORTED"), (1 << 45, "OPTIMIZED_IDLE_MODE_MOBILITY"), (1 << 46, "GTPv2_SUPPORTED"),
            (1 << 47, "IP4_TRANSPORT_SUPPORTED"), (1 << 48, "IP4_HOA_ONLY_SUPPORTED"),
            (1 << 49, "INTER_MAG_ROUTING_SUPPORTED"),
        ]
        var separator: StaticString = ""
        d.put("[")
        for index in names.indices where features & names[index].0 != 0 {
            d.put(separator)
            d.put(names[index].1)
            separator = ", "
        }
        d.put("]")
    }

    /// RFC 5447 4.2.2: the length of a prefix, and the prefix in full.
    static func homePrefix(_ d: inout Dissector, _ value: RawSpan, _ size: Int) throws(Truncation) {
        guard has(&d, 17, size) else { return }
        let home = HomePrefix(value)
        d.put(host: try home.prefix)
        d.put("/", try home.bits)
    }

    /// RFC 5580 4.1: the operator's name, in its namespace.
    static func operatorName(_ d: inout Dissector, _ value: RawSpan, _ size: Int) throws(Truncation) {
        if size < 2 { return d.put("ERROR: length ", size, " < 2") }
        let named = OperatorName(value)
        let space = try named.space
        d.put("[")
        switch space {
        case 0x30: d.put("TADIG")
        case 0x31: d.put("REALM")
        case 0x32: d.put("E212")
        case 0x33: d.put("ICC")
        default: d.put("unknown namespace ", space)
        }
        d.put("] ")
        d.put(text: try named.name)
    }

    /// RFC 5580 4.2: whose location it is, since when, how long it holds, and how it was found.
    static func locationInformation(_ d: inout Dissector, _ value: RawSpan, _ size: Int) throws(Truncation) {
        if size < 21 { return d.put("ERROR: length ", size, " < 21") }
        let location = LocationInformation(value)
        d.put("index ", try location.index)
        let (code, entity) = try (location.code, location.entity)
        d.put(", code ")
        unlessUnknown(&d, code, "Civic", "Geospatial")
        d.put(", entity ")
        unlessUnknown(&d, entity, "User", "RADIUS")
        d.put(", sighting time ")
        NTP.longTime(&d, try location.sighting)
        d.put(", time to live ")
        NTP.longTime(&d, try location.lifetime)
        d.put(", method \"")
        d.put(text: try location.method)
        d.put("\"")
    }

    private static func unlessUnknown(
        _ d: inout Dissector, _ value: UInt8, _ zero: StaticString, _ one: StaticString
    ) {
        if value > 1 { return d.put("Unknown (", value, ")") }
        d.put(value == 0 ? zero : one)
    }

    /// RFC 5580 4.3.
    static func locationData(_ d: inout Dissector, _ value: RawSpan, _ size: Int) throws(Truncation) {
        if size < 3 { return d.put("ERROR: length ", size, " < 3") }
        let data = LocationData(value)
        d.put("index ", try data.index, ", location")
        // It is dumped here; with -vv the whole attribute is, once more.
        try d.dumpHexAndASCII(data.location, size - LocationData.headerLength, lead: "\n\t    ")
    }

    /// RFC 5580 4.4: what may be done with a location.
    static func locationRules(_ d: inout Dissector, _ value: RawSpan, _ size: Int) throws(Truncation) {
        if size < LocationRules.headerLength { return d.put("ERROR: length ", size, " < 10") }
        let rules = LocationRules(value)
        d.put("flags [")
        putRules(&d, try rules.flags)
        d.put("], retention expires ")
        NTP.longTime(&d, try rules.retention)
        if size > LocationRules.headerLength {
            d.put(", note well \"")
            d.put(text: try rules.note)
            d.put("\"")
        }
    }

    /// One flag has a meaning, the others must be zero.
    private static func putRules(_ d: inout Dissector, _ flags: UInt16) {
        if flags == 0 { return d.put("none") }
        var separator: StaticString = ""
        for bit in (0..<16).reversed() where flags & (0x8000 >> UInt16(bit)) != 0 {
            d.put(separator)
            if bit == 0 { d.put("Retransmission Allowed") } else { d.put("MBZ-", bit) }
            separator = ", "
        }
    }
}
