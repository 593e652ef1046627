import Packets

/// PPP's authentication: CHAP (RFC 1994) with Microsoft's variants, and PAP (RFC 1334).
///
///     | code 1 | identifier 1 | length 2, with these | CHAP: length 1, value, name; PAP: two texts, each with a length
enum PPPAuthentication {
    /// What follows the header (RFC 1994 section 4.1, RFC 1334 section 2.2).
    struct Fields: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Challenge and response: where the value begins.
        static var value: Int { 5 }
        /// Challenge and response: the octet of the value at `index`.
        func valueOctet(_ index: Int) throws(Truncation) -> UInt8 { try bytes.u8(Fields.value + index) }
        /// Challenge and response: octets of the value.
        var valueLength: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// Request: octets of the peer's name.
        var peerLength: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// Acknowledgement: octets of the message.
        var messageLength: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
    }

    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 4 }
        var code: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var identifier: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var size: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    static func chap(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        guard let (code, size) = try heading(&d, "CHAP", "chap", bytes, length, chapName) else { return }
        switch code {
        case 1, 2:
            if length < 5 { return }
            let valueLength = Int(try Fields(bytes).valueLength)
            if length - 5 < valueLength { return }
            d.put(", Value ")
            for index in 0..<valueLength { d.put(hex: try Fields(bytes).valueOctet(index), 2) }
            d.put(", Name ")
            try text(&d, bytes, Fields.value + valueLength, size)
        case 3, 4:
            d.put(", Msg ")
            try text(&d, bytes, Header.length, size)
        default: break
        }
    }

    static func pap(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        guard let (code, claimed) = try heading(&d, "PAP", "pap", bytes, length, papName) else { return }
        if claimed > length { return d.put(", length ", claimed, " > packet size") }
        if claimed < Header.length { return d.put(", length ", claimed, " < PAP header length") }
        switch code {
        case 1:
            // Two lengths at least.
            if claimed < 6 { return d.put("[|pap]") }
            let peerLength = Int(try Fields(bytes).peerLength)
            if claimed - 5 < peerLength { return }
            d.put(", Peer ")
            try text(&d, bytes, 5, 5 + peerLength)
            if claimed - 5 - peerLength < 1 { return }
            let start = 6 + peerLength
            let passwordLength = Int(try bytes.u8(start - 1))
            if claimed - start < passwordLength { return }
            d.put(", Name ")
            try text(&d, bytes, start, start + passwordLength)
        case 2, 3:
            if claimed < 5 { return d.put("[|pap]") }
            let messageLength = Int(try Fields(bytes).messageLength)
            if claimed - 5 < messageLength { return }
            d.put(", Msg ")
            try text(&d, bytes, 5, 5 + messageLength)
        default: break
        }
    }

    /// Code and length; nil when the packet ends before.
    private static func heading(
        _ d: inout Dissector, _ title: StaticString, _ mark: StaticString, _ bytes: RawSpan, _ length: Int,
        _ name: (UInt8) -> StaticString?
    ) throws(Truncation) -> (UInt8, Int)? {
        if length < 1 {
            d.put("[|")
            d.put(mark)
            d.put("]")
            return nil
        }
        let header = Header(bytes)
        let code = try header.code
        if length < Header.length {
            d.put("[|")
            d.put(mark)
            d.put(" 0x", hex: code, 2, "]")
            return nil
        }
        d.put(title)
        d.put(", ")
        d.put(name(code) ?? "unknown")
        d.put(" (0x", hex: code, 2, ")")
        let identifier = try header.identifier
        d.put(", id ", identifier)
        return (code, Int(try header.size))
    }

    /// Text up to `end`; a length that claims more runs to the end of what was captured.
    private static func text(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ end: Int) throws(Truncation) {
        var offset = start
        let last = end < start ? Int.max : end
        while offset < last {
            d.put(visible: try bytes.u8(offset))
            offset += 1
        }
    }

    private static func chapName(_ code: UInt8) -> StaticString? {
        switch code {
        case 1: "Challenge"
        case 2: "Response"
        case 3: "Success"
        case 4: "Fail"
        default: nil
        }
    }

    private static func papName(_ code: UInt8) -> StaticString? {
        switch code {
        case 1: "Auth-Req"
        case 2: "Auth-ACK"
        case 3: "Auth-NACK"
        default: nil
        }
    }
}
