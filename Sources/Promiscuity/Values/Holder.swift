/// A process, device or setting that holds references on an interface's promiscuity count.
public struct Holder: Equatable, Hashable, Sendable {
    /// What kind of thing holds. The raw values are the report's words and never change meaning.
    public enum Kind: String, CaseIterable, Sendable {
        /// An AF_PACKET membership of type PACKET_MR_PROMISC.
        case packetSocket = "packet_socket"
        /// The switch that `ip link set promisc on` sets.
        case ipLink = "ip_link"
        /// The bridge whose port the interface is.
        case bridgePort = "bridge_port"
        /// A macvlan or macvtap above the interface.
        case macvlan
        /// A VLAN device above it that is promiscuous.
        case vlan
        /// The promiscuous bond whose slave it is.
        case bond
        /// The promiscuous team device whose port it is.
        case team
        /// The Open vSwitch whose port it is.
        case openvswitch
        /// A MACsec device above it that is promiscuous.
        case macsec
        /// The kernel itself, for a second unicast address on a device without a filter.
        case unicastFilter = "unicast_filter"
        /// A holder that was gone before it could be read.
        case unknown
    }

    /// Whether the kernel said so or it follows from what else it said.
    public enum Certainty: String, Sendable {
        /// The kernel names it.
        case exact
        /// It follows from what else the kernel says.
        case inferred
    }

    /// What it is.
    public var kind: Kind
    /// References on the count of the interface in question. Entries, not `pdmc_count`.
    public var references: Int
    /// Whether the kernel names it.
    public var certainty: Certainty
    /// How we know, in words: "packet_diag membership, inode 39623".
    public var evidence: String
    /// Held by this very process's capture.
    public var own: Bool
    /// The socket's inode, for packet sockets.
    public var inode: UInt32?
    /// The socket's cookie: unique for as long as the machine runs, where inodes are used again.
    public var cookie: UInt64?
    /// The device that holds: the bridge, the macvlan, the bond.
    public var device: String?
    /// Its index, by which it is known when it is renamed.
    public var deviceIndex: Int32?
    /// The owner's user id as the kernel knows it, where it does.
    public var userID: UInt32?
    /// That user's name, or the number where there is no name.
    public var user: String?
    /// Every process that has the socket. Empty: none was found, which does not mean that there is none.
    public var processes: [HolderProcess]

    /// Makes one of these values; see the properties.
    public init(
        kind: Kind, references: Int, certainty: Certainty, evidence: String, own: Bool = false, inode: UInt32? = nil,
        cookie: UInt64? = nil, device: String? = nil, deviceIndex: Int32? = nil, userID: UInt32? = nil,
        processes: [HolderProcess] = []
    ) {
        self.kind = kind
        self.references = references
        self.certainty = certainty
        self.evidence = evidence
        self.own = own
        self.inode = inode
        self.cookie = cookie
        self.device = device
        self.deviceIndex = deviceIndex
        self.userID = userID
        user = nil
        self.processes = processes
    }
}

/// A process that has a holder's socket.
public struct HolderProcess: Equatable, Hashable, Sendable {
    /// Its number in the namespace that /proc shows.
    public var pid: Int32
    /// `/proc/PID/comm`.
    public var command: String
    /// The effective user's name, or its number where there is no name.
    public var user: String
    /// `/proc/PID/cmdline`.
    public var arguments: [String]
    /// False for a process that was found to have the socket and cannot be looked at any more, as after a change of
    /// user: whether it has the socket still is not known.
    public var isConfirmed: Bool

    /// Makes one of these values; see the properties.
    public init(pid: Int32, command: String, user: String, arguments: [String], isConfirmed: Bool = true) {
        self.isConfirmed = isConfirmed
        self.pid = pid
        self.command = command
        self.user = user
        self.arguments = arguments
    }
}
