import Packets

/// Cisco's hot standby router protocol, version 0 (RFC 2281).
///
///     | version | operation | state | hello | hold | priority | group | reserved | authentication: 8 | address: 4 |
extension Dissector {
    mutating func hsrp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "hsrp"
        let version = try bytes.u8(0)
        put("HSRPv", version)
        if version != 0 { return }
        let operation = try bytes.u8(1)
        put("-")
        switch operation {
        case 0: put("hello")
        case 1: put("coup")
        case 2: put("resign")
        default: put("unknown (", operation, ")")
        }
        put(" ", length, ": ")
        let state = try bytes.u8(2)
        put("state=")
        put(Dissector.hsrpState(state), or: "Unknown (", state, ")")
        put(" ")
        put("group=", try bytes.u8(6), " ")
        let reserved = try bytes.u8(7)
        if reserved != 0 { put("[reserved=", reserved, "!] ") }
        put("addr=", host: try bytes.ipv4(16))
        guard verbose else { return }
        put(" hellotime=")
        put(duration: UInt32(try bytes.u8(3)))
        put(" holdtime=")
        put(duration: UInt32(try bytes.u8(4)))
        put(" priority=", try bytes.u8(5), " auth=\"")
        try put(text: bytes, at: 8, 8, terminated: true)
        put("\"")
    }

    private static func hsrpState(_ state: UInt8) -> StaticString? {
        switch state {
        case 0: "initial"
        case 1: "learn"
        case 2: "listen"
        case 4: "speak"
        case 8: "standby"
        case 16: "active"
        default: nil
        }
    }
}
