import Glibc
import Packets
import Savefiles
import Syscalls
import Testing

/// Packed inputs that come through a pipe: what has come is handed out, a thread that waits can be woken.
@Suite struct ReadAheadPipeTests {
    /// Where the reader is, for the thread at the pipe's other end.
    final class Meeting: @unchecked Sendable {
        private let lock = Lock()
        private var value = 0

        func reach(_ number: Int) {
            lock.locked {
                value = number
                lock.wakeAll()
            }
        }

        /// False after 20 seconds.
        func wait(for number: Int) -> Bool {
            let end = Clock.monotonic() + 20_000_000_000
            return lock.locked {
                while value < number && Clock.monotonic() < end { lock.wait(atMost: 100_000_000) }
                return value >= number
            }
        }
    }

    static func ends() -> (source: Int32, target: Int32) {
        var ends: [Int32] = [0, 0]
        _ = unsafe pipe2(&ends, O_CLOEXEC)
        return (ends[0], ends[1])
    }

    /// Random bytes, so that the pipe carries as many bytes as there are; each flush ends a packed block.
    static func write(_ count: Int, _ writer: inout SavefileWriter, _ random: inout SeededGenerator) throws {
        for _ in 0..<count {
            let noise = (0..<1000).map { _ in UInt8.random(in: 0...255, using: &random) }
            try view(noise) { try writer.write($0) }
        }
        try writer.flush()
    }

    static let format = SavefileWriter.Format.classic(.init(linkType: .ethernet, snapshotLength: 262_144))

    @Test(arguments: Compression.allCases) func `packets come as they are written`(compression: Compression) throws {
        let (number, target) = Self.ends()
        let meeting = Meeting()
        let batches = [3000, 1, 7, 1]
        let thread = try WorkThread {
            var random = SeededGenerator(seed: 3)
            var sum = 0
            guard
                var writer = try? SavefileWriter(
                    file: Descriptor(owning: target), format: Self.format, compression: compression)
            else { return }
            for batch in batches {
                try? Self.write(batch, &writer, &random)
                sum += batch
                // The next batch is only written when this one has been read.
                if !meeting.wait(for: sum) { break }
            }
            try? writer.close()
        }
        var reader = try SavefileReader(source: Descriptor(owning: number))
        var count = 0
        while try reader.advance() {
            #expect(reader.packet.bytes.byteCount == 1000)
            count += 1
            meeting.reach(count)
        }
        thread.join()
        #expect(count == batches.reduce(0, +))
    }

    /// What a signal handler does while nothing comes any more.
    @Test(arguments: [100, 3000]) func `a wait that is ended`(packets: Int) throws {
        let (number, target) = Self.ends()
        let meeting = Meeting()
        let wake = Meeting()
        let thread = try WorkThread {
            var random = SeededGenerator(seed: 4)
            guard
                var writer = try? SavefileWriter(
                    file: Descriptor(owning: target), format: Self.format, compression: .zstd)
            else { return }
            try? Self.write(packets, &writer, &random)
            if meeting.wait(for: packets) { usleep(100_000) }
            // Another file in the pipe's place, which is not closed.
            let nothing = unsafe Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
            dup2(nothing, number)
            Glibc.close(nothing)
            wake.reach(1)
            _ = meeting.wait(for: .max)
        }
        var reader = try SavefileReader(source: Descriptor(owning: number))
        let waker = reader.wakeDescriptor
        #expect(waker >= 0)
        let other = try WorkThread {
            var one: UInt64 = 1
            if wake.wait(for: 1) { _ = unsafe Glibc.write(waker, &one, 8) }
        }
        var count = 0
        // The frame has not ended.
        #expect(throws: SavefileError.cannotUnpack(.zstd, reason: "the file is truncated")) {
            while try reader.advance() {
                count += 1
                meeting.reach(count)
            }
        }
        meeting.reach(.max)
        thread.join()
        other.join()
        #expect(count == packets)
    }
}
