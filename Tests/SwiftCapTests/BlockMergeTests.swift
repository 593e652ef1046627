import Packets
import Testing

@testable import SwiftCap

/// Packets of several sockets, in blocks, come out in the order of their times.
@Suite struct BlockMergeTests {
    /// What came out: socket and first byte.
    struct Collector: MergeSink, ~Copyable {
        var order: [[Int]] = []
        var lengths: [Int] = []
        var most = Int.max

        func linkType(of source: Int) -> LinkType { .ethernet }

        mutating func consume(_ packet: borrowing PacketView, from source: Int) -> Verdict {
            let first = Int((try? packet.bytes.u8(0)) ?? 0)
            order.append([source, first])
            lengths.append(packet.bytes.byteCount)
            return order.count >= most ? .stop : .more
        }
    }

    /// A block of packets, each with its time in nanoseconds and its bytes; sorted as the queue does.
    private func block(_ packets: [(Int64, [UInt8])]) -> PacketBlock {
        var block = PacketBlock()
        for (time, bytes) in packets {
            #expect(block.hasRoom(bytes.count))
            unsafe bytes.withUnsafeBytes { buffer in
                guard let base = buffer.baseAddress else { return }
                unsafe block.append(
                    base, length: bytes.count, seconds: time / 1_000_000_000, nanoseconds: time % 1_000_000_000,
                    originalLength: UInt32(bytes.count))
            }
        }
        block.sort()
        return block
    }

    private func drain(_ merge: inout BlockMerge) -> Int {
        let emptied = merge.takeEmptied()
        for each in emptied { each.block.deallocate() }
        return emptied.count
    }

    @Test func `packets come out by time, and not before the horizon`() {
        var merge = BlockMerge(capacity: 4)
        merge.add(block([(10, [1]), (20, [2, 2]), (40, [4])]), from: 0, arrived: 0)
        merge.add(block([(15, [5, 5, 5]), (21, [6]), (50, [7])]), from: 1, arrived: 0)
        var sink = Collector()
        let more = merge.handOn(100, until: 30, to: &sink)
        let (first, lengths) = (sink.order, sink.lengths)
        #expect(!more && first.map { $0[1] } == [1, 5, 2, 6] && lengths == [1, 3, 2, 1])
        let second = merge.handOn(100, until: .max, to: &sink)
        let (rest, isEmpty, emptied) = (sink.order, merge.isEmpty, drain(&merge))
        #expect(!second && rest.map { $0[1] } == [1, 5, 2, 6, 4, 7] && isEmpty && emptied == 2)
    }

    @Test func `a block that is out of order is brought into order, and equal times stay as they came`() {
        var merge = BlockMerge(capacity: 4)
        merge.add(block([(30, [3]), (10, [1]), (20, [2]), (10, [9]), (30, [4])]), from: 0, arrived: 0)
        var sink = Collector()
        _ = merge.handOn(100, until: .max, to: &sink)
        let (order, emptied) = (sink.order, drain(&merge))
        #expect(order.map { $0[1] } == [1, 9, 2, 3, 4] && emptied == 1)
    }

    @Test func `a later block of a socket may begin before the end of the one before`() {
        var merge = BlockMerge(capacity: 4)
        merge.add(block([(10, [1]), (30, [3])]), from: 0, arrived: 0)
        merge.add(block([(20, [2]), (40, [4])]), from: 0, arrived: 1)
        merge.add(block([(25, [8])]), from: 1, arrived: 1)
        var sink = Collector()
        _ = merge.handOn(100, until: .max, to: &sink)
        let (order, emptied) = (sink.order, drain(&merge))
        #expect(order.map { $0[1] } == [1, 2, 8, 3, 4] && emptied == 3)
    }

    @Test func `a limit and a sink that has enough end it, and nothing is lost or handed on twice`() {
        var merge = BlockMerge(capacity: 4)
        merge.add(block((0..<10).map { (Int64($0) * 2, [UInt8($0)]) }), from: 0, arrived: 0)
        merge.add(block((0..<10).map { (Int64($0) * 2 + 1, [UInt8(100 + $0)]) }), from: 1, arrived: 0)
        var sink = Collector()
        let more = merge.handOn(3, until: .max, to: &sink)
        sink.most = 5
        let stopped = merge.handOn(100, until: .max, to: &sink)
        let five = sink.order.count
        sink.most = .max
        _ = merge.handOn(100, until: .max, to: &sink)
        let (order, emptied) = (sink.order.map { $0[1] }, drain(&merge))
        #expect(more && !stopped && five == 5 && emptied == 2)
        #expect(order == (0..<20).map { $0 % 2 == 0 ? $0 / 2 : 100 + $0 / 2 })
    }

    @Test func `what a socket and what an age still hold is known`() {
        var merge = BlockMerge(capacity: 4)
        merge.add(block([(10, [1]), (30, [3])]), from: 0, arrived: 5)
        merge.add(block([(20, [2]), (40, [4])]), from: 1, arrived: 7)
        let ends = [merge.endOfOldest(from: 0), merge.endOfOldest(from: 1), merge.endOfOldest(from: 2)]
        let old = [5, 6, 8].map { merge.endOfThose(arrivedBefore: $0) }
        #expect(ends == [30, 40, nil] && old == [nil, 30, 40])
    }

    @Test func `a block takes what fits and no more`() {
        var block = PacketBlock()
        let packet = [UInt8](repeating: 7, count: 1000)
        var count = 0
        while block.hasRoom(packet.count) {
            unsafe packet.withUnsafeBytes {
                unsafe block.append(
                    $0.baseAddress!, length: 1000, seconds: Int64(count), nanoseconds: 0, originalLength: 1000)
            }
            count += 1
        }
        // 1,000 octets, 16 before them, 16 of the entry.
        #expect(count == PacketBlock.capacity / 1032 && block.hasRoom(262_144) == false)
        block.removeAll()
        #expect(block.hasRoom(262_144))
        block.deallocate()
    }
}
