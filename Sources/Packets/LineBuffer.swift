/// A reusable buffer of bytes for text: no `String` on the way from a packet to a line.
///
/// It grows only for a line longer than any before and keeps that size, so the path per packet does not allocate.
@safe
public struct LineBuffer: ~Copyable {
    @usableFromInline var base: UnsafeMutablePointer<UInt8>
    @usableFromInline var capacity: Int
    @usableFromInline var length: Int

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

    @inlinable
    public mutating func removeAll() {
        length = 0
    }

    /// Cuts back to `count` bytes; larger values change nothing.
    @inlinable
    public mutating func truncate(to count: Int) {
        if count >= 0 && count < length { length = count }
    }

    /// Makes room for `extra` more bytes, so that the writes that follow do not check.
    @inlinable @inline(__always)
    mutating func reserve(_ extra: Int) {
        if capacity - length < extra { grow(extra) }
    }

    @usableFromInline @inline(never)
    mutating func grow(_ extra: Int) {
        let room = Swift.max(capacity * 2, length + extra)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
        unsafe larger.update(from: base, count: length)
        unsafe base.deallocate()
        unsafe base = larger
        capacity = room
    }

    @inlinable @inline(__always)
    public mutating func append(_ byte: UInt8) {
        reserve(1)
        unsafe base[length] = byte
        length += 1
    }

    @inlinable @inline(__always)
    public mutating func append(_ text: StaticString) {
        let n = text.utf8CodeUnitCount
        reserve(n)
        unsafe (base + length).update(from: text.utf8Start, count: n)
        length += n
    }

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
    @inlinable
    public mutating func append<T: FixedWidthInteger & UnsignedInteger>(decimal value: T) {
        append(decimal: UInt64(truncatingIfNeeded: value), width: 0, pad: 0x20)
    }

    /// Signed decimal without padding.
    @inlinable
    public mutating func append<T: FixedWidthInteger & SignedInteger>(decimal value: T) {
        if value < 0 { append(0x2D) }
        append(decimal: UInt64(value.magnitude), width: 0, pad: 0x20)
    }

    /// Decimal, filled on the left with `pad` to at least `width` bytes.
    @inlinable
    public mutating func append(decimal value: UInt64, width: Int, pad: UInt8) {
        reserve(Swift.max(20, width))
        var digits = 1
        var rest = value
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        var fill = width - digits
        while fill > 0 {
            unsafe base[length] = pad
            length += 1
            fill -= 1
        }
        var at = length + digits
        length = at
        rest = value
        repeat {
            at -= 1
            unsafe base[at] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
            rest /= 10
        } while rest > 0
    }

    /// Lower-case hexadecimal, filled with zeros to at least `width` digits.
    @inlinable
    public mutating func append<T: FixedWidthInteger & UnsignedInteger>(hex value: T, width: Int = 1) {
        let wide = UInt64(truncatingIfNeeded: value)
        let digits = Swift.max(width, (64 - wide.leadingZeroBitCount + 3) / 4)
        reserve(digits)
        var shift = (digits - 1) * 4
        while shift >= 0 {
            let nibble = shift >= 64 ? 0 : UInt8(truncatingIfNeeded: (wide >> UInt64(shift)) & 0xF)
            unsafe base[length] = nibble < 10 ? 0x30 + nibble : 0x57 + nibble
            length += 1
            shift -= 4
        }
    }
}
