import CZstd
import Packets
import Syscalls

/// A column of a batch → its pages: a dictionary where one pays, levels that tell which rows have a value, the values, packed
/// with zstd (Parquet's README, "Data Pages"; version 1 of the pages, which every reader knows).
@safe
struct ColumnPacker: ~Copyable {
    /// What a group of rows says of a column.
    struct Chunk {
        var values = 0
        var nulls = 0
        var unpacked = 0
        var packed = 0
        /// Octets from the chunk's start to the data page; 0 where there is no dictionary.
        var dataOffset = 0
        var hasDictionary = false
        var isDelta = false
        var smallest: [UInt8]?
        var largest: [UInt8]?
    }

    private let context: OpaquePointer
    private var dictionary: Dictionary
    private var page = ByteBuffer(capacity: 1 << 20)
    private var packed = ByteBuffer(capacity: 1 << 20)
    private var head = ThriftWriter()
    var text = LineBuffer(capacity: 4096)
    /// zstd's fast levels are as small within a tenth, and several times as fast as its usual one.
    private static let level: Int32 = 1
    /// Beyond it a buffer is given back: a page of long texts.
    private static let keptRoom = 4 << 20

    init() throws(SystemError) {
        guard let context = unsafe ZSTD_createCCtx() else { throw SystemError("malloc", .noMemory) }
        unsafe self.context = context
        dictionary = Dictionary()
    }

    deinit { _ = unsafe ZSTD_freeCCtx(context) }

    /// Adds the column's pages to `out`.
    mutating func pack(_ field: RowTable.Field, _ batch: RowBatch, to out: inout ByteBuffer) -> Chunk {
        let column = batch.column(field.place)
        var chunk = Chunk()
        chunk.values = batch.rows
        chunk.nulls = batch.rows - column.count
        let start = out.count
        if field.kind != .boolean && dictionary.build(column, field.kind) {
            chunk.hasDictionary = true
            page.removeAll()
            for entry in 0..<dictionary.count { put(column, dictionary.first(entry), field.kind) }
            let entries = dictionary.count
            finish(&chunk, &out) { head, unpacked, packed in
                ColumnPacker.dictionaryHead(&head, unpacked, packed, entries)
            }
        }
        chunk.dataOffset = out.count - start
        page.removeAll()
        putLevels(column, batch.rows)
        if chunk.hasDictionary {
            let width = BitPacker.width(ofCount: dictionary.count)
            page.append(UInt8(width))
            dictionary.withPlaces { places, count in
                unsafe HybridEncoder.append(places, count, width: width, to: &page)
            }
        } else {
            chunk.isDelta = ColumnPacker.growing(field.kind) && column.count > 0
            putValues(column, field.kind)
        }
        let encoding: Int32 =
            chunk.hasDictionary ? Encoding.dictionary : chunk.isDelta ? Encoding.delta : Encoding.plain
        finish(&chunk, &out) { head, unpacked, packed in
            ColumnPacker.dataHead(&head, unpacked, packed, batch.rows, encoding)
        }
        if field.hasStatistics { findExtremes(column, field.kind, &chunk) }
        page.removeAll(keeping: ColumnPacker.keptRoom)
        packed.removeAll(keeping: ColumnPacker.keptRoom)
        return chunk
    }

    /// Kinds whose values mostly grow from row to row.
    private static func growing(_ kind: Column.Kind) -> Bool { kind == .timestamp || kind == .int64 }

    // MARK: what a page holds

    /// One level for each row, with its length in front: 1 where there is a value. Groups of columns are always there, and
    /// nothing repeats.
    private mutating func putLevels(_ column: BatchColumn, _ rows: Int) {
        let place = page.count
        page.append(little: UInt32(0))
        unsafe HybridEncoder.append(bits: column.present, rows, to: &page)
        page.set(UInt32(page.count - place - 4), at: place)
    }

    private mutating func putValues(_ column: BatchColumn, _ kind: Column.Kind) {
        switch kind {
        case .timestamp, .int64:
            let values = unsafe column.values.assumingMemoryBound(to: UInt64.self)
            if column.count > 0 { unsafe DeltaEncoder.append(values, column.count, to: &page) }
        case .boolean:
            var octet: UInt8 = 0
            for index in 0..<column.count {
                octet |= UInt8(column.number(index)) << UInt8(index & 7)
                if index & 7 == 7 || index == column.count - 1 {
                    page.append(octet)
                    octet = 0
                }
            }
        default:
            for index in 0..<column.count { put(column, index, kind) }
        }
    }

    /// A value as it stands in a page without anything else: four octets for a number, a length and a text.
    @inline(__always)
    private mutating func put(_ column: BatchColumn, _ index: Int, _ kind: Column.Kind) {
        switch kind {
        case .uint8, .uint16, .uint32: page.append(little: UInt32(truncatingIfNeeded: column.number(index)))
        case .timestamp, .int64: page.append(little: column.number(index))
        case .boolean: break
        case .text:
            let octets = unsafe column.text(index)
            page.append(little: UInt32(octets.count))
            unsafe page.append(octets)
        case .word, .address, .ipv4, .mac:
            write(column, index, kind)
            page.append(little: UInt32(text.count))
            ColumnPacker.append(text, to: &page)
        }
    }

    private static func append(_ text: borrowing LineBuffer, to page: inout ByteBuffer) { page.append(text.bytes) }

    /// The text of an address or a word.
    private mutating func write(_ column: BatchColumn, _ index: Int, _ kind: Column.Kind) {
        text.removeAll()
        switch kind {
        case .address:
            let value = column.address(index)
            if value.six == 1 {
                text.append(ipv6: value.high, value.low)
            } else {
                text.append(ipv4: UInt32(truncatingIfNeeded: value.low))
            }
        case .ipv4: text.append(ipv4: UInt32(truncatingIfNeeded: column.number(index)))
        case .mac: text.append(mac: column.number(index))
        case .word: text.append(Word(rawValue: UInt8(truncatingIfNeeded: column.number(index)))?.text ?? "")
        case .text:
            let octets = unsafe column.text(index)
            for place in 0..<octets.count { text.append(unsafe octets[place]) }
        default: break
        }
    }

    // MARK: the page's end

    /// Packs the page and puts it behind its head.
    private mutating func finish(
        _ chunk: inout Chunk, _ out: inout ByteBuffer, _ writeHead: (inout ThriftWriter, Int, Int) -> Void
    ) {
        let bound = ZSTD_compressBound(page.count)
        packed.removeAll()
        let (source, length, context) = unsafe (page.base, page.count, context)
        packed.append(atMost: bound) { room in
            let count = unsafe ZSTD_compressCCtx(context, room, bound, source, length, ColumnPacker.level)
            return ZSTD_isError(count) != 0 ? 0 : count
        }
        head.removeAll()
        writeHead(&head, page.count, packed.count)
        out.append(head.out.bytes)
        out.append(packed.bytes)
        chunk.unpacked += head.out.count + page.count
        chunk.packed += head.out.count + packed.count
    }

    /// parquet.thrift: PageHeader, DictionaryPageHeader.
    private static func dictionaryHead(_ head: inout ThriftWriter, _ unpacked: Int, _ packed: Int, _ entries: Int) {
        head.i32(1, PageKind.dictionary)
        head.i32(2, Int32(clamping: unpacked))
        head.i32(3, Int32(clamping: packed))
        head.structure(7) { page in
            page.i32(1, Int32(clamping: entries))
            page.i32(2, Encoding.plain)
        }
        head.end()
    }

    /// parquet.thrift: PageHeader, DataPageHeader.
    private static func dataHead(
        _ head: inout ThriftWriter, _ unpacked: Int, _ packed: Int, _ rows: Int, _ encoding: Int32
    ) {
        head.i32(1, PageKind.data)
        head.i32(2, Int32(clamping: unpacked))
        head.i32(3, Int32(clamping: packed))
        head.structure(5) { page in
            page.i32(1, Int32(clamping: rows))
            page.i32(2, encoding)
            page.i32(3, Encoding.levels)
            page.i32(4, Encoding.levels)
        }
        head.end()
    }

    // MARK: statistics

    private mutating func findExtremes(_ column: BatchColumn, _ kind: Column.Kind, _ chunk: inout Chunk) {
        if column.count == 0 { return }
        let isDictionary = chunk.hasDictionary
        let count = isDictionary ? dictionary.count : column.count
        switch kind {
        case .timestamp, .int64:
            var (low, high) = (Int64.max, Int64.min)
            for each in 0..<count {
                let value = Int64(bitPattern: column.number(isDictionary ? dictionary.first(each) : each))
                (low, high) = (min(low, value), max(high, value))
            }
            (chunk.smallest, chunk.largest) = (octets(low), octets(high))
        case .uint8, .uint16, .uint32:
            var (low, high) = (UInt64.max, UInt64.min)
            for each in 0..<count {
                let value = column.number(isDictionary ? dictionary.first(each) : each)
                (low, high) = (min(low, value), max(high, value))
            }
            (chunk.smallest, chunk.largest) = (
                octets(UInt32(truncatingIfNeeded: low)), octets(UInt32(truncatingIfNeeded: high))
            )
        case .boolean:
            var (low, high) = (UInt64(1), UInt64(0))
            for each in 0..<count { (low, high) = (min(low, column.number(each)), max(high, column.number(each))) }
            (chunk.smallest, chunk.largest) = ([UInt8(low)], [UInt8(high)])
        default: findTextExtremes(column, kind, count, isDictionary, &chunk)
        }
    }

    private func octets<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> Number($0 * 8)) }
    }

    /// Octets are compared as they stand; a long text is cut, the larger one made larger by that.
    private mutating func findTextExtremes(
        _ column: BatchColumn, _ kind: Column.Kind, _ count: Int, _ isDictionary: Bool, _ chunk: inout Chunk
    ) {
        var low: [UInt8]?
        var high: [UInt8] = []
        for each in 0..<count {
            write(column, isDictionary ? dictionary.first(each) : each, kind)
            if low.map({ compare($0) > 0 }) ?? true { low = copy() }
            if compare(high) < 0 { high = copy() }
        }
        guard var low, high.count <= 256 || high[255] < 0x7F else { return }
        if low.count > 256 { low.removeSubrange(256...) }
        if high.count > 256 {
            high.removeSubrange(256...)
            high[255] += 1
        }
        (chunk.smallest, chunk.largest) = (low, high)
    }

    private func copy() -> [UInt8] { unsafe text.bytes.withUnsafeBytes { unsafe Array($0) } }

    /// Below zero where `other` comes before the text.
    private func compare(_ other: [UInt8]) -> Int {
        for place in 0..<min(other.count, text.count) {
            guard let octet = try? text.bytes.u8(place) else { break }
            if other[place] != octet { return Int(other[place]) - Int(octet) }
        }
        return other.count - text.count
    }
}

/// Numbers of parquet.thrift's enumerations.
enum Encoding {
    static let plain: Int32 = 0
    static let levels: Int32 = 3
    static let delta: Int32 = 5
    static let dictionary: Int32 = 8
}

enum PageKind {
    static let data: Int32 = 0
    static let dictionary: Int32 = 2
}
