import CLinux
import Glibc
import SystemPackage

/// Going from one network namespace to another: only on a thread of its own (`HelperThread`).
public enum NetworkNamespace {
    /// setns(2) for the calling thread. Takes CAP_SYS_ADMIN in the namespace's owner and in one's own user namespace.
    public static func enter(_ descriptor: Int32) throws(SystemError) {
        try checked("setns") { setns(descriptor, CLONE_NEWNET) }
    }

    /// A sysfs that shows the network namespace in which the thread is, open and mounted nowhere (fsopen(2), since Linux 5.2). Takes
    /// CAP_SYS_ADMIN in the namespace's owner and in that of the thread's mount namespace.
    public static func openSysfs() throws(SystemError) -> Descriptor {
        Descriptor(owning: try checked("fsopen", "sysfs") { unsafe swiftcap_open_filesystem("sysfs") })
    }

    /// Gives the calling thread a mount namespace of its own, with the mounts that are there: one that its user may mount in, which
    /// in a user namespace the one before may not be.
    public static func copyMounts() throws(SystemError) {
        try checked("unshare") { unshare(CLONE_NEWNS) }
    }

    /// Gives the calling thread a mount namespace of its own, from which no mount spreads. What is mounted there is gone
    /// with the thread.
    public static func leaveMounts() throws(SystemError) {
        try checked("unshare") { unshare(CLONE_NEWNS) }
        try checked("mount", "/") { unsafe mount(nil, "/", nil, UInt(MS_REC) | UInt(MS_PRIVATE), nil) }
    }

    /// Mounts a sysfs over /sys that shows the network namespace in which the thread is. Only after `leaveMounts`.
    public static func mountSysfs() throws(SystemError) {
        try checked("mount", "/sys") {
            unsafe mount("sysfs", "/sys", "sysfs", UInt(MS_NOSUID) | UInt(MS_NODEV) | UInt(MS_RDONLY), nil)
        }
    }
}
