import Packets
import Promiscuity

/// The books of an interface over the time of its capture: the three variables as steps, each holder with the spans in which
/// it held. Made of the three states and the timeline, for what draws them.
struct Course {
    /// From here on, until the next one.
    struct Step: Equatable {
        /// Nanoseconds since `start`.
        var at: Int64
        var promiscuity: UInt32?
        var flagsPromisc: Bool?
        var gflagsPromisc: Bool?
    }

    struct Span: Equatable {
        var from: Int64
        var to: Int64
        var references: Int
    }

    struct Bar {
        var holder: Holder
        var spans: [Span] = []
        /// It held when the capture began, or still when it was over.
        var wasBefore = false
        var isAfter = false
    }

    /// Holders that are drawn; more are counted.
    static let shownBars = 60

    let start: Timestamp
    /// Nanoseconds, above 0.
    let length: Int64
    private(set) var steps: [Step] = []
    private(set) var bars: [Bar] = []
    /// Holders beyond those that are drawn.
    private(set) var more = 0

    init(_ report: InterfaceReport, started: Timestamp, ended: Timestamp) {
        let states = [report.before, report.during, report.after].compactMap(\.self).filter { $0.error == nil }
        start = min(started, states.first?.time ?? started)
        length = max(1, Course.distance(start, max(ended, states.last?.time ?? ended)))
        follow(report, states)
    }

    /// Nanoseconds from one moment to a later one, at most thirty years; 0 for an earlier one.
    private static func distance(_ a: Timestamp, _ b: Timestamp) -> Int64 {
        let (a, b) = (a.normalized, b.normalized)
        let (seconds, overflow) = b.seconds.subtractingReportingOverflow(a.seconds)
        if overflow || seconds > 1_000_000_000 { return b > a ? 1_000_000_000_000_000_000 : 0 }
        return seconds < -1 ? 0 : max(0, seconds * 1_000_000_000 + b.nanoseconds - a.nanoseconds)
    }

    /// Where on the course a moment is.
    func place(_ time: Timestamp) -> Int64 { min(Course.distance(start, time), length) }

    /// A state or a change.
    private enum Event {
        case state(StateReport)
        case change(Change)
    }

    private mutating func follow(_ report: InterfaceReport, _ states: [StateReport]) {
        // Changes first: a state of the same moment is read after them.
        var events: [(at: Int64, event: Event)] = report.timeline.map { (place($0.time), .change($0)) }
        events += states.map { (place($0.time), .state($0)) }
        let order = events.indices.sorted { (events[$0].at, $0) < (events[$1].at, $1) }
        var open = OpenBars()
        // The timeline goes on from the first state that could be read.
        let first = states.first?.time
        for each in order.map({ events[$0] }) {
            switch each.event {
            case .state(let state):
                add(Step(at: each.at, state))
                open.set(state.holders, at: each.at)
                if state.time == first { open.markBefore() }
            case .change(let change):
                if change.event == .overrun { continue }
                add(Step(at: each.at, change))
                if let first, change.time <= first { continue }
                for holder in change.left { open.change(holder, by: 0 &- holder.references, at: each.at) }
                for holder in change.joined { open.join(holder, at: each.at) }
            }
        }
        bars = open.finish(at: length)
        more = open.more
    }

    private mutating func add(_ step: Step) {
        if var last = steps.last {
            last.at = step.at
            if last == step { return }
            if steps[steps.count - 1].at == step.at { steps.removeLast() }
        }
        steps.append(step)
    }

    /// The highest count in each of so many equal parts of the time; nil where it is not known.
    func highest(_ columns: Int) -> [UInt32?] {
        var result: [UInt32?] = []
        var next = 0
        var current: UInt32?
        for column in 0..<columns {
            let end = Double(length) * Double(column + 1) / Double(columns)
            var top = current
            while next < steps.count, Double(steps[next].at) < end || column == columns - 1 {
                current = steps[next].promiscuity
                if let count = current { top = max(top ?? 0, count) }
                next += 1
            }
            result.append(top)
        }
        return result
    }
}

extension Course.Step {
    init(at: Int64, _ state: StateReport) {
        self.init(
            at: at, promiscuity: state.promiscuity, flagsPromisc: state.flagsPromisc,
            gflagsPromisc: state.gflagsPromisc)
    }

    init(at: Int64, _ change: Change) {
        self.init(
            at: at, promiscuity: change.promiscuity, flagsPromisc: change.flagsPromisc,
            gflagsPromisc: change.gflagsPromisc)
    }
}

/// Holders while the course is gone through.
private struct OpenBars {
    /// What stays of a holder from one state to the next.
    private struct Key: Hashable {
        var kind: Holder.Kind
        var cookie: UInt64?
        var inode: UInt32?
        var device: String?

        init(_ holder: Holder) {
            kind = holder.kind
            cookie = holder.cookie
            inode = holder.cookie == nil ? holder.inode : nil
            device = holder.device
        }
    }

    private var bars: [Course.Bar] = []
    private var places: [Key: Int] = [:]
    /// References and since when, of those that hold now.
    private var held: [Int: (references: Int, since: Int64)] = [:]
    /// Holders that only a state has shown so far.
    private var ahead: Set<Int> = []
    private(set) var more = 0
    private var known: Set<Key> = []

    private mutating func place(_ holder: Holder) -> Int? {
        let key = Key(holder)
        if let place = places[key] {
            // Who it is may have been found out meanwhile.
            if bars[place].holder.processes.isEmpty { bars[place].holder = holder }
            return place
        }
        guard bars.count < Course.shownBars else {
            if known.count < 100_000, known.insert(key).inserted { more &+= 1 }
            return nil
        }
        bars.append(Course.Bar(holder: holder))
        places[key] = bars.count - 1
        return bars.count - 1
    }

    /// A state may show before the timeline does that a holder came: then it is one coming and not two.
    mutating func join(_ holder: Holder, at time: Int64) {
        if let place = places[Key(holder)], ahead.remove(place) != nil { return }
        change(holder, by: holder.references, at: time)
    }

    mutating func change(_ holder: Holder, by references: Int, at time: Int64) {
        guard let place = place(holder) else { return }
        set(place, (held[place]?.references ?? 0) &+ references, at: time)
    }

    private mutating func set(_ place: Int, _ references: Int, at time: Int64) {
        let now = held[place]
        if now?.references ?? 0 == references { return }
        if let now {
            bars[place].spans.append(Course.Span(from: now.since, to: time, references: now.references))
        }
        held[place] = references > 0 ? (references, time) : nil
    }

    /// These hold now, and no others.
    mutating func set(_ holders: [Holder], at time: Int64) {
        var sums: [Int: Int] = [:]
        for holder in holders {
            if let place = place(holder) { sums[place, default: 0] &+= holder.references }
        }
        for place in held.keys.sorted() where sums[place] == nil { set(place, 0, at: time) }
        for (place, references) in sums {
            if held[place]?.references ?? 0 < references { ahead.insert(place) }
            set(place, references, at: time)
        }
    }

    mutating func markBefore() {
        ahead = []
        for place in held.keys { bars[place].wasBefore = true }
    }

    mutating func finish(at end: Int64) -> [Course.Bar] {
        for (place, now) in held {
            bars[place].spans.append(Course.Span(from: now.since, to: end, references: now.references))
            bars[place].isAfter = true
        }
        return bars
    }
}
