/// Fewer bytes than a field needs. Malformed input is data: it says where, how much was needed and how much was there.
public struct Truncation: Error, Equatable, Sendable {
    /// Byte offset of the field within the view that was read.
    public let offset: Int
    /// Bytes that the field needs.
    public let need: Int
    /// Bytes that the view holds from `offset` on; 0 when it ends before.
    public let have: Int

    /// A field that does not fit; see the properties.
    @inlinable
    public init(offset: Int, need: Int, have: Int) {
        self.offset = offset
        self.need = need
        self.have = have
    }
}

/// Reading fields in network byte order. No getter can trap or read out of bounds: an offset that is wrong, a negative
/// one too, throws `Truncation`.
extension RawSpan {
    /// Throws unless `need` bytes lie at `offset`.
    @inlinable @inline(__always)
    public func require(_ need: Int, at offset: Int) throws(Truncation) {
        // Unsigned arithmetic folds "negative" into "too large"; byteCount - need cannot overflow for need >= 0.
        if need < 0 || offset < 0 || byteCount - need < offset {
            throw Truncation(offset: offset, need: need, have: Swift.max(0, offset < 0 ? 0 : byteCount &- offset))
        }
    }

    /// True when `need` bytes lie at `offset`.
    @inlinable @inline(__always)
    public func has(_ need: Int, at offset: Int) -> Bool {
        need >= 0 && offset >= 0 && byteCount - need >= offset
    }

    /// One byte.
    @inlinable @inline(__always)
    public func u8(_ offset: Int) throws(Truncation) -> UInt8 {
        try require(1, at: offset)
        return unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
    }

    /// Two bytes, the higher one first.
    @inlinable @inline(__always)
    public func u16(_ offset: Int) throws(Truncation) -> UInt16 {
        try require(2, at: offset)
        return unsafe UInt16(bigEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt16.self))
    }

    /// Three bytes, the highest one first.
    @inlinable @inline(__always)
    public func u24(_ offset: Int) throws(Truncation) -> UInt32 {
        try require(3, at: offset)
        let high = unsafe UInt32(unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self))
        return unsafe high << 16
            | UInt32(UInt16(bigEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset + 1, as: UInt16.self)))
    }

    /// Four bytes, the highest one first.
    @inlinable @inline(__always)
    public func u32(_ offset: Int) throws(Truncation) -> UInt32 {
        try require(4, at: offset)
        return unsafe UInt32(bigEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self))
    }

    /// Eight bytes, the highest one first.
    @inlinable @inline(__always)
    public func u64(_ offset: Int) throws(Truncation) -> UInt64 {
        try require(8, at: offset)
        return unsafe UInt64(bigEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
    }

    /// Six bytes, the usual link-layer address, in the low 48 bits.
    @inlinable @inline(__always)
    public func u48(_ offset: Int) throws(Truncation) -> UInt64 {
        try require(6, at: offset)
        return try UInt64(u16(offset)) << 32 | UInt64(u32(offset + 2))
    }

    /// Two bytes, the lower one first.
    @inlinable @inline(__always)
    public func le16(_ offset: Int) throws(Truncation) -> UInt16 { try u16(offset).byteSwapped }

    /// Four bytes, the lowest one first.
    @inlinable @inline(__always)
    public func le32(_ offset: Int) throws(Truncation) -> UInt32 { try u32(offset).byteSwapped }

    /// Eight bytes, the lowest one first.
    @inlinable @inline(__always)
    public func le64(_ offset: Int) throws(Truncation) -> UInt64 { try u64(offset).byteSwapped }

    /// Host byte order: netlink, sysfs, this machine's own structures.
    @inlinable @inline(__always)
    public func native<T: BitwiseCopyable>(_ offset: Int, as type: T.Type) throws(Truncation) -> T {
        try require(MemoryLayout<T>.size, at: offset)
        return unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: type)
    }

    /// The bytes from `offset` on; empty at the end.
    @inlinable @inline(__always)
    @_lifetime(copy self)
    public func from(_ offset: Int) throws(Truncation) -> RawSpan {
        try require(0, at: offset)
        return unsafe extracting(unchecked: offset..<byteCount)
    }

    /// At most the first `count` bytes; never fails, a negative count gives none.
    @inlinable @inline(__always)
    @_lifetime(copy self)
    public func upTo(_ count: Int) -> RawSpan {
        unsafe extracting(unchecked: 0..<Swift.max(0, Swift.min(count, byteCount)))
    }

    /// Exactly `count` bytes from `offset`.
    @inlinable @inline(__always)
    @_lifetime(copy self)
    public func slice(_ offset: Int, _ count: Int) throws(Truncation) -> RawSpan {
        try require(count, at: offset)
        return unsafe extracting(unchecked: offset..<offset + count)
    }
}

extension Span where Element == UInt8 {
    /// The same bytes, for the readers above: an octet has no padding and no invalid values.
    @inlinable
    public var octets: RawSpan {
        @_lifetime(copy self) get { unsafe bytes }
    }
}
