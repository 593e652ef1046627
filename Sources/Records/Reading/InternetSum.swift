import Packets

/// The Internet checksum (RFC 1071): the ones' complement sum of words of 16 bits, kept wide and folded at the end.
struct InternetSum {
    private var total: UInt64 = 0

    /// Adds octets, an odd last one padded with zero. Pieces but the last have an even length.
    mutating func add(_ bytes: RawSpan) {
        var place = 0
        while place &+ 4 <= bytes.byteCount {
            total &+= unsafe UInt64(bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt32.self))
            place &+= 4
        }
        var last: UInt32 = 0
        var shift: UInt32 = 0
        while place < bytes.byteCount {
            last |= unsafe UInt32(bytes.unsafeLoad(fromUncheckedByteOffset: place, as: UInt8.self)) &<< shift
            shift &+= 8
            place &+= 1
        }
        // The sum does not depend on the byte order until the end, when it is compared with all ones.
        total &+= UInt64(UInt32(littleEndian: last))
    }

    /// Adds a number of 32 bits as it would stand in a header.
    mutating func add(_ value: UInt32) { total &+= UInt64(value.bigEndian) }

    mutating func add(_ address: HostAddress) {
        if address.isIPv6 {
            add(UInt32(truncatingIfNeeded: address.high >> 32))
            add(UInt32(truncatingIfNeeded: address.high))
            add(UInt32(truncatingIfNeeded: address.low >> 32))
        }
        add(UInt32(truncatingIfNeeded: address.low))
    }

    /// True when the checksum that was summed too is right.
    var isRight: Bool {
        var folded = total
        while folded > 0xFFFF { folded = (folded & 0xFFFF) &+ (folded >> 16) }
        return folded == 0xFFFF
    }

    static func isRight(_ bytes: RawSpan) -> Bool {
        var sum = InternetSum()
        sum.add(bytes)
        return sum.isRight
    }
}
