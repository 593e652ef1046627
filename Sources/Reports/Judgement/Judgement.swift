import Promiscuity

/// The verdict on one interface's books in words. It looks at this capture's own membership first: the count alone says
/// nothing, for others come and go.
struct Judgement {
    /// A sentence below the first one.
    struct Note: Equatable {
        /// Something to look at, not only to know.
        var isWarning: Bool
        var text: String
    }

    enum Mark: Equatable {
        /// Everything is as it should be.
        case good
        case bad
        /// What would have to be known could not be read.
        case unknown
    }

    private(set) var mark = Mark.good
    private(set) var sentence = ""
    private(set) var notes: [Note] = []

    init(_ report: InterfaceReport) {
        judge(report)
        addResiduals(report)
        addDoubts(report)
    }

    private mutating func good(_ text: String) { sentence = text }

    private mutating func bad(_ text: String) {
        mark = .bad
        sentence = text
    }

    private mutating func judge(_ report: InterfaceReport) {
        if report.isUnfinished { return judgeUnfinished(report) }
        if report.verdict.status == .unbalanced, let taken = report.verdict.ownTaken {
            let returned = report.verdict.ownReturned ?? 0
            return bad(
                "This capture took \(Words.references(taken)) and gave back \(returned): "
                    + "it still holds \(taken &- returned).")
        }
        if report.isAny { return good("\(report.isNoDevice): a capture on it takes no reference on any interface.") }
        if report.verdict.status == .unknown { return judgeUnread(report) }
        if let departure = report.departure { return judgeDeparture(report, departure) }
        guard report.during != nil else {
            return bad("The capture ended before its books could be read.")
        }
        if report.promiscuousRequested { judgePromiscuous(report) } else { judgePlain(report) }
    }

    private mutating func judgeUnfinished(_ report: InterfaceReport) {
        let front = "The capture went on when this was written"
        if let taken = report.verdict.ownTaken, report.unread.isEmpty {
            return good(front + (taken > 0 ? "; it held \(Words.references(taken))." : "."))
        }
        mark = .unknown
        sentence = front + "." + report.unreadWords
    }

    /// What could not be read, why, and what is known all the same.
    private mutating func judgeUnread(_ report: InterfaceReport) {
        mark = .unknown
        sentence = "Unknown." + report.unreadWords
        switch (report.verdict.ownTaken, report.verdict.ownReturned) {
        case (nil, _):
            sentence += " Whether this capture held a reference is not known."
        case (let taken?, nil):
            sentence += " This capture held \(Words.references(taken))"
            sentence += taken == 0 ? "." : "; whether it gave back what it took is not known."
        case (let taken?, _?):
            sentence += " Of the \(Words.references(taken)) that this capture held none is left."
        }
    }

    private mutating func judgeDeparture(_ report: InterfaceReport, _ departure: Change.Event) {
        let taken = report.verdict.ownTaken ?? 0
        let what =
            departure == .moved ? "moved to another network namespace" : "was deleted"
        let whose = taken == 1 ? "this capture's reference" : "this capture's \(taken) references"
        bad(
            "\(report.name.printable) \(what) during the capture; "
                + (taken > 0 ? "the kernel dropped \(whose) with that." : "this capture held nothing."))
    }

    private mutating func judgePromiscuous(_ report: InterfaceReport) {
        if report.verdict.ownTaken == 0 {
            return bad("Promiscuous mode was asked for, but this capture held no reference.")
        }
        good("What this capture took, it gave back.")
        if let after = report.after, let count = after.promiscuity, count > 0 {
            let who = Words.holdings(after.others)
            notes.append(
                Note(
                    isWarning: false,
                    text: who.isEmpty
                        ? "\(report.name.printable) is still promiscuous." : "Still promiscuous: \(who)."))
        }
    }

    private mutating func judgePlain(_ report: InterfaceReport) {
        let name = report.name.printable
        if let taken = report.verdict.ownTaken, taken > 0 {
            return bad("-p took \(Words.references(taken)), and should have taken none.")
        }
        if report.verdict.promiscuousWithoutUs == true {
            let stays = report.after?.promiscuity.map { $0 > 0 } ?? true
            let who = Words.holdings(report.during?.others ?? [])
            return bad(
                "-p took nothing, but \(name) \(stays ? "is" : "was") promiscuous anyway"
                    + (who.isEmpty ? "." : ": \(who)."))
        }
        if report.during?.promiscuity == nil {
            return good("-p took nothing. The kernel does not tell whether \(name) is promiscuous.")
        }
        if report.timeline.contains(where: { ($0.promiscuity ?? 0) > 0 }) {
            return bad("-p took nothing, but \(name) was promiscuous for a part of the time.")
        }
        if report.failedReads > 0 {
            return bad("-p took nothing, and \(name) was not promiscuous whenever it could be read.")
        }
        good("-p took nothing, and \(name) was not promiscuous.")
    }

    private mutating func addResiduals(_ report: InterfaceReport) {
        for (state, when) in [(report.during, "while it ran"), (report.after, "afterwards")] {
            guard let state, state.consistent, let residual = state.residual, residual != 0 else { continue }
            let text =
                residual > 0
                ? "\(Words.references(residual).capitalizedFirst) without a known holder \(when)."
                : "The holders account for \(Words.references(0 &- residual)) more than the kernel counted \(when)."
            notes.append(Note(isWarning: true, text: text))
        }
    }

    private mutating func addDoubts(_ report: InterfaceReport) {
        let doubtful = [(report.before, "before"), (report.during, "during"), (report.after, "after")]
            .filter { report.departure == nil && $0.0?.consistent == false && $0.0?.error == nil }.map(\.1)
        if !doubtful.isEmpty {
            notes.append(
                Note(
                    isWarning: true,
                    text: "No undisturbed sample could be had (\(doubtful.joined(separator: ", "))): figures may be of "
                        + "different moments."))
        }
        if report.failedReads > 0 {
            let times = report.failedReads == 1 ? "once" : "\(report.failedReads) times"
            let why = report.readError.map { " (\($0.printable))" } ?? ""
            notes.append(
                Note(isWarning: true, text: "The kernel could not be read \(times) while the capture ran\(why)."))
        }
        if report.missedChanges > 0 {
            notes.append(
                Note(
                    isWarning: true,
                    text: "Changes may have been missed "
                        + (report.missedChanges == 1 ? "once." : "\(report.missedChanges) times.")))
        }
    }
}

extension InterfaceReport {
    /// The verdict in one sentence, made of all that the report knows.
    public var sentence: String { Judgement(self).sentence }

    /// The pseudo-device of all interfaces, or a source such as nfqueue: it has no index and no books.
    var isAny: Bool { index == 0 && before == nil }

    /// Written while the capture went on: nothing can be said yet of what was given back.
    public var isUnfinished: Bool { verdict.status == .unfinished }

    /// The states that could not be read: when, and why.
    var unread: [(when: String, error: String)] {
        [(before, "before the capture"), (during, "while it ran"), (after, "afterwards")].compactMap { state, when in
            state?.error.map { (when, $0) }
        }
    }

    /// The same in words, each error once.
    fileprivate var unreadWords: String {
        var errors: [(text: String, times: [String])] = []
        for each in unread {
            if let known = errors.firstIndex(where: { $0.text == each.error }) {
                errors[known].times.append(each.when)
            } else {
                errors.append((each.error, [each.when]))
            }
        }
        return errors.map { error in
            let last = error.times.last ?? ""
            let times = error.times.count < 2 ? last : error.times.dropLast().joined(separator: ", ") + " and " + last
            return " The kernel could not be read \(times) (\(error.text.printable))."
        }.joined()
    }

    /// The beginning of a sentence on such a one.
    var isNoDevice: String {
        name == "any" ? "\"any\" is no device" : "\"\(name.printable)\" is no network interface"
    }

    /// How the device left while it was captured.
    var departure: Change.Event? {
        timeline.last { $0.event == .deleted || $0.event == .moved }?.event
    }
}
