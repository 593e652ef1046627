import Packets

/// Payloads of low-rate frames: beacons and commands.
extension LowRate {
    /// A beacon's superframe, guaranteed slots and waiting addresses (7.3.1). False when it ends too early.
    static func beacon(_ d: inout Dissector, _ frame: inout Frame) throws(Truncation) -> Bool {
        if frame.left < 2 {
            return failed(&d, "Truncated before beacon information")
        }
        let superframe = try frame.bytes.le16(frame.offset)
        frame.offset += 2
        if d.verbose {
            d.put("\n\tBeacon order = ", superframe & 0x0F, ", Superframe order = ")
            d.put("", superframe >> 4 & 0x0F, ", Final CAP Slot = ")
            d.put(superframe >> 8 & 0x0F)
            if superframe & 0x1000 != 0 { d.put(", BLE enabled") }
            if superframe & 0x4000 != 0 { d.put(", PAN Coordinator") }
            if superframe & 0x8000 != 0 { d.put(", Association Permit") }
        }
        if frame.left < 1 {
            return failed(&d, "Truncated before GTS info")
        }
        guard try slots(&d, &frame) else { return false }
        if frame.left < 1 {
            return failed(&d, "Truncated before pending addresses")
        }
        return try pending(&d, &frame)
    }

    private static func slots(_ d: inout Dissector, _ frame: inout Frame) throws(Truncation) -> Bool {
        let count = Int(try frame.bytes.u8(frame.offset) & 7)
        frame.offset += 1
        if count == 0 {
            if d.verbose { d.put("\n\tGTS Descriptor Count = 0, ") }
            return true
        }
        if frame.left < 1 + 3 * count {
            d.put(" ")
            return failed(&d, "Truncated GTS Info List")
        }
        let isShown = d.verbosity > 1
        if isShown {
            d.put("GTS Descriptor Count = ", count, ", ")
            d.put("GTS Directions Mask = ", hex: try frame.bytes.u8(frame.offset) & 0x7F, 2, ", [ ")
        }
        frame.offset += 1
        for _ in 0..<count {
            if isShown {
                // tcpdump takes slot and length from the address.
                let slot = try frame.bytes.u8(frame.offset + 1)
                d.put("[ ", hex: try frame.bytes.le16(frame.offset), 4, ", Start slot = ")
                d.put("", slot & 0x0F, ", Length = ")
                d.put("", slot >> 4, " ] ")
            }
            frame.offset += 3
        }
        if isShown { d.put("]") }
        return true
    }

    private static func pending(_ d: inout Dissector, _ frame: inout Frame) throws(Truncation) -> Bool {
        let counts = try frame.bytes.u8(frame.offset)
        frame.offset += 1
        let (short, long) = (Int(counts & 7), Int(counts >> 4 & 7))
        if d.verbose {
            d.put("\n\tPending address list, # short addresses = ", short, ", # extended addresses = ")
            d.put(long)
        }
        if frame.left < 2 * short + 8 * long {
            d.put(" ")
            return failed(&d, "Pending address list truncated")
        }
        let isShown = d.verbosity > 1
        if short > 0 {
            if isShown {
                d.put(", Short address list = [ ")
                for index in 0..<short { d.put("", hex: try frame.bytes.le16(frame.offset + 2 * index), 4, " ") }
                d.put("]")
            }
            frame.offset += 2 * short
        }
        if long > 0 {
            if isShown {
                d.put(", Extended address list = [ ")
                for index in 0..<long {
                    try longAddress(&d, frame.bytes, frame.offset + 8 * index)
                    d.put(" ")
                }
                d.put("]")
            }
            frame.offset += 8 * long
        }
        return true
    }

    /// Fields of the commands (7.5.1 to 7.5.10), by command.
    struct CommandFields: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Association request: what the device is and can do.
        var capabilities: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Association response.
        var assigned: UInt16 { get throws(Truncation) { try bytes.le16(0) } }
        var status: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Disassociation, and the octet behind it.
        var reason: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var behindReason: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Realignment; the page is there in the longer form only.
        static var realignmentLength: Int { 7 }
        var network: UInt16 { get throws(Truncation) { try bytes.le16(0) } }
        var coordinator: UInt16 { get throws(Truncation) { try bytes.le16(2) } }
        var channel: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var device: UInt16 { get throws(Truncation) { try bytes.le16(5) } }
        var page: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
        /// Guaranteed slots: how many, which way, whether they are asked for or given up.
        var slots: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    }

    /// A command (7.5). False when it is not there.
    static func command(_ d: inout Dissector, _ frame: inout Frame) throws(Truncation) -> Bool {
        if frame.left < 1 {
            return failed(&d, "Truncated before Command ID")
        }
        let identifier = try frame.bytes.u8(frame.offset)
        frame.offset += 1
        d.put("Command ID = ")
        d.put(commandName(identifier), or: "Reserved 0x", hex: identifier, 2)
        d.put(" ")
        let size = frame.left
        if size == 0 { return true }
        let data = try frame.bytes.slice(frame.offset, size)
        switch identifier {
        case 3 where size == 1:
            try disassociation(&d, frame.bytes.from(frame.offset))
            frame.offset += size
        case 1...3, 8, 9: if try fixedCommand(&d, identifier, data) { frame.offset += size }
        // These have nothing but their number.
        case 4...7: break
        default:
            d.put("Command Data = ")
            for index in 0..<size { d.put("", hex: try data.u8(index), 2, " ") }
        }
        return true
    }

    /// A command of a fixed length. False when the length is wrong.
    private static func fixedCommand(
        _ d: inout Dissector, _ identifier: UInt8, _ data: RawSpan
    ) throws(Truncation) -> Bool {
        let fields = CommandFields(data)
        switch identifier {
        case 1:
            if data.byteCount != 1 { return invalid(&d, "Association request") }
            association(&d, try fields.capabilities)
        case 2:
            if data.byteCount != 3 { return invalid(&d, "Association response") }
            d.put("Short address = ", hex: try fields.assigned, 4, ", ")
            let status = try fields.status
            d.put(associationStatus(status), or: "Status = 0x", hex: status, 2)
        case 3: return invalid(&d, "Disassociation Notification")
        case 8:
            let isLong = data.byteCount == CommandFields.realignmentLength + 1
            if data.byteCount != CommandFields.realignmentLength && !isLong {
                return invalid(&d, "Coordinator Realignment")
            }
            d.put("Pan ID = 0x", hex: try fields.network, 4, ", Coordinator short address = ")
            d.put(hex: try fields.coordinator, 4)
            // A page whose top bit is set belongs to the number.
            let page = isLong ? try fields.page : 0x80
            let number = page & 0x80 != 0 ? UInt16(page & 0x7F) << 8 : 0
            d.put(", Channel Number = ", number | UInt16(try fields.channel), ", ")
            if page & 0x80 == 0 { d.put("page = ", page, ", ") }
            d.put("Short address = ")
            d.put(hex: try fields.device, 4)
        default:
            if data.byteCount != 1 { return invalid(&d, "GTS Request") }
            let request = try fields.slots
            d.put("GTS Length = ", request & 0x0F, ", ")
            d.put(request & 0x10 != 0 ? "Receive-only GTS, " : "Transmit-only GTS, ")
            d.put(request & 0x20 != 0 ? "GTS allocation" : "GTS deallocations")
        }
        return true
    }

    private static func invalid(_ d: inout Dissector, _ name: StaticString) -> Bool {
        d.put("Invalid ")
        d.put(name)
        d.put(" command length")
        return false
    }

    private static func association(_ d: inout Dissector, _ flags: UInt8) {
        d.put(flags & 0x02 != 0 ? "FFD, " : "RFD, ")
        if flags & 0x04 != 0 { d.put("AC powered, ") }
        if flags & 0x08 != 0 { d.put("Receiver on when idle, ") }
        if flags & 0x10 != 0 { d.put("Fast association, ") }
        if flags & 0x40 != 0 { d.put("Security supported, ") }
        if flags & 0x80 != 0 { d.put("Allocate address, ") }
    }

    private static func associationStatus(_ status: UInt8) -> StaticString? {
        switch status {
        case 0: "Association successful"
        case 1: "PAN at capacity"
        case 2: "PAN access denied"
        case 3: "Hooping sequence offset duplication"
        case 0x80: "Fast association successful"
        default: nil
        }
    }

    private static func disassociation(_ d: inout Dissector, _ data: RawSpan) throws(Truncation) {
        let reason = try CommandFields(data).reason
        switch reason {
        case 0: d.put("Reserved")
        case 1: d.put("Reason = The coordinator wishes the device to leave PAN")
        case 2: d.put("Reason = The device wishes to leave the PAN")
        default:
            // tcpdump prints the octet behind it.
            d.put("Reason = 0x", hex: try CommandFields(data).behindReason, 2)
        }
    }

    private static func commandName(_ identifier: UInt8) -> StaticString? {
        switch identifier {
        case 1: "Association Request command"
        case 2: "Association Response command"
        case 3: "Disassociation Notification command"
        case 4: "Data Request command"
        case 5: "PAN ID Conflict Notification command"
        case 6: "Orphan Notification command"
        case 7: "Beacon Request command"
        case 8: "Coordinator realignment command"
        case 9: "GTS request command"
        case 10: "TRLE Management Request command"
        case 11: "TRLE Management Response command"
        case 19: "DSME Association Request command"
        case 20: "DSME Association Response command"
        case 21: "DSME GTS Request command"
        case 22: "DSME GTS Response command"
        case 23: "DSME GTS Notify command"
        case 24: "DSME Information Request command"
        case 25: "DSME Information Response command"
        case 26: "DSME Beacon Allocation Notification command"
        case 27: "DSME Beacon Collision Notification command"
        case 28: "DSME Link Report command"
        case 32: "RIT Data Request command"
        case 33: "DBS Request command"
        case 34: "DBS Response command"
        case 35: "RIT Data Response command"
        case 36: "Vendor Specific command"
        default: nil
        }
    }
}
