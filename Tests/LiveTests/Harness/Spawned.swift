import CLinux
import Glibc
import Syscalls

/// A child process whose output goes to files, so that no pipe fills up and nobody has to read along. Every
/// wait has an end: a hang is a failure that shows what the process said so far.
final class Spawned {
    /// How a process ended.
    enum Ending: Equatable, CustomStringConvertible {
        case exit(Int32)
        case signal(Int32)

        var description: String {
            switch self {
            case .exit(let status): "exit status \(status)"
            case .signal(let number): "killed by signal \(number)"
            }
        }
    }

    let words: [String]
    let pid: pid_t
    private let outputPath: String
    private let errorPath: String
    private let input: Int32
    private(set) var ending: Ending?

    /// Starts `words` with a fresh pipe as standard input and its output in `prefix`.out and .err.
    init(_ words: [String], prefix: String, environment: [String: String] = [:]) throws {
        self.words = words
        outputPath = prefix + ".out"
        errorPath = prefix + ".err"
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe2(&ends, O_CLOEXEC) == 0 else { throw LiveFailure("pipe2: \(lastErrno())") }
        input = ends[1]
        defer { _ = Glibc.close(ends[0]) }
        pid = try Spawned.launch(words, stdin: ends[0], outputPath, errorPath, environment)
    }

    private static func launch(
        _ words: [String], stdin: Int32, _ out: String, _ err: String, _ environment: [String: String]
    ) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, stdin, 0)
        let mode = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND
        unsafe posix_spawn_file_actions_addopen(&actions, 1, out, mode, 0o644)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, err, mode, 0o644)
        // Other tests run beside these ones in the same process: none of their sockets may live on in a child.
        unsafe posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        // The test runner ignores or blocks signals as it likes; its children start with the defaults.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

        var values = Tools.environment
        values.merge(environment) { $1 }
        let arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        let settings = unsafe values.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            unsafe (arguments + settings).forEach { unsafe free($0) }
        }
        var pid: pid_t = 0
        let result = unsafe posix_spawnp(&pid, words[0], &actions, &attributes, arguments, settings)
        errno = result
        guard result == 0 else { throw LiveFailure("\(words[0]) cannot be started: \(lastErrno())") }
        return pid
    }

    deinit {
        end()
        _ = Glibc.close(input)
    }

    /// What it has written so far.
    var output: [UInt8] { (try? Descriptor.contents(of: outputPath, limit: 1 << 28)) ?? [] }
    var text: String { String(decoding: output, as: UTF8.self) }
    var errors: String {
        String(decoding: (try? Descriptor.contents(of: errorPath, limit: 1 << 28)) ?? [], as: UTF8.self)
    }

    /// One line on its standard input.
    func say(_ line: String) throws {
        let bytes = Array((line + "\n").utf8)
        try unsafe Descriptor.writeAll(bytes.span.bytes, to: input)
    }

    func signal(_ number: Int32) {
        if ending == nil { kill(pid, number) }
    }

    /// True while it runs; notes how it ended.
    var isRunning: Bool {
        guard ending == nil else { return false }
        var status: Int32 = 0
        guard unsafe waitpid(pid, &status, WNOHANG) == pid else { return true }
        // wait(2): the low seven bits are the signal, the next eight the exit status.
        ending = status & 0x7f == 0 ? .exit(status >> 8 & 0xff) : .signal(status & 0x7f)
        return false
    }

    /// Waits for the end. After `seconds` it is killed, and that is a failure.
    @discardableResult
    func wait(seconds: Double = 30) throws -> Ending {
        try awaiting("its end", seconds: seconds, evenAfterEnd: true) { !isRunning }
        guard let ending else { throw LiveFailure("unreachable") }
        return ending
    }

    /// Polls `condition`; a process that ends first fails the wait unless `evenAfterEnd`.
    func awaiting(
        _ what: String, seconds: Double = 20, evenAfterEnd: Bool = false, _ condition: () throws -> Bool
    ) throws {
        let deadline = Clock.now() + seconds
        while true {
            let running = isRunning
            if try condition() { return }
            if !running && !evenAfterEnd { throw failure("ended before \(what)") }
            if Clock.now() > deadline {
                let failure = failure("waited \(seconds) s in vain for \(what)")
                end()
                throw failure
            }
            usleep(3000)
        }
    }

    /// Waits until standard error (or output) holds `text`.
    func awaitText(_ text: String, inOutput: Bool = false, seconds: Double = 20) throws {
        try awaiting("\"\(text)\"", seconds: seconds) { (inOutput ? self.text : errors).contains(text) }
    }

    /// Waits until its output has not grown for `quiet` seconds.
    func awaitQuiet(_ quiet: Double = 0.4, seconds: Double = 20) throws {
        var size = -1
        var since = Clock.now()
        try awaiting("silence", seconds: seconds) {
            if output.count != size { (size, since) = (output.count, Clock.now()) }
            return Clock.now() - since > quiet
        }
    }

    /// Ends it without asking.
    func end() {
        guard isRunning else { return }
        kill(pid, SIGKILL)
        var status: Int32 = 0
        if unsafe waitpid(pid, &status, 0) == pid { ending = .signal(SIGKILL) }
    }

    private func failure(_ what: String) -> LiveFailure {
        LiveFailure(
            """
            \(words.joined(separator: " ")): \(what)\(ending.map { " (\($0))" } ?? "")
            --- standard output
            \(text.suffix(4000))
            --- standard error
            \(errors.suffix(4000))
            """)
    }
}

/// Why a live test stopped, with what the processes said.
struct LiveFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

enum Clock {
    /// Seconds since some fixed moment.
    static func now() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Gives a polling process its time. Only where nothing can be seen from outside before it ends.
    static func pause(_ seconds: Double) { usleep(UInt32(seconds * 1e6)) }
}
