import Glibc

/// docs/benchmarks.md: the tables, and everything that is needed to get them again.
///
/// A run of some sections takes their places in the document that is there; those say of themselves how they were
/// measured. A run of all of them writes it anew.
struct Document {
    let setting: Setting
    private let command: String
    private let surroundings: [String]
    /// The document that is there, by sections: heading and what follows; the first has no heading.
    private var chunks: [(title: String, text: String)]

    init(command: String, setting: Setting, earlier: String) {
        self.command = command
        self.setting = setting
        surroundings = Document.surroundings(setting, command: command)
        chunks = setting.only.isEmpty ? [] : Document.split(earlier)
        if chunks.isEmpty { chunks = [("", Document.head(surroundings))] }
    }

    var text: String { chunks.map(\.text).joined(separator: "\n") }

    /// Figures of two machines do not belong into one document.
    func checkMachine() throws {
        let lines = chunks[0].text.split(separator: "\n")
        func known(_ line: String) -> Bool {
            let machine = line.split(separator: ";")[0]
            return lines.contains { $0.dropFirst(2).split(separator: ";").first == machine }
        }
        for line in surroundings.prefix(2) where !known(line) {
            throw BenchError(
                "the document is from another machine (not \(line)): run all sections or use --no-document")
        }
    }

    /// Adds a section, in the place of an earlier one of the same name, and shows it.
    mutating func add(_ section: Section, took seconds: Double) {
        print(section.plain + "(\(decimal(seconds, 0)) s)")
        fflush(nil)
        var section = section
        if !setting.only.isEmpty {
            let load = surroundings[0].split(separator: ";").last.map(String.init) ?? ""
            section.text += "\n\nMeasured by itself: `\(command)`;\(load); \(Document.versionOf(setting))."
        }
        if let at = chunks.firstIndex(where: { $0.title == section.title }) {
            chunks[at].text = section.markdown
        } else {
            chunks.append((section.title, section.markdown))
        }
    }

    /// Into sections at their headings; none when this is not such a document.
    static func split(_ text: String) -> [(title: String, text: String)] {
        guard text.hasPrefix("# Benchmarks\n") else { return [] }
        var chunks: [(title: String, text: String)] = [("", "")]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("## ") { chunks.append((String(line.dropFirst(3)), "")) }
            chunks[chunks.count - 1].text += line + "\n"
        }
        // One line feed at the end of each, as a section has by itself.
        return chunks.map { chunk in
            var text = chunk.text
            while text.hasSuffix("\n\n") { text.removeLast() }
            return (chunk.title, text)
        }
    }

    private static func head(_ surroundings: [String]) -> String {
        """
        # Benchmarks

        Written by `scripts/bench`; run it to get the tables for your machine. Every figure is the median of its
        runs with their minimum and maximum in parentheses; programs that are compared run in turn. A target
        that is missed stays in its row. docs/performance.md says what bounds the figures.

        \(surroundings.map { "- \($0)" }.joined(separator: "\n"))

        """
    }

    private static func versionOf(_ setting: Setting) -> String {
        Programs.version([setting.swiftcap, "--version"], setting)
    }

    /// The machine and the versions of what ran.
    static func surroundings(_ setting: Setting, command: String) -> [String] {
        let processor =
            Files.text("/proc/cpuinfo").split(separator: "\n").first { $0.hasPrefix("model name") }
            .flatMap { $0.split(separator: ":").last }.map { String($0.drop { $0 == " " }) } ?? "unknown processor"
        let memory = Files.text("/proc/meminfo").split(separator: "\n").first.map {
            $0.split(separator: " ").compactMap { Int($0) }.first ?? 0
        }
        let kernel = Files.text("/proc/sys/kernel/osrelease").filter { $0 != "\n" }
        let load = Files.text("/proc/loadavg").split(separator: " ").first ?? "?"
        let distribution =
            Files.text("/etc/os-release").split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }
            .map { String($0.dropFirst(13).dropLast()) } ?? "Linux"
        var lines = [
            "Machine: \(processor), \(Child.processors) processors, \(decimal(Double(memory ?? 0) / 1_048_576, 0)) GiB; "
                + "load before the run \(load)",
            "System: \(distribution), kernel \(kernel)",
            "swiftcap: \(Programs.version([setting.swiftcap, "--version"], setting)), built by scripts/run with "
                + Programs.version(["swift", "--version"], setting),
        ]
        for peer in ["tcpdump", "dumpcap", "tshark"] where Programs.have(peer) {
            lines.append("\(peer): \(Programs.version([peer, "--version"], setting))")
        }
        lines.append("Command: `\(command)`")
        return lines
    }
}
