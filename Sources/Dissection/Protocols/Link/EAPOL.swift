import Packets

/// EAP over LAN (IEEE 802.1X) and EAP itself (RFC 3748).
enum EAPOL {
    /// What is cut off ends in this layer's own mark: a dump leaves the link header out then.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        do throws(Truncation) {
            try frame(&d, bytes, length)
        } catch {
            d.markTruncated()
        }
    }

    private static func frame(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "eap"
        let type = try bytes.u8(1)
        let claimed = try bytes.u16(2)
        let name: StaticString =
            switch type {
            case 0: "EAP packet"
            case 1: "EAPOL start"
            case 2: "EAPOL logoff"
            case 3: "EAPOL key"
            case 4: "Encapsulated ASF alert"
            default: "unknown"
            }
        d.put(name)
        d.put(" (", type, ") v")
        d.put(try bytes.u8(0))
        d.put(", len ", claimed)
        guard d.verbose, type == 0 else { return }
        d.put(", ")
        try eap(&d, bytes.from(4), length - 4)
    }

    static func eap(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "eap"
        let code = try bytes.u8(0)
        let claimed = Int(try bytes.u16(2))
        let name: StaticString? =
            switch code {
            case 1: "Request"
            case 2: "Response"
            case 3: "Success"
            case 4: "Failure"
            case 5: "Initiate"
            case 6: "Finish"
            default: nil
            }
        d.put(name ?? "unknown")
        d.put(" (", code, "), id ")
        d.put(try bytes.u8(1))
        d.put(", len ", claimed)
        if code != 1 && code != 2 { return }
        let type = try bytes.u8(4)
        d.put("\n\t\t Type ")
        d.put(EAPOL.eapType(type) ?? "unknown")
        d.put(" (", type, ")")
        switch type {
        case 1, 2:
            if claimed > 5 {
                d.put(type == 1 ? ", Identity: " : ", Notification: ")
                d.put(text: try bytes.slice(5, claimed - 5))
            }
        case 3:
            // What the peer would rather have.
            for index in 5..<Swift.max(5, claimed) {
                let wanted = try bytes.u8(index)
                d.put(index == 5 ? " " : ", ")
                d.put(EAPOL.eapType(wanted) ?? "unknown")
                d.put(" (", wanted, ")")
            }
        case 13, 21, 43: try tls(&d, type, bytes)
        case 18, 23:
            let subtype = try bytes.u8(5)
            d.put(" subtype [")
            d.put(subtypeName(subtype) ?? "unknown")
            d.put("] 0x", hex: subtype, 2)
        default: break
        }
    }

    /// TLS (RFC 5216), TTLS (RFC 5281), FAST (RFC 4851): flags, a version in the last two, and perhaps the whole length.
    private static func tls(_ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan) throws(Truncation) {
        let flags = try bytes.u8(5)
        if type != 13 { d.put(type == 21 ? " TTLSv" : " FASTv", flags & 0x07) }
        let shown = flags & 0xF8
        d.put(" flags [")
        d.put(
            flags: UInt32(shown),
            [(0x80, "L bit"), (0x40, "More fragments bit"), (0x20, "Start bit")]
                as InlineArray<3, (UInt32, StaticString)>)
        d.put("] 0x", hex: shown, 2)
        if flags & 0x80 != 0 { d.put(", len ", try bytes.u32(6)) }
    }

    /// Subtypes of SIM (RFC 4186) and AKA (RFC 4187).
    private static func subtypeName(_ subtype: UInt8) -> StaticString? {
        switch subtype {
        case 1: "Challenge"
        case 2: "Auth reject"
        case 4: "Sync failure"
        case 5: "Identity"
        case 10: "Start"
        case 11: "Challenge"
        case 12: "Notification"
        case 13: "Reauth"
        case 14: "Client error"
        default: nil
        }
    }

    private static func eapType(_ type: UInt8) -> StaticString? {
        switch type {
        case 0: "No proposed"
        case 1: "Identity"
        case 2: "Notification"
        case 3: "Nak"
        case 4: "MD5-challenge"
        case 5: "OTP"
        case 6: "GTC"
        case 13: "TLS"
        case 18: "SIM"
        case 21: "TTLS"
        case 23: "AKA"
        case 43: "FAST"
        case 254: "Expanded types"
        case 255: "Experimental"
        default: nil
        }
    }
}
