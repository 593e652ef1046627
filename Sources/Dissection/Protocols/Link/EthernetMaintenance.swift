import Packets

/// Operations, administration and maintenance of Ethernet links (IEEE 802.3 clause 57), one of the slow protocols.
///
///     | subtype 3 | flags: 2 | code | by code |
enum EthernetMaintenance {
    /// What each unit begins with, behind the subtype.
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets, without the subtype.
        static var length: Int { 3 }
        var flags: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var code: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
    }

    /// What a station says about itself, behind type and length (57.5.2).
    struct Information: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets with type and length.
        static var length: Int { 16 }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var revision: UInt16 { get throws(Truncation) { try bytes.u16(3) } }
        var state: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        var configuration: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
        var maximumSize: UInt16 { get throws(Truncation) { try bytes.u16(7) } }
        var organisation: UInt32 { get throws(Truncation) { try bytes.u24(9) } }
        var vendor: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
    }

    /// An event of the link; all kinds are read in the longest form (57.5.3).
    struct Event: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets with type and length.
        static var length: Int { 40 }
        /// In tenths of seconds.
        var time: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var window: UInt64 { get throws(Truncation) { try bytes.u64(4) } }
        var threshold: UInt64 { get throws(Truncation) { try bytes.u64(12) } }
        var errors: UInt64 { get throws(Truncation) { try bytes.u64(20) } }
        var errorTotal: UInt64 { get throws(Truncation) { try bytes.u64(28) } }
        var eventTotal: UInt32 { get throws(Truncation) { try bytes.u32(36) } }
    }

    /// What events and a command begin with (57.4.3).
    struct Body: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of the number in front of events.
        static var sequenceLength: Int { 2 }
        var sequence: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var command: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < Header.length { return tooShort(&d) }
        let header = Header(bytes)
        let (flags, code) = (try header.flags, try header.code)
        d.put("\n\tCode ")
        d.put(codeName(code), or: "Unknown (", code, codeName(code) == nil ? ")" : "")
        d.put(" OAM PDU, Flags [")
        d.put(
            flags: UInt32(flags),
            [
                (0x01, "Link Fault"), (0x02, "Dying Gasp"), (0x04, "Critical Event"), (0x08, "Local Evaluating"),
                (0x10, "Local Stable"), (0x20, "Remote Evaluating"), (0x40, "Remote Stable"),
            ])
        d.put("]")
        let rest = try bytes.from(Header.length)
        let size = length - Header.length
        switch code {
        case 0: try elements(&d, rest, 0, size, " Information Type (")
        case 1:
            if size < Body.sequenceLength { return tooShort(&d) }
            d.put("\n\t  Sequence Number ", try Body(rest).sequence)
            try elements(&d, rest, Body.sequenceLength, size, " Link Event Type (")
        case 4:
            if size < 1 { return tooShort(&d) }
            let command = try Body(rest).command
            d.put("\n\t  Command ")
            d.put(
                command == 1 ? "Enable OAM Remote Loopback" : command == 2 ? "Disable OAM Remote Loopback" : "Unknown")
            d.put(" (", command, ")")
        default: if d.verbosity <= 1 { try d.dumpValue(rest, 0, size, lead: "\n\t  ") }
        }
    }

    private static func tooShort(_ d: inout Dissector) {
        d.put("\n\t\t packet is too short")
    }

    /// Elements of information or events, until the one that ends them; `kind` is what they are called.
    private static func elements(
        _ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ length: Int, _ kind: StaticString
    ) throws(Truncation) {
        let areEvents = start > 0
        var offset = start
        while offset < length {
            if length - offset < 2 { return tooShort(&d) }
            let (type, size) = (try bytes.u8(offset), Int(try bytes.u8(offset + 1)))
            d.put("\n\t  ")
            d.put((areEvents ? eventName(type) : informationName(type)) ?? "Reserved")
            d.put(kind, type, "), length ")
            d.put(size)
            if type == 0 { return }
            if size < 2 { return d.put("\n\t    ERROR: illegal length - should be >= 2") }
            if size > length - offset { return tooShort(&d) }
            try bytes.require(size, at: offset)
            let element = try bytes.slice(offset, size)
            let isRead = try areEvents ? event(&d, type, element) : information(&d, type, element)
            if !isRead || d.verbosity > 1 { try d.dumpHex(element, size, lead: "\n\t  ") }
            offset += size
        }
    }

    /// False when the element is to be dumped.
    private static func information(_ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan) throws(Truncation) -> Bool {
        guard type == 1 || type == 2 else { return false }
        if bytes.byteCount != Information.length { return illegal(&d, Information.length) }
        let information = Information(bytes)
        d.put("\n\t    OAM-Version ", try information.version, ", Revision ")
        d.put(try information.revision)
        let state = try information.state
        d.put("\n\t    State-Parser-Action ")
        switch state & 3 {
        case 0: d.put("forwarding")
        case 1: d.put("looping back")
        case 2: d.put("discarding")
        default: d.put("reserved")
        }
        d.put(", State-MUX-Action ")
        d.put(state & 4 != 0 ? "discarding" : "forwarding")
        d.put("\n\t    OAM-Config Flags [")
        d.put(
            flags: UInt32(try information.configuration),
            [
                (0x01, "Active"), (0x02, "Unidirectional"), (0x04, "Remote-Loopback"), (0x08, "Link-Events"),
                (0x10, "Variable-Retrieval"),
            ])
        d.put("], OAM-PDU-Config max-PDU size ", try information.maximumSize & 0x07FF)
        let organisation = try information.organisation
        d.put("\n\t    OUI ")
        d.put(Names.organisationName(organisation) ?? "Unknown")
        d.put(" (0x", hex: organisation, 6, "), Vendor-Private 0x")
        d.put(hex: try information.vendor, 8)
        return true
    }

    private static func event(_ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan) throws(Truncation) -> Bool {
        guard (1...4).contains(type) else { return false }
        // tcpdump knows no other length, though only events of symbols have this one.
        if bytes.byteCount != Event.length { return illegal(&d, Event.length) }
        let event = Event(bytes)
        d.put("\n\t    Timestamp ", UInt32(try event.time) * 100, " ms, Errored Window ")
        d.put(try event.window)
        d.put("\n\t    Errored Threshold ", try event.threshold)
        d.put("\n\t    Errors ", try event.errors)
        d.put("\n\t    Error Running Total ", try event.errorTotal)
        d.put("\n\t    Event Running Total ", try event.eventTotal)
        return true
    }

    private static func illegal(_ d: inout Dissector, _ wanted: Int) -> Bool {
        d.put("\n\t    ERROR: illegal length - should be ", wanted)
        return false
    }

    private static func codeName(_ code: UInt8) -> StaticString? {
        switch code {
        case 0: "Information"
        case 1: "Event Notification"
        case 2: "Variable Request"
        case 3: "Variable Response"
        case 4: "Loopback Control"
        case 0xFE: "Vendor Private"
        default: nil
        }
    }

    private static func informationName(_ type: UInt8) -> StaticString? {
        switch type {
        case 0: "End of TLV marker"
        case 1: "Local"
        case 2: "Remote"
        case 0xFE: "Organization specific"
        default: nil
        }
    }

    private static func eventName(_ type: UInt8) -> StaticString? {
        switch type {
        case 0: "End of TLV marker"
        case 1: "Errored Symbol Period Event"
        case 2: "Errored Frame Event"
        case 3: "Errored Frame Period Event"
        case 4: "Errored Frame Seconds Summary Event"
        case 0xFE: "Organization specific"
        default: nil
        }
    }
}
