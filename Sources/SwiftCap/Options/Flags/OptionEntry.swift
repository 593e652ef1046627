/// One option of the capture, in one place: its spelling, its value, what it does, and what the help, the completion and
/// the manual say of it.
///
/// The tables of entries are looked at with each start of the program: static text and functions without a context, which
/// cost no allocation each.
struct OptionEntry: Sendable {
    typealias Take = @Sendable (inout OptionParser, String) throws(UsageError) -> Void

    /// The help's headings, in its order.
    enum Group: String, CaseIterable, Sendable {
        case source = "Where packets come from"
        case taking = "How they are taken"
        case ending = "When it ends"
        case printing = "What is printed"
        case writing = "What is written"
        case rows = "Rows: what packets say in columns, for data tools"
        case books = "The books of promiscuous mode"
        case listing = "What there is to choose from"

        /// The only place that names the tables of the folder Flags.
        var entries: [OptionEntry] {
            switch self {
            case .source: OptionEntry.source
            case .taking: OptionEntry.taking
            case .ending: OptionEntry.ending
            case .printing: OptionEntry.printing
            case .writing: OptionEntry.writing
            case .rows: OptionEntry.rows
            case .books: OptionEntry.books
            case .listing: OptionEntry.listing
            }
        }
    }

    /// What a value is, for completion.
    enum Kind: Sendable {
        case interface, file, linkType, timestampType, packetType, columns, user, command
        /// One of these, with blanks between them.
        case words(StaticString)
        /// A number, a text: nothing to choose from.
        case free
    }

    struct Value: Sendable {
        /// As the help shows it: FILE.
        let name: StaticString
        let kind: Kind

        init(_ name: StaticString, _ kind: Kind = .free) {
            self.name = name
            self.kind = kind
        }
    }

    let letter: Unicode.Scalar?
    let name: StaticString?
    let value: Value?
    /// What the help shows for it where that is more than the letter and the name: "-v, -vv, -vvv".
    let shown: StaticString?
    /// In a few words. The help breaks them into lines.
    let help: StaticString
    /// Further sentences for the manual and docs/options.md.
    let more: StaticString?
    /// The place of its long name in tcpdump's table, by which getopt_long(3) lists what an abbreviation may mean; nil
    /// where tcpdump does not have the name.
    let rank: Int?
    let take: Take

    init(
        _ letter: Unicode.Scalar?, _ name: StaticString? = nil, _ value: Value? = nil, rank: Int? = nil,
        shown: StaticString? = nil, help: StaticString, more: StaticString? = nil, take: @escaping Take
    ) {
        self.letter = letter
        self.name = name
        self.value = value
        self.rank = rank
        self.shown = shown
        self.help = help
        self.more = more
        self.take = take
    }

    /// As the help's left column has it.
    var spelling: String {
        if let shown { return "\(shown)" }
        var parts: [String] = []
        if let letter { parts.append("-\(letter)") }
        if let name { parts.append((letter == nil ? "    " : "") + "--\(name)") }
        return parts.joined(separator: ", ") + (value.map { " \($0.name)" } ?? "")
    }
}
