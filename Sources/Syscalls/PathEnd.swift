import CLinux
import Glibc
import SystemPackage

/// Where a path leads: the folder that its last name stands in, and what is there. Found name by name, so that each
/// symbolic link is looked at before it is followed, wherever it lies; the kernel's fs.protected_symlinks looks only in
/// sticky folders that every user may write to (proc_sys_fs(5)).
public struct PathEnd: ~Copyable {
    /// Whose links are followed.
    public enum Links: Sendable {
        /// The caller's, and in each folder those of its owner: the rule of fs.protected_symlinks.
        case ofCallerOrFolder
        /// The caller's only, and those with one name: a user who may write to a folder on the way must not choose
        /// where the path leads.
        case ofCaller
    }

    public enum Kind {
        /// Nothing has that name.
        case missing
        /// No link.
        case existing(stat)
        /// A descriptor of this process, by its number: /dev/stdout, /proc/self/fd/1, /dev/fd/63.
        case descriptor(Int32)
        /// Another link of /proc, which only the kernel can follow.
        case passage
    }

    /// Open for looking names up in it only (O_PATH).
    public let folder: Descriptor
    public let name: String
    public let kind: Kind

    /// As many links as the kernel follows.
    private static let mostLinks = 40

    private init(_ folder: consuming Descriptor, _ name: String, _ kind: Kind) {
        self.folder = folder
        self.name = name
        self.kind = kind
    }

    /// Throws EACCES for a link that is not followed, EISDIR for a path that ends in a folder's own name.
    public static func find(_ path: String, following rule: Links) throws(SystemError) -> PathEnd {
        if path.isEmpty { throw SystemError("open", .noSuchFileOrDirectory) }
        return try find(path, names(of: path), following: rule)
    }

    /// The folder that a path names; an empty one names the current folder.
    public static func folder(_ path: String, following rule: Links) throws(SystemError) -> Descriptor {
        // The last name is not looked at.
        let end = try find(path, [""] + names(of: path), following: rule)
        return end.takeFolder()
    }

    /// - Parameter names: those of the path, the last one first. An empty one stands for none.
    private static func find(
        _ path: String, _ names: [String], following rule: Links
    ) throws(SystemError) -> PathEnd {
        var rest = names
        var folder = try start(path)
        var links = 0
        while let name = rest.popLast() {
            if name == "." { continue }
            if name.isEmpty { return PathEnd(folder, name, .missing) }
            let isLast = rest.isEmpty
            if !isLast || name == "..", let next = enter(folder, name, O_NOFOLLOW) {
                folder = next
                continue
            }
            let entry = at(folder, name, O_PATH | O_NOFOLLOW)
            if entry == nil, lastErrno() == .noSuchFileOrDirectory, isLast { return PathEnd(folder, name, .missing) }
            guard let entry else { throw SystemError("open", lastErrno(), path) }
            let status = try entry.status()
            if status.st_mode & S_IFMT != S_IFLNK {
                if isLast { return PathEnd(folder, name, .existing(status)) }
                throw SystemError("open", .notDirectory, path)
            }
            links += 1
            if links > mostLinks { throw SystemError("open", .tooManySymbolicLinkLevels, path) }
            try check(status, in: folder, rule, path)
            if entry.isOnProc {
                if isLast { return passage(folder, name) }
                guard let next = enter(folder, name, 0) else { throw SystemError("open", lastErrno(), path) }
                folder = next
                continue
            }
            let text = try entry.linkText(path)
            if text.utf8.first == UInt8(ascii: "/") { folder = try start("/") }
            rest += PathEnd.names(of: text)
        }
        throw SystemError("open", .isDirectory, path)
    }

    /// A pipe with a name, whose opening may wait for a reader.
    public var isPipe: Bool {
        if case .existing(let status) = kind { status.st_mode & S_IFMT == S_IFIFO } else { false }
    }

    /// The folder alone.
    public consuming func takeFolder() -> Descriptor { folder }

    /// Opens what is there, without following a link that has come into its place since.
    public func open(_ flags: Int32) throws(SystemError) -> Descriptor {
        if case .descriptor(let number) = kind {
            return Descriptor(owning: try checked("fcntl", name) { fcntl(number, F_DUPFD_CLOEXEC, 3) })
        }
        if case .passage = kind { return try Descriptor.open(name, in: folder.rawValue, flags) }
        return try Descriptor.open(name, in: folder.rawValue, flags | O_NOFOLLOW)
    }

    private static func check(
        _ link: stat, in folder: borrowing Descriptor, _ rule: Links, _ path: String
    ) throws(SystemError) {
        // Where hard links are not protected, any user can give a link of the caller's a second name in a folder of
        // his.
        if link.st_uid == geteuid() && (rule == .ofCallerOrFolder || link.st_nlink == 1) { return }
        if rule == .ofCallerOrFolder, try folder.status().st_uid == link.st_uid { return }
        throw SystemError("open", .permissionDenied, path)
    }

    /// The last name first; a slash at the end asks for a folder.
    private static func names(of path: String) -> [String] {
        let bytes = path.systemBytes
        let slash = UInt8(ascii: "/")
        let names = bytes.split(separator: slash).map { String(systemBytes: $0) }
        return (bytes.last == slash ? names + ["."] : names).reversed()
    }

    private static func start(_ path: String) throws(SystemError) -> Descriptor {
        try Descriptor.open(path.utf8.first == UInt8(ascii: "/") ? "/" : ".", O_PATH | O_DIRECTORY)
    }

    /// With O_DIRECTORY the kernel mounts what is mounted on demand.
    private static func enter(_ folder: borrowing Descriptor, _ name: String, _ flags: Int32) -> Descriptor? {
        at(folder, name, O_PATH | O_DIRECTORY | flags)
    }

    private static func at(_ folder: borrowing Descriptor, _ name: String, _ flags: Int32) -> Descriptor? {
        let number = unsafe name.withSystemText { unsafe openat(folder.rawValue, $0, flags | O_CLOEXEC) }
        return number < 0 ? nil : Descriptor(owning: number)
    }

    private static func passage(_ folder: consuming Descriptor, _ name: String) -> PathEnd {
        let own = "/proc/\(getpid())/"
        if let number = Int32(name), number >= 0, fcntl(number, F_GETFD) >= 0,
            let place = try? linkText(of: "/proc/self/fd/\(folder.rawValue)"), place.hasPrefix(own),
            place.hasSuffix("/fd")
        {
            return PathEnd(folder, name, .descriptor(number))
        }
        return PathEnd(folder, name, .passage)
    }

    private static func linkText(of path: String) throws(SystemError) -> String {
        try Descriptor.open(path, O_PATH | O_NOFOLLOW).linkText(path)
    }
}

extension Descriptor {
    /// fstat(2).
    public func status() throws(SystemError) -> stat {
        var status = stat()
        let number = rawValue
        try checked("fstat") { unsafe Glibc.fstat(number, &status) }
        return status
    }

    /// On a proc file system (PROC_SUPER_MAGIC).
    fileprivate var isOnProc: Bool {
        var status = statfs()
        return unsafe fstatfs(rawValue, &status) == 0 && status.f_type == 0x9fa0
    }

    /// Where the symbolic link leads that this is open on (O_PATH, readlinkat(2)).
    fileprivate func linkText(_ path: String) throws(SystemError) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let room = buffer.count
        let number = rawValue
        let length = try checked("readlink", path) { unsafe readlinkat(number, "", &buffer, room) }
        if length == 0 { throw SystemError("readlink", .noSuchFileOrDirectory, path) }
        return String(systemBytes: buffer[..<length].map { UInt8(bitPattern: $0) })
    }
}
