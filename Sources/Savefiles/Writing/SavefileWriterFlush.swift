import Packets
import Syscalls
import SystemPackage

// Handing the buffer over, and what is known afterwards.
extension SavefileWriter {
    /// Hands everything to the operating system, and waits until it is there.
    public mutating func flush() throws(SavefileError) {
        var complete = flushed()
        if let background {
            background.wait()
            complete = adopt(background.state) && complete
        }
        if !complete, let failure { throw failure }
    }

    /// Hands on what is buffered without waiting until it is written. False once it is known that writing failed.
    public mutating func handOver() -> Bool {
        if used == written, let background {
            background.queue.flow.noteTick()
            return failure == nil && adopt(background.state)
        }
        // A pipe's reader that takes nothing must not use up the buffers with little in each: they are filled first.
        if !isRegular, let background, used < capacity / 2, background.queue.isBehind {
            return failure == nil && adopt(background.state)
        }
        let complete = flushed()
        // Judged behind the chunk: what the last second has brought is written as it came.
        background?.queue.flow.noteTick()
        return complete
    }

    /// Adds statistics of interfaces to a pcapng file; a classic one has no place for them.
    public mutating func add(_ statistics: [PcapngStatistics]) throws(SavefileError) {
        guard isPcapng, failure == nil else { return }
        var blocks = PcapngBlocks()
        for each in statistics { blocks.add(each, clock(of: UInt32(clamping: each.interface))) }
        try append(blocks)
    }

    /// Adds interfaces to a pcapng file. Their places follow those of the file's head.
    public mutating func add(_ interfaces: [PcapngInterfaceDescription]) throws(SavefileError) {
        guard isPcapng, failure == nil else { return }
        var blocks = PcapngBlocks()
        for each in interfaces { try blocks.add(each) }
        try append(blocks)
        noteClocks(of: interfaces)
    }

    private mutating func append(_ blocks: PcapngBlocks) throws(SavefileError) {
        if used &+ blocks.bytes.count > capacity {
            guard flushed() else { return try flush() }
            reserve(used &+ blocks.bytes.count)
        }
        unsafe blocks.bytes.withUnsafeBytes { bytes in
            if let from = bytes.baseAddress { unsafe (base + used).copyMemory(from: from, byteCount: bytes.count) }
        }
        used &+= blocks.bytes.count
    }

    /// Flushes and closes. The file is whole afterwards whether this throws or not.
    public mutating func close() throws(SavefileError) {
        _ = flushed()
        if let file {
            do throws(SystemError) { try file.close() } catch {
                if failure == nil { failure = .cannotWrite(errno: error.errno) }
            }
            self.file = nil
        }
        if let background {
            background.close()
            background.wait()
            _ = adopt(background.state)
            self.background = nil
        }
        if let failure { throw failure }
    }

    /// Flushes and has the file closed on the background writer's thread, which tells of it in `closedFiles`; without one
    /// the same as `close`.
    public mutating func closeWithoutWaiting() throws(SavefileError) {
        guard let background else { return try close() }
        _ = flushed()
        background.close()
        self.background = nil
        if let failure { throw failure }
    }

    /// A packet that does not fit any more, a large one, or one after a failure.
    @inline(never)
    mutating func makeRoom(_ length: Int) -> Bool {
        guard failure == nil else { return false }
        if begins(overhead &+ length) { return true }
        guard flushed(more: isRegular) else { return false }
        if file == nil && background == nil { return false }
        reserve(used &+ overhead &+ length)
        return true
    }

    /// Grows the buffer for a packet longer than any before. What is in it stays.
    private mutating func reserve(_ count: Int) {
        if count <= capacity { return }
        capacity = mayBeDirect ? DirectIO.roundedUp(count) : count
        allocated = capacity + (mayBeDirect ? DirectIO.slack : 0)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: allocated, alignment: DirectIO.block)
        unsafe larger.copyMemory(from: base, byteCount: used)
        unsafe base.deallocate()
        unsafe base = larger
    }

    /// Hands the buffer over. False on failure: the file then ends on the last packet that went out whole.
    ///
    /// - Parameter more: the next packet waits for an empty one.
    mutating func flushed(more: Bool = false) -> Bool {
        if failure != nil { return false }
        if used == written { return true }
        guard let background else { return flushedHere() }
        if more { background.queue.flow.noteFull(used) }
        let (chunk, rest) = nextChunk(more: more)
        keep(rest)
        let full = unsafe WriteQueue.Buffer(base: base, capacity: allocated)
        let fresh = background.hand(full, chunk, more: more)
        unsafe base = fresh.base
        allocated = fresh.capacity
        if !adopt(background.state) { return false }
        bytesHanded = position &- UInt64(rest)
        packetsHanded &+= chunk.packets
        buffered &-= chunk.packets
        giveBack(rest)
        written = chunk.used == used ? rest : 0
        used = rest
        straddler = nil
        return true
    }

    private mutating func flushedHere() -> Bool {
        let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(base), byteCount: used)
        let chunk = Chunk(used: used, whole: used, packets: buffered)
        guard let result = file?.write(span, chunk) else { return false }
        if let error = result.error {
            fail(error, packets: packetsHanded &+ result.packets)
            return false
        }
        bytesHanded &+= UInt64(used)
        packetsHanded &+= buffered
        used = 0
        buffered = 0
        return true
    }

    /// Learns of a failure on the other thread.
    private mutating func adopt(_ state: BackgroundFile.State) -> Bool {
        if state.isRefused { isRefused = true }
        guard let error = state.error else { return true }
        if failure == nil { fail(error, packets: state.packets) }
        return false
    }

    private mutating func fail(_ error: Errno, packets: UInt64) {
        packetsHanded = packets
        used = 0
        written = 0
        lead = 0
        straddler = nil
        buffered = 0
        failure = .cannotWrite(errno: error)
    }
}
