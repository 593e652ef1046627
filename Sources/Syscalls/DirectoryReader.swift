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
    static func entries(
        of directory: Int32, _ path: String, size: Int, _ body: (UnsafePointer<CChar>) -> Void
    ) throws(SystemError) {
        try unsafe entries(size: size, body) { (room) throws(SystemError) in
            try checked("getdents64", path) {
                guard let base = room.baseAddress else { return 0 }
                return unsafe getdents64(directory, base, room.count)
            }
        }
    }

    /// The names in what `fill` puts into a buffer of `size` bytes, until it gives nothing more. A buffer that is not full
    /// is not the end: the kernel stops early where it has to, in /proc for a signal or for want of memory.
    ///
    ///     0        8        16        18     19
    ///     | inode  | offset | length  | type | name, NUL-terminated, padded
    static func entries(
        size: Int, _ body: (UnsafePointer<CChar>) -> Void,
        from fill: (UnsafeMutableRawBufferPointer) throws(SystemError) -> Int
    ) throws(SystemError) {
        var failure: SystemError?
        unsafe withUnsafeTemporaryAllocation(byteCount: size, alignment: 8) { buffer in
            guard let base = buffer.baseAddress else { return }
            do throws(SystemError) {
                while true {
                    let length = try unsafe fill(buffer)
                    if length <= 0 { return }
                    var at = 0
                    while at + 19 < length {
                        let next = Int(unsafe base.loadUnaligned(fromByteOffset: at + 16, as: UInt16.self))
                        unsafe body((base + at + 19).assumingMemoryBound(to: CChar.self))
                        if next < 20 { break }
                        at += next
                    }
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
