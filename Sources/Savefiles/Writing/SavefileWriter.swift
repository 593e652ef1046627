import Packets
import Syscalls
import SystemPackage

/// Writes a savefile: classic ones in this machine's byte order, byte for byte what `tcpdump -w` writes, or pcapng.
///
/// Packets are gathered in a buffer of its own; each flush ends on a whole packet, and when the disk is full or the
/// other end of a pipe is gone, a regular file is cut back to the last packet that is whole. Packed files consist of
/// frames of whole packets, so the same holds for them. Memory: the buffer, as large as one packet at least.
@safe
public struct SavefileWriter: ~Copyable, PacketSink {
    /// What a classic file's header says.
    public struct Header: Sendable, Equatable {
        /// The type of all its packets.
        public var linkType: LinkType
        /// Bytes per packet that the capture keeps.
        public var snapshotLength: Int
        /// Nanoseconds instead of microseconds.
        public var nanosecond: Bool
        /// `SavefileReader.linkTypeExtension` of the file that is copied; 0 otherwise.
        public var linkTypeExtension: UInt32

        /// Makes one of these values; see the properties.
        public init(
            linkType: LinkType, snapshotLength: Int, nanosecond: Bool = false, linkTypeExtension: UInt32 = 0
        ) {
            self.linkType = linkType
            self.snapshotLength = snapshotLength
            self.nanosecond = nanosecond
            self.linkTypeExtension = linkTypeExtension
        }
    }

    /// The file's format and all that its head says.
    public enum Format: Sendable, Equatable {
        /// As pcap-savefile(5) has it.
        case classic(Header)
        /// draft-ietf-opsawg-pcapng.
        case pcapng(PcapngHeader)
    }

    var base: UnsafeMutableRawPointer
    /// Bytes that the buffer is filled with before it is handed over.
    var capacity: Int
    /// Bytes of memory: for a direct file more, as one packet may go on behind `capacity`.
    var allocated: Int
    var used = 0
    /// Packets in the buffer, also one that began in the buffer before.
    var buffered: UInt64 = 0
    /// What the buffer begins with before its first record: the rest of the packet before, or of the last block
    /// written.
    var lead = 0
    /// So many bytes of the lead are in the file already.
    var written = 0
    /// Where the packet begins that goes on behind `capacity`, if one does.
    var straddler: Int?
    /// Keeps the lead while buffers change hands.
    var carried: UnsafeMutableRawPointer?
    /// The file is a regular one of our own, unpacked, on a file system that may take direct I/O.
    let mayBeDirect: Bool
    /// The file system has turned out to take no direct writes.
    var isRefused = false
    /// Where chunks go: to the file at once, or to the other thread; neither once closed.
    var file: ForegroundFile?
    var background: BackgroundFile?
    /// The thread goes on for as long as an owner has something for it.
    var owner: BackgroundWriter?
    let isPcapng: Bool
    let nanosecond: Bool
    /// Bytes of the next record beside the packet's own, padding and options included.
    public internal(set) var overhead: Int
    /// Options of the next packet, for a pcapng file.
    var options: [UInt8] = []
    /// Of a pcapng file's interfaces; empty while all count nanoseconds.
    var clocks: [PcapngClock] = []
    var interfaceCount = 0
    var countsNanoseconds = true
    var bytesHanded: UInt64 = 0
    var packetsHanded: UInt64 = 0

    /// False for a pipe, a terminal or a device: a reader may be waiting at its other end.
    public let isRegular: Bool
    /// Flush after each packet (`-U`).
    public var packetBuffered = false
    /// The place in a pcapng file's header of the interface that the next packets come from.
    public var interface: UInt32 = 0 {
        didSet { if !clocks.isEmpty { countsNanoseconds = clock(of: interface) == .nanoseconds } }
    }
    /// Why writing ended, if it did. From then on nothing is taken any more.
    public internal(set) var failure: SavefileError?
    /// Packets taken; after a failure, packets that are whole in the file.
    public var packets: UInt64 { packetsHanded &+ buffered }
    /// Bytes of the file so far, unpacked and those in the buffer too: what a limit on the file's size is compared
    /// with.
    public var position: UInt64 { bytesHanded &+ UInt64(used) }
    /// False where the file is written through the page cache whatever is asked for.
    public var canBeDirect: Bool { mayBeDirect && background != nil }

    /// Creates or empties the file at `path` (`-`: standard output). The head goes out with the first flush.
    public init(path: String, header: Header, bufferSize: Int = 1 << 20) throws(SavefileError) {
        try self.init(path: path, format: .classic(header), bufferSize: bufferSize)
    }

    /// - Parameters:
    ///   - path: what is created or emptied; `-` is standard output.
    ///   - format: which, and what the file's head says.
    ///   - compression: how to pack, if at all; the name's ending is not looked at here.
    ///   - background: writes on its thread; nil writes at once.
    ///   - bufferSize: bytes that are gathered before they are written; nil for what `background` has, or 1 MiB.
    public init(
        path: String, format: Format, compression: Compression? = nil, background: BackgroundWriter? = nil,
        bufferSize: Int? = nil
    ) throws(SavefileError) {
        let head = try Self.head(format, subject: path == "-" ? "stream" : path)
        let file = try OutputFile.create(path: path)
        try self.init(file, path, format, head, compression, background, bufferSize)
    }

    /// Writes to an open file, from where it stands. - Parameter path: how to call it in
    /// `BackgroundWriter.closedFiles`.
    public init(
        file: consuming Descriptor, format: Format, compression: Compression? = nil,
        background: BackgroundWriter? = nil, bufferSize: Int? = nil, path: String = ""
    ) throws(SavefileError) {
        let head = try Self.head(format, subject: path.isEmpty ? "stream" : path)
        try self.init(OutputFile(owning: file), path, format, head, compression, background, bufferSize)
    }

    /// The same for an open file, from where it stands.
    public init(file: consuming Descriptor, header: Header, bufferSize: Int = 1 << 20) throws(SavefileError) {
        try self.init(file: file, format: .classic(header), bufferSize: bufferSize)
    }

    private init(
        _ file: consuming OutputFile, _ path: String, _ format: Format, _ head: [UInt8], _ compression: Compression?,
        _ background: BackgroundWriter?, _ bufferSize: Int?
    ) throws(SavefileError) {
        if case .classic(let header) = format {
            isPcapng = false
            nanosecond = header.nanosecond
            overhead = ClassicFormat.Record.headerLength
        } else {
            isPcapng = true
            nanosecond = true
            overhead = PcapngFormat.packetOverhead
        }
        isRegular = file.isRegular
        let choice = compression == nil ? background?.queue.flow.choice ?? .never : .never
        mayBeDirect = choice == .auto ? file.paysDirect : choice == .always && file.takesDirect
        guard let chunks = ChunkFile(file, isPcapng ? .pcapng : .classic, compression) else {
            throw .cannotWrite(errno: .noMemory)
        }
        if let background {
            self.background = background.add(chunks, path: path)
            owner = background
            self.file = nil
        } else {
            self.background = nil
            self.file = ForegroundFile(chunks)
        }
        capacity = Swift.max(DirectIO.block, bufferSize ?? background?.bufferSize ?? 1 << 20, head.count)
        if mayBeDirect { capacity = DirectIO.roundedUp(capacity) }
        allocated = capacity + (mayBeDirect ? DirectIO.slack : 0)
        unsafe base = UnsafeMutableRawPointer.allocate(byteCount: allocated, alignment: DirectIO.block)
        unsafe head.withUnsafeBytes { bytes in
            if let from = bytes.baseAddress { unsafe base.copyMemory(from: from, byteCount: bytes.count) }
        }
        used = head.count
        if case .pcapng(let header) = format { noteClocks(of: header.interfaces) }
    }

    private static func head(_ format: Format, subject: String) throws(SavefileError) -> [UInt8] {
        switch format {
        case .pcapng(let header): return try PcapngBlocks(header).bytes
        case .classic(let header):
            guard let number = header.linkType.savefileNumber else {
                throw .unsupportedLinkType(subject: subject, dlt: header.linkType.rawValue)
            }
            return header.bytes(linkType: number)
        }
    }

    deinit {
        // For an owner that did not close: no caller is left that could be told of an error.
        if failure == nil && used > written {
            let buffer = unsafe WriteQueue.Buffer(base: base, capacity: allocated)
            let chunk = Chunk(used: used, lead: lead, whole: used, packets: buffered)
            background?.writeLast(buffer, chunk)
            _ = file?.write(buffer.span(used), chunk)
        }
        unsafe base.deallocate()
        unsafe carried?.deallocate()
    }

    /// Takes the packet; `.stop` when the file can take no more (see `failure`).
    public mutating func consume(_ packet: borrowing PacketView) -> Verdict {
        if used &+ overhead &+ packet.bytes.byteCount > capacity || failure != nil {
            guard makeRoom(packet.bytes.byteCount) else { return .stop }
        }
        if isPcapng { appendBlock(packet) } else { append(packet) }
        if packetBuffered { return flushed() ? .more : .stop }
        return .more
    }

    /// `consume` for callers that want the error thrown.
    public mutating func write(_ packet: borrowing PacketView) throws(SavefileError) {
        if consume(packet) == .stop, let failure { throw failure }
    }

    /// A classic record (see `ClassicFormat`).
    @inline(__always)
    private mutating func append(_ packet: borrowing PacketView) {
        typealias Field = ClassicFormat.Record
        let record = unsafe base + used
        let stamp = packet.timestamp
        let fraction = nanosecond ? stamp.nanoseconds : stamp.nanoseconds / 1000
        let seconds = Int32(truncatingIfNeeded: stamp.seconds)
        unsafe record.storeBytes(of: seconds, toByteOffset: Field.seconds, as: Int32.self)
        unsafe record.storeBytes(of: Int32(truncatingIfNeeded: fraction), toByteOffset: Field.fraction, as: Int32.self)
        let captured = UInt32(truncatingIfNeeded: packet.bytes.byteCount)
        unsafe record.storeBytes(of: captured, toByteOffset: Field.capturedLength, as: UInt32.self)
        let original = UInt32(truncatingIfNeeded: packet.originalLength)
        unsafe record.storeBytes(of: original, toByteOffset: Field.originalLength, as: UInt32.self)
        used &+= Field.headerLength
        copy(packet)
    }

    /// An enhanced packet block (see `PcapngFormat`).
    private mutating func appendBlock(_ packet: borrowing PacketView) {
        typealias Field = PcapngFormat.Enhanced
        let block = unsafe base + used
        let captured = packet.bytes.byteCount
        let padding = -captured & 3
        let carried = overhead &- PcapngFormat.packetOverhead
        let length = UInt32(truncatingIfNeeded: Field.emptyLength &+ captured &+ padding &+ carried)
        let stamp = packet.timestamp
        let units = countsNanoseconds ? stamp.pcapngNanoseconds : clock(of: interface).units(stamp)
        let (high, low) = (UInt32(truncatingIfNeeded: units >> 32), UInt32(truncatingIfNeeded: units))
        unsafe block.storeBytes(of: PcapngFormat.enhancedPacket, toByteOffset: Field.type, as: UInt32.self)
        unsafe block.storeBytes(of: length, toByteOffset: Field.length, as: UInt32.self)
        unsafe block.storeBytes(of: interface, toByteOffset: Field.interface, as: UInt32.self)
        unsafe block.storeBytes(of: high, toByteOffset: Field.stampHigh, as: UInt32.self)
        unsafe block.storeBytes(of: low, toByteOffset: Field.stampLow, as: UInt32.self)
        let kept = UInt32(truncatingIfNeeded: captured)
        unsafe block.storeBytes(of: kept, toByteOffset: Field.capturedLength, as: UInt32.self)
        let original = UInt32(truncatingIfNeeded: packet.originalLength)
        unsafe block.storeBytes(of: original, toByteOffset: Field.originalLength, as: UInt32.self)
        used &+= Field.bytes
        copy(packet)
        // Up to three bytes too many: the length that follows takes their place.
        unsafe (base + used).storeBytes(of: 0, as: UInt32.self)
        used &+= padding
        if carried > 0 { appendOptions() }
        unsafe (base + used).storeBytes(of: length, as: UInt32.self)
        used &+= Field.trailerLength
    }

    @inline(__always)
    private mutating func copy(_ packet: borrowing PacketView) {
        unsafe packet.bytes.withUnsafeBytes { bytes in
            if let from = bytes.baseAddress { unsafe (base + used).copyMemory(from: from, byteCount: bytes.count) }
        }
        used &+= packet.bytes.byteCount
        buffered &+= 1
    }
}

extension SavefileWriter.Header {
    /// The 24 bytes of a classic file's header in this machine's byte order (see `ClassicFormat`).
    fileprivate func bytes(linkType number: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        func put<T: FixedWidthInteger>(_ value: T) {
            unsafe withUnsafeBytes(of: value) { unsafe bytes.append(contentsOf: $0) }
        }
        put(nanosecond ? ClassicFormat.nanosecondMagic : ClassicFormat.microsecondMagic)
        put(ClassicFormat.version.major)
        put(ClassicFormat.version.minor)
        // Time zone and accuracy, which no reader looks at.
        put(UInt64(0))
        put(UInt32(truncatingIfNeeded: snapshotLength))
        put(number | linkTypeExtension)
        return bytes
    }
}
