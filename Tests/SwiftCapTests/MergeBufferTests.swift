import Packets
import Testing

@testable import SwiftCap

@Suite struct MergeBufferTests {
    /// Adds a packet of `bytes`, at `time` nanoseconds.
    private func add(_ bytes: [UInt8], at time: Int64, from source: Int = 0, to buffer: inout MergeBuffer) {
        unsafe buffer.add(
            PacketView(
                bytes: bytes.span.bytes, timestamp: Timestamp(seconds: 0, nanoseconds: time),
                originalLength: bytes.count,
                linkType: .ethernet), from: source)
    }

    /// What the first `count` packets are: source and first byte.
    private func order(_ buffer: borrowing MergeBuffer, _ count: Int) throws -> [[Int]] {
        try (0..<count).map { place in
            let packet = buffer.packet(at: place, .ethernet)
            return [buffer.source(at: place), Int(try packet.bytes.u8(0))]
        }
    }

    @Test func `packets come out by time, equal times as they came in`() throws {
        var buffer = MergeBuffer()
        add([1, 1], at: 30, from: 0, to: &buffer)
        add([2], at: 10, from: 1, to: &buffer)
        add([3, 3, 3], at: 20, from: 1, to: &buffer)
        add([4], at: 20, from: 0, to: &buffer)
        let due = buffer.prepare(until: Timestamp(seconds: 0, nanoseconds: 20))
        #expect(due == 3)
        let first = try order(buffer, 3)
        #expect(first == [[1, 2], [1, 3], [0, 4]])
        // What stays is moved and stays what it was.
        buffer.removeFirst(due)
        add([5], at: 25, from: 2, to: &buffer)
        let rest = buffer.prepare(until: nil)
        #expect(rest == 2)
        let later = try order(buffer, 2)
        #expect(later == [[2, 5], [0, 1]])
        buffer.removeFirst(2)
        let isEmpty = buffer.isEmpty
        #expect(isEmpty)
    }

    @Test func `it is full by bytes or by packets`() {
        var large = MergeBuffer()
        let packet = [UInt8](repeating: 7, count: 1 << 18)
        for i in 0..<128 {
            if large.isFull { Issue.record("full after \(i) packets of 256 KiB") }
            add(packet, at: Int64(i), to: &large)
        }
        let byBytes = large.isFull
        var short = MergeBuffer()
        for i in 0..<(1 << 18) {
            if short.isFull { Issue.record("full after \(i) packets of one byte") }
            add([7], at: Int64(i), to: &short)
        }
        let byPackets = short.isFull
        #expect(byBytes && byPackets)
    }
}
