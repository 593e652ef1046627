import CLZ4
import CZlib
import CZstd
import Packets
import SystemPackage

/// Packs one chunk after the other so that a file that is cut behind any of them can be read up to there.
///
/// gzip: a member for each chunk. zstd and lz4: one frame that is flushed after each chunk, for readers beside their own
/// tools stop at a frame's end; such a frame is closed by a few bytes that do not depend on what is in it. Memory: the
/// library's and one packed chunk.
@safe
struct Compressor: ~Copyable {
    private let format: Compression
    private let gzip: UnsafeMutablePointer<z_stream>?
    private let zstd: OpaquePointer?
    private let lz4: OpaquePointer?
    private var room: UnsafeMutableRawPointer
    private var capacity = 0
    private var count = 0
    /// The frame's header is out.
    private var begun = false

    /// Nil when there is no memory.
    init?(_ format: Compression) {
        self.format = format
        unsafe room = UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1)
        unsafe zstd = format == .zstd ? ZSTD_createCCtx() : nil
        var context: OpaquePointer?
        if format == .lz4 { _ = unsafe LZ4F_createCompressionContext(&context, UInt32(LZ4F_VERSION)) }
        unsafe lz4 = context
        if format == .gzip {
            let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
            let made = unsafe swiftcap_gzip_deflate_init(stream, Z_DEFAULT_COMPRESSION) == Z_OK
            if !made { unsafe stream.deallocate() }
            unsafe gzip = made ? stream : nil
        } else {
            unsafe gzip = nil
        }
        if unsafe gzip == nil && zstd == nil && lz4 == nil { return nil }
    }

    deinit {
        if let gzip = unsafe gzip {
            unsafe deflateEnd(gzip)
            unsafe gzip.deallocate()
        }
        _ = unsafe ZSTD_freeCCtx(zstd)
        _ = unsafe LZ4F_freeCompressionContext(lz4)
        unsafe room.deallocate()
    }

    /// Packs a chunk and writes it.
    mutating func pack(_ chunk: RawSpan, to file: borrowing OutputFile) -> (count: Int, error: Errno?) {
        pack(chunk) ? file.write(packed) : (0, .noMemory)
    }

    /// What ends a frame: an empty last block, or lz4's end mark. A gzip member is whole by itself.
    func end(_ file: borrowing OutputFile) -> (count: Int, error: Errno?) {
        if !begun { return (0, nil) }
        let bytes: [UInt8]
        switch format {
        case .gzip: bytes = []
        case .zstd: bytes = [1, 0, 0]
        case .lz4: bytes = [0, 0, 0, 0]
        }
        return unsafe bytes.withUnsafeBytes { buffer in
            let span = unsafe RawSpan(_unsafeBytes: buffer)
            return file.write(span)
        }
    }

    /// The last chunk, packed.
    private var packed: RawSpan {
        @_lifetime(borrow self)
        get {
            let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(room), byteCount: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// False when the library cannot, which only a lack of memory explains.
    private mutating func pack(_ chunk: RawSpan) -> Bool {
        switch format {
        case .gzip: packGzip(chunk)
        case .zstd: packZstd(chunk)
        case .lz4: packLZ4(chunk)
        }
    }

    private mutating func makeRoom(_ bytes: Int) {
        if bytes <= capacity { return }
        unsafe room.deallocate()
        capacity = bytes
        unsafe room = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 4096)
    }

    private mutating func packGzip(_ chunk: RawSpan) -> Bool {
        guard let gzip = unsafe gzip else { return false }
        unsafe deflateReset(gzip)
        makeRoom(Int(unsafe deflateBound(gzip, UInt(chunk.byteCount))))
        unsafe chunk.withUnsafeBytes { source in
            // zlib does not write to its input, though its type would let it.
            unsafe gzip.pointee.next_in = UnsafeMutablePointer(
                mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))
            unsafe gzip.pointee.avail_in = UInt32(source.count)
            unsafe gzip.pointee.next_out = room.assumingMemoryBound(to: UInt8.self)
            unsafe gzip.pointee.avail_out = UInt32(capacity)
            unsafe deflate(gzip, Z_FINISH)
        }
        count = capacity - Int(unsafe gzip.pointee.avail_out)
        return unsafe gzip.pointee.avail_in == 0
    }

    private mutating func packZstd(_ chunk: RawSpan) -> Bool {
        // The bound is for a frame; flushing may add a block's header or two.
        makeRoom(ZSTD_compressBound(chunk.byteCount) + 1024)
        var output = unsafe ZSTD_outBuffer(dst: room, size: capacity, pos: 0)
        let done = unsafe chunk.withUnsafeBytes { source in
            var input = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
            return unsafe ZSTD_compressStream2(zstd, &output, &input, ZSTD_e_flush) == 0
        }
        begun = true
        count = unsafe output.pos
        return done
    }

    private mutating func packLZ4(_ chunk: RawSpan) -> Bool {
        var preferences = swiftcap_lz4_preferences()
        let header = Int(LZ4F_HEADER_SIZE_MAX)
        makeRoom(unsafe LZ4F_compressBound(chunk.byteCount, &preferences) + header)
        count = 0
        if !begun {
            let result = unsafe LZ4F_compressBegin(lz4, room, capacity, &preferences)
            if LZ4F_isError(result) != 0 { return false }
            count = result
            begun = true
        }
        let result = unsafe chunk.withUnsafeBytes { source in
            unsafe LZ4F_compressUpdate(lz4, room + count, capacity - count, source.baseAddress, source.count, nil)
        }
        if LZ4F_isError(result) != 0 { return false }
        count += result
        return true
    }
}
