import Packets

/// FTP's control connection (RFC 959).
extension Dissector {
    mutating func ftp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "ftp"
        put(": ")
        try textProtocol("FTP", bytes, length, commands: nil)
    }
}
