import Packets

/// OSPF version 2 (RFC 2328): the header and the five kinds of packets; link states are in files of their own.
enum OSPF {
    ///      0     1     2         4           8           12        14      16
    ///     +-----+-----+---------+-----------+-----------+---------+-------+----------------+
    ///     | ver | type| length  | router    | area      | checksum| auth. | authentication |
    ///     +-----+-----+---------+-----------+-----------+---------+-------+----------------+
    struct Header: ~Escapable {
        static let size = 24
        /// As far as each packet is asked for before anything is said of it.
        static let ends = 16
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// With this header.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
        var router: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
        var area: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
        var authentication: UInt16 { get throws(Truncation) { try bytes.u16(14) } }
        static let authenticationOffset = 16
        static let authenticationSize = 8
        /// Octets of a digest behind the packet, whatever the packet says.
        static let digestSize = 16
        var key: UInt8 { get throws(Truncation) { try bytes.u8(18) } }
        var digestLength: UInt8 { get throws(Truncation) { try bytes.u8(19) } }
        var cryptographicSequence: UInt32 { get throws(Truncation) { try bytes.u32(20) } }
    }

    /// RFC 2328 A.3.2, behind the header.
    struct Hello: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var mask: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        /// Seconds.
        var interval: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var options: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
        var priority: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
        /// Seconds.
        var deadInterval: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var designated: HostAddress { get throws(Truncation) { try bytes.ipv4(12) } }
        var backup: HostAddress { get throws(Truncation) { try bytes.ipv4(16) } }
        static let neighbors = 20
    }

    /// RFC 2328 A.3.3, behind the header.
    struct Description: ~Escapable {
        static let size = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var unit: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var options: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    /// RFC 2328 A.3.4.
    struct Request: ~Escapable {
        static let size = 12
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Of 32 bits in requests.
        var type: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var identifier: OSPFLinkState.Identifier { get throws(Truncation) { .init(word: try bytes.u32(4)) } }
        var router: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
    }

    static func print(_ d: inout Dissector, _ captured: RawSpan, _ whole: Int) throws(Truncation) {
        d.layer = "ospf2"
        let outer = Header(captured)
        try captured.require(Header.ends, at: 0)
        // A digest of cryptographic authentication counts neither as length nor as captured.
        let digest = try outer.authentication == 2 ? Header.digestSize : 0
        let length = whole - digest
        let bytes = captured.upTo(captured.byteCount - digest)
        let header = Header(bytes)
        let type = try header.type
        let version = try header.version
        d.put("OSPFv", version, ", ")
        d.put(typeName(type), or: "unknown LS-type ", type)
        d.put(", length ", UInt32(truncatingIfNeeded: length))
        if !d.verbose || typeName(type) == nil { return }
        let counted = try header.length
        if counted != length { d.put(" [len ", counted, "]") }
        let end = Swift.min(counted, length)
        d.put("\n\tRouter-ID ", host: try header.router)
        let area = try header.area
        if area.low == 0 { d.put(", Backbone Area") } else { d.put(", Area ", host: area) }
        try authentication(&d, header)
        // What the unknown kinds cover is not known, nor where it ends.
        if try header.authentication > 2 { return }
        switch version {
        case 2:
            let lls = try packet(&d, type, bytes, end)
            if length > counted && lls { try OSPFLocalSignaling.print(&d, bytes, counted, length) }
        default: d.put(" ospf [version ", version, "]")
        }
    }

    private static func authentication(_ d: inout Dissector, _ header: borrowing Header) throws(Truncation) {
        try header.bytes.require(Header.authenticationSize, at: Header.authenticationOffset)
        let kind = try header.authentication
        d.put(", Authentication Type: ")
        switch kind {
        case 0: d.put("none")
        case 1: d.put("simple")
        case 2: d.put("MD5")
        default: d.put("unknown")
        }
        d.put(" (", kind, ")")
        if kind == 1 {
            d.put("\n\tSimple text password: ")
            try d.put(
                text: header.bytes, at: Header.authenticationOffset, Header.authenticationSize, terminated: true)
        } else if kind == 2 {
            d.put("\n\tKey-ID: ", try header.key)
            d.put(", Auth-Length: ", try header.digestLength)
            d.put(", Crypto Sequence Number: 0x", hex: try header.cryptographicSequence, 8)
        }
    }

    /// The body; true when link-local signalling may stand behind it.
    private static func packet(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ end: Int
    ) throws(Truncation) -> Bool {
        let body = try bytes.from(Header.size)
        let size = end - Header.size
        switch type {
        case 1: return try hello(&d, Hello(body), size)
        case 2: return try description(&d, Description(body), size)
        case 3:
            var offset = 0
            while offset < size {
                try request(&d, Request(body.from(offset)))
                offset += Request.size
            }
        case 4: try updates(&d, body)
        case 5:
            // As many as there are bytes.
            var offset = 0
            while true {
                if try OSPFLinkState.header(&d, body.from(offset)) == nil { break }
                offset += OSPFLinkState.Header.size
            }
        default: break
        }
        return false
    }

    static func options(_ d: inout Dissector, _ options: UInt8) {
        d.put(
            flags: UInt32(options),
            [
                (0x01, "MultiTopology"), (0x02, "External"), (0x04, "Multicast"), (0x08, "NSSA"), (0x10, "LLS"),
                (0x20, "Demand Circuit"), (0x40, "Opaque"), (0x80, "Up/Down"),
            ])
    }

    private static func hello(_ d: inout Dissector, _ hello: borrowing Hello, _ size: Int) throws(Truncation) -> Bool {
        let features = try hello.options
        d.put("\n\tOptions [")
        options(&d, features)
        d.put("]")
        let dead = try hello.deadInterval
        d.put("\n\t  Hello Timer ", try hello.interval, "s, Dead Timer ")
        d.put("", dead, "s, Mask ")
        d.put(host: try hello.mask)
        d.put(", Priority ", try hello.priority)
        let designated = try hello.designated
        if designated.low != 0 { d.put("\n\t  Designated Router ", host: designated) }
        let backup = try hello.backup
        if backup.low != 0 { d.put(", Backup Designated Router ", host: backup) }
        var offset = Hello.neighbors
        if offset < size { d.put("\n\t  Neighbor List:") }
        while offset < size {
            d.put("\n\t    ", host: try hello.bytes.ipv4(offset))
            offset += 4
        }
        return features & 0x10 != 0
    }

    private static func description(
        _ d: inout Dissector, _ packet: borrowing Description, _ size: Int
    ) throws(Truncation) -> Bool {
        let features = try packet.options
        d.put("\n\tOptions [")
        options(&d, features)
        d.put("]")
        let flags = try packet.flags
        d.put(", DD Flags [")
        d.put(
            flags: UInt32(flags), [(0x04, "Init"), (0x02, "More"), (0x01, "Master"), (0x08, "OOBResync")])
        d.put("]")
        let unit = try packet.unit
        if unit != 0 { d.put(", MTU: ", unit) }
        d.put(", Sequence: 0x", hex: try packet.sequence, 8)
        var offset = Description.size
        while offset < size {
            if try OSPFLinkState.header(&d, packet.bytes.from(offset)) == nil { break }
            offset += OSPFLinkState.Header.size
        }
        return features & 0x10 != 0
    }

    private static func request(_ d: inout Dissector, _ request: borrowing Request) throws(Truncation) {
        let type = try request.type
        d.put("\n\t  Advertising Router: ", host: try request.router, ", ")
        d.put(OSPFLinkState.name(type) ?? "unknown")
        d.put(" LSA (", type, ")")
        let identifier = try request.identifier
        switch type {
        case 9, 10, 11:
            d.put(", Opaque-Type: ")
            d.put(OSPFLinkState.opaqueName(identifier.opaqueType) ?? "unknown")
            d.put(" LSA (", identifier.opaqueType, "), Opaque-ID: ")
            d.put(identifier.opaqueNumber)
        default: d.put(", LSA-ID: ", host: HostAddress(ipv4: identifier.word))
        }
    }

    /// RFC 2328 A.3.5.
    struct Update: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Of link states.
        var count: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
    }

    private static func updates(_ d: inout Dissector, _ body: RawSpan) throws(Truncation) {
        let count = try Update(body).count
        d.put(", ", count, " LSA")
        d.put(count == 1 ? "" : "s")
        var offset = Update.size
        var number: UInt32 = 1
        while number <= count && number != 0 {
            d.put("\n\t  LSA #", number)
            guard let used = try OSPFLinkState.print(&d, body.from(offset)) else { return }
            offset += used
            number &+= 1
        }
    }

    static func typeName(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "Hello"
        case 2: "Database Description"
        case 3: "LS-Request"
        case 4: "LS-Update"
        case 5: "LS-Ack"
        default: nil
        }
    }
}
