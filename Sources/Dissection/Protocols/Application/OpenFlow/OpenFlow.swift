import Packets

/// OpenFlow between controllers and switches: messages of versions 1.0 and 1.3 one behind the other in a stream
/// (OpenFlow Switch Specification 1.0.0 and 1.3.5).
///
///      0         1      2        4             8
///     +---------+------+--------+-------------+------
///     | version | type | length | transaction | body
///     +---------+------+--------+-------------+------
enum OpenFlow {
    struct Header: ~Escapable {
        static let size = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Octets, with this header.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
        var transaction: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    /// The octets of a message that are there, and how many there should be.
    struct Body: ~Escapable {
        let bytes: RawSpan
        let length: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, _ length: Int) {
            self.bytes = bytes
            self.length = length
        }

        /// What is left from `offset` on.
        @_lifetime(copy self)
        func from(_ offset: Int) throws(Truncation) -> Body { Body(try bytes.from(offset), length - offset) }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "openflow"
        d.put(": OpenFlow")
        var offset = 0
        while offset < length {
            let message = try bytes.from(offset)
            guard let size = try header(&d, message, length - offset) else { return }
            try body(&d, message, size)
            // A message that was cut is looked at as far as it goes.
            d.layer = "openflow"
            try message.require(size, at: 0)
            offset += size
        }
    }

    /// Prints the header as far as the stream has it; the length that it claims, nil when there is no going on.
    private static func header(_ d: inout Dissector, _ bytes: RawSpan, _ left: Int) throws(Truncation) -> Int? {
        func ends(_ need: Int, _ d: inout Dissector) -> Bool {
            if left >= need { return false }
            d.put(" (end of TCP payload)")
            return true
        }
        let header = Header(bytes)
        let version = try header.version
        d.put("\n\tversion ")
        d.put(versionName(version), or: "unknown (0x", hex: version, 2, ")")
        if ends(2, &d) { return nil }
        let kind = try header.type
        d.put(", type ")
        d.put(typeName(version, kind), or: "unknown (0x", hex: kind, 2, ")")
        if ends(4, &d) { return nil }
        let size = try header.length
        d.put(", length ", size, size < Header.size ? " (too short!)" : "")
        if ends(8, &d) { return nil }
        d.put(", xid 0x", hex: try header.transaction, 8)
        if size < Header.size {
            d.markInvalid()
            return nil
        }
        return size
    }

    private static func body(_ d: inout Dissector, _ bytes: RawSpan, _ size: Int) throws(Truncation) {
        let header = Header(bytes)
        let (version, type) = try (header.version, header.type)
        let body = Body(try bytes.from(Header.size).upTo(size - Header.size), size - Header.size)
        let fits: Bool
        switch version {
        case 1: fits = try OpenFlow10.print(&d, type, body)
        case 4: fits = try OpenFlow13.print(&d, type, body)
        default: return
        }
        if !fits { d.markInvalid() }
    }

    /// Octets that are not looked into.
    static func data(_ d: inout Dissector, _ body: borrowing Body) throws(Truncation) {
        if body.length == 0 { return }
        d.put("\n\t data (", body.length, " octets)")
        if d.verbosity >= 2 { try d.dumpHexAndASCII(body.bytes, body.length, lead: "\n\t  ") }
        try body.bytes.require(body.length, at: 0)
    }

    /// A frame in a message.
    static func frame(_ d: inout Dissector, _ body: borrowing Body) throws(Truncation) {
        if body.length == 0 { return }
        d.put("\n\t data (", body.length, " octets)")
        if d.options.verbosity < 3 { return }
        d.put(", frame decoding below\n")
        let verbosity = d.verbosity
        d.verbosity = Swift.max(0, d.options.verbosity - 3)
        defer { d.verbosity = verbosity }
        try d.descend()
        try Registry.frame(&d, body.bytes, body.length)
    }

    /// Names of bits; those that mean nothing are told of.
    static func bits<let count: Int>(
        _ d: inout Dissector, _ value: UInt32, _ table: InlineArray<count, (UInt32, StaticString)>, bogus: UInt32
    ) {
        if value == 0 { return }
        if value & ~bogus != 0 {
            d.put(" (")
            d.put(flags: value, table, none: "")
            d.put(")")
        }
        if value & bogus != 0 { d.put(" (bogus)") }
    }

    /// `invalid (0x05)` where there is no name.
    static func put<T: FixedWidthInteger & UnsignedInteger>(
        _ d: inout Dissector, _ title: StaticString, _ name: StaticString?, _ value: T
    ) {
        d.put(title)
        d.put(name, or: "invalid (0x", hex: value, T.bitWidth / 4, ")")
    }

    /// Text in quotes up to a zero.
    static func name(
        _ d: inout Dissector, _ title: StaticString, _ bytes: RawSpan, _ offset: Int, _ count: Int
    ) throws(Truncation) {
        d.put(title)
        d.put("'")
        try d.put(text: bytes, at: offset, count, terminated: true)
        d.put("'")
    }

    /// `0x00002320 (Nicira Networks)`
    static func vendor(_ d: inout Dissector, _ title: StaticString, _ number: UInt32) {
        d.put(title)
        d.put(hex: number, 8)
        d.put(" (")
        let name = number >> 24 == 0 ? Names.organisationName(number) : extensionName(number)
        d.put(name ?? "unknown")
        d.put(")")
    }

    /// The Open Networking Foundation's numbers of experimenters.
    private static func extensionName(_ number: UInt32) -> StaticString? {
        switch number {
        case 0x4F4E_4600: "ONF Extensions"
        case 0xFF00_0001: "Budapest University of Technology and Economics"
        case 0xFF00_0002: "NoviFlow"
        case 0xFF00_0003: "L3+ Extensions, Vendor Neutral"
        case 0xFF00_0004: "L4-L7 Extensions"
        case 0xFF00_0005: "Wireless and Mobility Extensions"
        case 0xFF00_0006: "Forwarding Abstractions Extensions"
        case 0xFF00_0007: "Optical Transport Extensions"
        case 0xFF00_0008: "Network Benchmarking Lab, NCTU"
        case 0xFF00_0009: "Mobile Packet Core Extensions"
        case 0xFF00_000A: "MPLS-TP OpenFlow Extensions for SPTN"
        default: nil
        }
    }

    static func versionName(_ version: UInt8) -> StaticString? {
        switch version {
        case 1: "1.0"
        case 2: "1.1"
        case 3: "1.2"
        case 4: "1.3"
        case 5: "1.4"
        case 6: "1.5"
        default: nil
        }
    }

    private static func typeName(_ version: UInt8, _ type: UInt8) -> StaticString? {
        switch version {
        case 1: OpenFlow10.typeName(type)
        case 4: OpenFlow13.typeName(type)
        default: nil
        }
    }
}
