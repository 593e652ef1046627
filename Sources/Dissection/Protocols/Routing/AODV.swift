import Packets

/// Ad hoc on-demand distance vector routing (RFC 3561), for IPv6 too, and as the drafts before had it.
enum AODV {
    /// RFC 3561 5.1. Three layouts: IPv4, IPv6, and the first drafts' IPv6, which has the numbers before the addresses.
    struct Request: ~Escapable {
        let bytes: RawSpan
        let form: Form
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, _ form: Form) {
            self.bytes = bytes
            self.form = form
        }

        var size: Int { form == .ipv4 ? 24 : 48 }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var hops: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var identifier: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var destination: HostAddress {
            get throws(Truncation) { form == .ipv4 ? try bytes.ipv4(8) : try bytes.ipv6(form == .draft ? 16 : 8) }
        }
        var destinationSequence: UInt32 {
            get throws(Truncation) { try bytes.u32(form == .ipv4 ? 12 : form == .ipv6 ? 24 : 8) }
        }
        var origin: HostAddress {
            get throws(Truncation) { form == .ipv4 ? try bytes.ipv4(16) : try bytes.ipv6(form == .draft ? 32 : 28) }
        }
        var originSequence: UInt32 {
            get throws(Truncation) { try bytes.u32(form == .ipv4 ? 20 : form == .ipv6 ? 44 : 12) }
        }
    }

    /// RFC 3561 5.2, in the same three layouts.
    struct Reply: ~Escapable {
        let bytes: RawSpan
        let form: Form
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, _ form: Form) {
            self.bytes = bytes
            self.form = form
        }

        var size: Int { form == .ipv4 ? 20 : 44 }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var prefix: UInt8 { get throws(Truncation) { try bytes.u8(2) & 0x1F } }
        var hops: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var destination: HostAddress {
            get throws(Truncation) { form == .ipv4 ? try bytes.ipv4(4) : try bytes.ipv6(form == .draft ? 8 : 4) }
        }
        var sequence: UInt32 {
            get throws(Truncation) { try bytes.u32(form == .ipv4 ? 8 : form == .ipv6 ? 20 : 4) }
        }
        var origin: HostAddress {
            get throws(Truncation) { form == .ipv4 ? try bytes.ipv4(12) : try bytes.ipv6(24) }
        }
        /// Milliseconds.
        var lifetime: UInt32 { get throws(Truncation) { try bytes.u32(form == .ipv4 ? 16 : 40) } }
    }

    /// RFC 3561 5.3: destinations that cannot be reached.
    struct Failure: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var isNoDelete: Bool { get throws(Truncation) { try bytes.u8(1) & 0x80 != 0 } }
        var count: Int { get throws(Truncation) { Int(try bytes.u8(3)) } }
    }

    /// What all messages begin with.
    struct Message: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    }

    /// Behind a request or a reply (RFC 3561 7).
    struct Extension: ~Escapable {
        static let headerSize = 2
        static let size = 6
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// 1: the interval of hellos.
        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Octets of the value.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Milliseconds.
        var interval: UInt32 { get throws(Truncation) { try bytes.u32(2) } }
    }

    enum Form { case ipv4, ipv6, draft }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, isIPv6: Bool) throws(Truncation) {
        d.layer = "aodv"
        let type = try Message(bytes).type
        let form: Form = isIPv6 ? .ipv6 : .ipv4
        d.put(" aodv")
        switch type {
        case 1: try request(&d, Request(bytes, form), length)
        case 2: try reply(&d, Reply(bytes, form), length)
        case 3: try failure(&d, Failure(bytes), length, form)
        case 4: d.put(" rrep-ack ", length)
        case 16: try request(&d, Request(bytes, .draft), length)
        case 17: try reply(&d, Reply(bytes, .draft), length)
        case 18: try failure(&d, Failure(bytes), length, .draft)
        default:
            d.put(" type ", type, " ")
            d.put(length)
        }
    }

    private static func demand(_ length: Int, _ need: Int) throws(Truncation) {
        if length < need { throw Truncation(offset: 0, need: need, have: length) }
    }

    private static func request(_ d: inout Dissector, _ request: borrowing Request, _ length: Int) throws(Truncation) {
        try request.bytes.require(request.size, at: 0)
        try demand(length, request.size)
        d.put(request.form == .ipv6 ? " v6 rreq " : " rreq ", length, " ")
        // tcpdump takes the flags from the octet of the type, so that only the drafts' type, 16, shows one.
        let flags = try request.type
        d.put(flags & 0x80 != 0 ? "[J]" : "")
        d.put(flags & 0x40 != 0 ? "[R]" : "")
        d.put(flags & 0x20 != 0 ? "[G]" : "")
        d.put(flags & 0x10 != 0 ? "[D]" : "")
        d.put(flags & 0x08 != 0 ? "[U] " : " ")
        d.put("hops ", try request.hops, " id 0x")
        d.put(hex: try request.identifier, 8)
        d.put("\n\tdst ", host: try request.destination, " seq ")
        d.put(try request.destinationSequence)
        d.put(" src ", host: try request.origin, " seq ")
        d.put(try request.originSequence)
        if length >= request.size + 2 { try extensions(&d, request.bytes.from(request.size), length - request.size) }
    }

    private static func reply(_ d: inout Dissector, _ reply: borrowing Reply, _ length: Int) throws(Truncation) {
        try reply.bytes.require(reply.size, at: 0)
        try demand(length, reply.size)
        d.put(" rrep ", length, " ")
        let flags = try reply.type
        d.put(flags & 0x80 != 0 ? "[R]" : "")
        d.put(flags & 0x40 != 0 ? "[A] " : " ")
        d.put("prefix ", try reply.prefix, " hops ")
        d.put(try reply.hops)
        d.put("\n\tdst ", host: try reply.destination, " dseq ")
        d.put(try reply.sequence)
        d.put(" src ", host: try reply.origin, " ")
        d.put("", try reply.lifetime, " ms")
        if length >= reply.size + 2 { try extensions(&d, reply.bytes.from(reply.size), length - reply.size) }
    }

    private static func failure(
        _ d: inout Dissector, _ failure: borrowing Failure, _ length: Int, _ form: Form
    ) throws(Truncation) {
        try failure.bytes.require(Failure.size, at: 0)
        try demand(length, Failure.size)
        var count = try failure.count
        d.put(try failure.isNoDelete ? " rerr [D] [items " : " rerr  [items ", count, "] [")
        d.put("", length, "]:")
        let width = form == .ipv4 ? 4 : 16
        var offset = Failure.size
        while count > 0 {
            try failure.bytes.require(width + 4, at: offset)
            try demand(length - offset, width + 4)
            d.put(" {", host: form == .ipv4 ? try failure.bytes.ipv4(offset) : try failure.bytes.ipv6(offset), "}(")
            d.put("", try failure.bytes.u32(offset + width), ")")
            offset += width + 4
            count -= 1
        }
    }

    /// One extension (RFC 3561 5.5): a neighbour's interval.
    private static func extensions(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        try bytes.require(Extension.headerSize, at: 0)
        let element = Extension(bytes)
        let type = try element.type
        let size = try element.length
        if type != 1 {
            d.put("\n\text ", type, " ")
            return d.put(size)
        }
        try bytes.require(Extension.size, at: 0)
        try demand(length, Extension.size)
        if size < 4 { return d.put("\n\text HELLO - bad length ", size) }
        d.put("\n\text HELLO ", try element.interval, " ms")
    }
}
