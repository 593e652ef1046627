import CLinux
import Glibc
import Syscalls
import TestSupport
import Testing

/// The real kernel, on threads of their own: there is no way back from what they enter. A filter of system calls holds for all
/// threads: Tests/LiveTests has it in the program.
@Suite struct ConfinementTests {
    /// On a thread that does nothing else.
    private func attempt(_ body: () throws -> Bool) throws -> Bool {
        try HelperThread.run { (try? body()) == true }
    }

    private func error(of call: () -> Int32) -> Int32 { call() >= 0 ? 0 : errno }

    @Test(.enabled(if: Landlock.version > 0, "could not run because this kernel has no Landlock"))
    func `what has no rule cannot be opened, and what has one only as it says`() throws {
        let folder = try TemporaryFolder.make("landlock")
        defer { TemporaryFolder.remove(folder) }
        let (readable, writable) = (folder + "/readable", folder + "/writable")
        for path in [readable, writable] {
            unsafe mkdir(path, 0o755)
            try Descriptor.open(path + "/file", O_WRONLY | O_CREAT).close()
        }
        let result = try attempt {
            try Capabilities.forbidNew()
            guard let rules = try Landlock() else { return false }
            try rules.allow(.read, beneath: readable)
            try rules.allow(.keepFiles, beneath: writable)
            try rules.allow(.read, beneath: folder + "/not there")
            try rules.enter()
            let tries: [(String, Int32, Int32)] = [
                (readable + "/file", O_RDONLY, 0), (readable + "/file", O_WRONLY, EACCES),
                (readable + "/new", O_WRONLY | O_CREAT, EACCES), (writable + "/file", O_RDWR | O_TRUNC, 0),
                (writable + "/new", O_WRONLY | O_CREAT, 0), (folder + "/new", O_WRONLY | O_CREAT, EACCES),
                ("/etc/passwd", O_RDONLY, EACCES), ("/", O_RDONLY | O_DIRECTORY, EACCES),
            ]
            for (path, flags, expected) in tries {
                if error(of: { unsafe open(path, flags, 0o600) }) != expected { return false }
            }
            return unsafe unlink(writable + "/new") == 0
        }
        #expect(result)
    }

    @Test func `capabilities that are given up are gone, and do not come back`() throws {
        let result = try attempt {
            try Capabilities.forbidNew()
            Capabilities.bound([])
            try Capabilities.keep([])
            return Capabilities.held.isEmpty && Capabilities.held.names.isEmpty
        }
        #expect(result)
    }
}
