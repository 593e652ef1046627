import CLinux
import Glibc
import SystemPackage

/// The one owner of a file descriptor: closing is its end.
public struct Descriptor: ~Copyable, Sendable {
    /// The number, for calls that this module does not wrap. It stays owned here.
    public let rawValue: Int32

    /// Takes ownership of an open descriptor.
    public init(owning rawValue: Int32) {
        self.rawValue = rawValue
    }

    deinit {
        _ = Glibc.close(rawValue)
    }

    /// Gives up ownership: the caller closes.
    public consuming func release() -> Int32 {
        let number = rawValue
        discard self
        return number
    }

    /// Closes now and tells whether the kernel had an error to report (a full disk on NFS, for example).
    public consuming func close() throws(SystemError) {
        let number = release()
        if Glibc.close(number) != 0 && errno != EINTR { throw SystemError("close", lastErrno()) }
    }
}

/// `errno` as a typed value, read at once after the call that set it.
@inline(__always)
public func lastErrno() -> Errno {
    Errno(rawValue: errno)
}

/// Calls `body` again while it is interrupted by a signal; -1 becomes a `SystemError`.
@inline(__always)
@discardableResult
public func checked<T: FixedWidthInteger & SignedInteger>(
    _ call: StaticString, _ subject: @autoclosure () -> String = "", retry: Bool = true, _ body: () -> T
) throws(SystemError) -> T {
    while true {
        let result = body()
        if result != -1 { return result }
        let error = lastErrno()
        if retry && error == .interrupted { continue }
        throw SystemError(call, error, subject())
    }
}

/// The same for what may wait for another process: ECANCELED once waiting is given up (`Abandonment`).
@discardableResult
public func awaited<T: FixedWidthInteger & SignedInteger>(
    _ call: StaticString, _ subject: @autoclosure () -> String = "", _ body: () -> T
) throws(SystemError) -> T {
    while true {
        do throws(SystemError) { return try checked(call, subject(), retry: false, body) } catch {
            if error.errno != .interrupted { throw error }
            if Abandonment.isDeclared { throw SystemError(call, .canceled, error.subject) }
        }
    }
}

extension Descriptor {
    /// open(2). `O_CLOEXEC` is always added.
    public static func open(
        _ path: String, _ flags: Int32, permissions: mode_t = 0o644
    ) throws(SystemError) -> Descriptor {
        try open(path, in: AT_FDCWD, flags, permissions: permissions)
    }

    /// openat(2), for a path that begins in an open folder. `O_CLOEXEC` is always added. What waits, for a reader of a
    /// pipe, ends when the process is told to stop (`Abandonment.isToldToStop`).
    public static func open(
        _ path: String, in folder: Int32, _ flags: Int32, permissions: mode_t = 0o644
    ) throws(SystemError) -> Descriptor {
        while true {
            let number = unsafe path.withSystemText { unsafe openat(folder, $0, flags | O_CLOEXEC, permissions) }
            if number >= 0 { return Descriptor(owning: number) }
            let error = lastErrno()
            if error != .interrupted { throw SystemError("open", error, path) }
            if Abandonment.isToldToStop { throw SystemError("open", .canceled, path) }
        }
    }

    /// read(2) into `buffer`; 0 at the end of the file.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
        try checked("read") { unsafe Glibc.read(rawValue, buffer.baseAddress, buffer.count) }
    }

    /// Cuts a regular file to nothing; other kinds have nothing to cut.
    public func empty() throws(SystemError) {
        let status = try? checked("ftruncate") { ftruncate(rawValue, 0) }
        if status == nil && lastErrno() != .invalidArgument { throw SystemError("ftruncate", lastErrno()) }
    }

    /// write(2) until all of `bytes` is out.
    public func writeAll(_ bytes: RawSpan) throws(SystemError) {
        try Descriptor.writeAll(bytes, to: rawValue)
    }

    /// The same for a descriptor that has another owner: standard output, standard error.
    public static func writeAll(_ bytes: RawSpan, to descriptor: Int32) throws(SystemError) {
        var failure: SystemError?
        unsafe bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                guard let base = buffer.baseAddress else { return }
                let n = unsafe Glibc.write(descriptor, base + done, buffer.count - done)
                if n >= 0 {
                    done += n
                    if done == buffer.count { return }
                } else {
                    let error = lastErrno()
                    if error == .wouldBlock {
                        waitUntilWritable(descriptor)
                    } else if error != .interrupted {
                        failure = SystemError("write", error)
                        return
                    }
                }
                if Abandonment.isDeclared {
                    failure = SystemError("write", .canceled)
                    return
                }
            }
        }
        if let failure { throw failure }
    }

    /// Standard output may be non-blocking because another process that has it made it so.
    public static func waitUntilWritable(_ descriptor: Int32) {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&entry, 1, -1)
    }

    /// The whole of a small file (sysfs, /proc), at most `limit` bytes.
    public static func contents(of path: String, limit: Int = 1 << 20) throws(SystemError) -> [UInt8] {
        let file = try open(path, O_RDONLY)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while bytes.count < limit {
            var failure: SystemError?
            let n = unsafe chunk.withUnsafeMutableBytes { buffer -> Int in
                do throws(SystemError) { return try unsafe file.read(into: buffer) } catch {
                    failure = error
                    return 0
                }
            }
            if let failure { throw SystemError("read", failure.errno, path) }
            if n == 0 { break }
            bytes.append(contentsOf: chunk[0..<Swift.min(n, limit - bytes.count)])
        }
        return bytes
    }

    /// What one read(2) gives of a file: all of it for the small files of sysfs and /proc.
    public static func head(of path: String, _ limit: Int) throws(SystemError) -> [UInt8] {
        let file = try open(path, O_RDONLY)
        var failure: SystemError?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            do throws(SystemError) {
                count = try unsafe file.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[0..<limit]))
            } catch { failure = error }
        }
        if let failure { throw SystemError("read", failure.errno, path) }
        return bytes
    }
}
