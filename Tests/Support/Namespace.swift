import CLinux
import Glibc
import Synchronization
import Syscalls
import SystemPackage

/// Tests that call the library itself in a network namespace of their own. The test's own thread goes there and comes back, so
/// that what fails is known as this test's; the body is synchronous, and nothing else runs on the thread meanwhile. Tests of
/// programs have `Lab`, which starts them in a namespace.
public enum Namespace {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String

        public init(description: String) { self.description = description }
    }

    /// Why live tests cannot run here; nil when they can. unshare(2) of a user namespace is refused to a process with
    /// threads, so it takes CAP_SYS_ADMIN: root, or `unshare -Urn` around the whole run.
    public static let obstacle: String? = {
        do {
            try run {}
            return nil
        } catch { return "\(error)" }
    }()

    public static var isAvailable: Bool { obstacle == nil }

    /// Runs `body` in a new network namespace with its own /sys.
    public static func run(_ body: () throws -> Void) throws {
        let origin = Origin(
            network: try Descriptor.open("/proc/thread-self/ns/net", O_RDONLY),
            mounts: try Descriptor.open("/proc/thread-self/ns/mnt", O_RDONLY),
            root: try Descriptor.open("/", O_PATH | O_DIRECTORY),
            directory: try Descriptor.open(".", O_PATH | O_DIRECTORY))
        guard unshare(CLONE_NEWNET | CLONE_NEWNS) == 0 else {
            throw Failure(description: "unshare of a network namespace: \(Errno(rawValue: errno))")
        }
        defer { origin.comeBack() }
        _ = unsafe mount(nil, "/", nil, UInt(MS_REC) | UInt(MS_PRIVATE), nil)
        _ = unsafe mount("sysfs", "/sys", "sysfs", 0, nil)
        try body()
    }

    /// Runs `body` in the network namespace of an open descriptor.
    public static func run(in descriptor: Int32, _ body: () throws -> Void) throws {
        let network = try Descriptor.open("/proc/thread-self/ns/net", O_RDONLY)
        try checked("setns") { setns(descriptor, CLONE_NEWNET) }
        defer {
            if setns(network.rawValue, CLONE_NEWNET) != 0 { fatalError("no way back: \(Errno(rawValue: errno))") }
        }
        try body()
    }

    /// Where a thread stands: its namespaces, its root and its directory, which another mount namespace takes from it.
    private struct Origin: ~Copyable {
        let network: Descriptor
        let mounts: Descriptor
        let root: Descriptor
        let directory: Descriptor

        /// A thread that stays elsewhere would run other tests there. Threads that began inside share its directory: that
        /// is undone first, or setns(2) refuses.
        func comeBack() {
            let steps = [
                unshare(CLONE_FS), setns(network.rawValue, CLONE_NEWNET), setns(mounts.rawValue, CLONE_NEWNS),
                fchdir(root.rawValue),
                unsafe chroot("."), fchdir(directory.rawValue),
            ]
            if steps.contains(where: { $0 != 0 }) { fatalError("no way back: \(steps) \(Errno(rawValue: errno))") }
        }
    }

    private final class Job: Sendable {
        let body: @Sendable () throws -> Void
        let error = Mutex<(any Error)?>(nil)
        init(_ body: @escaping @Sendable () throws -> Void) { self.body = body }
    }

    /// Runs `body` on a thread of its own and waits for it.
    public static func onThread(_ body: @escaping @Sendable () throws -> Void) throws {
        let job = Job(body)
        pthread_join(try start(job), nil)
        if let error = job.error.withLock({ $0 }) { throw error }
    }

    /// Starts `body` on a thread of its own, which begins in the caller's namespace, and does not wait.
    public static func detach(_ body: @escaping @Sendable () throws -> Void) throws {
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
