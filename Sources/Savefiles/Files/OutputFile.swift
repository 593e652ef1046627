import Glibc
import Packets
import Syscalls
import SystemPackage

/// An open file that bytes go to in large writes, and that can be cut back to a whole record after a write fell short.
///
/// SIGPIPE must be ignored by the process, or a closed pipe ends it before anything can be said.
struct OutputFile: ~Copyable {
    let descriptor: Descriptor
    /// A regular file can be cut; a pipe, a terminal or a device cannot.
    let isRegular: Bool
    /// Where in the file our first byte is: not 0 when standard output goes to the end of a file.
    let origin: Int64
    /// O_DIRECT may be tried: the file is regular, begins with our first byte, and lies on a disk. Its flags are not
    /// shared with another process, as those of standard output are.
    let takesDirect: Bool
    /// And it is worth it there (`DirectIO.pays`).
    let paysDirect: Bool

    /// Creates or empties `path`; `-` is standard output.
    static func create(path: String) throws(SavefileError) -> OutputFile {
        do throws(SystemError) {
            if path == "-" {
                let copy = try checked("fcntl") { fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3) }
                return OutputFile(owning: Descriptor(owning: copy), isShared: true)
            }
            return OutputFile(owning: try Descriptor.open(path, O_WRONLY | O_CREAT | O_TRUNC, permissions: 0o666))
        } catch {
            throw .cannotOpen(path: path, errno: error.errno)
        }
    }

    init(owning descriptor: consuming Descriptor, isShared: Bool = false) {
        let number = descriptor.rawValue
        var status = stat()
        let known = unsafe fstat(number, &status) == 0
        let regular = known && status.st_mode & S_IFMT == S_IFREG
        let appends = fcntl(number, F_GETFL) & O_APPEND != 0
        let place = regular ? (appends ? Int64(status.st_size) : Int64(Swift.max(0, lseek(number, 0, SEEK_CUR)))) : 0
        isRegular = regular
        origin = place
        takesDirect = regular && !isShared && !appends && place == 0 && DirectIO.isOnDisk(number)
        paysDirect = takesDirect && DirectIO.pays(number)
        self.descriptor = descriptor
    }

    /// Closes and tells what the system says then.
    consuming func close() throws(SystemError) {
        try descriptor.close()
    }

    /// write(2) until all is out, or pwrite(2) where a place in the file is given. Gives what went out and, if that is not
    /// all, why.
    func write(_ bytes: RawSpan, at place: UInt64? = nil) -> (count: Int, error: Errno?) {
        let place = place.map { Int(truncatingIfNeeded: $0) }
        return unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return (0, nil) }
            var done = 0
            while done < buffer.count {
                let (from, left) = unsafe (base + done, buffer.count - done)
                let count =
                    if let place {
                        unsafe pwrite(descriptor.rawValue, from, left, place &+ done)
                    } else {
                        unsafe Glibc.write(descriptor.rawValue, from, left)
                    }
                if count > 0 {
                    done += count
                    if done < buffer.count && Abandonment.isDeclared { return (done, .canceled) }
                    continue
                }
                // A regular write never gives 0 for a count above 0: treat it as a device that takes no more.
                let error = count == 0 ? Errno.noSpace : lastErrno()
                if (error == .interrupted || error == .resourceTemporarilyUnavailable) && Abandonment.isDeclared {
                    return (done, .canceled)
                }
                if error == .interrupted { continue }
                if error == .resourceTemporarilyUnavailable {
                    Descriptor.waitUntilWritable(descriptor.rawValue)
                    continue
                }
                return (done, error)
            }
            return (done, nil)
        }
    }

    /// Sets or takes away O_DIRECT (fcntl(2), F_SETFL). False where the file system has no direct I/O.
    func setDirect(_ on: Bool) -> Bool {
        let flags = fcntl(descriptor.rawValue, F_GETFL)
        return flags >= 0 && fcntl(descriptor.rawValue, F_SETFL, on ? flags | O_DIRECT : flags & ~O_DIRECT) == 0
    }

    /// The next write without a place goes behind `length` of our bytes.
    func seek(behind length: UInt64) {
        _ = lseek(descriptor.rawValue, off_t(origin &+ Int64(truncatingIfNeeded: length)), SEEK_SET)
    }

    /// Cuts a regular file after `length` of our bytes. What fails here leaves the file as long as it was.
    func cut(after length: UInt64) {
        guard isRegular else { return }
        let size = off_t(origin &+ Int64(truncatingIfNeeded: length))
        if ftruncate(descriptor.rawValue, size) == 0 { _ = lseek(descriptor.rawValue, size, SEEK_SET) }
    }
}
