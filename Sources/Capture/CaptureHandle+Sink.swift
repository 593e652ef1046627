import CPcap
import Packets
import Syscalls

// The ways to packets that need no unsafe code. `dispatch(limit:context:handler:)` is what they stand on: it saves the
// call through a closure, which counts where nothing but counting is done.

extension CaptureHandle {
    /// Hands the packets that lie in the ring to `sink`, uncopied, and does not wait for more (pcap_dispatch(3)).
    ///
    /// - Parameters:
    ///   - limit: at most so many packets; 0 for all.
    ///   - sink: each packet goes to its `consume`; after `.stop` no further one does.
    /// - Returns: how many packets were handed out, and what the sink said last.
    /// - Throws: `CaptureError`: `.interfaceGone` when the interface was removed or moved to another namespace.
    public mutating func dispatch<Sink: PacketSink & ~Copyable>(
        limit: Int = 0, into sink: inout Sink
    ) throws(CaptureError) -> (count: Int, verdict: Verdict) {
        try dispatch(limit: limit) { packet in sink.consume(packet) }
    }

    /// Hands the packets that lie in the ring to `body`, uncopied, and does not wait for more (pcap_dispatch(3)).
    ///
    /// - Parameters:
    ///   - limit: at most so many packets; 0 for all.
    ///   - body: called for each packet, which lies in the ring and is gone afterwards: what is to be kept is copied.
    ///     After `.stop` it is not called again.
    /// - Returns: how many packets were handed out, and what `body` said last.
    /// - Throws: `CaptureError`: `.interfaceGone` when the interface was removed or moved to another namespace.
    public mutating func dispatch(
        limit: Int = 0, _ body: (borrowing PacketView) -> Verdict
    ) throws(CaptureError) -> (count: Int, verdict: Verdict) {
        var thrown: CaptureError?
        var result = (count: 0, verdict: Verdict.more)
        let scale = fractionScale
        let type = linkType
        let breaker = unsafe pcap
        withoutActuallyEscaping(body) { body in
            var errand = unsafe Errand { header, bytes in
                // After a break libpcap still hands out the rest of its block: the caller does not get those packets.
                if result.verdict == .stop { return }
                result.verdict = unsafe body(makeView(header, bytes, fractionScale: scale, type))
                result.count += 1
                if result.verdict == .stop { unsafe pcap_breakloop(breaker) }
            }
            do throws(CaptureError) {
                _ = try unsafe withUnsafeMutablePointer(to: &errand) { pointer throws(CaptureError) in
                    unsafe try dispatch(limit: Int32(clamping: limit), context: pointer, handler: runErrand)
                }
            } catch {
                thrown = error
            }
        }
        if let thrown { throw thrown }
        return result
    }

    /// Waits for packets and hands them to `sink` until it says `.stop` or the time is up.
    ///
    /// - Parameters:
    ///   - limit: how long at most; nil for ever.
    ///   - sink: each packet goes to its `consume`.
    /// - Returns: how many packets were handed out, and what the sink said last.
    /// - Throws: `CaptureError`, as `dispatch`; the wait's own fault as `.other`.
    public mutating func run<Sink: PacketSink & ~Copyable>(
        for limit: Duration? = nil, into sink: inout Sink
    ) throws(CaptureError) -> (count: Int, verdict: Verdict) {
        try run(for: limit) { packet in sink.consume(packet) }
    }

    /// Waits for packets and hands them to `body` until it says `.stop` or the time is up.
    ///
    /// - Parameters:
    ///   - limit: how long at most; nil for ever.
    ///   - body: called for each packet, which is gone afterwards.
    /// - Returns: how many packets were handed out, and what `body` said last.
    /// - Throws: `CaptureError`, as `dispatch`; the wait's own fault as `.other`.
    public mutating func run(
        for limit: Duration? = nil, _ body: (borrowing PacketView) -> Verdict
    ) throws(CaptureError) -> (count: Int, verdict: Verdict) {
        var loop = EventLoop()
        _ = loop.add(descriptor)
        let end = limit.map { Clock.monotonic() &+ nanoseconds(of: $0) }
        var total = (count: 0, verdict: Verdict.more)
        while total.verdict == .more {
            let got = try dispatch(body)
            total = (total.count + got.count, got.verdict)
            let now = Clock.monotonic()
            if total.verdict == .stop || end.map({ now >= $0 }) == true { break }
            // A device without a descriptor is asked again and again, ten times a second.
            let next = descriptor < 0 ? now &+ 100_000_000 : Int64.max
            do throws(SystemError) {
                try loop.wait(until: Swift.min(end ?? Int64.max, next))
            } catch {
                throw CaptureError(.other, "\(error)")
            }
        }
        return total
    }
}

/// Nanoseconds, as many as the clock can count at most.
private func nanoseconds(of duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? Int64.max / 2 : Swift.min(product &+ attoseconds / 1_000_000_000, Int64.max / 2)
}

/// What libpcap's callback finds behind its context.
@unsafe
private struct Errand {
    let run: (UnsafePointer<RingHeader>, UnsafePointer<UInt8>) -> Void
}

private let runErrand: PacketHandler = { context, header, bytes in
    guard let context = unsafe context, let header = unsafe header, let bytes = unsafe bytes else { return }
    let errand = unsafe UnsafeMutableRawPointer(context).assumingMemoryBound(to: Errand.self)
    unsafe errand.pointee.run(header, bytes)
}
