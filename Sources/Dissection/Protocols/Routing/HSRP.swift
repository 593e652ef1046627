import Packets

/// Cisco's hot standby router protocol, version 0 (RFC 2281).
///
///     | version | operation | state | hello | hold | priority | group | reserved | authentication: 8 | address: 4 |
enum HSRP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "hsrp"
        let version = try bytes.u8(0)
        d.put("HSRPv", version)
        if version != 0 { return }
        let operation = try bytes.u8(1)
        d.put("-")
        switch operation {
        case 0: d.put("hello")
        case 1: d.put("coup")
        case 2: d.put("resign")
        default: d.put("unknown (", operation, ")")
        }
        d.put(" ", length, ": ")
        let state = try bytes.u8(2)
        d.put("state=")
        d.put(HSRP.stateName(state), or: "Unknown (", state, ")")
        d.put(" ")
        d.put("group=", try bytes.u8(6), " ")
        let reserved = try bytes.u8(7)
        if reserved != 0 { d.put("[reserved=", reserved, "!] ") }
        d.put("addr=", host: try bytes.ipv4(16))
        guard d.verbose else { return }
        d.put(" hellotime=")
        d.put(duration: UInt32(try bytes.u8(3)))
        d.put(" holdtime=")
        d.put(duration: UInt32(try bytes.u8(4)))
        d.put(" priority=", try bytes.u8(5), " auth=\"")
        try d.put(text: bytes, at: 8, 8, terminated: true)
        d.put("\"")
    }

    private static func stateName(_ state: UInt8) -> StaticString? {
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
