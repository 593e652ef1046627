import Packets

/// How an interface's time stamps are counted (if_tsresol and if_tsoffset).
public struct PcapngClock: Sendable, Equatable {
    /// Nanoseconds since 1970: what is written unless a file is copied that counts otherwise.
    public static let nanoseconds = PcapngClock(resolution: 9, offset: 0)

    /// As it stands in the file: the negative power of 10, or with the highest bit that of 2.
    public let resolution: UInt8
    /// Seconds that are added to each stamp.
    public let offset: Int64
    /// At most 10^9.
    let unitsPerSecond: UInt64

    /// A resolution finer than a nanosecond cannot be kept, as `Timestamp` cannot hold it: it becomes nanoseconds.
    public init(resolution: UInt8, offset: Int64) {
        let units = PcapngClock.unitsPerSecond(resolution).flatMap { $0 <= 1_000_000_000 ? $0 : nil }
        self.resolution = units == nil ? 9 : resolution
        self.offset = offset
        unitsPerSecond = units ?? 1_000_000_000
    }

    /// Nil where 64 bits do not hold it.
    static func unitsPerSecond(_ resolution: UInt8) -> UInt64? {
        let exponent = resolution & 0x7F
        if resolution & 0x80 != 0 { return exponent > 63 ? nil : 1 << UInt64(exponent) }
        return exponent > 19 ? nil : (0..<exponent).reduce(1) { power, _ in power * 10 }
    }

    /// The stamp in units, at least 0 and at most what 64 bits hold. Upwards, so that what was cut down to
    /// nanoseconds becomes again what it was.
    func units(_ stamp: Timestamp) -> UInt64 {
        let stamp = stamp.normalized
        let (seconds, overflow) = stamp.seconds.subtractingReportingOverflow(offset)
        if overflow { return offset < 0 ? .max : 0 }
        if seconds < 0 { return 0 }
        let (whole, tooLarge) = UInt64(seconds).multipliedReportingOverflow(by: unitsPerSecond)
        if tooLarge { return .max }
        // Both factors are at most 10^9.
        let fraction = (UInt64(stamp.nanoseconds) * unitsPerSecond + 999_999_999) / 1_000_000_000
        let sum = whole.addingReportingOverflow(fraction)
        return sum.overflow ? .max : sum.partialValue
    }
}
