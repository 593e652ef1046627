import Packets

/// Cisco's hot standby router protocol, version 0 (RFC 2281).
///
///     | version | operation | state | hello | hold | priority | group | reserved | authentication: 8 | address: 4 |
enum HSRP {
    /// All that a message has (RFC 2281 5.1).
    struct Header: ~Escapable {
        /// Where the password begins.
        static let authentication = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var operation: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var state: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Seconds.
        var helloTime: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// Seconds.
        var holdTime: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var priority: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        var group: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
        var reserved: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(16) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "hsrp"
        let header = Header(bytes)
        let version = try header.version
        d.put("HSRPv", version)
        if version != 0 { return }
        d.put("-")
        let operation = try header.operation
        switch operation {
        case 0: d.put("hello")
        case 1: d.put("coup")
        case 2: d.put("resign")
        default: d.put("unknown (", operation, ")")
        }
        d.put(" ", length, ": ")
        let state = try header.state
        d.put("state=")
        d.put(HSRP.stateName(state), or: "Unknown (", state, ")")
        d.put(" ")
        d.put("group=", try header.group, " ")
        let reserved = try header.reserved
        if reserved != 0 { d.put("[reserved=", reserved, "!] ") }
        d.put("addr=", host: try header.address)
        guard d.verbose else { return }
        d.put(" hellotime=")
        d.put(duration: UInt32(try header.helloTime))
        d.put(" holdtime=")
        d.put(duration: UInt32(try header.holdTime))
        d.put(" priority=", try header.priority, " auth=\"")
        try d.put(text: bytes, at: Header.authentication, 8, terminated: true)
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
