import Packets

/// Label switched path ping (RFC 4379): a header, then elements with elements of classes within.
enum LSPPing {
    ///      0         2         4     5     6     7     8         12          16          24          32
    ///     +---------+---------+-----+-----+-----+-----+---------+-----------+-----------+-----------+
    ///     | version | flags   | type| mode| code| sub | handle  | sequence  | sent      | received  |
    ///     +---------+---------+-----+-----+-----+-----+---------+-----------+-----------+-----------+
    struct Header: ~Escapable {
        static let size = 32
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var replyMode: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        var returnCode: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
        var returnSubcode: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
        var handle: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        /// NTP timestamps; 0 for none.
        var sent: UInt64 { get throws(Truncation) { try bytes.u64(16) } }
        var received: UInt64 { get throws(Truncation) { try bytes.u64(24) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "lspping"
        if length < Header.size { return short(&d) }
        try bytes.require(Header.size, at: 0)
        let header = Header(bytes)
        let version = try header.version
        if version != 1 { return d.put("LSP-PING version ", version, " packet not supported") }
        let type = try header.type
        if !d.verbose {
            d.put("LSP-PINGv", version, ", ")
            d.put(typeName(type), or: "unknown (", type, ")")
            d.put(", seq ", try header.sequence, ", length: ")
            return d.put(length)
        }
        d.put("\n\tLSP-PINGv", version, ", msg-type: ")
        d.put(typeName(type) ?? "unknown")
        d.put(" (", type, "), length: ")
        d.put(length)
        let mode = try header.replyMode
        d.put("\n\t  reply-mode: ")
        d.put(modeName(mode) ?? "unknown")
        d.put(" (", mode, ")")
        try returned(&d, header)
        d.put("\n\t  Sender Handle: 0x", hex: try header.handle, 8, ", Sequence: ")
        d.put(try header.sequence)
        d.put("\n\t  Sender Timestamp: ")
        d.put(ntpTime: try header.sent)
        d.put(" Receiver Timestamp: ")
        let received = try header.received
        if received == 0 { d.put("no timestamp") } else { d.put(ntpTime: received) }
        try LSPPingElement.list(&d, bytes.from(Header.size), length - Header.size)
    }

    static func short(_ d: inout Dissector) {
        d.put("\n\t\t packet is too short")
    }

    /// Some codes speak of the depth in the stack, which is the subcode.
    private static func returned(_ d: inout Dissector, _ header: borrowing Header) throws(Truncation) {
        let code = try header.returnCode
        let depth = try header.returnSubcode
        d.put("\n\t  Return Code: ")
        d.put(codeName(code) ?? "unknown")
        switch code {
        case 3, 4, 8, 10, 11, 12: d.put(" ", depth)
        default: break
        }
        d.put(" (", code, ")\n\t  Return Subcode: (")
        d.put("", depth, ")")
    }

    private static func typeName(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "MPLS Echo Request"
        case 2: "MPLS Echo Reply"
        default: nil
        }
    }

    private static func modeName(_ mode: UInt8) -> StaticString? {
        switch mode {
        case 1: "Do not reply"
        case 2: "Reply via an IPv4/IPv6 UDP packet"
        case 3: "Reply via an IPv4/IPv6 UDP packet with Router Alert"
        case 4: "Reply via application level control channel"
        default: nil
        }
    }

    private static func codeName(_ code: UInt8) -> StaticString? {
        switch code {
        case 0: "No return code or return code contained in the Error Code TLV"
        case 1: "Malformed echo request received"
        case 2: "One or more of the TLVs was not understood"
        case 3: "Replying router is an egress for the FEC at stack depth"
        case 4: "Replying router has no mapping for the FEC at stack depth"
        case 5, 6, 7: "Reserved"
        case 8: "Label switched at stack-depth"
        case 9: "Label switched but no MPLS forwarding at stack-depth"
        case 10: "Mapping for this FEC is not the given label at stack depth"
        case 11: "No label entry at stack-depth"
        case 12: "Protocol not associated with interface at FEC stack depth"
        case 13: "Premature termination of ping due to label stack shrinking to a single label"
        default: nil
        }
    }
}
