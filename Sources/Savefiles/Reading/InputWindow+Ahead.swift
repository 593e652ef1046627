import Glibc
import Syscalls
import SystemPackage

// Reading ahead: when it begins, how a chunk becomes the window, when it ends.
extension InputWindow {
    /// What is left of a file must be worth a thread.
    private static let leastFile: Int64 = 2 << 20

    var isRegular: Bool {
        var status = stat()
        return unsafe fstat(source.rawValue, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Goes on with the next chunk that was read ahead; false where no thread reads ahead.
    mutating func takeChunk() throws(SavefileError) -> Bool {
        if ahead == nil && total >= aheadFrom { beginAhead() }
        guard let ahead else { return false }
        let chunk = ahead.next()
        plainTotal = unpacker == nil ? plainTotal &+ UInt64(chunk.count) : chunk.total
        if case .some(let failure) = chunk.failure {
            endAhead()
            throw failure
        }
        let count = chunk.count
        // For a plain file's last chunk: reading goes on behind it, where the end is, or what has been added since.
        let rest = count < ReadAhead.chunkSize && unpacker == nil ? ahead.offset(behind: chunk) : nil
        take(chunk, ahead)
        if let rest {
            endAhead()
            _ = lseek(source.rawValue, off_t(rest), SEEK_SET)
        } else if count == 0 {
            endAhead()
            ended = true
        }
        return true
    }

    /// The smaller part is copied: what is left of the window to the chunk, or the chunk to what is left.
    private mutating func take(_ chunk: ReadAhead.Chunk, _ ahead: ReadAhead) {
        let part = available
        let from = unsafe chunk.base + ReadAhead.headRoom
        guard part <= ReadAhead.headRoom && part <= chunk.count else {
            moveToFront()
            if capacity - end < chunk.count { enlarge(to: Swift.max(capacity * 2, end + chunk.count)) }
            unsafe (base + end).copyMemory(from: from, byteCount: chunk.count)
            end += chunk.count
            return ahead.drop()
        }
        unsafe (from - part).copyMemory(from: base + start, byteCount: part)
        if capacity == ReadAhead.bufferSize {
            unsafe ahead.exchange(base)
        } else {
            unsafe base.deallocate()
            unsafe ahead.exchange(.allocate(byteCount: ReadAhead.bufferSize, alignment: 4096))
        }
        unsafe base = chunk.base
        capacity = ReadAhead.bufferSize
        start = ReadAhead.headRoom - part
        end = ReadAhead.headRoom + chunk.count
    }

    /// A packed input is unpacked on the other thread whatever it comes from. A pipe's bytes are handed on as they
    /// come: the program that writes to it runs beside this one already.
    private mutating func beginAhead() {
        aheadFrom = .max
        let number = source.rawValue
        if let unpacker {
            plainTotal = unpacker.total
            ahead = try? ReadAhead(.packed(unpacker, number))
        } else {
            var status = stat()
            let offset = avoidsCache ? alignedOffset() : lseek(number, 0, SEEK_CUR)
            guard unsafe fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG, offset >= 0,
                Int64(status.st_size) - Int64(offset) >= Self.leastFile
            else { return }
            let isDirect = avoidsCache && setDirect(true)
            ahead = try? ReadAhead(.file(number, from: Int64(offset)))
            if isDirect && ahead == nil { _ = setDirect(false) }
        }
    }

    private mutating func endAhead() {
        stopAhead()
        ahead = nil
        // The end of the file is no whole block.
        if avoidsCache { _ = setDirect(false) }
    }

    /// Reads on to where a block of the file begins, and gives that place. Elsewhere nothing can be read directly.
    private mutating func alignedOffset() -> off_t {
        let offset = lseek(source.rawValue, 0, SEEK_CUR)
        let rest = Int(-offset & off_t(DirectIO.block - 1))
        guard offset >= 0, rest > 0 else { return offset }
        if capacity - end < rest { moveToFront() }
        if capacity - end < rest { enlarge(to: capacity * 2) }
        let count = unsafe pread(source.rawValue, base + end, rest, offset)
        guard count == rest else { return offset }
        end += rest
        plainTotal &+= UInt64(rest)
        return lseek(source.rawValue, off_t(rest), SEEK_CUR)
    }

    /// Sets or takes away O_DIRECT (fcntl(2), F_SETFL); false where there is no direct I/O.
    private func setDirect(_ on: Bool) -> Bool {
        let flags = fcntl(source.rawValue, F_GETFL)
        return flags >= 0 && fcntl(source.rawValue, F_SETFL, on ? flags | O_DIRECT : flags & ~O_DIRECT) == 0
    }

    @usableFromInline func stopAhead() { ahead?.stop() }
}
