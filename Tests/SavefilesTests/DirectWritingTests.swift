import Foundation
import Glibc
import Packets
import Savefiles
import Syscalls
import Testing

/// A folder on a file system that takes O_DIRECT; nil where there is none. `stat -f` names its kind: newer kernels let the
/// flag be set on a tmpfs, too.
let diskFolder: String? = {
    let own = ProcessInfo.processInfo.environment["TMPDIR"]
    for place in [own, "/var/tmp", "/tmp", FileManager.default.currentDirectoryPath] {
        guard let place, let kind = try? run("/usr/bin/stat", ["-f", "-c", "%T", place]), kind.status == 0 else {
            continue
        }
        if String(decoding: kind.output, as: UTF8.self).hasPrefix("tmpfs") { continue }
        let path = "\(place)/direct-\(getpid())"
        defer { unsafe unlink(path) }
        if (try? Descriptor.open(path, O_WRONLY | O_CREAT | O_DIRECT).close()) != nil { return place }
    }
    return nil
}()

/// Packets of random sizes, and what a writer does between them.
private struct Script {
    enum Step { case packet([UInt8]), tick, flush }
    var steps: [Step] = []

    init(seed: UInt64, bytes: Int, longest: Int, pauses: Int) {
        var random = SeededGenerator(seed: seed)
        let pattern = (0..<longest + 256).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var left = bytes
        while left > 0 {
            let length = Int.random(in: 0...longest, using: &random)
            let first = UInt8.random(in: 0...255, using: &random)
            steps.append(.packet(Array(pattern[Int(first)..<Int(first) + length])))
            left -= length + 16
            if pauses > 0 && Int.random(in: 0..<pauses, using: &random) == 0 { steps.append(.tick) }
            if pauses > 0 && Int.random(in: 0..<pauses, using: &random) == 0 { steps.append(.flush) }
        }
    }
}

@Suite struct DirectWritingTests {
    let scratch = Scratch("direct", in: diskFolder)

    static let header = SavefileWriter.Header(linkType: .ethernet, snapshotLength: 262_144)
    static func format(_ isPcapng: Bool) -> SavefileWriter.Format {
        isPcapng
            ? .pcapng(
                PcapngHeader(
                    application: "test", system: "here",
                    interfaces: [PcapngInterfaceDescription(linkType: .ethernet, snapshotLength: 262_144)]))
            : .classic(header)
    }

    /// Writes the script, and gives what is in the file behind each flush.
    private func write(
        _ script: Script, _ name: String, _ direct: DirectWriting, pcapng: Bool, bufferSize: Int, threads: Bool = true
    ) throws -> (bytes: [UInt8], flushed: [Int]) {
        let background = try BackgroundWriter(buffers: 3, bufferSize: bufferSize, lazily: !threads, direct: direct)
        var writer = try SavefileWriter(
            path: scratch.file(name), format: Self.format(pcapng), background: background)
        var flushed: [Int] = []
        var count = 0
        for (i, step) in script.steps.enumerated() {
            switch step {
            case .packet(let bytes):
                count += 1
                try view(bytes, seconds: Int64(i)) { try writer.write($0) }
            case .tick:
                let complete = writer.handOver()
                #expect(complete)
            case .flush:
                try writer.flush()
                flushed.append(try scratch.size(name))
                #expect(writer.position == UInt64(flushed.last!))
            }
            #expect(writer.packets == UInt64(count))
        }
        try writer.close()
        #expect(writer.position == UInt64(try scratch.size(name)))
        return (try scratch.contents(name), flushed)
    }

    static let shapes: [(seed: UInt64, bytes: Int, longest: Int, pauses: Int, bufferSize: Int)] = [
        (1, 200_000, 100, 50, 4096), (2, 300_000, 1500, 20, 4096), (3, 400_000, 9000, 0, 8192),
        (4, 3_000_000, 1500, 400, 65536), (5, 4_000_000, 70_000, 30, 65536), (6, 6_000_000, 262_144, 9, 1 << 20),
        (7, 50_000, 60, 1, 4096), (8, 2_000_000, 4096, 0, 262_144), (9, 14_000_000, 60_000, 0, 1 << 20),
    ]

    @Test(arguments: shapes, [false, true])
    func `what is in the file does not depend on how it is written`(
        shape: (seed: UInt64, bytes: Int, longest: Int, pauses: Int, bufferSize: Int), pcapng: Bool
    ) throws {
        let script = Script(
            seed: shape.seed, bytes: shape.bytes, longest: shape.longest, pauses: shape.pauses)
        let plain = try write(script, "never", .never, pcapng: pcapng, bufferSize: shape.bufferSize)
        for direct in [DirectWriting.auto, .always] {
            for threads in [true, false] {
                let other = try write(
                    script, "f", direct, pcapng: pcapng, bufferSize: shape.bufferSize, threads: threads)
                #expect(other.bytes == plain.bytes, "\(direct) \(threads)")
                #expect(other.flushed == plain.flushed)
            }
        }
    }

    /// The flags are those of the file that is written: a duplicate shares them.
    @Test(.enabled(if: diskFolder != nil)) func `direct from 8 MiB in a second on, until a second brings less`() throws
    {
        let file = try Descriptor.open(scratch.file("f"), O_WRONLY | O_CREAT | O_TRUNC)
        let flags = Descriptor(owning: dup(file.rawValue))
        let background = try BackgroundWriter(buffers: 3, bufferSize: 1 << 20, direct: .auto)
        var writer = try SavefileWriter(file: file, format: Self.format(false), background: background)
        let canBeDirect = writer.canBeDirect
        #expect(canBeDirect)
        let packet = [UInt8](repeating: 5, count: 1000)
        func fill(_ bytes: Int) throws { for _ in 0..<bytes / 1016 { try view(packet) { try writer.write($0) } } }
        func isDirect() -> Bool {
            background.waitUntilIdle()
            return fcntl(flags.rawValue, F_GETFL) & O_DIRECT != 0
        }
        func tick() { if !writer.handOver() { Issue.record("not written") } }
        for _ in 0..<3 {
            try fill(7 << 20)
            tick()
            #expect(!isDirect())
        }
        try fill(13 << 20)
        #expect(isDirect())
        // The rest goes through the cache, and what follows directly again.
        tick()
        #expect(!isDirect())
        try fill(4 << 20)
        #expect(isDirect())
        tick()
        try fill(4 << 20)
        #expect(!isDirect())
        try writer.close()
        #expect(try readAll(scratch.contents("f")).error == nil)
    }

    @Test(.enabled(if: diskFolder != nil)) func `what is written directly is not in the page cache`() throws {
        for (direct, most) in [(DirectWriting.always, 1 << 20), (.auto, 12 << 20)] {
            let background = try BackgroundWriter(buffers: 3, bufferSize: 2 << 20, direct: direct)
            var writer = try SavefileWriter(path: scratch.file("f"), format: Self.format(false), background: background)
            let packet = [UInt8](repeating: 5, count: 1400)
            for _ in 0..<60_000 { try view(packet) { try writer.write($0) } }
            try writer.close()
            let resident = try residentBytes(scratch.file("f"))
            #expect(resident <= most, "\(direct): \(resident)")
        }
    }

    @Test func `pipes, packed files, appended ones and memory stay as they are`() throws {
        let background = try BackgroundWriter(direct: .always)
        func takes(_ file: consuming Descriptor, _ compression: Compression? = nil) throws -> Bool {
            var writer = try SavefileWriter(
                file: file, format: Self.format(false), compression: compression, background: background)
            try view(sixty) { try writer.write($0) }
            try writer.close()
            return writer.canBeDirect
        }
        var ends: [Int32] = [0, 0]
        _ = unsafe pipe(&ends)
        let reader = Descriptor(owning: ends[0])
        #expect(try takes(Descriptor(owning: ends[1])) == false)
        #expect(readAll(reader).packets.count == 1)
        #expect(try takes(Descriptor.open(scratch.file("p"), O_WRONLY | O_CREAT), .zstd) == false)
        #expect(try takes(Descriptor.open(scratch.file("a"), O_WRONLY | O_CREAT | O_APPEND)) == false)
        #expect(try takes(Descriptor(owning: unsafe memfd_create("m", 0))) == false)
    }

    /// A reader sees, whenever it looks, the beginning of what the file is in the end.
    @Test func `a file that is followed is never anything else`() throws {
        let script = Script(seed: 11, bytes: 12_000_000, longest: 3000, pauses: 300)
        let path = scratch.file("f")
        let follower = Follower()
        let reader = Thread {
            while !follower.isOver {
                if let bytes = FileManager.default.contents(atPath: path) { follower.note([UInt8](bytes)) }
            }
            follower.confirm()
        }
        reader.start()
        let written = try write(script, "f", .always, pcapng: false, bufferSize: 65536)
        follower.end()
        #expect(follower.seen.count > 2)
        for (count, hash) in follower.seen {
            #expect(count <= written.bytes.count && Follower.hash(written.bytes, count) == hash, "\(count)")
        }
    }

    static let limits = [0, 23, 4095, 4096, 20_000, 20_480, 20_481, 65_536, 65_536 + 24, 131_071, 131_072, 200_000]

    /// Whatever the place at which no more can be written: the file ends on a whole packet, and that many are counted.
    @Test(arguments: limits, [4096, 65536]) func `a full disk: the counts are those of the file`(
        limit: Int, bufferSize: Int
    ) async {
        await #expect(processExitsWith: .success) { [limit = limit as Int, bufferSize = bufferSize as Int] in
            for ticks in [0, 7] { try fillDiskDirectly(limit, bufferSize, tickEvery: ticks) }
        }
    }
}

/// 60 bytes each, until no more is taken.
func fillDiskDirectly(_ limit: Int, _ bufferSize: Int, tickEvery ticks: Int) throws {
    let scratch = Scratch("direct", in: diskFolder)
    let background = try BackgroundWriter(buffers: 2, bufferSize: bufferSize, direct: .always)
    var writer = try SavefileWriter(
        path: scratch.file("f"), format: DirectWritingTests.format(false), background: background)
    limitFileSizes(to: limit)
    var taken = 0
    while taken < 100_000 {
        if view(sixty, { writer.consume($0) }) == .stop { break }
        taken += 1
        if ticks > 0 && taken % ticks == 0 && !writer.handOver() { break }
    }
    var failed = false
    do throws(SavefileError) { try writer.close() } catch { failed = true }
    #expect(failed && writer.failure == .cannotWrite(errno: .fileTooLarge))
    let size = try scratch.size("f")
    let expected = limit < 24 ? 0 : (limit - 24) / 76
    #expect(writer.packets == UInt64(expected))
    #expect(size == (limit < 24 ? 0 : 24 + expected * 76), "\(limit) \(ticks)")
    if size > 0 {
        let outcome = try readAll(scratch.contents("f"))
        #expect(outcome.error == nil && outcome.packets.count == expected)
    }
}

/// What a second thread has seen of a file: lengths, and hashes of what was there.
final class Follower: @unchecked Sendable {
    private let lock = Lock()
    private var over = false
    private var confirmed = false
    private(set) var seen: [(count: Int, hash: Int)] = []

    var isOver: Bool { lock.locked { over } }

    func note(_ bytes: [UInt8]) { seen.append((bytes.count, Self.hash(bytes, bytes.count))) }

    static func hash(_ bytes: [UInt8], _ count: Int) -> Int {
        var hasher = Hasher()
        unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        return hasher.finalize()
    }

    func end() {
        lock.locked {
            over = true
            while !confirmed { lock.wait() }
        }
    }

    func confirm() {
        lock.locked {
            confirmed = true
            lock.wakeAll()
        }
    }
}

/// Bytes of a file that are in the page cache (mincore(2)).
func residentBytes(_ path: String) throws -> Int {
    let file = try Descriptor.open(path, O_RDONLY)
    let size = Int(lseek(file.rawValue, 0, SEEK_END))
    let pages = (size + 4095) / 4096
    let base = unsafe mmap(nil, size, PROT_READ, MAP_SHARED, file.rawValue, 0)
    defer { unsafe munmap(base, size) }
    var present = [UInt8](repeating: 0, count: pages)
    #expect(unsafe mincore(base, size, &present) == 0)
    return present.count { $0 & 1 == 1 } * 4096
}
