import Packets

/// The interface that packets of a pcapng file come from.
public struct PcapngInterfaceDescription: Sendable, Equatable {
    public var linkType: LinkType
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
    public var interfaces: [PcapngInterfaceDescription]

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
    public var time: Timestamp
    public var started: Timestamp?
    public var ended: Timestamp?
    /// isb_ifrecv, isb_filteraccept, isb_osdrop, isb_ifdrop, isb_usrdeliv.
    public var received: UInt64?
    public var acceptedByFilter: UInt64?
    public var droppedByKernel: UInt64?
    public var droppedByInterface: UInt64?
    public var delivered: UInt64?
    public var comments: [String]

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

/// Builds blocks other than packets, in this machine's byte order (draft-ietf-opsawg-pcapng, sections 4.1, 4.2, 4.6).
struct PcapngBlocks {
    private(set) var bytes: [UInt8] = []

    init() {}

    init(_ header: PcapngHeader) throws(SavefileError) {
        block(PcapngFormat.sectionHeader) { block in
            block.put(PcapngFormat.byteOrderMagic)
            block.put(UInt16(1))
            block.put(UInt16(0))
            block.put(Int64(-1))
            for comment in header.comments { block.comment(comment) }
            block.option(3, header.system)
            block.option(4, header.application)
            block.endOptions()
        }
        for interface in header.interfaces { try add(interface) }
    }

    mutating func add(_ interface: PcapngInterfaceDescription) throws(SavefileError) {
        guard let number = interface.linkType.savefileNumber, number <= UInt32(UInt16.max) else {
            throw .unsupportedLinkType(subject: interface.name ?? "stream", dlt: interface.linkType.rawValue)
        }
        add(interface, UInt16(number))
    }

    private mutating func add(_ interface: PcapngInterfaceDescription, _ number: UInt16) {
        block(PcapngFormat.interfaceDescription) { block in
            block.put(number)
            block.put(UInt16(0))
            block.put(UInt32(truncatingIfNeeded: interface.snapshotLength))
            block.option(2, interface.name)
            block.option(3, interface.description)
            if let address = interface.address, address.count == 6 { block.option(6, address) }
            block.option(9, [interface.clock.resolution])
            // Kind 0: the expression as text.
            if let filter = interface.filter { block.option(11, [0] + Array(filter.utf8)) }
            block.option(12, interface.system)
            if interface.clock.offset != 0 { block.option(14, UInt64(bitPattern: interface.clock.offset)) }
            block.endOptions()
        }
    }

    mutating func add(_ statistics: PcapngStatistics, _ clock: PcapngClock = .nanoseconds) {
        block(PcapngFormat.interfaceStatistics) { block in
            block.put(UInt32(truncatingIfNeeded: statistics.interface))
            block.put(stamp: clock.units(statistics.time))
            for comment in statistics.comments { block.comment(comment) }
            for (code, time) in [(UInt16(2), statistics.started), (3, statistics.ended)] {
                guard let time else { continue }
                block.put(code)
                block.put(UInt16(8))
                block.put(stamp: clock.units(time))
            }
            block.option(4, statistics.received)
            block.option(5, statistics.droppedByInterface)
            block.option(6, statistics.acceptedByFilter)
            block.option(7, statistics.droppedByKernel)
            block.option(8, statistics.delivered)
            block.endOptions()
        }
    }

    private mutating func block(_ type: UInt32, _ body: (inout PcapngBlocks) -> Void) {
        let start = bytes.count
        put(type)
        put(UInt32(0))
        body(&self)
        let length = UInt32(bytes.count - start + 4)
        put(length)
        for (i, byte) in bytes[(bytes.count - 4)...].enumerated() { bytes[start + 4 + i] = byte }
    }

    private mutating func put<T: FixedWidthInteger>(_ value: T) {
        unsafe Swift.withUnsafeBytes(of: value) { unsafe bytes.append(contentsOf: $0) }
    }

    /// Two halves, the upper one first, whatever the byte order.
    private mutating func put(stamp units: UInt64) {
        put(UInt32(truncatingIfNeeded: units >> 32))
        put(UInt32(truncatingIfNeeded: units))
    }

    private mutating func option(_ code: UInt16, _ value: [UInt8]) {
        let kept = value.prefix(Int(UInt16.max))
        put(code)
        put(UInt16(kept.count))
        bytes += kept
        bytes += [UInt8](repeating: 0, count: -kept.count & 3)
    }

    private mutating func option(_ code: UInt16, _ text: String?) {
        if let text { option(code, Array(text.utf8)) }
    }

    private mutating func option(_ code: UInt16, _ value: UInt64?) {
        guard let value else { return }
        put(code)
        put(UInt16(8))
        put(value)
    }

    private mutating func comment(_ text: String) {
        for part in PcapngComment.parts(text) { option(1, part) }
    }

    private mutating func endOptions() {
        put(UInt32(0))
    }
}

extension Timestamp {
    /// Nanoseconds since 1970, at least 0 and at most what 64 bits hold.
    @inline(__always)
    var pcapngNanoseconds: UInt64 {
        let (product, tooLarge) = UInt64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000_000)
        if tooLarge { return .max }
        let sum = product.addingReportingOverflow(UInt64(clamping: nanoseconds))
        return sum.overflow ? .max : sum.partialValue
    }
}
