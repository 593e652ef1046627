import CLinux

@testable import Promiscuity

/// The kernel's side of the codec, for scripts: values to messages.
extension ScriptedKernel {
    static func encode(
        _ link: LinkState, flags: UInt16 = 0, removed: Bool = false, moved: Bool = false
    ) -> [UInt8] {
        var request = NetlinkRequest(type: removed ? NetlinkType.delLink : NetlinkType.newLink)
        var bits: UInt32 = 0
        if link.isUp { bits |= UInt32(IFF_UP) }
        if link.gflagsPromisc == true { bits |= UInt32(IFF_PROMISC) }
        request.append(UInt16(0))
        request.append(link.hardwareType)
        request.append(link.index)
        request.append(bits)
        request.append(UInt32(0))
        request.attribute(IFLA_IFNAME, link.name)
        if !link.alternativeNames.isEmpty {
            request.nest(IFLA_PROP_LIST) { list in
                for name in link.alternativeNames { list.attribute(IFLA_ALT_IFNAME, name) }
            }
        }
        if let count = link.promiscuity { request.attribute(IFLA_PROMISCUITY, count) }
        if let count = link.allmulti { request.attribute(IFLA_ALLMULTI, count) }
        if !link.address.isEmpty { request.attribute(IFLA_ADDRESS, bytes: link.address) }
        if let master = link.master { request.attribute(IFLA_MASTER, master) }
        if let lower = link.lower { request.attribute(IFLA_LINK, lower) }
        if let identifier = link.lowerNamespaceID { request.attribute(IFLA_LINK_NETNSID, identifier) }
        if moved { request.attribute(IFLA_NEW_NETNSID, Int32(0)) }
        if link.kind != nil || link.slaveKind != nil { request.nest(IFLA_LINKINFO) { info(link, &$0) } }
        return answer(request, flags)
    }

    private static func info(_ link: LinkState, _ nest: inout NetlinkRequest) {
        if let kind = link.kind { nest.attribute(IFLA_INFO_KIND, kind) }
        nest.nest(IFLA_INFO_DATA) { data in
            if let mode = link.macvlanMode { data.attribute(IFLA_MACVLAN_MODE, mode) }
            if let flags = link.macvlanFlags { data.attribute(IFLA_MACVLAN_FLAGS, flags) }
            if let filters = link.bridgeFiltersVlans { data.attribute(IFLA_BR_VLAN_FILTERING, UInt8(filters ? 1 : 0)) }
            if let mode = link.bondMode { data.attribute(IFLA_BOND_MODE, mode) }
            if let active = link.bondActiveSlave { data.attribute(IFLA_BOND_ACTIVE_SLAVE, active) }
        }
        if let kind = link.slaveKind { nest.attribute(IFLA_INFO_SLAVE_KIND, kind) }
        nest.nest(IFLA_INFO_SLAVE_DATA) { data in
            if let learns = link.portLearns { data.attribute(IFLA_BRPORT_LEARNING, UInt8(learns ? 1 : 0)) }
            if let floods = link.portFloods { data.attribute(IFLA_BRPORT_UNICAST_FLOOD, UInt8(floods ? 1 : 0)) }
        }
    }

    static func encode(_ socket: PacketSocket) -> [UInt8] {
        var request = NetlinkRequest(type: NetlinkType.sockDiagByFamily)
        request.append(UInt8(AF_PACKET))
        request.append(UInt8(3))
        request.append(UInt16(0))
        request.append(socket.inode)
        request.append(UInt32(truncatingIfNeeded: socket.cookie))
        request.append(UInt32(truncatingIfNeeded: socket.cookie >> 32))
        if let user = socket.userID { request.attribute(PACKET_DIAG_UID, user) }
        var list = NetlinkRequest(type: 0)
        for membership in socket.memberships {
            list.append(membership.index)
            list.append(membership.count)
            list.append(membership.type)
            list.append(membership.addressLength)
            for _ in 0..<4 { list.append(UInt64(0)) }
        }
        request.attribute(PACKET_DIAG_MCLIST, bytes: Array(list.bytes.dropFirst(16)))
        return answer(request, NetlinkFlags.multi)
    }

    static func encode(_ entry: ForwardingEntry) -> [UInt8] {
        var request = NetlinkRequest(type: NetlinkType.newNeighbour)
        request.append(UInt32(AF_BRIDGE))
        request.append(entry.index)
        request.append(UInt16(NUD_PERMANENT))
        request.append(UInt8(entry.isSelf ? NTF_SELF : 0))
        request.append(UInt8(0))
        request.attribute(NDA_LLADDR, bytes: entry.address)
        return answer(request, NetlinkFlags.multi)
    }

    private static func answer(_ request: NetlinkRequest, _ flags: UInt16) -> [UInt8] {
        var result = request.bytes
        result[6] = UInt8(flags & 0xff)
        result[7] = UInt8(flags >> 8)
        return result
    }
}

extension LinkState {
    /// A device that is up, with an address from its index.
    static func device(_ index: Int32, _ name: String, count: UInt32 = 0, _ more: (inout LinkState) -> Void = { _ in })
        -> LinkState
    {
        var link = LinkState(index: index, name: name)
        link.promiscuity = count
        link.gflagsPromisc = false
        link.isUp = true
        link.hardwareType = 1
        link.address = [2, 0, 0, 0, 0, UInt8(truncatingIfNeeded: index)]
        more(&link)
        return link
    }
}

extension PacketSocket {
    /// A socket with memberships: index, type, times joined.
    static func with(_ inode: UInt32, _ memberships: [(Int32, Int32, UInt32)]) -> PacketSocket {
        PacketSocket(
            inode: inode, cookie: UInt64(inode) + 1_000, userID: 0,
            memberships: memberships.map {
                Membership(index: $0.0, count: $0.2, type: UInt16($0.1), addressLength: 0)
            })
    }
}
