import Testing

@testable import Capture

@Suite struct RunningCountsTests {
    typealias Raw = RunningCounts.Raw

    /// libpcap counts in 32 bits; the sums go on.
    @Test func `counts go beyond 32 bits`() {
        var counts = RunningCounts()
        // 8 looks with 3,000,000,000 packets between two.
        var raw: UInt32 = 0
        for _ in 0..<8 {
            raw &+= 3_000_000_000
            counts.advance(to: Raw(received: raw, dropped: raw, interfaceDropped: raw))
        }
        let all: UInt64 = 24_000_000_000
        #expect(counts.total == CaptureStatistics(received: all, dropped: all, interfaceDropped: all))
        // A second look at the same moment adds nothing.
        counts.advance(to: Raw(received: raw, dropped: raw, interfaceDropped: raw))
        #expect(counts.total.received == all)
    }

    @Test func `they begin where one began`() {
        var counts = RunningCounts(from: Raw(received: .max, dropped: 5, interfaceDropped: 0))
        counts.advance(to: Raw(received: 1, dropped: 5, interfaceDropped: 0))
        #expect(counts.total == CaptureStatistics(received: 2))
        counts.restart()
        counts.advance(to: Raw(received: 4, dropped: 6, interfaceDropped: 1))
        #expect(counts.total == CaptureStatistics(received: 3, dropped: 1, interfaceDropped: 1))
    }

    /// Whether a ring is empty is told by the low halves, which are right however long ago the last look was.
    @Test(
        arguments: [(0, 0, 0), (1 << 32, 0, 0), ((1 << 32) + 7, 5, 2), (3, 5, 0xFFFF_FFFE)]
            as [(UInt64, UInt64, UInt32)])
    func `what reached the ring`(received: UInt64, dropped: UInt64, expected: UInt32) {
        #expect(CaptureStatistics(received: received, dropped: dropped).ringed32 == expected)
    }
}
