import CLinux
import Glibc
import Syscalls
import TestSupport

/// A child process whose output goes to files, so that no pipe fills up and no test has to read along. Every
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
    private let prefix: String
    private let input: Int32
    private(set) var ending: Ending?

    /// Starts `words` with a fresh pipe as standard input and its output in `prefix`.out and .err. The launcher does
    /// it, so that no child ever has a copy of this process's descriptors.
    init(_ words: [String], prefix: String, environment: [String: String] = [:]) throws {
        self.words = words
        self.prefix = prefix
        guard unsafe mkfifo(prefix + ".in", 0o600) == 0 else {
            throw LiveFailure("mkfifo \(prefix).in: \(lastErrno())")
        }
        // Both ends are ours, so that opening does not wait; the program's input ends when this is closed.
        input = unsafe open(prefix + ".in", O_RDWR | O_CLOEXEC)
        var values = Tools.environment
        values.merge(environment) { $1 }
        let texts = words + [""] + values.map { "\($0.key)=\($0.value)" }
        let bytes = Array(texts.joined(separator: "\0").utf8)
        try unsafe Descriptor.open(prefix + ".cmd", O_WRONLY | O_CREAT | O_TRUNC).writeAll(bytes.span.bytes)
        try Launcher.start(prefix)
        guard let started = try Launcher.number(prefix + ".pid", seconds: 60), started > 0 else {
            throw LiveFailure("\(words[0]) cannot be started")
        }
        pid = started
    }

    deinit {
        end()
        _ = Glibc.close(input)
    }

    /// What it has written so far.
    var output: [UInt8] { (try? Descriptor.contents(of: prefix + ".out", limit: 1 << 28)) ?? [] }
    var errorOutput: [UInt8] { (try? Descriptor.contents(of: prefix + ".err", limit: 1 << 28)) ?? [] }
    var text: String { String(decoding: output, as: UTF8.self) }
    var errors: String {
        String(decoding: (try? Descriptor.contents(of: prefix + ".err", limit: 1 << 28)) ?? [], as: UTF8.self)
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
        guard let status = Launcher.readNumber(prefix + ".status") else { return true }
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
        let deadline = Clock.now() + seconds * Sanitizers.slowness
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
        let deadline = Clock.now() + 10
        while isRunning && Clock.now() < deadline { usleep(1000) }
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
