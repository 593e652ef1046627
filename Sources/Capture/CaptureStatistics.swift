/// The kernel's counts of one socket or of several.
public struct CaptureStatistics: Sendable, Equatable {
    /// `ps_recv`: packets that passed the filter, dropped ones included.
    public var received: UInt64 = 0
    /// `ps_drop`: dropped because the ring was full.
    public var dropped: UInt64 = 0
    /// `ps_ifdrop`: dropped by the interface or its driver.
    public var interfaceDropped: UInt64 = 0

    /// Counts of packets; see the properties.
    public init(received: UInt64 = 0, dropped: UInt64 = 0, interfaceDropped: UInt64 = 0) {
        self.received = received
        self.dropped = dropped
        self.interfaceDropped = interfaceDropped
    }

    /// What has reached the ring, as far as 32 bits tell: both counts are asked for at one moment, and hold however
    /// long ago they were last asked for.
    public var ringed32: UInt32 { UInt32(truncatingIfNeeded: received &- dropped) }
}

/// libpcap's counts beyond its 32 bits (struct pcap_stat, whose numbers wrap): the sum of the differences between two
/// looks. Right as long as less than 2^32 packets come between two: at 100 Gbit/s and the shortest frames, within 28
/// seconds.
struct RunningCounts: Equatable {
    /// What libpcap said last.
    private var last: Raw
    /// The sums since `init`.
    private(set) var total = CaptureStatistics()

    /// Numbers as struct pcap_stat has them.
    struct Raw: Equatable {
        var received: UInt32 = 0
        var dropped: UInt32 = 0
        var interfaceDropped: UInt32 = 0
    }

    /// - Parameter start: what was counted already when one began to count.
    init(from start: Raw = Raw()) { last = start }

    mutating func advance(to now: Raw) {
        total.received &+= UInt64(now.received &- last.received)
        total.dropped &+= UInt64(now.dropped &- last.dropped)
        total.interfaceDropped &+= UInt64(now.interfaceDropped &- last.interfaceDropped)
        last = now
    }

    /// Counts from nothing again.
    mutating func restart() { total = CaptureStatistics() }
}
