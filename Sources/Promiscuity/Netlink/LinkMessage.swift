import CLinux
import Packets

/// struct ifinfomsg (linux/rtnetlink.h).
///
///     0        1        2        4         8         12        16
///     | family | pad    | type   | index   | flags   | change  | attributes ...
private struct InterfaceInformation: ~Escapable {
    private let bytes: RawSpan

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) {
        self.bytes = bytes
    }

    var family: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    /// ARPHRD_ number.
    var hardwareType: UInt16 { get throws(Truncation) { try bytes.native(2, as: UInt16.self) } }
    var index: Int32 { get throws(Truncation) { try bytes.native(4, as: Int32.self) } }
    /// net_device.gflags for PROMISC and ALLMULTI, and net_device.flags for the rest (dev_get_flags in the kernel).
    var flags: UInt32 { get throws(Truncation) { try bytes.native(8, as: UInt32.self) } }
    var attributes: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(16) } }
}

/// RTM_NEWLINK and RTM_DELLINK: struct ifinfomsg and its attributes.
public enum LinkMessage {
    /// What a link message says, beyond the state itself.
    public struct Parsed: Sendable {
        /// The device as the message has it.
        public var state: LinkState
        /// RTM_DELLINK.
        public var isRemoval: Bool
        /// The device left for another network namespace: the removal carries where it went.
        public var movedAway: Bool
    }

    /// Nil for other messages, for malformed ones, and for those of family AF_BRIDGE, which speak of a bridge's port and
    /// not of the device: their "removal" only means that the port was released.
    public static func parse(_ message: borrowing NetlinkMessage) -> Parsed? {
        let isRemoval = message.type == NetlinkType.delLink
        guard isRemoval || message.type == NetlinkType.newLink else { return nil }
        let fixed = InterfaceInformation(message.payload)
        do throws(Truncation) {
            guard try fixed.family != UInt8(truncatingIfNeeded: AF_BRIDGE) else { return nil }
            var link = LinkState(index: try fixed.index, name: "")
            link.hardwareType = try fixed.hardwareType
            let flags = try fixed.flags
            link.isUp = flags & UInt32(IFF_UP) != 0
            link.gflagsPromisc = flags & UInt32(IFF_PROMISC) != 0
            var moved = false
            var attributes = NetlinkAttributes(try fixed.attributes)
            while let attribute = attributes.next() {
                if Int(attribute.type) == IFLA_NEW_NETNSID { moved = true }
                take(attribute, into: &link)
            }
            return Parsed(state: link, isRemoval: isRemoval, movedAway: isRemoval && moved)
        } catch {
            return nil
        }
    }

    private static func take(_ attribute: borrowing NetlinkAttribute, into link: inout LinkState) {
        switch Int(attribute.type) {
        case IFLA_IFNAME: link.name = attribute.string
        case IFLA_PROP_LIST: takeProperties(attribute, into: &link)
        case IFLA_ADDRESS: link.address = attribute.bytes(limit: 32)
        case IFLA_PROMISCUITY: link.promiscuity = attribute.uint32
        case IFLA_ALLMULTI: link.allmulti = attribute.uint32
        case IFLA_MASTER: link.master = attribute.int32
        case IFLA_LINK: link.lower = attribute.int32
        case IFLA_LINK_NETNSID: link.lowerNamespaceID = attribute.int32
        case IFLA_LINKINFO: takeInfo(attribute, into: &link)
        default: break
        }
    }

    /// IFLA_PROP_LIST: alternative names, one attribute each.
    private static func takeProperties(_ list: borrowing NetlinkAttribute, into link: inout LinkState) {
        var properties = list.nested
        while let attribute = properties.next() {
            if Int(attribute.type) == IFLA_ALT_IFNAME { link.alternativeNames.append(attribute.string) }
        }
    }

    /// IFLA_LINKINFO: what kind the device is, what kind its master is, and details whose meaning depends on the kinds.
    private static func takeInfo(_ info: borrowing NetlinkAttribute, into link: inout LinkState) {
        // The kinds come first in the kernel's order, yet nothing promises that: two walks.
        var kinds = info.nested
        while let attribute = kinds.next() {
            switch Int(attribute.type) {
            case IFLA_INFO_KIND: link.kind = attribute.string
            case IFLA_INFO_SLAVE_KIND: link.slaveKind = attribute.string
            default: break
            }
        }
        var details = info.nested
        while let attribute = details.next() {
            switch Int(attribute.type) {
            case IFLA_INFO_DATA: LinkDetails.take(attribute, kind: link.kind, into: &link)
            case IFLA_INFO_SLAVE_DATA: LinkDetails.takeSlave(attribute, kind: link.slaveKind, into: &link)
            default: break
            }
        }
    }
}

/// IFLA_INFO_DATA and IFLA_INFO_SLAVE_DATA: only what decides about references.
enum LinkDetails {
    static func take(_ data: borrowing NetlinkAttribute, kind: String?, into link: inout LinkState) {
        var attributes = data.nested
        while let attribute = attributes.next() {
            let type = Int(attribute.type)
            switch kind {
            case "macvlan", "macvtap":
                if type == IFLA_MACVLAN_MODE { link.macvlanMode = attribute.uint32 }
                if type == IFLA_MACVLAN_FLAGS { link.macvlanFlags = attribute.uint16 }
            case "bridge":
                if type == IFLA_BR_VLAN_FILTERING { link.bridgeFiltersVlans = attribute.uint8.map { $0 != 0 } }
            case "bond":
                if type == IFLA_BOND_MODE { link.bondMode = attribute.uint8 }
                if type == IFLA_BOND_ACTIVE_SLAVE { link.bondActiveSlave = attribute.int32 }
            default: return
            }
        }
    }

    static func takeSlave(_ data: borrowing NetlinkAttribute, kind: String?, into link: inout LinkState) {
        var attributes = data.nested
        while let attribute = attributes.next() {
            let type = Int(attribute.type)
            switch kind {
            case "bridge":
                if type == IFLA_BRPORT_LEARNING { link.portLearns = attribute.uint8.map { $0 != 0 } }
                if type == IFLA_BRPORT_UNICAST_FLOOD { link.portFloods = attribute.uint8.map { $0 != 0 } }
            default: return
            }
        }
    }
}
