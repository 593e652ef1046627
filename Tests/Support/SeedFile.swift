import Foundation

/// A file of Fuzz/Seeds: what the fuzz targets begin with, one seed a line. Written from the tables of tests when
/// SWIFTCAP_WRITE_SEEDS is set; read by the tests, so that what fuzzing found stays tried.
public struct SeedFile: Sendable {
    public struct Seed: Sendable {
        public let name: String
        public let bytes: [UInt8]

        public init(_ name: String, _ bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    private static let findings = "# Findings"
    private let path: String

    public init(_ name: String) {
        let support = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        path = support.appendingPathComponent("../../Fuzz/Seeds/\(name).txt").standardized.path
    }

    public static var isWriting: Bool { ProcessInfo.processInfo.environment["SWIFTCAP_WRITE_SEEDS"] != nil }

    /// The seeds, in the file's order. Traps on a line that is none: the file is part of the tree.
    public func read() throws -> [Seed] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap { line in
            if line.hasPrefix("#") { return nil }
            if line.hasPrefix("text ") { return Seed(String(line.dropFirst(5)), unescaped(line.dropFirst(5))) }
            guard line.hasPrefix("hex ") else { fatalError("\(path): \(line)") }
            let body = line.dropFirst(4)
            let end = body.firstRange(of: "  ")
            let digits = end.map { body[..<$0.lowerBound] } ?? body
            return Seed(end.map { String(body[$0.upperBound...]) } ?? "", hexadecimal(digits))
        }
    }

    /// Writes the seeds; what stands below the line "# Findings" stays.
    public func write(_ head: String, _ seeds: [Seed]) throws {
        let old = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let kept = old.firstRange(of: SeedFile.findings).map { String(old[$0.lowerBound...]) }
        var known: Set<[UInt8]> = []
        let lines = seeds.filter { known.insert($0.bytes).inserted }.map { seed in
            let digits = seed.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return "hex \(digits)  \(seed.name)\n"
        }
        let text = "# \(head)\n" + lines.joined() + (kept ?? SeedFile.findings + "\n")
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    private func hexadecimal(_ digits: Substring) -> [UInt8] {
        let values = digits.compactMap(\.hexDigitValue)
        return stride(from: 0, to: values.count - 1, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }

    /// `\n`, `\\` and `\x00` as Python writes them.
    private func unescaped(_ text: Substring) -> [UInt8] {
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let octet = rest.popFirst() {
            guard octet == 0x5C, let letter = rest.popFirst() else {
                result.append(octet)
                continue
            }
            switch letter {
            case 0x6E: result.append(0x0A)
            case 0x78:
                result.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            default: result.append(letter)
            }
        }
        return result
    }
}
