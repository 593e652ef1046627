import CLinux
import Syscalls

/// Requests about links, ready to be sent or to be extended with attributes.
extension NetlinkRequest {
    /// struct ifinfomsg. `change` is the mask of flags that `flags` sets or clears: everything else stays as it is.
    public mutating func appendLinkHeader(
        family: UInt8 = 0, index: Int32 = 0, flags: UInt32 = 0, change: UInt32 = 0
    ) {
        append(family)
        append(UInt8(0))
        append(UInt16(0))
        append(index)
        append(flags)
        append(change)
    }

    /// RTM_GETLINK of one device by index.
    public static func link(index: Int32) -> NetlinkRequest {
        var request = NetlinkRequest(type: NetlinkType.getLink)
        request.appendLinkHeader(index: index)
        return request
    }

    /// RTM_GETLINK of one device by its name or by an alternative one, which may be longer.
    public static func link(name: String) -> NetlinkRequest {
        var request = NetlinkRequest(type: NetlinkType.getLink)
        request.appendLinkHeader()
        request.attribute(name.systemBytes.count <= 15 ? IFLA_IFNAME : IFLA_ALT_IFNAME, name)
        return request
    }

    /// RTM_GETLINK of all devices of the namespace.
    public static func allLinks() -> NetlinkRequest {
        var request = NetlinkRequest(type: NetlinkType.getLink, flags: NetlinkFlags.dump)
        request.appendLinkHeader()
        return request
    }

    /// RTM_NEWLINK for an existing device: sets the flags in `change` to what `flags` says. The answer is an
    /// acknowledgement.
    public static func setFlags(index: Int32, flags: UInt32, change: UInt32) -> NetlinkRequest {
        var request = NetlinkRequest(type: NetlinkType.newLink, flags: NetlinkFlags.acknowledge)
        request.appendLinkHeader(index: index, flags: flags, change: change)
        return request
    }

    /// RTM_NEWLINK for a new device of `kind`; `data` appends to IFLA_INFO_DATA, `more` to the message itself.
    public static func newLink(
        name: String, kind: String, data: ((inout NetlinkRequest) -> Void)? = nil,
        more: ((inout NetlinkRequest) -> Void)? = nil
    ) -> NetlinkRequest {
        var request = NetlinkRequest(
            type: NetlinkType.newLink,
            flags: NetlinkFlags.acknowledge | NetlinkFlags.create | NetlinkFlags.exclusive)
        request.appendLinkHeader()
        request.attribute(IFLA_IFNAME, name)
        request.nest(IFLA_LINKINFO) { info in
            info.attribute(IFLA_INFO_KIND, kind)
            if let data { info.nest(IFLA_INFO_DATA, data) }
        }
        more?(&request)
        return request
    }

    /// A veth pair (VETH_INFO_PEER holds an ifinfomsg and the peer's attributes).
    public static func newVeth(name: String, peer: String) -> NetlinkRequest {
        newLink(
            name: name, kind: "veth",
            data: { data in
                data.nest(vethInfoPeer) { nest in
                    nest.appendLinkHeader()
                    nest.attribute(IFLA_IFNAME, peer)
                }
            })
    }

    /// A macvlan (or macvtap) above `lower`, in one of the MACVLAN_MODE_ values.
    public static func newMacvlan(
        name: String, lower: Int32, mode: UInt32, flags: UInt16? = nil, kind: String = "macvlan"
    ) -> NetlinkRequest {
        newLink(
            name: name, kind: kind,
            data: { data in
                data.attribute(IFLA_MACVLAN_MODE, mode)
                if let flags { data.attribute(IFLA_MACVLAN_FLAGS, flags) }
            }, more: { $0.attribute(IFLA_LINK, lower) })
    }

    /// RTM_NEWLINK that puts a device under a master; 0 releases it.
    public static func setMaster(index: Int32, master: Int32) -> NetlinkRequest {
        var request = setFlags(index: index, flags: 0, change: 0)
        request.attribute(IFLA_MASTER, master)
        return request
    }

    /// RTM_NEWLINK with a new name.
    public static func rename(index: Int32, to name: String) -> NetlinkRequest {
        var request = setFlags(index: index, flags: 0, change: 0)
        request.attribute(IFLA_IFNAME, name)
        return request
    }

    /// RTM_NEWLINK that moves a device into the namespace which an open descriptor stands for.
    public static func move(index: Int32, toNamespace descriptor: Int32) -> NetlinkRequest {
        var request = setFlags(index: index, flags: 0, change: 0)
        request.attribute(IFLA_NET_NS_FD, descriptor)
        return request
    }

    /// RTM_DELLINK.
    public static func deleteLink(index: Int32) -> NetlinkRequest {
        var request = NetlinkRequest(type: NetlinkType.delLink, flags: NetlinkFlags.acknowledge)
        request.appendLinkHeader(index: index)
        return request
    }
}

/// linux/veth.h: the one attribute of a veth's IFLA_INFO_DATA.
let vethInfoPeer = 1
