/// What the kernel says of one interface at one moment.
public struct LinkState: Equatable, Sendable {
    /// `ifi_index`: unique in the namespace for as long as the device is there.
    public var index: Int32
    /// `IFLA_IFNAME`.
    public var name: String
    /// `IFLA_ALT_IFNAME`: further names, which are never another device's name.
    public var alternativeNames: [String]
    /// `IFLA_PROMISCUITY`: net_device.promiscuity, the reference count. Nil on kernels that do not tell.
    public var promiscuity: UInt32?
    /// `IFF_PROMISC` in rtnetlink's `ifi_flags`: net_device.gflags, the switch that `ip link` shows. Nil
    /// when the device is gone and nothing can be said.
    public var gflagsPromisc: Bool?
    /// Bit 0x100 of `/sys/class/net/IF/flags`: net_device.flags, what the driver obeys. Nil where it cannot be read.
    public var flagsPromisc: Bool?
    /// `IFLA_ALLMULTI`. Nil before Linux 6.1.
    public var allmulti: UInt32?
    /// `IFF_UP`.
    public var isUp: Bool
    /// `ARPHRD_` type.
    public var hardwareType: UInt16
    /// `IFLA_ADDRESS`.
    public var address: [UInt8]
    /// `IFLA_INFO_KIND`: "veth", "bridge", ...; nil for hardware.
    public var kind: String?
    /// `IFLA_MASTER`: index of the bridge, bond or team it is a port of.
    public var master: Int32?
    /// `IFLA_INFO_SLAVE_KIND`: what its master is.
    public var slaveKind: String?
    /// `IFLA_LINK`: index of the device below (macvlan, vlan) or of the peer (veth).
    public var lower: Int32?
    /// `IFLA_LINK_NETNSID`: set when `lower` is an index of another namespace.
    public var lowerNamespaceID: Int32?
    /// `IFLA_MACVLAN_MODE`, for macvlan and macvtap.
    public var macvlanMode: UInt32?
    /// `IFLA_MACVLAN_FLAGS`.
    public var macvlanFlags: UInt16?
    /// `IFLA_BR_VLAN_FILTERING`, for bridges.
    public var bridgeFiltersVlans: Bool?
    /// `IFLA_BRPORT_LEARNING`, for bridge ports: an "auto port" has this or `portFloods`.
    public var portLearns: Bool?
    /// `IFLA_BRPORT_UNICAST_FLOOD`, for bridge ports.
    public var portFloods: Bool?
    /// `IFLA_BOND_MODE`, for bonds.
    public var bondMode: UInt8?
    /// `IFLA_BOND_ACTIVE_SLAVE`, for bonds: an index.
    public var bondActiveSlave: Int32?

    /// A device of which nothing else is known.
    public init(index: Int32, name: String) {
        self.index = index
        self.name = name
        alternativeNames = []
        promiscuity = nil
        gflagsPromisc = nil
        flagsPromisc = nil
        allmulti = nil
        isUp = false
        hardwareType = 0
        address = []
        kind = nil
        master = nil
        slaveKind = nil
        lower = nil
        lowerNamespaceID = nil
        macvlanMode = nil
        macvlanFlags = nil
        bridgeFiltersVlans = nil
        portLearns = nil
        portFloods = nil
        bondMode = nil
        bondActiveSlave = nil
    }

    /// Goes by this name, as its first or as another one.
    public func isNamed(_ name: String) -> Bool {
        self.name == name || alternativeNames.contains(name)
    }
}
