import Glibc
import Packets
import Syscalls
import SystemPackage

/// Reads a savefile from a path, a descriptor or standard input and hands its packets out where they lie.
///
/// No packet is copied. Memory is constant: half a mebibyte, more only for packets of link types that allow more than
/// 256 KiB, and then only while their bytes really arrive. What could be read is handed out before an error is thrown.
public struct SavefileReader: ~Copyable {
    /// The fraction's resolution that the caller wants. Finer stamps are cut, coarser ones filled with zeros.
    public enum Precision: Sendable {
        /// 10^-6 s, what classic files usually have.
        case microsecond
        /// 10^-9 s.
        case nanosecond
    }

    /// One packet's place in the window and what its header said.
    @usableFromInline
    struct Record: Sendable {
        @usableFromInline var offset = 0
        @usableFromInline var length = 0
        @usableFromInline var originalLength = 0
        @usableFromInline var timestamp = Timestamp(seconds: 0, nanoseconds: 0)
        @usableFromInline var linkType = LinkType.ethernet
        @usableFromInline var interface = 0

        @usableFromInline init() {}
    }

    @usableFromInline var window: InputWindow
    @usableFromInline var record = Record()
    // What the fast path through an ordinary classic file needs; `keep` is -1 where it must not be taken.
    @usableFromInline var keep = -1
    @usableFromInline var swapped = false
    @usableFromInline var fractionScale: Int64 = 1000
    @usableFromInline var cutsToMicroseconds = false

    var classic = ClassicFormat()
    /// The file is pcapng: what is known of its current section.
    var isPcapng = false
    var pcapng = PcapngSection()
    var block: (type: UInt32, length: Int) = (0, 0)
    @usableFromInline var changes = 0
    /// Comments are kept only for a caller that asks.
    var comments: SavefileComments?
    /// The same for what a copy wants to have.
    let annotations: PcapngAnnotations?
    var keepsOptions = false
    @usableFromInline var optionStart = 0
    @usableFromInline var optionLength = 0
    /// libpcap's rule: one link type and one snapshot length for the whole file.
    let uniform: Bool

    /// The link type of the file, or of a pcapng file's first interface.
    public internal(set) var linkType = LinkType.ethernet
    /// The most bytes that a packet of this file keeps.
    public internal(set) var snapshotLength = 0
    /// The bits above the link type in a classic file's header (length of the frame check sequence); for the writer.
    public private(set) var linkTypeExtension: UInt32 = 0
    /// What the caller asked for.
    public let precision: Precision

    /// Opens a file; `-` is standard input. With `uniform` a pcapng file must keep to one link type and snapshot
    /// length and to one byte order, as libpcap asks; without it each packet tells its own link type. With
    /// `annotations` what stands beside the packets is kept for a copy, see `takeStatistics`.
    public init(
        path: String, precision: Precision = .microsecond, uniform: Bool = true, annotations: Bool = false
    ) throws(SavefileError) {
        try self.init(path: path, precision: precision, uniform: uniform, comments: false, annotations: annotations)
    }

    init(
        path: String, precision: Precision = .microsecond, uniform: Bool, comments: Bool, annotations: Bool = false
    ) throws(SavefileError) {
        try self.init(
            source: SavefileReader.open(path), precision: precision, uniform: uniform, comments: comments,
            annotations: annotations)
    }

    /// Opens a file, of which nothing is read yet; `-` is standard input.
    public static func open(_ path: String) throws(SavefileError) -> Descriptor {
        do throws(SystemError) {
            if path != "-" { return try Descriptor.open(path, O_RDONLY) }
            return Descriptor(owning: try checked("fcntl") { fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) })
        } catch {
            throw .cannotOpen(path: path, errno: error.errno)
        }
    }

    /// Reads from an open file, pipe or socket, from where it stands.
    public init(
        source: consuming Descriptor, precision: Precision = .microsecond, uniform: Bool = true,
        annotations: Bool = false
    ) throws(SavefileError) {
        try self.init(
            source: source, precision: precision, uniform: uniform, comments: false, annotations: annotations)
    }

    init(
        source: consuming Descriptor, precision: Precision, uniform: Bool, comments: Bool, annotations: Bool = false
    ) throws(SavefileError) {
        self.annotations = annotations ? PcapngAnnotations() : nil
        keepsOptions = annotations
        self.comments = comments ? SavefileComments() : nil
        _ = posix_fadvise(source.rawValue, 0, 0, POSIX_FADV_SEQUENTIAL)
        window = InputWindow(source: source)
        self.precision = precision
        self.uniform = uniform
        try window.fill(4)
        try window.unpackIfPacked()
        guard let magic = try? window.bytes.u32(0) else { throw .truncatedFileHeader(need: 4, have: window.available) }
        if magic == PcapngFormat.sectionHeader {
            try openPcapng()
        } else {
            try openClassic(magic: UInt32(bigEndian: magic))
        }
    }

    private mutating func openClassic(magic: UInt32) throws(SavefileError) {
        guard var format = ClassicFormat(magic: magic) else { throw .unknownFormat }
        try window.fill(ClassicFormat.FileHeader.length)
        try format.readHeader(window.bytes)
        window.start += ClassicFormat.FileHeader.length
        classic = format
        linkType = format.linkType
        snapshotLength = format.snapshotLength
        linkTypeExtension = format.linkTypeExtension
        record.linkType = format.linkType
        swapped = format.order.isSwapped
        fractionScale = format.nanosecond ? 1 : 1000
        cutsToMicroseconds = format.nanosecond && precision == .microsecond
        let swapsHeaders = swapped && PseudoHeaders.concern(format.linkType)
        if format.recordHeaderLength == ClassicFormat.Record.headerLength && format.lengthOrder == .capturedFirst
            && !swapsHeaders
        {
            keep = Swift.min(snapshotLength, linkType.maximumSnapshotLength)
        }
    }

    /// Grows with each section and each interface, for a caller that keeps a list of them, and with what `annotations`
    /// keeps.
    @inlinable
    public var interfaceChanges: Int { changes }

    /// The number of the current packet's interface within its section; 0 in classic files.
    @inlinable
    public var interface: Int { record.interface }

    /// The input's descriptor, for a signal handler that ends a wait for input by putting another file in its place.
    public var sourceDescriptor: Int32 { window.source.rawValue }

    /// Eight bytes written here, not all nothing, have a second thread that waits for input look again at what is in
    /// its place; -1 where no second thread is waited for.
    public var wakeDescriptor: Int32 { window.unpacker?.waker?.descriptor ?? -1 }

    /// From now on a long plain file is read past the page cache, where the file system can do that: what others keep
    /// there stays, and nothing is left of this one. Not for an input that another process has open, too, such as
    /// standard input.
    public mutating func avoidCache() { window.avoidsCache = true }

    /// Bytes taken from the input so far, for a line of progress.
    public var bytesRead: UInt64 { window.total }

    /// Hands every packet to `sink` until it says stop (`.stop`) or the input ends (`.more`). After `.stop` it can be
    /// called again and goes on with the next packet.
    @inlinable
    public mutating func read<Sink: PacketSink & ~Copyable>(into sink: inout Sink) throws(SavefileError) -> Verdict {
        while try advance() {
            if sink.consume(packet) == .stop { return .stop }
        }
        return .more
    }

    /// Goes to the next packet; false at the end of the input. The pull form, for merging several inputs by time.
    @inlinable @inline(__always)
    public mutating func advance() throws(SavefileError) -> Bool {
        if takeOrdinaryRecord() { return true }
        return try advanceSlowly()
    }

    /// The packet that `advance` went to. It lies in the reader's memory until the next `advance`.
    @inlinable
    public var packet: PacketView {
        @_lifetime(borrow self)
        get {
            let span = unsafe RawSpan(
                _unsafeStart: UnsafeRawPointer(window.base + record.offset), byteCount: record.length)
            return PacketView(
                bytes: unsafe _overrideLifetime(span, borrowing: self), timestamp: record.timestamp,
                originalLength: record.originalLength, linkType: record.linkType)
        }
    }

    /// A whole record of version 2.4 that is not longer than it may be and lies in the window already.
    @inlinable @inline(__always)
    mutating func takeOrdinaryRecord() -> Bool {
        typealias Field = ClassicFormat.Record
        let have = window.end &- window.start &- Field.headerLength
        guard have >= 0 else { return false }
        let header = unsafe window.base + window.start
        var captured = unsafe header.loadUnaligned(fromByteOffset: Field.capturedLength, as: UInt32.self)
        if swapped { captured = captured.byteSwapped }
        let length = Int(captured)
        guard length <= keep && length <= have else { return false }
        unsafe takeStamp(header)
        var original = unsafe header.loadUnaligned(fromByteOffset: Field.originalLength, as: UInt32.self)
        if swapped { original = original.byteSwapped }
        record.offset = window.start &+ Field.headerLength
        record.length = length
        record.originalLength = Int(original)
        window.start = record.offset &+ length
        return true
    }

    /// Stamps are signed in this machine's byte order and unsigned in the other one, as libpcap reads them.
    @inlinable @inline(__always)
    mutating func takeStamp(_ header: UnsafeMutableRawPointer) {
        typealias Field = ClassicFormat.Record
        var seconds: Int64
        var fraction: Int64
        if swapped {
            seconds = unsafe Int64(header.loadUnaligned(fromByteOffset: Field.seconds, as: UInt32.self).byteSwapped)
            fraction = unsafe Int64(header.loadUnaligned(fromByteOffset: Field.fraction, as: UInt32.self).byteSwapped)
        } else {
            seconds = unsafe Int64(header.loadUnaligned(fromByteOffset: Field.seconds, as: Int32.self))
            fraction = unsafe Int64(header.loadUnaligned(fromByteOffset: Field.fraction, as: Int32.self))
        }
        if cutsToMicroseconds { fraction = fraction / 1000 &* 1000 }
        record.timestamp = Timestamp(seconds: seconds, nanoseconds: fraction &* fractionScale)
    }

    /// Everything that is not ordinary: refilling, old versions, long packets, the end, faults.
    @usableFromInline @inline(never)
    mutating func advanceSlowly() throws(SavefileError) -> Bool {
        if isPcapng { return try advanceInPcapng() }
        let headerLength = classic.recordHeaderLength
        try window.fill(headerLength)
        if window.available == 0 { return false }
        guard window.available >= headerLength else {
            throw .truncatedHeader(need: headerLength, have: window.available)
        }
        let (captured, original) = recordLengths()
        let kept = try lengthToKeep(captured)
        try window.fill(headerLength + Int(captured))
        let have = window.available - headerLength
        guard have >= kept else { throw .truncatedPacket(need: kept, have: have) }
        guard have >= Int(captured) else { throw .truncatedPacket(need: Int(captured), have: have) }
        unsafe takeStamp(window.base + window.start)
        record.offset = window.start + headerLength
        record.length = kept
        record.originalLength = Int(original)
        window.start = record.offset + Int(captured)
        if swapped { swapPseudoHeaders() }
        return true
    }

    /// Once for each packet: what is walked over is not read again.
    func swapPseudoHeaders() {
        guard PseudoHeaders.concern(record.linkType) else { return }
        let bytes = unsafe UnsafeMutableRawBufferPointer(start: window.base + record.offset, count: record.length)
        unsafe PseudoHeaders.swap(record.linkType, bytes)
    }

    private func recordLengths() -> (captured: UInt32, original: UInt32) {
        let header = unsafe window.base + window.start
        var first = unsafe header.loadUnaligned(fromByteOffset: ClassicFormat.Record.capturedLength, as: UInt32.self)
        var second = unsafe header.loadUnaligned(fromByteOffset: ClassicFormat.Record.originalLength, as: UInt32.self)
        if swapped {
            first = first.byteSwapped
            second = second.byteSwapped
        }
        switch classic.lengthOrder {
        case .capturedFirst: return (first, second)
        case .originalFirst: return (second, first)
        case .smallerFirst: return (Swift.min(first, second), Swift.max(first, second))
        }
    }

    /// How much of a record of `captured` bytes is handed out: what the snapshot length allows. More than a real
    /// packet can have is an error.
    private func lengthToKeep(_ captured: UInt32) throws(SavefileError) -> Int {
        let maximum = linkType.maximumSnapshotLength
        if Int(captured) > maximum {
            if Int(captured) > snapshotLength { throw .lengthAboveSnapshot(captured, snapshot: snapshotLength) }
            throw .lengthAboveMaximum(captured, maximum: maximum)
        }
        return Swift.min(Int(captured), snapshotLength)
    }
}
