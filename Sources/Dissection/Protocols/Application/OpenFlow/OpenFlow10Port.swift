import Packets

/// Ports and their queues (OpenFlow Switch Specification 1.0.0 5.2.1, 5.2.2).
enum OpenFlow10Port {
    struct Port: ~Escapable {
        static let size = 48
        static let name = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var number: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var address: UInt64 { get throws(Truncation) { try bytes.u48(2) } }
        var configuration: UInt32 { get throws(Truncation) { try bytes.u32(24) } }
        var state: UInt32 { get throws(Truncation) { try bytes.u32(28) } }
        var current: UInt32 { get throws(Truncation) { try bytes.u32(32) } }
        var advertised: UInt32 { get throws(Truncation) { try bytes.u32(36) } }
        var supported: UInt32 { get throws(Truncation) { try bytes.u32(40) } }
        var peer: UInt32 { get throws(Truncation) { try bytes.u32(44) } }
        /// In the message that changes a port.
        var newConfiguration: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var mask: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        var advertise: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
    }

    struct Queue: ~Escapable {
        static let size = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var identifier: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// With this header.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(4)) } }
        /// Of a property of the queue.
        var property: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var propertyLength: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
        /// Tenths of a percent.
        var rate: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
    }

    static func list(_ d: inout Dissector, _ body: borrowing OpenFlow.Body) throws(Truncation) -> Bool {
        var offset = 0
        while offset < body.length {
            if body.length - offset < Port.size { return false }
            let bytes = try body.bytes.from(offset)
            let port = Port(bytes)
            d.put("\n\t  port_no ")
            OpenFlow10.portNumber(&d, try port.number)
            let address = try port.address
            d.put(", hw_addr ")
            d.put(linkAddress: address)
            try OpenFlow.name(&d, ", name ", bytes, Port.name, 16)
            if d.verbosity >= 2 { try details(&d, port) }
            try bytes.require(Port.size, at: 0)
            offset += Port.size
        }
        return true
    }

    private static func details(_ d: inout Dissector, _ port: borrowing Port) throws(Truncation) {
        configuration(&d, "\n\t   config 0x", try port.configuration)
        let state = try port.state
        d.put("\n\t   state 0x", hex: state, 8, " (")
        d.put(stateName(state >> 8 & 3))
        d.put(state & 1 != 0 ? ", LINK_DOWN)" : ")")
        if state & ~0x301 != 0 { d.put(" (bogus)") }
        features(&d, "\n\t   curr 0x", try port.current)
        features(&d, "\n\t   advertised 0x", try port.advertised)
        features(&d, "\n\t   supported 0x", try port.supported)
        features(&d, "\n\t   peer 0x", try port.peer)
    }

    static func modify(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let port = Port(bytes)
        d.put("\n\t port_no ")
        OpenFlow10.portNumber(&d, try port.number)
        let address = try port.address
        d.put(", hw_addr ")
        d.put(linkAddress: address)
        configuration(&d, "\n\t config 0x", try port.newConfiguration)
        configuration(&d, "\n\t mask 0x", try port.mask)
        features(&d, "\n\t advertise 0x", try port.advertise)
    }

    private static func configuration(_ d: inout Dissector, _ title: StaticString, _ value: UInt32) {
        d.put(title, hex: value, 8)
        OpenFlow.bits(
            &d, value,
            [
                (0x01, "PORT_DOWN"), (0x02, "NO_STP"), (0x04, "NO_RECV"), (0x08, "NO_RECV_STP"),
                (0x10, "NO_FLOOD"), (0x20, "NO_FWD"), (0x40, "NO_PACKET_IN"),
            ], bogus: ~0x7F)
    }

    private static func features(_ d: inout Dissector, _ title: StaticString, _ value: UInt32) {
        d.put(title, hex: value, 8)
        OpenFlow.bits(
            &d, value,
            [
                (0x001, "10MB_HD"), (0x002, "10MB_FD"), (0x004, "100MB_HD"), (0x008, "100MB_FD"),
                (0x010, "1GB_HD"), (0x020, "1GB_FD"), (0x040, "10GB_FD"), (0x080, "COPPER"),
                (0x100, "FIBER"), (0x200, "AUTONEG"), (0x400, "PAUSE"), (0x800, "PAUSE_ASYM"),
            ], bogus: ~0xFFF)
    }

    private static func stateName(_ state: UInt32) -> StaticString {
        switch state {
        case 0: "STP_LISTEN"
        case 1: "STP_LEARN"
        case 2: "STP_FORWARD"
        default: "STP_BLOCK"
        }
    }

    static func queues(_ d: inout Dissector, _ body: borrowing OpenFlow.Body) throws(Truncation) -> Bool {
        var offset = 0
        while offset < body.length {
            if body.length - offset < Queue.size { return false }
            let queue = Queue(try body.bytes.from(offset))
            let (identifier, size) = try (queue.identifier, queue.length)
            d.put("\n\t  queue_id ", identifier, ", len ")
            d.put(size)
            if size < Queue.size || size > body.length - offset { return false }
            try queue.bytes.require(Queue.size, at: 0)
            if d.verbosity >= 2 {
                let rest = size - Queue.size
                let properties = OpenFlow.Body(try queue.bytes.from(Queue.size).upTo(rest), rest)
                if try !self.properties(&d, properties) { return false }
            }
            try queue.bytes.require(size, at: 0)
            offset += size
        }
        return true
    }

    private static func properties(_ d: inout Dissector, _ body: borrowing OpenFlow.Body) throws(Truncation) -> Bool {
        var offset = 0
        while offset < body.length {
            if body.length - offset < Queue.size { return false }
            let queue = Queue(try body.bytes.from(offset))
            let (property, size) = try (queue.property, queue.propertyLength)
            OpenFlow.put(
                &d, "\n\t   property ", property == 0 ? "NONE" : property == 1 ? "MIN_RATE" : nil, property)
            d.put(", len ", size)
            if size < Queue.size || size > body.length - offset { return false }
            if property == 0 && size != Queue.size || property == 1 && size != 16 {
                d.put(" (bogus)")
            } else if property == 1 {
                let rate = try queue.rate
                if rate > 1000 {
                    d.put(", rate disabled")
                } else {
                    d.put(", rate ", rate / 10, ".")
                    d.put("", rate % 10, "%")
                }
            }
            try queue.bytes.require(size, at: 0)
            offset += size
        }
        return true
    }
}
