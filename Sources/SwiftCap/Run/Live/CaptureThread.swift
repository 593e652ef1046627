import Capture
import Glibc
import Packets
import Syscalls

/// One packet socket and the thread that empties its ring into blocks. Before `start` the handle is the
/// caller's, from then on the thread's, until `close` has waited for its end.
final class CaptureThread: @unchecked Sendable {
    /// Packets per call into libpcap: orders are looked at in between, even under a flood.
    private static let batch: Int32 = 4096
    /// How long a block that is not full waits for more packets.
    private static let handOver: Int64 = 25_000_000

    /// Place of its device in the run.
    let device: Int
    let queue: BlockQueue
    let descriptor: Int32
    private let readTimeout: Int64
    private var handle: CaptureHandle?
    private var thread: WorkThread?
    private var nextCount: Int64 = 0

    init(_ handle: consuming CaptureHandle, device: Int, _ queue: BlockQueue, readTimeout: Int64) {
        self.device = device
        self.queue = queue
        self.readTimeout = readTimeout
        descriptor = handle.descriptor
        self.handle = consume handle
    }

    /// - Parameter processor: the only one that the thread may run on; nil for any.
    func start(processor: Int?) throws(SystemError) {
        thread = try WorkThread {
            if let processor { try? Processors.pin(to: [processor]) }
            self.run()
        }
    }

    /// Ends it, if it has not ended, and closes the handle, which gives the membership back.
    func close() {
        queue.give(.end)
        thread?.join()
        thread = nil
        handle = nil
    }

    private func run() {
        var filler = BlockFiller(queue, fractionScale: handle?.fractionScale ?? 1000)
        var failure: CaptureError?
        do throws(CaptureError) {
            try capture(&filler)
        } catch {
            failure = error
            if error.kind == .interfaceGone { drainOrphan(&filler) }
        }
        let statistics = try? handle?.statistics()
        queue.tell(statistics, received: filler.received)
        queue.end(filler.last(), failure)
    }

    /// Until an order or a fault ends it.
    private func capture(_ filler: inout BlockFiller) throws(CaptureError) {
        var entries = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: queue.wakeDescriptor, events: Int16(POLLIN), revents: 0),
        ]
        var due: Int64?
        while true {
            let (order, isAsked) = queue.orders()
            let now = Clock.monotonic()
            if isAsked || now >= nextCount { count(filler, now) }
            if order == .end { return }
            if order == .drain { return try drain(&filler) }
            if try take(&filler) == Int(CaptureThread.batch) { continue }
            if filler.block.count == 0 {
                due = nil
                queue.setIdle(true)
            } else if let time = due {
                if now >= time {
                    due = nil
                    _ = filler.next()
                    continue
                }
            } else {
                due = now &+ CaptureThread.handOver
            }
            wait(&entries, until: due)
            queue.setIdle(false)
        }
    }

    private func wait(_ entries: inout [pollfd], until due: Int64?) {
        let left = due.map { max(0, $0 &- Clock.monotonic()) } ?? 0
        var timeout = timespec(tv_sec: 0, tv_nsec: Int(left))
        _ = unsafe entries.withUnsafeMutableBufferPointer { buffer in
            unsafe withUnsafePointer(to: &timeout) {
                unsafe ppoll(buffer.baseAddress, nfds_t(buffer.count), due == nil ? nil : $0, nil)
            }
        }
    }

    @discardableResult
    private func take(_ filler: inout BlockFiller) throws(CaptureError) -> Int {
        var thrown: CaptureError?
        var taken = 0
        unsafe withUnsafeMutablePointer(to: &filler) { context in
            do throws(CaptureError) {
                taken =
                    unsafe try handle?.dispatch(
                        limit: CaptureThread.batch, context: context, handler: BlockFiller.handler) ?? 0
            } catch { thrown = error }
        }
        if let thrown { throw thrown }
        return taken
    }

    private func count(_ filler: borrowing BlockFiller, _ now: Int64) {
        nextCount = now &+ 1_000_000_000
        let statistics = try? handle?.statistics()
        queue.tell(statistics, received: filler.received)
    }

    /// What reached the ring comes out: the kernel hands over the block that it still fills within the read timeout and a
    /// little more. Only the waiting is bounded by that.
    private func drain(_ filler: inout BlockFiller) throws(CaptureError) {
        try handle?.rejectAllPackets()
        var entries = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: queue.wakeDescriptor, events: Int16(POLLIN), revents: 0),
        ]
        let deadline = Clock.monotonic() &+ readTimeout &+ 50_000_000
        while queue.orders().order != .end {
            let taken = try take(&filler)
            if isDrained(filler) { return }
            if taken > 0 { continue }
            if Clock.monotonic() >= deadline { return }
            wait(&entries, until: deadline)
        }
    }

    /// The blocks have what the kernel counted, in 32 bits that wrap.
    private func isDrained(_ filler: borrowing BlockFiller) -> Bool {
        guard let counts = try? handle?.statistics() else { return true }
        return UInt32(truncatingIfNeeded: filler.received) == counts.ringed32
    }

    /// The ring outlives its interface: once the kernel's timer has retired the last block, what was in it comes out,
    /// between the errors that libpcap repeats.
    private func drainOrphan(_ filler: inout BlockFiller) {
        var idle: [pollfd] = []
        wait(&idle, until: Clock.monotonic() &+ readTimeout &+ 50_000_000)
        var silence = 0
        while silence < 3 && queue.orders().order != .end {
            let before = filler.received
            _ = try? take(&filler)
            silence = filler.received == before ? silence + 1 : 0
        }
    }

    // MARK: before it starts

    /// Runs `body` on the handle. Not while the thread runs.
    func prepare<Failure: Error>(_ body: (inout CaptureHandle) throws(Failure) -> Void) throws(Failure) {
        guard var owned = handle.take() else { return }
        var thrown: Failure?
        do throws(Failure) { try body(&owned) } catch { thrown = error }
        handle = consume owned
        if let thrown { throw thrown }
    }
}
