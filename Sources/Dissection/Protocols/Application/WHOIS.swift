import Packets

/// WHOIS queries and answers (RFC 3912).
enum WHOIS {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "whois"
        d.put(": ")
        try d.textProtocol("WHOIS", bytes, length, commands: nil)
    }
}
