import Glibc
import Synchronization

/// The processes beside this one that end with it. It waits for them at its end: a process that has ended and is not waited for
/// stays in the kernel's table where process 1 does not wait for it either, as in many containers.
public enum RunningHelpers {
    private struct Helper {
        let process: pid_t
        let sockets: [Int32]
    }

    private static let all = Mutex<[Helper]>([])

    /// In nanoseconds. One that waits for a name server or a disk is ended by the kernel with this process.
    private static let patience: Int64 = 100_000_000
    private static let longestPause: Int64 = 5_000_000

    /// - Parameter sockets: our ends of its sockets: it ends when they are closed.
    public static func add(_ process: pid_t, sockets: [Int32]) {
        all.withLock { $0.append(Helper(process: process, sockets: sockets)) }
    }

    /// In a new process: it has the list of the one that started it, and none of these processes.
    static func forget() {
        all.withLock { $0 = [] }
    }

    /// Closes the sockets and waits for the processes (waitpid(2)). The last thing of all, as their numbers may be those of other
    /// files by now.
    public static func end() {
        var left = all.withLock { helpers in
            defer { helpers = [] }
            return helpers
        }
        for number in left.flatMap(\.sockets) { _ = close(number) }
        let deadline = Clock.monotonic() &+ patience
        var pause: Int64 = 100_000
        while true {
            left.removeAll { waitpid($0.process, nil, WNOHANG) != 0 }
            if left.isEmpty || Clock.monotonic() >= deadline { return }
            Clock.pause(pause)
            pause = min(2 &* pause, longestPause)
        }
    }
}
