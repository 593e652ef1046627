import Glibc
import Packets
import Savefiles
import Syscalls
import Testing

/// Long inputs, which a second thread reads ahead or unpacks: everything once and in order, whatever becomes of the
/// input meanwhile.
@Suite struct ReadAheadTests {
    let scratch = Scratch()

    /// Packet `number` of a file made for these tests: its number, then a byte that depends on it.
    static func payload(_ number: Int, _ length: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: number &* 31), count: Swift.max(8, length))
        for i in 0..<8 { bytes[i] = UInt8(truncatingIfNeeded: number >> (8 * i)) }
        return bytes
    }

    /// Looks at each packet: that it is the next one, and whole.
    struct Inspector: ~Copyable, PacketSink {
        var next = 0
        var wrong = 0
        var limit = Int.max

        mutating func consume(_ packet: borrowing PacketView) -> Verdict {
            let count = packet.bytes.byteCount
            let last = try? packet.bytes.u8(count - 1)
            let number = (try? packet.bytes.u64(0)).map { Int(truncatingIfNeeded: $0.byteSwapped) }
            let expected = UInt8(truncatingIfNeeded: next &* 31)
            if number != next || packet.originalLength != count || count > 8 && last != expected { wrong += 1 }
            next += 1
            return next >= limit ? .stop : .more
        }
    }

    /// Lengths in turn; files end on 12 MiB or later.
    static let lengths: [[Int]] = [
        [60], [1514, 60, 600], [65_535], [262_144], [262_144, 60, 9000], [262_144 - 16, 262_144 - 17], [240],
    ]

    /// - Returns: the packets in it.
    func make(
        _ name: String, _ lengths: [Int], bytes: Int = 12 << 20, ng: Bool = false, _ compression: Compression? = nil
    ) throws -> Int {
        let format: SavefileWriter.Format =
            ng
            ? .pcapng(
                PcapngHeader(
                    application: "test", interfaces: [.init(linkType: .ethernet, snapshotLength: 262_144)]))
            : .classic(.init(linkType: .ethernet, snapshotLength: 262_144))
        var writer = try SavefileWriter(path: scratch.file(name), format: format, compression: compression)
        var count = 0
        while writer.position < bytes {
            try view(Self.payload(count, lengths[count % lengths.count])) { try writer.write($0) }
            count += 1
        }
        try writer.close()
        return count
    }

    @Test(arguments: lengths, [false, true]) func `everything in order`(lengths: [Int], ng: Bool) throws {
        let count = try make("file", lengths, ng: ng)
        var reader = try SavefileReader(path: scratch.file("file"))
        var sink = Inspector()
        #expect(try reader.read(into: &sink) == .more)
        #expect(sink.next == count && sink.wrong == 0)
        var status = stat()
        _ = unsafe stat(scratch.file("file"), &status)
        #expect(reader.bytesRead == UInt64(status.st_size))
        #expect(try !reader.advance())
    }

    @Test(arguments: Compression.allCases) func packed(compression: Compression) throws {
        let name = "file" + compression.ending
        // Bytes that do not shrink, so that there is enough to read.
        let count = try makeNoise(name, compression)
        var reader = try SavefileReader(path: scratch.file(name))
        var sink = Toucher()
        #expect(try reader.read(into: &sink) == .more)
        #expect(sink.count == count)
        let bytes = try scratch.contents(name)
        #expect(reader.bytesRead == UInt64(bytes.count) && bytes.count > 4 << 20)
        // Cut in the middle: what lies before comes out, then it is said.
        try expectPrefix(Array(bytes.prefix(bytes.count / 2)), of: count)
        // Damaged in the middle.
        var damaged = bytes
        for i in 0..<64 { damaged[damaged.count / 2 + i] ^= 0xFF }
        var other = try SavefileReader(source: memoryFile(damaged))
        sink = Toucher()
        do throws(SavefileError) { _ = try other.read(into: &sink) } catch { #expect(!error.description.isEmpty) }
        #expect(sink.count > count / 4)
    }

    private func expectPrefix(_ bytes: [UInt8], of count: Int) throws {
        var reader = try SavefileReader(source: memoryFile(bytes))
        var sink = Toucher()
        do throws(SavefileError) {
            _ = try reader.read(into: &sink)
            Issue.record("nothing failed")
        } catch { #expect(error.isUnpacking) }
        #expect(sink.count > count / 3 && sink.count <= count / 2 + 2000)
    }

    private func makeNoise(_ name: String, _ compression: Compression) throws -> Int {
        var random = SeededGenerator(seed: 7)
        var writer = try SavefileWriter(
            path: scratch.file(name), format: .classic(.init(linkType: .ethernet, snapshotLength: 262_144)),
            compression: compression)
        let count = 6000
        for _ in 0..<count {
            let noise = (0..<1000).map { _ in UInt8.random(in: 0...255, using: &random) }
            try view(noise) { try writer.write($0) }
        }
        try writer.close()
        return count
    }

    /// A cut anywhere: all whole packets, then the fault.
    @Test(arguments: [1, 15, 17, 76, 300_000]) func truncated(by cut: Int) throws {
        let count = try make("file", [60])
        let bytes = try scratch.contents("file")
        var reader = try SavefileReader(source: memoryFile(Array(bytes.dropLast(cut))))
        var sink = Inspector()
        let whole = (bytes.count - cut - 24) / 76
        let rest = (bytes.count - cut - 24) % 76
        do throws(SavefileError) {
            _ = try reader.read(into: &sink)
            #expect(rest == 0)
        } catch {
            #expect(
                error
                    == (rest < 16
                        ? .truncatedHeader(need: 16, have: rest) : .truncatedPacket(need: 60, have: rest - 16)))
        }
        #expect(sink.next == whole && whole < count && sink.wrong == 0)
    }

    /// A wrong length in the middle of a long file.
    @Test func liar() throws {
        _ = try make("file", [60])
        var bytes = try scratch.contents("file")
        for i in 0..<4 { bytes[24 + 76 * 100_000 + 8 + i] = 0x7F }
        var reader = try SavefileReader(source: memoryFile(bytes))
        var sink = Inspector()
        #expect(throws: SavefileError.lengthAboveSnapshot(0x7F7F_7F7F, snapshot: 262_144)) {
            _ = try reader.read(into: &sink)
        }
        #expect(sink.next == 100_000 && sink.wrong == 0)
    }

    /// Another program goes on writing the file, before and after its first end has been seen.
    @Test func growing() throws {
        var file = fileHeader()
        for i in 0..<100_000 { file += record(Self.payload(i, 60)) }
        let source = try memoryFile(file)
        let number = source.rawValue
        let end = file.count
        var reader = try SavefileReader(source: source)
        var sink = Inspector()
        sink.limit = 60_000
        #expect(try reader.read(into: &sink) == .stop)
        func append(_ numbers: Range<Int>) throws {
            var more: [UInt8] = []
            for i in numbers { more += record(Self.payload(i, 60)) }
            let at = end + (numbers.lowerBound - 100_000) * 76
            #expect(unsafe pwrite(number, more, more.count, off_t(at)) == more.count)
        }
        try append(100_000..<150_000)
        sink.limit = .max
        #expect(try reader.read(into: &sink) == .more)
        #expect(sink.next == 150_000 && sink.wrong == 0)
    }

    /// Another program cuts the file while it is read: no crash, no packet that was never there, an end.
    @Test(arguments: [0, 24, 4 << 20, 7_000_001]) func shrinking(to size: Int) throws {
        var file = fileHeader()
        for i in 0..<150_000 { file += record(Self.payload(i, 60)) }
        let source = try memoryFile(file)
        let number = source.rawValue
        var reader = try SavefileReader(source: source)
        var sink = Inspector()
        sink.limit = 40_000
        #expect(try reader.read(into: &sink) == .stop)
        #expect(ftruncate(number, off_t(size)) == 0)
        sink.limit = .max
        do throws(SavefileError) { _ = try reader.read(into: &sink) } catch { #expect(!error.description.isEmpty) }
        #expect(sink.next >= 40_000 && sink.next < 150_000 && sink.wrong == 0)
    }

    /// From where the descriptor stands, and a reader that is given up in the middle gives all its threads back.
    @Test func `from where it stands`() throws {
        let count = try make("file", [1000])
        let bytes = try scratch.contents("file")
        let source = try memoryFile([UInt8](repeating: 0x55, count: 70_000) + bytes)
        lseek(source.rawValue, 70_000, SEEK_SET)
        var reader = try SavefileReader(source: source)
        var sink = Inspector()
        sink.limit = count / 2
        #expect(try reader.read(into: &sink) == .stop)
        sink.limit = .max
        #expect(try reader.read(into: &sink) == .more)
        #expect(sink.next == count && sink.wrong == 0)
        for _ in 0..<20 {
            var given = try SavefileReader(path: scratch.file("file"))
            sink = Inspector()
            sink.limit = count / 2
            #expect(try given.read(into: &sink) == .stop)
        }
    }
}
