import Packets

/// Realtek's protocols of switches: remote control (RRCP), what looks for loops, and tags between chips.
///
///     | protocol | RRCP: operation, top bit for replies | authentication: 2 | by operation |
enum Realtek {
    /// A message of remote control.
    struct RemoteControl: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Which of the protocols.
        var proto: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// 0 hello, 1 get, 2 set; the top bit says that it is a reply.
        var operation: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var authentication: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Of a register: which one, what is in it, and a cookie.
        var register: UInt16 { get throws(Truncation) { try bytes.le16(4) } }
        var value: UInt32 { get throws(Truncation) { try bytes.le32(6) } }
        var cookieLow: UInt32 { get throws(Truncation) { try bytes.u32(10) } }
        var cookieHigh: UInt32 { get throws(Truncation) { try bytes.u32(14) } }
        /// Of a reply to hello.
        var downlink: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var uplink: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        var uplinkAddress: UInt64 { get throws(Truncation) { try bytes.u48(6) } }
        var chip: UInt16 { get throws(Truncation) { try bytes.u16(12) } }
        var vendor: UInt32 { get throws(Truncation) { try bytes.u32(14) } }
        /// Octets of the two with fields.
        static var length: Int { 18 }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ ends: LinkEnds?) throws(Truncation) {
        d.layer = "rtl"
        if let ends {
            d.put(linkAddress: ends.source)
            d.put(" > ")
            d.put(linkAddress: ends.destination)
            d.put(", ")
        }
        let type = try RemoteControl(bytes).proto
        switch type {
        case 0x01: try remoteControl(&d, bytes)
        case 0x02: d.put("REP")
        case 0x03, 0x23: d.put("RLDP")
        case 0x04: d.put("Realtek 8-byte DSA tag")
        case 0x90...0x9F: d.put("Realtek RTL8306 4-byte DSA tag")
        case 0xA0...0xAF: d.put("Realtek RTL8366RB 4-byte DSA tag")
        default: d.put("Realtek unknown type 0x", hex: type, 2)
        }
    }

    private static func remoteControl(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        d.layer = "rrcp"
        let message = RemoteControl(bytes)
        let first = try message.operation
        let isReply = first & 0x80 != 0
        d.put(isReply ? "RRCP reply: " : "RRCP query: ")
        let operation = first & 0x7F
        switch operation {
        case 0: d.put("hello")
        case 1: d.put("get")
        case 2: d.put("set")
        default: d.put("unknown opcode (0x", hex: operation, 2, ")")
        }
        if operation == 1 || operation == 2 {
            try bytes.require(10, at: 0)
            d.put(" addr=0x", hex: try message.register, 4, ", data=0x")
            d.put(hex: try message.value, 8)
        }
        d.put(", auth=0x", hex: try message.authentication, 4)
        switch operation {
        case 1, 2:
            try bytes.require(RemoteControl.length, at: 0)
            d.put(", cookie=0x", hex: try message.cookieHigh, 8)
            d.put(hex: try message.cookieLow, 8)
            d.put(" ")
        case 0 where isReply:
            try bytes.require(RemoteControl.length, at: 0)
            d.put(" downlink_port=", try message.downlink, ", uplink_port=")
            d.put("", try message.uplink, ", uplink_mac=")
            d.put(linkAddress: try message.uplinkAddress)
            d.put(", vendor_id=", hex: try message.vendor, 8, " ,chip_id=")
            d.put("", hex: try message.chip, 4, " ")
        default: break
        }
    }
}
