import Packets
import Reports

/// Why what was kept is written.
enum RecorderReason: Equatable {
    case signal
    /// `--trigger`.
    case packet
    /// `--trigger-books`: the interface and what happened to it.
    case books(String)

    /// - Parameter expression: of `--trigger`.
    func text(_ expression: String) -> String {
        switch self {
        case .signal: "SIGUSR2"
        case .packet: "a packet matches `\(expression)'"
        case .books(let change): "the books changed: \(change)"
        }
    }
}

/// One event: its file, why it is written, and what came on top while it was.
struct RecorderEvent {
    /// Further reasons that are said one by one.
    private static let most = 16

    let number: Int
    let time: Timestamp
    private let reason: RecorderReason
    private let expression: String
    /// The file's name.
    var name = ""
    /// Packets that were kept when it began.
    var kept = 0
    /// What is stamped later is not in the file any more.
    var end: Timestamp
    /// The same by the clock that never jumps, for when no packet comes; nil where only packets count.
    var deadline: Int64?
    private var further: [(reason: RecorderReason, time: Timestamp)] = []
    private(set) var furtherCount: UInt64 = 0

    init(_ number: Int, _ reason: RecorderReason, _ expression: String, at time: Timestamp, until end: Timestamp) {
        self.number = number
        self.reason = reason
        self.expression = expression
        self.time = time
        self.end = end
    }

    /// Something else happens meanwhile.
    mutating func goOn(_ reason: RecorderReason, at time: Timestamp, until end: Timestamp) {
        furtherCount &+= 1
        if further.count < RecorderEvent.most { further.append((reason, time)) }
        self.end = max(self.end, end)
    }

    /// `SIGUSR2 at 2026-01-31T23:59:59.000000001Z`.
    var cause: String { RecorderEvent.sentence(reason, expression, time) }

    /// For the file's head.
    var comment: String {
        "swiftcap flight recorder, event \(number): \(cause); \(kept) packet\(kept == 1 ? "" : "s") of before"
    }

    /// For the file's end; nil where nothing came on top.
    var endComment: String? {
        guard furtherCount > 0 else { return nil }
        var parts = further.map { RecorderEvent.sentence($0.reason, expression, $0.time) }
        let more = furtherCount &- UInt64(further.count)
        if more > 0 { parts.append("and \(more) more") }
        return "swiftcap flight recorder, event \(number) went on: " + parts.joined(separator: "; ")
    }

    static func sentence(_ reason: RecorderReason, _ expression: String, _ time: Timestamp) -> String {
        "\(reason.text(expression)) at \(time.rfc3339)"
    }
}

extension Timestamp {
    /// In UTC, to the nanosecond.
    var rfc3339: String {
        var text = LineBuffer(capacity: 40)
        text.append(rfc3339: self)
        return text.text
    }

    /// This moment and so many nanoseconds; at least 0, and not beyond what 64 bits hold.
    func advanced(nanoseconds more: Int64) -> Timestamp {
        let start = normalized
        // Both are small: a fraction of a second and at most a day.
        return Timestamp(seconds: start.seconds, nanoseconds: start.nanoseconds &+ more).normalized
    }
}
