import Capture
import Glibc
import Packets
import Syscalls

// What libpcap calls for each packet. The context is the session's pipeline.

/// A packet that is written or printed.
private let takeFrame: PacketHandler = { context, header, bytes in
    guard let context = unsafe context, let header = unsafe header, let bytes = unsafe bytes else { return }
    let pipeline = unsafe UnsafeMutableRawPointer(context).assumingMemoryBound(to: Pipeline.self)
    let scale = unsafe pipeline.pointee.fractionScale
    let linkType = unsafe pipeline.pointee.linkType
    _ = unsafe pipeline.pointee.consume(makeView(header, bytes, fractionScale: scale, linkType))
}

// The two that only count run in the time of a dozen instructions: they rely on libpcap's promise that no pointer is
// nil and do not check it.

/// A packet that is only counted, and whose destination is looked at. A function that is always inlined, and no
/// closure: the entry that C calls is then the body itself.
@inline(__always)
private func countFrame(
    _ context: UnsafeMutablePointer<UInt8>?, _ header: UnsafePointer<RingHeader>?, _ bytes: UnsafePointer<UInt8>?
) {
    let pipeline = unsafe UnsafeMutableRawPointer(context.unsafelyUnwrapped).assumingMemoryBound(to: Pipeline.self)
    let length = unsafe header.unsafelyUnwrapped.pointee.caplen
    unsafe pipeline.pointee.tally.count(bytes.unsafelyUnwrapped, length: length)
}

private let count: PacketHandler = unsafe countFrame

/// A packet that is only counted.
private let countPlain: PacketHandler = { context, _, _ in
    let pipeline = unsafe UnsafeMutableRawPointer(context.unsafelyUnwrapped).assumingMemoryBound(to: Pipeline.self)
    unsafe pipeline.pointee.tally.countPlain()
}

/// One socket, whose packets go from the ring to the pipeline uncopied, on the session's thread.
struct DirectIntake: PacketIntake, ~Copyable {
    private var handle: CaptureHandle
    private let readTimeout: Int64
    private let processors: [Int]
    private var dropsBefore: UInt64 = 0
    /// Packets dropped between two looks at the count, at worst.
    private var worstDrops: UInt64 = 0
    private var nextCount: Int64 = 0
    /// The interface is gone; libpcap repeats its error between the packets that are left.
    private var isOrphan = false
    /// Looks since then that brought no packet.
    private var silence = 0

    /// - Parameter processors: on which the thread may run; none for all.
    init(_ handle: consuming CaptureHandle, readTimeout: Int64, processors: [Int]) {
        self.handle = handle
        self.readTimeout = readTimeout
        self.processors = processors
    }

    mutating func start() throws(RunError) {
        if processors.isEmpty { return }
        try RunError.wrap { () throws(SystemError) in try Processors.pin(to: processors) }
    }

    var descriptor: Int32 { handle.descriptor }
    var nextLook: Int64? { nil }

    mutating func receive(_ limit: Int32, into pipeline: inout Pipeline) throws(CaptureError) -> Bool {
        if isOrphan { return receiveLeftovers(limit, into: &pipeline) }
        return try dispatch(limit, &pipeline) == Int(limit)
    }

    private mutating func receiveLeftovers(_ limit: Int32, into pipeline: inout Pipeline) -> Bool {
        let before = pipeline.captured
        _ = try? dispatch(limit, &pipeline)
        silence = pipeline.captured == before ? silence + 1 : 0
        return true
    }

    private mutating func dispatch(_ limit: Int32, _ pipeline: inout Pipeline) throws(CaptureError) -> Int {
        var thrown: CaptureError?
        let counting = unsafe pipeline.tally.countsForeignUnicast ? count : countPlain
        let handler = unsafe pipeline.onlyCounts ? counting : takeFrame
        let taken = unsafe withUnsafeMutablePointer(to: &pipeline) { pointer in
            do throws(CaptureError) {
                return unsafe try handle.dispatch(limit: limit, context: pointer, handler: handler)
            } catch {
                thrown = error
                return 0
            }
        }
        if let thrown { throw thrown }
        return taken
    }

    /// At most ten times a second, and now: libpcap must not be asked while it hands packets out.
    mutating func lookAtCounts(for books: TurnBooks) {
        let now = Clock.monotonic()
        guard now >= nextCount, let counts = try? handle.statistics() else { return }
        nextCount = now &+ 100_000_000
        books.note(counts)
    }

    func statistics() -> CaptureStatistics { (try? handle.statistics()) ?? handle.latestStatistics }

    mutating func noteDrops() {
        guard let counts = try? handle.statistics() else { return }
        worstDrops = max(worstDrops, counts.dropped &- dropsBefore)
        dropsBefore = counts.dropped
    }

    mutating func explainDrops(average: UInt64?, waits: UInt64) -> [String] {
        noteDrops()
        let text = DropExplanation(
            dropped: statistics().dropped, worst: worstDrops, ring: handle.ringSize,
            averageLength: average ?? handle.guessedLength, waits: waits
        ).text
        return text.map { [$0] } ?? []
    }

    mutating func beginDrain(gone: Bool) -> Drain {
        if gone {
            // The ring outlives its interface: what the last block holds comes out once the kernel's timer has retired
            // it.
            var idle = EventLoop()
            try? idle.wait(until: Clock.monotonic() &+ readTimeout &+ 50_000_000)
            isOrphan = true
            return .polling
        }
        guard (try? handle.rejectAllPackets()) != nil else { return .impossible }
        return .waiting(until: Clock.monotonic() &+ readTimeout &+ 50_000_000)
    }

    /// The sinks have what the kernel counted, in 32 bits that wrap.
    mutating func isDrained(_ pipeline: borrowing Pipeline) -> Bool {
        if isOrphan { return silence >= 3 }
        guard let counts = try? handle.statistics() else { return true }
        return UInt32(truncatingIfNeeded: pipeline.captured) == counts.ringed32
    }

    func received(_ pipeline: borrowing Pipeline) -> UInt64 { pipeline.tally.captured }

    func counts(_ pipeline: borrowing Pipeline) -> [PacketsSoFar] {
        [
            PacketsSoFar(
                captured: pipeline.captured,
                foreign: pipeline.tally.countsForeignUnicast ? pipeline.tally.foreignUnicast : nil,
                kernel: statistics())
        ]
    }
}

extension CaptureHandle {
    /// Bytes.
    var ringSize: UInt64 { settings.bufferSize > 0 ? UInt64(settings.bufferSize) : DropExplanation.defaultRing }
    /// Bytes that are kept of a packet, where they have not been counted.
    var guessedLength: UInt64 { UInt64(min(max(0, snapshotLength), 1514)) }
}
