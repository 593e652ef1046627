import Glibc
import SystemPackage

/// Whether files can be made where a path says.
public enum OutputFolder {
    /// Why no file can be made in the path's folder (access(2)); nil when nothing is known against it.
    public static func obstacle(_ path: String) -> Errno? {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let result = unsafe folder.withSystemText { unsafe access($0, W_OK | X_OK) }
        return result == 0 ? nil : lastErrno()
    }
}

/// The machine's memory.
public enum Memory {
    /// In bytes (sysconf(3)); 0 where it is not known.
    public static var size: Int {
        let (pages, page) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
        let (bytes, overflow) = pages.multipliedReportingOverflow(by: page)
        return overflow ? 0 : max(0, bytes)
    }
}
