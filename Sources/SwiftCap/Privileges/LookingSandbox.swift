import CLinux
import Glibc
import Savefiles
import Syscalls

/// The commands that look at the kernel and at other processes, and read no packets: what they read is chosen by other users all
/// the same. What they need is left to them, and nothing else.
///
/// There is no Landlock domain: in any, whatever it is for, the links under another process's /proc/PID/fd cannot be read.
struct LookingSandbox {
    let level: SandboxLevel
    /// Other network namespaces are entered.
    let entersNamespaces: Bool

    /// - Parameters:
    ///   - text: of `--sandbox`; nil for the default.
    ///   - command: its name, for errors.
    init(_ text: String?, for command: String, entersNamespaces: Bool) throws(RunError) {
        self.entersNamespaces = entersNamespaces
        level = try SandboxLevel(text, for: command)
    }

    /// What of root's rights is kept: to read what other processes have open, and to go where they are.
    var kept: Capabilities { entersNamespaces ? [.readAll, .look, .administer] : [.readAll, .look] }

    /// No way out from here. Before the first look, and before the first thread.
    ///
    /// - Parameter path: a file that is written later, perhaps again and again.
    /// - Returns: the way to write it; nil without one.
    func enter(writing path: String? = nil) throws(RunError) -> LookingFile? {
        guard level != .off else { return path.map { LookingFile(direct: $0) } }
        let file = path.map { LookingFile(beside: $0) }
        do throws(SystemError) { try Account.prepareToGiveUp() } catch { try lack("no_new_privs", error) }
        Capabilities.bound(kept)
        // In a user namespace there may be no other user.
        if geteuid() == 0, let user = PrivilegeDrop.standIn {
            do throws(SystemError) { try user.becomeKeepingCapabilities() } catch { try lack("another user", error) }
        }
        do throws(SystemError) { try Capabilities.keep(kept) } catch { try lack("a loss of capabilities", error) }
        // Names of users take libraries and services: those are for a process that may not look.
        do throws(SystemError) {
            let users = try LookUpHelper.ofUsers()
            UserDatabase.ask { users.user($0) }
        } catch { try lack("a process that looks up names of users", error) }
        // Read now: a later look at the file might not be let.
        tzset()
        do throws(Confinement.Shortfall) {
            try Confinement.install(rules, SystemCallFilter.refusal(isStrict: level == .strict))
        } catch { if level == .strict { throw error.refusal } }
        return file
    }

    private func lack(_ what: String, _ error: SystemError) throws(RunError) {
        if level == .strict { throw Confinement.Shortfall(what: what, error: error).refusal }
    }

    /// What strace(1) shows of these commands. Opening is for reading only, sockets are netlink's.
    var rules: [SystemCallFilter.Rule] {
        let netlink = [UInt32(NETLINK_ROUTE), UInt32(NETLINK_SOCK_DIAG)]
        var rules =
            Sandbox.common().filter { $0.call != "ioctl" } + [
                .init("socket", (0, .isOne(of: [UInt32(AF_NETLINK)])), (2, .isOne(of: netlink)), otherwise: EACCES),
                .init("bind"), .init("getsockopt"), .init("getsockname"),
                // What has no address goes to the kernel, or to a helper.
                .init("sendto", (4, .isNull)),
                // Of netlink's sockets the buffer and how long an answer is waited for (SO_RCVTIMEO of 64-bit kernels).
                .init(
                    "setsockopt", (1, .isOne(of: [UInt32(SOL_SOCKET)])),
                    (2, .isOne(of: [UInt32(SO_RCVBUF), UInt32(SO_RCVBUFFORCE), 20]))),
                .init("getdents64"), .init("signalfd4"),
                // And which kind of namespace a file is (NS_GET_NSTYPE).
                .init("ioctl", (1, .isOne(of: Sandbox.questions + [0xb703])), otherwise: ENOTTY),
            ]
        guard entersNamespaces else { return rules }
        rules += [
            .init("setns", (1, .isOne(of: [UInt32(CLONE_NEWNET)]))),
            // A copy of the mounts, in which nothing can be mounted.
            .init("unshare", (0, .isOne(of: [UInt32(CLONE_NEWNS)]))),
            // A file system without a device or options (FSCONFIG_SET_FLAG, FSCONFIG_CMD_CREATE), which is mounted nowhere.
            .init("fsopen"), .init("fsconfig", (1, .isOne(of: [0, 6]))), .init("fsmount"),
        ]
        return rules
    }
}

/// A file that such a command writes.
final class LookingFile {
    let path: String
    /// It is written by its name, each time.
    private let isDirect: Bool
    /// Replaces it, in the folder in which it was found at the start.
    private var helper: FileHelper?
    /// What is no regular file is open.
    private var held: Descriptor?
    /// What is said when it is to be written.
    private var fault: SystemError?

    init(direct path: String) {
        self.path = path
        isDirect = true
    }

    /// Found now, with the rights that are there.
    init(beside path: String) {
        self.path = path
        isDirect = false
        do throws(SystemError) { try find() } catch { fault = error }
    }

    private func find() throws(SystemError) {
        let end = try PathEnd.find(path, following: .ofCallerOrFolder)
        if AtomicFile.isReplaced(end.kind) || end.isPipe {
            let name = end.name
            let folder = end.takeFolder()
            helper = try FileHelper(nil, report: name, in: folder.rawValue, owner: nil)
        } else {
            held = try end.open(O_WRONLY)
        }
    }

    /// Writes it whole or not at all; what is no regular file is written to as it is.
    func write(_ bytes: RawSpan, permissions: mode_t = 0o666) throws(SystemError) {
        do throws(SystemError) {
            if let fault { throw fault }
            if isDirect { try AtomicFile.write(bytes, to: path, permissions: permissions) }
            try helper?.writeReport(bytes)
            try held?.writeAll(bytes)
        } catch {
            throw SystemError(error.call, error.errno, path)
        }
    }
}

extension SandboxLevel {
    /// - Parameters:
    ///   - text: of a command's `--sandbox`; nil for the default.
    ///   - command: its name, for errors.
    init(_ text: String?, for command: String) throws(RunError) {
        guard let text else {
            self = .standard
            return
        }
        do throws(UsageError) { self = try SandboxLevel.parse(text) } catch {
            throw RunError("\(command): \(error.message)")
        }
    }
}
