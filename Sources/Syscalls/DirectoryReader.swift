import CLinux
import Glibc
import SystemPackage

/// Walking directories of /proc without making a string of every name.
public enum DirectoryReader {
    /// Hands out each name, `.` and `..` too, as a C string that is only valid during the call.
    public static func names(
        in path: String, _ body: (UnsafePointer<CChar>) -> Void
    ) throws(SystemError) {
        let directory = try Descriptor.open(path, O_RDONLY | O_DIRECTORY)
        try unsafe entries(of: directory.rawValue, path, size: 16 * 1024, body)
    }

    /// getdents64(2) until the end, without readdir's buffer of 32 KiB for each directory.
    ///
    ///     0        8        16        18     19
    ///     | inode  | offset | length  | type | name, NUL-terminated, padded
    static func entries(
        of directory: Int32, _ path: String, size: Int, _ body: (UnsafePointer<CChar>) -> Void
    ) throws(SystemError) {
        var failure: SystemError?
        unsafe withUnsafeTemporaryAllocation(byteCount: size, alignment: 8) { buffer in
            guard let base = buffer.baseAddress else { return }
            do throws(SystemError) {
                while true {
                    let length = try checked("getdents64", path) { unsafe getdents64(directory, base, size) }
                    if length == 0 { return }
                    var at = 0
                    while at + 19 < length {
                        let next = Int(unsafe base.loadUnaligned(fromByteOffset: at + 16, as: UInt16.self))
                        unsafe body((base + at + 19).assumingMemoryBound(to: CChar.self))
                        if next < 20 { break }
                        at += next
                    }
                    // There was room for the longest name of all: the directory had no more.
                    if size - length >= 288 { return }
                }
            } catch { failure = error }
        }
        if let failure { throw failure }
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
