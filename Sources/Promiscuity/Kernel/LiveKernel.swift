import CLinux
import Glibc
import Packets
import Syscalls
import SystemPackage

/// The running kernel, in the network namespace of the calling thread.
public final class LiveKernel: KernelAccess {
    public init() {}

    public func openNetlink(_ family: NetlinkFamily) throws(SystemError) -> any NetlinkTransport {
        try LiveNetlink(family)
    }

    public func openLinkNotifications() throws(SystemError) -> any NetlinkTransport {
        try LiveNetlink(.route, group: RTNLGRP_LINK.rawValue)
    }

    public func contents(of path: String, limit: Int) throws(SystemError) -> [UInt8] {
        // The kernel makes up such files as a whole: what fits into one read comes with it.
        limit <= 4096 ? try Descriptor.head(of: path, limit) : try Descriptor.contents(of: path, limit: limit)
    }

    public func entries(of directory: String) throws(SystemError) -> [String] {
        var names: [String] = []
        try unsafe DirectoryReader.names(in: directory) { name in
            let text = unsafe String(systemText: name)
            if text != "." && text != ".." { names.append(text) }
        }
        return names
    }

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

    public func processes() throws(SystemError) -> [Int32] {
        var pids: [Int32] = []
        try unsafe DirectoryReader.names(in: "/proc") { name in
            if let pid = unsafe DirectoryReader.number(name) { pids.append(pid) }
        }
        return pids
    }

    public func descriptors(of process: Int32, _ body: (Int32, DescriptorTarget) -> Void) throws(SystemError) {
        try DescriptorLinks.targets(in: "/proc/\(process)/fd", body)
    }

    public func descriptor(_ number: Int32, of process: Int32) throws(SystemError) -> DescriptorTarget? {
        try DescriptorLinks.target(of: "/proc/\(process)/fd/\(number)")
    }

    public func socketDevice() throws(SystemError) -> DeviceNumber {
        try FileStatus.socketDevice()
    }

    /// `/proc/thread-self`, not `/proc/self`: a helper thread may stand in another namespace than the main one.
    public func networkNamespace() throws(SystemError) -> UInt64 {
        try FileStatus.inode(of: "/proc/thread-self/ns/net")
    }

    public func namespaceInode(of path: String) throws(SystemError) -> UInt64? {
        try FileStatus.namespaceInode(of: path)
    }

    public func userName(_ userID: UInt32) -> String? {
        UserDatabase.name(of: userID)
    }

    public func now() -> Timestamp {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
    }

    public func pause(_ nanoseconds: Int64) {
        Clock.pause(nanoseconds)
    }
}
