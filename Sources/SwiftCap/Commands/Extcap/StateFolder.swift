import Glibc
import Syscalls
import SystemPackage

/// A folder of the user's for what is not asked for by name: `swiftcap` in XDG_STATE_HOME (the XDG Base Directory
/// Specification), which is ~/.local/state, or one of /tmp that no other user can write to.
enum StateFolder {
    static var path: String { path(userID: geteuid(), variable) }

    static func path(userID: uid_t, _ variable: (String) -> String?) -> String {
        // The specification: what is not absolute does not count.
        if let state = variable("XDG_STATE_HOME"), state.hasPrefix("/") { return state + "/swiftcap" }
        if let home = variable("HOME"), home.hasPrefix("/"), home != "/" { return home + "/.local/state/swiftcap" }
        return "/tmp/swiftcap-\(userID)"
    }

    private static func variable(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(systemText: $0) }
    }

    /// Makes what is missing of `path`, for its owner alone.
    ///
    /// - Throws: also when the last folder is another user's or a link, or other users may write to it: in /tmp any user may
    ///   have made it.
    static func make(_ path: String) throws(SystemError) {
        var folder = ""
        for part in path.split(separator: "/") {
            folder += "/" + part
            let result = unsafe folder.withSystemText { unsafe mkdir($0, 0o700) }
            if result != 0 && lastErrno() != .fileExists { throw SystemError("mkdir", lastErrno(), folder) }
        }
        var status = stat()
        try checked("stat", path) { unsafe path.withSystemText { unsafe lstat($0, &status) } }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw SystemError("open", .notDirectory, path) }
        if status.st_uid != geteuid() || status.st_mode & 0o022 != 0 {
            throw SystemError("open", .permissionDenied, path)
        }
    }
}
