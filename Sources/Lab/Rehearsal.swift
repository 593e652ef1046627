/// What came of one step.
public struct StepOutcome: Sendable {
    /// Counted from 1.
    public let number: Int
    public let step: Step
    public let findings: [Finding]
    /// The kernel's log lines; nil where they may not be read.
    public let log: [String]?

    public init(number: Int, step: Step, findings: [Finding], log: [String]?) {
        self.number = number
        self.step = step
        self.findings = findings
        self.log = log
    }

    public var isAsExpected: Bool { findings.allSatisfy { $0.isAsExpected } }
}

/// An expectation beside what was found.
public struct Finding: Sendable {
    public enum Seen: Equatable, Sendable {
        case link(LinkReading)
        case count(Int?)
        case truth(Bool)
    }

    public let check: Check
    public let seen: Seen

    public init(check: Check, seen: Seen) {
        self.check = check
        self.seen = seen
    }

    public var isAsExpected: Bool {
        switch (check, seen) {
        case (.state(_, let promiscuity, let flags, let gflags), .link(let reading)):
            // Flags that cannot be read are said to be unread; they contradict nothing.
            reading.promiscuity == promiscuity && (reading.flagsPromisc ?? flags) == flags
                && reading.gflagsPromisc == gflags
        case (.announced(_, let count), .count(let seen)): seen == nil || seen == count
        case (.frames(_, let count), .count(let seen)): seen == count
        case (.accepted(let expected), .truth(let seen)): seen == expected
        case (.gaveUp, .truth(let seen)): seen
        default: false
        }
    }
}

/// Plays scenarios.
public enum Rehearsal {
    /// Plays the steps in order and hands out the outcome of each as soon as it is there. It goes on after a surprise, so
    /// that all of it is seen.
    ///
    /// - Returns: how many expectations were met, and how many there were.
    public static func play(
        _ scenario: Scenario, on stage: some Stage, _ tell: (StepOutcome) -> Void
    ) throws(StageError) -> (met: Int, all: Int) {
        var met = 0
        var all = 0
        for (place, step) in scenario.steps.enumerated() {
            stage.beginStep()
            for action in step.actions { try stage.perform(action) }
            var findings: [Finding] = []
            for check in step.checks { findings.append(Finding(check: check, seen: try look(check, stage))) }
            let outcome = StepOutcome(number: place + 1, step: step, findings: findings, log: stage.log())
            met += findings.count { $0.isAsExpected }
            all += findings.count
            tell(outcome)
        }
        return (met, all)
    }

    private static func look(_ check: Check, _ stage: some Stage) throws(StageError) -> Finding.Seen {
        switch check {
        case .state(let place, _, _, _): .link(try stage.reading(place))
        case .announced(let place, _): .count(try stage.announcements(place))
        case .frames(let capture, _): .count(stage.frames(capture: capture))
        case .accepted: .truth(stage.lastAccepted)
        case .gaveUp(let capture): .truth(stage.gaveUp(capture: capture))
        }
    }
}
