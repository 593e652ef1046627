import Packets

/// AppleTalk's name binding protocol: entities of an object, a type and a zone, each at a socket.
///
///     | function 4 bits, count 4 bits | id 1 |   tuple: | network 2 | node 1 | socket 1 | enumerator 1 | three texts
enum AppleNames {
    /// What a packet of the name binding protocol begins with.
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// The function in the upper half, how many tuples in the lower.
        var control: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Which request.
        var number: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
    }

    struct Tuple: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var names: Int { 5 }
        var network: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var node: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var socket: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var enumerator: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
    }

    private static var headerLength: Int { 2 }
    private static var smallestTuple: Int { 8 }
    private static var longestText: Int { 32 }

    static func print(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ from: AppleTalk.Address
    ) throws(Truncation) {
        if length < headerLength + smallestTuple { return d.put(" truncated-nbp ", length) }
        let (control, number) = (try Header(bytes).control, try Header(bytes).number)
        let count = control & 0x0F
        let end = length - headerLength
        let tuples = try bytes.from(headerLength)
        switch control & 0xF0 {
        case 0x10, 0x20:
            d.put(control & 0xF0 == 0x10 ? " nbp-brRq " : " nbp-lkup ")
            d.put("", number, ":")
            _ = try names(&d, tuples, 0, end)
            if count != 1 { d.put(" [ntup=", count, "]") }
            let tuple = Tuple(tuples)
            let enumerator = try tuple.enumerator
            if enumerator != 0 { d.put(" [enum=", enumerator, "]") }
            let at = AppleTalk.Address(
                network: try tuple.network, node: try tuple.node, socket: try tuple.socket)
            if at != from {
                d.put(" [addr=", at.network, ".")
                d.put("", at.node, ".")
                d.put("", at.socket, "]")
            }
        case 0x30:
            d.put(" nbp-reply ", number, ":")
            var offset = 0
            var left = count
            while left > 0 && offset < end {
                left -= 1
                guard let next = try reply(&d, tuples, offset, end, from) else { return }
                offset = next
            }
        default:
            d.put(" nbp-0x", hex: control, 1, "  ")
            d.put("", number, " (")
            d.put("", length, ")")
        }
    }

    /// One answer; where the next begins, nil when its texts do not end.
    private static func reply(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ end: Int, _ from: AppleTalk.Address
    ) throws(Truncation) -> Int? {
        let tuple = Tuple(try bytes.from(offset))
        let next = try names(&d, bytes, offset, end)
        let enumerator = try tuple.enumerator
        if enumerator != 1 { d.put("(", enumerator, ")") }
        let socket = try tuple.socket
        if socket != from.socket { d.put(" ", socket) }
        let (network, node) = (try tuple.network, try tuple.node)
        if network != from.network || node != from.node {
            d.put(" [addr=", network, ".")
            d.put("", node, "]")
        }
        return next
    }

    /// `"object:type@zone"`.
    private static func names(
        _ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ end: Int
    ) throws(Truncation) -> Int? {
        var offset = start + Tuple.names
        d.put(" ")
        let marks: InlineArray<3, StaticString> = ["\"", ":", "@"]
        for index in marks.indices {
            if offset >= end { return nil }
            d.put(marks[index])
            let size = Int(try bytes.u8(offset))
            offset += 1
            if size > longestText {
                d.put("[len=", size, "]")
                return nil
            }
            for _ in 0..<size where offset < end {
                d.put(visible: try bytes.u8(offset))
                offset += 1
            }
        }
        d.put("\"")
        return offset
    }
}
