import Packets
import Syscalls

/// The rows of one run, into one file after the other.
///
/// Memory: two batches of columns, or four chunks of lines, and what one column takes while it is packed; see `RowBatch`.
public struct RowStream: ~Copyable {
    /// A file that was closed: its rows, and why it is not complete, if so.
    public struct ClosedFile: Sendable {
        public let path: String
        public let rows: UInt64
        /// Octets; of lines unpacked.
        public let bytes: UInt64
        public let failure: SystemError?
    }

    private static let batches = 2
    private static let chunks = 4
    /// Octets of a packed row, as long as none is known.
    private static let guessedRow: UInt64 = 40

    public let format: RowFormat
    private let table: RowTable
    public let worker: RowWorker
    private let pool: RowPool
    private var json: JSONRowWriter?
    private var lines: ByteBuffer
    private var lineRows: UInt64 = 0
    private var batch: RowBatch?
    private var file: RowFile?
    /// Rows given to the open file, and octets of lines.
    public private(set) var rows: UInt64 = 0
    /// Octets of it that the other thread was given.
    private var handed: UInt64 = 0

    /// - Parameter worker: packs and writes.
    public init(_ table: RowTable, _ format: RowFormat, _ worker: RowWorker) {
        self.table = table
        self.format = format
        self.worker = worker
        let isParquet = format == .parquet
        json = isParquet ? nil : JSONRowWriter(table)
        lines = ByteBuffer(capacity: isParquet ? 256 : RowChunk.size + (64 << 10))
        pool = RowPool(batches: isParquet ? RowStream.batches : 0, chunks: isParquet ? 0 : RowStream.chunks, table)
    }

    public var isOpen: Bool { file != nil }

    /// The next file. - Parameter path: for those that ask what was closed.
    public mutating func open(_ descriptor: consuming Descriptor, path: String) {
        let next = RowFile(descriptor, path: path, format, table, worker.queue)
        file = next
        rows = 0
        handed = 0
        worker.queue.add { next.begin() }
    }

    /// Takes a row; false when writing has failed.
    @inline(__always)
    public mutating func append(_ row: borrowing Row) -> Bool {
        rows &+= 1
        if json != nil {
            json!.append(row, to: &lines)
            lineRows &+= 1
            return lines.count < RowChunk.size || handLines()
        }
        if batch == nil { batch = pool.takeBatch(worker.queue) }
        batch!.append(row)
        return !batch!.isFull || handBatch()
    }

    /// Hands on the rows that are whole lines now: a reader of the file sees them. Rows of Parquet wait for their group.
    public mutating func handOver() -> Bool {
        json == nil ? file?.state.failure == nil : handLines()
    }

    private mutating func handLines() -> Bool {
        guard let file else { return false }
        if lines.count == 0 { return file.state.failure == nil }
        let chunk = pool.takeChunk(worker.queue)
        chunk.exchange(&lines)
        lines.removeAll(keeping: RowChunk.keptRoom)
        chunk.rows = lineRows
        lineRows = 0
        handed &+= UInt64(chunk.text.count)
        let (pool, queue) = (pool, worker.queue)
        queue.add {
            file.write(chunk)
            pool.giveBack(chunk, queue)
        }
        return file.state.failure == nil
    }

    private mutating func handBatch() -> Bool {
        guard let file else { return false }
        guard let full = batch.take() else { return file.state.failure == nil }
        handed &+= UInt64(full.bytes)
        let (pool, queue) = (pool, worker.queue)
        queue.add {
            file.write(full)
            full.removeAll()
            pool.giveBack(full, queue)
        }
        return file.state.failure == nil
    }

    /// Octets of the open file: of lines exactly, unpacked; of Parquet about, as a group's size is known when it is packed.
    public var position: UInt64 {
        mutating get {
            guard let file else { return 0 }
            if json != nil { return handed &+ UInt64(lines.count) }
            let state = file.state
            let perRow = state.rows > 1000 ? state.position / state.rows &+ 1 : RowStream.guessedRow
            return state.position &+ (rows &- min(rows, state.rows)) &* perRow
        }
    }

    /// Octets that the open file has at most if it is closed with one row more.
    public func most(with row: borrowing Row) -> UInt64 {
        guard let file else { return 0 }
        let next = UInt64(table.fields.count * 64 + 2 * row.textEnd)
        if json != nil { return handed &+ UInt64(lines.count) &+ next }
        // The octet of a small number is four in a page that has no dictionary; heads of pages, and what a group says of itself,
        // come to less than half a kibibyte for each column, what the file says of its columns to a tenth of one.
        let state = file.state
        let octets = UInt64(batch?.bytes ?? 0) &+ handed &- state.taken
        let waiting = octets &* 4 &+ UInt64(table.fields.count * 640 * 3) &+ 4096
        return state.position &+ state.footer &+ waiting &+ next &* 2
    }

    /// Has rows packed now, so that `most` is close to what there is.
    public mutating func settle() -> Bool {
        if json != nil { return true }
        let goesOn = handBatch()
        worker.waitUntilIdle()
        return goesOn
    }

    public var failure: SystemError? { file?.state.failure }

    /// Closes the file, beside the capture.
    ///
    /// - Parameters:
    ///   - notes: what a Parquet file says of itself.
    ///   - finish: called on the worker's thread when all is written, with the descriptor, why the file is not complete, and how many rows
    ///     are whole in it; gives why it cannot be done.
    public mutating func close(
        _ notes: [(key: String, value: String)], _ finish: @escaping (Int32, SystemError?, UInt64) -> SystemError?
    ) {
        guard file != nil else { return }
        _ = json == nil ? handBatch() : handLines()
        guard let last = file.take() else { return }
        let (pool, queue) = (pool, worker.queue)
        queue.add {
            last.end(notes, finish)
            let state = last.state
            pool.note(
                ClosedFile(
                    path: last.path, rows: state.rows, bytes: state.position, failure: state.failure), queue)
        }
    }

    /// Files that were closed since the last call, in order.
    public func closedFiles() -> [ClosedFile] { pool.takeClosed(worker.queue) }
}

/// What goes back and forth between the two threads, under the queue's lock.
private final class RowPool: @unchecked Sendable {
    private var batches: [RowBatch] = []
    private var chunks: [RowChunk] = []
    private var unmadeBatches: Int
    private var unmadeChunks: Int
    private var closed: [RowStream.ClosedFile] = []
    private let table: RowTable

    init(batches: Int, chunks: Int, _ table: RowTable) {
        unmadeBatches = batches
        unmadeChunks = chunks
        self.table = table
    }

    func takeBatch(_ queue: RowQueue) -> RowBatch {
        queue.take {
            if let batch = batches.popLast() { return batch }
            if unmadeBatches == 0 { return nil }
            unmadeBatches -= 1
            return RowBatch(table)
        }
    }

    func takeChunk(_ queue: RowQueue) -> RowChunk {
        queue.take {
            if let chunk = chunks.popLast() { return chunk }
            if unmadeChunks == 0 { return nil }
            unmadeChunks -= 1
            return RowChunk()
        }
    }

    func giveBack(_ batch: RowBatch, _ queue: RowQueue) { queue.locked { batches.append(batch) } }
    func giveBack(_ chunk: RowChunk, _ queue: RowQueue) { queue.locked { chunks.append(chunk) } }
    func note(_ file: RowStream.ClosedFile, _ queue: RowQueue) { queue.locked { closed.append(file) } }

    func takeClosed(_ queue: RowQueue) -> [RowStream.ClosedFile] {
        queue.locked {
            defer { closed = [] }
            return closed
        }
    }
}
