import CLinux
import Glibc
import Synchronization
import SystemPackage

/// The number of a device, in its two parts.
public struct DeviceNumber: Equatable, Sendable {
    public var major: UInt32
    public var minor: UInt32

    public init(major: UInt32, minor: UInt32) {
        self.major = major
        self.minor = minor
    }
}

/// stat(2), only what is needed.
public enum FileStatus {
    /// Inode of what a path leads to, links followed. For `/proc/PID/ns/net` it identifies the namespace.
    public static func inode(of path: String) throws(SystemError) -> UInt64 {
        var status = stat()
        let result = unsafe path.withSystemText { unsafe fstatat(AT_FDCWD, $0, &status, 0) }
        if result != 0 { throw SystemError("stat", lastErrno(), path) }
        return UInt64(status.st_ino)
    }

    /// Inode of the network namespace that a file stands for: one on nsfs, as `ip netns` mounts them. Nil for any other
    /// file, none of which is opened, and for one that is not there or is refused.
    ///
    /// - Throws: a shortage, which says nothing of the file.
    public static func namespaceInode(of path: String) throws(SystemError) -> UInt64? {
        guard isOnNamespaceFilesystem(path) else { return nil }
        do throws(SystemError) {
            let pinned = try Descriptor.open(path, O_PATH)
            let pinnedPath = "/proc/thread-self/fd/\(pinned.rawValue)"
            guard isOnNamespaceFilesystem(pinnedPath) else { return nil }
            let file = try Descriptor.open(pinnedPath, O_RDONLY)
            // NS_GET_NSTYPE: there are namespaces of other types as well.
            guard ioctl(file.rawValue, 0xb703) == CLONE_NEWNET else { return nil }
            return try inode(of: file.rawValue)
        } catch {
            if error.errno.meansShortage { throw error }
            return nil
        }
    }

    /// The device of sockfs, on which every socket's file is: "00:08" in `/proc/PID/maps`. Asked of a socket made for it.
    public static func socketDevice() throws(SystemError) -> DeviceNumber {
        // Of netlink, as the others here: a process that looks at the kernel need not be let have one of any other kind.
        let type = Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let file = Descriptor(owning: try checked("socket", "AF_NETLINK") { Glibc.socket(AF_NETLINK, type, 0) })
        var status = statx()
        try checked("statx") { unsafe statx(file.rawValue, "", AT_EMPTY_PATH, UInt32(STATX_INO), &status) }
        return DeviceNumber(major: status.stx_dev_major, minor: status.stx_dev_minor)
    }

    /// Whether a path leads to nsfs: by the device, and without asking a file server that may not answer.
    private static func isOnNamespaceFilesystem(_ path: String) -> Bool {
        guard let namespaceDevice else { return false }
        return device(of: path) == namespaceDevice
    }

    private static let namespaceDevice = device(of: "/proc/thread-self/ns/net")

    private static func device(of path: String) -> UInt64? {
        var status = statx()
        let flags = AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT
        let result = unsafe path.withSystemText { unsafe statx(AT_FDCWD, $0, flags, UInt32(STATX_INO), &status) }
        guard result == 0 else { return nil }
        return UInt64(status.stx_dev_major) << 32 | UInt64(status.stx_dev_minor)
    }

    /// The whole of stat(2); nil where there is nothing.
    public static func status(of path: String) -> stat? {
        var status = stat()
        let result = unsafe path.withSystemText { unsafe fstatat(AT_FDCWD, $0, &status, 0) }
        return result == 0 ? status : nil
    }

    /// Inode of an open descriptor: for a socket, what packet_diag and `/proc/PID/fd` call it.
    public static func inode(of descriptor: Int32) throws(SystemError) -> UInt64 {
        var status = stat()
        try checked("fstat") { unsafe Glibc.fstat(descriptor, &status) }
        return UInt64(status.st_ino)
    }

    /// Whether an open descriptor is a regular file: what it has to give is there, and nothing waits for more.
    public static func isRegular(_ descriptor: Int32) -> Bool {
        var status = stat()
        return unsafe Glibc.fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}

/// The user database (getpwuid_r): may read files or ask a name service, so callers keep the answers.
public enum UserDatabase {
    private static let other = Mutex<(@Sendable (UInt32) -> String?)?>(nil)

    /// From now on names come from there: a process may not load what asks a name service, nor talk to one.
    public static func ask(_ source: @escaping @Sendable (UInt32) -> String?) {
        other.withLock { $0 = source }
    }

    /// The user's name; nil for none.
    public static func name(of userID: UInt32) -> String? {
        if let source = other.withLock({ $0 }) { return source(userID) }
        return look(for: userID)
    }

    private static func look(for userID: UInt32) -> String? {
        var entry = unsafe passwd()
        var result: UnsafeMutablePointer<passwd>? = nil
        var name: String?
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16 * 1024) { room in
            guard let base = room.baseAddress,
                unsafe getpwuid_r(userID, &entry, base, room.count, &result) == 0, unsafe result != nil,
                let text = unsafe entry.pw_name
            else { return }
            name = unsafe String(cString: text)
        }
        return name
    }
}
