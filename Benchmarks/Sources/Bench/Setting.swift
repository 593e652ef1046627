/// What a run of the benchmark works with.
struct Setting {
    var swiftcap = ""
    /// The same without debug information, which older valgrinds do not read.
    var stripped = ""
    var counter = ""
    var bench = ""
    /// The hot pieces one by one (Benchmarks/Micro).
    var micro = ""
    /// Large files go here: memory where there is enough of it.
    var folder = ""
    /// A folder on a disk; empty where none was found.
    var disk = ""
    var runs = 5
    var packets = 1_000_000
    var frames = 600_000
    /// We are in a network namespace of our own, where links may be made.
    var isolated = false
    /// Sections to run; empty for all.
    var only: [String] = []

    func wants(_ section: String) -> Bool { only.isEmpty || only.contains(section) }

    /// Where savefiles are measured: in memory, and in the page cache of a disk's file system.
    var places: [Place] { [Place(folder)] + (disk.isEmpty ? [] : [Place(disk)]) }

    func savefiles() -> Savefiles { Savefiles(folder: folder, packets: packets) }

    /// Where a program's messages go while it runs.
    func messages(_ name: String) -> String { "\(folder)/\(name).err" }
}

/// One table with what was measured and how.
struct Section {
    let title: String
    var text: String
    var header: [String]
    var rows: [[String]] = []

    var markdown: String {
        var lines = ["## \(title)", "", text, ""]
        lines.append("| " + header.joined(separator: " | ") + " |")
        lines.append("|" + header.map { _ in " --- |" }.joined())
        for row in rows { lines.append("| " + row.joined(separator: " | ") + " |") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// For the terminal: columns of equal width.
    var plain: String {
        let all = [header] + rows
        let widths = header.indices.map { i in all.map { $0[i].count }.max() ?? 0 }
        let lines = all.map { row in
            row.indices.map { row[$0] + String(repeating: " ", count: widths[$0] - row[$0].count) }
                .joined(separator: "  ")
        }
        return "\n\(title)\n" + (text.isEmpty ? "" : text + "\n") + lines.joined(separator: "\n") + "\n"
    }
}
