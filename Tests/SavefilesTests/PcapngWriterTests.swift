import Packets
import Savefiles
import Syscalls
import SystemPackage
import Testing

@Suite struct PcapngWriterTests {
    let scratch = Scratch()

    static let header = PcapngHeader(
        application: "swiftcap 1.0", system: "Linux 6.18.0", comments: ["{\"schema\":\"swiftcap.report/1\"}"],
        interfaces: [
            PcapngInterfaceDescription(
                linkType: .ethernet, snapshotLength: 262_144, name: "eth0", description: "uplink",
                filter: "tcp port 80", address: [2, 0, 0, 0, 0, 1], system: "Linux 6.18.0"),
            PcapngInterfaceDescription(linkType: .linuxSLL2, snapshotLength: 96, name: "any"),
        ])

    func write(_ name: String, compression: Compression? = nil) throws -> [Copy] {
        var writer = try SavefileWriter(
            path: scratch.file(name), format: .pcapng(Self.header), compression: compression)
        var packets: [Copy] = []
        for i in 0..<9 {
            let bytes = Array(sixty.prefix(i * 7))
            writer.interface = UInt32(i % 2)
            let link: LinkType = i % 2 == 0 ? .ethernet : .linuxSLL2
            try view(bytes, seconds: 1_700_000_000, nanoseconds: Int64(i), original: 100 + i) { try writer.write($0) }
            packets.append(
                Copy(
                    seconds: 1_700_000_000, nanoseconds: Int64(i), original: 100 + i, linkType: link.rawValue,
                    bytes: bytes))
        }
        try writer.add([
            PcapngStatistics(
                interface: 0, time: Timestamp(seconds: 1_700_000_009, nanoseconds: 0),
                started: Timestamp(seconds: 1_700_000_000, nanoseconds: 0),
                ended: Timestamp(seconds: 1_700_000_009, nanoseconds: 0), acceptedByFilter: 9, droppedByKernel: 2,
                droppedByInterface: 1, delivered: 5, comments: ["the books after"])
        ])
        try writer.close()
        #expect(writer.packets == 9)
        return packets
    }

    @Test(arguments: [nil, .gzip, .zstd, .lz4] as [Compression?]) func `read back`(compression: Compression?) throws {
        let packets = try write("a.pcapng", compression: compression)
        var reader = try SavefileReader(
            path: scratch.file("a.pcapng"), precision: .nanosecond, uniform: false)
        var sink = Collector()
        _ = try reader.read(into: &sink)
        #expect(sink.packets == packets)
    }

    @Test(.enabled(if: tool("capinfos") != nil, "capinfos is not installed")) func `capinfos reads it all`() throws {
        _ = try write("a.pcapng")
        let result = try run(tool("capinfos")!, [scratch.file("a.pcapng")])
        let text = String(decoding: result.output, as: UTF8.self)
        #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
        for expected in [
            "Number of packets:   9", "Capture oper-sys:    Linux 6.18.0", "Capture application: swiftcap 1.0",
            "swiftcap.report/1", "Name = eth0", "Description = uplink", "Time precision = nanoseconds (9)",
            "Number of stat entries = 1", "Number of packets = 5", "Filter string = tcp port 80",
        ] {
            #expect(text.contains(expected), "\(expected) is not in\n\(text)")
        }
    }

    @Test(.enabled(if: tool("tshark") != nil, "tshark is not installed")) func `tshark shows the interface`() throws {
        let packets = try write("a.pcapng")
        let result = try run(
            tool("tshark")!,
            ["-r", scratch.file("a.pcapng"), "-T", "fields", "-e", "frame.interface_name", "-e", "frame.time_epoch"])
        let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == packets.count)
        #expect(lines[0] == "eth0\t1700000000.000000000" && lines[1] == "any\t1700000000.000000001")
    }

    /// The disk is full after every possible number of bytes: the file ends on a whole block.
    @Test func `full disk at every byte`() async {
        await #expect(processExitsWith: .success) {
            let head = try PcapngWriterTests.size(packets: 0)
            for room in 0...(head + 2 * 92 + 20) {
                let outcome = try fullDisk(
                    room: room, bufferSize: 1 << 20, packets: 3, format: .pcapng(PcapngWriterTests.header))
                let whole = Swift.max(0, room - head) / 92
                #expect(outcome.errno == .fileTooLarge && outcome.packets == whole)
                // Blocks of the head may be whole when others are not.
                #expect(outcome.size == head + whole * 92 || (room < head && outcome.size <= room))
            }
        }
    }

    static func size(packets: Int) throws -> Int {
        let scratch = Scratch()
        var writer = try SavefileWriter(path: scratch.file("x"), format: .pcapng(header))
        for _ in 0..<packets { try view(sixty) { try writer.write($0) } }
        try writer.close()
        return try scratch.contents("x").count
    }

    /// Short ones as they are, long ones put together again, in both byte orders and packed.
    @Test(arguments: [nil, .zstd] as [Compression?]) func comments(compression: Compression?) throws {
        let long = String(repeating: "{\"key\": \"v\u{E4}lue\"}, ", count: 20_000)
        var header = Self.header
        header.comments = ["short", long, ""]
        var writer = try SavefileWriter(path: scratch.file("c"), format: .pcapng(header), compression: compression)
        try view(sixty) { try writer.write($0) }
        let time = Timestamp(seconds: 1, nanoseconds: 0)
        try writer.add([
            PcapngStatistics(interface: 0, time: time, comments: [long]),
            PcapngStatistics(interface: 1, time: time, comments: ["end"]),
        ])
        try writer.close()
        let read = try SavefileComments.read(path: scratch.file("c"))
        #expect(read?.section == ["short", long, ""])
        #expect(read?.statistics == [long, "end"])
    }

    @Test func `comments of others`() throws {
        let file = pcapng(big: true) {
            let comment = $0.option(1, Array("by hand".utf8)) + $0.option(1, [1, 2], length: 900)
            var section = Bytes(big: true)
            section.put(UInt32(0x1A2B_3C4D))
            section.put(UInt32(1 << 16))
            section.put(Int64(-1))
            $0.block(0x0A0D_0D0A, section.array + comment)
            $0.interface()
            $0.block(5, [0, 0])
            $0.block(
                5,
                [UInt8](repeating: 0, count: 12) + $0.option(1, Array("swiftcap part 2 of 2: lost".utf8))
                    + $0.option(1, Array("swiftcap part 1 of 2: alone".utf8)))
        }
        let path = scratch.file("big")
        try unsafe AtomicFile.write(file.span.bytes, to: path)
        let read = try SavefileComments.read(path: path)
        #expect(read?.section == ["by hand"])
        #expect(read?.statistics == ["swiftcap part 2 of 2: lost", "swiftcap part 1 of 2: alone"])
        try unsafe AtomicFile.write(fileHeader().span.bytes, to: path)
        #expect(try SavefileComments.read(path: path) == nil)
    }

    @Test func `stamps that do not fit`() throws {
        var writer = try SavefileWriter(path: scratch.file("t"), format: .pcapng(Self.header))
        for seconds in [Int64.min, -1, 0, .max] {
            try view(sixty, seconds: seconds, nanoseconds: .max) { try writer.write($0) }
        }
        try writer.close()
        #expect(try readAll(scratch.contents("t")).error != nil, "two link types")
        var reader = try SavefileReader(path: scratch.file("t"), uniform: false)
        var sink = Toucher()
        _ = try reader.read(into: &sink)
        #expect(sink.count == 4)
    }
}
