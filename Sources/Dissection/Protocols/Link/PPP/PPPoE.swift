import Packets
import Wire

/// PPP over Ethernet (RFC 2516): discovery by tags, then sessions of PPP frames.
///
///     | version 4 bits, type 4 bits | code 1 | session 2 | length 2 | tags or a frame
enum PPPoE {
    /// A tag at `offset` (RFC 2516 section 5).
    struct Tag: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Which tag; 0 ends the list.
        var type: UInt16 { get throws(Truncation) { try bytes.u16(offset) } }
        /// Octets of the value.
        var length: UInt16 { get throws(Truncation) { try bytes.u16(offset + 2) } }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.linkHeaderLength = 6
        try print(&d, bytes, length)
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "pppoe"
        if length < 6 {
            d.put(" (length ", length, " < 6)")
            return d.markInvalid()
        }
        let header = PPPoEHeader(bytes)
        let (version, kind) = (try header.version, try header.type)
        let code = try header.code
        let session = try header.session
        let claimed = Int(try header.payloadLength)
        if version != 1 { d.put(" [ver ", version, "]") }
        if kind != 1 { d.put(" [type ", kind, "]") }
        d.put("PPPoE ")
        let isSession = code == 0
        let name: StaticString? =
            switch code {
            case 0x09: "PADI"
            case 0x07: "PADO"
            case 0x19: "PADR"
            case 0x65: "PADS"
            case 0xA7: "PADT"
            case 0x00: ""
            default: nil
            }
        d.put(name, or: "PAD-", hex: code, 1)
        if claimed > length - 6 {
            d.put(" [len ", claimed, " > ")
            d.put("", length - 6, "!]")
        }
        if isSession {
            d.put(" [ses 0x", hex: session, 1, "]")
        } else if session != 0 {
            d.put(" [ses 0x", hex: session, 1, "]")
        }
        let rest = Swift.min(claimed, length - PPPoEHeader.length)
        if isSession {
            d.put(" ")
            return try PPP.print(&d, bytes.from(PPPoEHeader.length), rest)
        }
        try tags(&d, bytes, 6, 6 + rest)
    }

    private static func tags(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ end: Int) throws(Truncation) {
        var offset = start
        while offset < end {
            let tag = Tag(bytes, at: offset)
            let type = try tag.type
            let size = Int(try tag.length)
            offset += 4
            try bytes.require(size, at: offset)
            d.put(" [")
            d.put(tagName(type), or: "TAG-0x", hex: type, 1)
            if size > 0 {
                try bytes.require(size, at: offset)
                var printable = 0
                var others = 0
                for index in 0..<Swift.min(size, 80) {
                    let byte = try bytes.u8(offset + index)
                    if byte >= 0x20 && byte < 0x7F { printable += 1 } else { others += 1 }
                }
                if printable > others {
                    d.put(" \"")
                    try d.put(text: bytes, at: offset, size)
                    d.put("\"")
                } else {
                    d.put(" 0x")
                    for index in 0..<Swift.min(size, 20) {
                        let byte = try bytes.u8(offset + index)
                        upperDigit(&d, byte >> 4)
                        upperDigit(&d, byte & 0xF)
                    }
                    if size > 20 { d.put("...") }
                }
            }
            d.put("]")
            offset += size
        }
    }

    private static func upperDigit(_ d: inout Dissector, _ nibble: UInt8) {
        d.put(byte: nibble < 10 ? 0x30 + nibble : 0x37 + nibble)
    }

    private static func tagName(_ type: UInt16) -> StaticString? {
        switch type {
        case 0x0000: "EOL"
        case 0x0101: "Service-Name"
        case 0x0102: "AC-Name"
        case 0x0103: "Host-Uniq"
        case 0x0104: "AC-Cookie"
        case 0x0105: "Vendor-Specific"
        case 0x0110: "Relay-Session-ID"
        case 0x0120: "PPP-Max-Payload"
        case 0x0201: "Service-Name-Error"
        case 0x0202: "AC-System-Error"
        case 0x0203: "Generic-Error"
        default: nil
        }
    }
}
