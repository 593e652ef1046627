import Glibc
import Packets

/// The values of many rows, column by column, as they come: what one thread fills and another packs. Memory is taken when the
/// batch is made and touched as it is filled; a column that no packet has costs nothing.
@safe
final class RowBatch: @unchecked Sendable {
    /// Rows of a group.
    static let mostRows = 128 << 10
    /// Octets of values, of all columns together, after which a batch is full.
    static let mostBytes = 16 << 20

    let table: RowTable
    /// Octets of texts, of all columns together, after which it is full.
    fileprivate static let mostText = 4 << 20
    /// By a column's place in the row.
    private let columns: UnsafeMutablePointer<BatchColumn>
    private let bits: (low: UInt64, high: UInt64)
    private(set) var rows = 0
    private(set) var bytes = 0
    private var textBytes = 0

    init(_ table: RowTable) {
        self.table = table
        bits = table.bits
        unsafe columns = .allocate(capacity: Row.mostColumns)
        unsafe columns.initialize(repeating: BatchColumn(), count: Row.mostColumns)
        for field in table.fields { unsafe columns[field.place].open(field.kind) }
    }

    deinit {
        for field in table.fields { unsafe columns[field.place].close() }
        unsafe columns.deallocate()
    }

    var isFull: Bool { rows >= RowBatch.mostRows || bytes >= RowBatch.mostBytes || textBytes >= RowBatch.mostText }

    /// Room for another row is there: `isFull` is asked after each.
    func append(_ row: borrowing Row) {
        let index = rows
        bytes &+=
            append(row, row.low & bits.low, from: 0, at: index)
            &+ append(row, row.high & bits.high, from: 64, at: index)
        textBytes &+= row.textEnd
        rows = index &+ 1
    }

    @inline(__always)
    private func append(_ row: borrowing Row, _ present: UInt64, from first: Int, at index: Int) -> Int {
        let columns = unsafe columns
        var rest = present
        var added = 0
        while rest != 0 {
            let place = first &+ rest.trailingZeroBitCount
            rest &= rest &- 1
            added &+= unsafe columns[place].append(row, place, at: index)
        }
        return added
    }

    /// Memory that columns were given by what came earlier goes back once it is more than what one batch takes.
    func removeAll() {
        var touched = 0
        for field in table.fields {
            unsafe columns[field.place].removeAll(rows)
            touched += unsafe columns[field.place].touched
        }
        if touched > RowBatch.mostBytes { for field in table.fields { unsafe columns[field.place].giveBack() } }
        rows = 0
        bytes = 0
        textBytes = 0
    }

    func column(_ place: Int) -> BatchColumn { unsafe columns[place] }
}

/// One column of a batch: a bit for each row that has a value, and the values of those.
@safe
struct BatchColumn {
    /// How values are kept.
    enum Width { case none, one, two, four, eight, address, text }

    private(set) var width = Width.none
    private(set) var present: UnsafeMutablePointer<UInt64>
    private(set) var values: UnsafeMutableRawPointer
    /// Octets of texts, end to end; `values` has where each one ends.
    private(set) var texts: UnsafeMutablePointer<UInt8>
    private(set) var textEnd = 0
    private(set) var count = 0
    /// Values that it ever had.
    private var mostCount = 0
    private var mostText = 0

    private static var nothing: UnsafeMutablePointer<UInt64> { unsafe UnsafeMutablePointer(bitPattern: 64)! }

    init() {
        // Of a column that is not written nothing is ever touched.
        unsafe present = BatchColumn.nothing
        unsafe values = UnsafeMutableRawPointer(BatchColumn.nothing)
        unsafe texts = UnsafeMutableRawPointer(BatchColumn.nothing).assumingMemoryBound(to: UInt8.self)
    }

    static func width(of kind: Column.Kind) -> Width {
        switch kind {
        case .boolean, .uint8, .word: .one
        case .uint16: .two
        case .uint32, .ipv4: .four
        case .timestamp, .int64, .mac: .eight
        case .address: .address
        case .text: .text
        }
    }

    private static func octets(_ width: Width) -> Int {
        switch width {
        case .none: 0
        case .one: 1
        case .two: 2
        case .four, .text: 4
        case .eight: 8
        case .address: 24
        }
    }

    mutating func open(_ kind: Column.Kind) {
        width = BatchColumn.width(of: kind)
        unsafe present = .allocate(capacity: RowBatch.mostRows / 64)
        unsafe present.initialize(repeating: 0, count: RowBatch.mostRows / 64)
        unsafe values = .allocate(byteCount: RowBatch.mostRows * BatchColumn.octets(width), alignment: 64)
        // Room for a full batch and one row more: touched as it is used.
        unsafe texts = .allocate(capacity: width == .text ? RowBatch.mostText + Row.textRoom : 1)
    }

    func close() {
        unsafe present.deallocate()
        unsafe values.deallocate()
        unsafe texts.deallocate()
    }

    mutating func removeAll(_ rows: Int) {
        unsafe present.update(repeating: 0, count: (rows + 63) / 64)
        mostCount = max(mostCount, count)
        count = 0
        mostText = max(mostText, textEnd)
        textEnd = 0
    }

    /// Octets of values and texts that were ever written.
    var touched: Int { mostCount * BatchColumn.octets(width) + mostText }

    /// What was touched goes back to the kernel (madvise(2)); it is zeros when it is touched again.
    mutating func giveBack() {
        unsafe BatchColumn.giveBack(values, mostCount * BatchColumn.octets(width))
        unsafe BatchColumn.giveBack(UnsafeMutableRawPointer(texts), mostText)
        mostCount = 0
        mostText = 0
    }

    /// Whole pages only.
    private static func giveBack(_ memory: UnsafeMutableRawPointer, _ count: Int) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let begin = (Int(bitPattern: memory) + page - 1) / page * page
        let end = (Int(bitPattern: memory) + count) / page * page
        if end > begin { _ = unsafe madvise(UnsafeMutableRawPointer(bitPattern: begin), end - begin, MADV_DONTNEED) }
    }

    /// Takes a row's value; gives how many octets that is.
    @inline(__always)
    mutating func append(_ row: borrowing Row, _ place: Int, at index: Int) -> Int {
        unsafe present[index &>> 6] |= 1 &<< UInt64(index & 63)
        let value = row.number(place)
        let at = count
        count &+= 1
        switch width {
        case .one:
            unsafe values.storeBytes(of: UInt8(truncatingIfNeeded: value), toByteOffset: at, as: UInt8.self)
            return 1
        case .two:
            unsafe values.storeBytes(of: UInt16(truncatingIfNeeded: value), toByteOffset: at &* 2, as: UInt16.self)
            return 2
        case .four:
            unsafe values.storeBytes(of: UInt32(truncatingIfNeeded: value), toByteOffset: at &* 4, as: UInt32.self)
            return 4
        case .eight:
            unsafe values.storeBytes(of: value, toByteOffset: at &* 8, as: UInt64.self)
            return 8
        case .address:
            for word in 0..<3 {
                unsafe values.storeBytes(
                    of: row.slots[place &* Row.width &+ word], toByteOffset: at &* 24 &+ word &* 8, as: UInt64.self)
            }
            return 24
        case .text: return unsafe append(row.text(place), at: at)
        case .none: return 0
        }
    }

    private mutating func append(_ text: UnsafeBufferPointer<UInt8>, at place: Int) -> Int {
        if let from = text.baseAddress { unsafe (texts + textEnd).update(from: from, count: text.count) }
        textEnd &+= text.count
        unsafe values.storeBytes(of: UInt32(truncatingIfNeeded: textEnd), toByteOffset: place &* 4, as: UInt32.self)
        return text.count &+ 4
    }

    // MARK: reading

    @inline(__always)
    func number(_ index: Int) -> UInt64 {
        switch width {
        case .one: unsafe UInt64(values.load(fromByteOffset: index, as: UInt8.self))
        case .two: unsafe UInt64(values.load(fromByteOffset: index &* 2, as: UInt16.self))
        case .four: unsafe UInt64(values.load(fromByteOffset: index &* 4, as: UInt32.self))
        case .eight: unsafe values.load(fromByteOffset: index &* 8, as: UInt64.self)
        case .address, .text, .none: 0
        }
    }

    @inline(__always)
    func address(_ index: Int) -> (low: UInt64, high: UInt64, six: UInt64) {
        let at = index &* 24
        return unsafe (
            values.load(fromByteOffset: at, as: UInt64.self), values.load(fromByteOffset: at &+ 8, as: UInt64.self),
            values.load(fromByteOffset: at &+ 16, as: UInt64.self)
        )
    }

    @inline(__always)
    func text(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let end = unsafe Int(values.load(fromByteOffset: index &* 4, as: UInt32.self))
        let begin = index == 0 ? 0 : unsafe Int(values.load(fromByteOffset: index &* 4 &- 4, as: UInt32.self))
        return unsafe UnsafeBufferPointer(start: texts + begin, count: end &- begin)
    }
}
