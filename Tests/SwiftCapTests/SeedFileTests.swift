import TestSupport
import Testing

@testable import SwiftCap

/// Fuzz/Seeds/options.txt: an octet of link type, then words, each ended by a line feed.
@Suite struct SeedFileTests {
    @Test func `words of the file`() throws {
        let seeds = try SeedFile("options").read()
        #expect(seeds.count > 10)
        var taken = 0
        for seed in seeds {
            let words = seed.bytes.dropFirst().split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
            do throws(UsageError) {
                _ = try OptionParser.parse(words)
                taken += 1
            } catch {
                #expect(error.status != 0, "\(seed.name)")
            }
        }
        #expect(taken > 5)
    }
}
