import Glibc

/// What the operating system says of a finished child (wait4(2)).
struct Usage {
    var wall = 0.0
    /// User and system seconds.
    var cpu = 0.0
    /// Largest resident size in KiB. Not below this program's own, which the kernel carries over an exec(2).
    var peak = 0
    var status: Int32 = 0
}

struct BenchError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// A program under measurement. Its output goes to files or to /dev/null, never to this program.
final class Child {
    let pid: pid_t
    let words: [String]
    private let started = Child.now()
    private var finished = false

    /// Starts `words`; `cpu` pins it to a processor where there are two or more. An end of a pipe, if one is given,
    /// takes the place of the input or the output.
    init(
        _ words: [String], input: String = "/dev/null", output: String = "/dev/null", errors: String = "/dev/null",
        reading: Int32? = nil, writing: Int32? = nil, cpu: Int? = nil, environment: [String: String] = [:]
    ) throws {
        let pinned = if let cpu, Child.processors > 1 { ["taskset", "-c", "\(cpu)"] + words } else { words }
        self.words = words
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        let create = O_WRONLY | O_CREAT | O_TRUNC
        unsafe posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, output, create, 0o644)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, errors, create, 0o644)
        if let reading { unsafe posix_spawn_file_actions_adddup2(&actions, reading, 0) }
        if let writing { unsafe posix_spawn_file_actions_adddup2(&actions, writing, 1) }
        var settings = ["LC_ALL": "C", "PATH": Child.variable("PATH") ?? "/usr/sbin:/usr/bin:/sbin:/bin"]
        settings["HOME"] = Child.variable("HOME")
        settings["TZ"] = environment["TZ"] == "unset" ? nil : "UTC"
        for (name, value) in environment where name != "TZ" { settings[name] = value }
        let arguments = unsafe pinned.map { unsafe strdup($0) } + [nil]
        let variables = unsafe settings.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer { unsafe (arguments + variables).forEach { unsafe free($0) } }
        var number: pid_t = 0
        let result = unsafe posix_spawnp(&number, pinned[0], &actions, nil, arguments, variables)
        guard result == 0 else { throw BenchError("\(pinned[0]) cannot be started") }
        pid = number
    }

    deinit { if !finished { kill(pid, SIGKILL) } }

    func signal(_ number: Int32) { kill(pid, number) }

    /// Waits for the end and takes the account.
    func wait() -> Usage {
        var status: Int32 = 0
        var account = rusage()
        while unsafe wait4(pid, &status, 0, &account) < 0 && errno == EINTR {}
        finished = true
        return Usage(
            wall: Child.now() - started, cpu: Child.seconds(account.ru_utime) + Child.seconds(account.ru_stime),
            peak: account.ru_maxrss, status: status)
    }

    /// Waits until `path` holds one of `texts`; false when the child ended or five seconds went by.
    func awaitText(_ texts: [String], in path: String) -> Bool {
        let deadline = Child.now() + 20
        while Child.now() < deadline {
            let said = Files.text(path)
            if texts.contains(where: { said.contains($0) }) { return true }
            if kill(pid, 0) != 0 { return false }
            usleep(2000)
        }
        return false
    }

    /// User and system seconds so far (/proc/PID/schedstat gives nanoseconds; /proc/PID/stat only ticks).
    var cpuSoFar: Double {
        var total = 0.0
        for task in Files.list("/proc/\(pid)/task") {
            let fields = Files.text("/proc/\(pid)/task/\(task)/schedstat").split(separator: " ")
            total += (fields.first.flatMap { Double($0) } ?? 0) / 1e9
        }
        return total
    }

    static func now() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    static let processors = sysconf(Int32(_SC_NPROCESSORS_ONLN))

    static func variable(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    /// Runs to the end; throws when it fails.
    @discardableResult
    static func run(
        _ words: [String], input: String = "/dev/null", output: String = "/dev/null", errors: String = "/dev/null",
        cpu: Int? = nil, environment: [String: String] = [:], mayFail: Bool = false
    ) throws -> Usage {
        let child = try Child(
            words, input: input, output: output, errors: errors, cpu: cpu, environment: environment)
        let usage = child.wait()
        if usage.status != 0 && !mayFail {
            throw BenchError("\(words.joined(separator: " ")): status \(usage.status)")
        }
        return usage
    }
}
