import Packets
import Wire

/// The border gateway protocol, version 4 (RFC 4271): a marker of sixteen ones, length, kind, then by kind.
enum BGP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "bgp"
        d.put(": BGP")
        guard d.verbose else { return }
        if length < BGPHeader.headerLength { return d.markTruncated() }
        var offset = 0
        // Where the last message ended: bytes between it and the next marker are of one that began before.
        var start = 0
        while bytes.has(1, at: offset) {
            if try bytes.u8(offset) != 0xFF {
                offset += 1
                continue
            }
            guard bytes.has(BGPHeader.headerLength, at: offset) else { break }
            if try !Marker(bytes.from(offset)).isComplete {
                offset += 1
                continue
            }
            if start != offset { d.markTruncated() }
            let header = BGPHeader(try bytes.from(offset))
            let size = Int(try header.length)
            if size < BGPHeader.headerLength {
                d.put("\nmessage length ", size, " < ")
                d.put(BGPHeader.headerLength)
                return d.markInvalid()
            }
            guard bytes.has(size, at: offset) else {
                d.put("\n[|BGP ")
                d.put(BGP.kind(try header.type) ?? "Unknown")
                return d.put("]")
            }
            // A message that contradicts itself does not hide the next one.
            do throws(Truncation) {
                try message(&d, bytes.slice(offset, size))
            } catch {
                d.markTruncated()
            }
            offset += size
            start = offset
        }
    }

    private static func message(_ d: inout Dissector, _ message: RawSpan) throws(Truncation) {
        let size = message.byteCount
        let kind = try BGPHeader(message).type
        d.put("\n\t")
        d.put(BGP.kind(kind) ?? "Unknown")
        d.put(" Message (", kind, "), length: ")
        d.put(size)
        switch kind {
        case 1: try open(&d, message)
        case 2: try update(&d, message)
        case 3: try notification(&d, message)
        case 4: break
        case 5:
            d.put("\n\t  AFI ")
            try family(&d, message, BGPHeader.headerLength, BGPHeader.headerLength + 3)
        default:
            d.put("\n\t  no Message ", kind, " decoder")
            try d.dumpHex(message, size, lead: "\n\t  ")
        }
    }

    private static func kind(_ kind: UInt8) -> StaticString? {
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
    private static func family(_ d: inout Dissector, _ bytes: RawSpan, _ family: Int, _ subsequent: Int)
        throws(Truncation)
    {
        let afi = try bytes.u16(family)
        let safi = try bytes.u8(subsequent)
        d.put(Names.addressFamilyName(afi) ?? "Unknown")
        d.put(" (", afi, "), SAFI ")
        d.put(BGP.subsequent(safi) ?? "Unknown")
        d.put(" (", safi, ")")
    }

    // MARK: - Open

    private static func open(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let open = Open(bytes)
        try bytes.require(Open.length - BGPHeader.headerLength, at: BGPHeader.headerLength)
        d.put("\n\t  Version ", try open.version, ", my AS ")
        d.put(system: UInt32(try open.system))
        d.put(", Holdtime ", try open.holdTime, "s, ID ")
        d.put(host: try open.identifier)
        let total = try open.parametersLength
        d.put("\n\t  Optional parameters, length: ", total)
        var offset = Open.length
        // Sometimes more is claimed than there is room for.
        let end = Swift.min(Open.length + total, bytes.byteCount)
        while offset < end {
            let parameter = Parameter(try bytes.from(offset))
            let type = try parameter.type
            let size = try parameter.length
            if Parameter.headerLength + size > Open.length + total - offset {
                d.put("\n\t     Option ", type, ", length: ")
                d.put(size)
                return d.put(", goes past the end of the options")
            }
            d.put("\n\t    Option ")
            d.put(type == 1 ? "Authentication Information" : type == 2 ? "Capabilities Advertisement" : "Unknown")
            d.put(" (", type, "), length: ")
            d.put(size)
            try bytes.require(size, at: offset + Parameter.headerLength)
            if type == 2 {
                try capabilities(&d, bytes, offset + Parameter.headerLength, size)
            } else {
                d.put("\n\t      no decoder for option ", type)
            }
            offset += Parameter.headerLength + size
        }
        if Open.length + total > bytes.byteCount { throw Truncation(offset: end, need: 1, have: 0) }
    }

    /// Capabilities may claim more than their option has, but no more than the message.
    private static func capabilities(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ count: Int)
        throws(Truncation)
    {
        var offset = start
        while offset < start + count {
            let capability = Parameter(try bytes.from(offset))
            let type = try capability.type
            let size = try capability.length
            let value = try capability.value
            d.put("\n\t      ")
            d.put(BGP.capability(type) ?? "Unknown")
            d.put(" (", type, "), length: ")
            d.put(size)
            if try !capabilityValue(&d, type, value) { return }
            offset += Parameter.headerLength + size
        }
    }

    /// False when it is too short for what it is.
    private static func capabilityValue(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan) throws(Truncation)
        -> Bool
    {
        let size = value.byteCount
        switch type {
        case 1:
            guard holds(&d, size, 4) else { return false }
            d.put("\n\t\tAFI ")
            try family(&d, value, 0, 3)
        case 64:
            guard holds(&d, size, 2) else { return false }
            try restart(&d, value)
        case 2, 128, 71: break
        case 65:
            guard holds(&d, size, 4) else { return false }
            d.put("\n\t\t 4 Byte AS ")
            d.put(system: try CapabilityValue(value).system)
        case 8: try multipleLabels(&d, value)
        case 69: try addPath(&d, value)
        default:
            d.put("\n\t\tno decoder for Capability ", type)
            if size > 0 && d.verbosity <= 1 { try d.dumpHex(value, size, lead: "\n\t\t") }
        }
        if d.verbosity > 1 && size > 0 { try d.dumpHex(value, size, lead: "\n\t\t") }
        return true
    }

    private static func holds(_ d: inout Dissector, _ size: Int, _ need: Int) -> Bool {
        if size >= need { return true }
        d.put(" (too short, < ", need, ")")
        return false
    }

    /// RFC 4724 3.
    private static func restart(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let first = try CapabilityValue(value).restart
        d.put("\n\t\tRestart Flags: [")
        d.put(first & 0x8000 != 0 ? "R" : "none")
        d.put("], Restart Time ", first & 0x0FFF, "s")
        var offset = 2
        while offset + 4 <= value.byteCount {
            d.put("\n\t\t  AFI ")
            try family(&d, value, offset, offset + 2)
            d.put(", Forwarding state preserved: ")
            d.put(try FamilyEntry(value.from(offset)).flags & 0x80 != 0 ? "yes" : "no")
            offset += 4
        }
    }

    /// RFC 8277 2.1.
    private static func multipleLabels(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        var offset = 0
        while offset + 4 <= value.byteCount {
            d.put("\n\t\tAFI ")
            try family(&d, value, offset, offset + 2)
            d.put(", Count: ", try FamilyEntry(value.from(offset)).labelCount)
            offset += 4
        }
    }

    /// RFC 7911 4.
    private static func addPath(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        if value.byteCount == 0 { return d.put(" (bogus)") }
        var offset = 0
        while offset < value.byteCount {
            if value.byteCount - offset < 4 { return d.put("\n\t\t(invalid)") }
            d.put("\n\t\tAFI ")
            try family(&d, value, offset, offset + 2)
            d.put(", Send/Receive: ")
            let direction = try FamilyEntry(value.from(offset)).direction
            switch direction {
            case 1: d.put("Receive")
            case 2: d.put("Send")
            case 3: d.put("Both")
            default: d.put("Bogus (0x", hex: direction, 2, ")")
            }
            offset += 4
        }
    }

    // MARK: - Update

    private static func update(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let withdrawn = try Update(bytes).withdrawnLength
        var offset = Update.length
        if withdrawn > 0 {
            // Without them no attributes, but room for their length.
            if withdrawn > bytes.byteCount - offset - 2 {
                throw Truncation(offset: offset, need: withdrawn, have: bytes.byteCount - offset)
            }
            // One octet alone is no route.
            if withdrawn > 1 {
                d.put("\n\t  Withdrawn routes:")
                if try !routes(&d, bytes.slice(offset, withdrawn)) {
                    throw Truncation(offset: offset, need: withdrawn, have: 0)
                }
            }
            offset += withdrawn
        }
        let attributes = Int(try bytes.u16(offset))
        offset += 2
        if attributes > 0 {
            try BGP.attributes(&d, bytes.slice(offset, attributes), nested: 0)
            offset += attributes
        } else if offset == bytes.byteCount {
            return d.put("\n\t  End-of-Rib Marker (empty NLRI)")
        }
        if offset < bytes.byteCount {
            d.put("\n\t  Updated routes:")
            _ = try routes(&d, bytes.from(offset))
        }
    }

    // MARK: - Notification

    private static func notification(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        try bytes.require(2, at: BGPHeader.headerLength)
        let notification = Notification(bytes)
        let code = try notification.code
        let minor = try notification.subcode
        d.put(", ")
        d.put(BGP.error(code) ?? "Unknown Error")
        d.put(" (", code, ")")
        switch code {
        case 1, 2, 3, 6: d.put(", subcode ")
        case 5, 7: d.put(" subcode ")
        default: return
        }
        d.put(BGP.subcode(code, minor) ?? "Unknown")
        d.put(" (", minor, ")")
        guard code == 6 else { return }
        let rest = bytes.byteCount - Notification.length
        if minor == 1 && rest >= 7 {
            d.put(", AFI ")
            try family(&d, bytes, Notification.length, Notification.length + 2)
            d.put(", Max Prefixes: ", try notification.maximumPrefixes)
        } else if (minor == 2 || minor == 4) && rest >= 1 {
            try shutdown(&d, notification, rest)
        }
    }

    /// RFC 9003: why a session was shut down, in words.
    private static func shutdown(_ d: inout Dissector, _ notification: Notification, _ rest: Int) throws(Truncation) {
        let size = try notification.reasonLength
        if size == 0 { return d.put(", no Shutdown Communication") }
        if rest - 1 < size || size > 128 { return d.put(", invalid Shutdown Communication") }
        d.put(", Shutdown Communication (length: ", size, "): \"")
        d.put(text: try notification.reason)
        d.put("\"")
    }
}

extension Dissector {
    /// A number of an autonomous system, with `-b` in the two halves of RFC 5396.
    mutating func put(system number: UInt32) {
        if options.asDot && number > 0xFFFF {
            put(number >> 16)
            put(".", number & 0xFFFF)
        } else {
            put(number)
        }
    }
}
