import Packets

// A pcapng file (draft-ietf-opsawg-pcapng) is a row of blocks, each in the byte order of its section:
//
//    0               4               8                        length-4        length
//    +---------------+---------------+------------------------+---------------+
//    | type          | length        | body, padded to 4      | length again  |
//    +---------------+---------------+------------------------+---------------+
//
// A section header block opens a section and forgets the interfaces of the one before.

/// Numbers of the format.
enum PcapngFormat {
    static let sectionHeader: UInt32 = 0x0A0D_0D0A
    static let byteOrderMagic: UInt32 = 0x1A2B_3C4D
    static let interfaceDescription: UInt32 = 1
    static let obsoletePacket: UInt32 = 2
    static let simplePacket: UInt32 = 3
    static let interfaceStatistics: UInt32 = 5
    static let enhancedPacket: UInt32 = 6
    /// An enhanced packet block beside its bytes, with the longest padding and without options.
    static var packetOverhead: Int { Enhanced.emptyLength + 3 }
    static let maximumSectionHeader = 1 << 20
    /// A section header without options.
    static let minimumSectionHeader = 28
    /// What is written: version 1.0.
    static let version: (major: UInt16, minor: UInt16) = (1, 0)
    /// A section's length where it is not known when the section begins.
    static let unknownLength: Int64 = -1
    /// if_tsresol of an interface that does not say: microseconds.
    static let defaultResolution: UInt8 = 6

    /// Lengths are multiples of this, values are padded to it.
    @inline(__always)
    static func padded(_ length: Int) -> Int { (length + 3) & ~3 }

    /// Where the fields of an enhanced packet block lie, counted from the block's type. The reader and the writer load and
    /// store them one by one, without a view, as this is done for each packet.
    enum Enhanced {
        static var type: Int { 0 }
        static var length: Int { 4 }
        static var interface: Int { 8 }
        static var stampHigh: Int { 12 }
        static var stampLow: Int { 16 }
        static var capturedLength: Int { 20 }
        static var originalLength: Int { 24 }
        static var bytes: Int { 28 }
        /// Of the length again, at the block's end.
        static var trailerLength: Int { 4 }
        /// The block of a packet without bytes and options.
        static var emptyLength: Int { bytes + trailerLength }
    }
}

/// The first bytes of a block, as far as they are there.
struct PcapngBlockHeader: ~Escapable {
    /// Type and length.
    static var length: Int { 8 }
    /// Both of a block's lengths and its type: what a block has beside its body.
    static var overhead: Int { 12 }
    /// Type and length of a section header, and the byte order magic that its body begins with.
    static var lengthWithMagic: Int { 12 }
    static var trailerLength: Int { 4 }

    private let bytes: RawSpan
    private let order: ByteOrder

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, _ order: ByteOrder) {
        self.bytes = bytes
        self.order = order
    }

    var type: UInt32 { get throws(Truncation) { try order.native(bytes.u32(0)) } }
    var blockLength: UInt32 { get throws(Truncation) { try order.native(bytes.u32(4)) } }
    /// Of a section header.
    var byteOrderMagic: UInt32 { get throws(Truncation) { try order.native(bytes.u32(8)) } }

    /// The length again, behind a body; `length` is the whole block's.
    func trailer(_ length: Int) throws(Truncation) -> UInt32 {
        try order.native(bytes.u32(length - PcapngBlockHeader.trailerLength))
    }
}

extension ByteOrder {
    /// Of the section that begins at the front of `start`; nil where no section header does.
    init?(pcapng start: RawSpan) {
        let header = PcapngBlockHeader(start, ByteOrder())
        guard let type = try? header.type, type == PcapngFormat.sectionHeader, let magic = try? header.byteOrderMagic
        else { return nil }
        if magic != PcapngFormat.byteOrderMagic && magic.byteSwapped != PcapngFormat.byteOrderMagic { return nil }
        self.init(isSwapped: magic != PcapngFormat.byteOrderMagic)
    }
}

/// The body of a section header block (draft-ietf-opsawg-pcapng, section 4.1).
///
///    magic:4  major:2  minor:2  section length:8  options
struct PcapngSectionHeader: ~Escapable {
    static var options: Int { 16 }

    private let body: RawSpan
    private let order: ByteOrder

    @_lifetime(copy body)
    init(_ body: RawSpan, _ order: ByteOrder) {
        self.body = body
        self.order = order
    }

    var byteOrderMagic: UInt32 { get throws(Truncation) { try order.native(body.u32(0)) } }
    var major: UInt16 { get throws(Truncation) { try order.native(body.u16(4)) } }
    var minor: UInt16 { get throws(Truncation) { try order.native(body.u16(6)) } }
}

/// The body of an interface description block (section 4.2).
///
///    link type:2  reserved:2  snapshot length:4  options
struct PcapngInterfaceBlock: ~Escapable {
    static var options: Int { 8 }

    private let body: RawSpan
    private let order: ByteOrder

    @_lifetime(copy body)
    init(_ body: RawSpan, _ order: ByteOrder) {
        self.body = body
        self.order = order
    }

    var linkType: UInt16 { get throws(Truncation) { try order.native(body.u16(0)) } }
    var snapshotLength: UInt32 { get throws(Truncation) { try order.native(body.u32(4)) } }
}

/// The body of an interface statistics block (section 4.6).
///
///    interface:4  stamp high:4  stamp low:4  options
struct PcapngStatisticsBlock: ~Escapable {
    static var stamp: Int { 4 }
    static var options: Int { 12 }

    private let body: RawSpan
    private let order: ByteOrder

    @_lifetime(copy body)
    init(_ body: RawSpan, _ order: ByteOrder) {
        self.body = body
        self.order = order
    }

    var interface: UInt32 { get throws(Truncation) { try order.native(body.u32(0)) } }
}

/// The body of the blocks that carry packets (sections 4.3, 4.4, appendix A). Enhanced and obsolete ones differ only in how wide the
/// interface's number is.
///
///    enhanced (6)   interface:4  stamp high:4  stamp low:4  captured:4  original:4  bytes, padded  options
///    obsolete (2)   interface:2  drops:2  stamp high:4  stamp low:4  captured:4  original:4  bytes, padded  options
///    simple (3)     original:4  bytes, padded                         no interface, no stamp, cut at its snapshot length
struct PcapngPacketBlock: ~Escapable {
    /// Where the packet's bytes begin in an enhanced or obsolete one.
    static var bytes: Int { 20 }
    /// The same in a simple one.
    static var simpleBytes: Int { 4 }

    private let body: RawSpan
    private let order: ByteOrder

    @inline(__always)
    @_lifetime(copy body)
    init(_ body: RawSpan, _ order: ByteOrder) {
        self.body = body
        self.order = order
    }

    var interface: UInt32 { get throws(Truncation) { try order.native(body.u32(0)) } }
    var obsoleteInterface: UInt16 { get throws(Truncation) { try order.native(body.u16(0)) } }
    var stamp: UInt64 { get throws(Truncation) { try body.pcapngStamp(4, order) } }
    var capturedLength: UInt32 { get throws(Truncation) { try order.native(body.u32(12)) } }
    var originalLength: UInt32 { get throws(Truncation) { try order.native(body.u32(16)) } }
    var simpleOriginalLength: UInt32 { get throws(Truncation) { try order.native(body.u32(0)) } }
}

extension RawSpan {
    /// A time stamp in its interface's units: two halves, the upper one first, whatever the byte order.
    @inline(__always)
    func pcapngStamp(_ offset: Int, _ order: ByteOrder) throws(Truncation) -> UInt64 {
        try UInt64(order.native(u32(offset))) << 32 | UInt64(order.native(u32(offset + 4)))
    }
}
