import CLinux
import Glibc
import Syscalls
import SystemPackage

/// `-z`: a command runs on each file that is closed, beside the capture and with the lowest priority.
struct FileCommands {
    private var running: [(pid: pid_t, words: String)] = []
    /// The process that runs them; nil for this one.
    private let helper: FileHelper?
    /// Signals that this process ignores, and they do not.
    private let restored: [Int32]

    init(through helper: FileHelper? = nil, restoring signals: [Int32] = []) {
        self.helper = helper
        restored = signals
    }

    var areRunning: Bool { !running.isEmpty }

    /// Starts `command FILE`; the command is looked for along PATH. The child has no signal blocked or ignored by us.
    mutating func start(_ command: String, _ file: String) {
        if let helper {
            do throws(SystemError) { try helper.runCommand() } catch {
                Messages.say("-z: \(command) \(file): \(error.errno.words)")
            }
            return
        }
        reap()
        var pid: pid_t = 0
        let restored = restored
        // Linux keeps the priority for each thread: the child begins with that of the thread that starts it.
        let status = try? HelperThread.run {
            _ = setpriority(PRIO_PROCESS, 0, 19)
            return FileCommands.spawn([command, file], restored, &pid)
        }
        guard let status, status == 0 else {
            Messages.say("-z: \(command) \(file): \(Errno(rawValue: status ?? EAGAIN))")
            return
        }
        running.append((pid, "\(command) \(file)"))
    }

    private static func spawn(_ words: [String], _ restored: [Int32], _ pid: inout pid_t) -> Int32 {
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        var ours = sigset_t()
        unsafe sigemptyset(&ours)
        // SIGPIPE and SIGXFSZ are ignored here; INT, TERM and HUP have handlers while a savefile is read.
        unsafe sigaddset(&ours, SIGPIPE)
        unsafe sigaddset(&ours, SIGXFSZ)
        for number in restored { unsafe sigaddset(&ours, number) }
        unsafe posix_spawnattr_setsigdefault(&attributes, &ours)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var argv: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe $0.withSystemText { unsafe strdup($0) } }
        unsafe argv.append(nil)
        defer { unsafe argv.forEach { unsafe free($0) } }
        return unsafe posix_spawnp(&pid, words[0], nil, &attributes, argv, swiftcap_environment())
    }

    /// Until something is asked through the socket; what commands end with is said meanwhile.
    mutating func awaitRequest(_ socket: Int32) {
        while areRunning {
            var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            let ready = unsafe poll(&entry, 1, 100)
            reap()
            if ready != 0 { return }
        }
    }

    /// Collects those that have ended.
    mutating func reap() {
        running.removeAll { FileCommands.hasEnded($0.pid, $0.words, WNOHANG) }
    }

    /// Waits for all of them.
    mutating func awaitAll() {
        if let helper { try? helper.awaitCommands() }
        running.removeAll { FileCommands.hasEnded($0.pid, $0.words, 0) }
    }

    /// True when the child is gone; a failure is said.
    private static func hasEnded(_ pid: pid_t, _ words: String, _ flags: Int32) -> Bool {
        var status: Int32 = 0
        var result: pid_t
        repeat {
            result = unsafe waitpid(pid, &status, flags)
        } while result < 0 && errno == EINTR && !Abandonment.isDeclared
        if result == 0 { return false }
        if result < 0 { return true }
        // wait(2): the low seven bits are the signal, the next eight the exit status.
        let signal = status & 0x7F
        let exit = status >> 8 & 0xFF
        if signal != 0 {
            Messages.say("-z: \(words): killed by signal \(signal)")
        } else if exit != 0 {
            Messages.say("-z: \(words): exit status \(exit)")
        }
        return true
    }
}
