import Packets
import Wire

/// IEEE 802.2 logical link control and the SNAP extension.
///
///     | DSAP | SSAP | control: 1 byte (U) or 2 bytes (I, S), little-endian |   SNAP: | OUI: 3 | type: 2 |
enum LLC {
    /// What stations exchange about themselves (XID, ISO/IEC 8802-2 5.4.1.1.2).
    struct Identification: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// 0x81 for this format.
        var format: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Types and classes of service, bits.
        var types: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Receive window, in the upper seven bits.
        var window: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
    }

    /// How many bytes of header were read, and whether the payload was printed.
    typealias LLCResult = (length: Int, known: Bool)

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: LinkEnds?) throws(Truncation)
        -> LLCResult
    {
        d.layer = "llc"
        if bytes.byteCount < 3 {
            d.markTruncated()
            if bytes.byteCount > 0 { try d.dumpHexAndASCII(bytes, bytes.byteCount) }
            return (bytes.byteCount, true)
        }
        let fields = LLCHeader(bytes)
        let destination = try fields.destination
        let source = try fields.source
        var control = UInt16(try fields.control)
        let unnumbered = control & 3 == 3
        if !unnumbered {
            if bytes.byteCount < 4 {
                d.markTruncated()
                try d.dumpHexAndASCII(bytes, bytes.byteCount)
                return (bytes.byteCount, true)
            }
            control = try fields.longControl
        }
        if source == 0xFF && destination == 0xFF {
            if d.linkHeader { d.put("IPX 802.3: ") }
            try IPX.print(&d, bytes, length)
            return (0, true)
        }
        if d.linkHeader { header(&d, destination, source, control, unnumbered) }
        let headerLength = unnumbered ? 3 : 4
        let payload = try bytes.from(headerLength)
        let rest = Swift.max(0, length - headerLength)
        if source & 0xFE == destination & 0xFE && control == 3 && unnumbered {
            if source & 0xFE == 0xAA {
                let known = try snap(&d, payload, rest, ends, bridgePadding: 2)
                return (headerLength + 5, known)
            }
            if try Registry.serviceAccessPoint(source & 0xFE, &d, payload, rest) { return (headerLength, true) }
        }
        if !d.linkHeader { LLC.ends(&d, destination & 0xFE, source & 0xFE, ends) }
        let known = try frame(&d, payload, source, control, unnumbered, rest, headerLength)
        return (headerLength, known)
    }

    private static func header(
        _ d: inout Dissector, _ destination: UInt8, _ source: UInt8, _ control: UInt16, _ unnumbered: Bool
    ) {
        d.put("LLC, dsap ")
        d.put(Names.sapName(destination & 0xFE) ?? "Unknown")
        d.put(" (0x", hex: destination & 0xFE, 2, ") ")
        d.put(destination & 1 == 0 ? "Individual" : "Group")
        d.put(", ssap ")
        d.put(Names.sapName(source & 0xFE) ?? "Unknown")
        d.put(" (0x", hex: source & 0xFE, 2, ") ")
        d.put(source & 1 == 0 ? "Command" : "Response")
        d.put(", ctrl 0x", hex: control, unnumbered ? 2 : 4, ": ")
    }

    private static func ends(_ d: inout Dissector, _ destination: UInt8, _ source: UInt8, _ ends: LinkEnds?) {
        if let ends {
            d.put(linkAddress: ends.source)
            d.put(" ")
            if source != destination {
                sap(&d, source, "Unknown SSAP 0x")
                d.put(" ")
            }
            d.put("> ")
            d.put(linkAddress: ends.destination)
            d.put(" ")
        } else if source != destination {
            sap(&d, source, "Unknown SSAP 0x")
            d.put(" > ")
        }
        sap(&d, destination, "Unknown DSAP 0x")
        d.put(" ")
    }

    private static func sap(_ d: inout Dissector, _ value: UInt8, _ unknown: StaticString) {
        d.put(Names.sapName(value), or: unknown, hex: value, 2)
    }

    /// The frame's own line; false when no dissector takes the payload behind it.
    private static func frame(
        _ d: inout Dissector, _ payload: RawSpan, _ source: UInt8, _ control: UInt16, _ unnumbered: Bool, _ rest: Int,
        _ header: Int
    ) throws(Truncation) -> Bool {
        let response = source & 1 != 0
        if unnumbered {
            let command = UInt8(truncatingIfNeeded: control) & 0xEF
            d.put("Unnumbered, ")
            d.put(LLC.unnumberedCommand(command), or: "", hex: command, 2)
            flags(&d, response, control & 0x10 != 0, rest + header)
            if command == 0xAF { return try exchangeIdentification(&d, payload, rest) }
            return false
        }
        if control & 3 == 1 {
            d.put("Supervisory, ")
            switch control >> 2 & 3 {
            case 0: d.put("Receiver Ready")
            case 1: d.put("Receiver not Ready")
            case 2: d.put("Reject")
            default: d.put("?")
            }
            d.put(", rcv seq ", control >> 9)
            flags(&d, response, control & 0x100 != 0, rest + header)
            return true
        }
        d.put("Information, send seq ", control >> 1 & 0x7F, ", rcv seq ")
        d.put(control >> 9)
        flags(&d, response, control & 0x100 != 0, rest + header)
        return false
    }

    private static func flags(_ d: inout Dissector, _ response: Bool, _ poll: Bool, _ length: Int) {
        d.put(", Flags [")
        if poll { d.put(response ? "Final" : "Poll") } else { d.put(response ? "Response" : "Command") }
        d.put("], length ", length)
    }

    /// XID: the basic format's class and window (IEEE 802.2 5.4.1.1.2).
    private static func exchangeIdentification(_ d: inout Dissector, _ payload: RawSpan, _ rest: Int) throws(Truncation)
        -> Bool
    {
        if rest == 0 { return true }
        if payload.byteCount < 1 {
            d.markTruncated()
            return true
        }
        let identification = Identification(payload)
        guard try identification.format == 0x81 else { return false }
        if payload.byteCount < 3 || rest < 3 {
            d.markTruncated()
            try d.dumpUnknown(payload, payload.byteCount)
            return true
        }
        d.put(": ", hex: try identification.types, 2, " ")
        d.put(hex: try identification.window, 2)
        return true
    }

    private static func unnumberedCommand(_ command: UInt8) -> StaticString? {
        switch command {
        case 0x03: "ui"
        case 0xE3: "test"
        case 0xAF: "xid"
        case 0x43: "disc"
        case 0x63: "ua"
        case 0x6F: "sabme"
        case 0x0F: "dm"
        case 0x87: "frmr"
        default: nil
        }
    }

    /// The subnetwork access protocol: an OUI and a protocol within it. False when it is unknown.
    static func snap(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: LinkEnds?, bridgePadding: Int
    ) throws(Truncation) -> Bool {
        d.layer = "snap"
        guard bytes.byteCount >= 5 && length >= 5 else {
            d.markTruncated()
            return true
        }
        let header = SNAPHeader(bytes)
        let organisation = try header.organisation
        let type = try header.type
        let rest = length - SNAPHeader.length
        if d.linkHeader { snapHeader(&d, organisation, type, rest) }
        if try Registry.snapType(
            organisation, type, &d, bytes.from(SNAPHeader.length), rest, ends, bridgePadding: bridgePadding)
        {
            return true
        }
        if !d.linkHeader {
            if let ends {
                d.put(linkAddress: ends.source)
                d.put(" > ")
                d.put(linkAddress: ends.destination)
                d.put(" ")
            }
            d.put("SNAP, ")
            // What is Ethernet's anyway is not said to be.
            snapHeader(&d, organisation, type, rest, withOrganisation: organisation != 0)
        }
        return false
    }

    private static func snapHeader(
        _ d: inout Dissector, _ organisation: UInt32, _ type: UInt16, _ length: Int, withOrganisation: Bool = true
    ) {
        if withOrganisation {
            d.put("oui ")
            d.put(Names.organisationName(organisation) ?? "Unknown")
            d.put(" (0x", hex: organisation, 6, "), ")
        }
        d.put(organisation == 0 ? "ethertype " : "pid ")
        d.put(Names.snapTypeName(organisation, type) ?? "Unknown")
        d.put(" (0x", hex: type, 4, "), length ")
        d.put(length)
        d.put(": ")
    }
}
