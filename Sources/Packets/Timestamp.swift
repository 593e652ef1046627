/// A moment: seconds and nanoseconds since 1970-01-01T00:00:00Z.
///
/// The fraction is kept as it was read: a hostile savefile may carry one of more than a second, and tcpdump prints
/// it as it stands. `normalized` is for arithmetic.
public struct Timestamp: Equatable, Hashable, Sendable, Comparable {
    /// Seconds since the epoch, UTC.
    public var seconds: Int64
    /// Nanoseconds within the second; 0 ..< 1_000_000_000 unless a savefile has a wrong value.
    public var nanoseconds: Int64

    /// - Parameters:
    ///   - seconds: since 1970, UTC.
    ///   - nanoseconds: within the second.
    @inlinable
    public init(seconds: Int64, nanoseconds: Int64) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// The same moment with a fraction below one second. Never traps: it saturates at the ends of `Int64`.
    @inlinable
    public var normalized: Timestamp {
        if nanoseconds >= 0 && nanoseconds < 1_000_000_000 { return self }
        let carry = nanoseconds / 1_000_000_000
        let rest = nanoseconds % 1_000_000_000
        var (sum, overflow) = seconds.addingReportingOverflow(rest < 0 ? carry - 1 : carry)
        if overflow { sum = carry > 0 ? .max : .min }
        return Timestamp(seconds: sum, nanoseconds: rest < 0 ? rest + 1_000_000_000 : rest)
    }

    /// By seconds, then by the fraction as it stands.
    @inlinable
    public static func < (a: Timestamp, b: Timestamp) -> Bool {
        a.seconds != b.seconds ? a.seconds < b.seconds : a.nanoseconds < b.nanoseconds
    }
}
