import CLinux

/// Numbers of the netlink protocols that this module speaks, under the kernel's own names and in the width of the field
/// that carries them. Sources: linux/netlink.h, linux/rtnetlink.h, linux/sock_diag.h.
public enum NetlinkType {
    /// NLMSG_ERROR: an error, or an acknowledgement with number 0.
    public static let error = UInt16(truncatingIfNeeded: NLMSG_ERROR)
    /// NLMSG_DONE: the end of a dump.
    public static let done = UInt16(truncatingIfNeeded: NLMSG_DONE)
    /// NLMSG_OVERRUN: data was lost.
    public static let overrun = UInt16(truncatingIfNeeded: NLMSG_OVERRUN)
    /// NLMSG_NOOP: nothing.
    public static let noop = UInt16(truncatingIfNeeded: NLMSG_NOOP)
    /// RTM_NEWLINK: a device is there or has changed.
    public static let newLink = UInt16(truncatingIfNeeded: RTM_NEWLINK)
    /// RTM_DELLINK: a device is gone.
    public static let delLink = UInt16(truncatingIfNeeded: RTM_DELLINK)
    /// RTM_GETLINK: asks for devices.
    public static let getLink = UInt16(truncatingIfNeeded: RTM_GETLINK)
    /// RTM_NEWNEIGH: an entry of a forwarding table.
    public static let newNeighbour = UInt16(truncatingIfNeeded: RTM_NEWNEIGH)
    /// RTM_DELNEIGH: an entry is gone.
    public static let delNeighbour = UInt16(truncatingIfNeeded: RTM_DELNEIGH)
    /// RTM_GETNEIGH: asks for entries.
    public static let getNeighbour = UInt16(truncatingIfNeeded: RTM_GETNEIGH)
    /// RTM_NEWNSID: what a namespace is called here.
    public static let newNamespaceID = UInt16(truncatingIfNeeded: RTM_NEWNSID)
    /// RTM_GETNSID: asks for that.
    public static let getNamespaceID = UInt16(truncatingIfNeeded: RTM_GETNSID)
    /// SOCK_DIAG_BY_FAMILY: asks for sockets, and a socket.
    public static let sockDiagByFamily = UInt16(truncatingIfNeeded: SOCK_DIAG_BY_FAMILY)
}

/// Flags of `nlmsghdr.nlmsg_flags`.
public enum NetlinkFlags {
    /// NLM_F_REQUEST: in every request.
    public static let request = UInt16(truncatingIfNeeded: NLM_F_REQUEST)
    /// NLM_F_MULTI: more messages of this answer follow.
    public static let multi = UInt16(truncatingIfNeeded: NLM_F_MULTI)
    /// NLM_F_ACK: asks for an acknowledgement.
    public static let acknowledge = UInt16(truncatingIfNeeded: NLM_F_ACK)
    /// The table changed while it was dumped: what was read may lack entries or hold some twice.
    public static let dumpInterrupted = UInt16(truncatingIfNeeded: NLM_F_DUMP_INTR)
    /// NLM_F_DUMP: asks for the whole table.
    public static let dump = UInt16(truncatingIfNeeded: NLM_F_ROOT | NLM_F_MATCH)
    /// NLM_F_CREATE: makes what is not there.
    public static let create = UInt16(truncatingIfNeeded: NLM_F_CREATE)
    /// NLM_F_EXCL: fails where it is there.
    public static let exclusive = UInt16(truncatingIfNeeded: NLM_F_EXCL)
    /// NLM_F_APPEND: adds behind what is there.
    public static let append = UInt16(truncatingIfNeeded: NLM_F_APPEND)
}

/// Which netlink protocol a socket speaks.
public enum NetlinkFamily: Int32, Sendable {
    /// NETLINK_ROUTE: links, neighbours, namespaces.
    case route = 0
    /// NETLINK_SOCK_DIAG: sockets, packet sockets among them.
    case socketDiagnostics = 4
}

/// Everything in netlink lies on 4-byte boundaries (NLMSG_ALIGN, NLA_ALIGN). Cannot overflow: saturates.
@inlinable
public func netlinkAligned(_ length: Int) -> Int {
    let (sum, overflow) = length.addingReportingOverflow(3)
    return overflow ? Int.max & ~3 : sum & ~3
}
