import Packets
import TestSupport
import Testing

@testable import Dissection

/// Fuzz/Seeds/frames.txt: two octets of link type, two of switches, and the packet.
@Suite struct SeedFileTests {
    private static let file = SeedFile("frames")

    @Test func `frames of the file`() throws {
        if SeedFile.isWriting { try Self.write() }
        let seeds = try Self.file.read()
        #expect(seeds.count > 300)
        for seed in seeds where seed.bytes.count > 4 {
            let link = LinkType(rawValue: Int32(seed.bytes[0]) << 8 | Int32(seed.bytes[1]))
            for verbosity in 0...3 {
                let text = printed(Array(seed.bytes.dropFirst(4)), link: link) {
                    $0.verbosity = verbosity
                    $0.linkHeader = seed.bytes[3] & 4 != 0
                    $0.quick = seed.bytes[3] & 8 != 0
                    $0.numeric = 1
                }
                #expect(text.hasSuffix("\n"), "\(seed.name)")
            }
        }
    }

    private static func write() throws {
        let seeds = (Seeds.all + Seeds.byKey).map { seed in
            let link = UInt16(truncatingIfNeeded: seed.link.rawValue)
            return SeedFile.Seed(seed.name, [UInt8(link >> 8), UInt8(link & 0xFF), 0, 4] + seed.bytes)
        }
        try file.write("Link type, switches, packet: the seeds of DissectionTests and one for each key.", seeds)
    }
}
