import Glibc
import Savefiles
import Syscalls

// A savefile that is copied and is larger than half of the memory: through the page cache it would push out everything that
// others keep there, and be no sooner done.
extension CaptureOptions {
    /// When the files of `-w` are written past the page cache.
    ///
    /// A live capture turns to it when packets come fast. What is read from a file comes as fast as the disk; only its size
    /// tells.
    func direct(live: Bool) -> DirectWriting {
        if live || direct != .auto { return direct }
        return copiesLargeFile ? .always : .never
    }

    /// `-r` of a regular file with `-w`.
    var copiesLargeFile: Bool {
        guard writeFile != nil, direct != .never, let readFile, readFile != "-",
            let status = FileStatus.status(of: readFile), status.st_mode & S_IFMT == S_IFREG
        else { return false }
        return Int64(status.st_size) >= CaptureOptions.memory / 2
    }

    /// The machine's, in bytes.
    private static var memory: Int64 {
        let pages = Int64(sysconf(Int32(_SC_PHYS_PAGES)))
        let (bytes, overflow) = pages.multipliedReportingOverflow(by: Int64(sysconf(Int32(_SC_PAGESIZE))))
        return overflow || bytes <= 0 ? .max : bytes
    }
}
