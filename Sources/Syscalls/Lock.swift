import Glibc

/// A mutex with a condition to wait for (pthread_cond_wait(3)), on the monotonic clock.
@safe
public final class Lock: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>

    public init() {
        unsafe mutex = .allocate(capacity: 1)
        unsafe changed = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(changed, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(changed)
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
        unsafe changed.deallocate()
    }

    public func locked<R>(_ body: () -> R) -> R {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body()
    }

    /// Only with the lock held, like the others below: gives it up until a thread calls `wakeAll`.
    public func wait() {
        unsafe pthread_cond_wait(changed, mutex)
    }

    /// The same for so many nanoseconds at most.
    public func wait(atMost nanoseconds: Int64) {
        let end = Clock.monotonic() &+ nanoseconds
        var deadline = timespec(tv_sec: Int(end / 1_000_000_000), tv_nsec: Int(end % 1_000_000_000))
        unsafe pthread_cond_timedwait(changed, mutex, &deadline)
    }

    public func wakeAll() {
        unsafe pthread_cond_broadcast(changed)
    }
}
