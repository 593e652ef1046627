import Glibc
import Syscalls

/// What the report says of the machine (uname(2)).
enum Host {
    static var name: String { field { $0.nodename } }
    /// "Linux 6.18.0".
    static var system: String { "\(field { $0.sysname }) \(kernel)" }
    static var kernel: String { field { $0.release } }

    private static func field<Text>(_ pick: (utsname) -> Text) -> String {
        var names = utsname()
        unsafe uname(&names)
        return unsafe withUnsafeBytes(of: pick(names)) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    /// Inode of the network namespace that this process is in; 0 where /proc does not tell.
    static var networkNamespace: UInt64 {
        var status = stat()
        return unsafe stat("/proc/self/ns/net", &status) == 0 ? UInt64(status.st_ino) : 0
    }
}
