import Packets

/// Packets and drops over the time of a capture, in a fixed number of places: when time runs out of them, two become one, so
/// that it takes as much memory after a month as after a minute.
public struct PacketRates: Equatable, Sendable {
    /// Places at most; an even number.
    public static let places = 120

    /// When the first place begins.
    public var started: Timestamp
    /// Of each place: milliseconds.
    public private(set) var interval: Int64
    /// Packets that were handed to the program in each place. As many as of `dropped`.
    public private(set) var captured: [UInt64]
    /// Packets that the kernel or the interface dropped in it.
    public private(set) var dropped: [UInt64]
    /// Milliseconds after `started` at which the counts below were taken.
    private var noted: Int64 = 0
    private var capturedBefore: UInt64 = 0
    private var droppedBefore: UInt64 = 0

    /// - Parameter interval: milliseconds, above 0.
    public init(started: Timestamp, interval: Int64 = 1000, captured: [UInt64] = [], dropped: [UInt64] = []) {
        self.started = started
        self.interval = Swift.max(1, interval)
        let count = Swift.min(captured.count, dropped.count, Self.places)
        self.captured = Array(captured.prefix(count))
        self.dropped = Array(dropped.prefix(count))
    }

    /// The counts since the capture began are these, so many milliseconds after it did.
    public mutating func note(_ milliseconds: Int64, captured: UInt64, dropped: UInt64) {
        let now = Swift.max(milliseconds, noted)
        // What came since the look before belongs where most of that time is.
        let middle = noted / 2 &+ now / 2
        while middle / interval >= Int64(Self.places) { halve() }
        let place = Int(middle / interval)
        while self.captured.count <= place {
            self.captured.append(0)
            self.dropped.append(0)
        }
        // A count that fell is one that was corrected at the end.
        self.captured[place] &+= captured > capturedBefore ? captured &- capturedBefore : 0
        self.dropped[place] &+= dropped > droppedBefore ? dropped &- droppedBefore : 0
        (noted, capturedBefore, droppedBefore) = (now, captured, dropped)
    }

    private mutating func halve() {
        interval = interval.multipliedReportingOverflow(by: 2).overflow ? .max : interval &* 2
        captured = PacketRates.pairs(captured)
        dropped = PacketRates.pairs(dropped)
    }

    private static func pairs(_ values: [UInt64]) -> [UInt64] {
        stride(from: 0, to: values.count, by: 2).map { at in
            values[at] &+ (at + 1 < values.count ? values[at + 1] : 0)
        }
    }

    /// By what it shows.
    public static func == (a: PacketRates, b: PacketRates) -> Bool {
        a.started == b.started && a.interval == b.interval && a.captured == b.captured && a.dropped == b.dropped
    }

    /// The highest of `values` as packets a second, rounded up.
    func peak(_ values: [UInt64]) -> UInt64 {
        let (product, tooLarge) = (values.max() ?? 0).multipliedReportingOverflow(by: 1000)
        let rounded = tooLarge ? UInt64.max : product
        return rounded / UInt64(interval) &+ (rounded % UInt64(interval) == 0 ? 0 : 1)
    }
}
