import Packets

/// EAP over LAN (IEEE 802.1X) and EAP itself (RFC 3748).
enum EAPOL {
    /// What a frame begins with (IEEE 802.1X 11.3).
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets.
        static var size: Int { 4 }
        /// 1 to 3.
        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// 0 holds EAP.
        var type: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Octets behind this header.
        var length: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    /// A message of EAP (RFC 3748 section 4).
    struct Message: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Where the data of the type begin.
        static var data: Int { 5 }
        /// 1 request, 2 response, 3 success, 4 failure.
        var code: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Which request.
        var identifier: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Octets of the message.
        var length: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// What a request or a response is about.
        var type: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// What exactly, for some types.
        var subtype: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        /// TLS: length included, more fragments, start; bits (RFC 5216 section 3.1).
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        /// TLS: octets of all fragments.
        var totalLength: UInt32 { get throws(Truncation) { try bytes.u32(6) } }
    }

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
        let header = Header(bytes)
        let type = try header.type
        let claimed = try header.length
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
        d.put(try header.version)
        d.put(", len ", claimed)
        guard d.verbose, type == 0 else { return }
        if claimed == 0 { return d.markTruncated() }
        d.put(", ")
        try eap(&d, bytes.from(Header.size), Int(claimed))
    }

    static func eap(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "eap"
        let message = Message(bytes)
        let code = try message.code
        let claimed = Int(try message.length)
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
        // A message that another layer has split.
        if claimed != length { return d.put("EAP fragment?") }
        d.put(name ?? "unknown")
        d.put(" (", code, "), id ")
        d.put(try message.identifier)
        d.put(", len ", claimed)
        if claimed < 4 { return d.put(" (too short for EAP header)") }
        if code != 1 && code != 2 { return }
        if claimed < 5 { return d.put(" (too short for EAP request/response)") }
        let type = try message.type
        d.put("\n\t\t Type ")
        d.put(EAPOL.eapType(type) ?? "unknown")
        d.put(" (", type, ")")
        switch type {
        case 1, 2:
            if claimed > 5 {
                d.put(type == 1 ? ", Identity: " : ", Notification: ")
                d.put(text: try bytes.slice(Message.data, claimed - Message.data))
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
            let subtype = try message.subtype
            d.put(" subtype [")
            d.put(subtypeName(subtype) ?? "unknown")
            d.put("] 0x", hex: subtype, 2)
        default: break
        }
    }

    /// TLS (RFC 5216), TTLS (RFC 5281), FAST (RFC 4851): flags, a version in the last two, and perhaps the whole length.
    private static func tls(_ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan) throws(Truncation) {
        let flags = try Message(bytes).flags
        if type != 13 { d.put(type == 21 ? " TTLSv" : " FASTv", flags & 0x07) }
        d.put(" flags [")
        d.put(
            flags: UInt32(flags),
            [(0x80, "L bit"), (0x40, "More fragments bit"), (0x20, "Start bit")]
                as InlineArray<3, (UInt32, StaticString)>)
        d.put("] 0x", hex: flags, 2)
        if flags & 0x80 != 0 { d.put(", len ", try Message(bytes).totalLength) }
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
