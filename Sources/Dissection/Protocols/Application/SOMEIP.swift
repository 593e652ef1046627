import Packets

/// SOME/IP, the middleware of cars (AUTOSAR FO R22-11, document 696).
///
///      0         2         4        8        10        12        13         14       15       16
///     +---------+---------+--------+--------+---------+---------+----------+--------+--------+----------
///     | service | method  | length | client | session | protocol| interface| message| return | payload
///     |         |         |        |        |         | version | version  | type   | code   |
///     +---------+---------+--------+--------+---------+---------+----------+--------+--------+----------
enum SOMEIP {
    struct Header: ~Escapable {
        static var size: Int { 16 }
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }
        var service: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Its first bit says that it is an event.
        var method: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Bytes behind it.
        var length: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var client: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
        var session: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
        var protocolVersion: UInt8 { get throws(Truncation) { try bytes.u8(12) } }
        var interfaceVersion: UInt8 { get throws(Truncation) { try bytes.u8(13) } }
        var messageType: UInt8 { get throws(Truncation) { try bytes.u8(14) } }
        var returnCode: UInt8 { get throws(Truncation) { try bytes.u8(15) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "someip"
        d.put("SOMEIP")
        if length < Header.size { return d.markInvalid() }
        let header = Header(bytes)
        let (service, method) = try (header.service, header.method)
        d.put(", service ", service, ", ")
        d.put(method & 0x8000 == 0 ? "method " : "event ", method & 0x7FFF)
        d.put(", len ", try header.length)
        let (client, session) = try (header.client, header.session)
        d.put(", client ", client, ", session ")
        d.put(session)
        d.put(", pver ", try header.protocolVersion)
        d.put(", iver ", try header.interfaceVersion)
        let type = try header.messageType
        d.put(", msgtype ")
        d.put(messageType(type) ?? "Unknown")
        let code = try header.returnCode
        d.put(", retcode ")
        d.put(returnCode(code) ?? "Unknown")
        // tcpdump ends the line, and then the packet.
        d.put("\n")
    }

    private static func messageType(_ type: UInt8) -> StaticString? {
        switch type {
        case 0x00: "REQUEST"
        case 0x01: "REQUEST_NO_RETURN"
        case 0x02: "NOTIFICATION"
        case 0x80: "RESPONSE"
        case 0x81: "ERROR"
        case 0x20: "TP_REQUEST"
        case 0x21: "TP_REQUEST_NO_RETURN"
        case 0x22: "TP_NOTIFICATION"
        case 0xA0: "TP_RESPONSE"
        case 0xA1: "TP_ERROR"
        default: nil
        }
    }

    private static func returnCode(_ code: UInt8) -> StaticString? {
        switch code {
        case 0: "E_OK"
        case 1: "E_NOT_OK"
        case 2: "E_UNKNOWN_SERVICE"
        case 3: "E_UNKNOWN_METHOD"
        case 4: "E_NOT_READY"
        case 5: "E_NOT_REACHABLE"
        case 6: "E_TIMEOUT"
        case 7: "E_WRONG_PROTOCOL_VERSION"
        case 8: "E_WRONG_INTERFACE_VERSION"
        case 9: "E_MALFORMED_MESSAGE"
        case 10: "E_WRONG_MESSAGE_TYPE"
        case 11: "E_E2E_REPEATED"
        case 12: "E_E2E_WRONG_SEQUENCE"
        case 13: "E_E2E"
        case 14: "E_E2E_NOT_AVAILABLE"
        case 15: "E_E2E_NO_NEW_DATA"
        default: nil
        }
    }
}
