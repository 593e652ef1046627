import Glibc
import Packets
import Savefiles
import Syscalls
import SystemPackage
import Testing

@Suite struct CompressionTests {
    let scratch = Scratch()

    func write(_ name: String, _ compression: Compression?, count: Int = 5000, bufferSize: Int = 1 << 16) throws {
        var writer = try SavefileWriter(
            path: scratch.file(name), format: .classic(.init(linkType: .ethernet, snapshotLength: 1000)),
            compression: compression, bufferSize: bufferSize)
        for i in 0..<count {
            try view(Array(sixty.prefix(i % 60)), seconds: Int64(i)) { try writer.write($0) }
        }
        try writer.close()
        #expect(writer.packets == UInt64(count))
    }

    @Test(arguments: Compression.allCases) func `round trip`(compression: Compression) throws {
        try write("packed", compression)
        try write("plain", nil)
        #expect(try scratch.contents("packed").count < scratch.contents("plain").count / 2)
        let outcome = readAll(try Descriptor.open(scratch.file("packed"), O_RDONLY))
        #expect(outcome.error == nil)
        #expect(try outcome == readAll(scratch.contents("plain")))
    }

    static let tools: [(Compression, String)] = [(.gzip, "gzip"), (.zstd, "zstd"), (.lz4, "lz4")]

    @Test(
        .enabled(if: tools.allSatisfy { tool($0.1) != nil }, "gzip, zstd or lz4 is not installed"),
        arguments: tools)
    func `the formats' own tools`(compression: Compression, name: String) throws {
        try write("plain", nil)
        try write("ours" + compression.ending, compression)
        let unpacked = try run(tool(name)!, ["-d", "-c", scratch.file("ours" + compression.ending)])
        #expect(unpacked.status == 0)
        #expect(try unpacked.output == scratch.contents("plain"))
        _ = try run(
            tool(name)!, ["-k", "-f", scratch.file("plain")] + (name == "lz4" ? [scratch.file("plain.lz4")] : []))
        let outcome = readAll(try Descriptor.open(scratch.file("plain" + compression.ending), O_RDONLY))
        #expect(try outcome == readAll(scratch.contents("plain")))
    }

    /// gzip alone is everywhere.
    @Test(.enabled(if: tool("gzip") != nil, "gzip is not installed")) func `gzip itself`() throws {
        try write("plain", nil)
        try write("ours.gz", .gzip)
        let unpacked = try run(tool("gzip")!, ["-d", "-c", scratch.file("ours.gz")])
        #expect(unpacked.status == 0)
        #expect(try unpacked.output == scratch.contents("plain"))
    }

    /// Wireshark's tools stop at the end of a zstd or lz4 frame: there must be one only.
    @Test(.enabled(if: tool("capinfos") != nil, "capinfos is not installed"), arguments: Compression.allCases)
    func `capinfos reads all chunks`(compression: Compression) throws {
        let name = "packed.pcap" + compression.ending
        try write(name, compression, count: 20_000, bufferSize: 4096)
        let result = try run(tool("capinfos")!, ["-c", "-T", "-r", "-M", scratch.file(name)])
        #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
        #expect(String(decoding: result.output, as: UTF8.self).contains("\t20000"))
    }

    @Test(arguments: ["a.pcap.gz": Compression.gzip, "a.zst": .zstd, "b.c.lz4": .lz4, "gz": nil, "a.pcap": nil])
    func endings(name: String, compression: Compression?) {
        #expect(Compression(path: name) == compression)
    }

    /// What is before the damage is handed out; then one error.
    @Test(arguments: Compression.allCases) func truncated(compression: Compression) throws {
        try write("packed", compression)
        let bytes = try scratch.contents("packed")
        let whole = try readAll(bytes)
        var last = 0
        for length in stride(from: 5, to: bytes.count, by: 97) {
            let outcome = try readAll(Array(bytes[..<length]))
            // Between two frames a cut cannot be seen.
            if let error = outcome.error { #expect(error.isUnpacking || length < 64, "\(error)") }
            #expect(outcome.packets == Array(whole.packets.prefix(outcome.packets.count)))
            #expect(outcome.packets.count >= last)
            last = outcome.packets.count
        }
        #expect(last > 4000)
    }

    @Test(arguments: Compression.allCases, 0..<3) func mutated(compression: Compression, seed: UInt64) throws {
        try write("packed", compression, count: 300)
        let original = try scratch.contents("packed")
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 4..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            let outcome = try readAll(bytes)
            if let error = outcome.error { #expect(!error.description.isEmpty) }
        }
    }

    /// A frame that asks for 1 GiB of window, and 1 GiB of zeros in a few kilobytes.
    @Test func bombs() async {
        await #expect(processExitsWith: .success) { try survivePackedBombs() }
    }

    @Test(arguments: Compression.allCases) func `full disk keeps whole frames`(compression: Compression) async {
        await #expect(processExitsWith: .success) { [name = compression.rawValue as String] in
            try fillDiskPacked(Compression(rawValue: name)!)
        }
    }

    @Test func `written and packed on another thread`() throws {
        let background = try BackgroundWriter(buffers: 3)
        for (name, compression) in [("plain", nil), ("packed", Compression.zstd)] as [(String, Compression?)] {
            var writer = try SavefileWriter(
                path: scratch.file(name), format: .classic(.init(linkType: .ethernet, snapshotLength: 1000)),
                compression: compression, background: background, bufferSize: 4096)
            for i in 0..<20_000 {
                try view(Array(sixty.prefix(i % 60)), seconds: Int64(i)) { try writer.write($0) }
            }
            try writer.flush()
            let known = readAll(try Descriptor.open(scratch.file(name), O_RDONLY))
            #expect(known.packets.count == 20_000)
            try view(sixty) { try writer.write($0) }
            try writer.closeWithoutWaiting()
        }
        var closed: [BackgroundWriter.ClosedFile] = []
        while closed.count < 2 { closed += background.closedFiles() }
        #expect(closed.map(\.path) == [scratch.file("plain"), scratch.file("packed")])
        #expect(closed.allSatisfy { $0.failure == nil })
        let outcome = try readAll(scratch.contents("plain"))
        #expect(outcome.packets.count == 20_001 && outcome.error == nil)
        #expect(try readAll(scratch.contents("packed")) == outcome)
    }

    /// The writer keeps the thread that it needs.
    @Test func `no other writer keeps the thread`() throws {
        var writer = try SavefileWriter(
            path: scratch.file("alone"), format: .classic(.init(linkType: .ethernet, snapshotLength: 1000)),
            background: try BackgroundWriter(buffers: 1), bufferSize: 4096)
        for _ in 0..<1000 { try view(sixty) { try writer.write($0) } }
        try writer.close()
        #expect(try readAll(scratch.contents("alone")).packets.count == 1000)
    }

    @Test func `the other thread's failure is heard of`() async {
        await #expect(processExitsWith: .success) { try fillDiskInBackground(lazily: false) }
        await #expect(processExitsWith: .success) { try fillDiskInBackground(lazily: true) }
    }

    /// A thread is made when a second buffer is needed, and not before; the file is the same.
    @Test func `only long files make a thread`() async {
        await #expect(processExitsWith: .success) { try writeLazily() }
    }
}

extension SavefileError {
    var isUnpacking: Bool { if case .cannotUnpack = self { true } else { false } }
}

func survivePackedBombs() throws {
    // zstd: magic, frame header (no single segment, no checksum), window descriptor 2^(10+20), one empty last block.
    let greedy: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 20 << 3, 0x01, 0x00, 0x00]
    #expect(try readAll(greedy).error?.isUnpacking == true)
    let scratch = Scratch()
    for compression in Compression.allCases {
        // One record of 200 KiB, five thousand times: 1 GB unpacked.
        var writer = try SavefileWriter(
            path: scratch.file("bomb"), format: .classic(.init(linkType: .ethernet, snapshotLength: 262_144)),
            compression: compression)
        let zeros = [UInt8](repeating: 0, count: 200 << 10)
        for _ in 0..<400 { try view(zeros) { try writer.write($0) } }
        try writer.close()
        let before = peakMemory()
        var reader = try SavefileReader(path: scratch.file("bomb"))
        var sink = Toucher()
        _ = try reader.read(into: &sink)
        #expect(sink.count == 400)
        #expect(peakMemory() - before < 48 << 20)
    }
}

func fillDiskPacked(_ compression: Compression) throws {
    let number = unsafe memfd_create("full", 0)
    let inspect = Descriptor(owning: dup(number))
    var writer = try SavefileWriter(
        file: Descriptor(owning: number), format: .classic(.init(linkType: .ethernet, snapshotLength: 1000)),
        compression: compression, bufferSize: 4096)
    limitFileSizes(to: 3000)
    var random = SeededGenerator(seed: 1)
    var taken = 0
    while true {
        let bytes = (0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }
        if view(bytes, { writer.consume($0) }) == .stop { break }
        taken += 1
    }
    #expect(writer.failure == .cannotWrite(errno: .fileTooLarge))
    lseek(inspect.rawValue, 0, SEEK_SET)
    let outcome = readAll(inspect)
    #expect(outcome.error == nil || outcome.packets.isEmpty)
    #expect(outcome.packets.count == Int(writer.packets) && taken > outcome.packets.count)
}

func fillDiskInBackground(lazily: Bool) throws {
    let number = unsafe memfd_create("full", 0)
    let inspect = Descriptor(owning: dup(number))
    let background = try BackgroundWriter(buffers: 2, lazily: lazily)
    var writer = try SavefileWriter(
        file: Descriptor(owning: number), format: .classic(.init(linkType: .ethernet, snapshotLength: 1000)),
        background: background, bufferSize: 4096, path: "full")
    limitFileSizes(to: 20_000)
    var taken = 0
    while view(sixty, { writer.consume($0) }) == .more && taken < 100_000 { taken += 1 }
    #expect(writer.failure == .cannotWrite(errno: .fileTooLarge))
    var failed = false
    do throws(SavefileError) { try writer.close() } catch { failed = true }
    #expect(failed && taken < 100_000)
    lseek(inspect.rawValue, 0, SEEK_SET)
    let outcome = readAll(inspect)
    #expect(outcome.error == nil)
    #expect(outcome.packets.count == (20_000 - 24) / 76 && writer.packets == UInt64(outcome.packets.count))
}

func writeLazily() throws {
    let scratch = Scratch()
    func threads() throws -> Int {
        var count = 0
        try unsafe DirectoryReader.names(in: "/proc/self/task") { _ in count += 1 }
        return count
    }
    for (packets, isRegular) in [(50, true), (20_000, true), (500, false)] {
        let background = try BackgroundWriter(buffers: 2, lazily: true)
        let before = try threads()
        var ends: [Int32] = [0, 0]
        if !isRegular { _ = unsafe pipe(&ends) }
        let path = scratch.file("lazy")
        if isRegular { ends[1] = try Descriptor.open(path, O_RDWR | O_CREAT | O_TRUNC).release() }
        var writer = try SavefileWriter(
            file: Descriptor(owning: ends[1]),
            format: .classic(.init(linkType: .ethernet, snapshotLength: 1000)), background: background,
            bufferSize: 4096, path: path)
        for i in 0..<packets { try view(sixty, seconds: Int64(i)) { try writer.write($0) } }
        #expect(try threads() - before == (packets > 10_000 ? 1 : 0))
        try writer.close()
        let closed = background.closedFiles()
        #expect(closed.count == 1 && closed[0].packets == UInt64(packets) && closed[0].failure == nil)
        let outcome = isRegular ? try readAll(scratch.contents("lazy")) : readAll(Descriptor(owning: ends[0]))
        #expect(outcome.packets.map(\.seconds) == (0..<packets).map { Int64($0) } && outcome.error == nil)
    }
}
