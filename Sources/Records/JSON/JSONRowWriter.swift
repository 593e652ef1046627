import Packets

/// Rows as JSON, one object a line: names with dots are objects in objects, as documents of the Elastic Common Schema are;
/// the order of the keys is the table's; what a row does not have is no key. Any octets come out as valid JSON, in ASCII.
@safe
struct JSONRowWriter: ~Copyable {
    /// What stands in front of a value: `"tcp":{"flags":`, as much of it as is not open yet.
    private struct Key {
        var kind = Column.Kind.boolean
        /// Objects that the value is in.
        var depth = 0
        /// Where the text begins for each number of open objects, and its end.
        var starts: InlineArray<8, UInt16> = InlineArray(repeating: 0)
        var end: UInt16 = 0
    }

    /// By the column's place.
    private let keys: UnsafeMutablePointer<Key>
    /// Objects that two columns and all between them share, by both places.
    private let shared: UnsafeMutablePointer<UInt8>
    private let bits: (low: UInt64, high: UInt64)
    private var keyText = ByteBuffer()
    /// Octets that a line has at most, beside its texts: all keys, and the longest numbers and addresses.
    private let room: Int
    private var clock = ClockText()
    private let digits = TextTables()

    init(_ table: RowTable) {
        unsafe keys = .allocate(capacity: Row.mostColumns)
        unsafe keys.initialize(repeating: Key(), count: Row.mostColumns)
        unsafe shared = .allocate(capacity: Row.mostColumns * Row.mostColumns)
        unsafe shared.initialize(repeating: 0, count: Row.mostColumns * Row.mostColumns)
        bits = table.bits
        var before: [Substring] = []
        var places: [Int] = []
        for field in table.fields {
            let parts = field.jsonName.split(separator: ".")
            var key = Key(kind: field.kind, depth: parts.count - 1)
            for (depth, part) in parts.enumerated() {
                key.starts[depth] = UInt16(keyText.count)
                keyText.append("\"\(part)\":")
                if depth < parts.count - 1 { keyText.append(0x7B) }
            }
            key.end = UInt16(keyText.count)
            unsafe keys[field.place] = key
            // What a column shares with one before it is what all neighbours between them share.
            let common = zip(before.dropLast(), parts.dropLast()).prefix { $0 == $1 }.count
            for other in places {
                let row = other * Row.mostColumns
                let known = other == places.last ? common : unsafe Int(shared[row + (places.last ?? 0)])
                unsafe shared[row + field.place] = UInt8(min(known, common))
            }
            places.append(field.place)
            before = parts
        }
        room = keyText.count + table.fields.count * 64 + 64
        // Keys are copied sixteen octets at a time.
        keyText.reserve(16)
    }

    deinit {
        unsafe keys.deallocate()
        unsafe shared.deallocate()
    }

    /// Adds the row as a line.
    mutating func append(_ row: borrowing Row, to out: inout ByteBuffer) {
        // A text may double: each of its octets may get a backslash. One that is in several rows stands in front of the others.
        out.reserve(room + 2 * row.textEnd)
        var line = unsafe JSONLine(out.end, digits)
        line.put(0x7B)
        var last = -1
        append(row, row.low & bits.low, from: 0, &last, &line)
        append(row, row.high & bits.high, from: 64, &last, &line)
        if last >= 0 { for _ in 0..<(unsafe keys[last].depth) { line.put(0x7D) } }
        line.put(0x7D)
        line.put(0x0A)
        out.extend(to: unsafe line.at)
    }

    /// Places are in the table's order.
    @inline(__always)
    private mutating func append(
        _ row: borrowing Row, _ present: UInt64, from first: Int, _ last: inout Int, _ line: inout JSONLine
    ) {
        var rest = present
        while rest != 0 {
            let place = first &+ rest.trailingZeroBitCount
            rest &= rest &- 1
            var open = 0
            if last >= 0 {
                open = unsafe Int(shared[last &* Row.mostColumns &+ place])
                for _ in 0..<(unsafe keys[last].depth &- open) { line.put(0x7D) }
                line.put(0x2C)
            }
            last = place
            let (start, end) = unsafe (Int(keys[place].starts[open]), Int(keys[place].end))
            unsafe line.copy(keyText.base + start, end &- start)
            switch unsafe keys[place].kind {
            case .uint8, .uint16, .uint32: line.put(decimal: UInt32(truncatingIfNeeded: row.number(place)))
            case .int64: line.put(signed: Int64(bitPattern: row.number(place)))
            case .boolean: line.put(boolean: row.number(place) != 0)
            case .timestamp: clock.append(Int64(bitPattern: row.number(place)), to: &line)
            case let kind: line.put(quoted: row, place, kind)
            }
        }
    }
}

/// Times as text: RFC 3339 with microseconds. A second's text is kept for the rows that follow.
private struct ClockText: ~Copyable {
    private var second = Int64.min
    /// `"2026-11-21T17:08:59.` of that second.
    private var text = ByteBuffer(capacity: 64)

    @inline(__always)
    mutating func append(_ microseconds: Int64, to line: inout JSONLine) {
        var (seconds, fraction) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        if fraction < 0 {
            fraction += 1_000_000
            seconds -= 1
        }
        if seconds != second {
            second = seconds
            writeSecond(seconds)
        }
        unsafe line.copy(text.base, text.count)
        line.put(padded: UInt32(truncatingIfNeeded: fraction))
        line.put(0x5A)
        line.put(0x22)
    }

    /// Days → year, month, day, of the Gregorian calendar: eras of 400 years that begin on the first of March.
    private mutating func writeSecond(_ seconds: Int64) {
        let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
        let ofDay = seconds - days * 86_400
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * ofYear + 2) / 153
        let day = ofYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        text.removeAll()
        text.append(0x22)
        append(year / 100)
        append(year % 100)
        append(0x2D, month)
        append(0x2D, day)
        append(0x54, ofDay / 3600)
        append(0x3A, ofDay / 60 % 60)
        append(0x3A, ofDay % 60)
        text.append(0x2E)
    }

    private mutating func append(_ mark: UInt8, _ value: Int64) {
        text.append(mark)
        append(value)
    }

    private mutating func append(_ value: Int64) {
        text.append(0x30 &+ UInt8(truncatingIfNeeded: value / 10))
        text.append(0x30 &+ UInt8(truncatingIfNeeded: value % 10))
    }
}
