import Packets

// The classic savefile (pcap-savefile(5)), in the byte order of the machine that wrote it:
//
//    0       4       6       8               12              16              20
//    +-------+-------+-------+---------------+---------------+---------------+---------------+
//    | magic | major | minor | zone, unused  | sigfigs, ditto| snapshot len  | link type     |
//    +-------+-------+-------+---------------+---------------+---------------+---------------+
//
// then for each packet
//
//    0               4               8               12              16
//    +---------------+---------------+---------------+---------------+-------------------+
//    | seconds       | fraction      | captured len  | original len  | captured bytes    |
//    +---------------+---------------+---------------+---------------+-------------------+
//
// The link type's upper bits may tell how long the frame check sequence is; they are kept for the writer.

/// How a classic file's records are to be read: what its header said.
@usableFromInline
struct ClassicFormat: Sendable {
    /// Which of the two lengths comes first: files before version 2.3 have the original one first, those of 2.3 either.
    enum LengthOrder: Sendable {
        case capturedFirst, originalFirst, smallerFirst
    }

    static let microsecondMagic: UInt32 = 0xA1B2_C3D4
    static let nanosecondMagic: UInt32 = 0xA1B2_3C4D
    /// Linux 2.2's patched libpcap: records with an interface index, protocol and packet type after the lengths.
    static let patchedMagic: UInt32 = 0xA1B2_CD34
    /// What is written: version 2.4.
    static let version: (major: UInt16, minor: UInt16) = (2, 4)
    /// The link type field's bits that are the type.
    static let linkTypeMask: UInt32 = 0x03FF_FFFF

    /// The header of a file.
    struct FileHeader: ~Escapable {
        static var length: Int { 24 }
        static var magicLength: Int { 4 }

        private let bytes: RawSpan
        private let order: ByteOrder

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, _ order: ByteOrder) {
            self.bytes = bytes
            self.order = order
        }

        var major: UInt16 { get throws(Truncation) { try order.native(bytes.u16(4)) } }
        var minor: UInt16 { get throws(Truncation) { try order.native(bytes.u16(6)) } }
        var snapshotLength: UInt32 { get throws(Truncation) { try order.native(bytes.u32(16)) } }
        var linkType: UInt32 { get throws(Truncation) { try order.native(bytes.u32(20)) } }
    }

    /// Where the fields of a record's header lie. The reader and the writer load and store them one by one, without a
    /// view, as this is done for each packet.
    @usableFromInline
    enum Record {
        @inlinable static var seconds: Int { 0 }
        @inlinable static var fraction: Int { 4 }
        @inlinable static var capturedLength: Int { 8 }
        @inlinable static var originalLength: Int { 12 }
        /// The header of all files but the patched ones.
        @inlinable static var headerLength: Int { 16 }
        static var patchedHeaderLength: Int { 24 }
    }

    var order = ByteOrder()
    var nanosecond = false
    var recordHeaderLength = Record.headerLength
    var lengthOrder = LengthOrder.capturedFirst
    var snapshotLength = 0
    var linkType = LinkType.ethernet
    /// The link type field's bits above the type.
    var linkTypeExtension: UInt32 = 0

    init() {}

    /// Nil when the magic number is another format's.
    init?(magic: UInt32) {
        switch magic {
        case Self.microsecondMagic, Self.microsecondMagic.byteSwapped: break
        case Self.nanosecondMagic, Self.nanosecondMagic.byteSwapped: nanosecond = true
        case Self.patchedMagic, Self.patchedMagic.byteSwapped: recordHeaderLength = Record.patchedHeaderLength
        default: return nil
        }
        order.isSwapped = magic >> 16 != Self.microsecondMagic >> 16
    }

    /// Reads the file's header, of which the first four bytes were this format's magic number.
    mutating func readHeader(_ bytes: RawSpan) throws(SavefileError) {
        let major: UInt16, minor: UInt16, snapshot: UInt32, link: UInt32
        do throws(Truncation) {
            let header = FileHeader(bytes, order)
            major = try header.major
            minor = try header.minor
            snapshot = try header.snapshotLength
            link = try header.linkType
        } catch {
            // The magic number is already off the count: what libpcap says too.
            throw .truncatedFileHeader(need: FileHeader.length, have: bytes.byteCount - FileHeader.magicLength)
        }
        if major < 2 { throw .archaicVersion }
        switch (major, minor) {
        case (2, 0...2), (543, 0): lengthOrder = .originalFirst
        case (2, 3): lengthOrder = .smallerFirst
        case (2, 4): lengthOrder = .capturedFirst
        default: throw .unsupportedVersion(major: major, minor: minor)
        }
        linkType = LinkType(savefile: link & Self.linkTypeMask)
        linkTypeExtension = link & ~Self.linkTypeMask
        snapshotLength =
            snapshot == 0 || snapshot > UInt32(Int32.max) ? linkType.maximumSnapshotLength : Int(snapshot)
        if recordHeaderLength == Record.patchedHeaderLength && linkType == .ethernet {
            // Such files were made of cooked captures too: their snapshot length does not count the Ethernet header.
            snapshotLength &+= 14
        }
    }
}
