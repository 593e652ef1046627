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

    /// This process becomes the user: its groups, its group, its identity in all three forms, and with the identity all
    /// capabilities go. Nothing that it executes later can win any back (PR_SET_NO_NEW_PRIVS). What is open stays open.
    public func become() throws(SystemError) {
        try checked("initgroups", name) { unsafe initgroups(name, groupID) }
        try checked("setresgid", name) { setresgid(groupID, groupID, groupID) }
        try checked("setresuid", name) { setresuid(userID, userID, userID) }
        try checked("prctl") { swiftcap_set_no_new_privileges() }
        // The kernel said yes three times; that it is so is worth a fourth question.
        if userID != 0 && setuid(0) == 0 { throw SystemError("setresuid", .notPermitted, name) }
    }

    /// Gives a regular file to the user; anything else, /dev/null for example, stays whose it is.
    public func own(_ descriptor: Int32) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        _ = fchown(descriptor, userID, groupID)
    }
}
