/// The options as text: for `--help`, for docs/options.md, and for the manual page.
enum OptionHelp {
    /// What scripts/manual asks with.
    static let option = "--generate-options"
    private static let width = 80
    /// Where the second column begins.
    private static let column = 30

    /// `--generate-options markdown` and `--generate-options mdoc`.
    static func show(_ arguments: [String]) -> Int32 {
        switch arguments.dropFirst().first {
        case "markdown": return Output.show(markdown)
        case "mdoc": return Output.show(manual)
        default:
            Messages.say("\(option) needs the form: markdown, mdoc")
            return ExitStatus.failure
        }
    }

    /// All groups, at most 80 columns wide.
    static var text: String {
        OptionEntry.Group.allCases.map { group in
            group.rawValue + "\n" + group.entries.map(lines).joined()
        }.joined(separator: "\n")
    }

    /// The lines of one option.
    private static func lines(_ entry: OptionEntry) -> String {
        let left = "  " + entry.spelling
        var text = left
        if left.count >= column {
            text += "\n" + String(repeating: " ", count: column)
        } else {
            text += String(repeating: " ", count: column - left.count)
        }
        return text + broken("\(entry.help)").joined(separator: "\n" + String(repeating: " ", count: column)) + "\n"
    }

    /// Words, as many on a line as there is room for.
    static func broken(_ text: String, _ room: Int = width - column) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ") {
            if !lines[lines.count - 1].isEmpty {
                if lines[lines.count - 1].count + 1 + word.count > room {
                    lines.append("")
                } else {
                    lines[lines.count - 1] += " "
                }
            }
            lines[lines.count - 1] += word
        }
        return lines
    }

    /// docs/options.md.
    static var markdown: String {
        var text = """
            # Options of a capture

            Made by `scripts/manual` from the program's own table (Sources/SwiftCap/Options/Flags). `swiftcap COMMAND --help` tells of the commands.

            """
        for group in OptionEntry.Group.allCases {
            text += "\n## \(group.rawValue)\n\n| option | meaning |\n|---|---|\n"
            for entry in group.entries {
                let spelling = entry.spelling.split(separator: " ").joined(separator: " ")
                let more = entry.more.map { " " + cell("\($0)") } ?? ""
                text += "| `\(cell(spelling))` | \(sentence(cell("\(entry.help)")))\(more) |\n"
            }
        }
        return text
    }

    private static func cell(_ text: String) -> String {
        text.map { $0 == "|" ? "\\|" : String($0) }.joined()
    }

    /// The list of options of swiftcap(8), in mdoc(7).
    static var manual: String {
        var text = ""
        for group in OptionEntry.Group.allCases {
            text += ".Ss \(group.rawValue)\n.Bl -tag -width Ds\n"
            for entry in group.entries { text += item(entry) }
            text += ".El\n"
        }
        return text
    }

    private static func item(_ entry: OptionEntry) -> String {
        var names: [String] = []
        if let shown = entry.shown {
            names = "\(shown)".split(separator: ", ").map { "Fl \($0.dropFirst())" }
        } else {
            if let letter = entry.letter { names.append("Fl \(letter == "#" ? "\\&#" : "\(letter)")") }
            if let name = entry.name { names.append("Fl Fl \(name)") }
        }
        var text = ".It " + names.joined(separator: " , ")
        if let value = entry.value {
            text += " Ar " + "\(value.name)".split(separator: "|").joined(separator: " | ")
        }
        text += "\n" + roff(sentence("\(entry.help)")) + "\n"
        if let more = entry.more { text += roff("\(more)") + "\n" }
        return text
    }

    /// As a sentence of its own: the help's words begin small and have no point.
    private static func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
    }

    /// Each sentence on a line of its own, as mdoc wants it; nothing that roff would take for a request, and no hyphen
    /// where an option begins.
    private static func roff(_ text: String) -> String {
        var sentences = [""]
        var last: Character = " "
        for character in text {
            switch character {
            case " " where last == ".": sentences.append("")
            case "\\": sentences[sentences.count - 1] += "\\e"
            case "-" where last == " " || last == "(" || last == "-": sentences[sentences.count - 1] += "\\-"
            default: sentences[sentences.count - 1].append(character)
            }
            last = character
        }
        return sentences.flatMap { broken($0, 78) }.map {
            $0.hasPrefix(".") || $0.hasPrefix("'") ? "\\&\($0)" : $0
        }.joined(separator: "\n")
    }
}
