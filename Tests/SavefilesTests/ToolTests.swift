import Foundation
import Packets
import Savefiles
import Syscalls
import Testing

/// Files for other tools and from other tools.
@Suite struct ToolTests {
    let scratch = Scratch()

    func write(_ name: String, nano: Bool) throws -> [Copy] {
        let header = SavefileWriter.Header(linkType: .ethernet, snapshotLength: 262_144, nanosecond: nano)
        var writer = try SavefileWriter(path: scratch.file(name), header: header)
        var packets: [Copy] = []
        for i in 0..<50 {
            // ARP requests, so that every tool has something to say.
            var frame: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 2, 0, 0, 0, 0, 1, 8, 6]  // to all, from, ARP
            frame += [0, 1, 8, 0, 6, 4, 0, 1]  // Ethernet, IPv4, lengths, request
            frame += [2, 0, 0, 0, 0, 1, 192, 0, 2, 1]  // sender
            frame += [0, 0, 0, 0, 0, 0, 192, 0, 2, UInt8(i)]  // target
            frame += [UInt8](repeating: 0, count: i)
            let nanoseconds = Int64(i) * (nano ? 1_000_001 : 1_000_000)
            let original = frame.count + i
            try view(frame, seconds: 1_700_000_000, nanoseconds: nanoseconds, original: original) {
                try writer.write($0)
            }
            packets.append(
                Copy(
                    seconds: 1_700_000_000, nanoseconds: nanoseconds, original: original, linkType: 1, bytes: frame))
        }
        try writer.close()
        return packets
    }

    @Test(.enabled(if: tool("tcpdump") != nil, "tcpdump is not installed"), arguments: [false, true])
    func `tcpdump copies our file`(nano: Bool) throws {
        _ = try write("ours", nano: nano)
        let arguments = ["-r", scratch.file("ours"), "-w", scratch.file("theirs")] + (nano ? ["--nano"] : [])
        let result = try run(tool("tcpdump")!, arguments)
        #expect(result.status == 0)
        #expect(try scratch.contents("theirs") == scratch.contents("ours"))
    }

    @Test(.enabled(if: tool("capinfos") != nil, "capinfos is not installed"), arguments: [false, true])
    func `capinfos has no complaint`(nano: Bool) throws {
        _ = try write("ours", nano: nano)
        let result = try run(tool("capinfos")!, ["-c", "-T", "-r", scratch.file("ours")])
        #expect(result.status == 0 && result.error.isEmpty)
        #expect(String(decoding: result.output, as: UTF8.self).contains("\t50"))
    }

    @Test(
        .enabled(if: tool("editcap") != nil, "editcap is not installed"),
        arguments: ["pcap", "nsecpcap", "pcapng", "modpcap"])
    func `editcap writes what we read`(format: String) throws {
        let packets = try write("ours", nano: format != "pcap" && format != "modpcap")
        let result = try run(tool("editcap")!, ["-F", format, scratch.file("ours"), scratch.file("theirs")])
        #expect(result.status == 0, "\(result.error)")
        let outcome = readAll(try Descriptor.open(scratch.file("theirs"), 0), precision: .nanosecond)
        #expect(outcome.error == nil)
        #expect(outcome.packets == packets)
    }

    @Test(.enabled(if: tool("mergecap") != nil, "mergecap is not installed"))
    func `mergecap makes several interfaces`() throws {
        let packets = try write("one", nano: true)
        _ = try write("two", nano: true)
        let result = try run(
            tool("mergecap")!,
            ["-I", "none", "-a", "-F", "pcapng", "-w", scratch.file("both"), scratch.file("one"), scratch.file("two")])
        #expect(result.status == 0, "\(result.error)")
        var reader = try SavefileReader(path: scratch.file("both"), precision: .nanosecond)
        var sink = Collector()
        _ = try reader.read(into: &sink)
        #expect(sink.packets == packets + packets)
        #expect(reader.interface == 1)
    }
}
