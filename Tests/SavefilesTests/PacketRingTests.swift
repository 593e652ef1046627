import Packets
import Syscalls
import Testing

@testable import Savefiles

/// The ring of the flight recorder: what it holds, in which order, and within which bounds.
@Suite struct PacketRingTests {
    /// A packet whose bytes follow from its number.
    private static func bytes(_ number: Int, _ length: Int) -> [UInt8] {
        (0..<length).map { UInt8(truncatingIfNeeded: number &* 31 &+ $0) }
    }

    private static func append(
        _ ring: inout PacketRing, _ number: Int, length: Int, at time: Timestamp? = nil, interface: UInt32 = 0
    ) -> Bool {
        let bytes = bytes(number, length)
        let stamp = time ?? Timestamp(seconds: Int64(number), nanoseconds: Int64(number % 1000))
        return unsafe ring.append(
            PacketView(
                bytes: bytes.span.bytes, timestamp: stamp, originalLength: length + number, linkType: .ethernet),
            interface: interface)
    }

    /// Takes all packets out.
    private static func drain(_ ring: inout PacketRing) -> [Copy] {
        var sink = Collector()
        while !ring.isEmpty {
            _ = sink.consume(ring.oldest)
            ring.removeOldest()
        }
        return sink.packets
    }

    private static func expected(_ number: Int, _ length: Int) -> Copy {
        Copy(
            seconds: Int64(number), nanoseconds: Int64(number % 1000), original: length + number, linkType: 1,
            bytes: bytes(number, length))
    }

    @Test(arguments: [4096, 4104, 10_000, 65_536])
    func `the newest packets in order, whatever their lengths`(capacity: Int) throws {
        var generator = SeededGenerator(seed: UInt64(capacity))
        for round in 0..<20 {
            var ring = try PacketRing(capacity: capacity)
            var lengths: [Int] = []
            for number in 0..<(50 + round * 37) {
                let length = Int.random(in: 0..<700, using: &generator)
                lengths.append(length)
                #expect(Self.append(&ring, number, length: length))
                let held = lengths.suffix(ring.count).reduce(0) { $0 + PacketRing.size($1) }
                // As much as was asked for, less what the largest packet may leave at the end and at the seam.
                #expect(held <= ring.capacity && ring.touchedBytes <= ring.capacity)
                if ring.count < lengths.count { #expect(held >= ring.capacity - 2 * PacketRing.size(700)) }
            }
            let first = lengths.count - ring.count
            let want = (first..<lengths.count).map { Self.expected($0, lengths[$0]) }
            #expect(Self.drain(&ring) == want)
        }
    }

    @Test func `taking out and putting in by turns keeps the order`() throws {
        var generator = SeededGenerator(seed: 7)
        var ring = try PacketRing(capacity: 8192)
        ring.holdsAll = true
        var waiting: [Copy] = []
        var number = 0
        for _ in 0..<20_000 {
            let length = Int.random(in: 0..<900, using: &generator)
            if Bool.random(using: &generator) {
                if Self.append(&ring, number, length: length) { waiting.append(Self.expected(number, length)) }
                number += 1
            } else if !ring.isEmpty {
                var sink = Collector()
                _ = sink.consume(ring.oldest)
                ring.removeOldest()
                let want = waiting.removeFirst()
                guard sink.packets == [want] else {
                    Issue.record("\(sink.packets) instead of \(want)")
                    return
                }
            }
            #expect(ring.count == waiting.count)
        }
        #expect(number > 1000 && Self.drain(&ring) == waiting)
    }

    @Test func `nothing is overwritten while all is held`() throws {
        var ring = try PacketRing(capacity: 4096)
        ring.holdsAll = true
        var taken = 0
        while Self.append(&ring, taken, length: 100) { taken += 1 }
        #expect(taken == 4096 / PacketRing.size(100))
        ring.holdsAll = false
        #expect(Self.append(&ring, taken, length: 100))
        #expect(Self.drain(&ring).map(\.seconds) == (1...taken).map(Int64.init))
    }

    @Test func `a packet larger than the ring is not kept, and what is there stays`() throws {
        var ring = try PacketRing(capacity: 4096)
        #expect(Self.append(&ring, 1, length: 60))
        #expect(!Self.append(&ring, 2, length: 5000))
        #expect(ring.tooLong == 1 && ring.count == 1)
        // One that fits exactly takes the place of all others.
        #expect(Self.append(&ring, 3, length: 4096 - PacketRing.size(0)))
        #expect(Self.drain(&ring) == [Self.expected(3, 4096 - PacketRing.size(0))])
    }

    @Test func `the last seconds by the packets' own stamps`() throws {
        var ring = try PacketRing(capacity: 65_536, span: 10_000_000_000)
        for number in 0..<100 { #expect(Self.append(&ring, number, length: 60)) }
        // 89.000000089 is 10 seconds and 10 nanoseconds before 99.000000099.
        #expect(Self.drain(&ring).map(\.seconds) == (90...99).map(Int64.init))
    }

    /// A clock that is set back forgets nothing; one that goes wild forgets no more than all.
    @Test(
        arguments: [
            ([100, 5, 6], [100, 5, 6]), ([5, 100, 101], [100, 101]), ([Int64.min, .max, 3], [.max, 3]),
            ([Int64.max, .min], [.max, .min]), ([-1, 9, 10], [-1, 9, 10]), ([-2, 9, 10], [9, 10]),
        ] as [([Int64], [Int64])])
    func `stamps that jump`(stamps: [Int64], left: [Int64]) throws {
        var ring = try PacketRing(capacity: 65_536, span: 11_000_000_000)
        for stamp in stamps {
            #expect(Self.append(&ring, 1, length: 60, at: Timestamp(seconds: stamp, nanoseconds: 0)))
        }
        #expect(Self.drain(&ring).map(\.seconds) == left)
    }

    @Test func `hostile fractions of a second do no harm`() throws {
        var ring = try PacketRing(capacity: 4096, span: 1)
        for fraction in [Int64.max, .min, 0, -1, 1_000_000_000] {
            #expect(Self.append(&ring, 1, length: 1, at: Timestamp(seconds: 3, nanoseconds: fraction)))
        }
        #expect(ring.count >= 1)
    }

    @Test func `a limit in seconds touches about twice what it holds`() throws {
        var ring = try PacketRing(capacity: 16 << 20, span: 9_000_000_000)
        for number in 0..<100_000 { #expect(Self.append(&ring, number, length: 1000)) }
        #expect(ring.count == 9 && ring.touchedBytes <= 3 * 10 * PacketRing.size(1000))
    }

    @Test func `into a savefile with interface and options`() throws {
        let scratch = Scratch()
        let path = scratch.file("out.pcapng")
        var ring = try PacketRing(capacity: 65_536)
        // A comment of five octets, and one in the other byte order.
        let options: [[UInt8]] = [
            [1, 0, 5, 0] + Array("hello".utf8) + [0, 0, 0], [], [0, 1, 0, 5] + Array("there".utf8) + [0, 0, 0],
        ]
        for number in 0..<3 {
            let bytes = Self.bytes(number, 60 + number)
            let view = unsafe PacketView(
                bytes: bytes.span.bytes, timestamp: Timestamp(seconds: Int64(number), nanoseconds: 7),
                originalLength: 100, linkType: .ethernet)
            let options = options[number]
            let isKept = unsafe ring.append(
                view, interface: UInt32(number % 2), options: options.span.bytes, swapped: number == 2)
            #expect(isKept)
        }
        let interface = PcapngInterfaceDescription(linkType: .ethernet, snapshotLength: 1000)
        var writer = try SavefileWriter(
            path: path, format: .pcapng(PcapngHeader(interfaces: [interface, interface])))
        #expect(ring.move(into: &writer, packets: 1, bytes: .max) == 1)
        #expect(ring.move(into: &writer, packets: .max, bytes: 1) == 1 && ring.count == 1)
        #expect(ring.move(into: &writer, packets: .max, bytes: .max) == 1 && ring.isEmpty)
        try writer.close()
        let contents = try scratch.contents("out.pcapng")
        for text in ["hello", "there"] {
            #expect(contents.indices.contains { contents[$0...].starts(with: Array(text.utf8)) })
        }
        #expect(
            readAll(try Descriptor.open(path, 0), precision: .nanosecond).packets.map(\.bytes.count) == [60, 61, 62])
    }
}
