import Packets

/// Syslog messages (RFC 3164): `<34>` is facility times eight and severity.
enum Syslog {
    /// RFC 3164 4.1.
    struct Message: ~Escapable {
        static let opening: UInt8 = 0x3C
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// In front of the priority.
        var bracket: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "syslog"
        var priority: UInt32 = 0
        var offset = 1
        if length < 1 { return d.markTruncated() }
        if try Message(bytes).bracket != Message.opening { return d.markInvalid() }
        // At most three digits between the brackets.
        while true {
            if offset >= length { return d.markTruncated() }
            let byte = try bytes.u8(offset)
            if byte == 0x3E { break }
            guard byte >= 0x30 && byte <= 0x39, offset <= 3 else { return d.markInvalid() }
            priority = priority * 10 + UInt32(byte - 0x30)
            offset += 1
        }
        offset += 1
        let severity = priority & 7
        let facility = priority >> 3 & 0x7F
        if !d.verbose {
            d.put("SYSLOG ")
            d.put(Syslog.facilityName(facility), or: "unknown (", facility, ")")
            d.put(".")
            d.put(Syslog.severityName(severity) ?? "unknown")
            d.put(", length: ", length)
            return
        }
        d.put("SYSLOG, length: ", length, "\n\tFacility ")
        d.put(Syslog.facilityName(facility), or: "unknown (", facility, ")")
        d.put(" (", facility, "), Severity ")
        d.put(Syslog.severityName(severity) ?? "unknown")
        d.put(" (", severity, ")\n\tMsg: ")
        while offset < length {
            d.put(visible: try bytes.u8(offset))
            offset += 1
        }
        if d.verbosity > 1 { try d.dumpValue(bytes, 0, length, lead: "\n\t") }
    }

    private static func severityName(_ value: UInt32) -> StaticString? {
        switch value {
        case 0: "emergency"
        case 1: "alert"
        case 2: "critical"
        case 3: "error"
        case 4: "warning"
        case 5: "notice"
        case 6: "info"
        case 7: "debug"
        default: nil
        }
    }

    private static func facilityName(_ value: UInt32) -> StaticString? {
        switch value {
        case 0: "kernel"
        case 1: "user"
        case 2: "mail"
        case 3: "daemon"
        case 4: "auth"
        case 5: "syslog"
        case 6: "lpr"
        case 7: "news"
        case 8: "uucp"
        case 9: "cron"
        case 10: "authpriv"
        case 11: "ftp"
        case 12: "ntp"
        case 13: "security"
        case 14: "console"
        case 15: "cron"
        case 16: "local0"
        case 17: "local1"
        case 18: "local2"
        case 19: "local3"
        case 20: "local4"
        case 21: "local5"
        case 22: "local6"
        case 23: "local7"
        default: nil
        }
    }
}
