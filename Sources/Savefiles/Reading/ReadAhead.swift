import Glibc
import Packets
import Syscalls
import SystemPackage

// Chunks of the input in a ring of slots. `claimed` counts the chunks that a thread reads or has read, `taken` those
// that the walk is through with; between them lie at most as many as there are slots:
//
//    slot        0          1          2          3
//           +----------+----------+----------+----------+
//           | filled   | filled   | being    | free     |
//           |          |          | read     |          |
//           +----------+----------+----------+----------+
//             ^ taken                          ^ claimed
//
// In front of each chunk there is head-room for the part of a record that the chunk before ended with, so that records
// are walked in place whichever chunks they lie in.

/// Reads or unpacks an input on a second thread, a few chunks ahead of the walk.
///
/// A plain regular file is read by both threads: copying it out of the page cache takes five times as long as walking
/// over it, so the walking thread reads a chunk itself before it waits for one. Memory: `slots` chunks and one more.
@safe
final class ReadAhead: @unchecked Sendable {
    /// A packet of 256 KiB and its header fit; untouched pages cost nothing.
    static let headRoom = 264 << 10
    static let chunkSize = 512 << 10
    static let bufferSize = headRoom + chunkSize
    private static let slots = 4

    /// Where chunks come from.
    enum Source {
        /// A regular file, by its descriptor's number, from an offset on.
        case file(Int32, from: Int64)
        /// What a descriptor's bytes unpack to, piece by piece as they come.
        case packed(Unpacker, Int32)
    }

    @safe
    struct Chunk {
        /// The buffer that it lies in, behind the head-room.
        fileprivate(set) var base: UnsafeMutableRawPointer
        fileprivate(set) var count = 0
        fileprivate(set) var failure: SavefileError?
        /// Packed bytes taken from the input so far.
        fileprivate(set) var total: UInt64 = 0
        fileprivate var isFilled = false
    }

    private let source: Source
    private let lock = Lock()
    private var thread: WorkThread?
    // Under the lock, but for the memory of a chunk that a thread is reading.
    private var ring: [Chunk]
    private var claimed = 0
    private var taken = 0
    /// Nothing is behind the last chunk that was claimed.
    private var isExhausted = false

    init(_ source: Source) throws(SystemError) {
        self.source = source
        ring = (0..<Self.slots).map { _ in
            unsafe Chunk(base: .allocate(byteCount: Self.bufferSize, alignment: 4096))
        }
        thread = try WorkThread { [self] in
            while let chunk = claim(waiting: true) { fill(chunk) }
        }
    }

    deinit {
        for chunk in ring { unsafe chunk.base.deallocate() }
    }

    /// Waits until the other thread has ended. Nothing may be asked for afterwards.
    func stop() {
        lock.locked {
            isExhausted = true
            lock.wakeAll()
        }
        if case .packed(let unpacker, _) = source { unpacker.waker?.wake() }
        thread?.join()
        thread = nil
    }

    /// Where the file goes on behind a chunk that was taken.
    func offset(behind chunk: Chunk) -> Int64 {
        guard case .file(_, let first) = source else { return 0 }
        return first + Int64(taken) * Int64(Self.chunkSize) + Int64(chunk.count)
    }

    /// The next chunk. It stays where it is until `drop` or `exchange`; a short one is the last of a plain file, an
    /// empty one or one with a failure the last of a packed one.
    func next() -> Chunk {
        while true {
            let ready: Chunk? = lock.locked {
                taken < claimed && ring[place(taken)].isFilled ? ring[place(taken)] : nil
            }
            if let ready { return ready }
            if case .file = source, let mine = claim(waiting: false) {
                fill(mine)
                continue
            }
            lock.locked {
                while !(taken < claimed && ring[place(taken)].isFilled) { lock.wait() }
            }
        }
    }

    /// Keeps the chunk that `next` gave and puts another buffer of `bufferSize` in its place.
    func exchange(_ other: UnsafeMutableRawPointer) {
        lock.locked {
            unsafe ring[place(taken)].base = other
            free()
        }
    }

    /// Gives the chunk that `next` gave back.
    func drop() {
        lock.locked { free() }
    }

    private func place(_ chunk: Int) -> Int { chunk % Self.slots }

    private func free() {
        ring[place(taken)].isFilled = false
        taken += 1
        lock.wakeAll()
    }

    /// Takes the next chunk to be read; nil when there is none, or none now and the caller does not want to wait.
    private func claim(waiting: Bool) -> Int? {
        lock.locked {
            while waiting && !isExhausted && claimed - taken == Self.slots { lock.wait() }
            if isExhausted || claimed - taken == Self.slots { return nil }
            claimed += 1
            return claimed - 1
        }
    }

    private func fill(_ number: Int) {
        // No other thread touches the slot of a chunk that is being read.
        let base = unsafe lock.locked { unsafe ring[place(number)].base }
        let room = unsafe UnsafeMutableRawBufferPointer(start: base + Self.headRoom, count: Self.chunkSize)
        var chunk = unsafe Chunk(base: base)
        let isLast: Bool
        switch source {
        case .file(let descriptor, let first):
            let offset = first + Int64(number) * Int64(Self.chunkSize)
            chunk.count = unsafe Self.read(descriptor, at: offset, room)
            isLast = chunk.count < Self.chunkSize
        case .packed(let unpacker, let descriptor):
            do throws(SavefileError) {
                chunk.count = unsafe try unpacker.read(from: descriptor, into: room)
            } catch { chunk.failure = error }
            chunk.total = unpacker.total
            isLast = chunk.count == 0
        }
        chunk.isFilled = true
        lock.locked {
            ring[place(number)] = chunk
            isExhausted = isExhausted || isLast
            lock.wakeAll()
        }
    }

    /// A whole chunk, or less where the file ends or a fault is: the thread that reads on there meets it.
    private static func read(_ descriptor: Int32, at offset: Int64, _ room: UnsafeMutableRawBufferPointer) -> Int {
        guard let base = room.baseAddress else { return 0 }
        var done = 0
        while done < room.count {
            let count = unsafe pread(descriptor, base + done, room.count - done, off_t(offset) + done)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { break }
            done += count
        }
        return done
    }
}
