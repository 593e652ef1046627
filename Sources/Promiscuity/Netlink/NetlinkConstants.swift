import CLinux

/// Numbers of the netlink protocols that this module speaks, under the kernel's own names and in the width of the field
/// that carries them. Sources: linux/netlink.h, linux/rtnetlink.h, linux/sock_diag.h.
public enum NetlinkType {
    public static let error = UInt16(truncatingIfNeeded: NLMSG_ERROR)
    public static let done = UInt16(truncatingIfNeeded: NLMSG_DONE)
    public static let overrun = UInt16(truncatingIfNeeded: NLMSG_OVERRUN)
    public static let noop = UInt16(truncatingIfNeeded: NLMSG_NOOP)
    public static let newLink = UInt16(truncatingIfNeeded: RTM_NEWLINK)
    public static let delLink = UInt16(truncatingIfNeeded: RTM_DELLINK)
    public static let getLink = UInt16(truncatingIfNeeded: RTM_GETLINK)
    public static let setLink = UInt16(truncatingIfNeeded: RTM_SETLINK)
    public static let newNeighbour = UInt16(truncatingIfNeeded: RTM_NEWNEIGH)
    public static let delNeighbour = UInt16(truncatingIfNeeded: RTM_DELNEIGH)
    public static let getNeighbour = UInt16(truncatingIfNeeded: RTM_GETNEIGH)
    public static let newNamespaceID = UInt16(truncatingIfNeeded: RTM_NEWNSID)
    public static let getNamespaceID = UInt16(truncatingIfNeeded: RTM_GETNSID)
    public static let sockDiagByFamily = UInt16(truncatingIfNeeded: SOCK_DIAG_BY_FAMILY)
}

/// Flags of `nlmsghdr.nlmsg_flags`.
public enum NetlinkFlags {
    public static let request = UInt16(truncatingIfNeeded: NLM_F_REQUEST)
    public static let multi = UInt16(truncatingIfNeeded: NLM_F_MULTI)
    public static let acknowledge = UInt16(truncatingIfNeeded: NLM_F_ACK)
    /// The table changed while it was dumped: what was read may lack entries or hold some twice.
    public static let dumpInterrupted = UInt16(truncatingIfNeeded: NLM_F_DUMP_INTR)
    public static let dump = UInt16(truncatingIfNeeded: NLM_F_ROOT | NLM_F_MATCH)
    public static let create = UInt16(truncatingIfNeeded: NLM_F_CREATE)
    public static let exclusive = UInt16(truncatingIfNeeded: NLM_F_EXCL)
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
