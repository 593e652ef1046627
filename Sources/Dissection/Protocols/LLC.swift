import Packets

/// IEEE 802.2 logical link control and the SNAP extension.
///
///     | DSAP | SSAP | control: 1 byte (U) or 2 bytes (I, S), little-endian |   SNAP: | OUI: 3 | type: 2 |
extension Dissector {
    /// How many bytes of header were read, and whether the payload was printed.
    typealias LLCResult = (length: Int, known: Bool)

    mutating func llc(_ bytes: RawSpan, _ length: Int, _ ends: LinkEnds?) throws(Truncation) -> LLCResult {
        layer = "llc"
        if bytes.byteCount < 3 {
            markTruncated()
            if bytes.byteCount > 0 { try dumpHexAndASCII(bytes, bytes.byteCount) }
            return (bytes.byteCount, true)
        }
        let destination = try bytes.u8(0)
        let source = try bytes.u8(1)
        var control = UInt16(try bytes.u8(2))
        let unnumbered = control & 3 == 3
        if !unnumbered {
            if bytes.byteCount < 4 {
                markTruncated()
                try dumpHexAndASCII(bytes, bytes.byteCount)
                return (bytes.byteCount, true)
            }
            control = try bytes.le16(2)
        }
        if source == 0xFF && destination == 0xFF {
            if linkHeader { put("IPX 802.3: ") }
            try ipx(bytes, length)
            return (0, true)
        }
        if linkHeader { llcHeader(destination, source, control, unnumbered) }
        let headerLength = unnumbered ? 3 : 4
        let payload = try bytes.from(headerLength)
        let rest = Swift.max(0, length - headerLength)
        if source & 0xFE == destination & 0xFE && control == 3 && unnumbered {
            if source & 0xFE == 0xAA {
                let known = try snap(payload, rest, ends, bridgePadding: 2)
                return (headerLength + 5, known)
            }
            if try Registry.serviceAccessPoint(source & 0xFE, &self, payload, rest) { return (headerLength, true) }
        }
        if !linkHeader { llcEnds(destination & 0xFE, source & 0xFE, ends) }
        let known = try llcFrame(payload, source, control, unnumbered, rest, headerLength)
        return (headerLength, known)
    }

    private mutating func llcHeader(_ destination: UInt8, _ source: UInt8, _ control: UInt16, _ unnumbered: Bool) {
        put("LLC, dsap ")
        put(Registry.sapName(destination & 0xFE) ?? "Unknown")
        put(" (0x", hex: destination & 0xFE, 2, ") ")
        put(destination & 1 == 0 ? "Individual" : "Group")
        put(", ssap ")
        put(Registry.sapName(source & 0xFE) ?? "Unknown")
        put(" (0x", hex: source & 0xFE, 2, ") ")
        put(source & 1 == 0 ? "Command" : "Response")
        put(", ctrl 0x", hex: control, unnumbered ? 2 : 4, ": ")
    }

    private mutating func llcEnds(_ destination: UInt8, _ source: UInt8, _ ends: LinkEnds?) {
        if let ends {
            put(linkAddress: ends.source)
            put(" ")
            if source != destination {
                sap(source, "Unknown SSAP 0x")
                put(" ")
            }
            put("> ")
            put(linkAddress: ends.destination)
            put(" ")
        } else if source != destination {
            sap(source, "Unknown SSAP 0x")
            put(" > ")
        }
        sap(destination, "Unknown DSAP 0x")
        put(" ")
    }

    private mutating func sap(_ value: UInt8, _ unknown: StaticString) {
        put(Registry.sapName(value), or: unknown, hex: value, 2)
    }

    /// The frame's own line; false when the payload behind it is nobody's.
    private mutating func llcFrame(
        _ payload: RawSpan, _ source: UInt8, _ control: UInt16, _ unnumbered: Bool, _ rest: Int, _ header: Int
    ) throws(Truncation) -> Bool {
        let response = source & 1 != 0
        if unnumbered {
            let command = UInt8(truncatingIfNeeded: control) & 0xEF
            put("Unnumbered, ")
            put(Dissector.unnumberedCommand(command), or: "", hex: command, 2)
            llcFlags(response, control & 0x10 != 0, rest + header)
            if command == 0xAF { return try exchangeIdentification(payload, rest) }
            return false
        }
        if control & 3 == 1 {
            put("Supervisory, ")
            switch control >> 2 & 3 {
            case 0: put("Receiver Ready")
            case 1: put("Receiver not Ready")
            case 2: put("Reject")
            default: put("?")
            }
            put(", rcv seq ", control >> 9)
            llcFlags(response, control & 0x100 != 0, rest + header)
            return true
        }
        put("Information, send seq ", control >> 1 & 0x7F, ", rcv seq ")
        put(control >> 9)
        llcFlags(response, control & 0x100 != 0, rest + header)
        return false
    }

    private mutating func llcFlags(_ response: Bool, _ poll: Bool, _ length: Int) {
        put(", Flags [")
        if poll { put(response ? "Final" : "Poll") } else { put(response ? "Response" : "Command") }
        put("], length ", length)
    }

    /// XID: the basic format's class and window, RFC-less (IEEE 802.2 5.4.1.1.2).
    private mutating func exchangeIdentification(_ payload: RawSpan, _ rest: Int) throws(Truncation) -> Bool {
        if rest == 0 { return true }
        if payload.byteCount < 1 {
            markTruncated()
            return true
        }
        guard try payload.u8(0) == 0x81 else { return false }
        if payload.byteCount < 3 || rest < 3 {
            markTruncated()
            try dumpUnknown(payload, payload.byteCount)
            return true
        }
        put(": ", hex: try payload.u8(1), 2, " ")
        put(hex: try payload.u8(2), 2)
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

    /// The subnetwork access protocol: an OUI and a protocol within it. False when nobody knows it.
    mutating func snap(
        _ bytes: RawSpan, _ length: Int, _ ends: LinkEnds?, bridgePadding: Int
    ) throws(Truncation) -> Bool {
        layer = "snap"
        guard bytes.byteCount >= 5 && length >= 5 else {
            markTruncated()
            return true
        }
        let organisation = try bytes.u24(0)
        let type = try bytes.u16(3)
        let rest = length - 5
        if linkHeader { snapHeader(organisation, type, rest) }
        if try Registry.snapType(
            organisation, type, &self, bytes.from(5), rest, ends, bridgePadding: bridgePadding)
        {
            return true
        }
        if !linkHeader {
            if let ends {
                put(linkAddress: ends.source)
                put(" > ")
                put(linkAddress: ends.destination)
                put(" ")
            }
            put("SNAP, ")
            snapHeader(organisation, type, rest)
        }
        return false
    }

    private mutating func snapHeader(_ organisation: UInt32, _ type: UInt16, _ length: Int) {
        put("oui ")
        put(Registry.organisationName(organisation) ?? "Unknown")
        put(" (0x", hex: organisation, 6, "), ")
        put(organisation == 0 ? "ethertype " : "pid ")
        put(Registry.snapTypeName(organisation, type) ?? "Unknown")
        put(" (0x", hex: type, 4, "), length ")
        put(length)
        put(": ")
    }
}
