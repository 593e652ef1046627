import Testing

/// One command line for swiftcap and for the real tcpdump. Capital words are files in the lab's folder.
struct CommandLine: Sendable, CustomStringConvertible {
    let arguments: String
    /// What is compared of the messages: all of them, or the first line where a usage text follows.
    var firstLineOnly = false
    /// Only the last line is compared: here a file's head is read after all else is known to be well, so that what it is
    /// comes later than with tcpdump.
    var lastLineOnly = false
    /// How they run: with every privilege, or with none.
    var privileged = true

    init(_ arguments: String, firstLineOnly: Bool = false, lastLineOnly: Bool = false, privileged: Bool = true) {
        self.arguments = arguments
        self.firstLineOnly = firstLineOnly
        self.lastLineOnly = lastLineOnly
        self.privileged = privileged
    }

    var description: String { arguments.isEmpty ? "(nothing)" : arguments }

    func words(_ lab: Lab) -> [String] {
        arguments.split(separator: " ").map { word in
            word.count > 1 && word.allSatisfy { $0.isLetter && $0.isUppercase } ? "\(lab.folder)/\(word)" : String(word)
        }
    }
}

extension Lab {
    /// Runs both to their end and records every difference in status, stdout and stderr (own name aside). With
    /// `reading` they only read files, which needs no namespace.
    func runBeside(_ line: CommandLine, reading: Bool = false) throws {
        let runs = try ["tcpdump", Tools.swiftcap].map { program in
            let prefix = line.privileged ? [] : ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
            let words = prefix + [program] + line.words(self)
            return try reading ? runOutside(words, seconds: 20) : run(words, seconds: 20)
        }
        #expect(runs[0].ending == runs[1].ending, "\(line): \(runs[1].errors)")
        if let difference = firstDifference(runs[0].text, runs[1].text) {
            Issue.record("\(line), standard output: \(difference)")
        }
        let errors = [runs[0].errors, tcpdumpsName(runs[1].errors)].map { text in
            if line.lastLineOnly { return String(text.split(separator: "\n").last ?? "") }
            return line.firstLineOnly ? String(text.prefix { $0 != "\n" }) : text
        }
        if let difference = firstDifference(errors[0], errors[1]) {
            Issue.record("\(line), standard error: \(difference)")
        }
    }
}

/// What swiftcap says, with tcpdump's name in place of its own.
func tcpdumpsName(_ text: String) -> String {
    text.replacing(Tools.swiftcap, with: "tcpdump").replacing("swiftcap", with: "tcpdump")
}

/// The first line in which two texts differ; nil when they are the same.
func firstDifference(_ expected: String, _ got: String) -> String? {
    if expected == got { return nil }
    let a = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let b = got.split(separator: "\n", omittingEmptySubsequences: false)
    for place in 0..<max(a.count, b.count) where place >= a.count || place >= b.count || a[place] != b[place] {
        return """
            line \(place + 1) of \(a.count) and \(b.count)
              tcpdump   \(place < a.count ? String(a[place]) : "(ends)")
              swiftcap  \(place < b.count ? String(b[place]) : "(ends)")
            """
    }
    return "the same lines, but not the same bytes"
}
