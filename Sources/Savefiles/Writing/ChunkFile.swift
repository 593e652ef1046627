import Packets
import Syscalls
import SystemPackage

/// What lies in a buffer that is handed over.
struct Chunk {
    var used: Int
    /// Where its first record begins; before that lies the end of the block that the file ends in, or the end of a record
    /// whose beginning is in the file.
    var lead = 0
    /// Where its last whole record ends.
    var whole: Int
    /// Packets that end in it.
    var packets: UInt64
    /// Its blocks are to be written directly.
    var isDirect = false
}

/// A file that takes chunks of whole records, packed or as they are, and ends on a whole record whatever happens.
struct ChunkFile: ~Copyable {
    /// What became of a chunk: all of it, or the whole records that went out before the error.
    struct Result {
        var error: Errno?
        var packets: UInt64
    }

    private var file: OutputFile
    private var compressor: Compressor?
    private let isPacked: Bool
    private let layout: RecordLayout
    /// Bytes in the file.
    private(set) var size: UInt64 = 0
    /// Where the last record that is whole ends: before `size` while one goes on in the next chunk.
    private var wholeSize: UInt64 = 0
    /// Chunks have places in the file, from the first one on that was written directly.
    private var isPlaced = false
    private var isDirect = false
    /// The file system has no direct I/O, or wants more than we offer.
    private(set) var isRefused = false

    /// Nil when there is no memory for the compressor.
    init?(_ file: consuming OutputFile, _ layout: RecordLayout, _ compression: Compression?) {
        self.layout = layout
        isPacked = compression != nil
        if let compression {
            guard let made = Compressor(compression) else { return nil }
            compressor = consume made
        } else {
            compressor = nil
        }
        self.file = file
    }

    /// - Parameter bytes: of `chunk.used`.
    mutating func write(_ bytes: RawSpan, _ chunk: Chunk) -> Result {
        if isPacked { return writePacked(bytes, chunk.packets) }
        // What is in the lead belongs to the block that the file ends in.
        let start = chunk.lead > 0 ? DirectIO.roundedDown(size) : size
        let result = put(bytes, chunk, at: start)
        guard let error = result.error else {
            size = start &+ UInt64(chunk.used)
            wholeSize = start &+ UInt64(chunk.whole)
            return Result(error: nil, packets: chunk.packets)
        }
        return keepWhole(bytes, chunk, start, result.count, error)
    }

    /// Cuts back to the last record that is whole, with the first `count` bytes of the chunk on the disk.
    private mutating func keepWhole(
        _ bytes: RawSpan, _ chunk: Chunk, _ start: UInt64, _ count: Int, _ error: Errno
    ) -> Result {
        var packets: UInt64 = 0
        if count >= chunk.lead, let records = try? bytes.slice(chunk.lead, bytes.byteCount - chunk.lead) {
            let whole = layout.whole(records, count: count - chunk.lead, first: start == 0 && chunk.lead == 0)
            // The packet that ends with the lead.
            packets = whole.packets + (wholeSize < start &+ UInt64(chunk.lead) ? 1 : 0)
            wholeSize = start &+ UInt64(chunk.lead + whole.bytes)
        }
        size = wholeSize
        isDirect = isDirect && !file.setDirect(false)
        file.cut(after: size)
        return Result(error: error, packets: packets)
    }

    /// Writes the blocks that are full directly, if asked, and the rest of the chunk through the page cache. The kernel keeps
    /// the two views of the block in which they meet the same.
    private mutating func put(
        _ bytes: RawSpan, _ chunk: Chunk, at start: UInt64
    ) -> (count: Int, error: Errno?) {
        guard chunk.isDirect || chunk.lead > 0 || isPlaced else { return file.write(bytes) }
        isPlaced = true
        let full = chunk.isDirect ? DirectIO.roundedDown(bytes.byteCount) : 0
        var done = 0
        if full > 0, setDirect(true), let blocks = try? bytes.slice(0, full) {
            let result = file.write(blocks, at: start)
            done = result.count
            switch result.error {
            case nil, .noSpace?:
                // What is left of a full disk may be too scattered for large pieces.
                break
            case .invalidArgument?, .notSupported?:
                // The file system took the flag and does not take the write: all that comes goes through the cache.
                isRefused = true
            case let error?: return (done, error)
            }
        }
        guard done < bytes.byteCount, let rest = try? bytes.slice(done, bytes.byteCount - done) else {
            return (done, nil)
        }
        _ = setDirect(false)
        let result = file.write(rest, at: start &+ UInt64(done))
        return (done + result.count, result.error)
    }

    private mutating func setDirect(_ wanted: Bool) -> Bool {
        if wanted && isRefused { return false }
        if wanted != isDirect {
            if file.setDirect(wanted) { isDirect = wanted } else { isRefused = true }
        }
        return isDirect == wanted
    }

    private mutating func writePacked(_ chunk: RawSpan, _ packets: UInt64) -> Result {
        guard let result = compressor?.pack(chunk, to: file) else { return Result(error: .noMemory, packets: 0) }
        guard let error = result.error else {
            size &+= UInt64(result.count)
            return Result(error: nil, packets: packets)
        }
        file.cut(after: size)
        _ = end()
        return Result(error: error, packets: 0)
    }

    /// Ends the packed stream. What was cut off before has made room for these few bytes; where it has not, the file
    /// can be read to its end all the same.
    private mutating func end() -> Errno? {
        let result = compressor?.end(file)
        compressor = nil
        return result?.error
    }

    consuming func close() throws(SystemError) {
        if let error = end() { throw SystemError("write", error) }
        try file.close()
    }
}

/// A chunk file that the capturing thread writes itself.
final class ForegroundFile {
    private var file: ChunkFile?

    init(_ file: consuming ChunkFile) {
        self.file = consume file
    }

    func write(_ bytes: RawSpan, _ chunk: Chunk) -> ChunkFile.Result {
        file?.write(bytes, chunk) ?? ChunkFile.Result(error: .badFileDescriptor, packets: 0)
    }

    func close() throws(SystemError) {
        if let file = file.take() { try file.close() }
    }
}
