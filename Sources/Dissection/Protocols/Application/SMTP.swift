import Packets

/// SMTP commands and replies (RFC 5321).
enum SMTP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "smtp"
        d.put(": ")
        try d.textProtocol("SMTP", bytes, length, commands: nil)
    }
}
