import CLZ4
import CZlib
import CZstd
import Packets
import SystemPackage

/// Packs one chunk after the other, each into a frame of its own: frames that follow each other are one file in all three
/// formats, and a file that is cut between two frames is whole. Memory: one packed chunk.
@safe
struct Compressor: ~Copyable {
    private let format: Compression
    private let gzip: UnsafeMutablePointer<z_stream>?
    private let zstd: OpaquePointer?
    private var room: UnsafeMutableRawPointer
    private var capacity = 0
    private var count = 0

    /// Nil when there is no memory.
    init?(_ format: Compression) {
        self.format = format
        unsafe room = UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1)
        unsafe zstd = format == .zstd ? ZSTD_createCCtx() : nil
        if format == .gzip {
            let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
            let made = unsafe swiftcap_gzip_deflate_init(stream, Z_DEFAULT_COMPRESSION) == Z_OK
            if !made { unsafe stream.deallocate() }
            unsafe gzip = made ? stream : nil
        } else {
            unsafe gzip = nil
        }
        if unsafe (format == .gzip && gzip == nil) || (format == .zstd && zstd == nil) { return nil }
        if unsafe zstd != nil { _ = unsafe ZSTD_CCtx_setParameter(zstd, ZSTD_c_checksumFlag, 1) }
    }

    deinit {
        if let gzip = unsafe gzip {
            unsafe deflateEnd(gzip)
            unsafe gzip.deallocate()
        }
        _ = unsafe ZSTD_freeCCtx(zstd)
        unsafe room.deallocate()
    }

    /// Packs a chunk and writes its frame.
    mutating func pack(_ chunk: RawSpan, to file: borrowing OutputFile) -> (count: Int, error: Errno?) {
        pack(chunk) ? file.write(frame) : (0, .noMemory)
    }

    /// The last chunk's frame.
    private var frame: RawSpan {
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
        makeRoom(ZSTD_compressBound(chunk.byteCount))
        let result = unsafe chunk.withUnsafeBytes { source in
            unsafe ZSTD_compress2(zstd, room, capacity, source.baseAddress, source.count)
        }
        if ZSTD_isError(result) != 0 { return false }
        count = result
        return true
    }

    private mutating func packLZ4(_ chunk: RawSpan) -> Bool {
        var preferences = swiftcap_lz4_preferences()
        makeRoom(unsafe LZ4F_compressFrameBound(chunk.byteCount, &preferences))
        let result = unsafe chunk.withUnsafeBytes { source in
            unsafe LZ4F_compressFrame(room, capacity, source.baseAddress, source.count, &preferences)
        }
        if LZ4F_isError(result) != 0 { return false }
        count = result
        return true
    }
}
