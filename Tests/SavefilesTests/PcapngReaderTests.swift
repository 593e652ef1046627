import Packets
import Savefiles
import Testing

/// Messages and packets are those of libpcap 1.10.3 on the same bytes, where the table does not say otherwise.
@Suite struct PcapngReaderTests {
    static let data = Array(sixty + [0xEE])

    static let whole = pcapng {
        $0.section()
        $0.interface()
        $0.enhanced(data)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        /// Packets before the error.
        var packets = 0
        let message: String?
        /// Before the first packet can be asked for.
        var atOpening = false
        var testDescription: String { name }

        init(
            _ name: String, packets: Int = 0, _ message: String?, atOpening: Bool = false,
            _ build: (inout PcapngBuilder) -> Void
        ) {
            self.name = name
            bytes = pcapng(build)
            self.packets = packets
            self.message = message
            self.atOpening = atOpening
        }
    }

    static let structure = [
        Case("no interface", "the capture file has no Interface Description Blocks", atOpening: true) { $0.section() },
        Case(
            "a packet first", "the capture file has a packet block before any Interface Description Blocks",
            atOpening: true
        ) {
            $0.section()
            $0.enhanced(data)
        },
        Case("only an interface", nil) {
            $0.section()
            $0.interface()
        },
        Case("unknown blocks between", packets: 1, nil) {
            $0.section()
            $0.block(99, [1, 2, 3])
            $0.interface()
            for type: UInt32 in [4, 5, 10, 0x8000_0BAD] { $0.block(type, [UInt8](repeating: 9, count: 24)) }
            $0.enhanced(data)
        },
        Case("version 1.2, which some wrote for 1.0", packets: 1, nil) {
            $0.section(minor: 2)
            $0.interface()
            $0.enhanced(data)
        },
        Case("version 1.1", "unsupported pcapng savefile version 1.1", atOpening: true) { $0.section(minor: 1) },
        Case("version 2.0", "unsupported pcapng savefile version 2.0", atOpening: true) { $0.section(major: 2) },
        Case("a later section of version 2", packets: 1, "unknown pcapng savefile major version number 2") {
            $0.bytes = whole
            $0.section(major: 2)
        },
        Case("no byte order", "unknown file format", atOpening: true) { $0.section(magic: 0x1111_1111) },
        Case(
            "a later section without byte order", packets: 1, "the file has a section with a bad byte order magic field"
        ) {
            $0.bytes = whole
            $0.section(magic: 0x1111_1111)
        },
        Case(
            "a packet of an interface that is not there", packets: 1,
            "a packet arrived on interface 3, but there's no Interface Description Block for that interface"
        ) {
            $0.bytes = whole
            $0.enhanced(data, interface: 3)
        },
        Case(
            "a section forgets the interfaces before it", packets: 1,
            "a packet arrived on interface 0, but there's no Interface Description Block for that interface"
        ) {
            $0.bytes = whole
            $0.section()
            $0.enhanced(data)
        },
        Case(
            "a section forgets them, whatever the number", packets: 1,
            "a packet arrived on interface 4294967295, but there's no Interface Description Block for that interface"
        ) {
            $0.bytes = whole
            $0.section()
            $0.enhanced([], interface: .max)
        },
        Case("two sections", packets: 2, nil) {
            $0.bytes = whole
            $0.bytes += whole
        },
        Case("zeros at the end", packets: 1, "block in pcapng dump file has a length of 0 < 12") {
            $0.bytes = whole + [UInt8](repeating: 0, count: 16)
        },
        Case("4 bytes at the end", packets: 1, "truncated pcapng dump file; tried to read 8 bytes, only got 4") {
            $0.bytes = whole + [0, 0, 0, 0]
        },
    ]

    static let lyingLengths = [
        Case(
            "section 20",
            "Section Header Block in pcapng dump file has invalid length 28 < _20_ < 1048576 (BT_SHB_INSANE_MAX)",
            atOpening: true
        ) { $0.section(length: 20) },
        Case("block 11", packets: 1, "block in pcapng dump file has a length of 11 < 12") {
            $0.bytes = whole
            $0.block(99, [], length: 11)
        },
        Case("block 13", packets: 1, "block in pcapng dump file has a length of 13 that is not a multiple of 4") {
            $0.bytes = whole
            $0.block(99, [], length: 13)
        },
        Case("block 4 GiB", packets: 1, "pcapng block size 4294967292 > maximum 16777216") {
            $0.bytes = whole
            $0.block(99, [], length: 0xFFFF_FFFC)
        },
        Case("block 16 MiB", packets: 1, "truncated pcapng dump file; tried to read 16777208 bytes, only got 4") {
            $0.bytes = whole
            $0.block(99, [], length: 1 << 24)
        },
        Case("the two lengths differ", packets: 1, "block total length in header and trailer don't match") {
            $0.bytes = whole
            $0.enhanced(data, trailer: 7)
        },
        Case(
            "an interface's two lengths differ", "block total length in header and trailer don't match", atOpening: true
        ) {
            $0.section()
            $0.interface(trailer: 7)
        },
        Case("captured bytes beyond the block", packets: 1, "block of type 6 in pcapng dump file is too short") {
            $0.bytes = whole
            $0.enhanced(data, captured: 65)
        },
        Case(
            "captured bytes beyond everything", packets: 1,
            "invalid packet capture length 4294967295, bigger than snaplen of 262144"
        ) {
            $0.bytes = whole
            $0.enhanced(data, captured: 0xFFFF_FFFF)
        },
        Case("enhanced packet without its fields", packets: 1, "block of type 6 in pcapng dump file is too short") {
            $0.bytes = whole
            $0.block(6, [UInt8](repeating: 0, count: 16))
        },
        Case("simple packet without its field", packets: 1, "block of type 3 in pcapng dump file is too short") {
            $0.bytes = whole
            $0.block(3, [])
        },
        Case("simple packet longer than its block", packets: 1, "block of type 3 in pcapng dump file is too short") {
            $0.bytes = whole
            $0.simple(data, original: 0xFFFF_FFFF)
        },
        Case("an interface without its fields", "block of type 1 in pcapng dump file is too short", atOpening: true) {
            $0.section()
            $0.block(1, [1, 0, 0, 0])
        },
    ]

    static let options = [
        Case("resolution twice", "Interface Description Block has more than one if_tsresol option", atOpening: true) {
            $0.section()
            $0.interface(options: [$0.option(9, [6]), $0.option(9, [6])])
        },
        Case(
            "resolution of two bytes", "Interface Description Block has if_tsresol option with length 2 != 1",
            atOpening: true
        ) {
            $0.section()
            $0.interface(options: [$0.option(9, [6, 6])])
        },
        Case(
            "10^-20", "Interface Description Block if_tsresol option resolution 10^-20 is too high", atOpening: true
        ) {
            $0.section()
            $0.interface(options: [$0.option(9, [20])])
        },
        Case(
            "2^-64", "Interface Description Block if_tsresol option resolution 2^-64 is too high", atOpening: true
        ) {
            $0.section()
            $0.interface(options: [$0.option(9, [0xC0])])
        },
        Case(
            "offset of four bytes", "Interface Description Block has if_tsoffset option with length 4 != 8",
            atOpening: true
        ) {
            $0.section()
            $0.interface(options: [$0.option(14, [1, 2, 3, 4])])
        },
        Case(
            "an end with a value", "Interface Description Block has opt_endofopt option with length 4 != 0",
            atOpening: true
        ) {
            $0.section()
            $0.interface(options: [$0.option(0, [1, 2, 3, 4])])
        },
        Case("a value beyond the block", "block of type 1 in pcapng dump file is too short", atOpening: true) {
            $0.section()
            $0.interface(options: [$0.option(2, [1, 2, 3, 4], length: 400)])
        },
        Case("nothing counts after the end", packets: 1, nil) {
            $0.section()
            $0.interface(options: [$0.option(0, []), $0.option(9, [1, 2])])
            $0.enhanced(data)
        },
    ]

    @Test(arguments: structure + lyingLengths + options) func fault(_ c: Case) throws {
        let outcome = try readAll(c.bytes)
        #expect(outcome.error?.description == c.message)
        #expect(outcome.packets.count == c.packets)
        #expect((outcome.linkType == -1) == c.atOpening)
        for packet in outcome.packets { #expect(packet.bytes == Self.data && packet.original == 61) }
    }

    @Test(arguments: [false, true]) func `all packet blocks in both byte orders`(big: Bool) throws {
        let file = pcapng(big: big) {
            $0.section()
            $0.interface(link: 101, snapshot: 61)
            $0.enhanced(Self.data, original: 1514)
            $0.obsolete(Self.data)
            $0.simple(Self.data, original: 1514)
        }
        let outcome = try readAll(file)
        #expect(outcome.error == nil && outcome.linkType == 12 && outcome.snapshotLength == 61)
        let stamp: Int64 = 1_700_000_000
        let expected = [(stamp, 1514), (stamp, 61), (0, 1514)].map {
            Copy(
                seconds: $0.0, nanoseconds: $0.0 == 0 ? 0 : 123_456_000, original: $0.1, linkType: 12,
                bytes: Self.data)
        }
        #expect(outcome.packets == expected)
    }

    struct StampCase: Sendable {
        let resolution: UInt8
        let offset: Int64
        let units: UInt64
        let seconds: Int64
        let nanoseconds: Int64
    }

    static let stamps = [
        StampCase(resolution: 0, offset: 0, units: 17, seconds: 17, nanoseconds: 0),
        StampCase(resolution: 3, offset: 0, units: 17_001, seconds: 17, nanoseconds: 1_000_000),
        StampCase(resolution: 6, offset: 100, units: 17_000_001, seconds: 117, nanoseconds: 1000),
        StampCase(resolution: 9, offset: -100, units: 17_000_000_001, seconds: -83, nanoseconds: 1),
        StampCase(resolution: 12, offset: 0, units: 17_123_456_789_999, seconds: 17, nanoseconds: 123_456_789),
        StampCase(resolution: 19, offset: 0, units: .max, seconds: 1, nanoseconds: 844_674_407),
        StampCase(resolution: 0x8A, offset: 0, units: 17 << 10 | 512, seconds: 17, nanoseconds: 500_000_000),
        // libpcap's arithmetic overflows here and gives 1 ns.
        StampCase(resolution: 0xBF, offset: 0, units: 3 << 61, seconds: 0, nanoseconds: 750_000_000),
        StampCase(resolution: 6, offset: .max, units: 1_000_000, seconds: .min, nanoseconds: 0),
    ]

    @Test(arguments: stamps) func stamp(_ c: StampCase) throws {
        let file = pcapng {
            var offset = Bytes()
            offset.put(c.offset)
            $0.section()
            $0.interface(options: [$0.option(14, offset.array), $0.option(9, [c.resolution]), $0.option(0, [])])
            // The second one takes the fast path.
            $0.enhanced(Self.data, units: c.units)
            $0.enhanced(Self.data, units: c.units)
        }
        let whole = try readAll(file, precision: .nanosecond).packets
        #expect(whole.map(\.seconds) == [c.seconds, c.seconds])
        #expect(whole.map(\.nanoseconds) == [c.nanoseconds, c.nanoseconds])
        let cut = try readAll(file).packets
        #expect(cut.map(\.nanoseconds) == [Int64](repeating: c.nanoseconds / 1000 * 1000, count: 2))
    }

    static let mixed = pcapng {
        $0.section()
        $0.interface(link: 1)
        $0.interface(link: 113, snapshot: 100)
        $0.enhanced(data)
        $0.enhanced(data, interface: 1)
        $0.big = true
        $0.section()
        $0.interface(link: 276)
        $0.enhanced(data)
    }

    @Test func `truncation at every byte`() throws {
        let file = Self.whole
        for length in 0..<file.count {
            let outcome = try readAll(Array(file[..<length]))
            #expect(outcome.packets.isEmpty)
            // Whole blocks only: after the section there is no interface, after the interface it is an empty file.
            #expect((outcome.error == nil) == (length == 48), "\(length)")
        }
        #expect(try readAll(file).packets.count == 1)
    }
}
