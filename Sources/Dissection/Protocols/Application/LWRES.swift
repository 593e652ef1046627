import Packets

/// The lightweight resolver of BIND 9 (lwres.h).
///
///      0        4         6       8        12       16       20         24     26
///     +--------+---------+-------+--------+--------+--------+----------+------+--------+------
///     | length | version | flags | serial | opcode | result | received | authentication | body
///     +--------+---------+-------+--------+--------+--------+----------+------+--------+------
enum LWRES {
    struct Header: ~Escapable {
        static let size = 28
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var length: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var version: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var flags: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        var serial: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var operation: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        var result: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        var receiveLength: UInt32 { get throws(Truncation) { try bytes.u32(20) } }
        var authenticationType: UInt16 { get throws(Truncation) { try bytes.u16(24) } }
        var authenticationLength: UInt16 { get throws(Truncation) { try bytes.u16(26) } }
    }

    /// The first fields of bodies.
    struct Body: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var flags: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// Asks for addresses of these kinds.
        var kinds: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var nameLength: Int { get throws(Truncation) { Int(try bytes.u16(8)) } }
        static let nameOffset = 10
        /// Answers with so many.
        var aliases: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var addresses: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        var recordClass: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var recordType: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        var timeToLive: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var records: UInt16 { get throws(Truncation) { try bytes.u16(12) } }
        var signatures: UInt16 { get throws(Truncation) { try bytes.u16(14) } }
        func count(_ offset: Int) throws(Truncation) -> Int { Int(try bytes.u16(offset)) }
        func byte(_ offset: Int) throws(Truncation) -> UInt8 { try bytes.u8(offset) }
        func family(_ offset: Int) throws(Truncation) -> UInt32 { try bytes.u32(offset) }
        func ipv4(_ offset: Int) throws(Truncation) -> HostAddress { try bytes.ipv4(offset) }
        func ipv6(_ offset: Int) throws(Truncation) -> HostAddress { try bytes.ipv6(offset) }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "lwres"
        try bytes.require(Header.size, at: 0)
        let header = Header(bytes)
        let (version, claimed) = try (header.version, header.length)
        d.put(" lwres")
        if version != 0 || d.verbose { d.put(" v", version) }
        var end: Int?
        if version == 0 {
            let (flags, operation) = try (header.flags, header.operation)
            d.put(" ")
            d.put(LWRES.name(operation), or: "#0x", hex: operation)
            if flags & 1 == 0 { d.put("?") }
            if flags & ~1 != 0 { d.put("[0x", hex: flags, 1, "]") }
            if d.verbose { try details(&d, header) }
            switch operation {
            case 0: end = Header.size
            case 0x10001...0x10003:
                let body = try bytes.from(Header.size)
                let used =
                    flags & 1 == 0 ? try question(&d, operation, body) : try answer(&d, operation, body)
                // What cannot be ends the text.
                guard let used else { return d.markInvalid() }
                end = Header.size + used
            default: break
            }
        }
        if Int(claimed) != length {
            d.put(" [len: ", claimed, " != ")
            d.put("", length, "]")
        }
        if let end, end < Int(claimed) { d.put("[extra]") }
    }

    private static func details(_ d: inout Dissector, _ header: borrowing Header) throws(Truncation) {
        guard d.verbosity > 1 else { return }
        d.put(" (serial:0x", hex: try header.serial, 1, " result:0x")
        d.put(hex: try header.result)
        d.put(" recvlen:", try header.receiveLength)
        if d.verbosity > 2 {
            d.put(" authtype:0x", hex: try header.authenticationType, 1, " authlen:")
            d.put(try header.authenticationLength)
        }
        d.put(")")
    }

    private static func name(_ operation: UInt32) -> StaticString? {
        switch operation {
        case 0: "noop"
        case 0x10001: "getaddrsbyname"
        case 0x10002: "getnamebyaddr"
        case 0x10003: "getrdatabyname"
        default: nil
        }
    }

    /// Gives the octets of the body.
    private static func question(
        _ d: inout Dissector, _ operation: UInt32, _ bytes: RawSpan
    ) throws(Truncation) -> Int? {
        let body = Body(bytes)
        switch operation {
        case 0x10001:
            try bytes.require(Body.nameOffset, at: 0)
            try flags(&d, body)
            let kinds = try body.kinds
            d.put(kinds & 3 == 1 ? " IPv4" : kinds & 3 == 2 ? " IPv6" : kinds & 3 == 3 ? " IPv4/6" : "")
            if kinds & ~3 != 0 { d.put("[0x", hex: kinds, 1, "]") }
            return try Body.nameOffset + name(&d, bytes, Body.nameOffset, body.nameLength)
        case 0x10002:
            try bytes.require(10, at: 0)
            try flags(&d, body)
            guard let size = try address(&d, bytes, 4) else { return nil }
            return 4 + size
        default:
            try bytes.require(Body.nameOffset, at: 0)
            try flags(&d, body)
            try kind(&d, body)
            return try Body.nameOffset + name(&d, bytes, Body.nameOffset, body.nameLength)
        }
    }

    private static func answer(
        _ d: inout Dissector, _ operation: UInt32, _ bytes: RawSpan
    ) throws(Truncation) -> Int? {
        let body = Body(bytes)
        var offset: Int
        switch operation {
        case 0x10001:
            try bytes.require(8, at: 0)
            try flags(&d, body)
            let (aliases, addresses) = try (body.aliases, body.addresses)
            d.put(" ", aliases, "/")
            d.put(addresses)
            offset = try 8 + counted(&d, bytes, 8)
            for _ in 0..<aliases { offset += try counted(&d, bytes, offset) }
            for _ in 0..<addresses {
                guard let size = try address(&d, bytes, offset) else { return nil }
                offset += size
            }
        case 0x10002:
            try bytes.require(6, at: 0)
            try flags(&d, body)
            let aliases = try body.aliases
            d.put(" ", aliases)
            offset = try 6 + counted(&d, bytes, 6)
            for _ in 0..<aliases { offset += try counted(&d, bytes, offset) }
        default:
            try bytes.require(16, at: 0)
            try flags(&d, body)
            try kind(&d, body)
            d.put(" TTL ")
            d.relativeTime(try body.timeToLive)
            let (records, signatures) = try (body.records, body.signatures)
            d.put(" ", records, "/")
            d.put(signatures)
            offset = try 16 + counted(&d, bytes, 16)
            for _ in 0..<Int(records) + Int(signatures) {
                let size = try body.count(offset)
                try bytes.require(size, at: offset + 2)
                try d.hexBytes(bytes, offset + 2, size)
                offset += 2 + size
            }
        }
        return offset
    }

    private static func flags(_ d: inout Dissector, _ body: borrowing Body) throws(Truncation) {
        if d.verbosity > 2 { d.put(" flags:0x", hex: try body.flags) }
    }

    private static func kind(_ d: inout Dissector, _ body: borrowing Body) throws(Truncation) {
        let (type, recordClass) = try (body.recordType, body.recordClass)
        d.put(" ")
        d.put(DNS.recordTypeName(type), or: "Type", type)
        if recordClass != 1 {
            d.put(" ")
            d.put(className(recordClass), or: "Class", recordClass)
        }
    }

    private static func className(_ number: UInt16) -> StaticString? {
        switch number {
        case 3: "CHAOS"
        case 4: "HS"
        case 255: "ANY"
        default: nil
        }
    }

    /// A name and the zero behind it; gives the octets of both.
    private static func name(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ count: Int
    ) throws(Truncation) -> Int {
        d.put(" ")
        try d.put(text: bytes, at: offset, count)
        if try Body(bytes).byte(offset + count) != 0 { d.put(" (not NUL-terminated!)") }
        return count + 1
    }

    private static func counted(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) throws(Truncation) -> Int {
        try 2 + name(&d, bytes, offset + 2, Body(bytes).count(offset))
    }

    /// An address behind its family and length; nil when it is shorter than its family's.
    private static func address(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) throws(Truncation) -> Int? {
        let body = Body(bytes)
        let size = try body.count(offset + 4)
        let family = try body.family(offset)
        let start = offset + 6
        try bytes.require(size, at: start)
        switch family {
        case 1:
            if size < 4 { return nil }
            d.put(" ", host: try body.ipv4(start))
            return 6 + 4
        case 2:
            if size < 16 { return nil }
            d.put(" ", host: try body.ipv6(start))
            return 6 + 16
        default:
            d.put(" ", family, "/")
            try d.hexBytes(bytes, start, size)
            return 6 + size
        }
    }
}
