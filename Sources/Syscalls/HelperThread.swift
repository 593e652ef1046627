import CLinux
import Glibc
import SystemPackage

/// A thread for work after which a thread is of no use for anything else, such as setns(2): it is made for one piece of
/// work, and ends with it, so it never comes back to a pool.
public enum HelperThread {
    private final class Job {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    /// Runs `body` on a new thread and waits for its end: nothing runs at the same time, so `body` may use whatever the
    /// caller may.
    public static func run<T>(_ body: () -> T) throws(SystemError) -> T {
        var result: T?
        var failure: Int32 = 0
        withoutActuallyEscaping({ result = body() }) { escaping in
            let job = unsafe Unmanaged.passRetained(Job(escaping))
            var thread = pthread_t()
            failure = unsafe pthread_create(
                &thread, nil,
                { raw in
                    if let raw = unsafe raw { unsafe Unmanaged<Job>.fromOpaque(raw).takeUnretainedValue().body() }
                    return nil
                }, job.toOpaque())
            if failure == 0 { pthread_join(thread, nil) }
            unsafe job.release()
        }
        guard let result else { throw SystemError("pthread_create", Errno(rawValue: failure)) }
        return result
    }
}
