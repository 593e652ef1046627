import Glibc
import Packets
import Syscalls
import SystemPackage

/// The part of an input that is in memory: filled in large blocks, walked in place, refilled when a record does not
/// fit.
///
/// Memory: `initialCapacity`, and more only while bytes of one longer record really arrive, so a length that
/// claims more than there is costs nothing. Pipes are not waited for beyond the bytes that a record needs. Long files
/// and packed inputs are read ahead on a second thread from some point on: its chunks become the window, one after the
/// other.
@safe
@usableFromInline
struct InputWindow: ~Copyable {
    /// Room for the largest packet of a network (256 KiB) and its header, and as much again to read on.
    static let initialCapacity = 512 << 10

    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    /// The bytes not yet walked are `start ..< end`.
    @usableFromInline var start = 0
    @usableFromInline var end = 0
    /// The source has no more.
    var ended = false
    /// Bytes taken from the source as it is.
    var plainTotal: UInt64 = 0
    var source: Descriptor
    /// Set when the input is packed.
    var unpacker: Unpacker?
    /// Set while a second thread reads.
    var ahead: ReadAhead?
    /// Bytes taken so far, at which it is looked whether a second thread has enough to do.
    var aheadFrom: UInt64 = 2 << 20
    /// What is read ahead of a plain file goes past the page cache where the file system can do that.
    var avoidsCache = false

    init(source: consuming Descriptor) {
        capacity = InputWindow.initialCapacity
        unsafe base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 4096)
        self.source = source
    }

    @inlinable deinit {
        stopAhead()
        unsafe base.deallocate()
    }

    @usableFromInline var available: Int { end - start }

    /// Reads until `need` bytes lie in the window or the input ends; what is there then is `available`.
    mutating func fill(_ need: Int) throws(SavefileError) {
        while available < need && !ended {
            if try takeChunk() { continue }
            makeRoom(need)
            let room = unsafe UnsafeMutableRawBufferPointer(start: base + end, count: capacity - end)
            let count = unsafe try read(into: room)
            if count == 0 {
                ended = true
                return
            }
            end += count
        }
    }

    private mutating func read(into room: UnsafeMutableRawBufferPointer) throws(SavefileError) -> Int {
        if let unpacker { return unsafe try unpacker.read(from: source.rawValue, into: room) }
        do throws(SystemError) {
            let count = unsafe try source.read(into: room)
            plainTotal &+= UInt64(count)
            return count
        } catch {
            throw .cannotRead(errno: error.errno)
        }
    }

    /// Bytes read from the source so far, packed ones where it is packed.
    var total: UInt64 { ahead == nil ? unpacker?.total ?? plainTotal : plainTotal }

    /// Goes on unpacked when the input begins as a packed file does.
    mutating func unpackIfPacked() throws(SavefileError) {
        guard let magic = try? bytes.u32(0), let format = Compression(magic: magic.byteSwapped) else { return }
        let waker = isRegular ? nil : try? InputWaker()
        unpacker = try Unpacker(format, first: bytes, waker: waker)
        aheadFrom = 512 << 10
        start = 0
        end = 0
        ended = false
        try fill(4)
    }

    /// Drops `count` bytes, read or not; false when the input ends before.
    mutating func skip(_ count: Int) throws(SavefileError) -> Bool {
        var rest = count
        while rest > available {
            rest -= available
            start = end
            if ended { return false }
            try fill(1)
        }
        start += rest
        return true
    }

    /// Moves the rest of the window to the front; grows by doubling when it is full and a record needs more.
    private mutating func makeRoom(_ need: Int) {
        moveToFront()
        if end == capacity && need > capacity { enlarge(to: Swift.min(capacity * 2, (need + 4095) & ~4095)) }
    }

    mutating func moveToFront() {
        if start == 0 { return }
        let count = available
        if count > 0 { unsafe base.copyMemory(from: base + start, byteCount: count) }
        start = 0
        end = count
    }

    /// Takes larger memory for a window that begins at the front.
    mutating func enlarge(to larger: Int) {
        let room = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 4096)
        unsafe room.copyMemory(from: base, byteCount: end)
        unsafe base.deallocate()
        unsafe base = room
        capacity = larger
    }

    /// All bytes not yet walked.
    var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(base + start), byteCount: end - start)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// `count` bytes at `offset` of the memory, which must lie before `end`.
    @_lifetime(borrow self)
    func slice(_ offset: Int, _ count: Int) -> RawSpan {
        precondition(offset >= 0 && count >= 0 && offset + count <= end)
        let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(base + offset), byteCount: count)
        return unsafe _overrideLifetime(span, borrowing: self)
    }
}
