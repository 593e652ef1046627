import Promiscuity

/// What two runs show together, and what they cannot show.
struct ComparisonJudgement {
    private var hasFaults = false
    /// Both runs' books could be read.
    private var isKnown = true
    private(set) var sentences: [String] = []

    /// Nil where it cannot be said.
    var expected: Bool? { hasFaults ? false : isKnown ? true : nil }

    init(_ a: InterfaceReport, _ b: InterfaceReport) {
        addFaults(a, b)
        if expected == true { addResult(a, b) }
        addResiduals(a, b)
        addOthers(a, b)
        addFrames(a, b)
        if a.name != b.name {
            sentences.append(
                "The runs were on different interfaces, \(a.name.printable) and \(b.name.printable): their frames "
                    + "cannot be compared.")
        }
    }

    private mutating func fault(_ text: String) {
        hasFaults = true
        sentences.append(text)
    }

    /// A leak, a reference that -p took, one that was asked for and not seen; and what could not be read.
    private mutating func addFaults(_ a: InterfaceReport, _ b: InterfaceReport) {
        for (run, other) in [(a, b), (b, a)] {
            let name = run.runName(beside: other, first: run == a).capitalizedFirst
            let taken = run.verdict.ownTaken
            if run.isUnfinished {
                fault("\(name) was not over when its report was written: compare its last file.")
            } else if run.verdict.status == .unbalanced, let taken {
                let returned = run.verdict.ownReturned ?? 0
                fault(
                    "\(name) took \(Words.references(taken)) and gave back \(returned): \(taken &- returned) leaked.")
            } else if let taken, taken > 0, !run.promiscuousRequested {
                fault("\(name) took \(Words.references(taken)), and should have taken none.")
            } else if run.verdict.status == .unknown {
                isKnown = false
                sentences.append(
                    run.unread.first.map {
                        "Of \(name.uncapitalizedFirst) the kernel could not be read \($0.when): \($0.error.printable)."
                    } ?? "What became of \(name.uncapitalizedFirst) is not known.")
            } else if run.promiscuousRequested && taken == 0 && !run.isAny {
                fault("\(name) asked for promiscuous mode, but held no reference.")
            }
            if a == b { break }
        }
    }

    private mutating func addResult(_ a: InterfaceReport, _ b: InterfaceReport) {
        if a.isAny && b.isAny {
            return sentences.append("\(a.isNoDevice): neither run took a reference on any interface.")
        }
        if a.isAny || b.isAny {
            let (any, other) = a.isAny ? (a, b) : (b, a)
            return sentences.append(
                "\(any.isNoDevice): the run on it took no reference. "
                    + (other.promiscuousRequested
                        ? "The other one gave back what it took." : "The other one had -p, and took none either."))
        }
        switch (a.promiscuousRequested, b.promiscuousRequested) {
        case (true, true):
            sentences.append(
                "Both runs were promiscuous, and each gave back what it took. With -p in one of them there would be a "
                    + "difference to see.")
        case (false, false):
            sentences.append("Both runs had -p, and neither took a reference.")
        default:
            let taken = (a.promiscuousRequested ? a.verdict.ownTaken : b.verdict.ownTaken) ?? 0
            sentences.append(
                taken == 1
                    ? "Capturing without -p took exactly one reference and gave it back."
                    : "Capturing without -p took exactly \(taken) references and gave them back.")
        }
    }

    private mutating func addResiduals(_ a: InterfaceReport, _ b: InterfaceReport) {
        for (run, other) in [(a, b), (b, a)] {
            for (state, when) in [(run.during, "during"), (run.after, "after")] {
                guard let state, state.consistent, let residual = state.residual, residual != 0 else { continue }
                let name = run.runName(beside: other, first: run == a)
                fault(
                    residual > 0
                        ? "\(Words.references(residual).capitalizedFirst) without a known holder \(when) \(name)."
                        : "The holders account for \(Words.references(0 &- residual)) more than the kernel counted "
                            + "\(when) \(name).")
                break
            }
            if a == b { break }
        }
    }

    /// Another holder on the device: a -p run then hears what that one hears.
    private mutating func addOthers(_ a: InterfaceReport, _ b: InterfaceReport) {
        for (run, other) in [(a, b), (b, a)] {
            let joiners = run.timeline.contains { change in
                change.joined.contains { !$0.own } || change.left.contains { !$0.own }
            }
            guard run.verdict.promiscuousWithoutUs == true || joiners else { continue }
            let name = run.runName(beside: other, first: run == a)
            let who = Words.holdings(run.during?.others ?? [])
            var text = "\(run.name.printable) had another holder during \(name)"
            if run.verdict.promiscuousWithoutUs != true { text += " for a part of the time" }
            if !who.isEmpty { text += " (\(who))" }
            text += run.promiscuousRequested ? "." : ", so -p did not keep other hosts' frames out."
            sentences.append(text)
            if a == b { break }
        }
    }

    /// What -p did to the frames, as measured.
    private mutating func addFrames(_ a: InterfaceReport, _ b: InterfaceReport) {
        guard expected == true, a.promiscuousRequested != b.promiscuousRequested, a.name == b.name else { return }
        let (with, without) = a.promiscuousRequested ? (a, b) : (b, a)
        guard let heard = with.packets.foreignUnicast, let plain = without.packets.foreignUnicast else { return }
        if heard == 0 && plain == 0 {
            sentences.append("No unicast frame for another host came by in either run.")
        } else if plain > 0 && without.verdict.promiscuousWithoutUs == false {
            let kind = without.kind.map { " (\($0.printable))" } ?? ""
            sentences.append(
                "\(without.name.printable)\(kind) passes frames for other hosts without promiscuous mode too.")
        }
    }
}

extension InterfaceReport {
    /// "the -p run", "the default run"; by place where both are of one kind.
    func runName(beside other: InterfaceReport, first: Bool) -> String {
        if promiscuousRequested != other.promiscuousRequested {
            return promiscuousRequested ? "the default run" : "the -p run"
        }
        return first ? "the first run" : "the second run"
    }
}
