import Packets
import Syscalls
import SystemPackage

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

    /// - Parameter packets: how many the chunk holds.
    mutating func write(_ chunk: RawSpan, packets: UInt64) -> Result {
        if isPacked { return writePacked(chunk, packets) }
        let result = file.write(chunk)
        guard let error = result.error else {
            size &+= UInt64(chunk.byteCount)
            return Result(error: nil, packets: packets)
        }
        let whole = layout.whole(chunk, count: result.count, first: size == 0)
        size &+= UInt64(whole.bytes)
        file.cut(after: size)
        return Result(error: error, packets: whole.packets)
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
final class DirectFile {
    private var file: ChunkFile?

    init(_ file: consuming ChunkFile) {
        self.file = consume file
    }

    func write(_ chunk: RawSpan, packets: UInt64) -> ChunkFile.Result {
        file?.write(chunk, packets: packets) ?? ChunkFile.Result(error: .badFileDescriptor, packets: 0)
    }

    func close() throws(SystemError) {
        if let file = file.take() { try file.close() }
    }
}
