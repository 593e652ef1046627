import CLinux
import Glibc
import Synchronization
import Syscalls
import TestSupport

/// The process that starts all others (`WirePeer launch`). It is the only child that the test runner ever has, and
/// ends, with everything that it started, when the runner is gone.
enum Launcher {
    private static let requests = Mutex<Int32?>(nil)

    /// Asks for the process that `prefix`.cmd describes.
    static func start(_ prefix: String) throws {
        let bytes = Array((prefix + "\n").utf8)
        try requests.withLock { pipe in
            if pipe == nil { pipe = try launch() }
            try unsafe Descriptor.writeAll(bytes.span.bytes, to: pipe ?? -1)
        }
    }

    /// The writing end of the launcher's input.
    private static func launch() throws -> Int32 {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe2(&ends, O_CLOEXEC) == 0 else { throw LiveFailure("pipe2: \(lastErrno())") }
        defer { _ = Glibc.close(ends[0]) }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        unsafe posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        let arguments = unsafe [strdup(Tools.peer), strdup("launch"), nil]
        let settings = unsafe Tools.environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer { unsafe (arguments + settings).forEach { unsafe free($0) } }
        var pid: pid_t = 0
        let result = unsafe posix_spawn(&pid, Tools.peer, &actions, nil, arguments, settings)
        errno = result
        guard result == 0 else { throw LiveFailure("\(Tools.peer) cannot be started: \(lastErrno())") }
        return ends[1]
    }

    /// The number in a file once it is there; nil when it does not come.
    static func number(_ path: String, seconds: Double) throws -> Int32? {
        let deadline = Clock.now() + seconds * Sanitizers.slowness
        while Clock.now() < deadline {
            if let number = readNumber(path) { return number }
            usleep(500)
        }
        return nil
    }

    static func readNumber(_ path: String) -> Int32? {
        guard unsafe access(path, F_OK) == 0, let bytes = try? Descriptor.contents(of: path) else { return nil }
        return Int32(String(decoding: bytes, as: UTF8.self).filter { $0 != "\n" })
    }
}
