import Packets

/// PPP in HDLC-like framing (RFC 1662) whose escapes were not taken out: 0x7D, then an octet with bit 6 turned.
enum PPPEscape {
    /// What stands in front of a packet (RFC 1661 section 2, RFC 1662 section 3.1).
    struct Start: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of a short protocol.
        static var shortLength: Int { 1 }
        /// Octets of address and control.
        static var framingLength: Int { 2 }
        /// A protocol in one octet.
        var shortProtocol: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Address and control.
        var framing: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// A protocol in two octets.
        var proto: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
    }

    private static var escape: UInt8 { 0x7D }
    private static var turned: UInt8 { 0x20 }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ppp_hdlc"
        let count = Swift.min(length, bytes.byteCount)
        if length == 0 { return }
        try d.descend()
        let truncation = unsafe withUnsafeTemporaryAllocation(byteCount: Swift.max(1, count), alignment: 8) {
            (buffer) -> Truncation? in
            var size = 0
            var index = 0
            while index < count {
                guard var byte = try? bytes.u8(index) else { break }
                index += 1
                if byte == escape {
                    guard index < count, let next = try? bytes.u8(index) else { break }
                    index += 1
                    byte = next ^ turned
                }
                unsafe buffer[size] = byte
                size += 1
            }
            guard let base = UnsafeRawPointer(buffer.baseAddress) else { return nil }
            let plain = unsafe RawSpan(_unsafeStart: base, byteCount: size)
            do throws(Truncation) {
                try guess(&d, plain)
            } catch {
                return error
            }
            return nil
        }
        if let truncation { throw truncation }
    }

    /// Nothing says how the frame is laid out: the first octets have to.
    private static func guess(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let length = bytes.byteCount
        if length < 1 { return d.markTruncated() }
        switch try Start(bytes).shortProtocol {
        case 0x21: return try IPv4.print(&d, bytes.from(Start.shortLength), length - Start.shortLength)
        case 0x57: return try IPv6.print(&d, bytes.from(Start.shortLength), length - Start.shortLength)
        default: break
        }
        if length < 2 { return d.markTruncated() }
        let first = try Start(bytes).framing
        if first == 0xFF03 {
            if length < 4 { return d.markTruncated() }
            return try numbered(&d, bytes.from(Start.framingLength))
        }
        try numbered(&d, bytes)
    }

    private static func numbered(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let proto = try Start(bytes).proto
        if proto & 0xFF00 == 0x7E00 { return d.put("(protocol 0x", hex: proto, 4, " invalid)") }
        try PPP.payload(&d, proto, bytes, 2, bytes.byteCount - 2)
    }
}
