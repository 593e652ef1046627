import Glibc

/// -r to -w of a file that is larger than half of the memory, beside cp, and what is left of what others keep in the page
/// cache.
func measureLargeCopy(_ setting: Setting) throws -> Section? {
    let memory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    let size = memory / 100 * 55
    guard !setting.disk.isEmpty, Files.free(setting.disk) > 2 * size + (4 << 30) else { return nil }
    let (large, copy, other) = ("\(setting.disk)/huge.pcap", "\(setting.disk)/huge.out", "\(setting.disk)/other")
    defer { for path in [large, copy, other] { unsafe unlink(path) } }
    try makeLarge(large, size, setting)
    let programs = [("swiftcap", [setting.swiftcap, "-r", large, "-w", copy]), ("cp", ["cp", large, copy])]
    var runs = [[(usage: Usage, cached: Double, kept: Double)]](repeating: [], count: 2)
    _ = try Floor.write(other, bytes: 1 << 30, sync: true)
    for _ in 0..<setting.runs {
        for (i, (_, words)) in programs.enumerated() {
            // Nothing of the large file is in memory, and all of the other one is.
            unsafe unlink(copy)
            Files.forget(large)
            _ = try Floor.read(other)
            let before = Files.cached()
            // cp is done when its copy is on the disk: swiftcap's is there already.
            let started = Child.now()
            var usage = try Child.run(words, errors: setting.messages("large"))
            try Child.run(["sync", copy])
            usage.wall = Child.now() - started
            runs[i].append((usage, Double(Files.cached() - before) / 1_048_576, Files.resident(other)))
        }
    }
    var section = Section(
        title: "Large copies",
        text: "A savefile of \(decimal(Double(size) / 1_073_741_824, 1)) GiB, 55 % of the memory, on "
            + "\(Place(setting.disk).name), of which nothing is in the page cache, to a new file on the same disk, until it is "
            + "there (sync); in turn, \(runs[0].count) rounds. Cached: how much more /proc/meminfo says afterwards. Of the "
            + "others: how much of another file of 1 GiB, read just before, is still in memory.",
        header: ["program", "wall, s", "CPU, s", "Cached, MiB more", "of the others, %", "by cp's wall", "target"])
    let walls = runs.map { Spread($0.map(\.usage.wall)) }
    for (i, (name, _)) in programs.enumerated() {
        let ratio = walls[i].median / walls[1].median
        section.rows.append([
            name, walls[i].text(1), Spread(runs[i].map(\.usage.cpu)).text(1), Spread(runs[i].map(\.cached)).text(0),
            Spread(runs[i].map { $0.kept * 100 }).text(0), decimal(ratio, 2),
            i > 0
                ? ""
                : Target.atMost(1).verdict(ratio) + "; ≤ 32 MiB, "
                    + (runs[0].allSatisfy { $0.cached <= 32 } ? "met" : "missed"),
        ])
    }
    return section
}

/// The savefile of the other sections, as often as it takes.
private func makeLarge(_ path: String, _ size: Int, _ setting: Setting) throws {
    var numbers = Numbers(seed: 3)
    let output = try Output(path)
    output.put(Savefiles.header)
    let frames = (0..<64).map { i in
        Frames.ethernet(1, 2, 0x0800)
            + Frames.ipv4(1, 2, 17, id: i, Frames.udp(1024, 9, [UInt8](repeating: UInt8(i), count: 20 + 22 * i)))
    }
    // A block of records, over and over.
    let block = (0..<4096).flatMap { Savefiles.record(frames[numbers.below(64)], microseconds: $0) }
    for _ in 0...size / block.count { output.put(block) }
    try output.finish()
    Files.forget(path)
}

extension Files {
    /// Writes a file out and drops it from the page cache.
    static func forget(_ path: String) {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        fdatasync(file)
        _ = posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED)
        close(file)
    }

    /// /proc/meminfo's Cached, in bytes.
    static func cached() -> Int {
        for line in text("/proc/meminfo").split(separator: "\n") where line.hasPrefix("Cached:") {
            return (line.split(separator: " ").compactMap { Int($0) }.first ?? 0) << 10
        }
        return 0
    }

    /// The share of a file that is in the page cache (mincore(2)).
    static func resident(_ path: String) -> Double {
        let size = size(path)
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0, size > 0 else { return 0 }
        defer { close(file) }
        guard let base = unsafe mmap(nil, size, PROT_READ, MAP_SHARED, file, 0), unsafe base != MAP_FAILED else {
            return 0
        }
        defer { unsafe munmap(base, size) }
        var present = [UInt8](repeating: 0, count: (size + 4095) / 4096)
        guard unsafe mincore(base, size, &present) == 0 else { return 0 }
        return Double(present.count { $0 & 1 == 1 }) / Double(present.count)
    }
}
