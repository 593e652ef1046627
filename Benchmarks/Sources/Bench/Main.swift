import Glibc

// Bench run|quick|update KEY=VALUE...     called by scripts/bench; the keys are those of Setting.
// Bench make folder=FOLDER packets=N      only the savefiles
// Bench send INTERFACE COUNT SIZE [RATE [FLOWS]]
//                                         the sender of the floods, a process of its own
// Bench map FILE                          the time that a mapping takes, a process of its own
// Bench hold INTERFACE COUNT              packet sockets, a process of its own
// Bench books KEY=VALUE...                the part of the section of that name that runs in its own namespaces

@main
struct Main {
    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        do {
            switch words.first {
            case "send" where words.count >= 4:
                let numbers = words.dropFirst(2).map { Int($0) ?? 0 }
                try Sender.send(
                    interface: words[1], count: numbers[0], size: numbers[1], rate: words.count > 4 ? numbers[2] : 0,
                    flows: words.count > 5 ? numbers[3] : 1)
            case "map" where words.count == 2:
                let taken = try Floor.map(words[1])
                print(taken.wall, taken.cpu)
            case "hold" where words.count == 3: try PacketSockets.hold(interface: words[1], count: Int(words[2]) ?? 1)
            case "books": try BooksCost.run(try setting(words.dropFirst()))
            case "make": try setting(words.dropFirst()).savefiles().make()
            case "run": try run(try setting(words.dropFirst()), document: value("document", words))
            case "quick", "update":
                let good = try Instructions.check(
                    try setting(words.dropFirst()), ceilings: value("ceilings", words) ?? "",
                    update: words[0] == "update")
                if !good { throw BenchError("a path takes more instructions than it may") }
            default: throw BenchError("which command? See scripts/bench")
            }
        } catch {
            // Not by name: opening /dev/stderr would cut a log file off.
            var text = "bench: \(error)\n"
            _ = text.withUTF8 { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
            exit(1)
        }
    }

    private static func value(_ key: String, _ words: [String]) -> String? {
        words.first { $0.hasPrefix(key + "=") }.map { String($0.dropFirst(key.count + 1)) }
    }

    private static func setting(_ words: ArraySlice<String>) throws -> Setting {
        var setting = Setting()
        let words = Array(words)
        setting.swiftcap = value("swiftcap", words) ?? "swiftcap"
        setting.stripped = value("stripped", words) ?? setting.swiftcap
        setting.counter = value("counter", words) ?? ""
        setting.micro = value("micro", words) ?? ""
        setting.folder = value("folder", words) ?? "/tmp"
        setting.disk = value("disk", words) ?? ""
        setting.bench = CommandLine.arguments[0]
        setting.runs = value("runs", words).flatMap { Int($0) } ?? setting.runs
        setting.packets = value("packets", words).flatMap { Int($0) } ?? setting.packets
        setting.frames = value("frames", words).flatMap { Int($0) } ?? setting.frames
        setting.isolated = value("isolated", words) == "1"
        setting.only = value("only", words).map { $0.split(separator: ",").map(String.init) } ?? []
        return setting
    }

    /// Every section in the document's order.
    private static let sections: [(key: String, measure: @Sendable (Setting) throws -> Section?)] = [
        ("startup", { try measureStartUp($0) }),
        ("count", { try measureCounting($0) }),
        ("listening", { try measureListening($0) }),
        ("live", { try measureLiveToFile($0) }),
        ("others", { try measureLiveToOthers($0) }),
        ("memory", { try measureLiveToMemory($0) }),
        ("disk", { $0.disk.isEmpty ? nil : try measureLiveToDisk($0) }),
        ("recorder", { Programs.offers("--keep", $0) ? try measureRecording($0) : nil }),
        ("threads", { Programs.offers("--threads", $0) ? try measureThreads($0) : nil }),
        ("load", { try measureLoadedBooks($0) }),
        ("offline", { try measureOffline($0) }),
        ("large", { try measureLargeCopy($0) }),
        ("pipe", { try measurePipe($0) }),
        ("text", { try measurePrinting($0) }),
        ("rows", { try measureRows($0) }),
        ("interactive", { try measureInteractive($0) }),
        ("books", { try measureBooks($0) }),
        ("micro", { try Micro.measure($0) }),
    ]

    private static func run(_ setting: Setting, document path: String?) throws {
        for key in setting.only where !sections.contains(where: { $0.key == key }) {
            throw BenchError("no section \(key): \(sections.map(\.key).joined(separator: ", "))")
        }
        var document = Document(
            command: Child.variable("BENCH_COMMAND") ?? "scripts/bench", setting: setting,
            earlier: path.map(Files.text) ?? "")
        try document.checkMachine()
        if ["count", "listening", "live", "others", "memory", "disk", "recorder", "threads", "load", "interactive"]
            .contains(
                where: setting.wants)
        {
            guard setting.isolated else { throw BenchError("live packets need a network namespace of our own") }
        }
        if setting.isolated { try makeLink() }
        if ["offline", "pipe", "text", "rows"].contains(where: setting.wants) { try makeSavefiles(setting) }
        for section in sections where setting.wants(section.key) {
            let started = Child.now()
            if let section = try section.measure(setting) {
                document.add(section, took: Child.now() - started)
            } else {
                print("\n\(section.key): cannot be measured here")
            }
        }
        if let path { try Files.write(document.text, to: path) }
    }
}
