import CLinux
import Glibc
import Packets
import Syscalls
import SystemPackage

/// The running kernel, in the network namespace of the calling thread.
public final class LiveKernel: KernelAccess {
    /// What was opened with the right to a larger buffer, which is gone by the time that it is asked for.
    private var ready: LiveNetlink?

    /// The kernel as the calling thread sees it.
    public init() {}

    /// Opens now what `openLinkNotifications` gives when it is first called. What goes wrong shows there.
    public func prepareNotifications() { ready = try? LiveNetlink(.route, group: RTNLGRP_LINK.rawValue) }

    /// A netlink socket (netlink(7)) that waits for its answers, 5 s at most.
    public func openNetlink(_ family: NetlinkFamily) throws(SystemError) -> any NetlinkTransport {
        try LiveNetlink(family)
    }

    /// A netlink socket in RTNLGRP_LINK that does not block.
    public func openLinkNotifications() throws(SystemError) -> any NetlinkTransport {
        if let ready = ready.take() { return ready }
        return try LiveNetlink(.route, group: RTNLGRP_LINK.rawValue)
    }

    /// The beginning of a file, `limit` bytes at most.
    public func contents(of path: String, limit: Int) throws(SystemError) -> [UInt8] {
        // The kernel makes up such files as a whole: what fits into one read comes with it.
        limit <= 4096 ? try Descriptor.head(of: path, limit) : try Descriptor.contents(of: path, limit: limit)
    }

    /// The names in a folder, without `.` and `..`.
    public func entries(of directory: String) throws(SystemError) -> [String] {
        var names: [String] = []
        try unsafe DirectoryReader.names(in: directory) { name in
            let text = unsafe String(systemText: name)
            if text != "." && text != ".." { names.append(text) }
        }
        return names
    }

    /// Where a link points (readlink(2)).
    public func target(of link: String) throws(SystemError) -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let length = try checked("readlink", link) {
            unsafe buffer.withUnsafeMutableBytes { room in
                guard let base = room.baseAddress else { return 0 }
                return unsafe link.withSystemText { unsafe Glibc.readlink($0, base, room.count) }
            }
        }
        return String(systemBytes: buffer.prefix(length))
    }

    /// The numbers in /proc.
    public func processes() throws(SystemError) -> [Int32] {
        var pids: [Int32] = []
        try unsafe DirectoryReader.names(in: "/proc") { name in
            if let pid = unsafe DirectoryReader.number(name) { pids.append(pid) }
        }
        return pids
    }

    /// What each descriptor in /proc/PID/fd leads to.
    public func descriptors(of process: Int32, _ body: (Int32, DescriptorTarget) -> Void) throws(SystemError) {
        try DescriptorLinks.targets(in: "/proc/\(process)/fd", body)
    }

    /// What one descriptor in /proc/PID/fd leads to; nil where it leads to nothing of interest.
    public func descriptor(_ number: Int32, of process: Int32) throws(SystemError) -> DescriptorTarget? {
        try DescriptorLinks.target(of: "/proc/\(process)/fd/\(number)")
    }

    /// The device of sockfs, by a socket of its own.
    public func socketDevice() throws(SystemError) -> DeviceNumber {
        try FileStatus.socketDevice()
    }

    /// `/proc/thread-self`, not `/proc/self`: a helper thread may stand in another namespace than the main one.
    public func networkNamespace() throws(SystemError) -> UInt64 {
        try FileStatus.inode(of: "/proc/thread-self/ns/net")
    }

    /// The inode of a namespace's file; nil for any other file.
    public func namespaceInode(of path: String) throws(SystemError) -> UInt64? {
        try FileStatus.namespaceInode(of: path)
    }

    /// By the user database; nil where it has no name.
    public func userName(_ userID: UInt32) -> String? {
        UserDatabase.name(of: userID)
    }

    /// The wall clock.
    public func now() -> Timestamp {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
    }

    /// Sleeps for so many nanoseconds.
    public func pause(_ nanoseconds: Int64) {
        Clock.pause(nanoseconds)
    }
}
