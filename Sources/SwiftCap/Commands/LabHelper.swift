import Glibc
import Lab
import Packets
import Syscalls

/// The lab's own processes, started through /proc/self/exe: no user types these words.
enum LabHelper {
    /// Leaves the system's namespaces and starts the stage as process 1 of the new ones.
    static let opener = "lab:open"
    /// Plays one scenario.
    static let stage = "lab:stage"

    /// Runs the process that `arguments` ask for; nil when they ask for none.
    static func run(_ arguments: [String]) -> Int32? {
        guard arguments.count >= 2, arguments[0] == opener || arguments[0] == stage,
            let scenario = Scenarios.named(arguments[1])
        else { return nil }
        guard Isolation.dieWithParent() else { return ExitStatus.failure }
        do throws(StageError) {
            if arguments[0] == stage { return try play(scenario, explain: arguments.contains("explain")) }
            return try open(arguments.dropFirst())
        } catch {
            Messages.say("lab: \(error.description)")
            // An opener that finds no namespaces, and a stage that cannot be set up, fail for every scenario alike.
            return error.isMissing ? LabStatus.nowhere : ExitStatus.failure
        }
    }

    private static func open(_ words: ArraySlice<String>) throws(StageError) -> Int32 {
        try Isolation.leave()
        do throws(SystemError) {
            // Killing process 1 of a pid namespace takes everything in it along, before its end can be seen.
            switch try ChildProcess.runDependent([stage] + words, forwarded: SIGKILL).0 {
            case .exit(let status): return status
            case .signal(let number):
                kill(getpid(), number)
                return ExitStatus.failure
            }
        } catch { throw StageError("\(error)") }
    }

    private static func play(_ scenario: Scenario, explain: Bool) throws(StageError) -> Int32 {
        let style = Style.standardOutput
        let stage = try LiveStage()
        guard say(LabText.heading(scenario, limits: stage.limits, explain: explain, style)) else {
            return ExitStatus.cannotWrite
        }
        var written = true
        do throws(StageError) {
            let (met, all) = try Rehearsal.play(scenario, on: stage) { outcome in
                if written { written = say(LabText.step(outcome, explain: explain, style)) }
            }
            written = written && say(LabText.result(scenario, met: met, all: all, style))
            guard written else { return ExitStatus.cannotWrite }
            return met == all ? LabStatus.asExpected : LabStatus.otherwise
        } catch {
            Messages.say("lab: \(scenario.name): \(error.description)")
            return error.isMissing ? LabStatus.missing : ExitStatus.failure
        }
    }

    private static func say(_ text: borrowing LineBuffer) -> Bool {
        do throws(RunError) {
            try Output.write(text)
            return true
        } catch { return false }
    }

    /// Ends this process as the signal would have, so that a shell sees what happened.
    static func die(of signal: Int32) -> Never {
        Glibc.signal(signal, SIG_DFL)
        var set = sigset_t()
        unsafe sigemptyset(&set)
        unsafe sigaddset(&set, signal)
        kill(getpid(), signal)
        unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
        exit(128 + signal)
    }
}
