import CLZ4
import CZlib
import CZstd
import Glibc
import Packets
import Syscalls
import SystemPackage

/// Unpacks a stream of frames piece by piece. Memory: 128 KiB of packed bytes and the library's window, at most 32 MiB
/// whatever the file asks for.
@safe
struct Decompressor: ~Copyable {
    /// What a zstd frame may ask for: 2^25 bytes, as `zstd -19` does at most without `--long` and `--ultra`.
    static let largestWindow: Int32 = 25
    private static let room = 128 << 10

    private let format: Compression
    private let gzip: UnsafeMutablePointer<z_stream>?
    private let zstd: OpaquePointer?
    private let lz4: OpaquePointer?
    private let packed: UnsafeMutableRawPointer
    private let capacity: Int
    private var start = 0
    private var end = 0
    private var sourceEnded = false
    /// Between two frames: the input may end here.
    private var atFrameEnd = true
    /// Bytes read from the source.
    private(set) var total: UInt64 = 0

    /// Where a reader may have to wait for input.
    private let waker: InputWaker?

    /// - Parameter first: bytes that were read to know the format.
    init(_ format: Compression, first: RawSpan, waker: InputWaker?) throws(SavefileError) {
        self.format = format
        self.waker = waker
        let stream = format == .gzip ? UnsafeMutablePointer<z_stream>.allocate(capacity: 1) : nil
        if let stream = unsafe stream, unsafe swiftcap_gzip_inflate_init(stream) != Z_OK {
            unsafe stream.deallocate()
            throw .cannotUnpack(format, reason: "out of memory")
        }
        var context: OpaquePointer?
        if format == .lz4 && LZ4F_isError(unsafe LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))) != 0 {
            throw .cannotUnpack(format, reason: "out of memory")
        }
        unsafe gzip = stream
        unsafe lz4 = context
        unsafe zstd = format == .zstd ? ZSTD_createDCtx() : nil
        capacity = Swift.max(Self.room, first.byteCount)
        unsafe packed = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 4096)
        if unsafe zstd != nil { _ = unsafe ZSTD_DCtx_setParameter(zstd, ZSTD_d_windowLogMax, Self.largestWindow) }
        end = first.byteCount
        unsafe first.withUnsafeBytes { bytes in
            if let from = bytes.baseAddress { unsafe packed.copyMemory(from: from, byteCount: end) }
        }
        total = UInt64(end)
    }

    deinit {
        if let gzip = unsafe gzip {
            unsafe inflateEnd(gzip)
            unsafe gzip.deallocate()
        }
        _ = unsafe ZSTD_freeDCtx(zstd)
        _ = unsafe LZ4F_freeDecompressionContext(lz4)
        unsafe packed.deallocate()
    }

    /// Unpacks into `target` at least one byte; 0 at the end of the input.
    mutating func read(
        from source: Int32, into target: UnsafeMutableRawBufferPointer
    ) throws(SavefileError) -> Int {
        while true {
            if start == end { try refill(from: source) }
            if start == end {
                // What the library still holds back comes out with no further input.
                let rest = atFrameEnd ? 0 : unsafe try step(target)
                if rest > 0 { return rest }
                if !atFrameEnd { throw .cannotUnpack(format, reason: "the file is truncated") }
                return 0
            }
            let count = unsafe try step(target)
            if count > 0 { return count }
        }
    }

    private mutating func refill(from source: Int32) throws(SavefileError) {
        if sourceEnded { return }
        start = 0
        end = 0
        if waker?.wait(for: source) != false {
            do throws(SystemError) {
                end = try checked("read") { unsafe Glibc.read(source, packed, capacity) }
            } catch {
                throw .cannotRead(errno: error.errno)
            }
        }
        sourceEnded = end == 0
        total &+= UInt64(end)
    }

    private mutating func step(_ target: UnsafeMutableRawBufferPointer) throws(SavefileError) -> Int {
        switch format {
        case .gzip: unsafe try stepGzip(target)
        case .zstd: unsafe try stepZstd(target)
        case .lz4: unsafe try stepLZ4(target)
        }
    }

    private mutating func stepGzip(_ target: UnsafeMutableRawBufferPointer) throws(SavefileError) -> Int {
        guard let gzip = unsafe gzip else { return 0 }
        let size = Swift.min(target.count, 1 << 30)
        unsafe gzip.pointee.next_in = (packed + start).assumingMemoryBound(to: UInt8.self)
        unsafe gzip.pointee.avail_in = UInt32(end - start)
        unsafe gzip.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe gzip.pointee.avail_out = UInt32(size)
        let result = unsafe inflate(gzip, Z_NO_FLUSH)
        start = end - Int(unsafe gzip.pointee.avail_in)
        let count = size - Int(unsafe gzip.pointee.avail_out)
        switch result {
        case Z_STREAM_END:
            // Another member may follow.
            unsafe inflateReset(gzip)
            atFrameEnd = true
        case Z_OK: atFrameEnd = false
        case Z_BUF_ERROR: if count == 0 && start < end { throw .cannotUnpack(format, reason: "no progress") }
        default:
            let message = unsafe gzip.pointee.msg.map { unsafe String(cString: $0) } ?? "error \(result)"
            throw .cannotUnpack(format, reason: message)
        }
        return count
    }

    private mutating func stepZstd(_ target: UnsafeMutableRawBufferPointer) throws(SavefileError) -> Int {
        var input = unsafe ZSTD_inBuffer(src: packed + start, size: end - start, pos: 0)
        var output = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
        let result = unsafe ZSTD_decompressStream(zstd, &output, &input)
        if ZSTD_isError(result) != 0 {
            throw .cannotUnpack(format, reason: unsafe String(cString: ZSTD_getErrorName(result)))
        }
        start += unsafe input.pos
        atFrameEnd = result == 0
        return unsafe output.pos
    }

    private mutating func stepLZ4(_ target: UnsafeMutableRawBufferPointer) throws(SavefileError) -> Int {
        var count = target.count
        var taken = end - start
        let result = unsafe LZ4F_decompress(lz4, target.baseAddress, &count, packed + start, &taken, nil)
        if LZ4F_isError(result) != 0 {
            throw .cannotUnpack(format, reason: unsafe String(cString: LZ4F_getErrorName(result)))
        }
        start += taken
        atFrameEnd = result == 0
        return count
    }
}

/// The decompressor of one input: a class, so that the reader's window stays of one size. For one thread at a time.
@usableFromInline
final class Unpacker: @unchecked Sendable {
    private var decompressor: Decompressor
    /// Nil for regular files, for which no reader has to wait.
    let waker: InputWaker?

    init(_ format: Compression, first: RawSpan, waker: InputWaker?) throws(SavefileError) {
        self.waker = waker
        decompressor = try Decompressor(format, first: first, waker: waker)
    }

    var total: UInt64 { decompressor.total }

    func read(from source: Int32, into target: UnsafeMutableRawBufferPointer) throws(SavefileError) -> Int {
        unsafe try decompressor.read(from: source, into: target)
    }
}
