import Packets
import SystemPackage

// Handing the buffer to the operating system, and what is kept when it does not take all of it.
extension SavefileWriter {
    /// A packet that does not fit any more, or one after a failure.
    @inline(never)
    mutating func consumeSlowly(_ packet: borrowing PacketView) -> Verdict {
        guard failure == nil, flushed() else { return .stop }
        let length = Self.recordHeaderLength &+ packet.bytes.byteCount
        if length > capacity { return consumeDirectly(packet) }
        append(packet)
        return !packetBuffered || flushed() ? .more : .stop
    }

    /// A packet larger than the buffer, which is empty: its header through the buffer, its bytes from where they lie.
    private mutating func consumeDirectly(_ packet: borrowing PacketView) -> Verdict {
        appendHeader(packet)
        guard let header = output?.write(bytes) else { return .stop }
        used = 0
        if let error = header.error { return stopped(error) }
        guard let body = output?.write(packet.bytes) else { return .stop }
        if let error = body.error { return stopped(error) }
        bytesFlushed &+= UInt64(Self.recordHeaderLength &+ packet.bytes.byteCount)
        packetsFlushed = packets
        return .more
    }

    private mutating func stopped(_ error: Errno) -> Verdict {
        stop(error)
        return .stop
    }

    /// What lies in the buffer.
    var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(base), byteCount: used)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// Writes the buffer out. False on failure: the file then ends on the last packet that went out whole.
    mutating func flushed() -> Bool {
        if failure != nil { return false }
        if used == 0 { return true }
        guard let result = output?.write(bytes) else { return false }
        guard let error = result.error else {
            bytesFlushed &+= UInt64(used)
            packetsFlushed = packets
            headerPending = false
            used = 0
            return true
        }
        fail(error, afterWriting: result.count)
        return false
    }

    /// Finds the last whole record among the `count` bytes that went out, and cuts the file there.
    private mutating func fail(_ error: Errno, afterWriting count: Int) {
        var end = 0
        if headerPending && count >= ClassicFormat.fileHeaderLength {
            end = ClassicFormat.fileHeaderLength
        }
        if !headerPending || end > 0 {
            while count - end >= Self.recordHeaderLength {
                let captured = unsafe base.loadUnaligned(fromByteOffset: end + 8, as: UInt32.self)
                let next = end + Self.recordHeaderLength + Int(captured)
                if next > count { break }
                end = next
                packetsFlushed &+= 1
            }
        }
        bytesFlushed &+= UInt64(end)
        stop(error)
    }

    private mutating func stop(_ error: Errno) {
        packets = packetsFlushed
        used = 0
        failure = .cannotWrite(errno: error)
        output?.cut(after: bytesFlushed)
    }
}
