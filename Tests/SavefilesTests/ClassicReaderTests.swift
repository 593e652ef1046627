import Packets
import Savefiles
import Syscalls
import Testing

/// What libpcap 1.10.3 answered for the same bytes is the measure of all tables here.
@Suite struct ClassicReaderTests {
    static let whole = fileHeader() + record(sixty, original: 1514)

    struct HeaderCase: Sendable {
        let name: String
        let bytes: [UInt8]
        let message: String
    }

    static let refused = [
        HeaderCase(
            name: "empty", bytes: [], message: "truncated dump file; tried to read 4 file header bytes, only got 0"),
        HeaderCase(
            name: "3 bytes", bytes: Array(whole[..<3]),
            message: "truncated dump file; tried to read 4 file header bytes, only got 3"),
        HeaderCase(
            name: "10 bytes", bytes: Array(whole[..<10]),
            message: "truncated dump file; tried to read 24 file header bytes, only got 6"),
        HeaderCase(
            name: "23 bytes", bytes: Array(whole[..<23]),
            message: "truncated dump file; tried to read 24 file header bytes, only got 19"),
        HeaderCase(name: "text", bytes: Array("#!/bin/sh\nexit 0\n".utf8), message: "unknown file format"),
        HeaderCase(
            name: "another old magic", bytes: fileHeader(magic: 0xA1B2_34CD), message: "unknown file format"),
        HeaderCase(name: "version 1.0", bytes: fileHeader(major: 1), message: "archaic pcap savefile format"),
        HeaderCase(
            name: "version 2.5", bytes: fileHeader(minor: 5), message: "unsupported pcap savefile version 2.5"),
        HeaderCase(
            name: "version 3.0, swapped", bytes: fileHeader(major: 3, minor: 0, big: true),
            message: "unsupported pcap savefile version 3.0"),
    ]

    @Test(arguments: refused) func `refuses at opening`(_ c: HeaderCase) throws {
        let outcome = try readAll(c.bytes)
        #expect(outcome.error?.description == c.message, "\(c.name)")
        #expect(outcome.packets.isEmpty)
    }

    @Test(arguments: [UInt32(0xA1B2_C3D4), 0xA1B2_3C4D], [false, true])
    func `stamps and both byte orders`(magic: UInt32, big: Bool) throws {
        let file =
            fileHeader(magic: magic, snapshot: 65535, link: 113, big: big)
            + record(sixty, seconds: 1_700_000_000, fraction: 123_456, original: 90, big: big)
        let scale: Int64 = magic == 0xA1B2_C3D4 ? 1000 : 1
        let nano = try readAll(file, precision: .nanosecond)
        #expect(nano.error == nil)
        #expect(nano.linkType == 113 && nano.snapshotLength == 65535)
        let expected = Copy(
            seconds: 1_700_000_000, nanoseconds: 123_456 * scale, original: 90, linkType: 113, bytes: sixty)
        #expect(nano.packets == [expected])
        let micro = try readAll(file)
        #expect(micro.packets.map(\.nanoseconds) == [123_456 * scale / 1000 * 1000])
    }

    struct StampCase: Sendable {
        let big: Bool
        let nano: Bool
        let seconds: UInt32
        let fraction: UInt32
        let expect: (Int64, Int64)
    }

    /// Stamps that are wrong: signed in native files, unsigned in swapped ones, never carried over into the seconds.
    static let oddStamps = [
        StampCase(big: false, nano: false, seconds: 0x8000_0001, fraction: 5, expect: (-2_147_483_647, 5000)),
        StampCase(big: true, nano: false, seconds: 0x8000_0001, fraction: 5, expect: (2_147_483_649, 5000)),
        StampCase(big: false, nano: false, seconds: 1, fraction: 0xFFFF_FFFF, expect: (1, -1000)),
        StampCase(big: true, nano: false, seconds: 1, fraction: 0xFFFF_FFFF, expect: (1, 4_294_967_295_000)),
        StampCase(big: false, nano: true, seconds: 1, fraction: 0x8000_0001, expect: (1, -2_147_483_000)),
        StampCase(big: true, nano: true, seconds: 1, fraction: 0x8000_0001, expect: (1, 2_147_483_000)),
        StampCase(big: false, nano: false, seconds: 1, fraction: 1_000_000, expect: (1, 1_000_000_000)),
    ]

    @Test(arguments: oddStamps) func `odd stamp`(_ c: StampCase) throws {
        let file =
            fileHeader(magic: c.nano ? 0xA1B2_3C4D : 0xA1B2_C3D4, big: c.big)
            + record(sixty, seconds: c.seconds, fraction: c.fraction, big: c.big)
        let packet = try #require(try readAll(file).packets.first)
        #expect(packet.seconds == c.expect.0 && packet.nanoseconds == c.expect.1)
    }

    struct LengthCase: Sendable {
        let name: String
        let bytes: [UInt8]
        /// Captured and original length of each packet.
        let packets: [[Int]]
        let message: String?
    }

    static let lengths = [
        LengthCase(
            name: "2.2 has the original length first",
            bytes: fileHeader(minor: 2) + record(sixty, captured: 1514, original: 60), packets: [[60, 1514]],
            message: nil),
        LengthCase(
            name: "2.3 has either first",
            bytes: fileHeader(minor: 3) + record(sixty, captured: 1514, original: 60)
                + record(sixty, captured: 60, original: 1514), packets: [[60, 1514], [60, 1514]], message: nil),
        LengthCase(
            name: "543.0 has the original length first",
            bytes: fileHeader(major: 543, minor: 0) + record(sixty, captured: 1514, original: 60),
            packets: [[60, 1514]], message: nil),
        LengthCase(
            name: "captured above original", bytes: fileHeader() + record(sixty, original: 10),
            packets: [[60, 10]], message: nil),
        LengthCase(
            name: "no bytes", bytes: fileHeader() + record([], original: 10) + record([]),
            packets: [[0, 10], [0, 0]], message: nil),
        LengthCase(
            name: "above the snapshot length: cut, the next one whole",
            bytes: fileHeader(snapshot: 50) + record(sixty) + record(sixty), packets: [[50, 60], [50, 60]],
            message: nil),
        LengthCase(
            name: "above the snapshot length, ends in what is kept",
            bytes: fileHeader(snapshot: 50) + record(sixty)[..<40], packets: [],
            message: "truncated dump file; tried to read 50 captured bytes, only got 24"),
        LengthCase(
            name: "above the snapshot length, ends in what is dropped",
            bytes: fileHeader(snapshot: 50) + record(sixty)[..<70], packets: [],
            message: "truncated dump file; tried to read 60 captured bytes, only got 54"),
        LengthCase(
            name: "above everything, snapshot below", bytes: whole + record(sixty, captured: 0xFFFF_FFFF),
            packets: [[60, 1514]],
            message: "invalid packet capture length 4294967295, bigger than snaplen of 262144"),
        LengthCase(
            name: "above the maximum, snapshot above that",
            bytes: fileHeader(snapshot: 300_000) + record(sixty, captured: 262_145), packets: [],
            message: "invalid packet capture length 262145, bigger than maximum of 262144"),
        LengthCase(
            name: "the longest that may be, not there",
            bytes: fileHeader() + record(sixty, captured: 262_144), packets: [],
            message: "truncated dump file; tried to read 262144 captured bytes, only got 60"),
        LengthCase(
            name: "patched format: interface index, protocol and packet type after the lengths",
            bytes: fileHeader(magic: 0xA1B2_CD34)
                + record([3, 0, 0, 0, 0, 8, 4, 0] + sixty, captured: 60, original: 60),
            packets: [[60, 60]], message: nil),
    ]

    @Test(arguments: lengths) func length(_ c: LengthCase) throws {
        let outcome = try readAll(c.bytes)
        #expect(outcome.packets.map { [$0.bytes.count, $0.original] } == c.packets, "\(c.name)")
        #expect(outcome.error?.description == c.message, "\(c.name)")
        for packet in outcome.packets { #expect(packet.bytes == Array(sixty[..<packet.bytes.count])) }
    }

    @Test(arguments: [
        (UInt32(0), UInt32(1), 262_144), (1, 1, 1), (0x7FFF_FFFF, 1, 0x7FFF_FFFF), (0x8000_0000, 1, 262_144),
        (0xFFFF_FFFF, 231, 128 << 20), (0, 249, 1 << 20), (0, 279, 8 << 20),
    ])
    func `snapshot length`(field: UInt32, link: UInt32, expected: Int) throws {
        #expect(try readAll(fileHeader(snapshot: field, link: link)).snapshotLength == expected)
    }

    @Test func `frame check bits are kept aside`() throws {
        let reader = try SavefileReader(source: memoryFile(fileHeader(link: 0x4400_0001)))
        #expect(reader.linkType == .ethernet)
        #expect(reader.linkTypeExtension == 0x4400_0000)
    }

    @Test func `truncation at every byte`() throws {
        for length in 0...100 {
            let outcome = try readAll(Array(Self.whole.prefix(length)))
            switch length {
            case 24: #expect(outcome.error == nil && outcome.packets.isEmpty)
            case 100...: #expect(outcome.error == nil && outcome.packets.count == 1)
            case ..<24: #expect(outcome.error != nil && outcome.linkType == -1)
            case 25..<40: #expect(outcome.error == .truncatedHeader(need: 16, have: length - 24))
            default: #expect(outcome.error == .truncatedPacket(need: 60, have: length - 40))
            }
        }
    }
}
