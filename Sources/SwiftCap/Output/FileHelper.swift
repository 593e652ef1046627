import CLinux
import Glibc
import Syscalls
import SystemPackage

/// After `-Z` the capture may not create files where its first one lies, yet `-C` and `-G` need new ones there. So a small
/// process of the same program is started before the drop: it keeps the right, holds the directory open, and
/// creates what it is asked for below that directory, for the user, and nothing else. It ends with the capture.
///
/// One question (a name) and its answer (an error number, then the descriptor) at a time, over a socket pair.
struct FileHelper {
    /// The first word of its command line.
    static let command = "create-files"
    private static let socketNumber: Int32 = 3
    private static let directoryNumber: Int32 = 4

    private let socket: Int32
    /// What all names begin with: the part of the template before the first `%`, up to its last slash.
    private let prefix: String

    /// Starts the process for the files that `template` names.
    init(for template: String, owner: Account) throws(SystemError) {
        let constant = template.prefix { $0 != "%" }
        prefix = constant.lastIndex(of: "/").map { String(constant[...$0]) } ?? ""
        let directory = try Descriptor.open(prefix.isEmpty ? "." : prefix, O_RDONLY | O_DIRECTORY)
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue)
        try checked("socketpair") { unsafe socketpair(AF_UNIX, kind, 0, &ends) }
        socket = ends[0]
        let far = Descriptor(owning: ends[1])
        try FileHelper.spawn(socket: far.rawValue, directory: directory.rawValue, owner)
    }

    private static func spawn(socket: Int32, directory: Int32, _ owner: Account) throws(SystemError) {
        // High numbers first, so that neither stands where the other has to go.
        let high = Descriptor(owning: try checked("fcntl") { fcntl(socket, F_DUPFD_CLOEXEC, 64) })
        let higher = Descriptor(owning: try checked("fcntl") { fcntl(directory, F_DUPFD_CLOEXEC, 64) })
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, high.rawValue, socketNumber)
        unsafe posix_spawn_file_actions_adddup2(&actions, higher.rawValue, directoryNumber)
        let words = ["swiftcap", command, String(owner.userID), String(owner.groupID)]
        var argv: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) }
        unsafe argv.append(nil)
        defer { unsafe argv.forEach { unsafe free($0) } }
        var pid: pid_t = 0
        let status = unsafe posix_spawn(&pid, "/proc/self/exe", &actions, nil, argv, swiftcap_environment())
        if status != 0 { throw SystemError("posix_spawn", Errno(rawValue: status), "/proc/self/exe") }
    }

    /// Asks for a file to write to, created or emptied.
    func open(_ path: String) throws(SystemError) -> Descriptor {
        guard path.hasPrefix(prefix) else { throw SystemError("open", .invalidArgument, path) }
        let name = String(path.dropFirst(prefix.count)).systemBytes
        let sent = unsafe name.withUnsafeBytes { unsafe send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        var answer: UInt8 = 0
        guard sent == name.count, unsafe recv(socket, &answer, 1, 0) == 1 else {
            throw SystemError("open", .ioError, path)
        }
        if answer != 0 { throw SystemError("open", Errno(rawValue: Int32(answer)), path) }
        return Descriptor(owning: try checked("recvmsg", path) { swiftcap_receive_descriptor(socket) })
    }

    /// The process itself: answers until nobody asks any more.
    static func serve(_ words: [String]) -> Int32 {
        guard words.count == 2, let user = uid_t(words[0]), let group = gid_t(words[1]) else {
            return ExitStatus.failure
        }
        // A ^C at the terminal reaches this process too; it ends with the capture, not before it.
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_IGN) }
        var name = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        while true {
            let length = unsafe recv(socketNumber, &name, name.count - 1, 0)
            if length < 0 && errno == EINTR { continue }
            if length <= 0 { return ExitStatus.success }
            name[length] = 0
            let file = create(name, user, group)
            var answer = file < 0 ? UInt8(truncatingIfNeeded: errno) : UInt8(0)
            _ = unsafe send(socketNumber, &answer, 1, Int32(MSG_NOSIGNAL))
            if file < 0 { continue }
            _ = swiftcap_send_descriptor(socketNumber, file)
            _ = close(file)
        }
    }

    /// A new file for the user, or the user's own one emptied. Whoever asks has given up root's rights and may have been
    /// taken over since: nobody else's file is touched. -1 and errno where that is all there is.
    private static func create(_ name: [CChar], _ user: uid_t, _ group: gid_t) -> Int32 {
        let fresh = unsafe swiftcap_open_beneath(directoryNumber, name, O_WRONLY | O_CREAT | O_EXCL, 0o666)
        if fresh >= 0 {
            _ = fchown(fresh, user, group)
            return fresh
        }
        if errno != EEXIST { return -1 }
        // Not blocking: a pipe that lies there must not hold the series up.
        let old = unsafe swiftcap_open_beneath(directoryNumber, name, O_WRONLY | O_NONBLOCK, 0)
        if old < 0 { return -1 }
        var status = stat()
        let isTheirs =
            unsafe fstat(old, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_uid == user
            && status.st_nlink == 1
        if isTheirs && ftruncate(old, 0) == 0 && fcntl(old, F_SETFL, 0) == 0 { return old }
        _ = close(old)
        errno = EACCES
        return -1
    }
}
