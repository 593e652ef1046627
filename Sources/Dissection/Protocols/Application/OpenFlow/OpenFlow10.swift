import Packets

/// Messages of OpenFlow 1.0 (OpenFlow Switch Specification 1.0.0 5).
enum OpenFlow10 {
    typealias Body = OpenFlow.Body

    /// Fields of small messages.
    struct Fields: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var vendor: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var datapath: UInt64 { get throws(Truncation) { try bytes.u64(0) } }
        var buffers: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var tables: UInt8 { get throws(Truncation) { try bytes.u8(12) } }
        var capabilities: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        var actions: UInt32 { get throws(Truncation) { try bytes.u32(20) } }
        var configuration: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Octets of a packet that the controller is sent.
        var missLength: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var reason: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var queuePort: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var errorType: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var errorCode: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    /// A message with a packet: one that came in, or is to go out.
    struct Packet: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var buffer: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var totalLength: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var inPort: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        var reason: UInt8 { get throws(Truncation) { try bytes.u8(8) } }
        static let inSize = 10
        var outPort: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var actionsLength: Int { get throws(Truncation) { Int(try bytes.u16(6)) } }
        static let outSize = 8
    }

    static let portSize = 48

    /// False when the message cannot be.
    static func print(_ d: inout Dissector, _ type: UInt8, _ body: borrowing Body) throws(Truncation) -> Bool {
        guard fits(type, body.length) else { return false }
        guard d.verbose else { return true }
        let bytes = body.bytes
        let fields = Fields(bytes)
        switch type {
        case 0, 2, 3: try OpenFlow.data(&d, body)
        case 1:
            let (kind, code) = try (fields.errorType, fields.errorCode)
            OpenFlow.put(&d, "\n\t type ", OpenFlowErrors10.errorName(kind), kind)
            OpenFlow.put(&d, ", code ", OpenFlowErrors10.codeName(kind, code), code)
            try OpenFlow.data(&d, body.from(4))
        case 4: return try OpenFlowVendor.message(&d, body)
        case 6: return try features(&d, body)
        case 8, 9:
            let flags = try fields.configuration
            OpenFlow.put(&d, "\n\t flags ", fragmentName(flags), flags)
            d.put(", miss_send_len ", try fields.missLength)
        case 10: try packetIn(&d, body)
        case 11: try OpenFlow10Flow.removed(&d, bytes)
        case 12:
            let reason = try fields.reason
            OpenFlow.put(&d, "\n\t reason ", reasonName(reason), reason)
            return try OpenFlow10Port.list(&d, body.from(8))
        case 13: try packetOut(&d, body)
        case 14: return try OpenFlow10Flow.modify(&d, body)
        case 15: try OpenFlow10Port.modify(&d, bytes)
        case 16: return try OpenFlow10Statistics.request(&d, body)
        case 17: return try OpenFlow10Statistics.reply(&d, body)
        case 20:
            d.put("\n\t port ")
            portNumber(&d, try fields.queuePort)
        case 21:
            d.put("\n\t port ")
            portNumber(&d, try fields.queuePort)
            return try OpenFlow10Port.queues(&d, body.from(8))
        default: break
        }
        return true
    }

    /// True when a body of this length may be.
    private static func fits(_ type: UInt8, _ length: Int) -> Bool {
        switch type {
        case 5, 7, 18, 19: length == 0
        case 8, 9, 20: length == 4
        case 1, 4, 16, 17: length >= 4
        case 6: length >= 24
        case 10: length >= Packet.inSize
        case 11: length == 80
        case 12: length == 8 + portSize
        case 13: length >= Packet.outSize
        case 14: length >= 64
        case 15: length == 24
        case 21: length >= 8
        default: true
        }
    }

    private static func features(_ d: inout Dissector, _ body: borrowing Body) throws(Truncation) -> Bool {
        let fields = Fields(body.bytes)
        d.put("\n\t dpid 0x", hex: try fields.datapath, 16)
        d.put(", n_buffers ", try fields.buffers)
        d.put(", n_tables ", try fields.tables)
        let capabilities = try fields.capabilities
        d.put("\n\t capabilities 0x", hex: capabilities, 8)
        OpenFlow.bits(
            &d, capabilities,
            [
                (0x01, "FLOW_STATS"), (0x02, "TABLE_STATS"), (0x04, "PORT_STATS"), (0x08, "STP"),
                (0x10, "RESERVED"), (0x20, "IP_REASM"), (0x40, "QUEUE_STATS"), (0x80, "ARP_MATCH_IP"),
            ], bogus: ~0xEF)
        let actions = try fields.actions
        d.put("\n\t actions 0x", hex: actions, 8)
        OpenFlow.bits(
            &d, actions,
            [
                (0x001, "OUTPUT"), (0x002, "SET_VLAN_VID"), (0x004, "SET_VLAN_PCP"), (0x008, "STRIP_VLAN"),
                (0x010, "SET_DL_SRC"), (0x020, "SET_DL_DST"), (0x040, "SET_NW_SRC"), (0x080, "SET_NW_DST"),
                (0x100, "SET_NW_TOS"), (0x200, "SET_TP_SRC"), (0x400, "SET_TP_DST"), (0x800, "ENQUEUE"),
            ], bogus: ~0xFFF)
        return try OpenFlow10Port.list(&d, body.from(24))
    }

    private static func packetIn(_ d: inout Dissector, _ body: borrowing Body) throws(Truncation) {
        let packet = Packet(body.bytes)
        let buffer = try packet.buffer
        d.put("\n\t buffer_id ")
        d.put(buffer == .max ? "NONE" : nil, or: "0x", hex: buffer, 8)
        d.put(", total_len ", try packet.totalLength, ", in_port ")
        portNumber(&d, try packet.inPort)
        let reason = try packet.reason
        OpenFlow.put(&d, ", reason ", reason == 0 ? "NO_MATCH" : reason == 1 ? "ACTION" : nil, reason)
        try body.bytes.require(Packet.inSize, at: 0)
        try OpenFlow.frame(&d, body.from(Packet.inSize))
    }

    private static func packetOut(_ d: inout Dissector, _ body: borrowing Body) throws(Truncation) {
        let packet = Packet(body.bytes)
        d.put("\n\t buffer_id 0x", hex: try packet.buffer, 8, ", in_port ")
        portNumber(&d, try packet.outPort)
        let size = try packet.actionsLength
        if size > body.length - Packet.outSize { return d.markInvalid() }
        let actions = Body(try body.bytes.from(Packet.outSize).upTo(size), size)
        // What is wrong with the actions does not keep the packet from being printed.
        if try !OpenFlow10Action.list(&d, actions, "\n\t ") { d.markInvalid() }
        try body.bytes.require(Packet.outSize + size, at: 0)
        try OpenFlow.frame(&d, body.from(Packet.outSize + size))
    }

    static func portNumber(_ d: inout Dissector, _ port: UInt16) {
        let name: StaticString? =
            switch port {
            case 0xFF00: "MAX"
            case 0xFFF8: "IN_PORT"
            case 0xFFF9: "TABLE"
            case 0xFFFA: "NORMAL"
            case 0xFFFB: "FLOOD"
            case 0xFFFC: "ALL"
            case 0xFFFD: "CONTROLLER"
            case 0xFFFE: "LOCAL"
            case 0xFFFF: "NONE"
            default: nil
            }
        d.put(name, or: "", port)
    }

    static func fragmentName(_ flags: UInt16) -> StaticString? {
        switch flags {
        case 0: "FRAG_NORMAL"
        case 1: "FRAG_DROP"
        case 2: "FRAG_REASM"
        default: nil
        }
    }

    private static func reasonName(_ reason: UInt8) -> StaticString? {
        switch reason {
        case 0: "ADD"
        case 1: "DELETE"
        case 2: "MODIFY"
        default: nil
        }
    }

    static func typeName(_ type: UInt8) -> StaticString? {
        switch type {
        case 0: "HELLO"
        case 1: "ERROR"
        case 2: "ECHO_REQUEST"
        case 3: "ECHO_REPLY"
        case 4: "VENDOR"
        case 5: "FEATURES_REQUEST"
        case 6: "FEATURES_REPLY"
        case 7: "GET_CONFIG_REQUEST"
        case 8: "GET_CONFIG_REPLY"
        case 9: "SET_CONFIG"
        case 10: "PACKET_IN"
        case 11: "FLOW_REMOVED"
        case 12: "PORT_STATUS"
        case 13: "PACKET_OUT"
        case 14: "FLOW_MOD"
        case 15: "PORT_MOD"
        case 16: "STATS_REQUEST"
        case 17: "STATS_REPLY"
        case 18: "BARRIER_REQUEST"
        case 19: "BARRIER_REPLY"
        case 20: "QUEUE_GET_CONFIG_REQUEST"
        case 21: "QUEUE_GET_CONFIG_REPLY"
        default: nil
        }
    }
}
