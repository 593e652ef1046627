import CLinux
import Glibc
import Syscalls
import SystemPackage

/// Leaving the system's namespaces for own ones, and seeing to it that nothing outlives its parent.
///
///     front ── opener ── stage (process 1 of its own pid namespace) ── captures
///
/// Each is killed when its parent dies (PR_SET_PDEATHSIG), and when process 1 of a pid namespace dies, the kernel kills
/// every other process in it. Network namespaces live in descriptors of the stage and have no names: they end with it.
public enum Isolation {
    /// To be called first in a process whose parent made its standard input a pipe that no process writes to. After it
    /// the process dies with its parent; false when that is dead already.
    public static func dieWithParent() -> Bool {
        _ = swiftcap_prctl(PR_SET_PDEATHSIG, UInt(SIGKILL))
        // The parent may have died before: then the pipe has no writer any more.
        var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&waiting, 1, 0) == 0
    }

    /// Gives this process network and pid namespaces of its own; its next child is process 1 of the latter. Without the
    /// privilege, in a user namespace of its own, where this user is root. Only for a process with one thread.
    public static func leave() throws(StageError) {
        if unshare(CLONE_NEWNET | CLONE_NEWPID) == 0 { return }
        let first = lastErrno()
        guard first == .notPermitted else { throw missing(first) }
        let user = getuid()
        let group = getgid()
        // A binary with file capabilities owns nothing in its /proc directory unless it may be dumped.
        _ = swiftcap_prctl(PR_SET_DUMPABLE, 1)
        guard unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWPID) == 0 else { throw missing(lastErrno()) }
        do throws(SystemError) {
            // A kernel without setgroups in /proc (before 3.19) needs no denial.
            try? write("deny", to: "/proc/self/setgroups")
            try write("0 \(user) 1\n", to: "/proc/self/uid_map")
            try write("0 \(group) 1\n", to: "/proc/self/gid_map")
        } catch {
            throw missing(error.errno)
        }
    }

    /// The stage's side: mounts of its own with the /sys of its network namespace.
    ///
    /// - Returns: false where a sysfs cannot be mounted.
    static func settle() throws(StageError) -> Bool {
        do throws(SystemError) { try NetworkNamespace.leaveMounts() } catch { throw missing(error.errno) }
        quietIPv6()
        do throws(SystemError) {
            try NetworkNamespace.mountSysfs()
            return true
        } catch { return false }
    }

    /// New devices get no IPv6 address by themselves, so they send nothing by themselves. Of the calling thread's
    /// namespace; where /proc/sys cannot be written, the scenarios' filters do without.
    static func quietIPv6() {
        try? write("1", to: "/proc/sys/net/ipv6/conf/all/disable_ipv6")
        try? write("1", to: "/proc/sys/net/ipv6/conf/default/disable_ipv6")
    }

    private static func write(_ text: String, to path: String) throws(SystemError) {
        let file = try Descriptor.open(path, O_WRONLY)
        let bytes = Array(text.utf8)
        try unsafe file.writeAll(bytes.span.bytes)
    }

    /// What stands in the way, in one line: the switches that distributions turn user namespaces off with.
    private static func missing(_ error: Errno) -> StageError {
        let switches = [
            ("/proc/sys/kernel/unprivileged_userns_clone", "0", "kernel.unprivileged_userns_clone is 0"),
            ("/proc/sys/user/max_user_namespaces", "0", "user.max_user_namespaces is 0"),
            ("/proc/sys/user/max_net_namespaces", "0", "user.max_net_namespaces is 0"),
            (
                "/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1",
                "kernel.apparmor_restrict_unprivileged_userns is 1"
            ),
        ]
        let found = switches.first { path, value, _ in
            guard let bytes = try? Descriptor.contents(of: path, limit: 16) else { return false }
            return String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self) == value
        }
        let reason = found.map { $0.2 } ?? "\(error)"
        return StageError(
            "no network namespace can be made here (\(reason)): it takes CAP_SYS_ADMIN, or user namespaces for every user",
            isMissing: true)
    }
}
