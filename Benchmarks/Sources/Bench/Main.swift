import Glibc

// Bench run|quick|update KEY=VALUE...     called by scripts/bench; the keys are those of Setting.
// Bench make folder=FOLDER packets=N      only the savefiles
// Bench send INTERFACE COUNT SIZE         the sender of the floods, a process of its own
// Bench hold INTERFACE COUNT              packet sockets, a process of its own
// Bench books KEY=VALUE...                the part of the section of that name that runs in its own namespaces

@main
struct Main {
    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        do {
            switch words.first {
            case "send" where words.count == 4:
                try Sender.send(interface: words[1], count: Int(words[2]) ?? 0, size: Int(words[3]) ?? 60)
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
        setting.folder = value("folder", words) ?? "/tmp"
        setting.bench = CommandLine.arguments[0]
        setting.runs = value("runs", words).flatMap { Int($0) } ?? setting.runs
        setting.packets = value("packets", words).flatMap { Int($0) } ?? setting.packets
        setting.frames = value("frames", words).flatMap { Int($0) } ?? setting.frames
        setting.isolated = value("isolated", words) == "1"
        setting.only = value("only", words).map { $0.split(separator: ",").map(String.init) } ?? []
        return setting
    }

    private static func run(_ setting: Setting, document path: String?) throws {
        var document = Document(setting: setting)
        let command = Child.variable("BENCH_COMMAND") ?? "scripts/bench"
        let surroundings = Document.surroundings(setting, command: command)
        if setting.wants("startup") { document.add(try measureStartUp(setting)) }
        if setting.wants("count") || setting.wants("live") || setting.wants("interactive") {
            guard setting.isolated else { throw BenchError("live packets need a network namespace of our own") }
            try makeLink()
        }
        if setting.wants("count") { document.add(try measureCounting(setting)) }
        if setting.wants("live") { document.add(try measureLiveToFile(setting)) }
        if setting.wants("offline") || setting.wants("text") { try setting.savefiles().make() }
        if setting.wants("offline") { document.add(try measureOffline(setting)) }
        if setting.wants("text") { document.add(try measurePrinting(setting)) }
        if setting.wants("interactive") { document.add(try measureInteractive(setting)) }
        if setting.wants("books") { document.add(try measureBooks(setting)) }
        if let path { try document.write(to: path, machine: surroundings) }
    }
}
