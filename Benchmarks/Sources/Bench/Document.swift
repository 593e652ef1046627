import Glibc

/// docs/benchmarks.md: the tables, and everything that is needed to get them again.
struct Document {
    let setting: Setting
    var sections: [Section] = []

    /// Adds a section and shows it.
    mutating func add(_ section: Section) {
        sections.append(section)
        print(section.plain)
        fflush(nil)
    }

    func write(to path: String, machine: [String]) throws {
        let text = """
            # Benchmarks

            Written by `scripts/bench`; run it to get the tables for your machine. Every figure is the median of its
            runs with their minimum and maximum in parentheses; programs that are compared run in turn. A target
            that is missed stays in its row.

            \(machine.map { "- \($0)" }.joined(separator: "\n"))

            \(sections.map(\.markdown).joined(separator: "\n"))
            """
        try Files.write(text, to: path)
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
