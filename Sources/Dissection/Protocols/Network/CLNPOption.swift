import Packets

/// What may stand behind the addresses of a CLNP packet (ISO 8473-1 7.5).
enum CLNPOption {
    /// False when they are not as they should be, so that the packet is to be dumped.
    static func list(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: inout Int, _ end: Int
    ) throws(Truncation) -> Bool {
        while offset != end {
            if end - offset < CLNP.Option.size {
                d.put(", bad opts/li")
                return false
            }
            let option = CLNP.Option(try bytes.from(offset))
            let (code, size) = try (option.code, option.length)
            offset += CLNP.Option.size
            if size > end - offset {
                d.put(", opt (", code, ") too long")
                return false
            }
            let value = try bytes.slice(offset, size)
            d.put("\n\t  ")
            d.put(name(code) ?? "Unknown")
            d.put(" Option #", code, ", length ")
            d.put(size)
            d.put(", value: ")
            if size < leastLength(code) {
                d.put(", bad opt len")
                return false
            }
            try text(&d, code, value)
            if d.verbosity > 1 { try d.dumpHex(value, size, lead: "\n\t  ") }
            offset += size
        }
        return true
    }

    private static func leastLength(_ code: UInt8) -> Int {
        switch code {
        case 197, 200, 203: 2
        case 193, 195, 205: 1
        default: 0
        }
    }

    private static func text(_ d: inout Dissector, _ code: UInt8, _ bytes: RawSpan) throws(Truncation) {
        let value = CLNP.Value(bytes)
        switch code {
        case 193: try reason(&d, value.reason)
        case 195:
            d.put("\n\t    Format Code: ")
            d.put(scope(try value.scope))
            if try value.scope == 0xC0 { try quality(&d, value.quality) }
        case 197:
            d.put("\n\t    Format Code: ")
            d.put(scope(try value.scope))
            d.put(", Security-Level ", try value.securityLevel)
        case 200, 203: try route(&d, code, value, bytes)
        case 204: d.put("padding data")
        case 205: d.put("0x", hex: try value.priority)
        default: try d.dumpHex(bytes, bytes.byteCount, lead: "\n\t  ")
        }
    }

    private static func quality(_ d: inout Dissector, _ bits: UInt8) throws(Truncation) {
        d.put("\n\t    QoS Flags [")
        d.put(
            flags: UInt32(bits),
            [
                (0x20, "reserved"), (0x10, "sequencing vs. delay"), (0x08, "congested"), (0x04, "delay vs. cost"),
                (0x02, "error vs. delay"), (0x01, "error vs. cost"),
            ])
        d.put("]")
    }

    private static func route(
        _ d: inout Dissector, _ code: UInt8, _ value: borrowing CLNP.Value, _ bytes: RawSpan
    ) throws(Truncation) {
        let type = try value.routeType
        d.put(type == 0 ? "partial" : type == 1 ? "complete" : "Unknown")
        d.put(code == 200 ? " source routing" : " recording of route in progress")
        let place = try value.routeOffset
        if place == 0 { return d.put(" Bad NSAP offset (0)") }
        // An offset at the end finds an empty list.
        if place - 1 > bytes.byteCount { return d.put(" Bad NSAP offset (past end of option)") }
        let offset = place - 1
        var left = bytes.byteCount - offset
        // tcpdump counts the addresses but prints the first one each time.
        while left > 0 {
            let size = try value.addressLength(offset)
            if left < size + 1 { return d.put("\n\t    NSAP address goes past end of option") }
            if size > 0 {
                d.put("\n\t    NSAP address (length ", size, "): ")
                d.put(networkAddress: try bytes.slice(offset + 1, size))
            }
            left -= size + 1
        }
    }

    private static func scope(_ bits: UInt8) -> StaticString {
        switch bits {
        case 0x40: "Source Address Specific"
        case 0x80: "Destination Address Specific"
        case 0xC0: "Globally unique"
        default: "Reserved"
        }
    }

    private static func reason(_ d: inout Dissector, _ reason: UInt8) {
        d.put("\n\t    Class: ")
        d.put(reasonClass(reason >> 4))
        d.put(" Error (0x", hex: reason >> 4, 1, "), ")
        d.put(reasonName(reason) ?? "Unknown")
        d.put(" (0x", hex: reason & 0x0F, 1, ")")
    }

    private static func reasonClass(_ number: UInt8) -> StaticString {
        switch number {
        case 0: "General"
        case 8: "Address"
        case 9: "Source Routeing"
        case 10: "Lifetime"
        case 11: "PDU Discarded"
        case 12: "Reassembly"
        default: "Unknown"
        }
    }

    private static func reasonName(_ reason: UInt8) -> StaticString? {
        switch reason {
        case 0x00: "Reason not specified"
        case 0x01: "Protocol procedure error"
        case 0x02: "Incorrect checksum"
        case 0x03: "PDU discarded due to congestion"
        case 0x04: "Header syntax error (cannot be parsed)"
        case 0x05: "Segmentation needed but not permitted"
        case 0x06: "Incomplete PDU received"
        case 0x07: "Duplicate option"
        case 0x80: "Destination address unreachable"
        case 0x81: "Destination address unknown"
        case 0x90: "Unspecified source routeing error"
        case 0x91: "Syntax error in source routeing field"
        case 0x92: "Unknown address in source routeing field"
        case 0x93: "Path not acceptable"
        case 0xA0: "Lifetime expired while data unit in transit"
        case 0xA1: "Lifetime expired during reassembly"
        case 0xB0: "Unsupported option not specified"
        case 0xB1: "Unsupported protocol version"
        case 0xB2: "Unsupported security option"
        case 0xB3: "Unsupported source routeing option"
        case 0xB4: "Unsupported recording of route option"
        case 0xC0: "Reassembly interference"
        default: nil
        }
    }

    private static func name(_ code: UInt8) -> StaticString? {
        switch code {
        case 193: "Discard Reason"
        case 195: "QoS Maintenance"
        case 197: "Security"
        case 200: "Source Routing"
        case 203: "Route Recording"
        case 204: "Padding"
        case 205: "Priority"
        default: nil
        }
    }
}
