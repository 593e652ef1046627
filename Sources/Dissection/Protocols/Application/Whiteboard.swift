import Packets

/// The shared whiteboard of LBL (wb): pages that several sites draw on.
///
///      0        4      8       10     11      12
///     +--------+------+-------+------+-------+------
///     | source | time | magic | type | flags | body
///     +--------+------+-------+------+-------+------
enum Whiteboard {
    struct Header: ~Escapable {
        static let size = 12
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(10) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(11) } }
    }

    /// A page: the site that made it, and its number there.
    struct Page: ~Escapable {
        static let size = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var site: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        var number: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    /// What bodies have beside pages.
    struct Body: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        func slot(_ offset: Int) throws(Truncation) -> UInt32 { try bytes.u32(offset) }
        func site(_ offset: Int) throws(Truncation) -> HostAddress { try bytes.ipv4(offset) }
        func number(_ offset: Int) throws(Truncation) -> UInt32 { try bytes.u32(offset) }
        func count16(_ offset: Int) throws(Truncation) -> Int { Int(try bytes.u16(offset)) }
        func count8(_ offset: Int) throws(Truncation) -> Int { Int(try bytes.u8(offset)) }
    }

    /// The head of a drawing operation.
    struct Operation: ~Escapable {
        static let size = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var time: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var length: Int { get throws(Truncation) { Int(try bytes.u16(4)) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "wb"
        if length < Header.size { return d.markInvalid() }
        try bytes.require(Header.size, at: 0)
        let header = Header(bytes)
        if try header.flags != 0 { d.put("*") }
        let type = try header.type
        let rest = length - Header.size
        let body = try bytes.from(Header.size)
        let fits: Bool
        switch type {
        case 0: fits = try drawing(&d, body, rest)
        case 1: fits = try identity(&d, body, rest)
        case 2: fits = try repairRequest(&d, body, rest)
        case 3: fits = try repair(&d, body, rest)
        case 4:
            d.put(" wb-kill")
            fits = true
        case 5: fits = try pageRequest(&d, body, rest)
        case 7: fits = try pages(&d, body, rest)
        default:
            d.put(" wb-", type, "!")
            fits = false
        }
        if !fits { d.markInvalid() }
    }

    private static func page(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, slot: Int? = nil
    ) throws(Truncation) {
        let page = Page(try bytes.from(offset))
        let (site, number) = try (page.site, page.number)
        if let slot { d.put("", try Body(bytes).slot(slot), "/") }
        d.put("", host: site, ":")
        d.put(number)
    }

    private static func identity(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Bool {
        d.put(" wb-id:")
        let size = 28
        if length < size { return false }
        try bytes.require(size, at: 0)
        d.put(" ")
        try page(&d, bytes, 16, slot: 12)
        d.put(" (max ")
        try page(&d, bytes, 4, slot: 0)
        d.put(") ")
        let count = try Body(bytes).count16(24)
        let end = size + 8 * count
        if length < end { return false }
        try names(&d, bytes, size, count)
        d.put("> \"")
        d.put(text: try bytes.from(end).upTo(length - end), terminated: true)
        d.put("\"")
        return true
    }

    /// Sites with the offsets that they have reached.
    private static func names(
        _ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ count: Int
    ) throws(Truncation) {
        for index in 0..<count {
            let offset = start + 8 * index
            try bytes.require(8, at: offset)
            d.put(index == 0 ? "<" : ",")
            try page(&d, bytes, offset)
        }
    }

    private static func repairRequest(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        d.put(" wb-rreq:")
        if length < 20 { return false }
        try bytes.require(20, at: 0)
        d.put(" please repair ", host: try Body(bytes).site(0), " ")
        try range(&d, bytes, 4)
        return true
    }

    /// A page and the operations from one number to another.
    private static func range(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        try page(&d, bytes, offset)
        d.put("<", try Body(bytes).number(offset + 8), ":")
        d.put("", try Body(bytes).number(offset + 12), ">")
    }

    private static func repair(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Bool {
        d.put(" wb-rrep:")
        if length < 20 { return false }
        try bytes.require(20, at: 0)
        d.put(" for ", host: try Body(bytes).site(0), " ")
        try range(&d, bytes, 4)
        if d.verbose { try operations(&d, bytes, 20, Body(bytes).number(12), Body(bytes).number(16)) }
        return true
    }

    private static func drawing(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Bool {
        d.put(" wb-dop:")
        if length < 16 { return false }
        try bytes.require(16, at: 0)
        d.put(" ")
        try range(&d, bytes, 0)
        if d.verbose { try operations(&d, bytes, 16, Body(bytes).number(8), Body(bytes).number(12)) }
        return true
    }

    private static func pageRequest(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Bool {
        d.put(" wb-preq:")
        if length < 16 { return false }
        try bytes.require(12, at: 0)
        d.put(" need ")
        try page(&d, bytes, 0, slot: 8)
        try bytes.require(16, at: 0)
        return true
    }

    private static func pages(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Bool {
        d.put(" wb-prep:")
        if length < 4 { return false }
        var left = try Body(bytes).number(0)
        var offset = 4
        while left > 0 {
            try bytes.require(12, at: offset)
            d.put(" ")
            try page(&d, bytes, offset + 4, slot: offset)
            // tcpdump takes the count of two octets from the first one alone.
            let count = try Body(bytes).count8(offset + 12)
            offset += 16
            try names(&d, bytes, offset, count)
            d.put(">")
            offset += 8 * count
            left -= 1
        }
        return true
    }

    private static func operations(
        _ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ first: UInt32, _ last: UInt32
    ) throws(Truncation) {
        d.put(" <")
        var (offset, sequence) = (start, first)
        while sequence <= last {
            try bytes.require(Operation.size, at: offset)
            let operation = Operation(try bytes.from(offset))
            let type = try operation.type
            d.put(" ")
            d.put(operationName(type), or: "dop-", type, "!")
            if type == 14 || type == 15 {
                let time = try operation.time
                d.put(time &- sequence &+ 1)
                if sequence > time || time > last {
                    d.put("[|]")
                    if time < sequence { return }
                }
                sequence = time
            }
            offset += Operation.size + (try operation.length + 3) & ~3
            // Behind the last number the first one follows: the operations end with the packet.
            sequence &+= 1
        }
        d.put(" >")
    }

    private static func operationName(_ type: UInt8) -> StaticString? {
        switch type {
        case 2: "RECT"
        case 3: "LINE"
        case 4: "ML"
        case 5: "DEL"
        case 6: "XFORM"
        case 7: "ELL"
        case 8: "CHAR"
        case 9: "STR"
        case 10: "NOP"
        case 11: "PSCODE"
        case 12: "PSCOMP"
        case 13: "REF"
        case 14: "SKIP"
        case 15: "HOLE"
        default: nil
        }
    }
}
