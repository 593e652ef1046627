import Glibc
import Syscalls

/// SIGINT, SIGTERM and SIGHUP while a savefile is read: the input ends where it is, and everything else goes its
/// usual way, so that what is written is whole.
enum Interruption {
    nonisolated(unsafe) private static var signal: Int32 = 0
    nonisolated(unsafe) private static var nothing: Int32 = -1
    nonisolated(unsafe) private static var input: Int32 = -1
    /// Wakes a thread that waits for the input, when that is another one than the signal's (eventfd(2)).
    nonisolated(unsafe) private static var waker: Int32 = -1
    nonisolated(unsafe) private static var one: UInt64 = 1

    static var happened: Bool { unsafe signal != 0 }

    /// From now on a signal puts /dev/null in the place of the watched input: a read that waits, or the next one,
    /// finds the end of the file. dup2(2) and write(2) are safe in a handler.
    static func install() {
        unsafe nothing = Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { number in
            unsafe Interruption.signal = number
            if unsafe Interruption.input >= 0 { unsafe dup2(Interruption.nothing, Interruption.input) }
            if unsafe Interruption.waker >= 0 { _ = unsafe write(Interruption.waker, &Interruption.one, 8) }
        }
        for number in [SIGINT, SIGTERM, SIGHUP] where !SignalDescriptor.isIgnored(number) {
            unsafe sigaction(number, &action, nil)
        }
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
