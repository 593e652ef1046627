import Glibc
import Packets
import Syscalls

/// The packets of the last while, in memory: a circular buffer of records, in which a new packet takes the place of the oldest.
///
/// The memory is mapped once (mmap(2)) and touched only as it is used; nothing is allocated afterwards. A record is not
/// divided by the buffer's end. With a limit in time the buffer begins again at its start as soon as there is room, so that it
/// touches about twice what it holds and no more.
@safe
public struct PacketRing: ~Copyable {
    /// A record's head; the packet's bytes follow, padded to 8, then its options, padded too.
    struct Head {
        var seconds: Int64
        var nanoseconds: Int64
        var captured: UInt32
        var original: UInt32
        var interface: UInt32
        var linkType: Int32
        var options: UInt32
        /// The options stand in the other byte order.
        var isSwapped: UInt32
    }

    static let headSize = MemoryLayout<Head>.size
    /// A packet or options that are longer are not kept, whatever the size.
    static let longest = 1 << 30

    private let base: UnsafeMutableRawPointer
    /// Bytes of records that it holds at most, heads included.
    public let capacity: Int
    /// Packets that are so much older than the newest one are forgotten, in nanoseconds; nil for no such limit.
    public let span: Int64?
    /// Nothing is forgotten: a packet that does not fit is not taken.
    public var holdsAll = false
    /// Packets in it.
    public private(set) var count = 0
    /// Packets that were not kept, being longer than the whole buffer.
    public private(set) var tooLong: UInt64 = 0

    /// Where the oldest record is, and where the next one goes.
    private var first = 0
    private var next = 0
    /// Behind the last record before the buffer's end, once `next` has gone back to the start.
    private var end = 0
    private var isWrapped = false
    /// Bytes from the start that were ever used.
    private var touched = 0

    /// - Parameters:
    ///   - capacity: bytes, from 4 KiB.
    ///   - span: nanoseconds.
    /// - Throws: what mmap(2) says.
    public init(capacity: Int, span: Int64? = nil) throws(SystemError) {
        self.capacity = Swift.max(4096, capacity) & ~7
        self.span = span
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        let memory = unsafe mmap(nil, self.capacity, PROT_READ | PROT_WRITE, flags, -1, 0)
        // MAP_FAILED is a macro that is not imported.
        guard let memory = unsafe memory, Int(bitPattern: memory) != -1 else {
            throw SystemError("mmap", lastErrno())
        }
        unsafe base = memory
    }

    deinit { unsafe munmap(base, capacity) }

    /// Has the kernel give the memory now, `limit` bytes of it at most, and not page by page while packets come.
    ///
    /// What it does not give (madvise(2), MADV_POPULATE_WRITE, from Linux 5.14 on) is touched as it is used.
    public func populate(upTo limit: Int) {
        _ = unsafe madvise(base, Swift.min(capacity, limit), MADV_POPULATE_WRITE)
    }

    /// No packet is kept.
    public var isEmpty: Bool { count == 0 }

    /// Bytes that were ever used: what it costs the machine.
    public var touchedBytes: Int { touched }

    /// Bytes of a record.
    @inline(__always)
    static func size(_ captured: Int, _ options: Int = 0) -> Int {
        headSize &+ (captured &+ 7) & ~7 &+ (options &+ 7) & ~7
    }

    /// Keeps the packet; the oldest ones go for it, unless `holdsAll`. False when it is not kept.
    ///
    /// - Parameters:
    ///   - packet: is copied.
    ///   - interface: its place in the file's head.
    public mutating func append(_ packet: borrowing PacketView, interface: UInt32) -> Bool {
        let length = packet.bytes.byteCount
        guard let place = makeRoom(PacketRing.size(length), packet.timestamp) else { return false }
        store(packet, interface, 0, false, at: place)
        return true
    }

    /// The same for a packet of a pcapng file that has options.
    ///
    /// - Parameters:
    ///   - packet: is copied.
    ///   - interface: its place in the file's head.
    ///   - options: as they stand in the file, copied too.
    ///   - swapped: they stand in the other byte order.
    public mutating func append(
        _ packet: borrowing PacketView, interface: UInt32, options: RawSpan, swapped: Bool
    ) -> Bool {
        let length = packet.bytes.byteCount
        let room = PacketRing.size(length, options.byteCount)
        guard options.byteCount < PacketRing.longest, let place = makeRoom(room, packet.timestamp) else { return false }
        store(packet, interface, options.byteCount, swapped, at: place)
        unsafe options.withUnsafeBytes { bytes in
            guard let from = bytes.baseAddress else { return }
            unsafe (base + place + PacketRing.size(length)).copyMemory(from: from, byteCount: bytes.count)
        }
        return true
    }

    @inline(__always)
    private func store(
        _ packet: borrowing PacketView, _ interface: UInt32, _ options: Int, _ swapped: Bool, at place: Int
    ) {
        let length = packet.bytes.byteCount
        let head = Head(
            seconds: packet.timestamp.seconds, nanoseconds: packet.timestamp.nanoseconds,
            captured: UInt32(truncatingIfNeeded: length), original: UInt32(clamping: packet.originalLength),
            interface: interface, linkType: packet.linkType.rawValue, options: UInt32(truncatingIfNeeded: options),
            isSwapped: swapped ? 1 : 0)
        unsafe (base + place).storeBytes(of: head, as: Head.self)
        unsafe packet.bytes.withUnsafeBytes { bytes in
            guard let from = bytes.baseAddress else { return }
            unsafe (base + place + PacketRing.headSize).copyMemory(from: from, byteCount: bytes.count)
        }
    }

    /// The place of a record of `size` bytes, which is counted as there; nil when there is none.
    @inline(__always)
    private mutating func makeRoom(_ size: Int, _ time: Timestamp) -> Int? {
        guard size <= capacity else {
            tooLong &+= 1
            return nil
        }
        if span != nil { forget(before: time) }
        while !hasPlace(size) {
            if holdsAll { return nil }
            removeOldest()
        }
        let place = next
        next &+= size
        count &+= 1
        if next > touched { touched = next }
        return place
    }

    /// True when a record of `size` bytes can go to `next`, which is the buffer's start where that is due.
    @inline(__always)
    private mutating func hasPlace(_ size: Int) -> Bool {
        if isWrapped { return size <= first &- next }
        if count == 0 {
            first = 0
            next = 0
            return size <= capacity
        }
        if next &+ size <= touched { return true }
        // Memory that was used before costs nothing: half of it is free again.
        if first >= size && (next &+ size > capacity || first >= touched / 2) {
            end = next
            next = 0
            isWrapped = true
            return true
        }
        return next &+ size <= capacity
    }

    /// Forgets what is older than the span, seen from a packet that is not in it yet. Nothing is, without a span.
    public mutating func forget(before newest: Timestamp) {
        guard let span, !holdsAll else { return }
        while count > 0 {
            let oldest = head(at: first)
            let (seconds, tooFar) = newest.seconds.subtractingReportingOverflow(oldest.seconds)
            if !tooFar && seconds <= span / 1_000_000_000 &+ 1 {
                // Hostile fractions come as they are: what they make of the difference is bounded by wrapping.
                let age = seconds &* 1_000_000_000 &+ newest.nanoseconds &- oldest.nanoseconds
                if seconds < 0 || age <= span { return }
            } else if tooFar && newest.seconds < oldest.seconds {
                return
            }
            removeOldest()
        }
    }

    @inline(__always)
    private func head(at place: Int) -> Head { unsafe (base + place).load(as: Head.self) }

    /// The oldest packet. There must be one.
    public var oldest: PacketView {
        @_lifetime(borrow self)
        get {
            precondition(count > 0)
            let head = head(at: first)
            let start = unsafe UnsafeRawPointer(base + first + PacketRing.headSize)
            let span = unsafe RawSpan(_unsafeStart: start, byteCount: Int(head.captured))
            return PacketView(
                bytes: unsafe _overrideLifetime(span, borrowing: self),
                timestamp: Timestamp(seconds: head.seconds, nanoseconds: head.nanoseconds),
                originalLength: Int(head.original), linkType: LinkType(rawValue: head.linkType))
        }
    }

    /// Where the oldest packet comes from.
    public var oldestInterface: UInt32 { count > 0 ? head(at: first).interface : 0 }

    /// The oldest packet's options, empty for most.
    var oldestOptions: RawSpan {
        @_lifetime(borrow self)
        get {
            let head = head(at: first)
            let start = unsafe UnsafeRawPointer(base + first + PacketRing.size(Int(head.captured)))
            let span = unsafe RawSpan(_unsafeStart: start, byteCount: Int(head.options))
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// Forgets the oldest packet, if there is one.
    public mutating func removeOldest() {
        guard count > 0 else { return }
        let head = head(at: first)
        first &+= PacketRing.size(Int(head.captured), Int(head.options))
        count &-= 1
        if isWrapped && first == end {
            first = 0
            isWrapped = false
        }
    }

    /// Moves the oldest packets into a savefile, in order.
    ///
    /// - Parameters:
    ///   - file: where they go.
    ///   - packets: how many at most.
    ///   - bytes: it ends with the packet that makes them more.
    /// - Returns: how many were taken out. When writing fails (`SavefileWriter.failure`), the one that failed is not.
    public mutating func move(into file: inout SavefileWriter, packets: Int, bytes: Int) -> Int {
        var moved = 0
        var size = 0
        while moved < packets && size < bytes && count > 0 {
            let head = head(at: first)
            if file.interface != head.interface { file.interface = head.interface }
            if head.options > 0 { file.attachOptions(oldestOptions, swapped: head.isSwapped != 0) }
            if file.consume(oldest) == .stop { break }
            removeOldest()
            moved &+= 1
            size &+= Int(head.captured)
        }
        return moved
    }
}
