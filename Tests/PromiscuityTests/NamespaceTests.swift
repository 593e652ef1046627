import Glibc
import Syscalls
import Testing

/// What the live tests stand on.
@Suite(.enabled(if: Namespace.isAvailable, "needs to make network namespaces: \(Namespace.obstacle ?? "")"))
struct NamespaceTests {
    private func place() throws -> [UInt64] {
        try ["ns/net", "ns/mnt", "cwd", "root"].map { try FileStatus.inode(of: "/proc/thread-self/\($0)") }
    }

    @Test func `what fails inside is known as this test's`() throws {
        let before = try place()
        let name = Test.current?.name
        #expect(name != nil)
        try Namespace.run {
            #expect(Test.current?.name == name)
            let inside = try place()
            #expect(inside[0] != before[0] && inside[1] != before[1])
            let other = try NamespaceHandle.new()
            try other.run {
                #expect(Test.current?.name == name)
                let there = try place()
                #expect(there[0] != inside[0] && there[1] == inside[1])
            }
            #expect(try place() == inside)
        }
        #expect(try place() == before)
    }

    @Test func `the thread comes back from a failure`() throws {
        let before = try place()
        #expect(throws: Namespace.Failure.self) {
            try Namespace.run { throw Namespace.Failure(description: "on purpose") }
        }
        #expect(try place() == before)
    }
}
