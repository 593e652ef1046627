import Packets

/// The parts within Babel's messages (RFC 8966 4.7): timestamps (RFC 9616) and diversity.
enum BabelPart {
    /// The parts from `start` on. One that does not fit is marked, and the next message is read all the same: always true.
    static func list(_ d: inout Dissector, _ body: RawSpan, _ start: Int, _ message: UInt8) throws(Truncation) -> Bool {
        if try !fit(&d, body, start, message) { d.markInvalid() }
        return true
    }

    /// False when one does not fit.
    private static func fit(
        _ d: inout Dissector, _ body: RawSpan, _ start: Int, _ message: UInt8
    ) throws(Truncation) -> Bool {
        var offset = start
        let end = body.byteCount
        while offset < end {
            let element = Babel.Element(try body.from(offset))
            let type = try element.type
            if type == 0 {
                d.put(" sub-pad1")
                offset += 1
                continue
            }
            if type & 0x80 != 0 { d.put(" (M)") }
            if offset + Babel.Element.headerSize > end { return false }
            let size = try element.length
            if offset + Babel.Element.headerSize + size > end { return false }
            let value = try element.body
            switch type {
            case 1: d.put(" sub-padn")
            case 2: try diversity(&d, value, message)
            case 3: if try !timestamp(&d, value, message) { return false }
            default: d.put(" sub-unknown-0x", hex: type, 2)
            }
            offset += Babel.Element.headerSize + size
        }
        return true
    }

    private static func diversity(_ d: inout Dissector, _ value: RawSpan, _ message: UInt8) throws(Truncation) {
        d.put(" sub-diversity")
        if value.byteCount == 0 { return d.put(" empty") }
        for index in 0..<value.byteCount {
            let channel = try value.u8(index)
            d.put(index == 0 ? " " : "-")
            if channel == 0 { d.put("reserved") } else { d.put(channel) }
        }
        if message != 8 { d.put(" (bogus)") }
    }

    /// Microseconds: of the sender, or of both ends (RFC 9616 5).
    struct Timestamp: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Or, in an answer, when what is answered was sent.
        var sent: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var received: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    /// Microseconds: of the sender, or of both ends.
    private static func timestamp(_ d: inout Dissector, _ value: RawSpan, _ message: UInt8) throws(Truncation) -> Bool {
        let stamp = Timestamp(value)
        d.put(" sub-timestamp ")
        switch message {
        case 4:
            if value.byteCount < 4 { return false }
            put(&d, try stamp.sent)
        case 5:
            if value.byteCount < 8 { return false }
            put(&d, try stamp.sent)
            d.put("|")
            put(&d, try stamp.received)
        default: d.put("(bogus)")
        }
        return true
    }

    private static func put(_ d: inout Dissector, _ microseconds: UInt32) {
        d.put("", microseconds / 1_000_000, ".")
        d.put(zeroed: microseconds % 1_000_000, width: 6)
        d.put("s")
    }
}
