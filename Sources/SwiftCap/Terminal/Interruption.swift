import Glibc
import Syscalls

/// SIGINT, SIGTERM and SIGHUP while a savefile is read: the input ends where it is, and everything else goes its
/// usual way, so that what is written is whole. Nothing new is waited for. The second one gives up what waits for a reader
/// or a device, and half a second later the process.
///
/// Before, while files are opened, a signal ends the process as it does without this.
enum Interruption {
    nonisolated(unsafe) private static var signal: Int32 = 0
    nonisolated(unsafe) private static var nothing: Int32 = -1
    nonisolated(unsafe) private static var input: Int32 = -1
    /// Wakes a thread that waits for the input, when that is another one than the signal's (eventfd(2)).
    nonisolated(unsafe) private static var waker: Int32 = -1
    nonisolated(unsafe) private static var one: UInt64 = 1
    /// When the first one came, and when one that is not its echo did.
    nonisolated(unsafe) private static var first: Int64 = 0
    nonisolated(unsafe) private static var again: Int64 = 0

    /// Two signals within this time are one: timeout(1) sends both to the process and to its group.
    private static let echo: Int64 = 50_000_000
    private static let lastResort: Int64 = 500_000_000

    static var happened: Bool { unsafe signal != 0 }

    /// Opens what `install` needs: later nothing may be opened any more.
    static func prepare() {
        unsafe nothing = Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
    }

    /// From now on a signal puts /dev/null in the place of the watched input: a read that waits, or the next one,
    /// finds the end of the file. All that the handlers call is safe in one (signal-safety(7)).
    static func install() {
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { _ in Interruption.tick() }
        unsafe sigaction(SIGALRM, &action, nil)
        unsafe action.__sigaction_handler.sa_handler = { number in Interruption.stop(number) }
        for number in [SIGINT, SIGTERM, SIGHUP] where !SignalDescriptor.isIgnored(number) {
            unsafe sigaction(number, &action, nil)
        }
    }

    nonisolated(unsafe) private static var isTriggered = false

    /// From now on SIGUSR2 is remembered: `--keep` writes what it has with the next packet.
    static func installTrigger() {
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { _ in unsafe Interruption.isTriggered = true }
        unsafe sigaction(SIGUSR2, &action, nil)
    }

    /// True once for a SIGUSR2 that came.
    static func takeTrigger() -> Bool {
        guard unsafe isTriggered else { return false }
        unsafe isTriggered = false
        return true
    }

    private static func stop(_ number: Int32) {
        let now = Clock.monotonic()
        if unsafe first == 0 {
            unsafe first = now
            Abandonment.noteStop()
            startClock()
        } else if unsafe again == 0 && now &- first > echo {
            unsafe again = now
            Abandonment.declare()
            say("swiftcap: told to stop again: what is not written yet is given up\n")
        }
        unsafe signal = number
        if unsafe input >= 0 { unsafe dup2(nothing, input) }
        if unsafe waker >= 0 { _ = unsafe write(waker, &one, 8) }
    }

    /// A signal may come just before the call that waits: so that call is interrupted again and again.
    private static func startClock() {
        let pace = timeval(tv_sec: 0, tv_usec: 100_000)
        var timer = itimerval(it_interval: pace, it_value: pace)
        unsafe setitimer(__itimer_which_t(0), &timer, nil)
    }

    private static func tick() {
        guard unsafe again != 0, Clock.monotonic() &- (unsafe again) > lastResort else { return }
        say("swiftcap: the end does not come\n")
        _exit(ExitStatus.failure)
    }

    /// Only where standard error takes it.
    private static func say(_ text: StaticString) {
        var entry = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        guard unsafe poll(&entry, 1, 0) > 0 else { return }
        _ = unsafe write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    }

    static func watch(_ descriptor: Int32, wake: Int32) {
        unsafe waker = wake
        unsafe input = descriptor
    }

    /// The same signals as something to wait for, in commands that run until they come.
    static func descriptor() throws(RunError) -> SignalDescriptor {
        let wanted = [SIGINT, SIGTERM, SIGHUP].filter { $0 != SIGHUP || !SignalDescriptor.isIgnored($0) }
        return try RunError.wrap { () throws(SystemError) in try SignalDescriptor(wanted) }
    }
}
