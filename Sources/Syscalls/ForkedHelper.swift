import CLinux
import Glibc
import SystemPackage

/// A process beside this one that goes on in the same program, for what this one gives up the right to. It is started while
/// there is one thread, knows what this process knew then, and shares nothing with it but a pair of sockets (socketpair(2),
/// SOCK_SEQPACKET: messages stay whole).
///
/// It ends when the other end of its sockets is closed, at the latest with this process, and it ignores the signals with which
/// a user ends a program at a terminal: it is there until its last answer is given.
public enum ForkedHelper {
    /// Starts it; our ends of its sockets.
    ///
    /// - Parameters:
    ///   - count: how many pairs of sockets.
    ///   - body: what it does, with its ends; the status that it ends with. All other descriptors but the standard ones are
    ///     closed there.
    public static func start(sockets count: Int = 1, _ body: ([Int32]) -> Int32) throws(SystemError) -> [Int32] {
        let (process, ends) = try launch(sockets: count, keeping: [], ignoring: true, body)
        RunningHelpers.add(process, sockets: ends)
        return ends
    }

    /// A process that a user's signals end as they end this one, and that is waited for (waitpid(2)).
    public struct Part: ~Copyable {
        public let process: pid_t
        /// Hangs up when the process ends.
        public let socket: Descriptor

        /// - Parameters:
        ///   - kept: a descriptor that it uses beside the standard ones.
        ///   - body: what it does; the status that it ends with.
        public init(keeping kept: Int32, _ body: () -> Int32) throws(SystemError) {
            let (process, ends) = try launch(sockets: 1, keeping: [kept], ignoring: false) { _ in body() }
            self.process = process
            socket = Descriptor(owning: ends[0])
        }
    }

    private static func launch(
        sockets count: Int, keeping kept: [Int32], ignoring: Bool, _ body: ([Int32]) -> Int32
    ) throws(SystemError) -> (process: pid_t, ends: [Int32]) {
        var near: [Int32] = []
        var far: [Int32] = []
        let kind = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue)
        for _ in 0..<count {
            var ends: [Int32] = [-1, -1]
            do throws(SystemError) {
                try checked("socketpair") { unsafe socketpair(AF_UNIX, kind, 0, &ends) }
            } catch {
                for each in near + far { _ = close(each) }
                throw error
            }
            near.append(ends[0])
            far.append(ends[1])
        }
        let parent = getpid()
        let process = swiftcap_fork()
        if process == 0 {
            closeAll(but: far + kept)
            settle(parent, ignoring)
            RunningHelpers.forget()
            let status = body(far)
            RunningHelpers.end()
            _exit(status)
        }
        let error = lastErrno()
        for each in far { _ = close(each) }
        if process > 0 { return (process, near) }
        for each in near { _ = close(each) }
        throw SystemError("fork", error)
    }

    private static func settle(_ parent: pid_t, _ ignoring: Bool) {
        if ignoring { for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_IGN) } }
        for number in [SIGUSR1, SIGUSR2, SIGCHLD] { signal(number, SIG_DFL) }
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, nil)
        endWithParent(parent)
    }

    /// Asks the kernel to end this process with the one that started it (PR_SET_PDEATHSIG). A change of user undoes that: then it
    /// is to be asked again.
    public static func endWithParent(_ parent: pid_t = getppid()) {
        _ = swiftcap_prctl(PR_SET_PDEATHSIG, UInt(SIGKILL))
        if getppid() != parent { _exit(1) }
    }

    /// close_range(2) between those that stay.
    private static func closeAll(but kept: [Int32]) {
        var next: UInt32 = 3
        for number in kept.sorted() where number >= 3 {
            let place = UInt32(number)
            if place > next { _ = close_range(next, place - 1, 0) }
            next = place + 1
        }
        _ = close_range(next, .max, 0)
    }
}

/// A call on the socket of a process beside this one, as `awaited`: `Errno.helperGone` where that has ended.
@discardableResult
public func asked<T: FixedWidthInteger & SignedInteger>(
    _ call: StaticString, _ body: () -> T
) throws(SystemError) -> T {
    do throws(SystemError) { return try awaited(call, "", body) } catch {
        let isGone = error.errno == .brokenPipe || error.errno == .connectionReset
        throw SystemError(call, isGone ? .helperGone : error.errno)
    }
}
