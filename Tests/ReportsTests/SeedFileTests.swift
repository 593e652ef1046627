import Reports
import TestSupport
import Testing

/// Fuzz/Seeds/reports.txt: one report, or two with a NUL between them.
@Suite struct SeedFileTests {
    private static let file = SeedFile("reports")

    @Test func `reports of the file`() throws {
        if SeedFile.isWriting { try Self.write() }
        let seeds = try Self.file.read()
        #expect(seeds.count > 10)
        var read = 0
        for seed in seeds {
            for part in seed.bytes.split(separator: 0, omittingEmptySubsequences: false) {
                do throws(ReportError) {
                    let report = try CaptureReport(json: Array(part))
                    #expect(try CaptureReport(json: bytes(report.json())) == report, "\(seed.name)")
                    read += 1
                } catch {
                    #expect(!error.description.isEmpty)
                }
            }
        }
        #expect(read > 5)
    }

    private static func write() throws {
        let reports = ReportJSONTests.rounds.map { bytes($0.json(indented: false)) }
        var seeds = reports.enumerated().map { SeedFile.Seed("report \($0)", $1) }
        seeds.append(SeedFile.Seed("indented", bytes(ReportJSONTests.rounds[0].json())))
        seeds.append(SeedFile.Seed("two", reports[0] + [0] + reports[1]))
        let broken = ReportJSONTests.broken.filter { $0.json.utf8.count < 8192 }
        seeds += broken.enumerated().map { SeedFile.Seed("broken \($0)", Array($1.json.utf8)) }
        try file.write("JSON of the tests of reports.", seeds)
    }
}
