import Packets

/// What stands between a low-rate frame's ends and its payload.
extension LowRate {
    /// Security, information elements, and the check sequence. False when the frame ends too early.
    static func extensions(_ d: inout Dissector, _ frame: inout Frame, _ traits: Traits) throws(Truncation) -> Bool {
        var code = 0
        var isEncrypted = false
        if traits.security {
            guard let level = try security(&d, &frame) else { return false }
            isEncrypted = level & 4 != 0
            code = level & 3 == 0 ? 0 : 2 << Int(level & 3)
            if frame.left < code { return failed(&d, "Truncated before MIC") }
            frame.end -= code
        }
        if traits.elements, try !elements(&d, &frame, isEncrypted: isEncrypted) { return false }
        if code > 0, d.verbosity > 2 {
            d.put("\n\tMIC ")
            for index in 0..<code { d.put(hex: try frame.bytes.u8(frame.end + index), 2) }
            d.put(" ")
        }
        if d.verbosity > 2 {
            if frame.isChecked {
                d.put("FCS ", hex: frame.stored, 1, " ")
            } else {
                d.put("wrong FCS ", hex: frame.stored, 1, " vs ")
                d.put(hex: frame.computed)
                d.put(" (assume no FCS stored) ")
            }
        }
        return true
    }

    /// The auxiliary security header (9.4). Gives the level: its lower two bits the integrity code, the third one
    /// encryption; nil when it ends too early.
    private static func security(_ d: inout Dissector, _ frame: inout Frame) throws(Truncation) -> UInt8? {
        if frame.left < 1 {
            failed(&d, "Truncated before Aux Security Header")
            return nil
        }
        let control = try frame.bytes.u8(frame.offset)
        frame.offset += 1
        let (level, mode) = (control & 7, control >> 3 & 3)
        if d.verbose {
            d.put("\n\tSecurity Level ", level, ", Key Id Mode ")
            d.put("", mode, ", ")
        }
        if control & 0x20 == 0 {
            if frame.left < 4 {
                failed(&d, "Truncated before Frame Counter")
                return nil
            }
            if d.verbosity > 1 { d.put("Frame Counter 0x", hex: try frame.bytes.le32(frame.offset), 8, " ") }
            frame.offset += 4
        }
        guard try key(&d, &frame, mode) else { return nil }
        return level
    }

    private static func key(_ d: inout Dissector, _ frame: inout Frame, _ mode: UInt8) throws(Truncation) -> Bool {
        let (bytes, offset) = (frame.bytes, frame.offset)
        let isShown = d.verbosity > 1
        switch mode {
        case 0:
            if isShown { d.put("Implicit") }
        case 1:
            if frame.left < 1 {
                return failed(&d, "Truncated before Key Index")
            }
            if isShown { d.put("KeyIndex 0x", hex: try bytes.u8(offset), 2, ", ") }
            frame.offset += 1
        case 2:
            if frame.left < 5 {
                return failed(&d, "Truncated before Key Source")
            }
            if isShown {
                d.put("KeySource 0x", hex: try bytes.le16(offset), 4, ":")
                d.put(hex: try bytes.le16(offset + 2))
                d.put("4x, KeyIndex 0x", hex: try bytes.u8(offset + 4), 2, ", ")
            }
            frame.offset += 5
        default:
            // tcpdump takes the key's index from the middle of its source, and goes on from there.
            if frame.left < 8 {
                return failed(&d, "Truncated before Key Source")
            }
            if isShown {
                d.put("KeySource ")
                try longAddress(&d, bytes, offset)
                d.put(", KeyIndex 0x", hex: try bytes.u8(offset + 4), 2, ", ")
            }
            frame.offset += 5
        }
        return true
    }

    /// Elements of the header, then those of the payload (7.4). False when one ends too early.
    private static func elements(
        _ d: inout Dissector, _ frame: inout Frame, isEncrypted: Bool
    ) throws(Truncation) -> Bool {
        var inPayload = false
        while frame.left > 0 {
            if frame.left < 2 {
                return failed(&d, "Truncated header IE")
            }
            let word = try frame.bytes.le16(frame.offset)
            frame.offset += 2
            let ofPayload = word & 0x8000 != 0
            let size: Int
            let identifier: UInt16
            if inPayload {
                if !ofPayload { d.put("[ERROR: Payload IE with type 0] ") }
                (size, identifier) = (Int(word & 0x7FF), word >> 11 & 0x0F)
                d.put("\n\t")
                d.put(payloadName(identifier), or: "Reserved 0x", hex: identifier, 2)
            } else {
                if ofPayload { d.put("[ERROR: Header IE with type 1] ") }
                (size, identifier) = (Int(word & 0x7F), word >> 7 & 0xFF)
                if identifier > 0x7F {
                    guard try reserved(&d, &frame, identifier, size) else { return false }
                    continue
                }
                d.put("\n\t")
                d.put(headerName(identifier), or: "Reserved 0x", hex: identifier, 2)
            }
            d.put(" [")
            if size > 0 {
                d.put(" length = ", size, ", ")
                if frame.left < size {
                    return failed(&d, "Truncated IE data")
                }
                d.put("IE Data = ")
                for index in 0..<size { d.put("", hex: try frame.bytes.u8(frame.offset + index), 2, " ") }
                frame.offset += size
            }
            d.put(inPayload ? "]\n\t" : "] ")
            if inPayload ? identifier == 0x0F : identifier == 0x7F { break }
            if identifier == 0x7E, !inPayload {
                inPayload = true
                if isEncrypted {
                    d.put("Payload IEs present, but encrypted, cannot print ")
                    break
                }
            }
        }
        return true
    }

    /// An element of the header whose identifier has no name by its form.
    private static func reserved(
        _ d: inout Dissector, _ frame: inout Frame, _ identifier: UInt16, _ size: Int
    ) throws(Truncation) -> Bool {
        d.put("Reserved Element ID ", hex: identifier, 2, ", length = ")
        d.put("", size, " ")
        if frame.left < size { return failed(&d, "Truncated IE data") }
        if size > 0 {
            d.put("IE Data = ")
            for index in 0..<size { d.put("", hex: try frame.bytes.u8(frame.offset + index), 2, " ") }
            frame.offset += size
        }
        d.put("] ")
        return true
    }

    private static func payloadName(_ identifier: UInt16) -> StaticString? {
        switch identifier {
        case 0: "ESDU IE"
        case 1: "MLME IE"
        case 2: "Vendor Specific Nested IE"
        case 3: "Multiplexed IE (802.15.9)"
        case 4: "Omnibus Payload Group IE"
        case 5: "IETF IE"
        case 15: "List termination"
        default: nil
        }
    }

    private static func headerName(_ identifier: UInt16) -> StaticString? {
        switch identifier {
        case 0x00: "Vendor Specific Header IE"
        case 0x1A: "LE CSL IE"
        case 0x1B: "LE RIT IE"
        case 0x1C: "DSME PAN descriptor IE"
        case 0x1D: "Rendezvous Time IE"
        case 0x1E: "Time Correction IE"
        case 0x21: "Extended DSME PAN descriptor IE"
        case 0x22: "Fragment Sequence Context Description IE"
        case 0x23: "Simplified Superframe Specification IE"
        case 0x24: "Simplified GTS Specification IE"
        case 0x25: "LECIM Capabilities IE"
        case 0x26: "TRLE Descriptor IE"
        case 0x27: "RCC Capabilities IE"
        case 0x28: "RCCN Descriptor IE"
        case 0x29: "Global Time IE"
        case 0x2A: "Omnibus Header IE"
        case 0x2B: "DA IE"
        case 0x7E: "Header Termination 1 IE"
        case 0x7F: "Header Termination 2 IE"
        default: nil
        }
    }
}
