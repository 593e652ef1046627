import Packets
import Savefiles
import Syscalls
import Testing

/// What a copy keeps of a pcapng file beside its packets.
@Suite struct PcapngCopyTests {
    let scratch = Scratch()
    static let data: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x88, 0xB5, 7]

    /// Copies packet by packet as a caller would, and gives what the copy holds.
    func copy(_ file: [UInt8], _ name: String = "copy") throws -> [UInt8] {
        let path = scratch.file("original")
        try unsafe AtomicFile.write(file.span.bytes, to: path)
        var reader = try SavefileReader(path: path, precision: .nanosecond, uniform: false, annotations: true)
        let header = PcapngHeader(
            comments: reader.sectionComments,
            interfaces: (0..<reader.interfaceCount).compactMap { reader.interfaceDescription($0) })
        var writer = try SavefileWriter(path: scratch.file(name), format: .pcapng(header), bufferSize: 4096)
        while try reader.advance() {
            try writer.add(reader.takeStatistics().map(\.values))
            writer.interface = UInt32(reader.interface)
            if reader.hasPacketOptions {
                writer.attachOptions(reader.packetOptions, swapped: reader.hasSwappedOptions)
            }
            try writer.write(reader.packet)
        }
        try writer.add(reader.takeStatistics().map(\.values))
        try writer.close()
        return try scratch.contents(name)
    }

    /// The blocks of a file in this machine's byte order: type and body.
    func blocks(_ file: [UInt8]) -> [(type: UInt8, body: [UInt8])] {
        var blocks: [(UInt8, [UInt8])] = []
        var at = 0
        while at + 12 <= file.count {
            let length = Int(file[at + 4]) | Int(file[at + 5]) << 8 | Int(file[at + 6]) << 16
            blocks.append((file[at], Array(file[(at + 8)..<(at + length - 4)])))
            at += length
        }
        return blocks
    }

    /// if_tsresol, if_tsoffset, a stamp's units: all that nanoseconds can hold comes back as it was.
    static let clocks: [(UInt8, Int64, UInt64)] = [
        (0, 0, 1_700_000_000), (3, 0, 1_700_000_000_999), (6, 0, 1_700_000_000_123_456),
        (9, 0, 1_700_000_000_123_456_789), (6, -5, 1_700_000_000_000_001), (7, 1_700_000_000, 12_345_678),
        (0x80 | 10, 0, 1_700_000_000 << 10 | 1023), (0x80 | 29, 0, 1_700_000_000 << 29 | 123_456_789),
        (0x80 | 29, 3, 1_700_000_000 << 29 | 1), (0x80, 0, 77), (9, .max, 5), (6, .min, 6),
    ]

    @Test(arguments: clocks, [false, true]) func `stamps keep their units`(clock: (UInt8, Int64, UInt64), big: Bool)
        throws
    {
        let (resolution, offset, units) = clock
        let file = pcapng(big: big) {
            var value = Bytes(big: big)
            value.put(offset)
            $0.section()
            $0.interface(options: [$0.option(9, [resolution]), $0.option(14, value.array)])
            $0.enhanced(Self.data, units: units)
            var statistics = Bytes(big: big)
            statistics.put(UInt32(0))
            statistics.put(UInt32(units >> 32))
            statistics.put(UInt32(truncatingIfNeeded: units))
            $0.block(5, statistics.array)
        }
        let found = blocks(try copy(file))
        // Stamps before 1970 beyond what 64 bits of seconds hold are the only ones that do not come back.
        var stamp = Bytes(big: false)
        stamp.put(UInt32(units >> 32))
        stamp.put(UInt32(truncatingIfNeeded: units))
        #expect(Array(found[2].body[4..<12]) == stamp.array, "\(resolution) \(offset)")
        #expect(found.last?.type == 5 && Array(found.last?.body[4..<12] ?? []) == stamp.array)
        let description = try description(of: "copy")
        #expect(description?.clock == PcapngClock(resolution: resolution, offset: offset))
        #expect(description?.clock.resolution == resolution && description?.clock.offset == offset)
    }

    func description(of name: String) throws -> PcapngInterfaceDescription? {
        try SavefileReader(path: scratch.file(name), uniform: false).interfaceDescription(0)
    }

    /// Finer than a nanosecond: nanoseconds, cut.
    @Test(arguments: [(12, 1_700_000_123_999), (0x80 | 40, 3 << 40 | 1 << 39)] as [(UInt8, UInt64)])
    func `finer than nanoseconds`(resolution: UInt8, units: UInt64) throws {
        let file = pcapng {
            $0.section()
            $0.interface(options: [$0.option(9, [resolution])])
            $0.enhanced(Self.data, units: units)
        }
        let nanoseconds: UInt64 = resolution == 12 ? 1_700_000_123 : 3_500_000_000
        var stamp = Bytes(big: false)
        stamp.put(UInt32(nanoseconds >> 32))
        stamp.put(UInt32(truncatingIfNeeded: nanoseconds))
        #expect(Array(blocks(try copy(file))[2].body[4..<12]) == stamp.array)
        #expect(try description(of: "copy")?.clock == .nanoseconds)
    }

    /// Options of packets in both byte orders; those that are cut short or unknown are left out.
    @Test(arguments: [false, true]) func `packet options`(big: Bool) throws {
        func value<T: FixedWidthInteger>(_ value: T, _ big: Bool) -> [UInt8] {
            var bytes = Bytes(big: big)
            bytes.put(value)
            return bytes.array
        }
        func options(_ builder: PcapngBuilder) -> [UInt8] {
            let big = builder.big
            return builder.option(1, Array("n\u{F6}te".utf8)) + builder.option(1, [])
                + builder.option(2, value(UInt32(5), big))
                + builder.option(3, [2, 9, 8]) + builder.option(4, value(UInt64(1 << 40), big))
                + builder.option(2988, value(UInt32(32_473), big) + [1, 2, 3])
        }
        let file = pcapng(big: big) {
            $0.section()
            $0.interface()
            for tail in [[], $0.option(77, [1]), $0.option(2, [1, 2]), $0.option(1, [1], length: 90)] {
                var body = Bytes(big: big)
                for field in [0, 0, 9, UInt32(Self.data.count), 100] { body.put(field) }
                // 15 bytes, padded to 16.
                $0.block(6, body.array + Self.data + [0] + options($0) + tail)
                $0.enhanced(Self.data)
            }
        }
        let native = PcapngBuilder(big: false)
        let expected = options(native) + [0, 0, 0, 0]
        let packets = blocks(try copy(file)).filter { $0.type == 6 }
        #expect(packets.count == 8)
        for (i, packet) in packets.enumerated() {
            #expect(Array(packet.body[36...]) == (i % 2 == 0 ? expected : []), "\(i)")
            #expect(Array(packet.body[20..<35]) == Self.data)
        }
    }

    @Test(arguments: [false, true]) func `section comments and statistics`(big: Bool) throws {
        let file = pcapng(big: big) {
            var section = Bytes(big: big)
            section.put(UInt32(0x1A2B_3C4D))
            section.put(UInt32(big ? 1 << 16 : 1))
            section.put(Int64(-1))
            $0.block(0x0A0D_0D0A, section.array + $0.option(1, Array("one".utf8)) + $0.option(1, Array("two".utf8)))
            $0.interface()
            $0.enhanced(Self.data)
            for interface in [0, 1] as [UInt32] {
                var body = Bytes(big: big)
                for field in [interface, 0, 7_000_000] { body.put(field) }
                var options = $0.option(1, Array("kept".utf8))
                for code in 4...8 as ClosedRange<UInt16> {
                    var value = Bytes(big: big)
                    value.put(UInt64(code) << 33)
                    options += $0.option(code, value.array)
                }
                $0.block(5, body.array + options)
            }
        }
        _ = try copy(file)
        var reader = try SavefileReader(path: scratch.file("copy"), uniform: false, annotations: true)
        #expect(reader.sectionComments == ["one", "two"])
        while try reader.advance() {}
        // Those of an interface that the file does not have belong to no interface.
        #expect(
            reader.takeStatistics().map(\.values) == [
                PcapngStatistics(
                    interface: 0, time: Timestamp(seconds: 7, nanoseconds: 0), received: 4 << 33,
                    acceptedByFilter: 6 << 33, droppedByKernel: 7 << 33, droppedByInterface: 5 << 33,
                    delivered: 8 << 33, comments: ["kept"])
            ])
        #expect(reader.takeStatistics().isEmpty)
    }

    /// Statistics without end do not fill the memory, and a flood of them before a packet does not hide it.
    @Test func `statistics are bounded`() throws {
        let file = pcapng { builder in
            builder.section()
            builder.interface()
            let comment = builder.option(1, [UInt8](repeating: 65, count: 60_000))
            for _ in 0..<100 { builder.block(5, [UInt8](repeating: 0, count: 12) + comment) }
            builder.enhanced(Self.data)
        }
        var reader = try SavefileReader(source: memoryFile(file), uniform: false)
        #expect(try reader.advance() && reader.takeStatistics().isEmpty)
        let path = scratch.file("many")
        try unsafe AtomicFile.write(file.span.bytes, to: path)
        reader = try SavefileReader(path: path, uniform: false, annotations: true)
        #expect(try reader.advance())
        let kept = reader.takeStatistics()
        #expect(kept.count > 10 && kept.count < 18)
        #expect(!(try reader.advance()))
    }

    /// Every file cut at every byte, and every byte of it turned: nothing traps.
    @Test func `hostile annotations`() throws {
        let file = pcapng { builder in
            builder.section()
            builder.interface(options: [builder.option(9, [0x80 | 20]), builder.option(14, [1, 0, 0, 0, 0, 0, 0, 0])])
            var body = Bytes(big: false)
            for field in [0, 0, 9, 4, 4] as [UInt32] { body.put(field) }
            builder.block(6, body.array + [1, 2, 3, 4] + builder.option(1, Array("note".utf8)))
            builder.block(5, [UInt8](repeating: 0, count: 12) + builder.option(4, [1, 2, 3, 4, 5, 6, 7, 8]))
        }
        for length in stride(from: 0, to: file.count, by: 1) { _ = try? copy(Array(file[..<length])) }
        for place in file.indices {
            for value in [0, 0x7F, 0xFF] as [UInt8] {
                var other = file
                other[place] = value
                _ = try? copy(other)
            }
        }
        #expect(try copy(file).count > 100)
    }
}
