import Packets

/// Flows: what they match, how they are changed, that they are gone (OpenFlow Switch Specification 1.0.0 5.2.3, 5.3.3, 5.4.3).
enum OpenFlow10Flow {
    struct Match: ~Escapable {
        static let size = 40
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var wildcards: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var inPort: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var source: UInt64 { get throws(Truncation) { try bytes.u48(6) } }
        var destination: UInt64 { get throws(Truncation) { try bytes.u48(12) } }
        var vlan: UInt16 { get throws(Truncation) { try bytes.u16(18) } }
        var priority: UInt8 { get throws(Truncation) { try bytes.u8(20) } }
        var etherType: UInt16 { get throws(Truncation) { try bytes.u16(22) } }
        var service: UInt8 { get throws(Truncation) { try bytes.u8(24) } }
        var ipProtocol: UInt8 { get throws(Truncation) { try bytes.u8(25) } }
        var ipSource: HostAddress { get throws(Truncation) { try bytes.ipv4(28) } }
        var ipDestination: HostAddress { get throws(Truncation) { try bytes.ipv4(32) } }
        var sourcePort: UInt16 { get throws(Truncation) { try bytes.u16(36) } }
        var destinationPort: UInt16 { get throws(Truncation) { try bytes.u16(38) } }
    }

    /// Behind the match in the message that changes a flow.
    struct Change: ~Escapable {
        static let size = 24
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var cookie: UInt64 { get throws(Truncation) { try bytes.u64(0) } }
        var command: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
        /// Seconds.
        var idleTimeout: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
        /// Seconds.
        var hardTimeout: UInt16 { get throws(Truncation) { try bytes.u16(12) } }
        var priority: UInt16 { get throws(Truncation) { try bytes.u16(14) } }
        var buffer: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        var outPort: UInt16 { get throws(Truncation) { try bytes.u16(20) } }
        var flags: UInt16 { get throws(Truncation) { try bytes.u16(22) } }
    }

    /// Behind the match in the message that a flow is gone.
    struct Removal: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var cookie: UInt64 { get throws(Truncation) { try bytes.u64(0) } }
        var priority: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
        var reason: UInt8 { get throws(Truncation) { try bytes.u8(10) } }
        var seconds: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        var nanoseconds: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        var idleTimeout: UInt16 { get throws(Truncation) { try bytes.u16(20) } }
        var packets: UInt64 { get throws(Truncation) { try bytes.u64(24) } }
        var octets: UInt64 { get throws(Truncation) { try bytes.u64(32) } }
    }

    static let wildcardBits: UInt32 = 0x3F_FFFF

    /// The fields that are not wild, a line each behind `lead`.
    static func match(_ d: inout Dissector, _ bytes: RawSpan, _ lead: StaticString) throws(Truncation) {
        let match = Match(bytes)
        let wild = try match.wildcards
        if wild & ~wildcardBits != 0 {
            d.put(lead)
            d.put("wildcards 0x", hex: wild, 8, " (bogus)")
        }
        func line(_ bit: UInt32, _ title: StaticString, _ d: inout Dissector) -> Bool {
            if wild & bit != 0 { return false }
            d.put(lead)
            d.put(title)
            return true
        }
        let port = try match.inPort
        if line(0x01, "match in_port ", &d) { OpenFlow10.portNumber(&d, port) }
        let source = try match.source
        if line(0x04, "match dl_src ", &d) { d.put(linkAddress: source) }
        let destination = try match.destination
        if line(0x08, "match dl_dst ", &d) { d.put(linkAddress: destination) }
        let vlan = try match.vlan
        if line(0x02, "match dl_vlan ", &d) { OpenFlow10Action.vlan(&d, vlan) }
        let priority = try match.priority
        if line(0x10_0000, "match dl_vlan_pcp ", &d) { OpenFlow10Action.priority(&d, priority) }
        let type = try match.etherType
        if line(0x10, "match dl_type 0x", &d) { d.put(hex: type, 4) }
        let service = try match.service
        if line(0x20_0000, "match nw_tos 0x", &d) { d.put(hex: service, 2) }
        let proto = try match.ipProtocol
        let isARP = wild & 0x10 == 0 && type == 0x0806
        if line(0x20, isARP ? "match arp_opcode " : "match nw_proto ", &d) { d.put(proto) }
        let (from, to) = try (match.ipSource, match.ipDestination)
        network(&d, "match nw_src ", from, wild >> 8 & 0x3F, lead)
        network(&d, "match nw_dst ", to, wild >> 14 & 0x3F, lead)
        let isICMP = wild & 0x30 == 0 && type == 0x0800 && proto == 1
        let sourcePort = try match.sourcePort
        if line(0x40, isICMP ? "match icmp_type " : "match tp_src ", &d) { d.put(sourcePort) }
        let destinationPort = try match.destinationPort
        if line(0x80, isICMP ? "match icmp_code " : "match tp_dst ", &d) { d.put(destinationPort) }
    }

    private static func network(
        _ d: inout Dissector, _ title: StaticString, _ address: HostAddress, _ wildBits: UInt32, _ lead: StaticString
    ) {
        if wildBits >= 32 { return }
        d.put(lead)
        d.put(title, host: address, "/")
        d.put(32 - wildBits)
    }

    static func modify(_ d: inout Dissector, _ body: borrowing OpenFlow.Body) throws(Truncation) -> Bool {
        try match(&d, body.bytes, "\n\t ")
        let change = Change(try body.bytes.from(Match.size))
        d.put("\n\t cookie 0x", hex: try change.cookie, 16)
        let command = try change.command
        OpenFlow.put(&d, ", command ", commandName(command), command)
        let (idle, hard, priority) = try (change.idleTimeout, change.hardTimeout, change.priority)
        if idle != 0 { d.put(", idle_timeout ", idle) }
        if hard != 0 { d.put(", hard_timeout ", hard) }
        if priority != 0 { d.put(", priority ", priority) }
        let (buffer, outPort) = try (change.buffer, change.outPort)
        if command < 3 {
            d.put(", buffer_id ")
            d.put(buffer == .max ? "NONE" : nil, or: "0x", hex: buffer, 8)
        }
        if command == 3 || command == 4 {
            d.put(", out_port ")
            OpenFlow10.portNumber(&d, outPort)
        }
        let flags = try change.flags
        d.put(", flags 0x", hex: flags, 4)
        OpenFlow.bits(
            &d, UInt32(flags), [(0x01, "SEND_FLOW_REM"), (0x02, "CHECK_OVERLAP"), (0x04, "EMERG")], bogus: 0xFFF8)
        return try OpenFlow10Action.list(&d, body.from(Match.size + Change.size), "\n\t ")
    }

    static func removed(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        try match(&d, bytes, "\n\t ")
        let removal = Removal(try bytes.from(Match.size))
        d.put("\n\t cookie 0x", hex: try removal.cookie, 16)
        let priority = try removal.priority
        if priority != 0 { d.put(", priority ", priority) }
        let reason = try removal.reason
        d.put(", reason ")
        d.put(reasonName(reason), or: "unknown (0x", hex: reason, 2, ")")
        d.put(", duration_sec ", try removal.seconds, ", duration_nsec ")
        d.put(try removal.nanoseconds)
        let idle = try removal.idleTimeout
        if idle != 0 { d.put(", idle_timeout ", idle) }
        d.put(", packet_count ", try removal.packets)
        d.put(", byte_count ", try removal.octets)
    }

    private static func commandName(_ command: UInt16) -> StaticString? {
        switch command {
        case 0: "ADD"
        case 1: "MODIFY"
        case 2: "MODIFY_STRICT"
        case 3: "DELETE"
        case 4: "DELETE_STRICT"
        default: nil
        }
    }

    private static func reasonName(_ reason: UInt8) -> StaticString? {
        switch reason {
        case 0: "IDLE_TIMEOUT"
        case 1: "HARD_TIMEOUT"
        case 2: "DELETE"
        default: nil
        }
    }
}
