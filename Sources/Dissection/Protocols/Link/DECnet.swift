import Packets

/// DECnet Phase IV: the routing layer (DNA routing layer functional specification 2.0.0, section 9) and NSP, the
/// network services protocol (functional specification 4.0.0, section 8). All numbers are little-endian.
///
///     | length: 2 | padding: 1.. (0x80 | count) | flags | by message | ... |
enum DECnet {
    /// A message of the routing layer behind length and padding; offsets count from its flags.
    struct Message: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Bit 0 control; bits 1 to 3 which one, or for data the format in bits 0 to 2; bit 6 a later version.
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Source of most control messages, destination of a short data header.
        var first: UInt16 { get throws(Truncation) { try bytes.le16(1) } }
        /// Source of a short data header.
        var second: UInt16 { get throws(Truncation) { try bytes.le16(3) } }
        /// Nodes on the way, in the lower six bits of a short header.
        var shortVisits: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        /// Ends of a long header: the last two octets of their Ethernet addresses.
        var longDestination: UInt16 { get throws(Truncation) { try bytes.le16(7) } }
        var longSource: UInt16 { get throws(Truncation) { try bytes.le16(15) } }
        var longVisits: UInt8 { get throws(Truncation) { try bytes.u8(18) } }
        static var shortLength: Int { 6 }
        static var longLength: Int { 21 }
        /// Of verification and test: what the function value's or the data's length is.
        var count: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
    }

    /// The initialization message.
    struct Initialization: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var source: UInt16 { get throws(Truncation) { try bytes.le16(1) } }
        /// Bits 0 and 1 the kind of node, 2 verification, 3 blocking.
        var information: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// Octets.
        var blockSize: UInt16 { get throws(Truncation) { try bytes.le16(4) } }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
        var eco: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
        var userECO: UInt8 { get throws(Truncation) { try bytes.u8(8) } }
        /// Seconds.
        var hello: UInt16 { get throws(Truncation) { try bytes.le16(9) } }
    }

    /// The hellos of routers and of end nodes: the same head, then fields of their own.
    struct Hello: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var eco: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var userECO: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// The last two octets of its Ethernet address.
        var source: UInt16 { get throws(Truncation) { try bytes.le16(8) } }
        /// Bits 0 and 1 the kind of node, 5 no multicast, 6 blocking.
        var information: UInt8 { get throws(Truncation) { try bytes.u8(10) } }
        /// Octets.
        var blockSize: UInt16 { get throws(Truncation) { try bytes.le16(11) } }
        /// Of a router.
        var priority: UInt8 { get throws(Truncation) { try bytes.u8(13) } }
        /// Of a router, seconds.
        var routerHello: UInt16 { get throws(Truncation) { try bytes.le16(15) } }
        /// Of an end node: its router, the last two octets of the address.
        var router: UInt16 { get throws(Truncation) { try bytes.le16(26) } }
        /// Of an end node, seconds.
        var endNodeHello: UInt16 { get throws(Truncation) { try bytes.le16(28) } }
        /// Of an end node: the first octet of its test data.
        var testData: UInt8 { get throws(Truncation) { try bytes.u8(31) } }
    }

    /// What stands in front of a message on Ethernet: its octets, and perhaps padding that begins with the number of its own.
    struct Frame: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of the length.
        static var lengthLength: Int { 2 }
        var length: UInt16 { get throws(Truncation) { try bytes.le16(0) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        func flags(behind padding: Int) throws(Truncation) -> UInt8 { try bytes.u8(Frame.lengthLength + padding) }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "decnet"
        if length < Message.shortLength { return tooShort(&d, "length", length, Message.shortLength) }
        let frame = Frame(bytes)
        let claimed = Int(try frame.length)
        if claimed < Message.shortLength { return tooShort(&d, "pktlen", claimed, Message.shortLength) }
        if claimed > length { return mismatch(&d, "pktlen", claimed, ">", length) }
        var rest = claimed
        var start = 0
        var flags = try frame.flags
        if flags & 0x80 != 0 {
            start = Int(flags & 0x7F)
            if d.verbose { d.put("[pad:", start, "] ") }
            if rest < start + Frame.lengthLength { return tooShort(&d, "length", rest, start + Frame.lengthLength) }
            rest -= start
            flags = try frame.flags(behind: start)
        }
        if flags & 0x40 != 0 {
            d.put("future-version-decnet")
            return try d.dumpUnknown(bytes.from(start), Swift.min(rest, bytes.byteCount - start))
        }
        let message = try bytes.from(Frame.lengthLength + start)
        if flags & 1 != 0 { return try control(&d, message, flags, rest) }
        switch flags & 7 {
        case 6:
            if rest < Message.longLength { return tooShort(&d, "length", rest, Message.longLength) }
            try message.require(Message.longLength, at: 0)
            let header = Message(message)
            let (to, from) = (try header.longDestination, try header.longSource)
            try data(&d, flags, from, to, claimed, header.longVisits)
            try service(&d, message.from(Message.longLength), rest - Message.longLength)
        case 2:
            try message.require(Message.shortLength, at: 0)
            let header = Message(message)
            let (to, from) = (try header.first, try header.second)
            try data(&d, flags, from, to, claimed, header.shortVisits & 0x3F + 1)
            try service(&d, message.from(Message.shortLength), rest - Message.shortLength)
        default:
            d.put("unknown message flags under mask")
            try d.dumpUnknown(bytes.from(start), Swift.min(rest, bytes.byteCount - start))
        }
    }

    static func tooShort(_ d: inout Dissector, _ name: StaticString, _ value: Int, _ least: Int) {
        mismatch(&d, name, value, "<", least)
    }

    private static func mismatch(
        _ d: inout Dissector, _ name: StaticString, _ value: Int, _ sign: StaticString, _ limit: Int
    ) {
        d.put(" (")
        d.put(name)
        d.put(" ", value, " ")
        d.put(sign)
        d.put(" ", limit, ")")
        d.markInvalid()
    }

    /// An address: six bits of area, ten of node.
    private static func address(_ d: inout Dissector, _ value: UInt16) {
        d.put("", value >> 10, ".")
        d.put(value & 0x3FF)
    }

    private static func data(
        _ d: inout Dissector, _ flags: UInt8, _ source: UInt16, _ destination: UInt16, _ length: Int, _ hops: UInt8
    ) {
        address(&d, source)
        d.put(" > ")
        address(&d, destination)
        d.put(" ", length, " ")
        guard d.verbose else { return }
        if flags & 0x08 != 0 { d.put("RQR ") }
        if flags & 0x10 != 0 { d.put("RTS ") }
        if flags & 0x20 != 0 { d.put("IE ") }
        d.put("", hops, " hops ")
    }
}

/// Messages between the routing layers.
extension DECnet {
    private static func control(
        _ d: inout Dissector, _ bytes: RawSpan, _ flags: UInt8, _ length: Int
    ) throws(Truncation) {
        let (name, least) = controlName(flags & 0x0E)
        guard let name else {
            d.put("unknown control message")
            if !d.suppressDefaultDump { try d.dumpHexAndASCII(bytes, length) }
            return
        }
        d.put(name)
        if length < least { return d.markInvalid() }
        try bytes.require(least, at: 0)
        let message = Message(bytes)
        switch flags & 0x0E {
        case 0x00: try initialization(&d, bytes)
        case 0x02:
            let (source, count) = (try message.first, try message.count)
            from(&d, source)
            d.put(" fcnval ", octal: count)
        case 0x04:
            let (source, count) = (try message.first, try message.count)
            from(&d, source)
            d.put(" data ", octal: count)
        case 0x06, 0x08:
            from(&d, try message.first)
            d.put(" ")
            try routes(&d, bytes, length, flags & 0x0E == 0x06 ? "{ids " : "{areas ")
        case 0x0A: try routerHello(&d, bytes)
        default: try endNodeHello(&d, bytes)
        }
    }

    /// A control message's name and its least length, counted as the length in front of it is.
    private static func controlName(_ type: UInt8) -> (StaticString?, Int) {
        switch type {
        case 0x00: ("init ", 12)
        case 0x02: ("verification ", 4)
        case 0x04: ("test ", 4)
        case 0x06: ("lev-1-routing ", 4)
        case 0x08: ("lev-2-routing ", 4)
        case 0x0A: ("router-hello ", 18)
        case 0x0C: ("endnode-hello ", 32)
        default: (nil, 0)
        }
    }

    private static func from(_ d: inout Dissector, _ source: UInt16) {
        d.put("src ")
        address(&d, source)
    }

    /// What a node is, and what it asks for or refuses.
    private static func kind(_ d: inout Dissector, _ information: UInt8) {
        switch information & 3 {
        case 1: d.put("l2rout ")
        case 2: d.put("l1rout ")
        case 3: d.put("endnode ")
        default: d.put("reserved-ntype? ")
        }
        if information & 0x04 != 0 { d.put("verif ") }
    }

    private static func version(_ d: inout Dissector, _ version: UInt8, _ eco: UInt8, _ user: UInt8) {
        d.put("vers ", version, " eco ")
        d.put(eco)
        d.put(" ueco ", user, " ")
    }

    private static func initialization(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let message = Initialization(bytes)
        let (source, information, size) = (try message.source, try message.information, try message.blockSize)
        let (major, eco, user, hello) = (try message.version, try message.eco, try message.userECO, try message.hello)
        kind(&d, information)
        if information & 0x08 != 0 { d.put("blo ") }
        from(&d, source)
        // tcpdump has no blank here.
        d.put("blksize ", size, " ")
        version(&d, major, eco, user)
        d.put("hello ", hello)
    }

    /// The common head of both hellos.
    private static func helloHead(_ d: inout Dissector, _ hello: Hello) throws(Truncation) {
        let information = try hello.information
        kind(&d, information)
        if information & 0x20 != 0 { d.put("nomcast ") }
        if information & 0x40 != 0 { d.put("blo ") }
        try version(&d, hello.version, hello.eco, hello.userECO)
        try from(&d, hello.source)
        try d.put(" blksize ", hello.blockSize)
    }

    private static func routerHello(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let hello = Hello(bytes)
        try helloHead(&d, hello)
        d.put(" pri ", try hello.priority)
        d.put(" hello ", try hello.routerHello)
    }

    private static func endNodeHello(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let hello = Hello(bytes)
        try helloHead(&d, hello)
        d.put(" rtr ")
        address(&d, try hello.router)
        d.put(" hello ", try hello.endNodeHello)
        // tcpdump prints such octets in octal.
        d.put(" data ", octal: try hello.testData)
    }

    /// Ranges of nodes or areas, each with the way to it: count, first, cost in nine bits and hops in five.
    private static func routes(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ lead: StaticString
    ) throws(Truncation) {
        var offset = 4
        // The last two octets are a checksum.
        while length - offset > 6 {
            try bytes.require(6, at: offset)
            let count = try bytes.le16(offset)
            // Nothing has so many.
            if count > 1024 { break }
            let (first, information) = (try bytes.le16(offset + 2), try bytes.le16(offset + 4))
            d.put(lead, first, "-")
            d.put("", UInt32(first) + UInt32(count), " cost ")
            d.put("", information & 0x1FF, " hops ")
            d.put("", information >> 10 & 0x1F, "} ")
            offset += 6
        }
    }
}
