import Synchronization
import Syscalls
import Testing

@testable import SwiftCap

/// Between a capturing thread and the one that merges.
@Suite struct BlockQueueTests {
    private func filled(_ block: PacketBlock, at time: Int64) -> PacketBlock {
        var block = block
        let bytes: [UInt8] = [1, 2, 3]
        unsafe bytes.withUnsafeBytes {
            unsafe block.append($0.baseAddress!, length: 3, seconds: time, nanoseconds: 0, originalLength: 3)
        }
        return block
    }

    @Test func `a thread whose blocks are all on their way waits for one, and goes on when it comes`() throws {
        let queue = try BlockQueue(limit: 2) {}
        let passed = Atomic(0)
        let thread = try WorkThread {
            var block: PacketBlock? = queue.firstBlock()
            for time in 1...3 {
                guard let full = block else { break }
                block = queue.exchange(filled(full, at: Int64(time)))
                passed.add(1, ordering: .sequentiallyConsistent)
            }
            queue.end(block, nil)
        }
        var blocks: [PacketBlock] = []
        while blocks.count < 2 { blocks += queue.look().blocks }
        while !queue.look().isStarved {}
        let before = passed.load(ordering: .sequentiallyConsistent)
        for block in blocks { queue.giveBack(block) }
        thread.join()
        let last = queue.look()
        let after = passed.load(ordering: .sequentiallyConsistent)
        #expect(before == 1 && after == 3 && last.hasEnded && last.blocks.count == 1)
        for block in last.blocks { queue.giveBack(block) }
    }

    @Test func `one that waits for a block is let go when it is to end`() throws {
        let queue = try BlockQueue(limit: 2) {}
        let gotNone = Atomic(false)
        let thread = try WorkThread {
            let first = queue.firstBlock()
            guard let second = queue.exchange(filled(first, at: 1)) else { return queue.end(nil, nil) }
            gotNone.store(queue.exchange(filled(second, at: 2)) == nil, ordering: .sequentiallyConsistent)
            queue.end(nil, nil)
        }
        while !queue.look().isStarved {}
        queue.give(.end)
        thread.join()
        let wasLetGo = gotNone.load(ordering: .sequentiallyConsistent)
        #expect(wasLetGo)
    }

    @Test func `an order is not taken back`() throws {
        let queue = try BlockQueue(limit: 2) {}
        queue.give(.end)
        queue.give(.drain)
        #expect(queue.orders().order == .end)
    }
}
