import Packets
import Promiscuity

/// What a watch saw altogether, kept while it runs: the course of each interface's count and totals. Memory is bounded: of
/// those that changed, the courses of the last ones are kept.
public struct WatchSummary: Sendable {
    /// Interfaces whose course is kept.
    public static let limit = 256

    private struct Course: Sendable {
        var name: String
        var line: Sparkline
        var lowest: UInt32
        var peak: UInt32
        var changes = 0
        /// The number of its last change among all.
        var last = 0
    }

    private let started: Timestamp
    private var courses: [Int32: Course] = [:]
    /// Courses that were given up for newer ones.
    private var forgotten = 0
    private var changes = 0
    private var joined = 0
    private var left = 0
    private var silent = 0
    private var missed = 0
    /// Looks at the kernel that failed: what they would have shown is in no count here.
    public var failedLooks = 0

    /// - Parameter states: the interfaces as they are when the watch begins.
    public init(started: Timestamp, states: [Sample] = []) {
        self.started = started
        // The course of a single one is shown even if it never changes.
        guard states.count == 1, let state = states.first else { return }
        courses[state.link.index] = course(of: state.link.name, state.link.promiscuity ?? 0)
    }

    private func course(of name: String, _ count: UInt32) -> Course {
        Course(name: name, line: Sparkline(start: started, value: count), lowest: count, peak: count)
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
        if courses[change.index] == nil { makeRoom() }
        var course =
            courses[change.index]
            ?? course(of: change.interface, UInt32(clamping: Int(count) &- change.delta))
        course.name = change.interface
        course.changes &+= 1
        course.last = changes
        course.line.note(count, at: change.time)
        course.lowest = Swift.min(course.lowest, count)
        course.peak = Swift.max(course.peak, count)
        courses[change.index] = course
    }

    /// Gives up the one that has not changed for longest.
    private mutating func makeRoom() {
        guard courses.count >= WatchSummary.limit, let oldest = courses.min(by: { $0.value.last < $1.value.last })
        else { return }
        courses[oldest.key] = nil
        if oldest.value.changes > 0 { forgotten &+= 1 }
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
        if forgotten > 0 { page.line("... and \(forgotten) that changed before these") }
        let begun = ended.nanoseconds < started.nanoseconds ? Int64(1) : 0
        let seconds = Swift.max(0, ended.seconds &- started.seconds &- begun)
        page.line(
            "\(changes) \(changes == 1 ? "change" : "changes") in \(seconds) s: \(joined) joined, \(left) left, "
                + "\(silent) found by polling, \(missed) times missed"
                + (failedLooks == 0 ? "" : ", \(failedLooks) times not read"))
        return page.finish()
    }
}
