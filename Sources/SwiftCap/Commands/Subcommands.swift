import ArgumentParser
import Capture
import Glibc

/// What the commands belong to: only they are parsed through it, so that their help and completion scripts have the
/// program's name. A capture's own options go through getopt_long.
struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swiftcap", abstract: "Captures packets, and keeps the books of promiscuous mode.",
        subcommands: [
            AuditCommand.self, CheckCommand.self, CompareCommand.self, ExportCommand.self, LabCommand.self,
            ReportCommand.self, WatchCommand.self,
        ])
}

/// The words that name a command of their own as the first argument. Everything else is a capture.
enum Subcommands {
    /// Runs the command that `arguments` begin with; nil when they begin with none.
    static func run(_ arguments: [String]) -> Int32? {
        switch arguments.first {
        case FileHelper.command:
            return FileHelperService.run(Array(arguments.dropFirst())) { HelperConfinement.enter(.makingFiles) }
        case "compare":
            return run(CompareCommand.self, arguments) { (command) throws(RunError) in try command.execute() }
        case "report":
            return run(ReportCommand.self, arguments) { (command) throws(RunError) in try command.execute() }
        case "audit":
            return run(AuditCommand.self, arguments) { (command) throws(RunError) in try command.execute() }
        case "export":
            return run(ExportCommand.self, arguments) { (command) throws(RunError) in try command.execute() }
        case "watch":
            return run(WatchCommand.self, arguments) { (command) throws(RunError) in try command.execute() }
        case "check":
            return run(CheckCommand.self, arguments, otherwise: { CheckCommand.unknown($0) }) {
                (command) throws(RunError) in try command.execute()
            }
        case "lab":
            return run(LabCommand.self, arguments) { (command) throws(RunError) in try command.execute() }
        case "help" where arguments.count == 1 || names.contains(arguments[1]): return ask(arguments)
        case Completion.request: return Completion.show(Array(arguments.dropFirst()))
        case let word? where word.hasPrefix(CompletionScripts.option): return CompletionScripts.show(arguments)
        case OptionHelp.option: return OptionHelp.show(arguments)
        case LabHelper.opener, LabHelper.stage: return LabHelper.run(arguments)
        default: return nil
        }
    }

    static var names: [String] {
        RootCommand.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    }

    /// A line about the command that was perhaps meant, behind what went wrong with a capture: its first word is near a
    /// command's name, and the words are no filter expression.
    static func suggest(_ arguments: [String]) {
        guard let first = arguments.first, first.first?.isLetter == true,
            let near = Nearest.word(to: first, of: names)
        else { return }
        let expression = arguments.prefix { !$0.hasPrefix("-") }.joined(separator: " ")
        if (try? FilterProgram(expression, linkType: .ethernet)) != nil { return }
        Messages.lines("Did you mean 'swiftcap \(near)'?\n")
    }

    /// What the library answers by itself: help, of the whole (`help`) or of a command (`help audit`).
    private static func ask(_ arguments: [String]) -> Int32 {
        run(RootCommand.self, arguments) { (_) throws(RunError) in Output.show(RootCommand.helpMessage() + "\n") }
    }

    /// Parses with one line for what is wrong, and runs.
    ///
    /// - Parameter otherwise: tells what went wrong in the command's own way and gives the status for it.
    private static func run<Command: ParsableCommand>(
        _ type: Command.Type, _ arguments: [String], otherwise: ((String) -> Int32)? = nil,
        _ body: (Command) throws(RunError) -> Int32
    ) -> Int32 {
        let command: Command
        do {
            var parsed = try RootCommand.parseAsRoot(arguments)
            guard let wanted = parsed as? Command else {
                // The library's command for help: its run throws what is to be shown.
                try parsed.run()
                return ExitStatus.success
            }
            command = wanted
        } catch {
            if RootCommand.exitCode(for: error).isSuccess {
                return Output.show(RootCommand.fullMessage(for: error) + "\n")
            }
            if let otherwise { return otherwise(RootCommand.message(for: error)) }
            Messages.say("\(arguments[0]): \(RootCommand.message(for: error))")
            return ExitStatus.failure
        }
        do throws(RunError) { return try body(command) } catch {
            if let otherwise { return otherwise(error.message) }
            error.report()
            return error.status
        }
    }
}
