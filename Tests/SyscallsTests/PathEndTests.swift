import Glibc
import Syscalls
import TestSupport
import Testing

/// Where a path ends, without following its last name where that is not allowed.
@Suite struct PathEndTests {
    private let scratch = Scratch("path-end")

    /// The kind in a word.
    private func kind(_ path: String, _ rule: PathEnd.Links = .ofCallerOrFolder) throws -> String {
        let end = try PathEnd.find(path, following: rule)
        switch end.kind {
        case .missing: return "missing \(end.name)"
        case .existing(let status):
            return (status.st_mode & S_IFMT == S_IFDIR ? "folder " : "existing ") + end.name
        case .descriptor(let number): return "descriptor \(number)"
        case .passage: return "passage"
        }
    }

    @Test func `names, folders and what is missing`() throws {
        try Descriptor.open(scratch.file("there"), O_WRONLY | O_CREAT).close()
        #expect(try kind(scratch.file("there")) == "existing there")
        #expect(try kind(scratch.file("not")) == "missing not")
        #expect(try kind(scratch.file("./there")) == "existing there")
        #expect(throws: SystemError.self) { try kind("") }
        #expect(throws: SystemError.self) { try kind(scratch.file("not/there")) }
        #expect(throws: SystemError.self) { try kind(scratch.file("there/below")) }
    }

    @Test func `links of the caller are followed, circles end`() throws {
        try Descriptor.open(scratch.file("there"), O_WRONLY | O_CREAT).close()
        for (target, name) in [("there", "link"), ("nothing", "dangling"), ("one", "two"), ("two", "one")] {
            #expect(unsafe symlink(target, scratch.file(name)) == 0)
        }
        #expect(try kind(scratch.file("link")) == "existing there")
        #expect(try kind(scratch.file("dangling")) == "missing nothing")
        #expect(throws: SystemError.self) { try kind(scratch.file("one")) }
    }

    @Test func `descriptors of this process`() throws {
        let file = try Descriptor.open(scratch.file("open"), O_RDWR | O_CREAT)
        #expect(try kind("/dev/fd/\(file.rawValue)") == "descriptor \(file.rawValue)")
        #expect(try kind("/proc/self/fd/\(file.rawValue)") == "descriptor \(file.rawValue)")
    }
}
