import CZstd
import Glibc
import Packets
import Syscalls
import SystemPackage

/// Lines of JSON on their way to a file.
final class RowChunk: @unchecked Sendable {
    /// A line is some hundred octets long: a chunk is what one write takes.
    static let size = 1 << 20
    /// What an unusually long line made a chunk grow by is given back.
    static let keptRoom = 2 << 20

    var text = ByteBuffer(capacity: RowChunk.size + (64 << 10))
    var rows: UInt64 = 0

    /// Takes lines in the place of its own.
    func exchange(_ lines: inout ByteBuffer) { swap(&text, &lines) }

    func octet(_ place: Int) -> UInt8? { RowChunk.octet(text, place) }

    private static func octet(_ text: borrowing ByteBuffer, _ place: Int) -> UInt8? { try? text.bytes.u8(place) }

    func write(to file: Int32) throws(SystemError) { try RowChunk.write(text, to: file) }

    private static func write(_ text: borrowing ByteBuffer, to file: Int32) throws(SystemError) {
        try Descriptor.writeAll(text.bytes, to: file)
    }

    /// A frame of zstd by itself: a reader of a file that is cut off gets all frames before the last.
    func packed() throws(SystemError) -> [UInt8] { try RowChunk.pack(text) }

    private static func pack(_ text: borrowing ByteBuffer) throws(SystemError) -> [UInt8] {
        let bytes = text.bytes
        let bound = ZSTD_compressBound(bytes.byteCount)
        var failed = false
        let packed = unsafe [UInt8](unsafeUninitializedCapacity: bound) { room, count in
            let result = unsafe bytes.withUnsafeBytes { source in
                unsafe ZSTD_compress(room.baseAddress, bound, source.baseAddress, source.count, 3)
            }
            failed = ZSTD_isError(result) != 0
            count = failed ? 0 : result
        }
        if failed { throw SystemError("write", .noMemory) }
        return packed
    }
}

/// A file of rows, as the worker writes it. What is shared with the capture's thread is under the queue's lock.
final class RowFile: @unchecked Sendable {
    struct State {
        /// Octets in the file.
        var position: UInt64 = 0
        /// Octets of batches that were taken.
        var taken: UInt64 = 0
        /// Octets that its end takes for what is in it.
        var footer: UInt64 = 0
        /// Rows that are whole in it.
        var rows: UInt64 = 0
        var failure: SystemError?
    }

    let path: String
    private let format: RowFormat
    private let queue: RowQueue
    private let table: RowTable
    /// Nil when it is closed.
    private var file: Descriptor?
    private let number: Int32
    private let isRegular: Bool
    private var parquet: ParquetFile?
    private var shared = State()
    /// Where the last whole group of rows ends.
    private var wholeEnd: UInt64 = 0

    init(
        _ file: consuming Descriptor, path: String, _ format: RowFormat, _ table: RowTable, _ queue: RowQueue
    ) {
        self.path = path
        self.format = format
        self.queue = queue
        self.table = table
        number = file.rawValue
        isRegular = FileStatus.isRegular(file.rawValue)
        self.file = consume file
    }

    var state: State { queue.locked { shared } }

    /// Runs `body` unless the file has failed; what it throws is the file's failure.
    private func attempt(_ body: () throws(SystemError) -> Void) {
        if state.failure != nil { return }
        do throws(SystemError) {
            if Abandonment.isDeclared { throw SystemError("write", .canceled) }
            try body()
        } catch {
            queue.locked { shared.failure = error }
        }
    }

    func begin() {
        if format != .parquet { return }
        attempt { () throws(SystemError) in
            parquet = try ParquetFile(table)
            try parquet?.begin(number)
        }
        note(0)
    }

    private func note(_ rows: UInt64) {
        let position = parquet?.position ?? 0
        let footer = parquet?.described ?? 0
        if state.failure == nil { wholeEnd = position }
        queue.locked {
            if shared.failure == nil {
                shared.position = position
                shared.footer = footer
                shared.rows &+= rows
            }
        }
    }

    func write(_ batch: RowBatch) {
        attempt { () throws(SystemError) in try parquet?.write(batch, to: number) }
        queue.locked { shared.taken &+= UInt64(batch.bytes) }
        note(UInt64(batch.rows))
    }

    // MARK: JSON

    func write(_ chunk: RowChunk) {
        attempt { () throws(SystemError) in
            let before = isRegular ? lseek(number, 0, SEEK_CUR) : -1
            do throws(SystemError) {
                if format == .packedNDJSON {
                    let packed = try chunk.packed()
                    try Descriptor.writeAll(packed.span.octets, to: number)
                } else {
                    try chunk.write(to: number)
                }
            } catch {
                cut(chunk, before)
                throw error
            }
            queue.locked {
                shared.position &+= UInt64(chunk.text.count)
                shared.rows &+= chunk.rows
            }
        }
    }

    /// A write fell short: the file ends with its last whole line.
    private func cut(_ chunk: RowChunk, _ before: off_t) {
        if before < 0 { return }
        let now = lseek(number, 0, SEEK_CUR)
        var length = format == .packedNDJSON ? 0 : max(0, min(Int(now - before), chunk.text.count))
        while length > 0, chunk.octet(length - 1) != 0x0A { length -= 1 }
        if ftruncate(number, before + off_t(length)) != 0 { return }
        var lines: UInt64 = 0
        for place in 0..<length where chunk.octet(place) == 0x0A { lines += 1 }
        queue.locked {
            shared.rows &+= lines
            shared.position &+= UInt64(length)
        }
    }

    // MARK: the end

    /// - Parameter finish: what is to be done with the file once it is complete, or failed; gives why that is not done.
    func end(_ notes: [(key: String, value: String)], _ finish: (Int32, SystemError?, UInt64) -> SystemError?) {
        if format == .parquet {
            if state.failure != nil { salvage() }
            var thrown: SystemError?
            do throws(SystemError) { try parquet?.end(notes, to: number) } catch { thrown = error }
            if let thrown {
                queue.locked {
                    shared.failure = shared.failure ?? thrown
                    // Without a footer no row can be read.
                    shared.rows = 0
                }
            }
            let position = parquet?.position ?? 0
            queue.locked { shared.position = position }
        }
        let state = state
        let failure = finish(number, state.failure, state.rows)
        var closing: SystemError?
        if let file = file.take() {
            do throws(SystemError) { try file.close() } catch { closing = error }
        }
        queue.locked { shared.failure = shared.failure ?? failure ?? closing }
    }

    /// What was written of the group that failed goes, so that those before it can be read.
    private func salvage() {
        if !isRegular { return }
        if ftruncate(number, off_t(truncatingIfNeeded: wholeEnd)) == 0 { _ = lseek(number, off_t(wholeEnd), SEEK_SET) }
        parquet?.goBack(to: wholeEnd)
    }
}
