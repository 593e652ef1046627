import CLinux
import Glibc
import Syscalls
import SystemPackage

/// Starting this very program again.
public enum ChildProcess {
    /// How a process ended (wait(2)).
    public enum Ending: Equatable, Sendable {
        case exit(Int32)
        case signal(Int32)
    }

    /// posix_spawn(3) of /proc/self/exe. Signals start with their defaults and unblocked, whatever the caller blocks.
    ///
    /// - Parameter input: the child's standard input; `output` and `errors` are the caller's own when nil.
    public static func start(
        _ arguments: [String], input: Int32, output: Int32? = nil, errors: Int32? = nil
    ) throws(SystemError) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        if let output { unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) }
        if let errors { unsafe posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO) }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var set = sigset_t()
        unsafe sigemptyset(&set)
        unsafe posix_spawnattr_setsigmask(&attributes, &set)
        unsafe sigfillset(&set)
        unsafe posix_spawnattr_setsigdefault(&attributes, &set)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        let words = unsafe (["swiftcap"] + arguments).map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        var pid: pid_t = 0
        let result = unsafe posix_spawn(&pid, "/proc/self/exe", &actions, &attributes, words, swiftcap_environment())
        if result != 0 { throw SystemError("posix_spawn", Errno(rawValue: result), "/proc/self/exe") }
        return pid
    }

    /// A pipe whose ends other programs do not inherit.
    public static func pipe() throws(SystemError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        try checked("pipe2") { unsafe pipe2(&ends, O_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// How it ended; nil while it runs.
    public static func ending(of pid: pid_t, wait: Bool) throws(SystemError) -> Ending? {
        var status: Int32 = 0
        let result = try checked("waitpid") { unsafe waitpid(pid, &status, wait ? 0 : WNOHANG) }
        if result == 0 { return nil }
        return status & 0x7F == 0 ? .exit(status >> 8 & 0xFF) : .signal(status & 0x7F)
    }

    /// Starts `arguments` as a process that dies with this one and waits for its end. Signals that ask this process to
    /// end go on to the child as `forwarded`; the child's end is waited for all the same.
    ///
    /// - Returns: how it ended, and the first signal that came.
    public static func runDependent(
        _ arguments: [String], forwarded: Int32
    ) throws(SystemError) -> (Ending, interruption: Int32?) {
        // The process that starts us may ignore it; then children would vanish without telling how they ended.
        signal(SIGCHLD, SIG_DFL)
        let asked = [SIGINT, SIGTERM, SIGHUP, SIGQUIT].filter { !SignalDescriptor.isIgnored($0) }
        let signals = try SignalDescriptor(asked + [SIGCHLD])
        let lifeline = try pipe()
        let writer = Descriptor(owning: lifeline.write)
        let reader = Descriptor(owning: lifeline.read)
        let pid = try start(arguments, input: reader.rawValue)
        try reader.close()
        var interruption: Int32?
        while true {
            if let ending = try ending(of: pid, wait: false) {
                try writer.close()
                if interruption == nil { signals.unblockAll() }
                return (ending, interruption)
            }
            var waiting = pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)
            _ = unsafe poll(&waiting, 1, -1)
            while let signal = try signals.next() {
                if signal == SIGCHLD { continue }
                interruption = interruption ?? signal
                kill(pid, forwarded)
            }
        }
    }
}
