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
        try eap(&d, bytes.from(4), length - 4)
    }

    static func eap(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "eap"
        let code = try bytes.u8(0)
        let claimed = Int(try bytes.u16(2))
        d.put(", ")
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
            if claimed > 5 {
                d.put(" ")
                for index in 5..<claimed {
                    let wanted = try bytes.u8(index)
                    d.put(EAPOL.eapType(wanted) ?? "unknown")
                    d.put(" (", wanted, "),")
                }
            }
        default: break
        }
    }

    private static func eapType(_ type: UInt8) -> StaticString? {
        switch type {
        case 0: "unset"
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
        case 38: "TNC"
        case 254: "Expanded type"
        case 255: "Experimental"
        default: nil
        }
    }
}
