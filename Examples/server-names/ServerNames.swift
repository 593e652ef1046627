import Packets
import Savefiles
import Wire

/// server-names FILE: how often which server name was asked for in TLS, the most frequent first.
@main
struct ServerNames {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else { return print("usage: server-names FILE") }
        var savefile = try SavefileReader(path: CommandLine.arguments[1], uniform: false)
        var counts = Counts()
        _ = try savefile.read(into: &counts)
        for (name, count) in counts.names.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            print("\(count) \(name)")
        }
    }
}

/// A sink that looks into each packet and keeps none.
struct Counts: PacketSink {
    var names: [String: Int] = [:]

    mutating func consume(_ packet: borrowing PacketView) -> Verdict {
        guard packet.linkType == .ethernet, let name = try? serverName(packet.bytes) else { return .more }
        names[name, default: 0] += 1
        return .more
    }

    /// The name in a ClientHello over TCP and IPv4 or IPv6; what is cut off throws where it is read.
    private func serverName(_ frame: RawSpan) throws(Truncation) -> String? {
        let ethernet = EthernetHeader(frame)
        var payload = try frame.from(EthernetHeader.length)
        switch try ethernet.type {
        case 0x0800:
            let header = IPv4Header(payload)
            guard try header.proto == 6, try header.fragmentOffset == 0 else { return nil }
            payload = try payload.upTo(header.totalLength).from(header.headerLength)
        case 0x86DD:
            guard try IPv6Header(payload).next == 6 else { return nil }
            payload = try payload.from(IPv6Header.length)
        default: return nil
        }
        let segment = try payload.from(TCPHeader(payload).headerLength)
        guard let name = TLSRecord(segment).clientHello?.serverName else { return nil }
        var text: [UInt8] = []
        for index in 0..<name.byteCount { text.append(try name.u8(index)) }
        return String(decoding: text, as: UTF8.self)
    }
}
