import Packets

/// WHOIS queries and answers (RFC 3912).
extension Dissector {
    mutating func whois(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "whois"
        put(": ")
        try textProtocol("WHOIS", bytes, length, commands: nil)
    }
}
