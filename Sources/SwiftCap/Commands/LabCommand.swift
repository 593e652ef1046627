import ArgumentParser
import Glibc
import Lab
import Packets
import Reports
import Syscalls

/// `swiftcap lab`: shows what promiscuous mode does, shown on this very kernel in namespaces of its own.
struct LabCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab",
        abstract: "Shows on this kernel what promiscuous mode does, step by step.",
        discussion: """
            Each scenario builds network namespaces of its own, runs real captures in them, and holds what the kernel does \
            against what is expected. Nothing else is touched, and everything is gone afterwards, also after Ctrl-C. It \
            takes root, or user namespaces for every user. Without names: the first scenario.

            Exit status: 0 when the kernel does as expected, 1 when it does otherwise and for errors, 2 when a scenario \
            could not run here.
            """)

    @Argument(help: ArgumentHelp("A scenario of --list, or all.", valueName: "SCENARIO"))
    var scenarios: [String] = []

    @Flag(help: "The scenarios and what each shows.")
    var list = false

    @Flag(help: "Each step with its reason and its path through the kernel.")
    var explain = false

    func execute() throws(RunError) -> Int32 {
        let style = Style.standardOutput
        if list {
            try Output.write(LabText.list(style))
            return ExitStatus.success
        }
        let chosen = try choice()
        var statuses: [Int32] = []
        for name in chosen {
            let status = try play(name)
            statuses.append(status)
            if status == ExitStatus.cannotWrite {
                throw RunError("Unable to write output", status: ExitStatus.cannotWrite)
            }
            // What this scenario lacks, every other one lacks as well.
            if status == LabStatus.nowhere { break }
        }
        if scenarios.isEmpty { try Output.write(LabText.more(style)) }
        if chosen.count > 1 { try Output.write(LabText.closing(statuses, of: chosen, style)) }
        return LabStatus.total(statuses)
    }

    func choice() throws(RunError) -> [String] {
        let names = Scenarios.all.map(\.name)
        if scenarios.isEmpty { return Array(names.prefix(1)) }
        if let other = scenarios.first(where: { $0 != "all" && !names.contains($0) }) {
            throw RunError(
                "lab: no scenario \(other.printable): there are \(names.joined(separator: ", ")), and all")
        }
        return scenarios.contains("all") ? names : scenarios
    }

    /// One scenario in processes of its own. Returns its status; ends this process where a signal asks for it.
    private func play(_ name: String) throws(RunError) -> Int32 {
        let words = [LabHelper.opener, name] + (explain ? ["explain"] : [])
        let (ending, interruption) = try RunError.wrap { () throws(SystemError) in
            try ChildProcess.runDependent(words, forwarded: SIGTERM)
        }
        if let interruption { LabHelper.die(of: interruption) }
        switch ending {
        case .exit(let status): return status
        case .signal(let number):
            Messages.say("lab: \(name) ended by signal \(number)")
            return ExitStatus.failure
        }
    }
}

/// How a scenario's processes tell what came of it.
enum LabStatus {
    static let asExpected: Int32 = 0
    static let otherwise: Int32 = 1
    /// The scenario needs something that is not here.
    static let missing: Int32 = 2
    /// No namespace can be made at all.
    static let nowhere: Int32 = 3

    static func total(_ statuses: [Int32]) -> Int32 {
        if let other = statuses.first(where: { $0 != asExpected && $0 != missing && $0 != nowhere }) { return other }
        return statuses.allSatisfy { $0 == asExpected } ? asExpected : missing
    }
}
