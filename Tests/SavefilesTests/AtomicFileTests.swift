import Foundation
import Glibc
import Packets
import Savefiles
import Syscalls
import SystemPackage
import Testing

@Suite struct AtomicFileTests {
    let scratch = Scratch()

    func write(_ text: String, _ name: String) throws {
        try unsafe AtomicFile.write(Array(text.utf8).span.bytes, to: scratch.file(name))
    }

    func read(_ name: String) throws -> String { String(decoding: try scratch.contents(name), as: UTF8.self) }

    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted() }

    @Test func `new and over`() throws {
        try write("one", "a.json")
        #expect(try read("a.json") == "one")
        _ = unsafe chmod(scratch.file("a.json"), 0o640)
        try write("two", "a.json")
        #expect(try read("a.json") == "two")
        var status = stat()
        _ = unsafe stat(scratch.file("a.json"), &status)
        #expect(status.st_mode & 0o777 == 0o640)
        #expect(try names() == ["a.json"])
    }

    @Test func `a link stays a link`() throws {
        try write("old", "real")
        _ = unsafe symlink("real", scratch.file("link"))
        try write("new", "link")
        #expect(try read("real") == "new")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: scratch.file("link")) == "real")
    }

    @Test func `no such directory`() throws {
        #expect(throws: SystemError.self) { try write("x", "nosuch/a.json") }
    }

    /// The file system takes only half of it: the old file is there, and nothing else.
    @Test func `a full disk`() async {
        await #expect(processExitsWith: .success) {
            try writeBeyondTheLimit()
        }
    }

    @Test func `devices are written to not replaced`() throws {
        try unsafe AtomicFile.write([UInt8](1...5).span.bytes, to: "/dev/null")
        var status = stat()
        _ = unsafe stat("/dev/null", &status)
        #expect(status.st_mode & S_IFMT == S_IFCHR)
    }
}

func writeBeyondTheLimit() throws {
    let suite = AtomicFileTests()
    try suite.write("old", "a.json")
    limitFileSizes(to: 1000)
    do throws(SystemError) {
        try unsafe AtomicFile.write([UInt8](repeating: 1, count: 2000).span.bytes, to: suite.scratch.file("a.json"))
        Issue.record("nothing failed")
    } catch {
        #expect(error.errno == .fileTooLarge)
        #expect(error.subject == suite.scratch.file("a.json"))
    }
    let kept = try suite.read("a.json")
    let names = try suite.names()
    #expect(kept == "old" && names == ["a.json"])
}
