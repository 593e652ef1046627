import Glibc
import Packets
import Testing

@testable import Dissection

/// The largest packets that a network carries, behind each key: whatever they hold, text and time are bounded.
@Suite struct LargePacketTests {
    /// Octets behind the headers of a seed.
    private static let size = 60_000
    /// What fills them: lengths of nothing, of one, growing, and as large as can be.
    private static let fillings: [@Sendable (Int) -> UInt8] = [
        { _ in 0 }, { _ in 1 }, { UInt8(truncatingIfNeeded: $0 &* 7) }, { _ in 0xFF },
        { $0 % 4 == 3 ? 4 : 0 }, { $0 % 2 == 1 ? 2 : 1 },
    ]

    @Test(arguments: fillings.indices) func `text and time`(_ filling: Int) {
        let fill = (0..<Self.size).map(Self.fillings[filling])
        var slowest = (seconds: 0.0, name: "")
        for (place, seed) in Seeds.byKey.enumerated() where place % 2 == filling % 2 || filling < 2 {
            let packet = Self.grown(seed, fill)
            let before = Self.processorTime()
            let text = printed(packet, link: seed.link) { $0.verbosity = 3 }
            let seconds = Self.processorTime() - before
            if seconds > slowest.seconds { slowest = (seconds, seed.name) }
            #expect(text.utf8.count <= 256 << 10, "\(seed)")
            #expect(text.hasSuffix("\n"), "\(seed)")
        }
        // This is a build without optimization: a packet that takes so long here takes a fiftieth of it otherwise.
        #expect(slowest.seconds < 5, "\(slowest.name)")
    }

    /// The seed's headers, whose lengths then are those of all that follows them.
    private static func grown(_ seed: Seed, _ fill: [UInt8]) -> [UInt8] {
        var packet = seed.bytes
        let offset = seed.link == .ethernet ? 14 : 0
        if seed.link == .raw || seed.link == .ethernet, packet.count > offset + 8 {
            let version = packet[offset] >> 4
            let total = version == 4 ? packet.count - offset + fill.count : packet.count - offset - 40 + fill.count
            let place = offset + (version == 4 ? 2 : 4)
            if version == 4 || version == 6 {
                packet[place] = UInt8(total >> 8)
                packet[place + 1] = UInt8(total & 0xFF)
                let proto = packet[offset + (version == 4 ? 9 : 6)]
                if proto == 17 {
                    let datagram = offset + (version == 4 ? 20 : 40)
                    let length = packet.count - datagram + fill.count
                    packet[datagram + 4] = UInt8(length >> 8)
                    packet[datagram + 5] = UInt8(length & 0xFF)
                }
            }
        }
        return packet + fill
    }

    /// Seconds that this thread has run, however busy the machine is.
    private static func processorTime() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
