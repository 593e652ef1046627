import Packets

/// EAP over LAN (IEEE 802.1X) and EAP itself (RFC 3748).
extension Dissector {
    /// What is cut off ends in this layer's own mark: a dump leaves the link header out then.
    mutating func eapol(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        do throws(Truncation) {
            try eapolFrame(bytes, length)
        } catch {
            markTruncated()
        }
    }

    private mutating func eapolFrame(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "eap"
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
        put(name)
        put(" (", type, ") v")
        put(try bytes.u8(0))
        put(", len ", claimed)
        guard verbose, type == 0 else { return }
        try eap(bytes.from(4), length - 4)
    }

    mutating func eap(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "eap"
        let code = try bytes.u8(0)
        let claimed = Int(try bytes.u16(2))
        put(", ")
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
        put(name ?? "unknown")
        put(" (", code, "), id ")
        put(try bytes.u8(1))
        put(", len ", claimed)
        if code != 1 && code != 2 { return }
        let type = try bytes.u8(4)
        put("\n\t\t Type ")
        put(Dissector.eapType(type) ?? "unknown")
        put(" (", type, ")")
        switch type {
        case 1, 2:
            if claimed > 5 {
                put(type == 1 ? ", Identity: " : ", Notification: ")
                put(text: try bytes.slice(5, claimed - 5))
            }
        case 3:
            if claimed > 5 {
                put(" ")
                for index in 5..<claimed {
                    let wanted = try bytes.u8(index)
                    put(Dissector.eapType(wanted) ?? "unknown")
                    put(" (", wanted, "),")
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
