import Packets

/// The course of a count over time in a fixed number of places: each holds the highest value of its span. When time runs
/// out of them, two become one and the spans double, so it takes as much memory after a month as after a minute.
struct Sparkline: Equatable, Sendable {
    static let places = 60

    private let start: Timestamp
    /// Nanoseconds of a place.
    private var span: Int64 = 100_000_000
    private var highest: [UInt32] = []
    private var current: UInt32

    init(start: Timestamp, value: UInt32) {
        self.start = start
        current = value
    }

    private func age(_ time: Timestamp) -> Int64 {
        let (seconds, overflow) = time.seconds.subtractingReportingOverflow(start.seconds)
        let bounded = overflow ? 0 : Swift.min(Swift.max(seconds, 0), 4_000_000_000)
        return Swift.max(0, bounded * 1_000_000_000 + (time.nanoseconds &- start.nanoseconds) % 1_000_000_000)
    }

    /// The count is `value` from `time` on; what it was before lasted until then.
    mutating func note(_ value: UInt32, at time: Timestamp) {
        advance(to: time)
        highest[highest.count - 1] = Swift.max(highest[highest.count - 1], value)
        current = value
    }

    /// Fills the places up to `time` with the present value.
    mutating func advance(to time: Timestamp) {
        let age = age(time)
        while age / span >= Int64(Self.places) { halve() }
        let place = Swift.max(Int(age / span), highest.count - 1)
        while highest.count <= place { highest.append(current) }
    }

    private mutating func halve() {
        span &*= 2
        var merged: [UInt32] = []
        var at = 0
        while at < highest.count {
            merged.append(Swift.max(highest[at], at + 1 < highest.count ? highest[at + 1] : 0))
            at += 2
        }
        highest = merged
    }

    /// Blocks of eighths where the receiver can show them, digits elsewhere ("+" above 9).
    func text(unicode: Bool) -> String {
        let top = Swift.max(1, highest.max() ?? 1)
        return highest.map { value -> String in
            if !unicode { return value > 9 ? "+" : String(value) }
            let eighths = Array("\u{2581}\u{2582}\u{2583}\u{2584}\u{2585}\u{2586}\u{2587}\u{2588}")
            return String(eighths[Int(UInt64(value) * 7 / UInt64(top))])
        }.joined()
    }
}
