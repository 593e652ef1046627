import Glibc
import Synchronization

/// Giving up on writes that wait for a reader or a device that does not go on.
///
/// A write(2) that waits is interrupted by a signal whose handler does nothing; the thread that writes then looks here
/// and stops, with `ECANCELED`, instead of going on where it was.
///
/// Before that comes a first signal to stop: what has begun, a write, is finished however long it takes, but nothing
/// new is waited for, such as a reader for a pipe that is opened.
public enum Abandonment {
    private static let flag = Atomic<Bool>(false)
    private static let stop = Atomic<Bool>(false)
    /// Ignored by default, and of no use to a program without urgent data.
    private static let signal = SIGURG

    /// True once writing is given up.
    public static var isDeclared: Bool { flag.load(ordering: .relaxed) }

    /// True from the first signal to stop on that could not be obeyed at once.
    public static var isToldToStop: Bool { stop.load(ordering: .relaxed) }

    /// From now on interrupted writes are not taken up again, and `interrupt` can interrupt them. Safe in a handler.
    public static func declare() {
        noteStop()
        flag.store(true, ordering: .sequentiallyConsistent)
    }

    /// From now on an interrupted open(2) is not taken up again, and `interrupt` can interrupt it. Safe in a handler.
    public static func noteStop() {
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { _ in }
        unsafe sigaction(signal, &action, nil)
        stop.store(true, ordering: .sequentiallyConsistent)
    }

    /// Interrupts what a thread waits for. It may be about to wait: to be done again until it has stopped.
    public static func interrupt(_ thread: pthread_t) {
        pthread_kill(thread, signal)
    }

    /// Takes the signal out of a set of blocked ones.
    public static func unblock(in blocked: inout sigset_t) {
        unsafe sigdelset(&blocked, signal)
    }
}
