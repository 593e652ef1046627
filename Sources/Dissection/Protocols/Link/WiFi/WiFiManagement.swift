import Packets

/// The bodies of 802.11 management frames (IEEE 802.11-2016 9.3.3): fixed fields, then elements of number, length and
/// value.
enum WiFiManagement {
    /// An element at `offset` (IEEE 802.11 9.4.2); its value follows.
    struct Element: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets of type and length.
        static var headerLength: Int { 2 }
        /// Which element.
        var kind: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Octets of the value.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
        /// DSSS parameters: the channel.
        var channel: UInt8 { get throws(Truncation) { try bytes.u8(offset + 2) } }
    }

    /// Fixed fields by their offset in a body; which ones are there depends on the subtype.
    struct Body: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Beacons and probe responses: timestamp 8, interval 2, capabilities 2.
        static var beaconLength: Int { 12 }
        var beaconCapabilities: UInt16 { get throws(Truncation) { try bytes.le16(10) } }
        /// Association: capabilities 2, then a listen interval or the status 2 and the association's number 2.
        static var requestLength: Int { 4 }
        static var responseLength: Int { 6 }
        static var reassociationLength: Int { 10 }
        var capabilities: UInt16 { get throws(Truncation) { try bytes.le16(0) } }
        var status: UInt16 { get throws(Truncation) { try bytes.le16(2) } }
        var association: UInt16 { get throws(Truncation) { try bytes.le16(4) } }
        var accessPoint: UInt64 { get throws(Truncation) { try bytes.u48(4) } }
        /// Authentication: algorithm, step, status.
        static var authenticationLength: Int { 6 }
        var algorithm: UInt16 { get throws(Truncation) { try bytes.le16(0) } }
        var step: UInt16 { get throws(Truncation) { try bytes.le16(2) } }
        var authenticationStatus: UInt16 { get throws(Truncation) { try bytes.le16(4) } }
        var reason: UInt16 { get throws(Truncation) { try bytes.le16(0) } }
        /// Actions: category and action.
        var category: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var action: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
    }

    enum Capability {
        static var infrastructure: UInt16 { 0x0001 }
        static var privacy: UInt16 { 0x0010 }
    }

    /// Where the elements that are printed lie in the body; the first of each kind counts.
    struct Elements {
        var name: Range<Int>?
        var rates: Range<Int>?
        var channel: UInt8?
        /// All elements were there.
        var whole = true
    }

    /// False when the body is cut off.
    static func print(
        _ d: inout Dissector, _ control: WiFi.FrameControl, _ source: UInt64, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        if let name = name(control.subtype) {
            d.put(name)
        } else {
            d.put("Unhandled Management subtype(", hex: control.subtype, 1, ")")
        }
        if control.isProtected { return try WiFi.printEncrypted(&d, bytes) }
        switch control.subtype {
        case 0: return try associationRequest(&d, bytes, length)
        case 1, 3: return try associationResponse(&d, bytes, length)
        case 2: return try reassociationRequest(&d, bytes, length)
        case 4: return try probeRequest(&d, bytes, length)
        case 5: return try beacon(&d, bytes, length, isBeacon: false)
        case 8: return try beacon(&d, bytes, length, isBeacon: true)
        case 10: return try disassociation(&d, bytes, length)
        case 11: return try authentication(&d, bytes, length)
        case 12: return try deauthentication(&d, source, bytes, length)
        case 13: return try WiFiAction.print(&d, source, bytes, length)
        default: return true
        }
    }

    static func name(_ subtype: UInt8) -> StaticString? {
        switch subtype {
        case 0: "Assoc Request"
        case 1: "Assoc Response"
        case 2: "ReAssoc Request"
        case 3: "ReAssoc Response"
        case 4: "Probe Request"
        case 5: "Probe Response"
        case 8: "Beacon"
        case 9: "ATIM"
        case 10: "Disassociation"
        case 11: "Authentication"
        case 12: "DeAuthentication"
        case 13: "Action"
        default: nil
        }
    }

    /// Walks the elements from `offset` on. One that is cut off or too long for its kind ends the walk.
    static func elements(_ bytes: RawSpan, _ start: Int, _ length: Int) throws(Truncation) -> Elements {
        var found = Elements()
        found.whole = false
        var offset = start
        while offset < length {
            guard length - offset >= 2, bytes.has(2, at: offset) else { return found }
            let size = Int(try Element(bytes, at: offset).length)
            guard length - offset >= 2 + size, bytes.has(2 + size, at: offset) else { return found }
            let value = offset + Element.headerLength..<offset + Element.headerLength + size
            switch try Element(bytes, at: offset).kind {
            case 0:
                if size > 32 { return found }
                if found.name == nil { found.name = value }
            case 1:
                if size > 16 { return found }
                if found.rates == nil && size > 0 { found.rates = value }
            case 3:
                if size == 1 && found.channel == nil { found.channel = try Element(bytes, at: offset).channel }
            case 5:
                // Three octets of counters, then a bitmap.
                if size > 3 + 251 { return found }
            case 16:
                if size > 253 { return found }
            default: break
            }
            offset = value.upperBound
        }
        found.whole = true
        return found
    }

    private static func printName(_ d: inout Dissector, _ bytes: RawSpan, _ found: Elements) throws(Truncation) {
        guard let name = found.name else { return }
        d.put(" (")
        d.put(text: try bytes.slice(name.lowerBound, name.count), terminated: true)
        d.put(")")
    }

    /// Halves of a megabit; the top bit marks a basic rate.
    private static func printRates(_ d: inout Dissector, _ bytes: RawSpan, _ found: Elements) throws(Truncation) {
        guard let rates = found.rates else { return }
        var lead: StaticString = " ["
        for offset in rates {
            let rate = try bytes.u8(offset)
            d.put(lead)
            d.put((rate & 0x7F) / 2)
            d.put(rate & 1 == 0 ? ".0" : ".5")
            if rate & 0x80 != 0 { d.put("*") }
            lead = " "
        }
        d.put(" Mbit]")
    }

    private static func printChannel(_ d: inout Dissector, _ found: Elements, _ capabilities: UInt16) {
        if let channel = found.channel { d.put(" CH: ", channel) }
        if capabilities & Capability.privacy != 0 { d.put(", PRIVACY") }
    }
}

// MARK: - Subtypes

extension WiFiManagement {
    private static func beacon(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, isBeacon: Bool
    ) throws(Truncation) -> Bool {
        guard bytes.has(Body.beaconLength, at: 0), length >= Body.beaconLength else { return false }
        let capabilities = try Body(bytes).beaconCapabilities
        let found = try elements(bytes, Body.beaconLength, length)
        try printName(&d, bytes, found)
        try printRates(&d, bytes, found)
        if isBeacon { d.put(capabilities & Capability.infrastructure != 0 ? " ESS" : " IBSS") }
        printChannel(&d, found, capabilities)
        return found.whole
    }

    private static func associationRequest(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        guard bytes.has(Body.requestLength, at: 0), length >= Body.requestLength else { return false }
        let found = try elements(bytes, Body.requestLength, length)
        try printName(&d, bytes, found)
        try printRates(&d, bytes, found)
        return found.whole
    }

    private static func associationResponse(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        guard bytes.has(Body.responseLength, at: 0), length >= Body.responseLength else { return false }
        let body = Body(bytes)
        let found = try elements(bytes, Body.responseLength, length)
        d.put(" AID(", hex: try body.association & 0x3FFF, 1, ") :")
        if try body.capabilities & Capability.privacy != 0 { d.put(" PRIVACY ") }
        d.put(": ")
        d.put(WiFiStatus.name(try body.status) ?? "n/a")
        return found.whole
    }

    private static func reassociationRequest(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        guard bytes.has(Body.reassociationLength, at: 0), length >= Body.reassociationLength else { return false }
        let found = try elements(bytes, Body.reassociationLength, length)
        try printName(&d, bytes, found)
        d.put(" AP : ")
        d.put(linkAddress: try Body(bytes).accessPoint)
        return found.whole
    }

    private static func probeRequest(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        let found = try elements(bytes, 0, length)
        try printName(&d, bytes, found)
        try printRates(&d, bytes, found)
        return found.whole
    }

    private static func disassociation(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        guard bytes.has(2, at: 0), length >= 2 else { return false }
        d.put(": ")
        d.put(WiFiReason.name(try Body(bytes).reason) ?? "Reserved")
        return true
    }

    private static func deauthentication(
        _ d: inout Dissector, _ source: UInt64, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        guard bytes.has(2, at: 0), length >= 2 else { return false }
        let reason = try Body(bytes).reason
        if !d.linkHeader {
            d.put(" (")
            d.put(linkAddress: source)
            d.put(")")
        }
        d.put(": ")
        d.put(WiFiReason.name(reason) ?? "Reserved")
        return true
    }

    private static func authentication(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        guard bytes.has(Body.authenticationLength, at: 0), length >= Body.authenticationLength else { return false }
        let body = Body(bytes)
        let whole = try elements(bytes, Body.authenticationLength, length).whole
        let (algorithm, step) = (try body.algorithm, try body.step)
        d.put(" (")
        d.put(algorithm == 0 ? "Open System" : algorithm == 1 ? "Shared Key" : algorithm == 2 ? "EAP" : "Reserved")
        d.put(")-", hex: step)
        // The second step of a shared key carries the challenge, the third its answer.
        d.put(algorithm == 1 && (step == 2 || step == 3) ? " [Challenge Text] " : ": ")
        // Even steps have no status to tell.
        if step & 1 != 0 { d.put(WiFiStatus.name(try body.authenticationStatus) ?? "n/a") }
        return whole
    }
}
