import CLinux
import Glibc
import SystemPackage

/// What a process may still open by name, from now on and for good (landlock(7)).
///
/// The domain holds for the calling thread and for threads and processes that it starts later: it is entered before the first
/// thread is made. What is open stays open with all its rights.
public struct Landlock: ~Copyable {
    /// What may be done beneath a folder, or with a file: bits of LANDLOCK_ACCESS_FS_.
    public struct Access: OptionSet, Sendable {
        public let rawValue: UInt64
        public init(rawValue: UInt64) { self.rawValue = rawValue }

        public static let readFile = Access(rawValue: 1 << 2)
        public static let readFolder = Access(rawValue: 1 << 3)
        public static let writeFile = Access(rawValue: 1 << 1)
        public static let removeFile = Access(rawValue: 1 << 5)
        public static let makeFolder = Access(rawValue: 1 << 7)
        public static let makeFile = Access(rawValue: 1 << 8)
        /// Since version 3.
        public static let truncate = Access(rawValue: 1 << 14)

        /// Reading what is beneath.
        public static let read: Access = [.readFile, .readFolder]
        /// Making, filling, renaming and removing files beneath, and making folders.
        public static let keepFiles: Access = [
            .readFile, .readFolder, .writeFile, .removeFile, .makeFolder, .makeFile, .truncate,
        ]
        /// The same without reading what is in a file.
        public static let makeFiles: Access = [
            .readFolder, .writeFile, .removeFile, .makeFolder, .makeFile, .truncate,
        ]
        /// What a rule for a file that is no folder may say.
        static let ofFiles: Access = [.readFile, .writeFile, .truncate]
    }

    /// The kernel's version of the interface; 0 where there is none, or where it is switched off.
    public static var version: Int { max(0, Int(swiftcap_landlock_version())) }

    /// Rights over files that a version knows, all of which are handled: execute to make_sym; 2: refer; 3: truncate; 5: ioctl_dev.
    static func files(_ version: Int) -> UInt64 {
        let bits = version >= 5 ? 16 : version >= 3 ? 15 : version >= 2 ? 14 : 13
        return 1 << bits - 1
    }

    /// Binding and connecting TCP sockets, since version 4.
    static func network(_ version: Int) -> UInt64 { version >= 4 ? 3 : 0 }
    /// Abstract Unix sockets and signals of processes outside, since version 6.
    static func scopes(_ version: Int) -> UInt64 { version >= 6 ? 3 : 0 }

    private let rules: Descriptor
    private let handled: UInt64

    /// A domain in which nothing may be opened, no TCP port be bound or connected to, and no process outside be signalled; nil
    /// where the kernel has no Landlock.
    ///
    /// - Parameter isOffline: without it TCP and Unix sockets of processes outside stay reachable.
    public init?(isOffline: Bool = true) throws(SystemError) {
        let version = Landlock.version
        if version < 1 { return nil }
        handled = Landlock.files(version)
        rules = Descriptor(
            owning: try checked("landlock_create_ruleset") {
                swiftcap_landlock_create(
                    Landlock.files(version), isOffline ? Landlock.network(version) : 0,
                    isOffline ? Landlock.scopes(version) : Landlock.scopes(version) & 2, Int32(version))
            })
    }

    /// Lets a file, or all beneath a folder, be used. What is not there needs no rule.
    public borrowing func allow(_ access: Access, beneath path: String) throws(SystemError) {
        do throws(SystemError) {
            let file = try Descriptor.open(path, O_PATH)
            try allow(access, beneath: file.rawValue)
        } catch {
            if error.errno != .noSuchFileOrDirectory && error.errno != .permissionDenied { throw error }
        }
    }

    /// The same for what is open.
    public borrowing func allow(_ access: Access, beneath descriptor: Int32) throws(SystemError) {
        var status = stat()
        try checked("fstat") { unsafe fstat(descriptor, &status) }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        let wanted = (isFolder ? access : access.intersection(.ofFiles)).rawValue & handled
        let ruleset = rules.rawValue
        if wanted != 0 {
            try checked("landlock_add_rule") { swiftcap_landlock_allow(ruleset, descriptor, wanted) }
        }
    }

    /// Enters. It takes no_new_privs (`Capabilities.forbidNew`), and there is no way out.
    public consuming func enter() throws(SystemError) {
        let ruleset = rules.rawValue
        try checked("landlock_restrict_self") { swiftcap_landlock_restrict(ruleset) }
    }
}
