import Packets
import Promiscuity

/// What a watch saw altogether, kept while it runs: the course of each interface's count and totals. Memory grows with the
/// number of interfaces only.
public struct WatchSummary: Sendable {
    private struct Course: Sendable {
        var name: String
        var line: Sparkline
        var lowest: UInt32
        var peak: UInt32
        var changes = 0
    }

    private let started: Timestamp
    private var courses: [Int32: Course] = [:]
    private var changes = 0
    private var joined = 0
    private var left = 0
    private var silent = 0
    private var missed = 0

    /// - Parameter states: the interfaces as they are when the watch begins.
    public init(started: Timestamp, states: [Sample] = []) {
        self.started = started
        for state in states {
            let count = state.link.promiscuity ?? 0
            courses[state.link.index] = Course(
                name: state.link.name, line: Sparkline(start: started, value: count), lowest: count, peak: count)
        }
    }

    public mutating func add(_ change: Change) {
        if change.event == .overrun {
            missed &+= 1
            return
        }
        changes &+= 1
        joined &+= change.joined.count
        left &+= change.left.count
        if change.cause == .poll && change.delta != 0 { silent &+= 1 }
        let count = change.promiscuity ?? 0
        let before = UInt32(clamping: Int(count) &- change.delta)
        var course =
            courses[change.index]
            ?? Course(
                name: change.interface, line: Sparkline(start: started, value: before), lowest: before, peak: before)
        course.name = change.interface
        course.changes &+= 1
        course.line.note(count, at: change.time)
        course.lowest = Swift.min(course.lowest, count)
        course.peak = Swift.max(course.peak, count)
        courses[change.index] = course
    }

    /// A line per interface that changed, or for the only one; and one with the totals.
    ///
    ///     eth0      0..2  ▁▁▁█▄▁▁
    ///     3 changes in 61 s: 2 joined, 1 left, 1 found by polling, 0 times missed
    public func text(ended: Timestamp, _ style: TextStyle = .plain) -> LineBuffer {
        var page = TextPage(style)
        for (_, course) in courses.sorted(by: { $0.key < $1.key }) where course.changes > 0 || courses.count == 1 {
            var line = course.line
            line.advance(to: ended)
            let range = course.lowest == course.peak ? String(course.peak) : "\(course.lowest)..\(course.peak)"
            page.line(
                course.name.printable.left(8) + "  " + range.left(4) + "  " + line.text(unicode: style.unicode))
        }
        let begun = ended.nanoseconds < started.nanoseconds ? Int64(1) : 0
        let seconds = Swift.max(0, ended.seconds &- started.seconds &- begun)
        page.line(
            "\(changes) \(changes == 1 ? "change" : "changes") in \(seconds) s: \(joined) joined, \(left) left, "
                + "\(silent) found by polling, \(missed) times missed")
        return page.finish()
    }
}
