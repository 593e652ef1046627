import Packets

/// OSPF for IPv6, version 3 (RFC 5340): the header and the five kinds of packets.
enum OSPFv3 {
    ///      0     1     2         4           8           12        14       15
    ///     +-----+-----+---------+-----------+-----------+---------+--------+----+
    ///     | ver | type| length  | router    | area      | checksum| inst.  | 0  |
    ///     +-----+-----+---------+-----------+-----------+---------+--------+----+
    struct Header: ~Escapable {
        static let size = 16
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// With this header.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
        var router: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
        var area: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
        var instance: UInt8 { get throws(Truncation) { try bytes.u8(14) } }
    }

    /// RFC 5340 A.3.2, behind the header.
    struct Hello: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var interface: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        var priority: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var options: UInt32 { get throws(Truncation) { try bytes.u24(5) } }
        /// Seconds.
        var interval: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
        /// Seconds.
        var deadInterval: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
        var designated: HostAddress { get throws(Truncation) { try bytes.ipv4(12) } }
        var backup: HostAddress { get throws(Truncation) { try bytes.ipv4(16) } }
        static let neighbors = 20
    }

    /// RFC 5340 A.3.3, behind the header.
    struct Description: ~Escapable {
        static let size = 12
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var options: UInt32 { get throws(Truncation) { try bytes.u24(1) } }
        var unit: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var flags: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
    }

    /// RFC 5340 A.3.4.
    struct Request: ~Escapable {
        static let size = 12
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var identifier: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
        var router: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ospf3"
        do throws(Truncation) {
            try whole(&d, bytes, length)
        } catch {
            // Lengths that do not fit end the packet's text; missing octets also end that of the layers around.
            if !error.isClaim { throw error }
            d.markTruncated()
        }
    }

    private static func whole(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let header = Header(bytes)
        let type = try header.type
        let version = try header.version
        d.put("OSPFv", version, ", ")
        d.put(OSPF.typeName(type), or: "unknown packet type (", type, ")")
        d.put(", length ", length)
        if !d.verbose || OSPF.typeName(type) == nil { return }
        let counted = try header.length
        if counted > length {
            d.put(" [len ", counted, "]")
            return
        }
        d.put("\n\tRouter-ID ", host: try header.router)
        let area = try header.area
        if area.low == 0 { d.put(", Backbone Area") } else { d.put(", Area ", host: area) }
        let instance = try header.instance
        if instance != 0 { d.put(", Instance ", instance) }
        if version != 3 { return }
        let body = bytes.byteCount < Header.size ? bytes.upTo(0) : try bytes.from(Header.size)
        let size = counted - Header.size
        let features = try packet(&d, type, body, size)
        try OSPFv3Trailer.print(&d, body, size, length - Header.size, signaling: features & 0x200 != 0)
    }

    /// The body; gives the options of those that have them.
    private static func packet(
        _ d: inout Dissector, _ type: UInt8, _ body: RawSpan, _ size: Int
    ) throws(Truncation) -> UInt32 {
        if type == 1 { return try hello(&d, Hello(body), size) }
        if type == 2 { return try description(&d, Description(body), size) }
        if d.verbosity <= 1 { return 0 }
        var offset = 0
        switch type {
        case 3:
            while offset < size {
                try Truncation.demand(size - offset, Request.size)
                let request = Request(try body.from(offset))
                d.put("\n\t  Advertising Router ", host: try request.router)
                OSPFv3LinkState.type(&d, try request.type, try request.identifier)
                offset += Request.size
            }
        case 4:
            try Truncation.demand(size, OSPF.Update.size)
            var count = try OSPF.Update(body).count
            offset = OSPF.Update.size
            while count > 0 {
                offset += try OSPFv3LinkState.print(&d, body.from(offset), size - offset)
                count -= 1
            }
        case 5:
            while offset < size {
                try Truncation.demand(size - offset, OSPFv3LinkState.Header.size)
                try OSPFv3LinkState.header(&d, body.from(offset))
                offset += OSPFv3LinkState.Header.size
            }
        default: break
        }
        return 0
    }

    static func options(_ d: inout Dissector, _ options: UInt32) {
        d.put("Options [")
        d.put(
            flags: options,
            [
                (0x01, "V6"), (0x02, "External"), (0x04, "Deprecated"), (0x08, "NSSA"), (0x10, "Router"),
                (0x20, "Demand Circuit"), (0x100, "AFs Support"), (0x200, "LLS"), (0x400, "Authentication Trailer"),
            ])
        d.put("]")
    }

    private static func hello(
        _ d: inout Dissector, _ hello: borrowing Hello, _ size: Int
    ) throws(Truncation) -> UInt32 {
        try Truncation.demand(size, Hello.neighbors)
        let features = try hello.options
        d.put("\n\t")
        options(&d, features)
        let dead = try hello.deadInterval
        d.put("\n\t  Hello Timer ", try hello.interval, "s, Dead Timer ")
        d.put("", dead, "s, Interface-ID ")
        d.put(host: try hello.interface)
        d.put(", Priority ", try hello.priority)
        let designated = try hello.designated
        if designated.low != 0 { d.put("\n\t  Designated Router ", host: designated) }
        let backup = try hello.backup
        if backup.low != 0 { d.put(", Backup Designated Router ", host: backup) }
        if d.verbosity > 1 {
            d.put("\n\t  Neighbor List:")
            var offset = Hello.neighbors
            while offset < size {
                try Truncation.demand(size - offset, 4)
                d.put("\n\t    ", host: try hello.bytes.ipv4(offset))
                offset += 4
            }
        }
        return features
    }

    private static func description(
        _ d: inout Dissector, _ packet: borrowing Description, _ size: Int
    ) throws(Truncation) -> UInt32 {
        try Truncation.demand(size, 4)
        let features = try packet.options
        d.put("\n\t")
        options(&d, features)
        try Truncation.demand(size, 8)
        let flags = try packet.flags
        d.put(", DD Flags [")
        d.put(
            flags: UInt32(flags), [(0x04, "Init"), (0x02, "More"), (0x01, "Master"), (0x10, "IPv6 MTU")])
        d.put("]")
        try Truncation.demand(size, Description.size)
        let sequence = try packet.sequence
        d.put(", MTU ", try packet.unit, ", DD-Sequence 0x")
        d.put(hex: sequence, 8)
        if d.verbosity > 1 {
            var offset = Description.size
            while offset < size {
                try Truncation.demand(size - offset, OSPFv3LinkState.Header.size)
                try OSPFv3LinkState.header(&d, packet.bytes.from(offset))
                offset += OSPFv3LinkState.Header.size
            }
        }
        return features
    }
}

extension Truncation {
    /// Throws when a length of the packet itself leaves fewer than `need` octets: nothing was cut off.
    static func demand(_ left: Int, _ need: Int) throws(Truncation) {
        if left < need { throw Truncation(offset: claim, need: need, have: left) }
    }

    private static let claim = -1
    var isClaim: Bool { offset == Truncation.claim }
}
