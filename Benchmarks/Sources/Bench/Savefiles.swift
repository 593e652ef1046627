/// The savefiles that are measured with: the same bytes on every machine.
struct Savefiles {
    let folder: String
    /// How many packets the large ones have.
    let packets: Int

    var classic: String { "\(folder)/large.pcap" }
    var pcapng: String { "\(folder)/large.pcapng" }
    var everyday: String { "\(folder)/everyday.pcap" }
    var manyFlows: String { "\(folder)/flows.pcap" }

    static let header: [UInt8] = [
        0xD4, 0xC3, 0xB2, 0xA1,  // magic: microseconds, little endian
        2, 0, 4, 0,  // version 2.4
        0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 4, 0,  // snapshot length 262,144
        1, 0, 0, 0,  // Ethernet
    ]

    static func little(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    static func record(_ frame: [UInt8], microseconds: Int) -> [UInt8] {
        little(1_700_000_000 + microseconds / 1_000_000, 4) + little(microseconds % 1_000_000, 4)
            + little(frame.count, 4) + little(frame.count, 4) + frame
    }

    /// pcapng's enhanced packet block with a microsecond stamp.
    static func block(_ frame: [UInt8], microseconds: Int) -> [UInt8] {
        let stamp = 1_700_000_000_000_000 + microseconds
        let padding = (4 - frame.count % 4) % 4
        let length = little(32 + frame.count + padding, 4)
        return little(6, 4) + length + little(0, 4) + little(stamp >> 32, 4) + little(stamp & 0xFFFF_FFFF, 4)
            + little(frame.count, 4) + little(frame.count, 4) + frame + [UInt8](repeating: 0, count: padding) + length
    }

    /// A section header and one Ethernet interface.
    static let pcapngHeader: [UInt8] =
        [0x0A, 0x0D, 0x0D, 0x0A] + little(28, 4) + [0x4D, 0x3C, 0x2B, 0x1A, 1, 0, 0, 0]
        + [UInt8](repeating: 0xFF, count: 8) + little(28, 4)
        + little(1, 4) + little(20, 4) + [1, 0, 0, 0] + little(262_144, 4) + little(20, 4)

    func make() throws {
        try makeLarge()
        try makeText(everyday, count: packets / 4, everyday: true)
        try makeText(manyFlows, count: packets / 4, everyday: false)
    }

    /// Sizes of the internet's mix, 584 octets on average: UDP and TCP in 60 flows.
    private func makeLarge() throws {
        let one = try Output(classic)
        let other = try Output(pcapng)
        one.put(Savefiles.header)
        other.put(Savefiles.pcapngHeader)
        var numbers = Numbers(seed: 1)
        // Templates, so that making a million of them does not take longer than measuring.
        let frames = (0..<600).map { i -> [UInt8] in
            let flow = i % 60
            let size = [60, 60, 60, 590, 590, 1514, 60, 590, 1514, 800][numbers.below(10)]
            let from = 0x0A00_0001 + flow
            let to = 0x0A00_0101 + flow % 7
            let body =
                flow % 3 == 0
                ? Frames.ipv4(
                    from, to, 17, id: i, Frames.udp(1024 + flow, 53 + flow, [UInt8](repeating: 7, count: size - 42)))
                : Frames.ipv4(
                    from, to, 6, id: i,
                    Frames.tcp(
                        40_000 + flow, flow % 2 == 0 ? 443 : 80, seq: i * 1448, ack: 1, flags: 0x10, stamp: i,
                        max(0, size - 66)))
            return Frames.ethernet(from, to, 0x0800) + body
        }
        for i in 0..<packets {
            let frame = frames[numbers.below(600)]
            one.put(Savefiles.record(frame, microseconds: i * 3))
            other.put(Savefiles.block(frame, microseconds: i * 3))
        }
        try one.finish()
        try other.finish()
    }

    /// What is printed: everyday traffic of 60 flows, or 4,000 flows among 8,000 hosts of 10.0.0.0/14.
    private func makeText(_ path: String, count: Int, everyday: Bool) throws {
        let output = try Output(path)
        output.put(Savefiles.header)
        var numbers = Numbers(seed: 2)
        let flows = everyday ? 60 : 4000
        var sequence = [Int](repeating: 1, count: flows)
        let hosts = (0..<2 * flows).map { i in
            everyday ? 0xC0A8_0001 + i % 120 : 0x0A00_0000 + Int(Numbers(seed: UInt64(i)).first() % (1 << 18))
        }
        for i in 0..<count {
            let flow = numbers.below(flows)
            let (from, to) = (hosts[flow], hosts[flows + flow])
            let kind = everyday ? numbers.below(20) : 0
            let frame: [UInt8]
            switch kind {
            case 16:
                frame =
                    Frames.ethernet(from, to, 0x0800)
                    + Frames.ipv4(from, to, 17, id: i, Frames.udp(30_000 + flow, 53, Frames.dnsQuery(i, host: flow)))
            case 17: frame = Frames.ethernet(from, to, 0x0800) + Frames.ipv4(from, to, 1, id: i, Frames.echo(flow, i))
            case 18: frame = Frames.ethernet(from, 0xFFFF_FFFF, 0x0806) + Frames.arp(from, to)
            case 14, 15, 19:
                let udp = Frames.udp(5000 + flow, 6000, [UInt8](repeating: 1, count: numbers.below(400)))
                frame =
                    kind == 19
                    ? Frames.ethernet(from, to, 0x86DD) + Frames.ipv6(from, to, 17, udp)
                    : Frames.ethernet(from, to, 0x0800) + Frames.ipv4(from, to, 17, id: i, udp)
            default:
                let length = [0, 0, 1448, 512][numbers.below(4)]
                let segment = Frames.tcp(
                    40_000 + flow, 443, seq: sequence[flow], ack: 1, flags: length > 0 ? 0x18 : 0x10, stamp: i, length)
                sequence[flow] += length
                frame = Frames.ethernet(from, to, 0x0800) + Frames.ipv4(from, to, 6, id: i, segment)
            }
            output.put(Savefiles.record(frame, microseconds: i * 11))
        }
        try output.finish()
    }
}

extension Numbers {
    func first() -> UInt64 {
        var copy = self
        return copy.next()
    }
}
