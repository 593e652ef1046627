import Packets

/// The Internet checksum (RFC 1071): the ones' complement sum of 16-bit words, kept wide and folded at the end.
public struct InternetSum {
    @usableFromInline var total: UInt64 = 0

    /// Nothing is summed yet.
    @inlinable public init() {}

    /// Adds bytes, an odd last one padded with zero. Pieces but the last must have an even length.
    @inlinable public mutating func add(_ bytes: RawSpan) {
        var index = 0
        let count = bytes.byteCount
        while index &+ 8 <= count {
            let word = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
            // The sum does not depend on byte order until the end; two halves keep the carries.
            total &+= word & 0xFFFF_FFFF
            total &+= word >> 32
            index &+= 8
        }
        while index &+ 2 <= count {
            total &+= UInt64(unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt16.self))
            index &+= 2
        }
        if index < count {
            let last = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)
            total &+= UInt64(UInt16(bigEndian: UInt16(last) << 8))
        }
    }

    /// Adds a 16-bit word in host order.
    @inlinable public mutating func add(word: UInt16) {
        total &+= UInt64(word.bigEndian)
    }

    /// Adds an address, as pseudo headers have it: 4 or 16 octets.
    @inlinable public mutating func add(_ address: HostAddress) {
        if address.isIPv6 {
            for half in [address.high, address.low] {
                add(word: UInt16(truncatingIfNeeded: half >> 48))
                add(word: UInt16(truncatingIfNeeded: half >> 32))
                add(word: UInt16(truncatingIfNeeded: half >> 16))
                add(word: UInt16(truncatingIfNeeded: half))
            }
        } else {
            add(word: UInt16(truncatingIfNeeded: address.low >> 16))
            add(word: UInt16(truncatingIfNeeded: address.low))
        }
    }

    /// The complement of the folded sum: 0 when a checksum that was summed too is right.
    @inlinable public var complement: UInt16 {
        var folded = total
        while folded > 0xFFFF { folded = (folded & 0xFFFF) &+ (folded >> 16) }
        return ~UInt16(bigEndian: UInt16(truncatingIfNeeded: folded))
    }

    /// The complement of the folded sum over `bytes`: 0 when they carry a checksum and it is right.
    @inlinable public static func of(_ bytes: RawSpan) -> UInt16 {
        var sum = InternetSum()
        sum.add(bytes)
        return sum.complement
    }

    /// What the checksum should have been, from the one found and the complement over everything.
    @inlinable public static func expected(_ found: UInt16, _ complement: UInt16) -> UInt16 {
        var sum = UInt32(found) &+ UInt32(complement)
        // Ones' complement addition; a sum of zero is written 0xffff only where the found one was.
        while sum > 0xFFFF { sum = (sum & 0xFFFF) &+ (sum >> 16) }
        return UInt16(truncatingIfNeeded: sum)
    }
}
