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

    static let fileHeaderLength = 24
    static let microsecondMagic: UInt32 = 0xA1B2_C3D4
    static let nanosecondMagic: UInt32 = 0xA1B2_3C4D
    /// Linux 2.2's patched libpcap: records with an interface index, protocol and packet type after the lengths.
    static let patchedMagic: UInt32 = 0xA1B2_CD34

    /// The other byte order than this machine's.
    var swapped = false
    var nanosecond = false
    var recordHeaderLength = 16
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
        case Self.patchedMagic, Self.patchedMagic.byteSwapped: recordHeaderLength = 24
        default: return nil
        }
        swapped = magic >> 16 != 0xA1B2
    }

    /// Reads the 24 bytes of the file's header, of which the first four were this format's magic number.
    mutating func readHeader(_ bytes: RawSpan) throws(SavefileError) {
        let major: UInt16, minor: UInt16, snapshot: UInt32, link: UInt32
        do throws(Truncation) {
            major = try native(bytes.u16(4))
            minor = try native(bytes.u16(6))
            snapshot = try native(bytes.u32(16))
            link = try native(bytes.u32(20))
        } catch {
            // The magic number is already off the count: what libpcap says too.
            throw .truncatedFileHeader(need: Self.fileHeaderLength, have: bytes.byteCount - 4)
        }
        if major < 2 { throw .archaicVersion }
        switch (major, minor) {
        case (2, 0...2), (543, 0): lengthOrder = .originalFirst
        case (2, 3): lengthOrder = .smallerFirst
        case (2, 4): lengthOrder = .capturedFirst
        default: throw .unsupportedVersion(major: major, minor: minor)
        }
        linkType = LinkType(savefile: link & 0x03FF_FFFF)
        linkTypeExtension = link & 0xFC00_0000
        snapshotLength =
            snapshot == 0 || snapshot > UInt32(Int32.max) ? linkType.maximumSnapshotLength : Int(snapshot)
        if recordHeaderLength == 24 && linkType == .ethernet {
            // Such files were made of cooked captures too: their snapshot length does not count the Ethernet header.
            snapshotLength &+= 14
        }
    }

    /// The getters read network order; the file has this machine's or the other one.
    func native<T: FixedWidthInteger>(_ value: T) -> T {
        let machine = T(bigEndian: value)
        return swapped ? machine.byteSwapped : machine
    }
}

extension ClassicFormat {
    /// The 24 bytes of a file's header in this machine's byte order.
    static func head(_ header: SavefileWriter.Header, _ linkType: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        func put<T: FixedWidthInteger>(_ value: T) {
            unsafe withUnsafeBytes(of: value) { unsafe bytes.append(contentsOf: $0) }
        }
        put(header.nanosecond ? nanosecondMagic : microsecondMagic)
        put(UInt16(2))
        put(UInt16(4))
        put(UInt32(0))
        put(UInt32(0))
        put(UInt32(truncatingIfNeeded: header.snapshotLength))
        put(linkType | header.linkTypeExtension)
        return bytes
    }
}
