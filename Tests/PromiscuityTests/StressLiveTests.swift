import CLinux
import Glibc
import Promiscuity
import Synchronization
import Syscalls
import TestSupport
import Testing

/// Samples while others join and leave as fast as they can.
@Suite(.enabled(if: Namespace.isAvailable, "needs to make network namespaces: \(Namespace.obstacle ?? "")"))
struct StressLiveTests {
    private final class Flag: Sendable {
        let stop = Atomic(false)
        let running = Atomic(0)
    }

    @Test func `a consistent sample is never wrong`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let index = try lab.index("v0")
            let flag = Flag()
            // A reader that a sanitizer slows down must be able to follow.
            let pause = Sanitizers.areOn ? 10_000 : 200
            // New threads begin in the namespace of the one that makes them.
            for number in 0..<3 { try Self.flip(index, every: UInt32(pause * (number + 1)), flag) }
            while flag.running.load(ordering: .acquiring) < 3 { usleep(100) }
            defer {
                flag.stop.store(true, ordering: .releasing)
                while flag.running.load(ordering: .acquiring) > 0 { usleep(100) }
            }
            let books = try Books(interface: "v0")
            var sum = Int(books.before?.link.promiscuity ?? 0)
            var seen = 0
            var consistent = 0
            for step in 0..<1_500 {
                if step % 3 == 0 { books.poll() } else { books.handleNotifications() }
                let latest = try #require(books.latest)
                for change in books.timeline.changes[seen...] { sum += change.delta }
                seen = books.timeline.changes.count
                if latest.consistent {
                    consistent += 1
                    try #require(latest.residual == 0, "step \(step): \(latest)")
                }
                if books.timeline.missed == 0 { try #require(sum == Int(latest.link.promiscuity ?? 0), "step \(step)") }
            }
            #expect(consistent > 0)
        }
    }

    /// Joins and leaves until told to stop, on a thread of its own.
    private static func flip(_ index: Int32, every pause: UInt32, _ flag: Flag) throws {
        let socket = try RawSocket()
        try Namespace.detach {
            flag.running.add(1, ordering: .acquiringAndReleasing)
            while !flag.stop.load(ordering: .acquiring) {
                try? socket.membership(index)
                usleep(pause)
                try? socket.membership(index, add: false)
                usleep(pause)
            }
            flag.running.subtract(1, ordering: .acquiringAndReleasing)
        }
    }
}
