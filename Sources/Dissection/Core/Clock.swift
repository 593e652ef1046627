import Packets

/// Timestamps as `-t` … `-ttttt` ask for them. Local time comes from the environment, which is asked once per quarter
/// of an hour; the text of the whole seconds is kept until the second changes.
struct Clock: ~Copyable {
    private let format: PrintOptions.TimeFormat
    private let nanoseconds: Bool
    private let utcOffset: (Int64) -> Int
    private var offset: Int64 = 0
    /// The offset holds for epoch seconds from `validFrom` up to and without `validUntil`.
    private var validFrom: Int64 = 1
    private var validUntil: Int64 = 0
    private var cachedSecond = Int64.min
    private var cached = LineBuffer(capacity: 256)
    private var reference: Timestamp?

    init(options: PrintOptions, environment: PrintEnvironment) {
        format = options.time
        nanoseconds = options.nanoseconds
        utcOffset = environment.utcOffset
    }

    /// Appends the timestamp and the blank behind it.
    mutating func append(_ time: Timestamp, to out: inout LineBuffer) {
        switch format {
        case .none:
            return
        case .timeOfDay, .dateAndTime:
            if Clock.isRefused(time.seconds) { return out.append("[Error converting time] ") }
            if time.seconds != cachedSecond || cachedSecond == .min { remember(time.seconds) }
            out.append(cached.bytes)
            appendFraction(time.nanoseconds, to: &out)
        case .epoch:
            if Clock.isRefused(time.seconds) { return out.append("[Error converting time] ") }
            out.append(decimal: UInt32(truncatingIfNeeded: time.seconds))
            out.append(0x2E)
            appendFraction(time.nanoseconds, to: &out)
        case .deltaPrevious, .deltaFirst:
            appendDelta(time, to: &out)
        }
        out.append(0x20)
    }

    /// tcpdump takes the lower 32 bits for a signed number here, so that a date of 2039 is none, and one of 2106 is.
    private static func isRefused(_ seconds: Int64) -> Bool { Int32(truncatingIfNeeded: seconds) < 0 }

    /// The fraction may be more than a second in a savefile that is wrong: it is printed as it stands.
    @inline(__always)
    private func appendFraction(_ value: Int64, to out: inout LineBuffer) {
        let digits = nanoseconds ? value : value / 1000
        out.append(padded: UInt32(truncatingIfNeeded: digits), width: nanoseconds ? 9 : 6)
    }

    /// Local time as seconds; for dates inside packets.
    func local(_ second: Int64) -> Int64 {
        second &+ Int64(utcOffset(second))
    }

    private mutating func remember(_ second: Int64) {
        if second < validFrom || second >= validUntil {
            askOffset(second)
        }
        let (local, overflow) = second.addingReportingOverflow(offset)
        let whole = overflow ? second : local
        let midnight = Clock.floor(whole, 86_400)
        cached.removeAll()
        if format == .dateAndTime {
            Clock.appendDate(midnight / 86_400, to: &cached)
            cached.append(0x20)
        }
        Clock.appendTime(UInt32(truncatingIfNeeded: whole &- midnight), to: &cached)
        cached.append(0x2E)
        cachedSecond = second
    }

    /// An offset changes within a quarter of an hour, if at all, long ago in some zones; what is said of a second must
    /// not depend on which others came before it.
    private mutating func askOffset(_ second: Int64) {
        let quarter = Clock.floor(second, 900)
        let (end, overflow) = quarter.addingReportingOverflow(900)
        offset = Int64(utcOffset(second))
        if !overflow && utcOffset(quarter) == utcOffset(end - 1) {
            (validFrom, validUntil) = (quarter, end)
        } else {
            (validFrom, validUntil) = (second, second)
        }
    }

    static func appendTime(_ ofDay: UInt32, to out: inout LineBuffer) {
        out.append(padded: ofDay / 3600, width: 2)
        out.append(0x3A)
        out.append(padded: ofDay / 60 % 60, width: 2)
        out.append(0x3A)
        out.append(padded: ofDay % 60, width: 2)
    }

    /// The civil date of a count of days since 1970-01-01, by eras of 400 years (146,097 days) that begin in March.
    static func appendDate(_ days: Int64, to out: inout LineBuffer) {
        let shifted = days &+ 719_468
        let era = (shifted >= 0 ? shifted : shifted &- 146_096) / 146_097
        let ofEra = shifted &- era &* 146_097
        let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let march = (5 * ofYear + 2) / 153
        let day = ofYear - (153 * march + 2) / 5 + 1
        let month = march < 10 ? march + 3 : march - 9
        let civil = year &+ era &* 400 &+ (month <= 2 ? 1 : 0)
        out.append(padded: UInt32(truncatingIfNeeded: civil), width: 4)
        out.append(0x2D)
        out.append(padded: UInt32(truncatingIfNeeded: month), width: 2)
        out.append(0x2D)
        out.append(padded: UInt32(truncatingIfNeeded: day), width: 2)
    }

    static func floor(_ value: Int64, _ step: Int64) -> Int64 {
        let rest = value % step
        return value &- (rest < 0 ? rest &+ step : rest)
    }

    /// A packet that the next ones are told the distance from, if they are told any.
    @inline(__always)
    mutating func note(_ time: Timestamp) {
        if format == .deltaPrevious || format == .deltaFirst && reference == nil { reference = time }
    }

    /// Goes on where another one is.
    mutating func follow(_ other: borrowing Clock) {
        reference = other.reference
    }

    private mutating func appendDelta(_ time: Timestamp, to out: inout LineBuffer) {
        let before = reference ?? time
        note(time)
        let negative = time < before
        let (late, early) = negative ? (before, time) : (time, before)
        var seconds = late.seconds &- early.seconds
        var fraction = late.nanoseconds &- early.nanoseconds
        if fraction < 0 {
            seconds &-= 1
            fraction &+= 1_000_000_000
        }
        out.append(negative ? 0x2D : 0x20)
        guard let whole = Int32(exactly: seconds), whole >= 0 else { return out.append("[Error converting time]") }
        // A clock's face: whole days do not show.
        Clock.appendTime(UInt32(whole) % 86_400, to: &out)
        out.append(0x2E)
        appendFraction(fraction, to: &out)
    }
}
