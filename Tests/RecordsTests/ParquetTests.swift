import Glibc
import Packets
import Syscalls
import Testing

@testable import Records

/// Whole files, looked at by a reader that knows Thrift's compact protocol and nothing else. Engines read the same files in
/// scripts/test-lake.
@Suite struct ParquetTests {
    /// A value of Thrift.
    indirect enum Value {
        case number(Int64)
        case octets([UInt8])
        case list([Value])
        case structure([Int: Value])

        subscript(field: Int) -> Value {
            if case .structure(let fields) = self { return fields[field] ?? .number(-1) }
            return .number(-1)
        }

        var number: Int64 { if case .number(let number) = self { number } else { -1 } }
        var text: String { if case .octets(let octets) = self { String(decoding: octets, as: UTF8.self) } else { "" } }
        var list: [Value] { if case .list(let list) = self { list } else { [] } }
    }

    struct Reader {
        let bytes: [UInt8]
        var place = 0

        mutating func octet() -> UInt8 {
            place += 1
            return place <= bytes.count ? bytes[place - 1] : 0
        }

        mutating func varint() -> UInt64 {
            var value: UInt64 = 0
            var shift: UInt64 = 0
            while true {
                let next = octet()
                value |= UInt64(next & 0x7F) << shift
                shift += 7
                if next & 0x80 == 0 { return value }
            }
        }

        mutating func zigzag() -> Int64 {
            let value = varint()
            return Int64(bitPattern: value >> 1) ^ -Int64(value & 1)
        }

        mutating func value(_ kind: UInt8) -> Value {
            switch kind {
            case 1, 2: return .number(kind == 1 ? 1 : 0)
            case 3: return .number(Int64(octet()))
            case 8:
                let count = Int(varint())
                defer { place += count }
                return .octets(Array(bytes[place..<place + count]))
            case 9:
                let head = octet()
                let count = head >> 4 == 15 ? Int(varint()) : Int(head >> 4)
                return .list((0..<count).map { _ in value(head & 15) })
            case 12:
                var fields: [Int: Value] = [:]
                var last = 0
                while true {
                    let head = octet()
                    if head == 0 { return .structure(fields) }
                    last = head >> 4 == 0 ? Int(zigzag()) : last + Int(head >> 4)
                    fields[last] = value(head & 15)
                }
            default: return .number(zigzag())
            }
        }
    }

    /// Writes the packets' rows to a file that is gone when this returns, and gives its octets.
    static func file(_ packets: [[UInt8]], _ columns: ColumnSet, notes: [(key: String, value: String)] = []) throws
        -> [UInt8]
    {
        let descriptor = Descriptor(owning: unsafe memfd_create("rows", 0))
        let copy = Descriptor(owning: fcntl(descriptor.rawValue, F_DUPFD_CLOEXEC, 3))
        var stream = RowStream(RowTable(columns), .parquet, RowWorker())
        stream.open(copy, path: "rows")
        var reader = RowReader(columns, host: "h")
        for packet in packets {
            reader.read(
                PacketView(
                    bytes: unsafe packet.span.bytes, timestamp: Timestamp(seconds: 5, nanoseconds: 0),
                    originalLength: packet.count, linkType: .raw))
            let goesOn = stream.append(reader.row)
            #expect(goesOn)
        }
        stream.close(notes) { _, failure, _ in failure }
        stream.worker.waitUntilIdle()
        let closed = stream.closedFiles()
        #expect(closed.count == 1 && closed[0].failure == nil && closed[0].rows == UInt64(packets.count))
        return try Descriptor.contents(of: "/proc/self/fd/\(descriptor.rawValue)", limit: 64 << 20)
    }

    static func footer(_ bytes: [UInt8]) -> Value {
        let magic = Array("PAR1".utf8)
        #expect(Array(bytes.prefix(4)) == magic && Array(bytes.suffix(4)) == magic)
        let length = bytes.suffix(8).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        var reader = Reader(bytes: Array(bytes.dropLast(8).suffix(length)))
        defer { #expect(reader.place == length) }
        return reader.value(12)
    }

    @Test func `a file without rows`() throws {
        let footer = Self.footer(try Self.file([], .standard, notes: [("key", "value")]))
        #expect(footer[3].number == 0 && footer[4].list.isEmpty)
        #expect(footer[2].list.first?[5].number == 11)
        #expect(footer[5].list.first?[1].text == "key" && footer[5].list.first?[2].text == "value")
        // An order for each column, or statistics are not trusted.
        #expect(footer[7].list.count == ColumnSet.standard.columns.count)
    }

    @Test func `groups are required, columns optional, statistics say where to look`() throws {
        let packets = (1...200).map { place in
            IP.v4([10, 0, 0, UInt8(place)], [10, 0, 1, 1], 17, IP.udp(UInt16(1000 + place), 53, []))
        }
        let footer = Self.footer(try Self.file(packets + [[0]], ColumnSet([.time, .sourceIP, .sourcePort, .dnsID])))
        let schema = footer[2].list.map { ($0[4].text, $0[3].number, $0[5].number) }
        #expect(schema.map(\.0) == ["schema", "time", "source", "ip", "port", "dns", "id"])
        #expect(schema.map(\.1) == [-1, 1, 0, 1, 1, 0, 1])
        #expect(footer[3].number == 201 && footer[4].list.count == 1)
        let columns = footer[4].list[0][1].list.map { $0[3] }
        #expect(columns[1][3].list.map(\.text) == ["source", "ip"])
        #expect(columns[1][12][6].text == "10.0.0.1" && columns[1][12][5].text == "10.0.0.99")
        #expect(columns[1][12][3].number == 1 && columns[3][12][3].number == 201)
        guard case .octets(let least) = columns[2][12][6] else { throw Missing() }
        #expect(least == [0xE9, 3, 0, 0])
    }

    struct Missing: Error {}

    @Test func `a dictionary is given up where it does not pay`() throws {
        func encodings(_ packets: [[UInt8]]) throws -> [Int64] {
            let footer = Self.footer(try Self.file(packets, ColumnSet([.ipID])))
            return footer[4].list[0][1].list[0][3][2].list.map(\.number)
        }
        func packet(_ identification: UInt32) -> [UInt8] {
            var packet = IP.v4([1, 1, 1, 1], [2, 2, 2, 2], 17, [])
            packet[4] = UInt8(identification >> 8 & 0xFF)
            packet[5] = UInt8(identification & 0xFF)
            return packet
        }
        #expect(try encodings((0..<20_000).map { packet(UInt32($0 % 7)) }) == [3, 0, 8])
        #expect(try encodings((0..<20_000).map { packet(UInt32($0)) }) == [3, 0])
    }

    @Test func `groups end before memory does`() throws {
        // A query of 3,000 octets in each: four mebibytes of text are some 1,400 rows.
        let target = "GET /?" + String(repeating: "a", count: 3000) + " HTTP/1.1\r\n\r\n"
        let packet = IP.v4([1, 1, 1, 1], [2, 2, 2, 2], 6, IP.tcp(1, 2, Array(target.utf8)))
        let footer = Self.footer(try Self.file([[UInt8]](repeating: packet, count: 5000), ColumnSet([.urlQuery])))
        let groups = footer[4].list.map { $0[3].number }
        #expect(groups.reduce(0, +) == 5000 && groups.count == 4, "\(groups)")
    }

    @Test func `a device without room is said`() throws {
        var stream = RowStream(RowTable(.standard), .parquet, RowWorker())
        stream.open(try Descriptor.open("/dev/full", O_WRONLY), path: "full")
        stream.close([]) { _, failure, rows in
            #expect(failure != nil && rows == 0)
            return nil
        }
        stream.worker.waitUntilIdle()
        #expect(stream.closedFiles().first?.failure?.errno == .noSpace)
    }
}
