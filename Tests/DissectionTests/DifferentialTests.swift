import Foundation
import Packets
import TestSupport
import Testing

@testable import Dissection

/// Packets that are made here, from the seeds of each protocol and each key, as they are, changed and cut, printed by
/// swiftcap and by the installed tcpdump: scripts/differential compares them, as it does with savefiles.
@Suite struct DifferentialTests {
    /// Percentage of identical texts below which the test fails. What random bytes bring out is less than what is captured;
    /// it changes by some tenths from run to run.
    static let least = 97.0
    private static let flags = ["-nn", "-nnvvv -e", "-nnXX"]
    /// Changed copies of each seed.
    private static let copies = 12

    private static let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent()
    private static let swiftcap =
        ProcessInfo.processInfo.environment["SWIFTCAP_UNDER_TEST"]
        .map { URL(fileURLWithPath: $0) } ?? folder.appendingPathComponent("swiftcap")
    private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../scripts/lib/differential.py").standardized
    static let canRun = ["python3", "tcpdump"].allSatisfy { name in
        ["/usr/bin", "/usr/local/bin", "/usr/sbin", "/bin", "/sbin"].contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }

    /// SWIFTCAP_SEED repeats a run.
    @Test(.enabled(if: canRun, "python3 or tcpdump is not installed"), .timeLimit(.minutes(10)))
    func `captures that are made here`() throws {
        let number =
            ProcessInfo.processInfo.environment["SWIFTCAP_SEED"].flatMap { UInt64($0) }
            ?? UInt64.random(in: 1...999_999)
        print("DifferentialTests: SWIFTCAP_SEED=\(number)")
        let scratch = FileManager.default.temporaryDirectory
            .appendingPathComponent("swiftcap-differential-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let files = try Self.write(to: scratch, SeededGenerator(seed: number))
        let words =
            [Self.script.path, "--binary", Self.swiftcap.path, "--least", "\(Self.least)", "--packets", "15000"]
            + Self.flags.map { "--flags=\($0)" } + files
        let run = try Self.run("/usr/bin/env", ["python3"] + words, in: scratch)
        let closing = run.output.split(separator: "\n").suffix(3).joined(separator: "\n")
        print("DifferentialTests: \(closing)")
        #expect(run.status == 0, "seed \(number):\n\(run.output.suffix(12_000))\(run.errors.suffix(2000))")
    }

    /// One classic file for each link type.
    private static func write(to folder: URL, _ generator: SeededGenerator) throws -> [String] {
        var generator = generator
        var packets: [Int32: [UInt8]] = [:]
        for seed in Seeds.all + Seeds.byKey where seed.link.rawValue < 400 {
            for copy in 0...copies {
                let frame = copy == 0 ? seed.bytes : changed(seed.bytes, &generator)
                let kept = copy % 3 == 2 ? 1 + generator.below(frame.count) : frame.count
                packets[seed.link.rawValue, default: []] += record(Array(frame.prefix(kept)), length: frame.count)
            }
        }
        return try packets.sorted { $0.key < $1.key }.map { link, records in
            let file = folder.appendingPathComponent("link-\(link).pcap")
            try Data(header(link) + records).write(to: file)
            return file.path
        }
    }

    private static func changed(_ frame: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var frame = frame
        for _ in 0...generator.below(3) {
            let at = generator.below(frame.count)
            switch generator.below(4) {
            case 0: frame[at] = UInt8(generator.below(256))
            case 1: frame[at] ^= 1 << UInt8(generator.below(8))
            case 2: frame[at] = [0, 1, 0x7F, 0x80, 0xFF][generator.below(5)]
            default: frame.insert(UInt8(generator.below(256)), at: at)
            }
        }
        return frame
    }

    private static func little(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func header(_ link: Int32) -> [UInt8] {
        [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0] + little(0) + little(0) + little(262_144) + little(Int(link))
    }

    private static func record(_ bytes: [UInt8], length: Int) -> [UInt8] {
        little(1_700_000_000) + little(0) + little(bytes.count) + little(length) + bytes
    }

    private static func run(
        _ program: String, _ words: [String], in scratch: URL
    ) throws -> (status: Int32, output: String, errors: String) {
        let texts = ["out", "err"].map { scratch.appendingPathComponent($0) }
        for text in texts { _ = FileManager.default.createFile(atPath: text.path, contents: nil) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = words
        process.environment = [
            "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "TMPDIR": scratch.path, "LC_ALL": "C",
            "PYTHONDONTWRITEBYTECODE": "1",
        ].merging(Sanitizers.settings) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: texts[0])
        process.standardError = try FileHandle(forWritingTo: texts[1])
        try process.run()
        process.waitUntilExit()
        let said = try texts.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return (process.terminationStatus, said[0], said[1])
    }
}
