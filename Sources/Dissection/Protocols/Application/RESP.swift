import Packets

/// Redis's serialization protocol: elements that a first character names, each up to a carriage return and a line feed.
enum RESP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "resp"
        d.put(": RESP")
        var offset = 0
        var missing = 0
        while offset < length || missing > 0 {
            offset = try element(&d, bytes, offset, length, &missing)
            missing = Swift.max(0, missing - 1)
        }
    }

    /// Where the next element starts. An array's elements follow it: how many are `missing` is all that is kept of it.
    private static func element(
        _ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ length: Int, _ missing: inout Int
    ) throws(Truncation) -> Int {
        if start >= length { throw Truncation(offset: start, need: 1, have: 0) }
        switch try bytes.u8(start) {
        case 0x2B, 0x2D, 0x3A: return try line(&d, bytes, start + 1, length)
        case 0x24: return try bulk(&d, bytes, start + 1, length)
        case 0x2A:
            let (count, next) = try number(&d, bytes, start + 1, length)
            // The array itself counts as one of those that are missing.
            if let count, !RESP.count(&d, count) { missing = (missing == 0 ? 1 : missing) &+ count }
            return next
        default: return try inline(&d, bytes, start, length)
        }
    }

    /// What a length says when it says more than a number: true when that was all.
    private static func count(_ d: inout Dissector, _ count: Int) -> Bool {
        if count > 0 && count <= RESP.maximum { return false }
        if count > 0 {
            d.put(" length too large")
        } else {
            d.put(count == 0 ? " empty" : count == -1 ? " null" : " length negative and not -1")
        }
        return true
    }

    private static var maximum: Int { Int(Int32.max) }

    private static func quoted(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ end: Int) throws(Truncation) {
        let text = try bytes.slice(start, end - start)
        d.put(" \"")
        d.put(text: text)
        d.put("\"")
    }

    private static func line(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ length: Int) throws(Truncation)
        -> Int
    {
        let end = try lineEnd(bytes, start, length)
        try quoted(&d, bytes, start, end)
        return end + 2
    }

    /// The next carriage return with a line feed behind it.
    private static func lineEnd(_ bytes: RawSpan, _ start: Int, _ length: Int) throws(Truncation) -> Int {
        var offset = start
        while offset + 1 < length {
            if try bytes.u16(offset) == 0x0D0A { return offset }
            offset += 1
        }
        throw Truncation(offset: offset, need: 2, have: 0)
    }

    private static func bulk(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ length: Int) throws(Truncation)
        -> Int
    {
        let (count, next) = try number(&d, bytes, start, length)
        guard let count else { return next }
        if RESP.count(&d, count) { return count == 0 ? try lineEnd(bytes, next, length) + 2 : next }
        guard next + count <= length else { throw Truncation(offset: next, need: count, have: length - next) }
        try quoted(&d, bytes, next, next + count)
        return try lineEnd(bytes, next + count, length) + 2
    }

    /// A command as a user types it: words up to the line's end, which may be either character alone.
    private static func inline(_ d: inout Dissector, _ bytes: RawSpan, _ first: Int, _ length: Int) throws(Truncation)
        -> Int
    {
        let start = try skip(bytes, first, length, ends: true)
        if start >= length { throw Truncation(offset: start, need: 1, have: 0) }
        let end = try skip(bytes, start, length, ends: false)
        if end >= length { throw Truncation(offset: end, need: 1, have: 0) }
        try quoted(&d, bytes, start, end)
        return try skip(bytes, end, length, ends: true)
    }

    /// Past the characters that end lines, or past those that do not.
    private static func skip(_ bytes: RawSpan, _ start: Int, _ length: Int, ends: Bool) throws(Truncation) -> Int {
        var offset = start
        while offset < length {
            let byte = try bytes.u8(offset)
            if (byte == 0x0D || byte == 0x0A) != ends { break }
            offset += 1
        }
        return offset
    }

    /// A decimal number and its line's end; nil when there is none, which was said.
    private static func number(
        _ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ length: Int
    ) throws(Truncation) -> (value: Int?, next: Int) {
        var offset = start
        var value = 0
        guard offset < length else { throw Truncation(offset: offset, need: 1, have: 0) }
        let negative = try bytes.u8(offset) == 0x2D
        if negative { offset += 1 }
        var digits = 0
        while true {
            guard offset < length else { throw Truncation(offset: offset, need: 1, have: 0) }
            let byte = try bytes.u8(offset)
            offset += 1
            if byte >= 0x30 && byte <= 0x39 {
                value = Swift.min(value * 10 + Int(byte - 0x30), RESP.maximum + 1)
                digits += 1
                continue
            }
            guard byte == 0x0D, digits > 0 else {
                d.put(" invalid")
                return (nil, offset)
            }
            guard offset < length else { throw Truncation(offset: offset, need: 1, have: 0) }
            guard try bytes.u8(offset) == 0x0A else {
                d.put(" invalid")
                return (nil, offset + 1)
            }
            return (negative ? -value : value, offset + 1)
        }
    }
}
