import ArgumentParser
import Glibc

/// The words that name a command of their own as the first argument. Everything else is a capture.
enum Subcommands {
    /// Runs the command that `arguments` begin with; nil when they begin with none.
    static func run(_ arguments: [String]) -> Int32? {
        switch arguments.first {
        case FileHelper.command: return FileHelper.serve(Array(arguments.dropFirst()))
        case "compare":
            return run(CompareCommand.self, arguments) { (command) throws(RunError) in try command.execute() }
        case "report":
            return run(ReportCommand.self, arguments) { (command) throws(RunError) in try command.execute() }
        case "audit":
            return run(AuditCommand.self, arguments) { (command) throws(RunError) in try command.execute() }
        case "watch":
            return run(WatchCommand.self, arguments) { (command) throws(RunError) in try command.execute() }
        case "check":
            return run(CheckCommand.self, arguments, otherwise: { CheckCommand.unknown($0) }) {
                (command) throws(RunError) in try command.execute()
            }
        case "lab":
            return run(LabCommand.self, arguments) { (command) throws(RunError) in try command.execute() }
        case LabBackstage.opener, LabBackstage.stage: return LabBackstage.run(arguments)
        default: return nil
        }
    }

    /// Parses with one line for what is wrong, and runs.
    ///
    /// - Parameter otherwise: tells what went wrong in the command's own way and gives the status for it.
    private static func run<Command: ParsableArguments>(
        _ type: Command.Type, _ arguments: [String], otherwise: ((String) -> Int32)? = nil,
        _ body: (Command) throws(RunError) -> Int32
    ) -> Int32 {
        let command: Command
        do { command = try type.parse(Array(arguments.dropFirst())) } catch {
            if type.exitCode(for: error).isSuccess {
                return Output.show(type.fullMessage(for: error) + "\n")
            }
            if let otherwise { return otherwise(type.message(for: error)) }
            Messages.say("\(arguments[0]): \(type.message(for: error))")
            return ExitStatus.failure
        }
        do throws(RunError) { return try body(command) } catch {
            if let otherwise { return otherwise(error.message) }
            error.report()
            return error.status
        }
    }
}
