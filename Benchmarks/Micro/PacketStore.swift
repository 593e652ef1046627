import Packets
import Savefiles

/// The packets of a savefile in memory, some kinds of them or all.
struct PacketStore {
    /// What a frame carries, as far as the pieces tell them apart.
    enum Kind: String {
        case tcp, udp, dns, icmp, arp, ipv6
    }

    /// As many as the processor's caches hold.
    private static let most = 2000

    private(set) var bytes: [UInt8] = []
    private(set) var records: [Record] = []

    struct Record {
        var range: Range<Int>
        var timestamp: Timestamp
        var originalLength: Int
    }

    init(_ path: String, only kind: Kind? = nil) throws {
        var reader = try SavefileReader(path: path)
        while records.count < PacketStore.most, try reader.advance() {
            let packet = reader.packet
            let frame = unsafe packet.bytes.withUnsafeBytes { unsafe Array($0) }
            guard kind == nil || PacketStore.kind(frame) == kind else { continue }
            let start = bytes.count
            bytes += frame
            records.append(
                Record(
                    range: start..<bytes.count, timestamp: packet.timestamp, originalLength: packet.originalLength))
        }
        guard !records.isEmpty else { throw MicroError(description: "\(path) has no such packet") }
    }

    /// By the Ethernet frame's own fields: ether type at 12, IPv4's protocol at 23, UDP's ports at 34 and 36.
    private static func kind(_ frame: [UInt8]) -> Kind? {
        guard frame.count > 37 else { return nil }
        switch (frame[12], frame[13], frame[23]) {
        case (0x08, 0x06, _): return .arp
        case (0x86, 0xDD, _): return .ipv6
        case (0x08, 0x00, 1): return .icmp
        case (0x08, 0x00, 6): return .tcp
        case (0x08, 0x00, 17): return frame[36] == 0 && frame[37] == 53 ? .dns : .udp
        default: return nil
        }
    }

    /// Pushes every packet into `sink`.
    @inline(__always)
    func feed<Sink: PacketSink & ~Copyable>(_ sink: inout Sink) {
        let all = unsafe bytes.span.bytes
        for record in records {
            let packet = PacketView(
                bytes: all.extracting(record.range), timestamp: record.timestamp,
                originalLength: record.originalLength, linkType: .ethernet)
            _ = sink.consume(packet)
        }
    }
}
