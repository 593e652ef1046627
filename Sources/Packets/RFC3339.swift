// Times as RFC 3339 writes them, in UTC with nine digits of a second: 2026-01-31T23:59:59.000000001Z.

extension LineBuffer {
    /// A moment in UTC as RFC 3339 writes it: `2026-01-31T23:59:59.000000001Z`. Years outside 0000-9999 cannot be written:
    /// the nearest moment that can be is.
    public mutating func append(rfc3339 time: Timestamp) {
        let civil = CivilTime(time)
        append(decimal: UInt64(civil.year), width: 4, pad: 0x30)
        append(0x2D)
        append(decimal: UInt64(civil.month), width: 2, pad: 0x30)
        append(0x2D)
        append(decimal: UInt64(civil.day), width: 2, pad: 0x30)
        append(0x54)
        append(clock: civil, digits: 9)
        append(0x5A)
    }

    /// Hours, minutes, seconds and the first `digits` of the fraction.
    package mutating func append(clock civil: CivilTime, digits: Int) {
        append(decimal: UInt64(civil.hour), width: 2, pad: 0x30)
        append(0x3A)
        append(decimal: UInt64(civil.minute), width: 2, pad: 0x30)
        append(0x3A)
        append(decimal: UInt64(civil.second), width: 2, pad: 0x30)
        guard digits > 0 else { return }
        append(0x2E)
        let divisor = (digits..<9).reduce(1) { power, _ in power * 10 }
        append(decimal: UInt64(civil.nanosecond / divisor), width: digits, pad: 0x30)
    }
}

/// A moment as a calendar and a clock show it (proleptic Gregorian, no leap seconds).
package struct CivilTime: Equatable {
    package private(set) var year: Int
    package private(set) var month: Int
    package private(set) var day: Int
    package private(set) var hour: Int
    package private(set) var minute: Int
    package private(set) var second: Int
    package private(set) var nanosecond: Int

    /// - Parameter offset: seconds east of UTC.
    package init(_ time: Timestamp, offset: Int = 0) {
        let moment = time.normalized
        let bounded = Swift.min(Swift.max(moment.seconds, -62_167_219_200), 253_402_300_799)
        let seconds = Int(bounded) + Swift.min(Swift.max(offset, -86_400), 86_400)
        let day = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
        let clock = seconds - day * 86_400
        (year, month, self.day) = CivilTime.date(daysSinceEpoch: day)
        hour = clock / 3600
        minute = clock / 60 % 60
        second = clock % 60
        nanosecond = Int(moment.nanoseconds)
        // An offset may carry the first or last day out of the range of years.
        year = Swift.min(Swift.max(year, 0), 9999)
    }

    /// Counts from 0000-03-01, so that the leap day is a year's last.
    private static func date(daysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Reads RFC 3339 with any number of digits of a second and any offset; nil for anything else.
    package static func parse(_ text: String) -> Timestamp? {
        var scanner = Scanner(Array(text.utf8))
        guard let year = scanner.number(4), scanner.take(0x2D), let month = scanner.number(2), scanner.take(0x2D),
            let day = scanner.number(2), scanner.take(0x54) || scanner.take(0x74), let hour = scanner.number(2),
            scanner.take(0x3A), let minute = scanner.number(2), scanner.take(0x3A), let second = scanner.number(2),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        var nanoseconds = 0
        if scanner.take(0x2E) {
            guard let fraction = scanner.fraction() else { return nil }
            nanoseconds = fraction
        }
        guard let offset = scanner.offset(), scanner.atEnd else { return nil }
        let seconds = days(year: year, month: month, day: day) * 86_400 + hour * 3600 + minute * 60 + second - offset
        return Timestamp(seconds: Int64(seconds), nanoseconds: Int64(nanoseconds))
    }

    private struct Scanner {
        let bytes: [UInt8]
        var at = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        var atEnd: Bool { at == bytes.count }

        mutating func take(_ byte: UInt8) -> Bool {
            guard at < bytes.count, bytes[at] == byte else { return false }
            at += 1
            return true
        }

        mutating func digit() -> Int? {
            guard at < bytes.count, (0x30...0x39).contains(bytes[at]) else { return nil }
            at += 1
            return Int(bytes[at - 1] - 0x30)
        }

        mutating func number(_ digits: Int) -> Int? {
            var value = 0
            for _ in 0..<digits {
                guard let digit = digit() else { return nil }
                value = value * 10 + digit
            }
            return value
        }

        /// Digits after the point as nanoseconds; more than nine are cut.
        mutating func fraction() -> Int? {
            var value = 0
            var count = 0
            while let digit = digit() {
                if count < 9 { value = value * 10 + digit }
                count += 1
            }
            if count == 0 { return nil }
            while count < 9 {
                value *= 10
                count += 1
            }
            return value
        }

        mutating func offset() -> Int? {
            if take(0x5A) || take(0x7A) { return 0 }
            let east = take(0x2B)
            guard east || take(0x2D), let hours = number(2), take(0x3A), let minutes = number(2), hours < 24,
                minutes < 60
            else { return nil }
            return (hours * 3600 + minutes * 60) * (east ? 1 : -1)
        }
    }
}
