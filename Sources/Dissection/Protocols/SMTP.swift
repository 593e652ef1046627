import Packets

/// SMTP commands and replies (RFC 5321).
extension Dissector {
    mutating func smtp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "smtp"
        put(": ")
        try textProtocol("SMTP", bytes, length, commands: nil)
    }
}
