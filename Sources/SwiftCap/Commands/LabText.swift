import Lab
import Packets
import Reports

/// The lab's pages: plain words first, the kernel's names beside them.
///
///     1. Make a cable, lab0 to lab1, and bring both ends up.
///        lab0       now                    0               no                 no
///                   expected               0               no                 no            OK
enum LabText {
    static func list(_ style: TextStyle) -> LineBuffer {
        var page = LabPage(style)
        for scenario in Scenarios.all { page.labelled(scenario.name, scenario.claim, indent: 12, margin: 0) }
        page.line("")
        page.line("swiftcap lab SCENARIO shows it, swiftcap lab all shows all of them, --explain says why.")
        return page.finish()
    }

    static func more(_ style: TextStyle) -> LineBuffer {
        var page = LabPage(style)
        page.line("There are \(Scenarios.all.count) scenarios: swiftcap lab --list. Why it is so: --explain.")
        return page.finish()
    }

    static func heading(_ scenario: Scenario, limits: [String], explain: Bool = false, _ style: TextStyle) -> LineBuffer
    {
        var page = LabPage(style)
        page.labelled(scenario.name + ":", scenario.claim, indent: scenario.name.count + 2, margin: 0)
        let names = explain ? ["functions as Linux 6.1 names them; later ones put netif_ before some"] : []
        for limit in limits + names { page.labelled("", "(" + limit + ")", indent: 3, margin: 0) }
        page.line("")
        page.row("", "", ["references", "hears all frames", "ip link's switch"])
        page.row("", "", ["promiscuity", "flags PROMISC", "gflags PROMISC"])
        return page.finish()
    }

    static func step(_ outcome: StepOutcome, explain: Bool, _ style: TextStyle) -> LineBuffer {
        var page = LabPage(style)
        let step = outcome.step
        page.labelled("\(outcome.number).", step.title, indent: 3, margin: 0)
        let words = step.actions.map(\.words).joined(separator: "; ")
        page.labelled("as with", words, indent: 11)
        for finding in outcome.findings { show(finding, &page) }
        if let log = outcome.log {
            page.labelled("kernel log", log.isEmpty ? "no line" : log[0], indent: 11)
            for line in log.dropFirst() { page.labelled("", line, indent: 11) }
        }
        if explain {
            if !step.reason.isEmpty { page.labelled("why", step.reason, indent: 11) }
            for (place, part) in step.path.enumerated() {
                page.labelled(place == 0 ? "path" : "", (place == 0 ? "" : "-> ") + part, indent: 11, hang: 3)
            }
        }
        page.line("")
        return page.finish()
    }

    private static func show(_ finding: Finding, _ page: inout LabPage) {
        let good = finding.isAsExpected
        switch (finding.check, finding.seen) {
        case (.state(let place, let promiscuity, let flags, let gflags), .link(let reading)):
            let count = reading.promiscuity.map { "\($0)" } ?? "?"
            page.row(
                place.description, "now",
                [count, reading.flagsPromisc.map(yesNo) ?? "?", yesNo(reading.gflagsPromisc)])
            page.row("", "expected", ["\(promiscuity)", yesNo(flags), yesNo(gflags)], good: good)
            page.row("", "ip link shows", [], text: reading.shownByIPLink)
        case (.announced(let place, let count), .count(let seen)):
            let shown = seen.map { "\($0)" } ?? "? (messages were lost)"
            page.row(place.description, "RTM_NEWLINK sent", [shown, "expected \(count)", ""], good: good)
        case (.frames(let capture, let count), .count(let seen)):
            let shown = seen.map { "\($0)" } ?? "?"
            page.row(capture, "frames captured", [shown, "expected \(count)", ""], good: good)
        case (.accepted(let expected), .truth(let seen)):
            page.row("", "the kernel said", [yesNo(seen), "expected \(yesNo(expected))", ""], good: good)
        case (.gaveUp(let capture), .truth(let seen)):
            page.row(capture, "ended by itself", [yesNo(seen), "expected yes", ""], good: good)
        default: break
        }
    }

    static func result(_ scenario: Scenario, met: Int, all: Int, _ style: TextStyle) -> LineBuffer {
        var page = LabPage(style)
        let number = all == 1 ? "1 expectation" : "\(all) expectations"
        if met == all {
            page.verdict(true, "\(scenario.name): the kernel did as expected (\(number)).")
        } else {
            page.verdict(false, "\(scenario.name): \(all - met) of \(number) came out otherwise.")
        }
        page.line("")
        return page.finish()
    }

    /// After several scenarios.
    static func closing(_ statuses: [Int32], of names: [String], _ style: TextStyle) -> LineBuffer {
        var page = LabPage(style)
        // Why no namespace can be made was said already.
        if statuses.contains(LabStatus.nowhere) { return page.finish() }
        let otherwise = zip(names, statuses).filter { $0.1 != LabStatus.asExpected && $0.1 != LabStatus.missing }
        let missing = zip(names, statuses).filter { $0.1 == LabStatus.missing }
        if otherwise.isEmpty && missing.isEmpty {
            page.verdict(true, "\(names.count) scenarios, all as expected.")
        }
        if !otherwise.isEmpty {
            page.verdict(false, "not as expected: \(otherwise.map(\.0).joined(separator: ", "))")
        }
        if !missing.isEmpty {
            page.verdict(false, "could not run here: \(missing.map(\.0).joined(separator: ", "))")
        }
        return page.finish()
    }

    private static func yesNo(_ value: Bool) -> String { value ? "yes" : "no" }
}
