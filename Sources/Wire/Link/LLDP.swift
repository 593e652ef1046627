import Packets

/// An element of a link layer discovery unit (IEEE 802.1AB clause 8): 7 bits of type, 9 bits of length, value.
public struct LLDPElement: ~Escapable {
    @usableFromInline let bytes: RawSpan

    @inlinable @inline(__always) @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Which element, 7 bits: 0 ends the unit.
    @inlinable public var type: UInt8 { get throws(Truncation) { try UInt8(bytes.u16(0) >> 9) } }
    /// Octets of value, 9 bits.
    @inlinable public var length: Int { get throws(Truncation) { try Int(bytes.u16(0) & 0x1FF) } }
    /// The value.
    @inlinable
    public var value: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(2, length) } }
}

/// Elements of a link layer discovery unit, until the one that ends it; an element that is cut off ends the walk.
public struct LLDPElements: ~Escapable {
    @usableFromInline let bytes: RawSpan
    @usableFromInline var offset = 0

    /// Walks over `bytes`, which hold the elements and nothing else.
    @inlinable @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// The next element that is there in full, or nil.
    @_lifetime(copy self)
    public mutating func next() -> LLDPElement? {
        guard let head = try? bytes.u16(offset), head >> 9 != 0 else { return nil }
        guard let element = try? bytes.slice(offset, 2 + Int(head & 0x1FF)) else { return nil }
        offset += element.byteCount
        return LLDPElement(element)
    }
}
