import CLinux
import Glibc
import Syscalls

/// `launch`: starts the tests' processes for them. A process that starts a child itself gives it, for the moment until
/// the child runs its program, a copy of every descriptor that it has; the test runner has packet sockets that other
/// tests are just counting, so it must not.
///
/// A line on standard input names a prefix. PREFIX.cmd holds the words and, after an empty one, the environment, each
/// ended by a NUL. The process reads PREFIX.in and writes PREFIX.out and PREFIX.err; PREFIX.pid and, in the end,
/// PREFIX.status (as wait(2) has it) tell about it. When the input ends every process is ended.
struct Launcher {
    private var running: [pid_t: String] = [:]
    private var rest: [UInt8] = []

    static func run() throws(PeerError) {
        var launcher = Launcher()
        let children: SignalDescriptor
        do throws(SystemError) { children = try SignalDescriptor([SIGCHLD]) } catch { throw PeerError("\(error)") }
        var waiting = [
            pollfd(fd: 0, events: Int16(POLLIN), revents: 0),
            pollfd(fd: children.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            _ = unsafe poll(&waiting, 2, -1)
            if waiting[1].revents != 0 {
                while (try? children.next()) != nil {}
                launcher.reap()
            }
            if waiting[0].revents != 0, try !launcher.readRequests() { break }
        }
        for pid in launcher.running.keys { kill(pid, SIGKILL) }
    }

    /// False at the end of the input.
    private mutating func readRequests() throws(PeerError) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 4096)
        let n = unsafe chunk.withUnsafeMutableBytes { unsafe read(0, $0.baseAddress, $0.count) }
        guard n > 0 else { return false }
        rest += chunk[0..<n]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let prefix = String(decoding: rest[0..<end], as: UTF8.self)
            rest.removeFirst(end + 1)
            try start(prefix)
        }
        return true
    }

    private mutating func start(_ prefix: String) throws(PeerError) {
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try Descriptor.contents(of: prefix + ".cmd") } catch {
            throw PeerError("\(error)")
        }
        let texts = bytes.split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard let gap = texts.firstIndex(of: ""), gap > 0 else { throw PeerError("\(prefix).cmd has no words") }
        let words = Array(texts[..<gap])
        let environment = texts[(gap + 1)...].filter { !$0.isEmpty }
        let pid = launch(words, environment, prefix)
        // A program that is not there ends as a shell would end.
        if pid <= 0 { note(prefix, "status", 127 << 8) } else { running[pid] = prefix }
        note(prefix, "pid", pid)
    }

    private func launch(_ words: [String], _ environment: [String], _ prefix: String) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        let mode = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND
        unsafe posix_spawn_file_actions_addopen(&actions, 0, prefix + ".in", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, prefix + ".out", mode, 0o644)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, prefix + ".err", mode, 0o644)
        unsafe posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        // The test runner ignores or blocks signals as it likes; the programs start with the defaults.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        let arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        let settings = unsafe environment.map { unsafe strdup($0) } + [nil]
        defer { unsafe (arguments + settings).forEach { unsafe free($0) } }
        // The program is looked for on the path that it is going to have.
        for setting in environment where setting.hasPrefix("PATH=") {
            unsafe setenv("PATH", String(setting.dropFirst(5)), 1)
        }
        var pid: pid_t = 0
        return unsafe posix_spawnp(&pid, words[0], &actions, &attributes, arguments, settings) == 0 ? pid : -1
    }

    private mutating func reap() {
        var status: Int32 = 0
        while true {
            let pid = unsafe waitpid(-1, &status, WNOHANG)
            guard pid > 0 else { return }
            if let prefix = running.removeValue(forKey: pid) { note(prefix, "status", status) }
        }
    }

    /// One number in a file that is there only when it is whole.
    private func note(_ prefix: String, _ kind: String, _ number: Int32) {
        let temporary = "\(prefix).\(kind).new"
        let bytes = Array("\(number)\n".utf8)
        guard let file = try? Descriptor.open(temporary, O_WRONLY | O_CREAT | O_TRUNC) else { return }
        try? unsafe file.writeAll(bytes.span.bytes)
        unsafe rename(temporary, "\(prefix).\(kind)")
    }
}
