import Packets

/// Labels, requests for them, and routes (RFC 3209 4, RFC 3473 2).
enum RSVPLabel {
    typealias Outcome = RSVPObject.Outcome

    struct Label: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        func label(_ offset: Int) throws(Truncation) -> UInt32 { try bytes.u32(offset) }
        var waveband: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var start: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var stop: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        /// Of a set of labels.
        var action: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var setType: UInt32 { get throws(Truncation) { try bytes.u32(0) & 0x7F } }
    }

    struct Request: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var encoding: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var switching: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var payload: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        func etherType(_ offset: Int) throws(Truncation) -> UInt16 { try bytes.u16(offset + 2) }
        /// ATM: labels cannot be merged.
        var noMerge: Bool { get throws(Truncation) { try bytes.u16(4) & 0x8000 != 0 } }
        var minimumPath: UInt16 { get throws(Truncation) { try bytes.u16(4) & 0xFFF } }
        var minimumChannel: UInt16 { get throws(Truncation) { try bytes.u16(6) & 0xFFF } }
        var maximumPath: UInt16 { get throws(Truncation) { try bytes.u16(8) & 0xFFF } }
        var maximumChannel: UInt16 { get throws(Truncation) { try bytes.u16(10) & 0xFFF } }
        /// Frame Relay.
        var minimum: UInt32 { get throws(Truncation) { try bytes.u32(4) & 0x7F_FFFF } }
        var identifierSize: UInt32 { get throws(Truncation) { try bytes.u32(4) >> 23 & 3 } }
        var maximum: UInt32 { get throws(Truncation) { try bytes.u32(8) & 0x7F_FFFF } }
    }

    /// A step of a route.
    struct Step: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var isLoose: Bool { get throws(Truncation) { try bytes.u8(0) & 0x80 != 0 } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) & 0x7F } }
        /// Octets, with these two.
        var length: Int { get throws(Truncation) { Int(try bytes.u8(1)) } }
        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(2) } }
        var prefixLength: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
        var labelFlags: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var labelType: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var label: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    static func label(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        let label = Label(bytes)
        switch type {
        case 1:
            var offset = 0
            while offset + 4 <= bytes.byteCount {
                d.put(lead)
                d.put("  Label: ", try label.label(offset))
                offset += 4
            }
        case 2:
            if bytes.byteCount < 4 { return .short }
            d.put(lead)
            d.put("  Generalized Label: ", try label.label(0))
        case 3:
            if bytes.byteCount < 12 { return .short }
            d.put(lead)
            d.put("  Waveband ID: ", try label.waveband)
            d.put(lead)
            d.put("  Start Label: ", try label.start, ", Stop Label: ")
            d.put(try label.stop)
        default: return .unknown
        }
        return .told
    }

    static func set(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        guard type == 1 else { return .unknown }
        if bytes.byteCount < 4 { return .short }
        let label = Label(bytes)
        let action = try label.action
        d.put(lead)
        d.put("  Action: ")
        d.put(actionName(action) ?? "Unknown")
        d.put(" (", action, "), Label type: ")
        d.put(try label.setType)
        if action == 2 || action == 3 {
            if bytes.byteCount < 12 { return .short }
            d.put(lead)
            d.put("  Start range: ", try label.start, ", End range: ")
            d.put(try label.stop)
            return .told
        }
        var (offset, number) = (4, 1)
        while offset + 4 <= bytes.byteCount {
            d.put(lead)
            d.put("  Subchannel #", number, ": ")
            d.put(try label.label(offset))
            offset += 4
            number += 1
        }
        return .told
    }

    private static func actionName(_ action: UInt8) -> StaticString? {
        switch action {
        case 0: "Inclusive list"
        case 1: "Exclusive list"
        case 2: "Inclusive range"
        case 3: "Exclusive range"
        default: nil
        }
    }

    static func request(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        let request = Request(bytes)
        switch type {
        case 1:
            var offset = 0
            while offset + 4 <= bytes.byteCount {
                try networkProtocol(&d, request.etherType(offset), lead)
                offset += 4
            }
        case 2:
            if bytes.byteCount < 12 { return .short }
            try networkProtocol(&d, request.etherType(0), lead)
            d.put(try request.noMerge ? ",no merge capability" : ", merge capability")
            d.put(lead)
            d.put("  Minimum VPI/VCI: ", try request.minimumPath, "/")
            d.put(try request.minimumChannel)
            d.put(lead)
            d.put("  Maximum VPI/VCI: ", try request.maximumPath, "/")
            d.put(try request.maximumChannel)
        case 3:
            if bytes.byteCount < 12 { return .short }
            try networkProtocol(&d, request.etherType(0), lead)
            d.put(lead)
            d.put("  Minimum/Maximum DLCI: ", try request.minimum, "/")
            let size = try request.identifierSize
            d.put("", try request.maximum, ", ")
            d.put(size == 0 ? "10" : size == 2 ? "23" : "")
            d.put(" bit DLCI")
        case 4:
            if bytes.byteCount < 4 { return .short }
            let (encoding, switching, payload) = try (request.encoding, request.switching, request.payload)
            d.put(lead)
            d.put("  LSP Encoding Type: ")
            d.put(MPLSNames.generalizedEncoding(encoding) ?? "Unknown")
            d.put(" (", encoding, ")")
            d.put(lead)
            d.put("  Switching Type: ")
            d.put(MPLSNames.switching(switching) ?? "Unknown")
            d.put(" (", switching, "), Payload ID: ")
            d.put(MPLSNames.payload(payload) ?? "Unknown")
            d.put(" (0x", hex: payload, 4, ")")
        default: return .unknown
        }
        return .told
    }

    private static func networkProtocol(_ d: inout Dissector, _ type: UInt16, _ lead: StaticString) {
        d.put(lead)
        d.put("  L3 Protocol ID: ")
        d.put(Names.etherTypeName(type), or: "Unknown Protocol (0x", hex: type, 4, ")")
    }

    /// The steps of an explicit route, or of one that was recorded.
    static func route(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        guard type == 1 else { return .unknown }
        var offset = 0
        while offset < bytes.byteCount {
            let step = Step(try bytes.from(offset))
            let (kind, size) = try (step.type, step.length)
            d.put(lead)
            d.put("  Subobject Type: ")
            d.put(stepName(kind), or: "Unknown ", kind)
            d.put(", length ", size)
            if bytes.byteCount - offset < size {
                d.put(lead)
                d.put("  ERROR: ERO subobject length > object length")
                return .ended
            }
            if size == 0 {
                d.put(lead)
                d.put("  ERROR: zero length ERO subtype")
                return .told
            }
            if kind == 1 || kind == 3 {
                if size != 8 {
                    d.put(" ERROR: length != 8")
                    return .invalid
                }
                if kind == 1 { if try !prefix(&d, step) { return .invalid } } else { try label(&d, step) }
            }
            offset += size
        }
        return .told
    }

    private static func prefix(_ d: inout Dissector, _ step: borrowing Step) throws(Truncation) -> Bool {
        let length = try step.prefixLength
        if length != 32 {
            d.put(" ERROR: Prefix length ", length, " != 32")
            return false
        }
        d.put(try step.isLoose ? ", Loose, " : ", Strict, ", host: try step.address, "/32, Flags: [")
        d.put(
            flags: UInt32(try step.flags),
            [
                (0x01, "Local protection available"), (0x02, "Local protection in use"),
                (0x04, "Bandwidth protection"), (0x08, "Node protection"),
            ])
        d.put("]")
        return true
    }

    private static func label(_ d: inout Dissector, _ step: borrowing Step) throws(Truncation) {
        let (flags, type) = try (step.labelFlags, step.labelType)
        d.put(flags & 1 != 0 ? ", Flags: [Global] (" : ", Flags: [none] (")
        d.alternateHex(UInt32(flags))
        d.put("), Class-Type: ")
        // The name is that of a recorded route's type, not of a label's.
        d.put(RSVPObject.typeName(21, type) ?? "Unknown")
        d.put(" (", type, "), ")
        d.put(try step.label)
    }

    private static func stepName(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 0: "Reserved"
        case 1: "IPv4 prefix"
        case 2: "IPv6 prefix"
        case 3: "Label"
        case 32: "Autonomous system number"
        case 64: "MPLS label switched path termination"
        default: nil
        }
    }
}
