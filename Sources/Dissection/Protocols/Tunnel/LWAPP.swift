import Packets

/// The lightweight access point protocol (RFC 5412): what access points and their controller say to each other.
///
///     | version: 2 bits, radio: 3, control: 1, fragment: 1, last: 1 | fragment's number | length: 2 | signal: 2 |
enum LWAPP {
    /// The transport header (section 3.2), in front of a frame or of control messages.
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets.
        static var length: Int { 6 }
        var first: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var fragment: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Octets behind the header.
        var size: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    /// A control message (section 4.2.1), whose elements follow.
    struct Message: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets.
        static var length: Int { 8 }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var sequence: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Octets of the elements.
        var size: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var session: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    /// What stands in front of a message to the controller.
    struct AccessPoint: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets.
        static var length: Int { 6 }
        var address: UInt64 { get throws(Truncation) { try bytes.u48(0) } }
    }

    /// Control messages; towards the controller the access point's address stands in front.
    static func control(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, toController: Bool
    ) throws(Truncation) {
        d.layer = "lwapp_control"
        let start = toController ? AccessPoint.length : 0
        try bytes.require(start + Header.length, at: 0)
        let header = Header(try bytes.from(start))
        guard try version(&d, header.first) else { return }
        try summary(&d, header.first)
        if !d.verbose {
            d.put(", length ", length)
            return
        }
        d.put(", Frag-id ", try header.fragment, ", length ")
        var rest = Int(try header.size)
        d.put(rest)
        if toController {
            d.put("\n\tAP identity: ")
            d.put(linkAddress: try AccessPoint(bytes).address)
        }
        var offset = start + Header.length
        while rest > 0 {
            try bytes.require(Message.length, at: offset)
            let message = Message(try bytes.from(offset))
            let size = Int(try message.size)
            if rest < Message.length + size { return d.put("\n\t  Msg goes past end of PDU") }
            let type = try message.type
            d.put("\n\t  Msg type: ")
            d.put(name(type) ?? "Unknown")
            d.put(" (", type, "), Seqnum: ")
            d.put(try message.sequence)
            d.put(", Msg len: ", size, ", Session: 0x")
            d.put(hex: try message.session, 8)
            offset += Message.length + size
            rest -= Message.length + size
        }
    }

    /// Frames of stations.
    static func data(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "lwapp_data"
        try bytes.require(Header.length, at: 0)
        let header = Header(bytes)
        let first = try header.first
        guard version(&d, first) else { return }
        if first & 0x04 != 0 { return try control(&d, bytes, length, toController: false) }
        summary(&d, first, radio: ", Radio-id  ")
        if !d.verbose {
            d.put(", length ", length)
            return
        }
        let size = Int(try header.size)
        if size < Header.length {
            d.put(", length ", size, " < transport header length")
            return
        }
        d.put(", Frag-id  ", try header.fragment, ", length ")
        d.put(size)
        // The header's own octets are taken off a length that does not count them.
        try d.dumpValue(bytes, Header.length, size - Header.length, lead: "\n\t")
    }

    private static func version(_ d: inout Dissector, _ first: UInt8) -> Bool {
        if first >> 6 == 0 { return true }
        d.put("LWAPP version ", first >> 6, " packet not supported")
        return false
    }

    private static func summary(_ d: inout Dissector, _ first: UInt8, radio: StaticString = ", Radio-id ") {
        d.put("LWAPPv0, ")
        d.put(first & 0x04 != 0 ? "Control frame" : "Data frame")
        if d.verbose { d.put(radio, first >> 3 & 7) }
        d.put(", Flags [")
        d.put(
            flags: UInt32(first & 7), [(0x01, "Last Fragment Bit"), (0x02, "Fragment Bit"), (0x04, "Control Bit")])
        d.put("]")
    }

    private static func name(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "Discovery req"
        case 2: "Discovery resp"
        case 3: "Join req"
        case 4: "Join resp"
        case 5: "Join ack"
        case 6: "Join confirm"
        case 10: "Configure req"
        case 11: "Configure resp"
        case 12: "Update req"
        case 13: "Update resp"
        case 14: "WTP event req"
        case 15: "WTP event resp"
        case 16: "Change state event req"
        case 17: "Change state event resp"
        case 22: "Echo req"
        case 23: "Echo resp"
        case 24: "Image data req"
        case 25: "Image data resp"
        case 26: "Channel status req"
        case 27: "Channel status resp"
        case 30: "Key update req"
        case 31: "Key update resp"
        case 32: "Primary discovery req"
        case 33: "Primary discovery resp"
        case 34: "Data transfer req"
        case 35: "Data transfer resp"
        case 36: "Clear config ind"
        case 37: "Wlan config req"
        case 38: "Wlan config resp"
        case 39: "Mobile config req"
        case 40: "Mobile config resp"
        default: nil
        }
    }
}
