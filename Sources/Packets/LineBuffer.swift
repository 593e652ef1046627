/// A reusable buffer of bytes for text: no `String` on the way from a packet to a line.
///
/// It grows only for a line longer than any before and keeps that size, so the path per packet does not allocate.
@safe
public struct LineBuffer: ~Copyable {
    @usableFromInline var base: UnsafeMutablePointer<UInt8>
    @usableFromInline var capacity: Int
    @usableFromInline var length: Int
    @usableFromInline var end = Int.max

    /// Bytes written since the last `removeAll`.
    @inlinable
    public var count: Int { length }

    /// An empty buffer with room for `capacity` bytes.
    public init(capacity: Int = 64 << 10) {
        let room = Swift.max(256, capacity)
        unsafe base = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
        self.capacity = room
        length = 0
    }

    deinit {
        unsafe base.deallocate()
    }

    /// Nothing was written.
    @inlinable
    public var isEmpty: Bool { length == 0 }

    /// What was written. Valid until the next mutation.
    @inlinable
    public var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(base), byteCount: length)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// Empties it; its memory stays.
    @inlinable
    public mutating func removeAll() {
        length = 0
    }

    /// The same, and what a line of unusual length made it grow by is given back.
    public mutating func removeAll(keeping limit: Int) {
        length = 0
        if capacity <= limit { return }
        unsafe base.deallocate()
        capacity = Swift.max(256, limit)
        unsafe base = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    }

    /// Cuts back to `count` bytes; larger values change nothing.
    @inlinable
    public mutating func truncate(to count: Int) {
        if count >= 0 && count < length { length = count }
    }

    /// Of what is written from here on, `extra` bytes are sure to stay. Of what goes beyond, the end is lost where the buffer
    /// would have to grow for it: where bytes are written, nothing has to be asked. The caller cuts at `fence`, so that
    /// the text is the same whatever was lost.
    @inlinable
    public mutating func setFence(_ extra: Int) {
        end = length &+ extra
    }

    /// Whatever is written stays again.
    @inlinable
    public mutating func clearFence() {
        end = .max
    }

    /// Where the text ends that is sure to stay.
    @inlinable
    public var fence: Int { end }

    /// More was written than is sure to stay.
    @inlinable
    public var isBeyondFence: Bool { length >= end }

    /// Makes room for `extra` more bytes, so that the writes that follow do not check.
    @inlinable @inline(__always)
    mutating func reserve(_ extra: Int) {
        if capacity - length < extra { grow(extra) }
    }

    @usableFromInline @inline(never)
    mutating func grow(_ extra: Int) {
        if length > end {
            length = end
            if capacity - length >= extra { return }
        }
        let room = Swift.max(capacity * 2, length + extra)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
        unsafe larger.update(from: base, count: length)
        unsafe base.deallocate()
        unsafe base = larger
        capacity = room
    }

    /// One byte.
    @inlinable @inline(__always)
    public mutating func append(_ byte: UInt8) {
        reserve(1)
        unsafe base[length] = byte
        length += 1
    }

    /// Text that is known when the program is built.
    @inlinable @inline(__always)
    public mutating func append(_ text: StaticString) {
        let n = text.utf8CodeUnitCount
        reserve(n)
        unsafe (base + length).update(from: text.utf8Start, count: n)
        length += n
    }

    /// Bytes as they are.
    @inlinable
    public mutating func append(_ span: RawSpan) {
        let n = span.byteCount
        reserve(n)
        unsafe span.withUnsafeBytes { source in
            guard let from = source.baseAddress else { return }
            unsafe UnsafeMutableRawPointer(base + length).copyMemory(from: from, byteCount: n)
        }
        length += n
    }

    /// Unsigned decimal without padding.
    @inlinable @inline(__always)
    public mutating func append<T: FixedWidthInteger & UnsignedInteger>(decimal value: T) {
        if T.bitWidth <= 32 {
            append(decimal32: UInt32(truncatingIfNeeded: value))
        } else {
            append(decimal64: UInt64(truncatingIfNeeded: value))
        }
    }

    /// Signed decimal without padding.
    @inlinable
    public mutating func append<T: FixedWidthInteger & SignedInteger>(decimal value: T) {
        if value < 0 { append(0x2D) }
        append(decimal64: UInt64(value.magnitude))
    }
}

extension LineBuffer {
    @usableFromInline
    mutating func append(decimal32 value: UInt32) {
        reserve(10)
        let digits = LineBuffer.digits(value)
        unsafe LineBuffer.write(value, digits, ending: base + (length + digits))
        length += digits
    }

    @usableFromInline
    mutating func append(decimal64 value: UInt64) {
        if let small = UInt32(exactly: value) { return append(decimal32: small) }
        reserve(20)
        // Nine digits at a time, so that the divisions stay in 32 bits but for two.
        let high = value / 1_000_000_000
        let low = UInt32(truncatingIfNeeded: value % 1_000_000_000)
        append(decimal64: high)
        append(padded: low, width: 9)
    }

    /// Decimal of exactly `width` digits (at most 10), zeros in front; higher digits are kept when there are more.
    @inlinable
    public mutating func append(padded value: UInt32, width: Int) {
        append(decimal: UInt64(value), width: width, pad: 0x30)
    }

    /// Decimal, filled on the left with `pad` to at least `width` bytes.
    public mutating func append(decimal value: UInt64, width: Int, pad: UInt8) {
        let digits = LineBuffer.digits(value)
        reserve(Swift.max(20, width))
        var fill = width - digits
        while fill > 0 {
            unsafe base[length] = pad
            length += 1
            fill -= 1
        }
        append(decimal64: value)
    }

    @usableFromInline @inline(__always)
    static func digits(_ value: UInt32) -> Int {
        if value < 100 { return value < 10 ? 1 : 2 }
        if value < 10_000 { return value < 1_000 ? 3 : 4 }
        if value < 1_000_000 { return value < 100_000 ? 5 : 6 }
        if value < 100_000_000 { return value < 10_000_000 ? 7 : 8 }
        return value < 1_000_000_000 ? 9 : 10
    }

    static func digits(_ value: UInt64) -> Int {
        var count = 1
        var rest = value
        while rest >= 10 {
            rest /= 10
            count += 1
        }
        return count
    }

    /// Writes `value` so that its last digit lies before `end`.
    @usableFromInline @inline(__always)
    static func write(_ value: UInt32, _ digits: Int, ending end: UnsafeMutablePointer<UInt8>) {
        let pairs = unsafe DigitTables.pairs.utf8Start
        var rest = value
        var at = unsafe end
        while rest >= 100 {
            let pair = Int(rest % 100) &* 2
            rest /= 100
            unsafe at -= 2
            unsafe at[0] = pairs[pair]
            unsafe at[1] = pairs[pair &+ 1]
        }
        if rest >= 10 {
            unsafe at -= 2
            unsafe at[0] = pairs[Int(rest) &* 2]
            unsafe at[1] = pairs[Int(rest) &* 2 &+ 1]
        } else {
            unsafe at -= 1
            unsafe at[0] = 0x30 &+ UInt8(truncatingIfNeeded: rest)
        }
    }

    /// Lower-case hexadecimal, filled with zeros to at least `width` digits.
    @inlinable @inline(__always)
    public mutating func append<T: FixedWidthInteger & UnsignedInteger>(hex value: T, width: Int = 1) {
        append(hex64: UInt64(truncatingIfNeeded: value), width: width)
    }

    @usableFromInline
    mutating func append(hex64 value: UInt64, width: Int) {
        let digits = Swift.max(width, (64 - value.leadingZeroBitCount + 3) / 4)
        reserve(digits)
        var shift = (digits - 1) * 4
        while shift >= 0 {
            let nibble = shift >= 64 ? 0 : UInt8(truncatingIfNeeded: (value >> UInt64(shift)) & 0xF)
            unsafe base[length] = nibble < 10 ? 0x30 + nibble : 0x57 + nibble
            length += 1
            shift -= 4
        }
    }

    /// Two hexadecimal digits.
    @inlinable @inline(__always)
    public mutating func append(hexByte byte: UInt8) {
        reserve(2)
        let pairs = unsafe DigitTables.hexPairs.utf8Start
        unsafe base[length] = pairs[Int(byte) &* 2]
        unsafe base[length + 1] = pairs[Int(byte) &* 2 &+ 1]
        length += 2
    }
}

// MARK: - Dumps

extension LineBuffer {
    /// Pairs of bytes as " 4500 0034": a blank before each pair; the last may be half.
    public mutating func appendHexWords(_ bytes: RawSpan) {
        let count = bytes.byteCount
        reserve(count * 3 + 4)
        let pairs = unsafe UnsafeRawPointer(DigitTables.hexPairs.utf8Start)
        var at = unsafe UnsafeMutableRawPointer(base + length)
        for index in 0..<count {
            if index & 1 == 0 {
                unsafe at.storeBytes(of: 0x20, as: UInt8.self)
                unsafe at += 1
            }
            let byte = unsafe Int(bytes.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self))
            unsafe at.storeBytes(of: pairs.loadUnaligned(fromByteOffset: byte &* 2, as: UInt16.self), as: UInt16.self)
            unsafe at += 2
        }
        length = unsafe at - UnsafeMutableRawPointer(base)
    }

    /// Printable characters as they are, all others, the blank too, as ".".
    public mutating func appendGraphic(_ bytes: RawSpan) {
        let count = bytes.byteCount
        reserve(count)
        for index in 0..<count {
            let byte = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)
            unsafe base[length &+ index] = byte > 0x20 && byte < 0x7F ? byte : 0x2E
        }
        length += count
    }
}
