/// A small generator of numbers that are the same everywhere (SplitMix64).
struct Numbers {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

/// Frames as they are on the wire, without check sequence.
enum Frames {
    static func big(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * (width - 1 - $0))) }
    }

    static func ethernet(_ from: Int, _ to: Int, _ type: Int) -> [UInt8] {
        [0x02, 0] + big(to, 4) + [0x02, 0] + big(from, 4) + big(type, 2)
    }

    /// RFC 1071 over `bytes` and what `seed` already sums.
    static func checksum(_ bytes: [UInt8], seed: Int = 0) -> Int {
        var sum = seed
        for (i, octet) in bytes.enumerated() { sum += Int(octet) << (i % 2 == 0 ? 8 : 0) }
        while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
        return ~sum & 0xFFFF
    }

    /// RFC 791: no options, not fragmented, TTL 64.
    static func ipv4(_ from: Int, _ to: Int, _ proto: Int, id: Int, _ payload: [UInt8]) -> [UInt8] {
        var header = [0x45, 0] + big(20 + payload.count, 2) + big(id, 2) + [0x40, 0, 64, UInt8(proto), 0, 0]
        header += big(from, 4) + big(to, 4)
        header.replaceSubrange(10..<12, with: big(checksum(header), 2))
        return header + payload
    }

    /// RFC 8200, between two addresses of 2001:db8::/32.
    static func ipv6(_ from: Int, _ to: Int, _ next: Int, _ payload: [UInt8]) -> [UInt8] {
        let prefix: [UInt8] = [0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0]
        return [0x60, 0, 0, 0] + big(payload.count, 2) + [UInt8(next), 64] + prefix + big(from, 4) + prefix + big(to, 4)
            + payload
    }

    /// RFC 9293 with the time stamp option of RFC 7323; no checksum (offloaded, as captured on the sending host).
    static func tcp(_ from: Int, _ to: Int, seq: Int, ack: Int, flags: UInt8, stamp: Int, _ length: Int) -> [UInt8] {
        big(from, 2) + big(to, 2) + big(seq, 4) + big(ack, 4) + [0x80, flags] + big(502, 2) + [0, 0, 0, 0]
            + [1, 1, 8, 10] + big(stamp, 4) + big(stamp - 7, 4) + [UInt8](repeating: 0x61, count: length)
    }

    static func udp(_ from: Int, _ to: Int, _ payload: [UInt8]) -> [UInt8] {
        big(from, 2) + big(to, 2) + big(8 + payload.count, 2) + [0, 0] + payload
    }

    /// RFC 1035: a question for hostN.example, type A.
    static func dnsQuery(_ id: Int, host: Int) -> [UInt8] {
        let name = Array("host\(host)".utf8)
        return big(id, 2) + [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, UInt8(name.count)] + name + [7] + Array("example".utf8)
            + [0, 0, 1, 0, 1]
    }

    /// RFC 826: who has.
    static func arp(_ from: Int, _ target: Int) -> [UInt8] {
        [0, 1, 8, 0, 6, 4, 0, 1, 0x02, 0] + big(from, 4) + big(from, 4) + [0, 0, 0, 0, 0, 0] + big(target, 4)
            + [UInt8](repeating: 0, count: 18)
    }

    /// RFC 792: echo request.
    static func echo(_ id: Int, _ sequence: Int) -> [UInt8] {
        var bytes = [8, 0, 0, 0] + big(id, 2) + big(sequence, 2) + [UInt8](repeating: 0x55, count: 56)
        bytes.replaceSubrange(2..<4, with: big(checksum(bytes), 2))
        return bytes
    }
}
