import Packets
import Syscalls

/// Everything this module asks of the system. `LiveKernel` asks the running one; tests script their own.
public protocol KernelAccess: AnyObject {
    /// A netlink socket of the network namespace that this access stands for.
    func openNetlink(_ family: NetlinkFamily) throws(SystemError) -> any NetlinkTransport
    /// A socket that hears of link changes (RTNLGRP_LINK), not blocking, with a receive buffer as large as permitted.
    func openLinkNotifications() throws(SystemError) -> any NetlinkTransport
    /// The whole of a file of the kernel's, at most `limit` bytes.
    func contents(of path: String, limit: Int) throws(SystemError) -> [UInt8]
    /// The names in a directory, without `.` and `..`.
    func entries(of directory: String) throws(SystemError) -> [String]
    /// Where a symbolic link points.
    func target(of link: String) throws(SystemError) -> String
    /// Numbers of all processes in sight.
    func processes() throws(SystemError) -> [Int32]
    /// The descriptors of a process (`/proc/PID/fd`) that lead to something of interest.
    func descriptors(of process: Int32, _ body: (Int32, DescriptorTarget) -> Void) throws(SystemError)
    /// What one descriptor of a process leads to; nil when it is closed or of no interest.
    func descriptor(_ number: Int32, of process: Int32) throws(SystemError) -> DescriptorTarget?
    /// The device that a mapped socket shows in `/proc/PID/maps`: that of sockfs.
    func socketDevice() throws(SystemError) -> DeviceNumber
    /// Inode of the network namespace.
    func networkNamespace() throws(SystemError) -> UInt64
    /// Inode of the namespace that a file stands for (a mount of nsfs); nil for any other file.
    func namespaceInode(of path: String) throws(SystemError) -> UInt64?
    /// The user's name; nil where there is none.
    func userName(_ userID: UInt32) -> String?
    /// CLOCK_REALTIME.
    func now() -> Timestamp
    /// Lets so many nanoseconds pass before a question is asked again.
    func pause(_ nanoseconds: Int64)
}
