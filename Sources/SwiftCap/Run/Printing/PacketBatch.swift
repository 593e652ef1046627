import Dissection
import Packets

/// Packets copied out of the reader's memory, one behind the other, to be printed by another thread.
@safe
struct PacketBatch: ~Copyable {
    private struct Head {
        var seconds: Int64
        var nanoseconds: Int64
        var originalLength: Int
        var length: Int
        var linkType: Int32
    }

    /// Packets that are longer are printed where they lie.
    private static let room = 128 << 10
    /// Text at which `print` makes a pause: more than any dump of so many bytes, but a few bytes can stand for a lot of
    /// text.
    private static let textLimit = 768 << 10

    private var base: UnsafeMutableRawPointer
    private var used = 0
    private var position = 0

    init() {
        unsafe base = .allocate(byteCount: PacketBatch.room, alignment: 16)
    }

    deinit {
        unsafe base.deallocate()
    }

    var isEmpty: Bool { used == 0 }
    /// Bytes taken.
    var count: Int { used }
    /// Everything in it has been printed.
    var isDone: Bool { position == used }

    /// False when there is no room left for it.
    @inline(__always)
    mutating func add(_ packet: borrowing PacketView) -> Bool {
        let length = packet.bytes.byteCount
        let next = PacketBatch.end(used, length)
        if next > PacketBatch.room { return false }
        let head = Head(
            seconds: packet.timestamp.seconds, nanoseconds: packet.timestamp.nanoseconds,
            originalLength: packet.originalLength, length: length, linkType: packet.linkType.rawValue)
        unsafe (base + used).storeBytes(of: head, as: Head.self)
        let target = unsafe base + (used + MemoryLayout<Head>.stride)
        unsafe packet.bytes.withUnsafeBytes { bytes in
            if let from = bytes.baseAddress { unsafe target.copyMemory(from: from, byteCount: bytes.count) }
        }
        used = next
        return true
    }

    /// Where the head after a packet of `length` bytes lies.
    @inline(__always)
    private static func end(_ start: Int, _ length: Int) -> Int {
        start + MemoryLayout<Head>.stride + (length + 7) & ~7
    }

    /// Prints what has not been printed yet, or a large part of it.
    mutating func print(to printer: inout Printer) {
        while position < used && printer.out.count < PacketBatch.textLimit {
            let head = unsafe (base + position).load(as: Head.self)
            let bytes = unsafe RawSpan(
                _unsafeStart: UnsafeRawPointer(base + (position + MemoryLayout<Head>.stride)), byteCount: head.length)
            let packet = PacketView(
                bytes: bytes, timestamp: Timestamp(seconds: head.seconds, nanoseconds: head.nanoseconds),
                originalLength: head.originalLength, linkType: LinkType(rawValue: head.linkType))
            _ = printer.consume(packet)
            #if TRAPDOOR
                TrapDoor.look(packet)
            #endif
            position = PacketBatch.end(position, head.length)
        }
    }

    mutating func removeAll() {
        used = 0
        position = 0
    }
}
