import CLinux
import Glibc
import Synchronization
import SystemPackage
import Testing

/// Live tests run in network namespaces of their own: on a thread that leaves its namespace, and that ends afterwards, so
/// that no other test ever runs on it.
enum Namespace {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Why live tests cannot run here; nil when they can. unshare(2) of a user namespace is refused to a process with
    /// threads, so it takes CAP_SYS_ADMIN: root, or `unshare -Urn` around the whole run.
    static let obstacle: String? = {
        do {
            try run {}
            return nil
        } catch { return "\(error)" }
    }()

    static var isAvailable: Bool { obstacle == nil }

    /// Runs `body` in a new network namespace with its own /sys.
    static func run(_ body: @escaping @Sendable () throws -> Void) throws {
        try onThread {
            guard unshare(CLONE_NEWNET | CLONE_NEWNS) == 0 else {
                throw Failure(description: "unshare of a network namespace: \(Errno(rawValue: errno))")
            }
            _ = unsafe mount(nil, "/", nil, UInt(MS_REC) | UInt(MS_PRIVATE), nil)
            _ = unsafe mount("sysfs", "/sys", "sysfs", 0, nil)
            try body()
        }
    }

    private final class Job: Sendable {
        let body: @Sendable () throws -> Void
        let error = Mutex<(any Error)?>(nil)
        init(_ body: @escaping @Sendable () throws -> Void) { self.body = body }
    }

    /// Runs `body` on a thread of its own and waits for it.
    static func onThread(_ body: @escaping @Sendable () throws -> Void) throws {
        let job = Job(body)
        pthread_join(try start(job), nil)
        if let error = job.error.withLock({ $0 }) { throw error }
    }

    /// Starts `body` on a thread of its own, which begins in the caller's namespace, and does not wait.
    static func detach(_ body: @escaping @Sendable () throws -> Void) throws {
        pthread_detach(try start(Job(body)))
    }

    private static func start(_ job: Job) throws -> pthread_t {
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(job).toOpaque()
        let result = unsafe pthread_create(
            &thread, nil,
            { raw in
                guard let raw = unsafe raw else { return nil }
                let job = unsafe Unmanaged<Job>.fromOpaque(raw).takeRetainedValue()
                do { try job.body() } catch { job.error.withLock { $0 = error } }
                return nil
            }, context)
        guard result == 0 else { throw Failure(description: "pthread_create: \(result)") }
        return thread
    }
}
