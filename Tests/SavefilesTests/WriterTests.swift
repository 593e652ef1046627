import Glibc
import Packets
import Savefiles
import Syscalls
import SystemPackage
import Testing

func view<R>(
    _ bytes: [UInt8], seconds: Int64 = 1, nanoseconds: Int64 = 2000, original: Int? = nil, link: LinkType = .ethernet,
    _ body: (borrowing PacketView) throws -> R
) rethrows -> R {
    try unsafe body(
        PacketView(
            bytes: bytes.span.bytes, timestamp: Timestamp(seconds: seconds, nanoseconds: nanoseconds),
            originalLength: original ?? bytes.count, linkType: link))
}

@Suite struct WriterTests {
    let scratch = Scratch()

    func write(
        _ name: String, _ header: SavefileWriter.Header, bufferSize: Int = 1 << 20, count: Int = 3
    ) throws -> [UInt8] {
        var writer = try SavefileWriter(path: scratch.file(name), header: header, bufferSize: bufferSize)
        for i in 0..<count {
            try view(sixty, seconds: Int64(i), nanoseconds: 123_456_789, original: 1514) { try writer.write($0) }
        }
        #expect(writer.position == UInt64(24 + count * 76))
        try writer.close()
        #expect(writer.packets == UInt64(count))
        return try scratch.contents(name)
    }

    @Test(arguments: [false, true]) func `bytes of a file`(nano: Bool) throws {
        let header = SavefileWriter.Header(
            linkType: .raw, snapshotLength: 100, nanosecond: nano, linkTypeExtension: 0x4400_0000)
        let file = try write("a", header, count: 2)
        let fraction: UInt32 = nano ? 123_456_789 : 123_456
        // Raw IP is 12 to programs and 101 in files.
        #expect(
            file == fileHeader(magic: nano ? 0xA1B2_3C4D : 0xA1B2_C3D4, snapshot: 100, link: 0x4400_0065)
                + record(sixty, seconds: 0, fraction: fraction, original: 1514)
                + record(sixty, seconds: 1, fraction: fraction, original: 1514))
    }

    @Test func `small buffer gives the same bytes`() throws {
        let header = SavefileWriter.Header(linkType: .ethernet, snapshotLength: 262_144)
        let large = try write("large", header, count: 1000)
        #expect(try write("small", header, bufferSize: 4096, count: 1000) == large)
    }

    @Test func `packet larger than the buffer`() throws {
        let path = scratch.file("big")
        var writer = try SavefileWriter(
            path: path, header: .init(linkType: .ethernet, snapshotLength: 262_144), bufferSize: 4096)
        let big = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
        for bytes in [sixty, big, sixty] { try view(bytes) { try writer.write($0) } }
        try writer.close()
        let outcome = try readAll(try scratch.contents("big"))
        #expect(outcome.error == nil)
        #expect(outcome.packets.map(\.bytes) == [sixty, big, sixty])
    }

    @Test func `packet buffered reaches the file at once`() throws {
        var writer = try SavefileWriter(
            path: scratch.file("u"), header: .init(linkType: .ethernet, snapshotLength: 100))
        writer.packetBuffered = true
        try view(sixty) { try writer.write($0) }
        #expect(try scratch.contents("u").count == 24 + 76)
        writer.packetBuffered = false
        try view(sixty) { try writer.write($0) }
        #expect(try scratch.contents("u").count == 24 + 76)
        try writer.flush()
        #expect(try scratch.contents("u").count == 24 + 152)
    }

    @Test func `an owner that forgets loses nothing`() throws {
        do {
            var writer = try SavefileWriter(
                path: scratch.file("f"), header: .init(linkType: .ethernet, snapshotLength: 100))
            try view(sixty) { try writer.write($0) }
        }
        #expect(try scratch.contents("f").count == 24 + 76)
    }

    @Test func `what cannot be created`() throws {
        #expect(throws: SavefileError.cannotOpen(path: "/nosuch/x", errno: .noSuchFileOrDirectory)) {
            _ = try SavefileWriter(path: "/nosuch/x", header: .init(linkType: .ethernet, snapshotLength: 100))
        }
        #expect(throws: SavefileError.unsupportedLinkType(subject: "stream", dlt: 14)) {
            let header = SavefileWriter.Header(linkType: LinkType(rawValue: 14), snapshotLength: 100)
            _ = try SavefileWriter(path: "-", header: header)
        }
    }

    // The limit on file sizes is the whole process's: these run in a process of their own.

    /// The disk is full after every possible number of bytes: the file is cut to whole packets, and counts say so.
    @Test func `full disk at every byte`() async {
        await #expect(processExitsWith: .success) {
            for room in 0...(24 + 76 * 3) {
                let outcome = try fullDisk(room: room, bufferSize: 1 << 20, packets: 4)
                let whole = room < 24 ? 0 : (room - 24) / 76
                let size = room < 24 ? 0 : 24 + whole * 76
                #expect(outcome == FullOutcome(errno: .fileTooLarge, packets: whole, size: size))
            }
        }
    }

    @Test func `full disk after some flushes`() async {
        await #expect(processExitsWith: .success) {
            for room in [4095, 4096, 5000, 8191, 12000] {
                let outcome = try fullDisk(room: room, bufferSize: 4096, packets: 1000)
                let whole = (room - 24) / 76
                #expect(outcome == FullOutcome(errno: .fileTooLarge, packets: whole, size: 24 + whole * 76))
            }
        }
    }

    @Test func `full disk inside a packet larger than the buffer`() async {
        await #expect(processExitsWith: .success) {
            for room in [24, 30, 5039, 5040, 5050, 5100, 10071] {
                let bytes = [UInt8](repeating: 7, count: 5000)
                let outcome = try fullDisk(room: room, bufferSize: 4096, packets: 3, bytes: bytes)
                let whole = (room - 24) / 5016
                #expect(outcome == FullOutcome(errno: .fileTooLarge, packets: whole, size: 24 + whole * 5016))
            }
        }
    }

    /// Standard output may go to the end of a file that holds something: that something stays.
    @Test func `appended output is cut at its own start`() async {
        await #expect(processExitsWith: .success) {
            try appendToALogThatCannotGrow()
        }
    }

    @Test func `a closed pipe`() throws {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [0, 0]
        _ = unsafe pipe(&ends)
        var writer = try SavefileWriter(
            file: Descriptor(owning: ends[1]), header: .init(linkType: .ethernet, snapshotLength: 100))
        Glibc.close(ends[0])
        try view(sixty) { try writer.write($0) }
        do throws(SavefileError) {
            try writer.flush()
            Issue.record("nothing failed")
        } catch {
            #expect(error == .cannotWrite(errno: .brokenPipe))
        }
        #expect(writer.packets == 0)
    }
}

struct FullOutcome: Equatable {
    var errno: Errno?
    var packets: Int
    var size: Int
}

/// Writes `packets` packets into a file that cannot grow over `room` bytes.
func fullDisk(
    room: Int, bufferSize: Int, packets: Int, bytes: [UInt8] = sixty,
    format: SavefileWriter.Format = .classic(.init(linkType: .ethernet, snapshotLength: 262_144))
) throws -> FullOutcome {
    let number = unsafe memfd_create("full", 0)
    let inspect = Descriptor(owning: dup(number))
    var writer = try SavefileWriter(file: Descriptor(owning: number), format: format, bufferSize: bufferSize)
    limitFileSizes(to: room)
    var failure: SavefileError?
    do throws(SavefileError) {
        for _ in 0..<packets where view(bytes, { writer.consume($0) }) == .stop { break }
        try writer.close()
    } catch {
        failure = error
    }
    #expect(failure == writer.failure)
    // After the failure nothing more is taken.
    #expect(view(bytes) { writer.consume($0) } == .stop)
    var status = stat()
    _ = unsafe fstat(inspect.rawValue, &status)
    return FullOutcome(errno: failure?.errno, packets: Int(writer.packets), size: Int(status.st_size))
}

func appendToALogThatCannotGrow() throws {
    let scratch = Scratch()
    let before = try Descriptor.open(scratch.file("log"), O_WRONLY | O_CREAT)
    try unsafe before.writeAll([UInt8](1...5).span.bytes)
    let file = try Descriptor.open(scratch.file("log"), O_WRONLY | O_APPEND)
    var writer = try SavefileWriter(file: file, header: .init(linkType: .ethernet, snapshotLength: 100))
    for _ in 0..<3 { try view(sixty) { try writer.write($0) } }
    limitFileSizes(to: 5 + 24 + 80)
    do throws(SavefileError) {
        try writer.flush()
        Issue.record("nothing failed")
    } catch {
        #expect(error == .cannotWrite(errno: .fileTooLarge))
    }
    #expect(try scratch.contents("log").count == 5 + 24 + 76)
}

/// No file of this process can grow over `limit` bytes any more.
func limitFileSizes(to limit: Int) {
    signal(SIGXFSZ, SIG_IGN)
    var limits = rlimit()
    _ = unsafe getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits)
    limits.rlim_cur = rlim_t(limit)
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits)
}
