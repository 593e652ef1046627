import Glibc
import Syscalls
import Testing

/// Files by descriptor: what comes back of each call, and what is said when it fails.
@Suite struct DescriptorTests {
    private static func pipe() throws -> [Int32] {
        var ends: [Int32] = [-1, -1]
        try checked("pipe2") { unsafe pipe2(&ends, O_CLOEXEC) }
        return ends
    }

    @Test(arguments: [0, 1, 4095, 4096, 4097, 10_000]) func `contents and limits`(length: Int) throws {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
        let file = Descriptor(owning: unsafe memfd_create("contents", UInt32(MFD_CLOEXEC)))
        try unsafe file.writeAll(bytes.span.bytes)
        let path = "/proc/self/fd/\(file.rawValue)"
        #expect(try Descriptor.contents(of: path) == bytes)
        for limit in [0, 1, 4096, 5000] {
            #expect(try Descriptor.contents(of: path, limit: limit) == Array(bytes.prefix(limit)))
        }
        #expect(try Descriptor.head(of: path, 100) == Array(bytes.prefix(100)))
        try file.empty()
        #expect(try Descriptor.contents(of: path).isEmpty)
    }

    @Test func `what is not there`() {
        let missing = SystemError("open", .noSuchFileOrDirectory, "/nowhere/at/all")
        #expect(missing.description == "open /nowhere/at/all: No such file or directory")
        #expect(throws: missing) { try Descriptor.contents(of: "/nowhere/at/all") }
        #expect(throws: SystemError("read", .isDirectory, "/")) { try Descriptor.contents(of: "/") }
        #expect(throws: SystemError("read", .isDirectory, "/")) { try Descriptor.head(of: "/", 10) }
        #expect(SystemError("ftruncate", .badFileDescriptor).description == "ftruncate: Bad file descriptor")
    }

    /// More than a pipe holds, taken out in pieces by another thread.
    @Test func `writing past a pipe's room`() throws {
        let ends = try Self.pipe()
        let reading = Descriptor(owning: ends[0])
        let writing = Descriptor(owning: ends[1])
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let number = writing.rawValue
        let writer = try WorkThread { try? unsafe Descriptor.writeAll(bytes.span.bytes, to: number) }
        var read: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 8192)
        while read.count < bytes.count {
            let count = try unsafe room.withUnsafeMutableBytes { unsafe try reading.read(into: $0) }
            if count == 0 { break }
            read += room.prefix(count)
        }
        writer.join()
        #expect(read == bytes)
    }

    @Test func `a reader that has gone`() throws {
        ignoreBrokenPipes()
        let ends = try Self.pipe()
        let writing = Descriptor(owning: ends[1])
        try Descriptor(owning: ends[0]).close()
        let bytes: [UInt8] = [1]
        #expect(throws: SystemError("write", .brokenPipe)) {
            try unsafe Descriptor.writeAll(bytes.span.bytes, to: writing.rawValue)
        }
    }

    @Test func `status of files`() throws {
        let ends = try Self.pipe()
        let reading = Descriptor(owning: ends[0])
        let writing = Descriptor(owning: ends[1])
        #expect(!FileStatus.isRegular(reading.rawValue) && !FileStatus.isRegular(writing.rawValue))
        #expect(FileStatus.status(of: "/nowhere/at/all") == nil)
        #expect(throws: SystemError("stat", .noSuchFileOrDirectory, "/nowhere")) {
            try FileStatus.inode(of: "/nowhere")
        }
        let own = try FileStatus.inode(of: "/proc/self/ns/net")
        #expect(try FileStatus.namespaceInode(of: "/proc/self/ns/net") == own)
        // Another type of namespace, and what is none.
        for path in ["/proc/self/ns/mnt", "/", "/dev/null", "/nowhere"] {
            #expect(try FileStatus.namespaceInode(of: path) == nil, "\(path)")
        }
    }

    @Test func events() throws {
        let event = try EventDescriptor()
        func isReadable() -> Bool {
            var waited = pollfd(fd: event.descriptor, events: Int16(POLLIN), revents: 0)
            return unsafe poll(&waited, 1, 0) == 1
        }
        #expect(!isReadable())
        for _ in 0..<3 { event.signal() }
        #expect(isReadable())
        event.clear()
        #expect(!isReadable())
        event.clear()
    }

    @Test func processors() throws {
        let allowed = try Processors.allowed()
        #expect(!allowed.isEmpty && allowed == allowed.sorted())
        // On a thread of its own: a mask stays with it.
        let status = try HelperThread.run {
            guard let first = allowed.first, (try? Processors.pin(to: [first])) != nil else { return 1 }
            return (try? Processors.allowed()) == [first] ? 0 : 2
        }
        #expect(status == 0)
        #expect(throws: SystemError("sched_setaffinity", .invalidArgument)) {
            try Processors.pin(to: [-1, Processors.highest + 1])
        }
    }

    @Test func accounts() {
        #expect(Account(named: "no such user here") == nil)
        #expect(Account(named: "root")?.userID == 0)
        #expect(UserDatabase.name(of: 0) == "root")
    }
}
