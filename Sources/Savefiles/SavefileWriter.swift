import Glibc
import Packets
import Syscalls
import SystemPackage

/// Writes a classic savefile in this machine's byte order, byte for byte what `tcpdump -w` writes.
///
/// Packets are gathered in a buffer of its own; each flush ends on a whole packet, and when the disk is full or the
/// other end of a pipe is gone, a regular file is cut back to the last packet that is whole. Memory: the buffer.
@safe
public struct SavefileWriter: ~Copyable, PacketSink {
    /// What the file's header says.
    public struct Header: Sendable, Equatable {
        public var linkType: LinkType
        /// Bytes per packet that the capture keeps.
        public var snapshotLength: Int
        /// Nanoseconds instead of microseconds.
        public var nanosecond: Bool
        /// `SavefileReader.linkTypeExtension` of the file that is copied; 0 otherwise.
        public var linkTypeExtension: UInt32

        public init(
            linkType: LinkType, snapshotLength: Int, nanosecond: Bool = false, linkTypeExtension: UInt32 = 0
        ) {
            self.linkType = linkType
            self.snapshotLength = snapshotLength
            self.nanosecond = nanosecond
            self.linkTypeExtension = linkTypeExtension
        }
    }

    static let recordHeaderLength = 16

    let base: UnsafeMutableRawPointer
    let capacity: Int
    var used = 0
    var output: OutputFile?
    private let nanosecond: Bool
    /// The file's header is still in the buffer.
    var headerPending = true

    /// Flush after each packet (`-U`).
    public var packetBuffered = false
    /// Why writing ended, if it did. From then on nothing is taken any more.
    public internal(set) var failure: SavefileError?
    /// Packets taken; after a failure, packets that are whole in the file.
    public internal(set) var packets: UInt64 = 0
    /// Bytes that the operating system has.
    public internal(set) var bytesFlushed: UInt64 = 0
    var packetsFlushed: UInt64 = 0

    /// Bytes of the file so far, those in the buffer too: what a limit on the file's size is compared with.
    public var position: UInt64 { bytesFlushed &+ UInt64(used) }

    /// Creates or empties the file at `path` (`-`: standard output). The header goes out with the first flush.
    public init(path: String, header: Header, bufferSize: Int = 1 << 20) throws(SavefileError) {
        let number = try Self.number(header, subject: path == "-" ? "stream" : path)
        try self.init(output: OutputFile.create(path: path), header: header, number: number, bufferSize: bufferSize)
    }

    /// Writes to an open file, from where it stands.
    public init(file: consuming Descriptor, header: Header, bufferSize: Int = 1 << 20) throws(SavefileError) {
        let number = try Self.number(header, subject: "stream")
        self.init(output: OutputFile(owning: file), header: header, number: number, bufferSize: bufferSize)
    }

    private static func number(_ header: Header, subject: String) throws(SavefileError) -> UInt32 {
        guard let number = header.linkType.savefileNumber else {
            throw .unsupportedLinkType(subject: subject, dlt: header.linkType.rawValue)
        }
        return number
    }

    private init(output: consuming OutputFile, header: Header, number: UInt32, bufferSize: Int) {
        capacity = Swift.max(4096, bufferSize)
        unsafe base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 4096)
        self.output = consume output
        nanosecond = header.nanosecond
        put(header.nanosecond ? ClassicFormat.nanosecondMagic : ClassicFormat.microsecondMagic)
        put(UInt16(2))
        put(UInt16(4))
        put(UInt32(0))
        put(UInt32(0))
        put(UInt32(truncatingIfNeeded: header.snapshotLength))
        put(number | header.linkTypeExtension)
    }

    deinit {
        // The last resort of an owner that forgot to close: nobody is left to hear of an error.
        if failure == nil, used > 0, output != nil {
            let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(base), byteCount: used)
            _ = output?.write(span)
        }
        unsafe base.deallocate()
    }

    private mutating func put<T: FixedWidthInteger>(_ value: T) {
        unsafe (base + used).storeBytes(of: value, as: T.self)
        used += MemoryLayout<T>.size
    }

    /// Takes the packet; `.stop` when the file can take no more (see `failure`).
    public mutating func consume(_ packet: borrowing PacketView) -> Verdict {
        let length = packet.bytes.byteCount
        if used &+ Self.recordHeaderLength &+ length > capacity || failure != nil {
            return consumeSlowly(packet)
        }
        append(packet)
        if packetBuffered { return flushed() ? .more : .stop }
        return .more
    }

    /// `consume` for callers who want the error thrown.
    public mutating func write(_ packet: borrowing PacketView) throws(SavefileError) {
        if consume(packet) == .stop, let failure { throw failure }
    }

    /// Hands everything to the operating system.
    public mutating func flush() throws(SavefileError) {
        if !flushed(), let failure { throw failure }
    }

    /// Flushes and closes. The file is whole afterwards whether this throws or not.
    public mutating func close() throws(SavefileError) {
        let complete = flushed()
        if let file = output.take() {
            do throws(SystemError) { try file.close() } catch {
                if failure == nil { failure = .cannotWrite(errno: error.errno) }
            }
        }
        if !complete || failure != nil, let failure { throw failure }
    }

    @inline(__always)
    mutating func append(_ packet: borrowing PacketView) {
        appendHeader(packet)
        unsafe packet.bytes.withUnsafeBytes { bytes in
            if let from = bytes.baseAddress { unsafe (base + used).copyMemory(from: from, byteCount: bytes.count) }
        }
        used &+= packet.bytes.byteCount
    }

    @inline(__always)
    mutating func appendHeader(_ packet: borrowing PacketView) {
        let record = unsafe base + used
        let stamp = packet.timestamp
        let fraction = nanosecond ? stamp.nanoseconds : stamp.nanoseconds / 1000
        unsafe record.storeBytes(of: Int32(truncatingIfNeeded: stamp.seconds), as: Int32.self)
        unsafe record.storeBytes(of: Int32(truncatingIfNeeded: fraction), toByteOffset: 4, as: Int32.self)
        let captured = UInt32(truncatingIfNeeded: packet.bytes.byteCount)
        unsafe record.storeBytes(of: captured, toByteOffset: 8, as: UInt32.self)
        let original = UInt32(truncatingIfNeeded: packet.originalLength)
        unsafe record.storeBytes(of: original, toByteOffset: 12, as: UInt32.self)
        used &+= Self.recordHeaderLength
        packets &+= 1
    }
}
