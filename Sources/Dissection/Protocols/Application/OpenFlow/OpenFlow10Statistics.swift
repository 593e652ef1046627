import Packets

/// Statistics that are asked for and given (OpenFlow Switch Specification 1.0.0 5.3.5).
enum OpenFlow10Statistics {
    struct Fields: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var flags: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var port: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var queue: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// Behind a match.
        var table: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var outPort: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Of several flows.
        var packets: UInt64 { get throws(Truncation) { try bytes.u64(0) } }
        var octets: UInt64 { get throws(Truncation) { try bytes.u64(8) } }
        var flows: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        /// One of several counters of 8 octets.
        func counter(_ offset: Int) throws(Truncation) -> UInt64 { try bytes.u64(offset) }
    }

    struct Flow: ~Escapable {
        static let size = 88
        static let match = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets, with the actions.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(0)) } }
        var table: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var seconds: UInt32 { get throws(Truncation) { try bytes.u32(44) } }
        var nanoseconds: UInt32 { get throws(Truncation) { try bytes.u32(48) } }
        var priority: UInt16 { get throws(Truncation) { try bytes.u16(52) } }
        var idleTimeout: UInt16 { get throws(Truncation) { try bytes.u16(54) } }
        var hardTimeout: UInt16 { get throws(Truncation) { try bytes.u16(56) } }
        var cookie: UInt64 { get throws(Truncation) { try bytes.u64(64) } }
        var packets: UInt64 { get throws(Truncation) { try bytes.u64(72) } }
        var octets: UInt64 { get throws(Truncation) { try bytes.u64(80) } }
    }

    struct Table: ~Escapable {
        static let size = 64
        static let name = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var number: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var wildcards: UInt32 { get throws(Truncation) { try bytes.u32(36) } }
        var maximum: UInt32 { get throws(Truncation) { try bytes.u32(40) } }
        var active: UInt32 { get throws(Truncation) { try bytes.u32(44) } }
        var lookups: UInt64 { get throws(Truncation) { try bytes.u64(48) } }
        var matched: UInt64 { get throws(Truncation) { try bytes.u64(56) } }
    }

    private static let portSize = 104
    private static let queueSize = 32
    private static let descriptionSize = 1056

    private static func head(
        _ d: inout Dissector, _ body: borrowing OpenFlow.Body, bogus: UInt32
    ) throws(Truncation) -> UInt16 {
        let fields = Fields(body.bytes)
        let (type, flags) = (try fields.type, try fields.flags)
        OpenFlow.put(&d, "\n\t type ", name(type), type)
        d.put(", flags 0x", hex: flags, 4)
        if bogus == 0xFFFF {
            if flags != 0 { d.put(" (bogus)") }
        } else {
            OpenFlow.bits(&d, UInt32(flags), [(0x01, "MORE")], bogus: bogus)
        }
        return type
    }

    static func request(_ d: inout Dissector, _ body: borrowing OpenFlow.Body) throws(Truncation) -> Bool {
        let type = try head(&d, body, bogus: 0xFFFF)
        let rest = try body.from(Fields.size)
        let fields = Fields(rest.bytes)
        switch type {
        case 0, 3: return rest.length == 0
        case 1, 2:
            if rest.length != 44 { return false }
            try OpenFlow10Flow.match(&d, rest.bytes, "\n\t ")
            let behind = Fields(try rest.bytes.from(OpenFlow10Flow.Match.size))
            let (table, port) = try (behind.table, behind.outPort)
            d.put("\n\t table_id ")
            put(&d, table: table)
            d.put(", out_port ")
            OpenFlow10.portNumber(&d, port)
        case 4:
            if rest.length != 8 { return false }
            let port = try fields.port
            d.put("\n\t port_no ")
            OpenFlow10.portNumber(&d, port)
        case 5:
            if rest.length != 8 { return false }
            let (port, queue) = try (fields.port, fields.queue)
            d.put("\n\t port_no ")
            OpenFlow10.portNumber(&d, port)
            d.put(", queue_id ")
            d.put(queue == .max ? "ALL" : nil, or: "", queue)
        case 0xFFFF: return try OpenFlowVendor.statistics(&d, rest)
        default: break
        }
        return true
    }

    static func reply(_ d: inout Dissector, _ body: borrowing OpenFlow.Body) throws(Truncation) -> Bool {
        let type = try head(&d, body, bogus: 0xFFFE)
        let rest = try body.from(Fields.size)
        switch type {
        case 0:
            if rest.length != descriptionSize { return false }
            try OpenFlow.name(&d, "\n\t  mfr_desc ", rest.bytes, 0, 256)
            try OpenFlow.name(&d, "\n\t  hw_desc ", rest.bytes, 256, 256)
            try OpenFlow.name(&d, "\n\t  sw_desc ", rest.bytes, 512, 256)
            try OpenFlow.name(&d, "\n\t  serial_num ", rest.bytes, 768, 32)
            try OpenFlow.name(&d, "\n\t  dp_desc ", rest.bytes, 800, 256)
        case 1: return try flows(&d, rest)
        case 2:
            if rest.length != 24 { return false }
            let fields = Fields(rest.bytes)
            d.put("\n\t packet_count ", try fields.packets)
            d.put(", byte_count ", try fields.octets)
            d.put(", flow_count ", try fields.flows)
        case 3: return try tables(&d, rest)
        case 4: return try ports(&d, rest)
        case 5: return try queues(&d, rest)
        case 0xFFFF: return try OpenFlowVendor.statistics(&d, rest)
        default: break
        }
        return true
    }

    private static func flows(_ d: inout Dissector, _ body: borrowing OpenFlow.Body) throws(Truncation) -> Bool {
        var offset = 0
        while offset < body.length {
            let left = body.length - offset
            if left < Flow.size { return false }
            let flow = Flow(try body.bytes.from(offset))
            let size = try flow.length
            d.put("\n\t length ", size)
            if size < Flow.size || size > left { return false }
            let table = try flow.table
            d.put(", table_id ")
            put(&d, table: table)
            try OpenFlow10Flow.match(&d, flow.bytes.from(Flow.match), "\n\t  ")
            d.put("\n\t  duration_sec ", try flow.seconds)
            d.put(", duration_nsec ", try flow.nanoseconds)
            d.put(", priority ", try flow.priority)
            d.put(", idle_timeout ", try flow.idleTimeout)
            d.put(", hard_timeout ", try flow.hardTimeout)
            d.put(", cookie 0x", hex: try flow.cookie, 16)
            d.put(", packet_count ", try flow.packets)
            d.put(", byte_count ", try flow.octets)
            let rest = size - Flow.size
            let actions = OpenFlow.Body(try flow.bytes.from(Flow.size).upTo(rest), rest)
            if try !OpenFlow10Action.list(&d, actions, "\n\t  ") { return false }
            offset += size
        }
        return true
    }

    private static func tables(_ d: inout Dissector, _ body: borrowing OpenFlow.Body) throws(Truncation) -> Bool {
        var offset = 0
        while offset < body.length {
            if body.length - offset < Table.size { return false }
            let table = Table(try body.bytes.from(offset))
            let number = try table.number
            d.put("\n\t table_id ")
            put(&d, table: number)
            try OpenFlow.name(&d, ", name ", table.bytes, Table.name, 32)
            let wildcards = try table.wildcards
            d.put("\n\t  wildcards 0x", hex: wildcards, 8)
            OpenFlow.bits(
                &d, wildcards,
                [
                    (0x01, "IN_PORT"), (0x02, "DL_VLAN"), (0x04, "DL_SRC"), (0x08, "DL_DST"), (0x10, "DL_TYPE"),
                    (0x20, "NW_PROTO"), (0x40, "TP_SRC"), (0x80, "TP_DST"), (0x10_0000, "DL_VLAN_PCP"),
                    (0x20_0000, "NW_TOS"),
                ], bogus: ~OpenFlow10Flow.wildcardBits)
            d.put("\n\t  max_entries ", try table.maximum)
            d.put(", active_count ", try table.active)
            d.put(", lookup_count ", try table.lookups)
            d.put(", matched_count ", try table.matched)
            offset += Table.size
        }
        return true
    }

    private static func ports(_ d: inout Dissector, _ body: borrowing OpenFlow.Body) throws(Truncation) -> Bool {
        var offset = 0
        while offset < body.length {
            if body.length - offset < portSize { return false }
            let fields = Fields(try body.bytes.from(offset))
            let port = try fields.port
            d.put("\n\t  port_no ")
            OpenFlow10.portNumber(&d, port)
            if d.verbosity >= 2 {
                d.put(", rx_packets ", try fields.counter(8))
                d.put(", tx_packets ", try fields.counter(16))
                d.put(", rx_bytes ", try fields.counter(24))
                d.put(", tx_bytes ", try fields.counter(32))
                d.put(", rx_dropped ", try fields.counter(40))
                d.put(", tx_dropped ", try fields.counter(48))
                d.put(", rx_errors ", try fields.counter(56))
                d.put(", tx_errors ", try fields.counter(64))
                d.put(", rx_frame_err ", try fields.counter(72))
                d.put(", rx_over_err ", try fields.counter(80))
                d.put(", rx_crc_err ", try fields.counter(88))
                d.put(", collisions ", try fields.counter(96))
            }
            try fields.bytes.require(portSize, at: 0)
            offset += portSize
        }
        return true
    }

    private static func queues(_ d: inout Dissector, _ body: borrowing OpenFlow.Body) throws(Truncation) -> Bool {
        var offset = 0
        while offset < body.length {
            if body.length - offset < queueSize { return false }
            let fields = Fields(try body.bytes.from(offset))
            let port = try fields.port
            d.put("\n\t  port_no ")
            OpenFlow10.portNumber(&d, port)
            d.put(", queue_id ", try fields.queue)
            d.put(", tx_bytes ", try fields.counter(8))
            d.put(", tx_packets ", try fields.counter(16))
            d.put(", tx_errors ", try fields.counter(24))
            offset += queueSize
        }
        return true
    }

    private static func put(_ d: inout Dissector, table: UInt8) {
        d.put(table == 0xFE ? "EMERG" : table == 0xFF ? "ALL" : nil, or: "", table)
    }

    private static func name(_ type: UInt16) -> StaticString? {
        switch type {
        case 0: "DESC"
        case 1: "FLOW"
        case 2: "AGGREGATE"
        case 3: "TABLE"
        case 4: "PORT"
        case 5: "QUEUE"
        case 0xFFFF: "VENDOR"
        default: nil
        }
    }
}
