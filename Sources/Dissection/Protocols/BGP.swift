import Packets

/// The border gateway protocol, version 4 (RFC 4271): a marker of sixteen ones, length, kind, then by kind.
extension Dissector {
    private static var bgpHeader: Int { 19 }

    mutating func bgp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "bgp"
        put(": BGP")
        guard verbose else { return }
        if length < Dissector.bgpHeader { return markTruncated() }
        var offset = 0
        // Where the last message ended: bytes between it and the next marker are of one that began before.
        var start = 0
        while bytes.has(1, at: offset) {
            if try bytes.u8(offset) != 0xFF {
                offset += 1
                continue
            }
            guard bytes.has(Dissector.bgpHeader, at: offset) else { break }
            if try bytes.u64(offset) & bytes.u64(offset + 8) != .max {
                offset += 1
                continue
            }
            if start != offset { markTruncated() }
            let size = Int(try bytes.u16(offset + 16))
            if size < Dissector.bgpHeader {
                put("\nmessage length ", size, " < ")
                put(Dissector.bgpHeader)
                return markInvalid()
            }
            guard bytes.has(size, at: offset) else {
                put("\n[|BGP ")
                put(Dissector.bgpKind(try bytes.u8(offset + 18)) ?? "Unknown")
                return put("]")
            }
            // A message that contradicts itself does not hide the next one.
            do throws(Truncation) {
                try bgpMessage(bytes.slice(offset, size))
            } catch {
                markTruncated()
            }
            offset += size
            start = offset
        }
    }

    private mutating func bgpMessage(_ message: RawSpan) throws(Truncation) {
        let size = message.byteCount
        let kind = try message.u8(18)
        put("\n\t")
        put(Dissector.bgpKind(kind) ?? "Unknown")
        put(" Message (", kind, "), length: ")
        put(size)
        switch kind {
        case 1: try bgpOpen(message)
        case 2: try bgpUpdate(message)
        case 3: try bgpNotification(message)
        case 4: break
        case 5:
            put("\n\t  AFI ")
            try bgpFamily(message, 19, 22)
        default:
            put("\n\t  no Message ", kind, " decoder")
            try dumpHex(message, size, lead: "\n\t  ")
        }
    }

    private static func bgpKind(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 1: "Open"
        case 2: "Update"
        case 3: "Notification"
        case 4: "Keepalive"
        case 5: "Route Refresh"
        default: nil
        }
    }

    /// `IPv4 (1), SAFI Unicast (1)`.
    private mutating func bgpFamily(_ bytes: RawSpan, _ family: Int, _ subsequent: Int) throws(Truncation) {
        let afi = try bytes.u16(family)
        let safi = try bytes.u8(subsequent)
        put(Registry.addressFamilyName(afi) ?? "Unknown")
        put(" (", afi, "), SAFI ")
        put(Dissector.bgpSubsequent(safi) ?? "Unknown")
        put(" (", safi, ")")
    }

    /// A number of an autonomous system, with `-b` in the two halves of RFC 5396.
    mutating func put(system number: UInt32) {
        if options.asDot && number > 0xFFFF {
            put(number >> 16)
            put(".", number & 0xFFFF)
        } else {
            put(number)
        }
    }

    // MARK: - Open

    private mutating func bgpOpen(_ bytes: RawSpan) throws(Truncation) {
        try bytes.require(10, at: 19)
        put("\n\t  Version ", try bytes.u8(19), ", my AS ")
        put(system: UInt32(try bytes.u16(20)))
        put(", Holdtime ", try bytes.u16(22), "s, ID ")
        put(host: try bytes.ipv4(24))
        let total = Int(try bytes.u8(28))
        put("\n\t  Optional parameters, length: ", total)
        var offset = 29
        // Sometimes more is claimed than there is room for.
        let end = Swift.min(29 + total, bytes.byteCount)
        while offset < end {
            let type = try bytes.u8(offset)
            let size = Int(try bytes.u8(offset + 1))
            if 2 + size > 29 + total - offset {
                put("\n\t     Option ", type, ", length: ")
                put(size)
                return put(", goes past the end of the options")
            }
            put("\n\t    Option ")
            put(type == 1 ? "Authentication Information" : type == 2 ? "Capabilities Advertisement" : "Unknown")
            put(" (", type, "), length: ")
            put(size)
            try bytes.require(size, at: offset + 2)
            if type == 2 {
                try bgpCapabilities(bytes, offset + 2, size)
            } else {
                put("\n\t      no decoder for option ", type)
            }
            offset += 2 + size
        }
        if 29 + total > bytes.byteCount { throw Truncation(offset: end, need: 1, have: 0) }
    }

    /// Capabilities may claim more than their option has, but no more than the message.
    private mutating func bgpCapabilities(_ bytes: RawSpan, _ start: Int, _ count: Int) throws(Truncation) {
        var offset = start
        while offset < start + count {
            let type = try bytes.u8(offset)
            let size = Int(try bytes.u8(offset + 1))
            let value = try bytes.slice(offset + 2, size)
            put("\n\t      ")
            put(Dissector.bgpCapability(type) ?? "Unknown")
            put(" (", type, "), length: ")
            put(size)
            if try !bgpCapabilityValue(type, value) { return }
            offset += 2 + size
        }
    }

    /// False when it is too short for what it is.
    private mutating func bgpCapabilityValue(_ type: UInt8, _ value: RawSpan) throws(Truncation) -> Bool {
        let size = value.byteCount
        switch type {
        case 1:
            guard bgpHolds(size, 4) else { return false }
            put("\n\t\tAFI ")
            try bgpFamily(value, 0, 3)
        case 64:
            guard bgpHolds(size, 2) else { return false }
            try bgpRestart(value)
        case 2, 128, 71: break
        case 65:
            guard bgpHolds(size, 4) else { return false }
            put("\n\t\t 4 Byte AS ")
            put(system: try value.u32(0))
        case 8: try bgpMultipleLabels(value)
        case 69: try bgpAddPath(value)
        default:
            put("\n\t\tno decoder for Capability ", type)
            if size > 0 && verbosity <= 1 { try dumpHex(value, size, lead: "\n\t\t") }
        }
        if verbosity > 1 && size > 0 { try dumpHex(value, size, lead: "\n\t\t") }
        return true
    }

    private mutating func bgpHolds(_ size: Int, _ need: Int) -> Bool {
        if size >= need { return true }
        put(" (too short, < ", need, ")")
        return false
    }

    /// RFC 4724 3.
    private mutating func bgpRestart(_ value: RawSpan) throws(Truncation) {
        let first = try value.u16(0)
        put("\n\t\tRestart Flags: [")
        put(first & 0x8000 != 0 ? "R" : "none")
        put("], Restart Time ", first & 0x0FFF, "s")
        var offset = 2
        while offset + 4 <= value.byteCount {
            put("\n\t\t  AFI ")
            try bgpFamily(value, offset, offset + 2)
            put(", Forwarding state preserved: ")
            put(try value.u8(offset + 3) & 0x80 != 0 ? "yes" : "no")
            offset += 4
        }
    }

    /// RFC 8277 2.1.
    private mutating func bgpMultipleLabels(_ value: RawSpan) throws(Truncation) {
        var offset = 0
        while offset + 4 <= value.byteCount {
            put("\n\t\tAFI ")
            try bgpFamily(value, offset, offset + 2)
            put(", Count: ", try value.u8(offset + 3))
            offset += 4
        }
    }

    /// RFC 7911 4.
    private mutating func bgpAddPath(_ value: RawSpan) throws(Truncation) {
        if value.byteCount == 0 { return put(" (bogus)") }
        var offset = 0
        while offset < value.byteCount {
            if value.byteCount - offset < 4 { return put("\n\t\t(invalid)") }
            put("\n\t\tAFI ")
            try bgpFamily(value, offset, offset + 2)
            put(", Send/Receive: ")
            switch try value.u8(offset + 3) {
            case 1: put("Receive")
            case 2: put("Send")
            case 3: put("Both")
            default: put("Bogus (0x", hex: try value.u8(offset + 3), 2, ")")
            }
            offset += 4
        }
    }

    // MARK: - Update

    private mutating func bgpUpdate(_ bytes: RawSpan) throws(Truncation) {
        let withdrawn = Int(try bytes.u16(19))
        var offset = 21
        if withdrawn > 0 {
            // Without them no attributes, but room for their length.
            if withdrawn > bytes.byteCount - offset - 2 {
                throw Truncation(offset: offset, need: withdrawn, have: bytes.byteCount - offset)
            }
            put("\n\t  Withdrawn routes:")
            if try !bgpRoutes(bytes.slice(offset, withdrawn)) {
                throw Truncation(offset: offset, need: withdrawn, have: 0)
            }
            offset += withdrawn
        }
        let attributes = Int(try bytes.u16(offset))
        offset += 2
        if attributes > 0 {
            try bgpAttributes(bytes.slice(offset, attributes), nested: 0)
            offset += attributes
        } else if withdrawn == 0 && offset == bytes.byteCount {
            return put("\n\t  End-of-Rib Marker (empty NLRI)")
        }
        if offset < bytes.byteCount {
            put("\n\t  Updated routes:")
            _ = try bgpRoutes(bytes.from(offset))
        }
    }

    // MARK: - Notification

    private mutating func bgpNotification(_ bytes: RawSpan) throws(Truncation) {
        try bytes.require(2, at: 19)
        let code = try bytes.u8(19)
        let minor = try bytes.u8(20)
        put(", ")
        put(Dissector.bgpError(code) ?? "Unknown Error")
        put(" (", code, ")")
        switch code {
        case 1, 2, 3, 6: put(", subcode ")
        case 5, 7: put(" subcode ")
        default: return
        }
        put(Dissector.bgpSubcode(code, minor) ?? "Unknown")
        put(" (", minor, ")")
        guard code == 6 else { return }
        let rest = bytes.byteCount - 21
        if minor == 1 && rest >= 7 {
            put(", AFI ")
            try bgpFamily(bytes, 21, 23)
            put(", Max Prefixes: ", try bytes.u32(24))
        } else if (minor == 2 || minor == 4) && rest >= 1 {
            try bgpShutdown(bytes, rest)
        }
    }

    /// RFC 9003: why a session was shut down, in words.
    private mutating func bgpShutdown(_ bytes: RawSpan, _ rest: Int) throws(Truncation) {
        let size = Int(try bytes.u8(21))
        if size == 0 { return put(", no Shutdown Communication") }
        if rest - 1 < size || size > 128 { return put(", invalid Shutdown Communication") }
        put(", Shutdown Communication (length: ", size, "): \"")
        put(text: try bytes.slice(22, size))
        put("\"")
    }
}
