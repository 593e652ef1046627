import Packets

/// The radio headers of older wireless drivers: Prism's (144 octets that are skipped) and AVS's, which says its length.
enum Prism {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// AVS's version cookie stands where Prism has a message code.
        var code: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// Octets of an AVS header.
        var size: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var isAVS: Bool {
            get throws(Truncation) {
                let code = try self.code
                return code == 0x8021_1001 || code == 0x8021_1002
            }
        }
        static var length: Int { 144 }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "prism"
        guard bytes.byteCount >= 4 else { return giveUp(&d, bytes) }
        if try Header(bytes).isAVS { return try printAVS(&d, bytes, length) }
        guard bytes.byteCount >= Header.length else { return giveUp(&d, bytes) }
        try frame(&d, bytes, length, Header.length)
    }

    static func printAVS(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "802.11_radio_avs"
        guard bytes.byteCount >= 8 else { return giveUp(&d, bytes) }
        let size = Int(try Header(bytes).size)
        guard size >= 8, bytes.byteCount >= size else { return giveUp(&d, bytes) }
        try frame(&d, bytes, length, size)
    }

    private static func giveUp(_ d: inout Dissector, _ bytes: RawSpan) {
        d.markTruncated()
        d.linkHeaderLength = bytes.byteCount
    }

    private static func frame(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ size: Int
    ) throws(Truncation) {
        d.linkHeaderLength = size + (try WiFi.print(&d, bytes.from(size), length - size))
    }
}
