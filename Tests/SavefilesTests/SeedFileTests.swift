import Savefiles
import TestSupport
import Testing

/// Fuzz/Seeds/savefiles.txt: whole files.
@Suite struct SeedFileTests {
    private static let file = SeedFile("savefiles")

    @Test func `files of the file`() throws {
        if SeedFile.isWriting { try Self.write() }
        let seeds = try Self.file.read()
        #expect(seeds.count > 20)
        var packets = 0
        for seed in seeds {
            let outcome = readAll(try memoryFile(seed.bytes))
            packets += outcome.packets.count
            if let error = outcome.error { #expect(!error.description.isEmpty, "\(seed.name)") }
        }
        #expect(packets > 20)
    }

    private static func write() throws {
        var seeds = HostileTests.seeds.enumerated().map { SeedFile.Seed("hostile \($0)", $1) }
        seeds += (PcapngReaderTests.structure + PcapngReaderTests.lyingLengths).map { SeedFile.Seed($0.name, $0.bytes) }
        let scratch = Scratch()
        for compression in Compression.allCases {
            for isPcapng in [false, true] {
                let name = "packed\(isPcapng)" + compression.ending
                var writer = try SavefileWriter(
                    path: scratch.file(name),
                    format: isPcapng
                        ? .pcapng(PcapngWriterTests.header)
                        : .classic(.init(linkType: .ethernet, snapshotLength: 96)), compression: compression)
                try view(sixty, seconds: 1) { try writer.write($0) }
                try writer.close()
                seeds.append(SeedFile.Seed("packed, \(compression)", try scratch.contents(name)))
            }
        }
        for link: UInt32 in [0, 113, 147, 231, 276] {
            seeds.append(
                SeedFile.Seed("link type \(link)", fileHeader(link: link) + record(sixty) + record([1, 2, 3])))
            seeds.append(
                SeedFile.Seed("link type \(link), big", fileHeader(link: link, big: true) + record(sixty, big: true)))
        }
        seeds.append(SeedFile.Seed("nanoseconds", fileHeader(magic: 0xA1B2_3C4D) + record(sixty)))
        try file.write("Files of the tests of savefiles.", seeds)
    }
}
