import CLinux
import Glibc
import SystemPackage

/// Walking directories of /proc without making a string of every name.
public enum DirectoryReader {
    /// Hands out each name, `.` and `..` too, as a C string that is only valid during the call.
    public static func names(
        in path: String, _ body: (UnsafePointer<CChar>) -> Void
    ) throws(SystemError) {
        guard let directory = unsafe opendir(path) else { throw SystemError("opendir", lastErrno(), path) }
        defer { unsafe closedir(directory) }
        while let entry = unsafe readdir(directory) {
            unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe body($0) }
            }
        }
    }

    /// A decimal number, as process directories are named; nil for any other name.
    public static func number(_ name: UnsafePointer<CChar>) -> Int32? {
        var value: Int32 = 0
        var at = 0
        while true {
            let byte = unsafe UInt8(bitPattern: name[at])
            if byte == 0 { return at == 0 ? nil : value }
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10, at < 9 else { return nil }
            value = value &* 10 &+ Int32(digit)
            at &+= 1
        }
    }
}
