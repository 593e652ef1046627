import Packets
import Wire

/// Where packets come from: what is known of an interface beside its packets.
public struct RowInterface: Sendable, Equatable {
    public var name: String
    /// Its own link-layer address, 48 bits, where it is known.
    public var address: UInt64?

    public init(name: String, address: [UInt8]? = nil) {
        self.name = name
        self.address = address.flatMap { $0.count == 6 ? $0.reduce(0) { $0 << 8 | UInt64($1) } : nil }
    }
}

/// Packets → rows: reads what the columns ask for, in one pass over each packet's headers.
///
/// What a packet does not have stays absent. Where the octets end within a header, or a header cannot be as it is, reading
/// ends: what was read stays, and the row says in which layer.
public struct RowReader: ~Copyable {
    public var row = Row()
    let wanted: ColumnSet
    /// Number of the last packet.
    public private(set) var sequence: UInt64 = 0
    private var own: UInt64?
    private var interfaces: [RowInterface] = []
    private var interface = 0
    private let host: String
    private var hostText = (begin: 0, length: 0)
    private var interfaceText = (begin: 0, length: 0)
    let readsApplications: Bool
    let checksChecksums: Bool
    let makesCommunityID: Bool

    /// For addresses within texts.
    var scratch = LineBuffer(capacity: 256)

    // Of the packet in hand.
    /// What is read now, for the case that it cannot be.
    var layer = Word.ethernet
    /// Less was captured than was on the wire.
    var isCut = false
    /// The octets end where a header says, not where the capture ended.
    var isBounded = false
    /// Tunnels that were left.
    var depth = 0
    /// Octets of the IP payload, as the header claims.
    var claimed = 0
    var isFragment = false
    /// The receiver in the header is a station on the way, and the last one is not known.
    var isRouted = false
    /// In the place of the header's addresses in the pseudo-header that checksums are over; only where these are asked for.
    var checkedSource: HostAddress?
    var checkedDestination: HostAddress?
    /// Which way the next packet went, by what the capture says of it.
    private var toldDirection: Word?

    /// Tunnels in each other that are followed.
    static let mostTunnels = 8

    /// - Parameters:
    ///   - columns: what is read; others stay absent.
    ///   - host: for `observer.hostname`.
    public init(_ columns: ColumnSet, host: String) {
        wanted = columns
        self.host = host
        readsApplications = columns.hasAny(ColumnSet.applications)
        checksChecksums = columns.contains(.checksumIP) || columns.contains(.checksumTransport)
        makesCommunityID = columns.contains(.communityID)
        addConstants()
    }

    /// Interfaces that packets may come from from now on.
    public mutating func add(_ more: [RowInterface]) {
        let isFirst = interfaces.isEmpty
        interfaces += more
        if isFirst && !more.isEmpty { select(0) }
    }

    /// Which of the interfaces the next packets come from.
    public mutating func select(_ place: Int) {
        guard place < interfaces.count else { return }
        interface = place
        own = interfaces[place].address
        addConstants()
    }

    /// Texts that are the same in all rows until the interface is another one.
    private mutating func addConstants() {
        row.removeConstants()
        let hasHost = wanted.contains(.observerHostname)
        hostText = hasHost ? row.addConstant(host.octets) : (0, 0)
        let hasName = wanted.contains(.ingressInterface) && interface < interfaces.count
        interfaceText = hasName ? row.addConstant(interfaces[interface].name.octets) : (0, 0)
    }

    /// What the capture says of the next packet: it was received, or sent.
    public mutating func tell(isOutbound: Bool) { toldDirection = isOutbound ? .egress : .ingress }

    /// Before each header of the network layer that is not another one's extension.
    @inline(__always)
    mutating func forgetRoute() {
        isFragment = false
        isRouted = false
        if checksChecksums {
            checkedSource = nil
            checkedDestination = nil
        }
    }

    /// Reads a packet into `row`.
    public mutating func read(_ packet: borrowing PacketView) {
        row.removeAll()
        sequence &+= 1
        let captured = packet.bytes.byteCount
        isCut = captured < packet.originalLength
        isBounded = false
        depth = 0
        forgetRoute()
        setTime(packet.timestamp)
        row.set(.eventSequence, sequence)
        row.set(constant: hostText, at: Int(Column.observerHostname.rawValue))
        row.set(constant: interfaceText, at: Int(Column.ingressInterface.rawValue))
        row.set(.networkBytes, UInt32(clamping: packet.originalLength))
        row.set(.capturedBytes, UInt32(clamping: captured))
        row.set(.cut, isCut)
        row.set(.linkType, UInt16(truncatingIfNeeded: packet.linkType.rawValue))
        do throws(Truncation) { try frame(packet.bytes, packet.linkType) } catch { fault() }
        if depth > 0 { row.set(.tunnelDepth, depth) }
        if let direction = toldDirection {
            row.set(.networkDirection, direction)
            toldDirection = nil
        }
        if makesCommunityID { setCommunityID() }
        row.keep(wanted.low, wanted.high)
    }

    /// Years 1 to 9999 have a text; nanoseconds of 64 bits reach from 1677 to 2262.
    @inline(__always)
    private mutating func setTime(_ time: Timestamp) {
        let time = time.normalized
        guard time.seconds >= -62_135_596_800, time.seconds <= 253_402_300_799 else { return }
        row.set(.time, time.seconds &* 1_000_000 &+ time.nanoseconds / 1000)
        if time.seconds > -9_223_372_036, time.seconds < 9_223_372_036 {
            row.set(.nanoseconds, time.seconds &* 1_000_000_000 &+ time.nanoseconds)
        }
    }

    /// Reading ends in this layer.
    func faultColumn() -> Column { isCut && !isBounded ? .cutIn : .malformed }

    mutating func fault() {
        let column = faultColumn()
        if !row.has(column) { row.set(column, layer) }
    }

    /// The same where the rest of what is read may be in another packet: then only what the capture cut off is said.
    mutating func fault(missing isPart: Bool) {
        if !isPart || isCut && !isBounded { fault() }
    }

    /// The header says what cannot be.
    mutating func malformed() {
        if !row.has(.malformed) { row.set(.malformed, layer) }
    }

    /// Who the frame is for and where it goes, by the interface's own address (IEEE 802, clause 8.2.2: the group bit is the
    /// lowest of the first octet).
    @inline(__always)
    mutating func compare(_ destination: UInt64, _ source: UInt64) {
        guard let own, depth == 0 else { return }
        let isGroup = destination >> 40 & 1 != 0
        row.set(.networkDirection, source == own ? Word.egress : Word.ingress)
        row.set(.foreignUnicast, !isGroup && destination != own && source != own)
    }
}

extension String {
    /// The octets that the text was made of.
    var octets: [UInt8] { Array(utf8) }
}
