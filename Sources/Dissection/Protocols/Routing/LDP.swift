import Packets

/// The label distribution protocol (RFC 5036): units of messages, which consist of elements; pseudowires by RFC 4447.
enum LDP {
    /// The head of a unit.
    ///
    ///      0         2         4               8            10
    ///     +---------+---------+---------------+------------+
    ///     | version | length  | LSR id        | label space|
    ///     +---------+---------+---------------+------------+
    struct Header: ~Escapable {
        static let size = 10
        /// What the length does not count: version and itself.
        static let uncounted = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Octets behind this field.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
        var router: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
        var labelSpace: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
    }

    /// The head of a message.
    struct Message: ~Escapable {
        static let size = 8
        /// What the length does not count: type and itself.
        static let uncounted = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) & 0x7FFF } }
        /// The U bit: what to do when the type is unknown.
        var isIgnored: Bool { get throws(Truncation) { try bytes.u16(0) & 0x8000 == 0 } }
        /// Octets behind this field.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
        var identifier: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ldp"
        var offset = 0
        var left = length
        while left > Header.size + Message.size {
            let used = try unit(&d, bytes.from(offset))
            if used == 0 { return }
            if left < used {
                d.put(" [remaining length ", left, " < ")
                d.put(used)
                d.put("]")
                return d.markInvalid()
            }
            left -= used
            offset += used
        }
    }

    /// Octets of the unit; 0 when there is nothing to say of others.
    private static func unit(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) -> Int {
        let header = Header(bytes)
        try bytes.require(Header.size, at: 0)
        let lead: StaticString = d.verbose ? "\n\t" : ""
        let version = try header.version
        d.put(lead)
        if version != 1 {
            d.put("LDP version ", version, " packet not supported")
            return 0
        }
        let counted = try header.length
        if counted < Header.size - Header.uncounted {
            d.put("LDP, pdu-length: ", counted, " (too short, < ")
            d.put(Header.size - Header.uncounted)
            d.put(")")
            return 0
        }
        d.put("LDP, Label-Space-ID: ", host: try header.router, ":")
        d.put(try header.labelSpace)
        d.put(", pdu-length: ", counted)
        if !d.verbose { return 0 }
        var offset = Header.size
        var left = counted - (Header.size - Header.uncounted)
        // Messages that do not end with the unit are read on behind it, as far as there are bytes.
        while left != 0 {
            let used = try message(&d, bytes.from(offset))
            if used == 0 { return 0 }
            left -= used
            offset += used
        }
        return counted + Header.uncounted
    }

    private static func message(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) -> Int {
        try bytes.require(Message.size, at: 0)
        let message = Message(bytes)
        let type = try message.type
        let length = try message.length
        d.put("\n\t  ")
        d.put(messageName(type) ?? "Unknown")
        d.put(" Message (0x", hex: type, 4, "), length: ")
        d.put(length)
        let minimum = Message.size - Message.uncounted
        if length < minimum {
            d.put(" (too short, < ", minimum, ")")
            return 0
        }
        d.put(", Message ID: 0x", hex: try message.identifier, 8)
        d.put(", Flags: [")
        d.put(try message.isIgnored ? "ignore" : "continue processing")
        d.put(" if unknown]")
        try bytes.require(length, at: 0)
        let body = try bytes.from(Message.size)
        var left = length - minimum
        switch type {
        case 0x0001, 0x0100, 0x0200, 0x0201, 0x0300, 0x0301, 0x0400, 0x0402:
            var offset = 0
            while left >= LDPElement.Header.size {
                let used = try LDPElement.print(&d, body.from(offset), left)
                if used == 0 { break }
                left -= used
                offset += used
            }
        default:
            if d.verbosity <= 1 { try d.dumpValue(body, 0, left, lead: "\n\t  ") }
        }
        if d.verbosity > 1 { try d.dumpValue(body, 0, length, lead: "\n\t  ") }
        return length + Message.uncounted
    }

    static func messageName(_ type: UInt16) -> StaticString? {
        switch type {
        case 0x0001: "Notification"
        case 0x0100: "Hello"
        case 0x0200: "Initialization"
        case 0x0201: "Keepalive"
        case 0x0300: "Address"
        case 0x0301: "Address Withdraw"
        case 0x0400: "Label Mapping"
        case 0x0401: "Label Request"
        case 0x0402: "Label Withdraw"
        case 0x0403: "Label Release"
        case 0x0404: "Label Abort Request"
        default: nil
        }
    }
}
