import Glibc
import SystemPackage

/// A thread that runs until its body returns, with all signals blocked: they belong to the thread that waits for them.
/// It is joined or detached once.
@safe
public final class WorkThread {
    private final class Job {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    private var thread = pthread_t()
    private var isJoined = false

    /// Starts `body`. What it uses from then on is its own, or guarded, until `join` returns.
    ///
    /// - Parameter isInterruptible: a write that does not go on may be given up (`Abandonment`).
    public init(isInterruptible: Bool = false, _ body: @escaping () -> Void) throws(SystemError) {
        var all = sigset_t()
        var old = sigset_t()
        unsafe sigfillset(&all)
        // A call that the process's filter refuses (SystemCallFilter): where it is blocked the kernel ends the process instead.
        unsafe sigdelset(&all, SIGSYS)
        if isInterruptible { Abandonment.unblock(in: &all) }
        unsafe pthread_sigmask(SIG_SETMASK, &all, &old)
        let job = unsafe Unmanaged.passRetained(Job(body))
        let status = unsafe pthread_create(
            &thread, nil,
            { raw in
                if let raw = unsafe raw { unsafe Unmanaged<Job>.fromOpaque(raw).takeRetainedValue().body() }
                return nil
            }, job.toOpaque())
        unsafe pthread_sigmask(SIG_SETMASK, &old, nil)
        if status != 0 {
            unsafe job.release()
            throw SystemError("pthread_create", Errno(rawValue: status))
        }
    }

    /// Gives up a system call that it waits in, if it is interruptible.
    public func interrupt() { Abandonment.interrupt(thread) }

    /// Lets it run for as long as the process does.
    public func detach() {
        if isJoined { return }
        isJoined = true
        pthread_detach(thread)
    }

    /// Waits for its end.
    public func join() {
        if isJoined { return }
        isJoined = true
        pthread_join(thread, nil)
    }
}
