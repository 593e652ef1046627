import Packets

/// The interface that packets of a pcapng file come from.
public struct PcapngInterfaceDescription: Sendable, Equatable {
    /// What its packets begin with.
    public var linkType: LinkType
    /// Bytes that are kept of each packet; 0 for no limit.
    public var snapshotLength: Int
    /// if_name: "eth0".
    public var name: String?
    /// if_description.
    public var description: String?
    /// if_filter: the filter expression.
    public var filter: String?
    /// if_MACaddr; nil unless it has six bytes.
    public var address: [UInt8]?
    /// if_os.
    public var system: String?
    /// if_tsresol, if_tsoffset.
    public var clock: PcapngClock

    /// Makes one of these values; see the properties.
    public init(
        linkType: LinkType, snapshotLength: Int, name: String? = nil, description: String? = nil, filter: String? = nil,
        address: [UInt8]? = nil, system: String? = nil, clock: PcapngClock = .nanoseconds
    ) {
        self.linkType = linkType
        self.snapshotLength = snapshotLength
        self.name = name
        self.description = description
        self.filter = filter
        self.address = address
        self.system = system
        self.clock = clock
    }
}

/// The head of a pcapng file: one section and its interfaces.
public struct PcapngHeader: Sendable, Equatable {
    /// shb_userappl: "swiftcap 1.0".
    public var application: String?
    /// shb_os.
    public var system: String?
    /// Comments, each shown by Wireshark; longer ones than an option holds are cut into parts.
    public var comments: [String]
    /// In the order of their numbers.
    public var interfaces: [PcapngInterfaceDescription]

    /// Makes one of these values; see the properties.
    public init(
        application: String? = nil, system: String? = nil, comments: [String] = [],
        interfaces: [PcapngInterfaceDescription]
    ) {
        self.application = application
        self.system = system
        self.comments = comments
        self.interfaces = interfaces
    }
}

/// What is known of an interface at the end: an interface statistics block.
public struct PcapngStatistics: Sendable, Equatable {
    /// The interface's place in the header.
    public var interface: Int
    /// When they were counted.
    public var time: Timestamp
    /// isb_starttime.
    public var started: Timestamp?
    /// isb_endtime.
    public var ended: Timestamp?
    /// isb_ifrecv: packets.
    public var received: UInt64?
    /// isb_filteraccept: packets.
    public var acceptedByFilter: UInt64?
    /// isb_osdrop: packets.
    public var droppedByKernel: UInt64?
    /// isb_ifdrop: packets.
    public var droppedByInterface: UInt64?
    /// isb_usrdeliv: packets.
    public var delivered: UInt64?
    /// Of the block.
    public var comments: [String]

    /// Makes one of these values; see the properties.
    public init(
        interface: Int, time: Timestamp, started: Timestamp? = nil, ended: Timestamp? = nil, received: UInt64? = nil,
        acceptedByFilter: UInt64? = nil, droppedByKernel: UInt64? = nil, droppedByInterface: UInt64? = nil,
        delivered: UInt64? = nil, comments: [String] = []
    ) {
        self.interface = interface
        self.time = time
        self.started = started
        self.ended = ended
        self.received = received
        self.acceptedByFilter = acceptedByFilter
        self.droppedByKernel = droppedByKernel
        self.droppedByInterface = droppedByInterface
        self.delivered = delivered
        self.comments = comments
    }
}
