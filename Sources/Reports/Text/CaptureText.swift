import Packets
import Promiscuity

// What a user reads after a capture, below tcpdump's own three lines:
//
//    Promiscuous mode on eth0             before   during    after
//      references (IFLA_PROMISCUITY)           0        1        0    this capture held 1
//      hears all frames (flags PROMISC)       no      yes       no
//      ip link's switch (gflags PROMISC)      no       no       no
//    OK  What this capture took, it gave back.

extension CaptureReport {
    /// The tables of all interfaces, an empty line between them.
    ///
    /// - Parameter course: draw how it went below each: the count, the packets, and who held how long.
    public func text(_ style: TextStyle = .plain, course: Bool = false) -> LineBuffer {
        var page = TextPage(style)
        for (position, interface) in interfaces.enumerated() {
            if position > 0 { page.line("") }
            page.interface(interface)
            if course { page.course(interface, started, ended) }
        }
        return page.finish()
    }
}

extension InterfaceReport {
    public func text(_ style: TextStyle = .plain) -> LineBuffer {
        var page = TextPage(style)
        page.interface(self)
        return page.finish()
    }
}

extension TextPage {
    /// Lines of the timeline that are shown; the rest is counted.
    private static let shownChanges = 12

    mutating func interface(_ report: InterfaceReport) {
        if !report.isAny { table(report) }
        let judgement = Judgement(report)
        switch judgement.mark {
        case .good: good(judgement.sentence)
        case .bad: warning(judgement.sentence)
        case .unknown: unknown(judgement.sentence)
        }
        for each in judgement.notes {
            if each.isWarning { warning(each.text) } else { note(each.text) }
        }
        kernelLog(report)
        timeline(report)
    }

    private mutating func table(_ report: InterfaceReport) {
        let states = [report.before, report.during, report.after]
        row("Promiscuous mode on \(report.name.printable)", ["before", "during", "after"])
        let own = report.during?.ownReferences ?? report.verdict.ownTaken
        row(
            "  references (IFLA_PROMISCUITY)", states.map { Words.count($0?.promiscuity) },
            "    this capture held \(Words.count(own))" + (report.promiscuousRequested ? "" : " (-p)")
                + (report.sockets > 1 ? ", with \(report.sockets) sockets" : ""))
        row("  hears all frames (flags PROMISC)", states.map { Words.yesNo($0?.flagsPromisc) })
        row("  ip link's switch (gflags PROMISC)", states.map { Words.yesNo($0?.gflagsPromisc) })
    }

    private mutating func row(_ label: String, _ values: [String], _ note: String = "") {
        var text = label.left(34)
        var end = 43
        for value in values {
            text += value.right(end - text.unicodeScalars.count)
            end += 9
        }
        line(text + note)
    }

    /// Holders that came and went meanwhile, this capture's own joining and leaving aside.
    private mutating func timeline(_ report: InterfaceReport) {
        let changes = report.timeline.filter(\.concernsOthers)
        if changes.isEmpty { return }
        line("While it ran:")
        for change in changes.prefix(Self.shownChanges) { self.change(change, interface: nil) }
        let more = changes.count - Self.shownChanges
        if more > 0 {
            line("  ... and \(more) more \(more == 1 ? "change" : "changes"); --report FILE keeps them all.")
        }
    }
}

extension Change {
    /// Anything but this capture's own membership.
    var concernsOthers: Bool {
        if event != nil || (joined + left).contains(where: { !$0.own }) { return true }
        return joined.isEmpty && left.isEmpty && delta != 0
    }
}
