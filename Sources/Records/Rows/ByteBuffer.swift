import Packets

/// A growing buffer of octets in memory of its own: what pages and metadata are put together in. Numbers go in with the lowest
/// octet first, as Parquet has them.
@safe
struct ByteBuffer: ~Copyable {
    private(set) var base: UnsafeMutableRawPointer
    private(set) var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 4096) {
        self.capacity = max(64, capacity)
        unsafe base = .allocate(byteCount: self.capacity, alignment: 64)
    }

    deinit { unsafe base.deallocate() }

    mutating func removeAll() { count = 0 }

    /// The same, and what a large page made it grow by is given back.
    mutating func removeAll(keeping limit: Int) {
        count = 0
        if capacity <= limit { return }
        unsafe base.deallocate()
        capacity = limit
        unsafe base = .allocate(byteCount: limit, alignment: 64)
    }

    /// Where the next octet goes.
    var end: UnsafeMutableRawPointer { unsafe base + count }

    /// What was written from `end` on, up to `place`, counts.
    @safe
    mutating func extend(to place: UnsafeMutableRawPointer) { count = min(capacity, unsafe place - base) }

    var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(base), byteCount: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    @inline(__always)
    mutating func reserve(_ extra: Int) {
        if capacity &- count < extra { grow(extra) }
    }

    @inline(never)
    private mutating func grow(_ extra: Int) {
        let room = max(capacity * 2, count + extra)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: room, alignment: 64)
        unsafe larger.copyMemory(from: base, byteCount: count)
        unsafe base.deallocate()
        unsafe base = larger
        capacity = room
    }

    /// Room that a C library fills: `fill` tells how much it has filled.
    @safe
    mutating func append(atMost room: Int, _ fill: (UnsafeMutableRawPointer) -> Int) {
        reserve(room)
        let filled = unsafe fill(base + count)
        count &+= min(max(0, filled), room)
    }

    @inline(__always)
    mutating func append(_ octet: UInt8) {
        reserve(1)
        unsafe base.storeBytes(of: octet, toByteOffset: count, as: UInt8.self)
        count &+= 1
    }

    @inline(__always)
    mutating func append<Number: FixedWidthInteger & BitwiseCopyable>(little value: Number) {
        reserve(MemoryLayout<Number>.size)
        unsafe base.storeBytes(of: value.littleEndian, toByteOffset: count, as: Number.self)
        count &+= MemoryLayout<Number>.size
    }

    mutating func append(_ bytes: RawSpan) {
        reserve(bytes.byteCount)
        unsafe bytes.withUnsafeBytes { source in
            if let from = source.baseAddress {
                unsafe (base + count).copyMemory(from: from, byteCount: source.count)
            }
        }
        count &+= bytes.byteCount
    }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        reserve(bytes.count)
        if let from = bytes.baseAddress { unsafe (base + count).copyMemory(from: from, byteCount: bytes.count) }
        count &+= bytes.count
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { unsafe append($0) }
    }

    /// Seven bits at a time, the lowest first (unsigned LEB128).
    mutating func append(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    /// Small negative numbers are short, too.
    mutating func append(zigzag value: Int64) {
        append(varint: UInt64(bitPattern: value &<< 1 ^ value &>> 63))
    }

    /// Puts a number of 32 bits in a place that was left for it.
    mutating func set(_ value: UInt32, at place: Int) {
        guard place >= 0, place + 4 <= count else { return }
        unsafe base.storeBytes(of: value.littleEndian, toByteOffset: place, as: UInt32.self)
    }
}
