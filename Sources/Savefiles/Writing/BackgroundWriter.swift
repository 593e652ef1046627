import Glibc
import Packets
import Syscalls
import SystemPackage

/// Writes, packs and closes files on a thread of its own, so that a slow disk or a packer does not hold up the capture.
///
/// Full buffers are handed over and empty ones come back from a bounded pool; when all are on their way the capture
/// waits. Memory: `buffers` times the size of a writer's buffer. For one capturing thread, or one that reads a savefile.
public final class BackgroundWriter: Sendable {
    /// A file that was closed: its name, the packets that are whole in it, and why it is not complete, if so.
    public struct ClosedFile: Sendable, Equatable {
        /// What its writer was told to call it.
        public var path: String
        /// Packets that are whole in it.
        public var packets: UInt64
        /// Why it is not complete; nil where it is.
        public var failure: SavefileError?
    }

    let queue: WriteQueue
    /// How much is gathered before it is written, in bytes.
    let bufferSize: Int

    /// - Parameters:
    ///   - buffers: how many full buffers may wait.
    ///   - bufferSize: bytes of each. Memory is taken only for what is filled.
    ///   - direct: when files are written past the page cache.
    ///   - lazily: the thread is made when a file has filled its first buffer and gets more: a small one is not worth it.
    ///     Only files that are regular make it; until then, and where no thread can be had, the caller writes.
    public init(
        buffers: Int = 16, bufferSize: Int = 1 << 20, lazily: Bool = false, direct: DirectWriting = .never
    ) throws(SavefileError) {
        self.bufferSize = bufferSize
        queue = WriteQueue(limit: Swift.max(1, buffers), isLazy: lazily, Flow(direct))
        if lazily { return }
        try queue.start()
    }

    /// Waits until everything is written.
    deinit {
        queue.stop()
    }

    /// Files that `closeWithoutWaiting` closed since the last call, in order.
    public func closedFiles() -> [ClosedFile] {
        queue.takeClosed()
    }

    /// Waits until all that was handed over is written and closed.
    public func waitUntilIdle() { queue.waitUntilIdle() }

    /// How often the capture had to wait for a buffer: the disk or the packer was slower than the packets.
    public var waits: UInt64 { queue.waits }

    /// Packets that were handed over and are not known to be written.
    public var unwritten: UInt64 { queue.unwritten }

    /// Interrupts a write that waits (see `Abandonment`).
    public func interrupt() { queue.interrupt() }

    func add(_ file: consuming ChunkFile, path: String) -> BackgroundFile {
        BackgroundFile(file, path, queue)
    }
}

/// A file of the background writer. The capturing thread hands buffers over, the other one writes them.
final class BackgroundFile: @unchecked Sendable {
    /// What is known so far, under the queue's lock.
    struct State {
        var error: Errno?
        var packets: UInt64 = 0
        /// The file system takes no direct writes.
        var isRefused = false
    }

    let path: String
    let queue: WriteQueue
    // Only the writing thread touches this one.
    private var file: ChunkFile?
    // Under the queue's lock.
    fileprivate var shared = State()

    init(_ file: consuming ChunkFile, _ path: String, _ queue: WriteQueue) {
        self.file = consume file
        self.path = path
        self.queue = queue
    }

    var state: State { queue.locked { shared } }

    /// Takes a full buffer and gives an empty one, sooner or later.
    ///
    /// - Parameter more: another one is about to be filled, while this one could be written.
    func hand(
        _ buffer: WriteQueue.Buffer, _ chunk: Chunk, more: Bool
    ) -> WriteQueue.Buffer {
        if queue.runs(more: more) {
            return queue.exchange(.write(self, buffer, chunk), capacity: buffer.capacity)
        }
        write(buffer.span(chunk.used), chunk)
        return buffer
    }

    /// From a writer that goes away without being closed: its buffer stays its own.
    func writeLast(_ buffer: WriteQueue.Buffer, _ chunk: Chunk) {
        wait()
        write(buffer.span(chunk.used), chunk)
        close()
    }

    func close() { queue.enqueue(.close(self)) }
    func wait() { queue.waitUntilIdle() }

    fileprivate func write(_ bytes: RawSpan, _ chunk: Chunk) {
        if state.error != nil { return }
        if Abandonment.isDeclared { return queue.locked { shared.error = .canceled } }
        guard let result = file?.write(bytes, chunk) else { return }
        let isRefused = file?.isRefused ?? false
        queue.locked {
            shared.isRefused = isRefused
            shared.packets &+= result.packets
            queue.written &+= result.packets
            shared.error = result.error
        }
    }

    fileprivate func closeNow() {
        guard let file = file.take() else { return }
        do throws(SystemError) { try file.close() } catch {
            queue.locked { shared.error = shared.error ?? error.errno }
        }
    }
}

/// The queue between the two threads, and the pool of buffers.
@safe
final class WriteQueue: @unchecked Sendable {
    @safe
    struct Buffer {
        var base: UnsafeMutableRawPointer
        var capacity: Int

        @_lifetime(borrow self)
        func span(_ count: Int) -> RawSpan {
            let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(base), byteCount: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    enum Work {
        case write(BackgroundFile, Buffer, Chunk)
        case close(BackgroundFile)
        case stop
    }

    let limit: Int
    /// Only the capturing thread asks for these.
    private let isLazy: Bool
    var flow: Flow
    private var thread: WorkThread?
    /// The first full buffer of a fast capture starts it.
    var reserveThread: WorkThread?
    let lock = Lock()
    // All under the lock.
    var reserve = BufferReserve()
    private var work: [Work] = []
    private var busy = false
    var free: [Buffer] = []
    private var inFlight = 0
    private var closed: [BackgroundWriter.ClosedFile] = []
    private var waited: UInt64 = 0
    private var handed: UInt64 = 0
    fileprivate var written: UInt64 = 0

    init(limit: Int, isLazy: Bool, _ flow: Flow) {
        self.limit = limit
        self.isLazy = isLazy
        self.flow = flow
    }

    deinit {
        for buffer in free { unsafe buffer.base.deallocate() }
    }

    func locked<R>(_ body: () -> R) -> R { lock.locked(body) }

    func wait(while condition: () -> Bool) {
        while condition() { lock.wait() }
    }

    private var isRunning: Bool { thread != nil }
    var waits: UInt64 { locked { waited } }
    /// Something that was handed over is not written yet.
    var isBehind: Bool { locked { inFlight > 0 } }
    var unwritten: UInt64 { locked { handed &- min(handed, written) } }

    func interrupt() {
        thread?.interrupt()
    }

    func takeClosed() -> [BackgroundWriter.ClosedFile] {
        locked {
            defer { closed = [] }
            return closed
        }
    }

    func enqueue(_ item: Work) {
        if !isRunning { return perform(item) }
        locked {
            work.append(item)
            lock.wakeAll()
        }
    }

    /// Hands a buffer over and takes an empty one, waiting while too many are on their way.
    func exchange(_ item: Work, capacity: Int) -> Buffer {
        keepReserve(capacity)
        let found: Buffer? = locked {
            work.append(item)
            if case .write(_, _, let chunk) = item { handed &+= chunk.packets }
            inFlight += 1
            lock.wakeAll()
            if inFlight >= limit { waited &+= 1 }
            wait { inFlight >= limit }
            while let buffer = free.popLast() {
                if buffer.capacity >= capacity { return buffer }
                reserve.made -= 1
                unsafe buffer.base.deallocate()
            }
            reserve.made += 1
            return nil
        }
        if let found { return found }
        return unsafe Buffer(base: .allocate(byteCount: capacity, alignment: DirectIO.block), capacity: capacity)
    }

    func waitUntilIdle() {
        locked { wait { busy || !work.isEmpty } }
    }

    /// Whether the other thread runs, or runs from now on because there is something for it.
    func runs(more: Bool) -> Bool {
        if !isRunning && isLazy && more { try? start() }
        return isRunning
    }

    func start() throws(SavefileError) {
        do throws(SystemError) {
            thread = try WorkThread(isInterruptible: true) { self.run() }
        } catch {
            throw .cannotWrite(errno: error.errno)
        }
    }

    func stop() {
        if !isRunning { return }
        stopReserve()
        enqueue(.stop)
        thread?.join()
    }

    private func run() {
        while let item = next() { perform(item) }
    }

    private func perform(_ item: Work) {
        switch item {
        case .write(let file, let buffer, let chunk):
            file.write(buffer.span(chunk.used), chunk)
            locked {
                free.append(buffer)
                inFlight -= 1
            }
        case .close(let file):
            file.closeNow()
            let state = file.state
            let failure = state.error.map { SavefileError.cannotWrite(errno: $0) }
            locked {
                closed.append(
                    BackgroundWriter.ClosedFile(path: file.path, packets: state.packets, failure: failure))
            }
        case .stop: return
        }
    }

    /// Nil when it is time to end.
    private func next() -> Work? {
        locked {
            busy = false
            lock.wakeAll()
            wait { work.isEmpty }
            busy = true
            if case .stop = work[0] { return nil }
            return work.removeFirst()
        }
    }
}
