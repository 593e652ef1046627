import ArgumentParser
import Lab
import Promiscuity

/// A command's own options, by what its help says of them: ArgumentParser has them in no other form at run time.
struct CommandOptions {
    private let type: any ParsableCommand.Type

    static var commands: [Completion.Candidate] {
        RootCommand.configuration.subcommands.map {
            Completion.Candidate($0.configuration.commandName ?? "", $0.configuration.abstract)
        } + [Completion.Candidate("help", "the commands, or more about one")]
    }

    static func type(named name: String) -> (any ParsableCommand.Type)? {
        RootCommand.configuration.subcommands.first { $0.configuration.commandName == name }
    }

    init(_ type: any ParsableCommand.Type) { self.type = type }

    func choice(_ words: [String], _ typed: String) -> Completion.Answer {
        let list = list
        if let last = words.last, last.hasPrefix("-"), let value = list.first(where: { $0.names.contains(last) })?.value
        {
            return Self.values(value)
        }
        if typed.hasPrefix("--"), let equals = typed.firstIndex(of: "=") {
            let name = String(typed[..<equals])
            guard let value = list.first(where: { $0.names.contains(name) })?.value else { return .words([]) }
            guard case .words(let candidates) = Self.values(value) else { return Self.values(value) }
            return .words(candidates.map { .init("\(name)=\($0.text)", $0.note) })
        }
        if typed.hasPrefix("-") {
            return .words(list.flatMap { option in option.names.map { .init($0, option.help) } })
        }
        return Self.values(operand)
    }

    /// What the command's arguments are called in its usage: `[<IF> ...]`, behind all options.
    private var operand: String {
        let usage = RootCommand.helpMessage(for: type, columns: 400).split(separator: "\n").first {
            $0.hasPrefix("USAGE")
        }
        var name = ""
        var isOption = false
        for word in usage?.split(separator: " ") ?? [] {
            // `[--interval <SECONDS>]`: the value belongs to the word before it.
            if word.contains("<"), !isOption { name = word.filter(\.isUppercase) }
            isOption = word.hasPrefix("[-") || word.hasPrefix("-")
        }
        return name
    }

    private static func values(_ name: String) -> Completion.Answer {
        switch name {
        case "IF": .words(Completion.interfaces)
        case "SCENARIO": .words(Scenarios.all.map { .init($0.name) } + [.init("all")])
        case "KIND[:NAME]": .words(Holder.Kind.allCases.map { .init($0.rawValue) })
        case "FILE", "REPORT": .files
        case "LEVEL": .words(SandboxLevel.allCases.map { .init($0.rawValue) })
        default: .words([])
        }
    }

    private struct Option {
        var names: [String]
        var value: String?
        var help: String
    }

    /// From lines such as `  -o, --output <FILE>       The file`.
    private var list: [Option] {
        RootCommand.helpMessage(for: type, columns: 400).split(separator: "\n").compactMap { line in
            guard line.hasPrefix("  -") else { return nil }
            // Names and value, each with a blank before it; the help behind at least two.
            let words = line.dropFirst(2).split(separator: " ", omittingEmptySubsequences: false)
            let left = words.prefix { !$0.isEmpty }.map { $0.filter { $0 != "," } }
            let help = words.dropFirst(left.count).drop { $0.isEmpty }.joined(separator: " ")
            let value = left.last { $0.hasPrefix("<") }.map { String($0.dropFirst().dropLast()) }
            return Option(names: left.filter { $0.hasPrefix("-") }, value: value, help: help)
        }
    }
}
