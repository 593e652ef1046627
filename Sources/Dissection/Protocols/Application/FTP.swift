import Packets

/// FTP's control connection (RFC 959).
enum FTP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ftp"
        d.put(": ")
        try d.textProtocol("FTP", bytes, length, commands: nil)
    }
}
