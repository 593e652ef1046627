import Packets

/// The state that dissectors write through: the line so far, the options as flat values, and what is remembered from
/// packet to packet. Each protocol is an extension of it in its own file under Protocols/.
///
/// A dissector gets the bytes that are there (`RawSpan`, cut to what the outer layer claims) and, apart from them,
/// the length on the wire. Reading past the bytes throws `Truncation`; what was printed until then stays, and the
/// innermost layer that was entered is named in the mark `[|name]`.
public struct Dissector: ~Copyable {
    /// The text so far. The owner writes it out and empties it.
    public var out: LineBuffer
    public let options: PrintOptions
    /// 0 to 3: how much is said (`-v`). A packet within one that is printed only with much of it has less.
    var verbosity: Int
    let quick: Bool
    let linkHeader: Bool
    let numeric: Bool
    /// What `-T` forces datagrams to be.
    let forcedType: ForcedType
    /// Unknown payloads are not dumped when a dump of the packet was asked for anyway, nor with `-q`.
    let suppressDefaultDump: Bool
    /// The name in `[|name]`: each dissector sets it when it is entered.
    var layer: StaticString = ""
    /// Bytes of link-layer header that a dump of the network layer leaves out.
    var linkHeaderLength = 0
    /// Layers within layers so far; bounded by `maximumDepth`, so that a packet cannot exhaust the stack.
    var depth = 0
    /// Labels of domain names that are still followed in this packet.
    var labelsLeft = 0
    var flows = FlowTable()
    var cookies = CookieTable()
    /// Nil without `-E`, or without the library that it takes.
    var decryptor: Decryptor?
    /// Calls of SunRPC whose replies may come.
    var procedureCalls = RecentCalls()
    var names: NameTable
    var clock: Clock
    /// Relative numbers are left out and noted, for a printer that has seen the packets before.
    var defersNumbers = false
    var deferred = DeferredNumbers()
    /// Packets that are left to a printer that has seen the packets before.
    var held = HeldPackets()
    /// The current packet is one.
    var isHeld = false
    /// Packets so far, for `-#`.
    var number: UInt64 = 0

    static let maximumDepth = 64
    /// Labels and pointers of one packet's domain names that are followed: a message of 64 KiB may hold 5,000 pointers to a
    /// name of 10,000 labels. A usual one stays below: where each record takes 30 octets and names a host of
    /// `ip6.arpa`, it has about 80,000.
    static let labelsInPacket = 131_072

    public init(options: PrintOptions, environment: PrintEnvironment = PrintEnvironment()) {
        self.options = options
        verbosity = options.verbosity
        quick = options.quick
        linkHeader = options.linkHeader
        numeric = options.numeric > 0
        forcedType = ForcedType(options.packetType)
        suppressDefaultDump = options.quick || options.dump == .hex || options.dump == .hexAndASCII
        names = NameTable(options: options, environment: environment)
        clock = Clock(options: options, environment: environment)
        decryptor = Decryptor(options.decryptionKeys)
        out = LineBuffer()
    }
}

/// The packet types of `-T`.
enum ForcedType {
    case none, aodv, carp, cnfp, domain, lmp, pgm, pgmZMTP, ptp, radius, resp, rpc, rtcp, rtp, snmp, someip, tftp
    case vat, vxlan, whiteboard, zmtp

    init(_ name: String?) {
        switch name?.lowercased() {
        case "aodv": self = .aodv
        case "carp": self = .carp
        case "cnfp": self = .cnfp
        case "domain": self = .domain
        case "lmp": self = .lmp
        case "pgm": self = .pgm
        case "pgm_zmtp1": self = .pgmZMTP
        case "ptp": self = .ptp
        case "radius": self = .radius
        case "resp": self = .resp
        case "rpc": self = .rpc
        case "rtcp": self = .rtcp
        case "rtp": self = .rtp
        case "snmp": self = .snmp
        case "someip": self = .someip
        case "tftp": self = .tftp
        case "vat": self = .vat
        case "vxlan": self = .vxlan
        case "wb": self = .whiteboard
        case "zmtp1": self = .zmtp
        default: self = .none
        }
    }
}

extension Dissector {
    /// One layer deeper: a packet of nothing but headers within headers ends as if it were truncated.
    mutating func descend() throws(Truncation) {
        depth += 1
        if depth > Dissector.maximumDepth { throw Truncation(offset: 0, need: 1, have: 0) }
    }
}
