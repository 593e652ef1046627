import CLinux
import Packets
import Testing

@testable import Promiscuity

/// What was announced and what was read, against the changes that come of it.
@Suite struct LinkHistoryTests {
    private static let now = Timestamp(seconds: 50, nanoseconds: 0)

    private static func state(_ count: UInt32, on: Bool = false, name: String = "eth0") -> LinkState {
        LinkState.device(4, name, count: count) { $0.gflagsPromisc = on }
    }

    private static func socket(_ cookie: UInt64, _ references: Int = 1) -> Holder {
        Holder(
            kind: .packetSocket, references: references, certainty: .exact, evidence: "", inode: UInt32(cookie),
            cookie: cookie)
    }

    private static let filter = Holder(kind: .unicastFilter, references: 1, certainty: .inferred, evidence: "")

    private static func sample(_ count: UInt32, on: Bool = false, name: String = "eth0", _ holders: [Holder] = [])
        -> Sample
    {
        Sample(
            time: now, link: state(count, on: on, name: name), holders: holders + (on ? [IPLinkHolder.holder()] : []),
            consistent: true)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var before: Sample
        var announced: [LinkState]
        var after: Sample
        var trigger = Change.Cause.notification
        var overrun = false
        /// One per change: cause, delta, count, then who joined and who left.
        var expected: [String]
        var testDescription: String { name }
    }

    private static func word(_ change: Change) -> String {
        func who(_ holders: [Holder]) -> String {
            holders.map { "\($0.kind.rawValue)\($0.cookie.map { " \($0)" } ?? "")×\($0.references)" }.joined(
                separator: ",")
        }
        var text = "\(change.cause.rawValue) \(change.delta) \(change.promiscuity.map(String.init) ?? "nil")"
        if let event = change.event { text += " \(event.rawValue)" }
        if !change.joined.isEmpty { text += " +\(who(change.joined))" }
        if !change.left.isEmpty { text += " -\(who(change.left))" }
        if change.residual != 0 { text += " rest \(change.residual)" }
        return text
    }

    static let cases: [Case] = [
        Case(
            name: "nothing", before: sample(1, [socket(1)]), announced: [], after: sample(1, [socket(1)]), expected: []),
        Case(
            name: "announced without a difference", before: sample(1, [socket(1)]), announced: [state(1)],
            after: sample(1, [socket(1)]), expected: []),
        Case(
            name: "one joins", before: sample(0), announced: [state(1)], after: sample(1, [socket(1)]),
            expected: ["notification 1 1 +packet_socket 1×1"]),
        Case(
            name: "one leaves", before: sample(2, [socket(1), socket(2)]), announced: [state(1)],
            after: sample(1, [socket(2)]), expected: ["notification -1 1 -packet_socket 1×1"]),
        Case(
            name: "one leaves, one joins", before: sample(1, [socket(1)]), announced: [state(0), state(1)],
            after: sample(1, [socket(2)]),
            expected: ["notification -1 0 -packet_socket 1×1", "notification 1 1 +packet_socket 2×1"]),
        Case(
            name: "one joins, another leaves", before: sample(1, [socket(1)]), announced: [state(2), state(1)],
            after: sample(1, [socket(2)]),
            expected: ["notification 1 2 +packet_socket 2×1", "notification -1 1 -packet_socket 1×1"]),
        Case(
            name: "came and went", before: sample(1, [socket(1)]), announced: [state(2), state(1)],
            after: sample(1, [socket(1)]), expected: ["notification 1 2 +unknown×1", "notification -1 1 -unknown×1"]),
        Case(
            name: "came and went, another came", before: sample(0), announced: [state(1), state(0), state(1)],
            after: sample(1, [socket(3)]),
            expected: [
                "notification 1 1 +unknown×1", "notification -1 0 -unknown×1", "notification 1 1 +packet_socket 3×1",
            ]),
        Case(
            name: "no known holder", before: sample(0), announced: [state(1)], after: sample(1),
            expected: ["notification 1 1 rest 1"]),
        Case(
            name: "the switch", before: sample(0), announced: [state(1, on: true)], after: sample(1, on: true),
            expected: ["notification 1 1 +ip_link×1"]),
        Case(
            name: "the switch on and off between two looks", before: sample(0),
            announced: [state(1, on: true), state(0)], after: sample(0),
            expected: ["notification 1 1 +ip_link×1", "notification -1 0 -ip_link×1"]),
        Case(
            name: "the switch off while one joins", before: sample(1, on: true), announced: [state(0), state(1)],
            after: sample(1, [socket(1)]),
            expected: ["notification -1 0 -ip_link×1", "notification 1 1 +packet_socket 1×1"]),
        Case(
            name: "silent, found by polling", before: sample(0), announced: [], after: sample(1, [filter]),
            trigger: .poll,
            expected: ["poll 1 1 +unicast_filter×1"]),
        Case(
            name: "silent, found when something else was announced", before: sample(0), announced: [state(1)],
            after: sample(2, [socket(1), filter]),
            expected: ["notification 1 1 +packet_socket 1×1", "poll 1 2 +unicast_filter×1"]),
        Case(
            name: "silent before the announced one", before: sample(0), announced: [state(2)],
            after: sample(2, [socket(1), filter]),
            expected: ["poll 1 1 +unicast_filter×1", "notification 1 2 +packet_socket 1×1"]),
        Case(
            name: "read at a phase", before: sample(0), announced: [state(1)], after: sample(1, [socket(1)]),
            trigger: .phase,
            expected: ["phase 1 1 +packet_socket 1×1"]),
        Case(
            name: "one takes another entry", before: sample(1, [socket(1)]), announced: [state(2)],
            after: sample(2, [socket(1, 2)]), expected: ["notification 1 2 +packet_socket 1×1"]),
        Case(
            name: "announcements were lost", before: sample(1, [socket(1)]), announced: [],
            after: sample(1, [socket(2)]),
            overrun: true,
            expected: ["notification 0 1 overrun", "notification 0 1 +packet_socket 2×1 -packet_socket 1×1"]),
        Case(
            name: "announcements were lost, and a step of two is no silent one", before: sample(0),
            announced: [state(2)],
            after: sample(2, [socket(1), socket(2)]), overrun: true,
            expected: ["notification 2 2 +packet_socket 1×1,packet_socket 2×1", "notification 0 2 overrun"]),
        Case(
            name: "renamed", before: sample(1, [socket(1)]), announced: [state(1, name: "lan")],
            after: sample(1, name: "lan", [socket(1)]), expected: ["notification 0 1 renamed"]),
        Case(
            name: "renamed, and one more", before: sample(0),
            announced: [state(0, name: "lan"), state(1, name: "lan")],
            after: sample(1, name: "lan", [socket(1)]),
            expected: ["notification 0 0 renamed", "notification 1 1 +packet_socket 1×1"]),
        Case(
            name: "one more, then renamed", before: sample(0), announced: [state(1), state(1, name: "lan")],
            after: sample(1, name: "lan", [socket(1)]),
            expected: ["notification 1 1 +packet_socket 1×1", "notification 0 1 renamed"]),
    ]

    @Test(arguments: cases) func changes(_ row: Case) {
        var history = LinkHistory(networkNamespace: 1, first: row.before)
        var news = LinkNews()
        news.messages = row.announced.map { .init(state: $0, isRemoval: false, movedAway: false) }
        news.overrun = row.overrun
        let changes = history.absorb(.init(sample: row.after, news: news), trigger: row.trigger, now: Self.now)
        #expect(changes.map(Self.word) == row.expected)
        #expect(
            changes.reduce(0) { $0 + $1.delta } == Int(row.after.link.promiscuity ?? 0)
                - Int(row.before.link.promiscuity ?? 0))
        #expect(history.last == row.after)
    }

    static let departures: [(moved: Bool, removal: Bool, expected: [String])] = [
        (false, true, ["notification -1 1 -packet_socket 1×1", "notification -1 0 deleted -ip_link×1"]),
        (true, true, ["notification -1 1 -packet_socket 1×1", "notification -1 nil moved"]),
        // The announcement was lost, or has not come yet: nothing tells that it moved.
        (false, false, ["notification -1 1 -packet_socket 1×1", "notification -1 0 deleted -ip_link×1"]),
    ]

    @Test(arguments: departures.indices) func departure(_ row: Int) {
        let (moved, removal, expected) = Self.departures[row]
        var history = LinkHistory(networkNamespace: 1, first: Self.sample(2, on: true, [Self.socket(1)]))
        var news = LinkNews()
        news.messages = [.init(state: Self.state(1, on: true), isRemoval: false, movedAway: false)]
        if removal { news.messages.append(.init(state: Self.state(0), isRemoval: true, movedAway: moved)) }
        let changes = history.absorb(.init(sample: nil, news: news), trigger: .notification, now: Self.now)
        #expect(changes.map(Self.word) == expected)
        #expect(history.last == nil)
        #expect(history.absorb(.init(sample: nil, news: news), trigger: .notification, now: Self.now).isEmpty)
    }

    @Test func differences() {
        let rows: [([Holder], [Holder], [UInt64], [UInt64])] = [
            ([], [], [], []),
            ([Self.socket(1)], [Self.socket(1)], [], []),
            ([Self.socket(1)], [Self.socket(2)], [2], [1]),
            ([Self.socket(1, 2)], [Self.socket(1)], [], [1]),
            ([Self.socket(2), Self.socket(1)], [Self.socket(1), Self.socket(2)], [], []),
        ]
        for (old, new, joined, left) in rows {
            let difference = HolderDifference(from: old, to: new)
            #expect(difference.joined.compactMap(\.cookie) == joined)
            #expect(difference.left.compactMap(\.cookie) == left)
        }
    }

    @Test func `the timeline is bounded`() {
        var timeline = Timeline()
        var history = LinkHistory(networkNamespace: 1, first: Self.sample(0))
        for step in 0..<(Timeline.limit + 5) {
            let sample = Self.sample(step % 2 == 0 ? 1 : 0)
            for change in history.absorb(.init(sample: sample, news: LinkNews()), trigger: .poll, now: Self.now) {
                timeline.append(change)
            }
        }
        #expect(timeline.changes.count == Timeline.limit)
        #expect(timeline.missed == 5)
    }

    /// A process can open and close sockets by the thousand between two looks.
    @Test func `the holders that a timeline names are bounded`() throws {
        var history = LinkHistory(networkNamespace: 1, first: Self.sample(0))
        let changes = history.absorb(
            .init(sample: Self.sample(1), news: LinkNews()), trigger: .poll, now: Self.now)
        var change = try #require(changes.first)
        var timeline = Timeline()
        change.joined = [Holder](repeating: Self.socket(1), count: Timeline.holderLimit / 4)
        change.left = [Holder](repeating: Self.socket(2), count: Timeline.holderLimit / 4 - 1)
        for _ in 0..<5 { timeline.append(change) }
        #expect(timeline.changes.count == 2)
        #expect(timeline.missed == 3)
        // What names no more than there is room for is kept as before.
        change.joined = [Self.socket(1)]
        change.left = []
        timeline.append(change)
        #expect(timeline.changes.count == 3)
        #expect(timeline.missed == 3)
    }
}
