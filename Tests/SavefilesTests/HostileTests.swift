import Glibc
import Packets
import Savefiles
import Syscalls
import Testing

/// Damaged files of both formats: an error or an end, never a crash, and no more memory than the bound.
@Suite struct HostileTests {
    static let seeds: [[UInt8]] = [
        fileHeader() + record(sixty) + record(sixty),
        fileHeader(big: true) + record(sixty, big: true) + record(sixty, big: true),
        fileHeader(minor: 3) + record(sixty) + record(sixty),
        PcapngReaderTests.whole + PcapngReaderTests.whole,
        PcapngReaderTests.mixed,
        pcapng(big: true) {
            $0.section()
            $0.interface(options: [$0.option(9, [9]), $0.option(0, [])])
            $0.enhanced(sixty)
            $0.obsolete(sixty)
            $0.simple(sixty)
        },
    ]

    @Test(arguments: 0..<8) func mutations(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            var bytes = Self.seeds.randomElement(using: &random)!
            for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&bytes, &random) }
            for uniform in [true, false] {
                var sink = Toucher()
                do throws(SavefileError) {
                    let file = Descriptor(owning: unsafe memfd_create("hostile", 1))
                    try? unsafe file.writeAll(bytes.span.bytes)
                    lseek(file.rawValue, 0, SEEK_SET)
                    var reader = try SavefileReader(source: file, uniform: uniform)
                    _ = try reader.read(into: &sink)
                } catch {
                    #expect(!error.description.isEmpty)
                }
                // A packet takes 12 bytes of a file at least.
                #expect(sink.count <= bytes.count / 12)
            }
        }
    }

    func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard bytes.count > 8 else { return }
        let at = Int.random(in: 0..<bytes.count - 4, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1:
            let values: [UInt32] = [0, 1, 12, 28, 32, 262_145, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFC, 0xFFFF_FFFF]
            let word = values.randomElement(using: &random)!
            let ordered = Bool.random(using: &random) ? word : word.byteSwapped
            for i in 0..<4 { bytes[at & ~3 + i] = UInt8(truncatingIfNeeded: ordered >> UInt32(8 * i)) }
        case 2: bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
        case 3: bytes.insert(contentsOf: [1, 2, 3, 4, 5].shuffled(using: &random), at: at)
        default: bytes.removeSubrange(at..<at + 4)
        }
    }

    /// A short file that claims 128 MiB packets and blocks does not get them.
    @Test func `promised lengths cost nothing`() async {
        await #expect(processExitsWith: .success) {
            let before = peakMemory()
            let promise = pcapng {
                $0.section()
                $0.interface(link: 231, snapshot: 0)
                $0.enhanced(sixty, captured: 100 << 20, length: 120 << 20)
            }
            let classic = fileHeader(snapshot: 0xFFFF_FFFF, link: 231) + record(sixty, captured: 120 << 20)
            for bytes in [promise, classic] {
                let outcome = try readAll(bytes)
                #expect(outcome.error != nil)
            }
            #expect(peakMemory() - before < 16 << 20)
        }
    }

    /// Comments of no length cost memory too (they are UTF-8 here: each octet that is none is an error that the runner
    /// takes a backtrace of): how many are kept is bounded, and how long they are together.
    @Test(arguments: [0, 1, 15, 16, 64_000]) func `many comments`(length: Int) async {
        await #expect(processExitsWith: .success) { [length] in
            let file = pcapng { builder in
                builder.section()
                builder.interface()
                let comment = builder.option(1, [UInt8](repeating: 0x41, count: length))
                var block = comment
                let size = length > 16 ? 8 << 20 : 1 << 20
                while block.count < size { block += block }
                block.removeLast(block.count - size / comment.count * comment.count)
                block = [UInt8](repeating: 0, count: 12) + block
                for _ in 0..<5 { builder.block(5, block) }
            }
            let scratch = Scratch()
            let path = scratch.file("comments")
            let output = try Descriptor.open(path, O_RDWR | O_CREAT)
            try unsafe output.writeAll(file.span.bytes)
            let before = peakMemory()
            let comments = try SavefileComments.read(path: path)?.statistics ?? []
            #expect(comments.count <= 16 << 10)
            #expect(comments.reduce(0) { $0 + $1.utf8.count } <= 32 << 20)
            #expect(!comments.isEmpty)
            // 32 MiB of comments, the window, and what is put together of parts.
            #expect(peakMemory() - before < 96 << 20)
        }
    }

    /// The same for a caller that copies a file.
    @Test func `many comments to copy`() throws {
        let file = pcapng { builder in
            builder.section()
            builder.interface()
            var comments = builder.option(1, [])
            while comments.count < 400_000 { comments += comments }
            for _ in 0..<8 { builder.block(5, [UInt8](repeating: 0, count: 12) + comments) }
            builder.enhanced(sixty)
        }
        let scratch = Scratch()
        let output = try Descriptor.open(scratch.file("comments"), O_RDWR | O_CREAT)
        try unsafe output.writeAll(file.span.bytes)
        var reader = try SavefileReader(path: scratch.file("comments"), uniform: false, annotations: true)
        #expect(try reader.advance())
        let statistics = reader.takeStatistics()
        #expect(statistics.reduce(0) { $0 + $1.values.comments.count } == 4096)
    }

    /// A pipe gives a few bytes at a time; packets come as they are whole.
    @Test func `slow pipe`() throws {
        let file = fileHeader() + record(sixty) + record(sixty)
        var ends: [Int32] = [0, 0]
        _ = unsafe pipe(&ends)
        let writer = Descriptor(owning: ends[1])
        let source = Descriptor(owning: ends[0])
        try unsafe writer.writeAll(Array(file[..<101]).span.bytes)
        var reader = try SavefileReader(source: source)
        // The first packet is there although the second has only begun.
        #expect(try reader.advance())
        #expect(reader.packet.bytes.byteCount == 60)
        try unsafe writer.writeAll(Array(file[101...]).span.bytes)
        #expect(try reader.advance())
        try writer.close()
        #expect(try !reader.advance())
    }

    @Test func `stop and go on`() throws {
        var reader = try SavefileReader(source: memoryFile(fileHeader() + record(sixty) + record([1]) + record([2])))
        var sink = Collector(limit: 1)
        #expect(try reader.read(into: &sink) == .stop)
        sink.limit = .max
        #expect(try reader.read(into: &sink) == .more)
        #expect(sink.packets.map(\.bytes) == [sixty, [1], [2]])
    }

    /// More than the window holds, packets across its end.
    @Test(arguments: [false, true]) func `across the window`(ng: Bool) throws {
        let scratch = Scratch()
        let count = 3000
        var bytes = ng ? PcapngReaderTests.whole : fileHeader() + record(PcapngReaderTests.data)
        for i in 0..<count {
            let data = [UInt8](repeating: UInt8(truncatingIfNeeded: i), count: i % 1500)
            bytes += ng ? pcapng { $0.enhanced(data) } : record(data)
        }
        let file = try Descriptor.open(scratch.file("long"), O_RDWR | O_CREAT)
        try unsafe file.writeAll(bytes.span.bytes)
        let outcome = readAll(try Descriptor.open(scratch.file("long"), O_RDONLY))
        #expect(outcome.error == nil && outcome.packets.count == count + 1)
        for (i, packet) in outcome.packets.dropFirst().enumerated() {
            #expect(packet.bytes == [UInt8](repeating: UInt8(truncatingIfNeeded: i), count: i % 1500))
        }
    }
}

/// The most memory that this process ever had, in bytes.
func peakMemory() -> Int {
    var usage = rusage()
    _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss << 10
}
