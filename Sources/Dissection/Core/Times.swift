import Packets

/// Moments and durations as the protocols print them.
extension Dissector {
    /// Two digits behind the point, as printf's `%.2f`: ties to even. The value lies from 0 to 2^33.
    mutating func put(hundredths value: Double) {
        var whole = UInt64(value)
        let shift: UInt64 = 56
        let scaled = UInt64((value - Double(whole)) * Double(1 << shift)) * 100
        var digits = scaled >> shift
        let rest = scaled & (1 << shift - 1)
        if rest > 1 << (shift - 1) || rest == 1 << (shift - 1) && digits & 1 == 1 { digits += 1 }
        if digits == 100 {
            whole += 1
            digits = 0
        }
        put("", whole, ".")
        put(zeroed: digits, width: 2)
    }

    /// Years of 365 days, weeks, days, hours, minutes, seconds; parts that are zero do not show.
    mutating func relativeTime(_ seconds: UInt32) {
        if seconds == 0 { return put("0s") }
        var rest = seconds
        func part(_ unit: UInt32, _ letter: StaticString, _ d: inout Dissector) {
            if rest >= unit {
                d.put("", rest / unit, letter)
                rest %= unit
            }
        }
        part(31_536_000, "y", &self)
        part(604_800, "w", &self)
        part(86_400, "d", &self)
        part(3600, "h", &self)
        part(60, "m", &self)
        part(1, "s", &self)
    }

    /// Seconds; all ones mean forever.
    mutating func lifetime(_ seconds: UInt32) {
        if seconds == .max { put("infinity") } else { put("", seconds, "s") }
    }

    /// A time of 16 bits, all ones for ever.
    mutating func put(holdTime seconds: UInt16) {
        if seconds == 0xFFFF { put("infinite") } else { put(duration: UInt32(seconds)) }
    }

    /// Hexadecimal with 0x, but zero without.
    mutating func alternateHex(_ value: UInt32) {
        if value == 0 { put("0") } else { put("0x", hex: value) }
    }

    /// `2023-08-02T21:20:00Z` of seconds since 1970.
    mutating func put(isoTime seconds: Int64) {
        var date = LineBuffer(capacity: 32)
        let day = Clock.floor(seconds, 86_400)
        Clock.appendDate(day / 86_400, to: &date)
        date.append(0x54)
        Clock.appendTime(UInt32(truncatingIfNeeded: seconds &- day), to: &date)
        date.append(0x5A)
        out.append(date.bytes)
    }

    /// `2020/07/04` of a count of days since 1970-01-01.
    mutating func put(slashedDate days: Int64) {
        var date = LineBuffer(capacity: 64)
        Clock.appendDate(days, to: &date)
        let text = date.bytes
        for index in 0..<text.byteCount {
            let byte = (try? text.u8(index)) ?? 0
            put(byte: byte == 0x2D && index > 0 ? 0x2F : byte)
        }
    }

    /// `Sat Jul  4 04:05:21 2020`, in the printer's time zone.
    mutating func put(calendarTime seconds: Int64) {
        let local = clock.local(seconds)
        let day = Clock.floor(local, 86_400)
        let days = day / 86_400
        var date = LineBuffer(capacity: 64)
        Clock.appendDate(days, to: &date)
        let text = date.bytes
        func digits(_ from: Int, _ count: Int) -> Int {
            var value = 0
            for index in from..<from + count { value = value * 10 + Int((try? text.u8(index)) ?? 0x30) - 0x30 }
            return value
        }
        let year = text.byteCount - 6
        put(Dissector.weekday(Int((days + 4) % 7 + 7) % 7))
        put(" ")
        put(Dissector.month(digits(year + 1, 2)))
        put(" ")
        put(UInt(digits(year + 4, 2)), width: 2)
        put(" ")
        Clock.appendTime(UInt32(truncatingIfNeeded: local - day), to: &out)
        put(" ", digits(0, year))
    }

    private static func weekday(_ index: Int) -> StaticString {
        switch index {
        case 0: "Sun"
        case 1: "Mon"
        case 2: "Tue"
        case 3: "Wed"
        case 4: "Thu"
        case 5: "Fri"
        default: "Sat"
        }
    }

    private static func month(_ number: Int) -> StaticString {
        switch number {
        case 1: "Jan"
        case 2: "Feb"
        case 3: "Mar"
        case 4: "Apr"
        case 5: "May"
        case 6: "Jun"
        case 7: "Jul"
        case 8: "Aug"
        case 9: "Sep"
        case 10: "Oct"
        case 11: "Nov"
        default: "Dec"
        }
    }
}
