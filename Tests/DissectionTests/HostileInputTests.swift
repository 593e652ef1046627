import Packets
import Testing

@testable import Dissection

/// Packets that are cut, changed and made up: whatever the bytes, the printer ends with a line feed and never traps.
@Suite struct HostileInputTests {
    static let flags: [@Sendable (inout PrintOptions) -> Void] = [
        { _ in }, { $0.verbosity = 1 }, { $0.verbosity = 3 }, { $0.linkHeader = true },
        { $0.quick = true },
        {
            $0.verbosity = 2
            $0.linkHeader = true
            $0.dump = .hexAndASCII
        },
    ]

    @Test(arguments: Seeds.all)
    func `every length`(_ seed: Seed) {
        for count in 1...seed.bytes.count {
            let text = printed(Array(seed.bytes.prefix(count)), link: seed.link, length: seed.bytes.count) {
                $0.verbosity = 3
                $0.linkHeader = count & 1 == 0
            }
            #expect(text.hasSuffix("\n"))
        }
    }

    /// Each key of the registry, whatever follows it.
    @Test(arguments: [1 as UInt64]) func `every key`(randomSeed: UInt64) {
        var generator = SeededGenerator(seed: randomSeed)
        for seed in Seeds.byKey {
            for round in 0..<24 {
                var packet = seed.bytes
                for _ in 0...generator.below(6) { packet[generator.below(packet.count)] = UInt8(generator.below(256)) }
                let kept = 1 + generator.below(packet.count)
                let text = printed(
                    Array(packet.prefix(kept)), link: seed.link, length: packet.count,
                    Self.flags[round % Self.flags.count])
                #expect(text.hasSuffix("\n"), "\(seed)")
            }
        }
    }

    @Test(arguments: Seeds.all.indices)
    func `changed bytes`(_ index: Int) {
        let seed = Seeds.all[index]
        var generator = SeededGenerator(seed: UInt64(index))
        for round in 0..<200 {
            var frame = seed.bytes
            for _ in 0...generator.below(4) {
                let at = generator.below(frame.count)
                switch generator.below(4) {
                case 0: frame[at] = UInt8(generator.below(256))
                case 1: frame[at] ^= 1 << UInt8(generator.below(8))
                case 2: frame[at] = [0, 1, 0x7F, 0x80, 0xFF][generator.below(5)]
                default: frame.insert(UInt8(generator.below(256)), at: at)
                }
            }
            let kept = generator.below(3) == 0 ? 1 + generator.below(frame.count) : frame.count
            let text = printed(
                Array(frame.prefix(kept)), link: seed.link, length: frame.count, Self.flags[round % Self.flags.count])
            #expect(text.hasSuffix("\n"))
        }
    }

    /// Two octets of a pointer may stand for a name of thousands, which is printed as far as a name may be long.
    @Test(arguments: [(127, "a.a. "), (128, "a.a.<DOMAIN NAME TOO LONG> "), (7000, "a.a.<DOMAIN NAME TOO LONG> ")])
    func `long names`(labels: Int, end: String) {
        let pointers = 4000
        var message: [UInt8] = [0, 1, 0x81, 0x80, 0, 1, UInt8(pointers >> 8), UInt8(pointers & 0xFF), 0, 0, 0, 0]
        message += (0..<labels).flatMap { _ in [1, 0x61] as [UInt8] } + [0, 0, 1, 0, 1]
        for _ in 0..<pointers { message += [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0] }
        let frame = ethernetFrame(0x0800, ipv4Packet(17, udpDatagram(53, 1024, message)))
        let text = printed(frame, length: frame.count) { $0.verbosity = 1 }
        #expect(text.contains(end))
        #expect(text.utf8.count < 400 * (pointers + 2))
    }

    /// Pointers to a name of thousands of labels, and records that lie within one: what a packet's names may cost is
    /// bounded, whether what is followed is printed or not.
    @Test(arguments: [1, 3]) func `pointers to long names`(verbosity: Int) {
        let repeated = { (count: Int, octets: [UInt8]) in Array(repeatElement(octets, count: count).joined()) }
        // Records of type NS with no data of their own: their name is what follows them.
        let nested = repeated(5000, [0x0B, 0, 2, 0, 1, 0, 0, 0, 1, 0, 0, 0])
        // A name of 7,000 labels, and pointers to it.
        let pointing =
            repeated(7000, [1, 0x61]) + [0, 0, 1, 0, 1] + repeated(4000, [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0])
        for (message, questions) in [(nested, 0), (pointing, 1)] {
            let header: [UInt8] = [0, 1, 0x81, 0x80, 0, UInt8(questions), 0x0F, 0xA0, 0, 0, 0, 0]
            let frame = ethernetFrame(0x0800, ipv4Packet(17, udpDatagram(53, 1024, header + message)))
            var options = PrintOptions()
            options.numeric = 1
            options.verbosity = verbosity
            var printer = Printer(options: options)
            let span = unsafe frame.span.bytes
            _ = printer.consume(
                PacketView(
                    bytes: span, timestamp: Timestamp(seconds: 0, nanoseconds: 0), originalLength: frame.count,
                    linkType: .ethernet))
            #expect(printer.labelsLeft >= -1)
            if questions == 1 {
                #expect(printer.labelsLeft == -1)
                let text = printed(frame) { $0.verbosity = verbosity }
                #expect(text.contains("<TOO MANY LABELS> [|domain]"))
            }
        }
    }

    /// What is said of one packet is bounded, and it is the same whatever the printer has printed before.
    @Test func `text of one packet`() {
        // Routes of one octet each, 0.0.0.0/0, that BGP says in 18.
        let length = 60_000
        let update = [UInt8](repeating: 0xFF, count: 16) + [UInt8(length >> 8), UInt8(length & 0xFF), 2, 0, 0, 0, 0]
        let message = update + [UInt8](repeating: 0, count: length - update.count)
        let segment = bytes("00b3 1000 00000001 00000001 5018 ffff 0000 0000") + message
        let frame = ethernetFrame(0x0800, ipv4Packet(6, segment))
        var options = PrintOptions()
        options.numeric = 1
        options.verbosity = 2
        options.time = .none
        options.absoluteSequenceNumbers = true
        var printer = Printer(options: options)
        var texts: [String] = []
        for _ in 0..<3 {
            let start = printer.out.count
            let span = unsafe frame.span.bytes
            let moment = Timestamp(seconds: 0, nanoseconds: 0)
            _ = printer.consume(
                PacketView(bytes: span, timestamp: moment, originalLength: frame.count, linkType: .ethernet))
            let text = unsafe printer.out.bytes.extracting(unchecked: start..<printer.out.count)
            texts.append(unsafe text.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) })
        }
        #expect(texts[0].hasSuffix(" [text too long]\n"))
        #expect((256 << 10 - 128...256 << 10).contains(texts[0].utf8.count), "\(texts[0].utf8.count)")
        #expect(texts[1] == texts[0] && texts[2] == texts[0])
    }

    /// Link types with headers of their own, over bytes of nothing.
    @Test(arguments: [
        LinkType.null, .loop, .raw, .ipv4, .ipv6, .linuxSLL, .linuxSLL2, .ppp, .ethernet, LinkType(rawValue: 999),
    ])
    func noise(_ link: LinkType) {
        var generator = SeededGenerator(seed: UInt64(UInt32(bitPattern: link.rawValue)))
        for _ in 0..<300 {
            let packet = (0..<1 + generator.below(120)).map { _ in UInt8(generator.below(256)) }
            let text = printed(packet, link: link, length: packet.count + generator.below(50)) { $0.verbosity = 3 }
            #expect(text.hasSuffix("\n"))
        }
    }

    /// Headers within headers must not exhaust the stack.
    @Test func nesting() {
        var packet = Seeds.arp
        for _ in 0..<2000 {
            var outer = bytes("4500 0000 0000 0000 4004 0000 c0000201 c6336407")
            let total = UInt16(truncatingIfNeeded: Swift.min(65535, packet.count + 20))
            outer[2] = UInt8(total >> 8)
            outer[3] = UInt8(total & 0xFF)
            packet = outer + packet
        }
        #expect(printed(packet, link: .raw).hasSuffix("\n"))
    }
}
