import Capture
import Dissection
import Glibc
import Packets
import Records

/// What a shell may put in the place of the last word. The scripts for the shells only ask (`swiftcap ---complete WORD...`): what
/// there is to choose from is known here.
enum Completion {
    static let request = "---complete"

    /// What the shell is to offer: the answer's exit status.
    enum Answer: Equatable {
        /// What is printed, and nothing else.
        case words([Candidate])
        /// Files, which shells know better.
        case files
        /// Programs on the PATH.
        case programs

        var status: Int32 {
            switch self {
            case .words: 0
            case .files: 3
            case .programs: 4
            }
        }
    }

    struct Candidate: Equatable {
        let text: String
        let note: String

        init(_ text: String, _ note: String = "") {
            self.text = text
            self.note = note
        }

        /// A name from outside is offered only where no shell would read anything into it: once chosen it stands on the
        /// command line, and an interface may be called `$(reboot)`.
        var isHarmless: Bool {
            !text.isEmpty
                && text.utf8.allSatisfy { byte in
                    byte >= 0x61 && byte <= 0x7A || byte >= 0x41 && byte <= 0x5A || byte >= 0x30 && byte <= 0x39
                        || "._@+:=/,-".utf8.contains(byte)
                }
        }
    }

    /// Prints them, each with its meaning behind a tab.
    static func show(_ words: [String]) -> Int32 {
        let answer = answer(words)
        guard case .words(let candidates) = answer else { return answer.status }
        return Output.show(candidates.map { "\($0.text)\t\($0.note.printable)\n" }.joined())
    }

    /// - Parameter words: the command line without the program's name; the last one is being typed.
    static func answer(_ words: [String]) -> Answer {
        var words = words
        let typed = words.popLast() ?? ""
        let answer = choice(words, typed)
        guard case .words(let candidates) = answer else { return answer }
        return .words(candidates.filter { $0.text.hasPrefix(typed) && $0.isHarmless })
    }

    private static func choice(_ words: [String], _ typed: String) -> Answer {
        if words.first == "help" { return .words(words.count == 1 ? CommandOptions.commands : []) }
        if let first = words.first, let type = CommandOptions.type(named: first) {
            return CommandOptions(type).choice(Array(words.dropFirst()), typed)
        }
        if words == [CompletionScripts.option] { return .words(CompletionScripts.shells.map { Candidate($0) }) }
        if let value = wanted(words) { return values(value.kind, typed) }
        if typed.hasPrefix("--"), let equals = typed.firstIndex(of: "=") {
            let name = typed[..<equals]
            guard let value = entry(named: name.dropFirst(2))?.value else { return .words([]) }
            let answer = values(value.kind, String(typed[typed.index(after: equals)...]))
            guard case .words(let candidates) = answer else { return answer }
            return .words(candidates.map { Candidate("\(name)=\($0.text)", $0.note) })
        }
        if typed.hasPrefix("-") { return .words(options) }
        return .words((words.isEmpty ? CommandOptions.commands : []) + expression)
    }

    /// The value that an option which stands last still waits for.
    private static func wanted(_ words: [String]) -> OptionEntry.Value? {
        guard let last = words.last, last.hasPrefix("-"), last.count > 1, !words.dropLast().contains("--") else {
            return nil
        }
        if last.hasPrefix("--") { return entry(named: last.dropFirst(2))?.value }
        // A cluster: the first letter with a value takes the rest of the word, or the next one.
        let letters = Array(last.unicodeScalars.dropFirst())
        for (i, letter) in letters.enumerated() {
            let value = OptionTable.entries.first { $0.letter == letter }?.value
            if let value { return i == letters.count - 1 ? value : nil }
        }
        return nil
    }

    /// By its name, or by an abbreviation that getopt takes.
    private static func entry(named name: Substring) -> OptionEntry? {
        let named = OptionTable.entries.filter { $0.name.map { "\($0)".hasPrefix(name) } == true }
        return named.count == 1 ? named[0] : named.first { $0.name.map { "\($0)" == name } == true }
    }

    private static var options: [Candidate] {
        OptionTable.entries.flatMap { entry -> [Candidate] in
            [entry.name.map { "--\($0)" }, entry.letter.map { "-\($0)" }].compactMap(\.self).map {
                Candidate($0, "\(entry.help)")
            }
        }
    }

    static func values(_ kind: OptionEntry.Kind, _ typed: String = "") -> Answer {
        switch kind {
        case .interface: .words(interfaces)
        case .linkType: .words(linkTypes)
        case .timestampType:
            .words((0..<16).compactMap { PcapNames.timestampType($0) }.map { Candidate($0.name, $0.description) })
        case .packetType: .words(ProtocolList.packetTypes.map { Candidate($0) })
        case .columns: .words(columns(typed))
        case .words(let words): .words("\(words)".split(separator: " ").map { Candidate(String($0)) })
        case .user: .words(users)
        case .file: .files
        case .command: .programs
        case .free: .words([])
        }
    }

    static var interfaces: [Candidate] {
        ((try? Device.all()) ?? []).map { Candidate($0.name, $0.description ?? "") }
    }

    /// libpcap's numbers go to a little below 300; what is above them has no name.
    private static var linkTypes: [Candidate] {
        (0..<512).map { LinkType(rawValue: $0) }.compactMap { type in
            PcapNames.linkType(type).map { Candidate($0, PcapNames.linkTypeDescription(type) ?? "") }
        }
    }

    /// What is behind the last comma is being typed; what is before it stays.
    private static func columns(_ typed: String) -> [Candidate] {
        let kept = typed.lastIndex(of: ",").map { String(typed[...$0]) } ?? ""
        let names = Column.allCases.map(\.name)
        let groups = Set(names.flatMap { name in name.indices.filter { name[$0] == "." }.map { String(name[..<$0]) } })
        let usual = [Candidate(kept + "default", "the usual ones"), Candidate(kept + "all", "every column")]
        return usual + groups.sorted().map { Candidate(kept + $0, "every column of this group") }
            + names.map { Candidate(kept + $0) }
    }

    private static var users: [Candidate] {
        var found: [Candidate] = []
        setpwent()
        while let entry = unsafe getpwent(), found.count < 1_000 {
            found.append(Candidate(unsafe String(cString: entry.pointee.pw_name)))
        }
        endpwent()
        return found
    }

    /// The words that filter expressions begin with.
    private static let expression = [
        "host", "net", "port", "portrange", "src", "dst", "tcp", "udp", "icmp", "icmp6", "arp", "ip", "ip6", "ether",
        "vlan", "not",
    ].map { Candidate($0, "filter expression") }
}
