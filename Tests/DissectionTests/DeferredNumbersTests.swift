import Packets
import Testing

@testable import Dissection

/// Packets that several printers print in any order, beside one printer that sees them all: the text is the same.
@Suite struct DeferredNumbersTests {
    struct Packet {
        var bytes: [UInt8]
        var time: Timestamp
        var length: Int
    }

    /// Two hosts' conversations, in every wrapping in which TCP is found, among packets that are changed and cut.
    static func traffic(_ count: Int, seed: UInt64) -> [Packet] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { number in
            var frame =
                generator.below(5) == 0
                ? Seeds.frames[generator.below(Seeds.frames.count)] : wrapped(segment(&generator), generator.below(8))
            if generator.below(12) == 0 { frame[generator.below(frame.count)] = UInt8(generator.below(256)) }
            let length = frame.count + (generator.below(100) == 0 ? 300_000 : 0)
            if generator.below(12) == 0 { frame = Array(frame.prefix(generator.below(frame.count))) }
            let time = Timestamp(
                seconds: 1_700_000_000 + Int64(number / 7) - Int64(generator.below(3)),
                nanoseconds: Int64(generator.below(1_000_000)) * 1000)
            return Packet(bytes: frame, time: time, length: length)
        }
    }

    /// A segment between few ports, so that flows meet again, begin anew, and are seen from both sides.
    private static func segment(_ generator: inout SeededGenerator) -> [UInt8] {
        let flags: [UInt8] = [0x10, 0x10, 0x18, 0x18, 0x12, 0x02, 0x11, 0x14, 0x04, 0xFF]
        let options = [
            [], bytes("0101080a 0000000100000002"), bytes("0101 050a 0000100000002000"),
            bytes("0101 0512 0000100000002000 ffff000000001000"), bytes("0101 050a 00001000"),
            bytes("050c 000010000000"),
        ][generator.below(6)]
        let ports = [80, 443, 40_000 + generator.below(4), 23]
        let header =
            big(ports[generator.below(4)], 2) + big(ports[generator.below(4)], 2)
            + big(0xFFFF_F000 + generator.below(0x2000), 4) + big(generator.below(0x2000), 4)
            + [UInt8(((20 + options.count + 3) / 4) << 4), flags[generator.below(flags.count)]]
            + bytes("01f6 0000 0000")
        return header + options + [UInt8](repeating: 0x61, count: [0, 0, 5, 300][generator.below(4)])
    }

    private static func big(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * (width - 1 - $0))) }
    }

    private static func wrapped(_ segment: [UInt8], _ way: Int) -> [UInt8] {
        let packet = ipv4Packet(6, segment)
        switch way {
        case 0: return ethernetFrame(0x86DD, ipv6Packet(6, segment))
        case 1: return ethernetFrame(0x0800, ipv4Packet(4, packet))
        case 2: return ethernetFrame(0x0800, ipv4Packet(47, bytes("0000 0800") + packet))
        case 3:
            let tunnel = bytes("08 000000 00002a 00") + ethernetFrame(0x0800, packet)
            return ethernetFrame(0x0800, ipv4Packet(17, udpDatagram(4789, 4789, tunnel)))
        case 4: return ethernetFrame(0x0800, ipv4Packet(1, bytes("0301 0000 00000000") + packet))
        case 5: return ethernetFrame(0x8847, bytes("003e8140") + packet)
        default: return ethernetFrame(0x0800, packet)
        }
    }

    static let options: [@Sendable (inout PrintOptions) -> Void] = [
        { _ in }, { $0.absoluteSequenceNumbers = true }, { $0.verbosity = 1 }, { $0.verbosity = 3 },
        { $0.quick = true },
        { $0.packetNumbers = true }, { $0.time = .deltaPrevious }, { $0.time = .deltaFirst }, { $0.time = .timeOfDay },
        { $0.time = .dateAndTime }, { $0.time = .epoch }, { $0.skipChecksums = true },
        {
            $0.verbosity = 3
            $0.linkHeader = true
            $0.dump = .hexAndASCII
            $0.dumpLinkHeader = true
            $0.packetNumbers = true
            $0.time = .deltaPrevious
        },
        {
            $0.dump = .ascii
            $0.nanoseconds = true
            $0.time = .deltaFirst
        },
    ]

    private static func feed(_ packets: ArraySlice<Packet>, _ body: (borrowing PacketView) -> Void) {
        for packet in packets {
            let span = unsafe packet.bytes.span.bytes
            body(
                PacketView(
                    bytes: span, timestamp: packet.time, originalLength: packet.length, linkType: .ethernet))
        }
    }

    private static func text(_ printer: borrowing Printer) -> String {
        let text = printer.out.bytes
        let octets = (0..<text.byteCount).map { unsafe text.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
        return String(decoding: octets, as: UTF8.self)
    }

    private final class Part {
        var printer: Printer
        init(_ options: PrintOptions) { printer = Printer(options: options) }
    }

    /// All parts are begun in order, printed from the last to the first, and taken in order.
    static func printedInParts(_ packets: [Packet], _ options: PrintOptions, alone: Int, size: Int) -> String {
        var whole = Printer(options: options)
        feed(packets[..<alone]) { _ = whole.consume($0) }
        var parts: [(part: Part, range: Range<Int>)] = []
        for start in stride(from: alone, to: packets.count, by: size) {
            let range = start..<min(start + size, packets.count)
            let part = Part(options)
            part.printer.begin(after: whole)
            parts.append((part, range))
            feed(packets[range]) { whole.skip($0) }
        }
        for (part, range) in parts.reversed() { feed(packets[range]) { _ = part.printer.consume($0) } }
        for (part, _) in parts { whole.take(from: &part.printer) }
        return text(whole)
    }

    @Test(arguments: options.indices, [(0, 1), (0, 7), (10, 64), (333, 1000)])
    func `same text`(_ index: Int, _ split: (alone: Int, size: Int)) {
        var options = PrintOptions()
        options.numeric = 1
        options.time = .none
        Self.options[index](&options)
        let packets = Self.traffic(1200, seed: UInt64(index + 1) &* 0x9E37_79B9_7F4A_7C15)
        var one = Printer(options: options)
        Self.feed(packets[...]) { _ = one.consume($0) }
        let expected = Self.text(one).split(separator: "\n", omittingEmptySubsequences: false)
        let found = Self.printedInParts(packets, options, alone: split.alone, size: split.size)
            .split(separator: "\n", omittingEmptySubsequences: false)
        #expect(expected.count == found.count)
        for (one, other) in zip(expected, found) { #expect(one == other) }
    }

    /// The traffic does what the comparison is about: most numbers of the text depend on earlier packets.
    @Test func `traffic has flows`() {
        var options = PrintOptions()
        options.numeric = 1
        options.time = .none
        let packets = Self.traffic(2000, seed: 77)
        let parts = Self.printedInParts(packets, options, alone: 0, size: 100)
        options.absoluteSequenceNumbers = true
        let absolute = Self.printedInParts(packets, options, alone: 0, size: 100)
        let lines = zip(parts.split(separator: "\n"), absolute.split(separator: "\n"))
        #expect(lines.count { $0 != $1 } > 500)
        #expect(lines.count { $0 != $1 && $0.contains("sack 2 {") } > 10)
        // A flow's second segment counts from the first, whichever printer prints it.
        let twice = [UInt8](ethernetFrame(0x0800, ipv4Packet(6, Seeds.http)))
        let packet = Packet(bytes: twice, time: Timestamp(seconds: 0, nanoseconds: 0), length: twice.count)
        let text = Self.printedInParts([packet, packet], options, alone: 0, size: 1)
        #expect(text.contains("seq 1:28, ack 1,"))
        options.absoluteSequenceNumbers = false
        let relative = Self.printedInParts([packet, packet], options, alone: 0, size: 1).split(separator: "\n")
        #expect(relative.count == 2)
        #expect(relative.first?.contains("seq 1:28, ack 1,") == true)
        #expect(relative.last?.contains("seq 0:27, ack 1,") == true)
    }

    /// A number in text that is taken back goes with it, and the one before it stays.
    @Test func `taken back text`() {
        var whole = Printer(options: PrintOptions())
        let part = Part(PrintOptions())
        part.printer.begin(after: whole)
        let segment = FlowTable.Segment(
            key: FlowTable.Key(ports: 1), sequence: 100, acknowledgement: 8, begins: false, reversed: false)
        let base = part.printer.deferred.add(segment)
        part.printer.put(110, from: base, .sequence)
        let start = part.printer.out.count
        part.printer.put(7, from: base, .acknowledgement)
        part.printer.put(" gone")
        part.printer.cut(to: start)
        part.printer.put(" stays ")
        part.printer.put(17, from: base, .selective)
        whole.take(from: &part.printer)
        #expect(Self.text(whole) == "110 stays 10")
    }
}

/// The time of day must not depend on which packets came before.
@Suite struct ClockTests {
    /// An offset that changes in the middle of a quarter of an hour, as when a town gave up its own time.
    private static func text(_ seconds: [Int64]) -> [Substring] {
        var environment = PrintEnvironment()
        environment.utcOffset = { $0 < 1_000_000_100 ? 1172 : 1200 }
        var options = PrintOptions()
        options.numeric = 1
        var clock = Clock(options: options, environment: environment)
        var out = LineBuffer()
        for second in seconds { clock.append(Timestamp(seconds: second, nanoseconds: 0), to: &out) }
        let text = (0..<out.count).map { unsafe out.bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
        return String(decoding: text, as: UTF8.self).split(separator: " ")
    }

    @Test func `offset within a quarter`() {
        // 1,000,000,000 is 01:46:40; 28 seconds are skipped after the hundredth.
        #expect(Self.text([1_000_000_099, 1_000_000_100]) == ["02:07:51.000000", "02:08:20.000000"])
        #expect(Self.text([1_000_000_100, 1_000_000_099]) == ["02:08:20.000000", "02:07:51.000000"])
    }

    @Test func `huge times`() {
        // No calendar has them, and tcpdump says so.
        let words: [Substring] = ["[Error", "converting", "time]"]
        for second: Int64 in [.max, .max - 1, .max - 900, .max / 2] {
            #expect(Self.text([second, 1_000_000_099, second]) == words + ["02:07:51.000000"] + words)
        }
    }

    /// Once per quarter, however many seconds of it come.
    @Test func `asks seldom`() {
        final class Count { var value = 0 }
        let count = Count()
        var environment = PrintEnvironment()
        environment.utcOffset = { _ in
            count.value += 1
            return 3600
        }
        var clock = Clock(options: PrintOptions(), environment: environment)
        var out = LineBuffer()
        for second in 0..<900 { clock.append(Timestamp(seconds: Int64(second), nanoseconds: 0), to: &out) }
        #expect(count.value == 3)
    }
}
