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
        if used == 0, let background { return failure == nil && adopt(background.state) }
        return flushed()
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
            reserve(blocks.bytes.count)
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
        guard failure == nil, flushed(more: isRegular) else { return false }
        if file == nil && background == nil { return false }
        reserve(overhead &+ length)
        return true
    }

    /// Grows the buffer, which is empty, for a packet longer than any before.
    private mutating func reserve(_ count: Int) {
        if count <= capacity { return }
        unsafe base.deallocate()
        capacity = count
        unsafe base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 4096)
    }

    /// Hands the buffer over. False on failure: the file then ends on the last packet that went out whole.
    ///
    /// - Parameter more: the next packet waits for an empty one.
    mutating func flushed(more: Bool = false) -> Bool {
        if failure != nil { return false }
        if used == 0 { return true }
        let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(base), byteCount: used)
        if let background {
            let full = unsafe WriteQueue.Buffer(base: base, capacity: capacity)
            let fresh = background.hand(full, used: used, packets: buffered, more: more)
            unsafe base = fresh.base
            capacity = fresh.capacity
            if !adopt(background.state) { return false }
        } else {
            guard let result = file?.write(span, packets: buffered) else { return false }
            if let error = result.error {
                fail(error, packets: packetsHanded &+ result.packets)
                return false
            }
        }
        bytesHanded &+= UInt64(used)
        packetsHanded &+= buffered
        used = 0
        buffered = 0
        return true
    }

    /// Learns of a failure on the other thread.
    private mutating func adopt(_ state: BackgroundFile.State) -> Bool {
        guard let error = state.error else { return true }
        if failure == nil { fail(error, packets: state.packets) }
        return false
    }

    private mutating func fail(_ error: Errno, packets: UInt64) {
        packetsHanded = packets
        used = 0
        buffered = 0
        failure = .cannotWrite(errno: error)
    }
}
