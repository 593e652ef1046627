import Glibc
import Syscalls
import Testing

/// Threads that wait: what wakes them, and what they then see.
@Suite struct WaitingTests {
    @Test func `a wait with a bound ends by itself`() {
        let lock = Lock()
        let begin = Clock.monotonic()
        lock.locked { lock.wait(atMost: 20_000_000) }
        #expect(Clock.monotonic() - begin >= 20_000_000)
    }

    @Test func `all that wait are woken`() throws {
        final class State: @unchecked Sendable {
            let lock = Lock()
            var waiting = 0
            var isOpen = false
        }
        let state = State()
        let threads = try (0..<3).map { _ in
            try WorkThread {
                state.lock.locked {
                    state.waiting += 1
                    state.lock.wakeAll()
                    while !state.isOpen { state.lock.wait() }
                    state.waiting -= 1
                }
            }
        }
        state.lock.locked {
            while state.waiting < 3 { state.lock.wait() }
            state.isOpen = true
            state.lock.wakeAll()
        }
        for thread in threads { thread.join() }
        #expect(state.lock.locked { state.waiting } == 0)
    }

    @Test func `a waker ends a wait for input, once`() throws {
        var ends: [Int32] = [-1, -1]
        try checked("pipe2") { unsafe pipe2(&ends, O_CLOEXEC) }
        let input = Descriptor(owning: ends[0])
        let output = Descriptor(owning: ends[1])
        let waker = try InputWaker()
        waker.wake()
        #expect(!waker.wait(for: input.rawValue))
        // What comes counts, also beside a wake.
        waker.wake()
        try unsafe output.writeAll([1 as UInt8].span.bytes)
        #expect(waker.wait(for: input.rawValue))
        try output.close()
        var room: [UInt8] = [0, 0]
        let count = try unsafe room.withUnsafeMutableBytes { unsafe try input.read(into: $0) }
        #expect(count == 1)
        // The end of the input counts too.
        #expect(waker.wait(for: input.rawValue))
    }

    @Test func `a helper thread hands back what it found`() throws {
        #expect(try HelperThread.run { gettid() } != gettid())
    }
}
