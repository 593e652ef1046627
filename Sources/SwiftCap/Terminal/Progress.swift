import Glibc
import Syscalls

/// A line on the terminal while a savefile is read for long and nothing else is shown.
struct Progress {
    /// Packets between two looks at the clock.
    private static let step: UInt64 = 1 << 14
    private static let second: Int64 = 1_000_000_000

    private var next: Int64
    private let isShown: Bool

    init() {
        next = Clock.monotonic() &+ Progress.second
        // Packets on the same terminal are progress enough.
        isShown = Progress.isWatched && isatty(STDOUT_FILENO) == 0
    }

    /// Standard error is a terminal.
    static var isWatched: Bool { isatty(STDERR_FILENO) == 1 }

    /// True now and then, after so many packets: time for `show`.
    @inline(__always)
    func isDue(_ packets: UInt64) -> Bool { isShown && packets % Progress.step == 0 }

    /// - Parameter bytes: read so far.
    mutating func show(_ packets: UInt64, _ bytes: UInt64) {
        let now = Clock.monotonic()
        guard now >= next else { return }
        next = now &+ Progress.second
        Messages.progress("Read \(packets) packets, \(bytes / 1_000_000) MB")
    }
}
