import Glibc
import Packets
import Syscalls

/// A Parquet file on its way to a descriptor: groups of rows as they come, and the footer that makes it a file. Nothing before
/// the footer can be read without it.
struct ParquetFile: ~Copyable {
    private static let magic: UInt32 = 0x3152_4150
    /// What groups say of themselves is kept for the footer; beyond this it waits in the file.
    private static let mostMetadata = 4 << 20

    private let table: RowTable
    private var packer: ColumnPacker
    private var pages = ByteBuffer(capacity: 1 << 20)
    private var metadata = ThriftWriter()
    /// Metadata that wait in the file: where, and how many octets.
    private var waiting: [(place: UInt64, count: Int)] = []
    private var groups = 0
    private var rows: UInt64 = 0
    /// Octets of what the groups say of themselves in the footer.
    private(set) var described: UInt64 = 0
    /// Octets written.
    private(set) var position: UInt64 = 0

    init(_ table: RowTable) throws(SystemError) {
        self.table = table
        packer = try ColumnPacker()
    }

    /// What follows the last whole group was taken away again.
    mutating func goBack(to place: UInt64) { position = place }

    /// What a file begins with.
    mutating func begin(_ file: Int32) throws(SystemError) {
        pages.removeAll()
        pages.append(little: ParquetFile.magic)
        try writePages(to: file)
    }

    private mutating func writePages(to file: Int32) throws(SystemError) {
        try Descriptor.writeAll(pages.bytes, to: file)
        position &+= UInt64(pages.count)
        pages.removeAll(keeping: 4 << 20)
    }

    /// A group of rows: column by column, each to the file as soon as it is packed.
    mutating func write(_ batch: RowBatch, to file: Int32) throws(SystemError) {
        if batch.rows == 0 { return }
        let start = position
        var unpacked: Int64 = 0
        var chunks: [(chunk: ColumnPacker.Chunk, place: UInt64)] = []
        for field in table.fields {
            let place = position
            let chunk = packer.pack(field, batch, to: &pages)
            try writePages(to: file)
            unpacked &+= Int64(chunk.unpacked)
            chunks.append((chunk, place))
        }
        let size = Int64(position &- start)
        let (table, ordinal, before) = (table, groups, metadata.out.count)
        metadata.structure { thrift in
            thrift.list(1, .structure, count: chunks.count)
            for (field, each) in zip(table.fields, chunks) {
                thrift.structure { ParquetFile.writeChunk(field, each.chunk, each.place, &$0) }
            }
            thrift.i64(2, unpacked)
            thrift.i64(3, Int64(batch.rows))
            thrift.i64(5, Int64(start))
            thrift.i64(6, size)
            if let ordinal = Int16(exactly: ordinal) { thrift.i16(7, ordinal) }
        }
        groups += 1
        described &+= UInt64(metadata.out.count &- before)
        rows &+= UInt64(batch.rows)
        if metadata.out.count > ParquetFile.mostMetadata && FileStatus.isRegular(file) {
            waiting.append((position, metadata.out.count))
            try Descriptor.writeAll(metadata.out.bytes, to: file)
            position &+= UInt64(metadata.out.count)
            metadata.removeAll()
        }
    }

    /// parquet.thrift: ColumnChunk, ColumnMetaData, Statistics.
    private static func writeChunk(
        _ field: RowTable.Field, _ chunk: ColumnPacker.Chunk, _ place: UInt64, _ thrift: inout ThriftWriter
    ) {
        thrift.i64(2, 0)
        thrift.structure(3) { column in
            column.i32(1, ParquetSchema.physicalType(field.kind))
            column.list(2, .i32, count: chunk.hasDictionary ? 3 : 2)
            column.i32(Encoding.levels)
            if chunk.hasDictionary {
                column.i32(Encoding.plain)
                column.i32(Encoding.dictionary)
            } else {
                column.i32(chunk.isDelta ? Encoding.delta : Encoding.plain)
            }
            let path = field.name.split(separator: ".")
            column.list(3, .binary, count: path.count)
            for part in path { column.string(String(part)) }
            // ZSTD.
            column.i32(4, 6)
            column.i64(5, Int64(chunk.values))
            column.i64(6, Int64(chunk.unpacked))
            column.i64(7, Int64(chunk.packed))
            column.i64(9, Int64(place) &+ Int64(chunk.dataOffset))
            if chunk.hasDictionary { column.i64(11, Int64(place)) }
            column.structure(12) { statistics in
                statistics.i64(3, Int64(chunk.nulls))
                if let largest = chunk.largest { statistics.binary(5, largest) }
                if let smallest = chunk.smallest { statistics.binary(6, smallest) }
            }
        }
    }

    /// The footer: what the columns are, where the groups are, and what the file has to say of itself.
    mutating func end(_ notes: [(key: String, value: String)], to file: Int32) throws(SystemError) {
        let start = position
        var footer = ThriftWriter()
        footer.i32(1, 1)
        ParquetSchema.write(table, &footer)
        footer.i64(3, Int64(rows))
        footer.list(4, .structure, count: groups)
        position &+= try ParquetFile.write(&footer, to: file)
        for part in waiting { try copy(part.place, part.count, in: file) }
        position &+= try ParquetFile.write(&metadata, to: file)
        if !notes.isEmpty {
            footer.list(5, .structure, count: notes.count)
            for note in notes {
                footer.structure { thrift in
                    thrift.string(1, note.key)
                    thrift.string(2, note.value)
                }
            }
        }
        footer.string(6, "swiftcap")
        // Each column's values are ordered as its type is: without it readers do not trust the statistics.
        footer.list(7, .structure, count: table.fields.count)
        for _ in table.fields { footer.structure { order in order.structure(1) { _ in } } }
        footer.end()
        position &+= try ParquetFile.write(&footer, to: file)
        pages.removeAll()
        pages.append(little: UInt32(truncatingIfNeeded: position &- start))
        pages.append(little: ParquetFile.magic)
        try writePages(to: file)
    }

    private static func write(_ thrift: inout ThriftWriter, to file: Int32) throws(SystemError) -> UInt64 {
        try Descriptor.writeAll(thrift.out.bytes, to: file)
        defer { thrift.out.removeAll() }
        return UInt64(thrift.out.count)
    }

    /// Metadata that waited, to the end.
    private mutating func copy(_ place: UInt64, _ count: Int, in file: Int32) throws(SystemError) {
        var done = 0
        while done < count {
            let room = min(count - done, 1 << 20)
            let at = off_t(truncatingIfNeeded: place) + done
            var got = 0
            pages.removeAll()
            pages.append(atMost: room) { base in
                got = unsafe pread(file, base, room, at)
                return got
            }
            if got < 0 && lastErrno() == .interrupted { continue }
            if got <= 0 { throw SystemError("read", got < 0 ? lastErrno() : .ioError) }
            try writePages(to: file)
            done += got
        }
    }
}
