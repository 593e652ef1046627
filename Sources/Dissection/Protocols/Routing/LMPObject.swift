import Packets

/// The objects of link management messages (RFC 4204 13); the text of links and services is in files of their own.
enum LMPObject {
    struct Header: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var isNegotiable: Bool { get throws(Truncation) { try bytes.u8(0) & 0x80 != 0 } }
        /// The kind within the class.
        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) & 0x7F } }
        var objectClass: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// With this header.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
    }

    /// Values of objects that are one field or two (RFC 4204 13).
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Milliseconds.
        var hello: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Milliseconds.
        var helloDead: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// A sequence number.
        var sent: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// A sequence number.
        var received: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// Milliseconds.
        var verifyDead: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var verifyTransport: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var verification: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var number: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        var address6: HostAddress { get throws(Truncation) { try bytes.ipv6(0) } }
        var errors: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
    }

    /// RFC 4204 13.8.
    struct Verification: ~Escapable {
        static let size = 20
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var flags: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Milliseconds.
        var interval: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var links: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var encoding: UInt8 { get throws(Truncation) { try bytes.u8(8) } }
        var transport: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
        /// Bytes a second in single precision.
        var rate: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        /// Nanometres.
        var wavelength: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
    }

    static func list(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        var offset = 0
        var left = length
        while left > 0 {
            try bytes.require(Header.size, at: offset)
            let header = Header(try bytes.from(offset))
            let size = try header.length
            let kind = try header.objectClass
            let type = try header.type
            d.put("\n\t  ")
            d.put(className(kind) ?? "Unknown")
            d.put(" Object (", kind, "), Class-Type: ")
            d.put(typeName(kind, type) ?? "Unknown")
            d.put(" (", type, ") Flags: [")
            d.put(try header.isNegotiable ? "" : "non-")
            d.put("negotiable], length: ", size)
            if size < Header.size {
                return d.put(" (too short)")
            }
            if size % 4 != 0 {
                return d.put(" (not a multiple of 4)")
            }
            try bytes.require(size, at: offset)
            let value = try bytes.slice(offset + Header.size, size - Header.size)
            switch try text(&d, kind, type, value) {
            case .told: break
            case .unknown: if d.verbosity <= 1 { try d.dumpValue(value, 0, value.byteCount, lead: "\n\t    ") }
            case .misfit: d.put(" (not correct for object)")
            }
            if d.verbosity > 1 { try d.dumpValue(value, 0, value.byteCount, lead: "\n\t    ") }
            if left < size {
                d.put(" [remaining objects length ", left, " < ")
                d.put(size)
                d.put("]")
                return d.markInvalid()
            }
            offset += size
            left -= size
        }
    }

    /// What became of an object.
    enum Outcome { case told, unknown, misfit }

    private static func text(
        _ d: inout Dissector, _ kind: UInt8, _ type: UInt8, _ value: RawSpan
    ) throws(Truncation) -> Outcome {
        switch kind {
        case 1:
            if type != 1 && type != 2 { return .unknown }
            if value.byteCount != 4 { return .misfit }
            try number(&d, "Control Channel ID", value)
        case 2:
            if type != 1 && type != 2 { return .unknown }
            if value.byteCount != 4 { return .misfit }
            try address(&d, "Node ID", value)
        case 3, 4: return try identifier(&d, type, value)
        case 5:
            if type != 1 && type != 2 { return .unknown }
            if value.byteCount != 4 { return .misfit }
            try number(&d, type == 1 ? "Message ID" : "Message ID Ack", value)
        case 6:
            if type != 1 { return .unknown }
            if value.byteCount != 4 { return .misfit }
            d.put("\n\t    Hello Interval: ", try Value(value).hello)
            d.put("\n\t    Hello Dead Interval: ", try Value(value).helloDead)
        case 7:
            if type != 1 { return .unknown }
            if value.byteCount != 8 { return .misfit }
            d.put("\n\t    Tx Seq: ", try Value(value).sent, ", Rx Seq: ")
            d.put(try Value(value).received)
        case 8:
            if type != 1 { return .unknown }
            if value.byteCount != Verification.size { return .misfit }
            try verification(&d, Verification(value))
        case 9:
            if type != 1 { return .unknown }
            if value.byteCount != 4 { return .misfit }
            d.put("\n\t    Verify Dead Interval: ", try Value(value).verifyDead)
            d.put("\n\t    Verify Transport Response: ", try Value(value).verifyTransport)
        case 10:
            if type != 1 { return .unknown }
            if value.byteCount != 4 { return .misfit }
            d.put("\n\t    Verify ID: ", try Value(value).verification)
        case 11: return try LMPLink.traffic(&d, type, value)
        case 12: return try LMPLink.data(&d, type, value)
        case 13: return try LMPLink.status(&d, type, value)
        case 14: return try LMPLink.statusRequest(&d, type, value)
        case 20: return try errorCode(&d, type, value)
        case 51: return try LMPService.print(&d, type, value)
        default: return .unknown
        }
        return .told
    }

    /// A number, in decimal and hexadecimal.
    static func number(_ d: inout Dissector, _ title: StaticString, _ bytes: RawSpan) throws(Truncation) {
        let value = try Value(bytes).number
        d.put("\n\t    ")
        d.put(title)
        d.put(": ", value, " (0x")
        d.put(hex: value, 8)
        d.put(")")
    }

    /// An address of version 4, with its hexadecimal.
    static func address(_ d: inout Dissector, _ title: StaticString, _ bytes: RawSpan) throws(Truncation) {
        d.put("\n\t    ")
        d.put(title)
        d.put(": ", host: try Value(bytes).address, " (0x")
        d.put(hex: try Value(bytes).number, 8)
        d.put(")")
    }

    /// An address of version 6; the hexadecimal is of its first four octets only, as tcpdump has it.
    static func address6(_ d: inout Dissector, _ title: StaticString, _ bytes: RawSpan) throws(Truncation) {
        d.put("\n\t    ")
        d.put(title)
        d.put(": ", host: try Value(bytes).address6, " (0x")
        d.put(hex: try Value(bytes).number, 8)
        d.put(")")
    }

    private static func identifier(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan) throws(Truncation) -> Outcome
    {
        switch type {
        case 1, 2:
            if value.byteCount != 4 { return .misfit }
            try address(&d, "IPv4 Link ID", value)
        case 3, 4:
            if value.byteCount != 16 { return .misfit }
            try address6(&d, "IPv6 Link ID", value)
        case 5, 6:
            if value.byteCount != 4 { return .misfit }
            try number(&d, "Link ID", value)
        default: return .unknown
        }
        return .told
    }

    private static func verification(_ d: inout Dissector, _ verification: Verification) throws(Truncation) {
        d.put("\n\t    Flags: ")
        d.put(flags: UInt32(try verification.flags), [(0x01, "Verify all links"), (0x02, "Data link type")])
        d.put("\n\t    Verify Interval: ", try verification.interval)
        d.put("\n\t    Data links: ", try verification.links)
        d.put("\n\t    Encoding type: ")
        d.put(MPLSNames.encoding(try verification.encoding) ?? "Unknown")
        let transport = try verification.transport
        d.put("\n\t    Verify Transport Mechanism: ", transport, " (0x")
        d.put(hex: transport)
        d.put(")")
        if transport & 8000 != 0 { d.put(" (Payload test messages capable)") }
        d.put("\n\t    Transmission Rate: ")
        d.put(megabits: try verification.rate)
        d.put(" Mbps")
        d.put("\n\t    Wavelength: ", try verification.wavelength)
    }

    private static func errorCode(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan) throws(Truncation) -> Outcome {
        if type != 1 && type != 2 { return .unknown }
        if value.byteCount != 4 { return .misfit }
        d.put("\n\t    Error Code: ")
        if type == 1 {
            d.put(
                flags: try Value(value).errors,
                [
                    (0x01, "Link Verification Procedure Not supported"), (0x02, "Unwilling to verify"),
                    (0x04, "Unsupported verification transport mechanism"), (0x08, "Link-Id configuration error"),
                    (0x10, "Unknown object c-type"),
                ])
        } else {
            d.put(
                flags: try Value(value).errors,
                [
                    (0x01, "Unacceptable non-negotiable LINK-SUMMARY parameters"),
                    (0x02, "Renegotiate LINK-SUMMARY parameters"), (0x04, "Invalid TE-LINK Object"),
                    (0x08, "Invalid DATA-LINK Object"), (0x10, "Unknown TE-LINK Object c-type"),
                    (0x20, "Unknown DATA-LINK Object c-type"),
                ])
        }
        return .told
    }

    private static func className(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 1: "Control Channel ID"
        case 2: "Node ID"
        case 3: "Link ID"
        case 4: "Interface ID"
        case 5: "Message ID"
        case 6: "Configuration"
        case 7: "Hello"
        case 8: "Verify Begin"
        case 9: "Verify Begin ACK"
        case 10: "Verify ID"
        case 11: "TE Link"
        case 12: "Data Link"
        case 13: "Channel Status"
        case 14: "Channel Status Request"
        case 20: "Error Code"
        case 51: "Service Config"
        default: nil
        }
    }

    private static func typeName(_ kind: UInt8, _ type: UInt8) -> StaticString? {
        switch (kind, type) {
        case (1...2, 1): "Local"
        case (1...2, 2): "Remote"
        case (3...4, 1): "IPv4 Local"
        case (3...4, 2): "IPv4 Remote"
        case (3...4, 3): "IPv6 Local"
        case (3...4, 4): "IPv6 Remote"
        case (3...4, 5): "Unnumbered Local"
        case (3...4, 6): "Unnumbered Remote"
        case (11...14, 1): "IPv4"
        case (11...14, 2): "IPv6"
        case (11...14, 3): "Unnumbered"
        case (5...10, 1), (20, 1), (51, 1): "1"
        case (5, 2), (20, 2), (51, 2): "2"
        case (51, 3): "3"
        case (51, 4): "4"
        default: nil
        }
    }
}
