import CLinux
import Glibc
import SystemPackage

/// A user that a process can become for good (passwd(5), credentials(7)).
public struct Account: Sendable, Equatable {
    public let name: String
    public let userID: uid_t
    public let groupID: gid_t

    /// Looks the user up (getpwnam_r(3)); nil where there is none of that name.
    public init?(named name: String) {
        var entry = unsafe passwd()
        var result: UnsafeMutablePointer<passwd>? = nil
        var ids: (uid_t, gid_t)?
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16 * 1024) { room in
            guard let base = room.baseAddress,
                unsafe getpwnam_r(name, &entry, base, room.count, &result) == 0, unsafe result != nil
            else { return }
            ids = unsafe (entry.pw_uid, entry.pw_gid)
        }
        guard let ids else { return nil }
        self.name = name
        (userID, groupID) = ids
    }

    /// A user of the machine's own, of /etc/passwd; nil where there is none of that name there. No other directory of users is
    /// asked: it may be far away.
    public init?(local name: String) {
        guard let text = try? Descriptor.contents(of: "/etc/passwd") else { return nil }
        let prefix = Array((name + ":").utf8)
        let colon = UInt8(ascii: ":")
        for line in text.split(separator: UInt8(ascii: "\n")) where line.starts(with: prefix) {
            let fields = line.split(separator: colon, omittingEmptySubsequences: false)
            guard fields.count > 3, let user = uid_t(String(decoding: fields[2], as: UTF8.self)),
                let group = gid_t(String(decoding: fields[3], as: UTF8.self))
            else { continue }
            self.name = name
            (userID, groupID) = (user, group)
            return
        }
        return nil
    }

    /// What identifies one in another process's arguments.
    public init(userID: uid_t, groupID: gid_t, name: String? = nil) {
        self.name = name ?? String(userID)
        (self.userID, self.groupID) = (userID, groupID)
    }

    /// To be called before any thread is started, as prctl(2) holds for one thread and what it starts: nothing that
    /// this process executes can win a right that it has not (PR_SET_NO_NEW_PRIVS), and `become` takes all
    /// capabilities.
    public static func prepareToGiveUp() throws(SystemError) {
        try checked("prctl") { swiftcap_set_no_new_privileges() }
        // Either would leave root's capabilities to the user (capabilities(7)). What is locked shows in `become`.
        let keeping = 1 << SECURE_NO_SETUID_FIXUP | 1 << SECURE_KEEP_CAPS
        let bits = swiftcap_prctl(PR_GET_SECUREBITS, 0)
        if bits > 0 && Int(bits) & keeping != 0 {
            _ = swiftcap_prctl(PR_SET_SECUREBITS, UInt(Int(bits) & ~keeping))
        }
        try checked("capset") { swiftcap_keep_capabilities(.max) }
    }

    /// This process becomes the user, every thread of it (nptl(7)): its groups, its group, its identity in all three
    /// forms, and with the identity all capabilities go. What is open stays open. `prepareToGiveUp` comes before.
    ///
    /// - Parameter alone: in no other group than the user's own.
    public func become(alone: Bool = false) throws(SystemError) {
        if alone {
            try checked("setgroups", name) { setgroups(0, nil) }
        } else {
            try checked("initgroups", name) { unsafe initgroups(name, groupID) }
        }
        try checked("setresgid", name) { setresgid(groupID, groupID, groupID) }
        try checked("setresuid", name) { setresuid(userID, userID, userID) }
        // Three calls have succeeded; a fourth one checks that the rights are gone.
        if userID != 0 && (setuid(0) == 0 || swiftcap_capabilities() != 0) {
            throw SystemError("setresuid", .notPermitted, name)
        }
    }

    /// The same, in no other group, with some of root's capabilities (PR_SET_KEEPCAPS), which `Capabilities.keep` makes usable and
    /// to which it takes the others away.
    public func becomeKeepingCapabilities() throws(SystemError) {
        try checked("prctl") { swiftcap_prctl(PR_SET_KEEPCAPS, 1) }
        try checked("setgroups", name) { setgroups(0, nil) }
        try checked("setresgid", name) { setresgid(groupID, groupID, groupID) }
        try checked("setresuid", name) { setresuid(userID, userID, userID) }
    }

    // MARK: files, while root's rights are there

    /// Opens a file in the folder for the user: a new one, which becomes the user's, or one that is there, which is
    /// emptied and stays whose it is. No link is followed, and EACCES says that the file is none that the user may
    /// have.
    public func openFile(_ name: String, in folder: Int32) throws(SystemError) -> Descriptor {
        let fresh = Account.open(name, in: folder, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
        if fresh >= 0 {
            _ = fchown(fresh, userID, groupID)
            return Descriptor(owning: fresh)
        }
        if lastErrno() != .fileExists { throw SystemError("open", lastErrno(), name) }
        // Looked at before it is opened: opening a device can do something.
        let seen = Account.open(name, in: folder, O_PATH | O_NOFOLLOW)
        if seen < 0 { throw SystemError("open", lastErrno(), name) }
        let entry = Descriptor(owning: seen)
        let status = try entry.status()
        guard mayHave(status, in: try Account.parent(of: name, in: folder)) else {
            throw SystemError("open", .permissionDenied, name)
        }
        let number = Account.open(name, in: folder, O_WRONLY | O_NOFOLLOW | O_NONBLOCK)
        if number < 0 { throw SystemError("open", lastErrno(), name) }
        let file = Descriptor(owning: number)
        let again = try file.status()
        guard again.st_ino == status.st_ino, again.st_dev == status.st_dev, again.st_nlink == 1 else {
            throw SystemError("open", .permissionDenied, name)
        }
        _ = fcntl(number, F_SETFL, 0)
        try file.empty()
        return file
    }

    /// The folder that a name stands in, below the one that is open. Folders that are not there are made for the user, by the
    /// umask; no link is followed.
    public func makeFolder(of name: String, in start: Int32) throws(SystemError) -> Descriptor {
        let names = name.systemBytes.split(separator: UInt8(ascii: "/")).dropLast().map { String(systemBytes: $0) }
        var folder = try Descriptor.open(".", in: start, O_PATH | O_DIRECTORY)
        for next in names {
            let flags = O_DIRECTORY
            var number = Account.open(next, in: folder.rawValue, flags | O_PATH)
            if number < 0 && lastErrno() == .noSuchFileOrDirectory {
                let parent = folder.rawValue
                let made = unsafe next.withSystemText { unsafe mkdirat(parent, $0, 0o777) } == 0
                number = Account.open(next, in: parent, made ? flags | O_RDONLY : flags | O_PATH)
                if made && number >= 0 { give(number) }
            }
            if number < 0 { throw SystemError("open", lastErrno(), name) }
            folder = Descriptor(owning: number)
        }
        return folder
    }

    /// A folder that was just made becomes the user's. In a folder of the user's another one may have come into its place, which
    /// is not given away: it is the caller's and empty, or left as it is.
    private func give(_ folder: Int32) {
        var status = stat()
        var names = 0
        guard unsafe fstat(folder, &status) == 0, status.st_uid == geteuid(),
            (try? unsafe DirectoryReader.entries(of: folder, "", size: 4096) { _ in names += 1 }) != nil, names == 2
        else { return }
        _ = fchown(folder, userID, groupID)
    }

    /// Whether an existing file may be written to, or replaced, for the user: a regular one with one name, the user's
    /// own; or the caller's, in a folder to which no other user may write. There root has put it, and not a link or a
    /// name made by a user who would like to see it overwritten.
    public func mayHave(_ file: stat, in folder: stat) -> Bool {
        guard file.st_mode & S_IFMT == S_IFREG, file.st_nlink == 1 else { return false }
        if file.st_uid == userID { return true }
        let caller = geteuid()
        return file.st_uid == caller && folder.st_uid == caller && folder.st_mode & (S_IWGRP | S_IWOTH) == 0
    }

    private static func open(_ name: String, in folder: Int32, _ flags: Int32) -> Int32 {
        unsafe name.withSystemText { unsafe swiftcap_open_beneath(folder, $0, flags, flags & O_CREAT != 0 ? 0o666 : 0) }
    }

    /// The folder that a name stands in, which may lie below the one that is open.
    private static func parent(of name: String, in folder: Int32) throws(SystemError) -> stat {
        let bytes = name.systemBytes
        let path = bytes.lastIndex(of: UInt8(ascii: "/")).map { String(systemBytes: bytes[..<$0]) } ?? "."
        let number = open(path, in: folder, O_PATH | O_DIRECTORY)
        if number < 0 { throw SystemError("open", lastErrno(), name) }
        return try Descriptor(owning: number).status()
    }
}
