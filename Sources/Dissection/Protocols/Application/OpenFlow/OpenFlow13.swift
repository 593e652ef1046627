import Packets

/// Messages of OpenFlow 1.3 (OpenFlow Switch Specification 1.3.5 7): flows, groups, meters and statistics by their names only,
/// as tcpdump has them.
enum OpenFlow13 {
    typealias Body = OpenFlow.Body

    struct Fields: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var errorType: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var errorCode: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var experimenter: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var experiment: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var datapath: UInt64 { get throws(Truncation) { try bytes.u64(0) } }
        var buffers: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var tables: UInt8 { get throws(Truncation) { try bytes.u8(12) } }
        var auxiliary: UInt8 { get throws(Truncation) { try bytes.u8(13) } }
        var capabilities: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        var configuration: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Octets of a packet that the controller is sent.
        var missLength: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var reason: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var table: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var tableConfiguration: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var port: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var role: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var generation: UInt64 { get throws(Truncation) { try bytes.u64(8) } }
        func mask(_ offset: Int) throws(Truncation) -> UInt32 { try bytes.u32(offset) }
    }

    /// What a greeting says.
    struct Element: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Octets, with these four.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
        var versions: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    struct Port: ~Escapable {
        static let size = 64
        static let name = 16
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var number: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var address: UInt64 { get throws(Truncation) { try bytes.u48(8) } }
        var configuration: UInt32 { get throws(Truncation) { try bytes.u32(32) } }
        var state: UInt32 { get throws(Truncation) { try bytes.u32(36) } }
        /// Four sets of features, current, advertised, supported, the peer's.
        func features(_ index: Int) throws(Truncation) -> UInt32 { try bytes.u32(40 + 4 * index) }
        /// Thousands of bits a second.
        var speed: UInt32 { get throws(Truncation) { try bytes.u32(56) } }
        /// Thousands of bits a second.
        var maximumSpeed: UInt32 { get throws(Truncation) { try bytes.u32(60) } }
        /// In the message that changes a port.
        var newConfiguration: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        var mask: UInt32 { get throws(Truncation) { try bytes.u32(20) } }
        var advertise: UInt32 { get throws(Truncation) { try bytes.u32(24) } }
    }

    /// False when the message cannot be.
    static func print(_ d: inout Dissector, _ type: UInt8, _ body: borrowing Body) throws(Truncation) -> Bool {
        guard fits(type, body.length) else { return false }
        guard d.verbose else { return true }
        let fields = Fields(body.bytes)
        switch type {
        case 0: return try greeting(&d, body)
        case 1:
            let (kind, code) = try (fields.errorType, fields.errorCode)
            OpenFlow.put(&d, "\n\t type ", OpenFlowErrors13.errorName(kind), kind)
            OpenFlow.put(&d, ", code ", OpenFlowErrors13.codeName(kind, code), code)
            try OpenFlow.data(&d, body.from(4))
        case 2, 3: try OpenFlow.data(&d, body)
        case 4:
            OpenFlow.vendor(&d, "\n\t experimenter 0x", try fields.experimenter)
            d.put(", exp_type 0x", hex: try fields.experiment, 8)
            try OpenFlow.data(&d, body.from(8))
        case 6: try features(&d, fields)
        case 8, 9: try configuration(&d, fields)
        case 12:
            let reason = try fields.reason
            d.put("\n\t reason ")
            // tcpdump's text for other reasons has a fault.
            d.put(reasonName(reason) ?? "invalid (0x02x)")
            try port(&d, body.bytes.from(8))
        case 16: try modifyPort(&d, body.bytes)
        case 17:
            let table = try fields.table
            d.put("\n\t table_id ")
            d.put(table == 0xFE ? "MAX" : table == 0xFF ? "ALL" : nil, or: "", table)
            d.put(", config 0x", hex: try fields.tableConfiguration, 8)
        case 22:
            d.put("\n\t port ")
            portNumber(&d, try fields.port)
        case 24, 25:
            let role = try fields.role
            OpenFlow.put(&d, "\n\t role ", roleName(role), role)
            d.put(", generation_id 0x", hex: try fields.generation, 16)
        case 27, 28: try asynchronous(&d, fields)
        default: break
        }
        return true
    }

    /// True when a body of this length may be.
    private static func fits(_ type: UInt8, _ length: Int) -> Bool {
        switch type {
        case 5, 7, 20, 21, 26: length == 0
        case 8, 9: length == 4
        case 1: length >= 4
        case 4: length >= 8
        case 6, 27, 28: length == 24
        case 12: length == 72
        case 16: length == 32
        case 17, 22: length == 8
        case 24, 25: length == 16
        default: true
        }
    }

    private static func greeting(_ d: inout Dissector, _ body: borrowing Body) throws(Truncation) -> Bool {
        var offset = 0
        while offset < body.length {
            let left = body.length - offset
            if left < Element.size { return false }
            let element = Element(try body.bytes.from(offset))
            let (type, size) = (try element.type, try element.length)
            d.put("\n\t type ")
            d.put(type == 1 ? "VERSIONBITMAP" : nil, or: "unknown (0x", hex: type, 4, ")")
            d.put(", length ", size)
            if type == 1 && size != 8 && size <= left { d.put(" (bogus)") }
            if size < Element.size || size > left { return false }
            if type == 1 && size == 8 {
                let versions = try element.versions
                d.put(", bitmap 0x", hex: versions, 8)
                OpenFlow.bits(
                    &d, versions,
                    [(0x01, "1.0"), (0x02, "1.1"), (0x04, "1.2"), (0x08, "1.3"), (0x10, "1.4"), (0x20, "1.5")],
                    bogus: ~0x3F)
            }
            try element.bytes.require(size, at: 0)
            offset += size
        }
        return true
    }

    private static func features(_ d: inout Dissector, _ fields: borrowing Fields) throws(Truncation) {
        d.put("\n\t dpid 0x", hex: try fields.datapath, 16)
        d.put(", n_buffers ", try fields.buffers)
        d.put(", n_tables ", try fields.tables)
        d.put(", auxiliary_id ", try fields.auxiliary)
        let capabilities = try fields.capabilities
        d.put("\n\t capabilities 0x", hex: capabilities, 8)
        OpenFlow.bits(
            &d, capabilities,
            [
                (0x001, "FLOW_STATS"), (0x002, "TABLE_STATS"), (0x004, "PORT_STATS"), (0x008, "GROUP_STATS"),
                (0x020, "IP_REASM"), (0x040, "QUEUE_STATS"), (0x100, "PORT_BLOCKED"),
            ], bogus: ~0x16F)
        try fields.bytes.require(24, at: 0)
    }

    private static func configuration(_ d: inout Dissector, _ fields: borrowing Fields) throws(Truncation) {
        let flags = try fields.configuration
        OpenFlow.put(&d, "\n\t flags ", OpenFlow10.fragmentName(flags), flags)
        let length = try fields.missLength
        d.put(", miss_send_len ")
        d.put(length == 0xFFE5 ? "MAX" : length == 0xFFFF ? "NO_BUFFER" : nil, or: "", length)
    }

    private static func port(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let port = Port(bytes)
        d.put("\n\t  port_no ")
        portNumber(&d, try port.number)
        let address = try port.address
        d.put(", hw_addr ")
        d.put(linkAddress: address)
        try OpenFlow.name(&d, ", name ", bytes, Port.name, 16)
        guard d.verbosity >= 2 else { return try bytes.require(Port.size, at: 0) }
        configuration(&d, "\n\t   config 0x", try port.configuration)
        let state = try port.state
        d.put("\n\t   state 0x", hex: state, 8)
        OpenFlow.bits(&d, state, [(0x01, "LINK_DOWN"), (0x02, "BLOCKED"), (0x04, "LIVE")], bogus: ~0x07)
        features(&d, "\n\t   curr 0x", try port.features(0))
        features(&d, "\n\t   advertised 0x", try port.features(1))
        features(&d, "\n\t   supported 0x", try port.features(2))
        features(&d, "\n\t   peer 0x", try port.features(3))
        d.put("\n\t   curr_speed ", try port.speed, "kbps")
        d.put("\n\t   max_speed ", try port.maximumSpeed, "kbps")
    }

    private static func modifyPort(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let port = Port(bytes)
        d.put("\n\t port_no ")
        portNumber(&d, try port.number)
        let address = try port.address
        d.put(", hw_addr ")
        d.put(linkAddress: address)
        configuration(&d, "\n\t  config 0x", try port.newConfiguration)
        configuration(&d, "\n\t  mask 0x", try port.mask)
        features(&d, "\n\t  advertise 0x", try port.advertise)
        try bytes.require(32, at: 0)
    }

    private static func configuration(_ d: inout Dissector, _ title: StaticString, _ value: UInt32) {
        d.put(title, hex: value, 8)
        OpenFlow.bits(
            &d, value, [(0x01, "PORT_DOWN"), (0x04, "NO_RECV"), (0x20, "NO_FWD"), (0x40, "NO_PACKET_IN")],
            bogus: ~0x65)
    }

    private static func features(_ d: inout Dissector, _ title: StaticString, _ value: UInt32) {
        d.put(title, hex: value, 8)
        OpenFlow.bits(
            &d, value,
            [
                (0x0001, "10MB_HD"), (0x0002, "10MB_FD"), (0x0004, "100MB_HD"), (0x0008, "100MB_FD"),
                (0x0010, "1GB_HD"), (0x0020, "1GB_FD"), (0x0040, "10GB_FD"), (0x0080, "40GB_FD"),
                (0x0100, "100GB_FD"), (0x0200, "1TB_FD"), (0x0400, "OTHER"), (0x0800, "COPPER"),
                (0x1000, "FIBER"), (0x2000, "AUTONEG"), (0x4000, "PAUSE"), (0x8000, "PAUSE_ASYM"),
            ], bogus: 0xFFFF_0000)
    }

    private static func asynchronous(_ d: inout Dissector, _ fields: borrowing Fields) throws(Truncation) {
        for index in 0..<6 {
            let value = try fields.mask(4 * index)
            d.put("\n\t ")
            d.put(index < 2 ? "packet_in" : index < 4 ? "port_status" : "flow_removed")
            d.put(index & 1 == 0 ? "_mask[EM] 0x" : "_mask[S] 0x", hex: value, 8)
            if index < 2 {
                OpenFlow.bits(
                    &d, value, [(0x01, "NO_MATCH"), (0x02, "ACTION"), (0x04, "INVALID_TTL")], bogus: ~0x07)
            } else {
                // Of flows tcpdump has the names of ports.
                OpenFlow.bits(&d, value, [(0x01, "ADD"), (0x02, "DELETE"), (0x04, "MODIFY")], bogus: ~0x07)
            }
        }
    }

    private static func portNumber(_ d: inout Dissector, _ port: UInt32) {
        let name: StaticString? =
            switch port {
            case 0xFFFF_FF00: "MAX"
            case 0xFFFF_FFF8: "IN_PORT"
            case 0xFFFF_FFF9: "TABLE"
            case 0xFFFF_FFFA: "NORMAL"
            case 0xFFFF_FFFB: "FLOOD"
            case 0xFFFF_FFFC: "ALL"
            case 0xFFFF_FFFD: "CONTROLLER"
            case 0xFFFF_FFFE: "LOCAL"
            case 0xFFFF_FFFF: "ANY"
            default: nil
            }
        d.put(name, or: "", port)
    }

    private static func reasonName(_ reason: UInt8) -> StaticString? {
        switch reason {
        case 0: "ADD"
        case 1: "DELETE"
        case 2: "MODIFY"
        default: nil
        }
    }

    private static func roleName(_ role: UInt32) -> StaticString? {
        switch role {
        case 0: "NOCHANGE"
        case 1: "EQUAL"
        case 2: "MASTER"
        case 3: "SLAVE"
        default: nil
        }
    }

    static func typeName(_ type: UInt8) -> StaticString? {
        switch type {
        case 0: "HELLO"
        case 1: "ERROR"
        case 2: "ECHO_REQUEST"
        case 3: "ECHO_REPLY"
        case 4: "EXPERIMENTER"
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
        case 15: "GROUP_MOD"
        case 16: "PORT_MOD"
        case 17: "TABLE_MOD"
        case 18: "MULTIPART_REQUEST"
        case 19: "MULTIPART_REPLY"
        case 20: "BARRIER_REQUEST"
        case 21: "BARRIER_REPLY"
        case 22: "QUEUE_GET_CONFIG_REQUEST"
        case 23: "QUEUE_GET_CONFIG_REPLY"
        case 24: "ROLE_REQUEST"
        case 25: "ROLE_REPLY"
        case 26: "GET_ASYNC_REQUEST"
        case 27: "GET_ASYNC_REPLY"
        case 28: "SET_ASYNC"
        case 29: "METER_MOD"
        default: nil
        }
    }
}
