import Packets

/// LAN emulation over ATM: control frames of the emulation clients, or an Ethernet frame behind two octets.
enum LANEmulation {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 2 }
        static var minimum: Int { 16 }
        static var control: UInt16 { 0xFF00 }
        /// A client's number, or the mark of a control frame.
        var client: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var proto: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var operation: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "lane"
        let header = Header(bytes)
        if bytes.byteCount < Header.minimum { return d.markTruncated() }
        let client = try header.client
        if client == Header.control {
            d.put("lec: proto ", hex: try header.proto, 1, " vers ")
            d.put(hex: try header.version)
            let operation = try header.operation
            d.put(" ")
            return d.put(operationName(operation), or: "opcode-#", operation)
        }
        try Ethernet.print(&d, bytes.from(Header.length), length - Header.length, client: client)
    }

    private static func operationName(_ operation: UInt16) -> StaticString? {
        switch operation {
        case 0x0001: "configure request"
        case 0x0002: "join request"
        case 0x0003: "ready query"
        case 0x0004: "register request"
        case 0x0005: "unregister request"
        case 0x0006: "ARP request"
        case 0x0007: "flush request"
        case 0x0008: "NARP request"
        case 0x0009: "topology request"
        case 0x0101: "configure response"
        case 0x0102: "join response"
        case 0x0103: "ready indication"
        case 0x0104: "register response"
        case 0x0105: "unregister response"
        case 0x0106: "ARP response"
        case 0x0107: "flush response"
        default: nil
        }
    }
}
