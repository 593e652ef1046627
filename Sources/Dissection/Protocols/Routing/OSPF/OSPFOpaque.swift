import Packets

/// Elements of opaque link states: graceful restart (RFC 3623) and what a router can do (RFC 7770).
enum OSPFOpaque {
    /// Values of elements that are one field (RFC 3623 B, RFC 7770 2.4).
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Seconds.
        var grace: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var reason: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        var capabilities: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
    }

    struct Element: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
        /// Values are filled to four octets.
        static func aligned(_ length: Int) -> Int { (length + 3) & ~3 }
    }

    private static func bogus(_ d: inout Dissector, _ length: Int, _ relation: StaticString, _ other: Int) -> Bool {
        d.put("\n\t    Bogus length ", length, " ")
        d.put(relation)
        d.put(" ", other)
        return false
    }

    static func short(_ d: inout Dissector, _ title: StaticString, _ length: Int, _ need: Int) -> Bool {
        d.put("\n\t    ")
        d.put(title)
        d.put(" ", length, " < ")
        d.put(need)
        return false
    }

    /// The same for version 2, where what breaks off ends without a mark.
    static func graceOrNothing(_ d: inout Dissector, _ body: RawSpan, _ size: Int) -> Bool {
        do throws(Truncation) {
            return try grace(&d, body, size)
        } catch {
            return false
        }
    }

    /// False when the rest of the packet cannot be read.
    static func grace(_ d: inout Dissector, _ body: RawSpan, _ size: Int) throws(Truncation) -> Bool {
        var offset = 0
        var left = size
        while left > 0 {
            try body.require(Element.size, at: offset)
            if left < Element.size { return short(&d, "Remaining LS length", left, Element.size) }
            let element = Element(try body.from(offset))
            let type = try element.type
            let length = try element.length
            left -= Element.size
            offset += Element.size
            d.put("\n\t    ")
            d.put(graceName(type) ?? "unknown")
            d.put(" TLV (", type, "), length ")
            d.put(length)
            d.put(", value: ")
            if length > left { return bogus(&d, length, "> remaining LS length", left) }
            let value = try body.slice(offset, length)
            switch type {
            case 1:
                if length != 4 { return bogus(&d, length, "!=", 4) }
                d.put("", try Value(value).grace, "s")
            case 2:
                if length != 1 { return bogus(&d, length, "!=", 1) }
                let reason = try Value(value).reason
                d.put(reasonName(reason) ?? "Unknown")
                d.put(" (", reason, ")")
            case 3:
                if length != 4 { return bogus(&d, length, "!=", 4) }
                d.put(host: try Value(value).address)
            default: if d.verbosity <= 1 { try d.dumpValue(value, 0, length, lead: "\n\t      ") }
            }
            offset += Element.aligned(length)
            left -= Element.aligned(length)
        }
        return true
    }

    /// False when the rest of the packet cannot be read.
    static func routerInformation(_ d: inout Dissector, _ body: RawSpan, _ size: Int) throws(Truncation) -> Bool {
        var offset = 0
        var left = size
        while left > 0 {
            try body.require(Element.size, at: offset)
            if left < Element.size { return short(&d, "Remaining LS length", left, Element.size) }
            let element = Element(try body.from(offset))
            let type = try element.type
            let length = try element.length
            left -= Element.size
            offset += Element.size
            d.put("\n\t    ")
            d.put(type == 1 ? "Router Capabilities" : "unknown")
            d.put(" TLV (", type, "), length: ")
            d.put(length)
            d.put(", value: ")
            if length > left { return bogus(&d, length, "> remaining LS length", left) }
            let value = try body.slice(offset, length)
            switch type {
            case 1:
                if length != 4 { return bogus(&d, length, "!=", 4) }
                d.put("Capabilities: ")
                d.put(
                    flags: try Value(value).capabilities,
                    [
                        (0x01, "Reserved"), (0x02, "Reserved"), (0x04, "Reserved"), (0x08, "Reserved"),
                        (0x10, "graceful restart capable"), (0x20, "graceful restart helper"),
                        (0x40, "Stub router support"), (0x80, "Traffic engineering"), (0x100, "p2p over LAN"),
                        (0x200, "path computation server"),
                    ], none: "Unknown")
            default: if d.verbosity <= 1 { try d.dumpValue(value, 0, length, lead: "\n\t      ") }
            }
            // Here values are not filled up.
            offset += length
            left -= length
        }
        return true
    }

    private static func graceName(_ type: UInt16) -> StaticString? {
        switch type {
        case 1: "Grace Period"
        case 2: "Graceful restart Reason"
        case 3: "IPv4 interface address"
        default: nil
        }
    }

    private static func reasonName(_ reason: UInt8) -> StaticString? {
        switch reason {
        case 0: "Unknown"
        case 1: "Software Restart"
        case 2: "Software Reload/Upgrade"
        case 3: "Control Processor Switch"
        default: nil
        }
    }
}
