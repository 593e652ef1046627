/// Runs and packed bits mixed (Encodings.md, "RLE / Bit-Packing Hybrid"): definition levels and places in a dictionary.
enum HybridEncoder {
    /// Values that make a run: a shorter one would cost more than its bits.
    private static let shortestRun = 16

    /// - Parameter width: bits of each value, 0 to 32.
    static func append(_ values: UnsafePointer<UInt32>, _ count: Int, width: Int, to out: inout ByteBuffer) {
        var place = 0
        // Packed values go out in groups of eight: a run begins only where a group does.
        var packedFrom = 0
        while place < count {
            var end = place + 1
            let value = unsafe values[place]
            while end < count, unsafe values[end] == value { end += 1 }
            if end - place >= shortestRun || packedFrom == place && end == count {
                // The run's first values fill the group before it.
                let fill = (8 - (place - packedFrom) & 7) & 7
                let begin = packedFrom == place ? place : min(end, place + fill)
                if begin > packedFrom { unsafe pack(values + packedFrom, begin - packedFrom, width, to: &out) }
                if end > begin { appendRun(value, end - begin, width, to: &out) }
                packedFrom = end
            }
            place = end
        }
        if count > packedFrom { unsafe pack(values + packedFrom, count - packedFrom, width, to: &out) }
    }

    private static func appendRun(_ value: UInt32, _ count: Int, _ width: Int, to out: inout ByteBuffer) {
        out.append(varint: UInt64(count) << 1)
        for octet in 0..<(width + 7) / 8 { out.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * octet))) }
    }

    /// Groups of eight; the last one is filled with zeros.
    private static func pack(
        _ values: UnsafePointer<UInt32>, _ count: Int, _ width: Int, to out: inout ByteBuffer
    ) {
        let groups = (count + 7) / 8
        out.append(varint: UInt64(groups) << 1 | 1)
        unsafe BitPacker.append(values, count, groups * 8, width, to: &out)
    }

    /// Definition levels of one bit: runs where words are all ones or all zeros, packed bits between them.
    static func append(bits: UnsafePointer<UInt64>, _ count: Int, to out: inout ByteBuffer) {
        let words = (count + 63) / 64
        var word = 0
        while word < words {
            let value = unsafe bits[word]
            let isUniform = value == 0 || value == .max || isLast(word, count) && value == ones(count & 63)
            var end = word + 1
            if isUniform {
                let wanted = value == 0 ? UInt64(0) : .max
                while end < words,
                    unsafe bits[end] == wanted
                        || wanted == .max && isLast(end, count) && bits[end] == ones(count & 63)
                { end += 1 }
                out.append(varint: UInt64(min(count, end * 64) - word * 64) << 1)
                out.append(value == 0 ? UInt8(0) : 1)
            } else {
                while end < words, unsafe bits[end] != 0 && bits[end] != .max { end += 1 }
                let groups = (min(count, end * 64) - word * 64 + 7) / 8
                out.append(varint: UInt64(groups) << 1 | 1)
                for group in 0..<groups {
                    let from = unsafe bits[word + group / 8]
                    out.append(UInt8(truncatingIfNeeded: from >> UInt64(group % 8 * 8)))
                }
            }
            word = end
        }
    }

    private static func isLast(_ word: Int, _ count: Int) -> Bool { (word + 1) * 64 > count }
    private static func ones(_ bits: Int) -> UInt64 { bits == 0 ? .max : (1 << UInt64(bits)) - 1 }
}

/// Values of a few bits each, one behind the other, the lowest bits first.
enum BitPacker {
    /// - Parameter total: values with those that fill up; they are zeros.
    static func append(
        _ values: UnsafePointer<UInt32>, _ count: Int, _ total: Int, _ width: Int, to out: inout ByteBuffer
    ) {
        let octets = (total * width + 7) / 8
        out.append(atMost: octets + 8) { room in
            var held: UInt64 = 0
            var bits = 0
            var at = unsafe room
            for place in 0..<count {
                held |= unsafe UInt64(values[place]) &<< UInt64(bits)
                bits &+= width
                if bits >= 32 {
                    unsafe at.storeBytes(of: UInt32(truncatingIfNeeded: held).littleEndian, as: UInt32.self)
                    unsafe at += 4
                    held &>>= 32
                    bits &-= 32
                }
            }
            while unsafe at < room + octets {
                unsafe at.storeBytes(of: UInt8(truncatingIfNeeded: held), as: UInt8.self)
                unsafe at += 1
                held >>= 8
            }
            return octets
        }
    }

    /// Bits that the largest of so many different values takes.
    static func width(ofCount count: Int) -> Int { count <= 1 ? 0 : Int.bitWidth - (count - 1).leadingZeroBitCount }
}

/// Differences to the value before, packed (Encodings.md, "Delta Encoding"): times and numbers that grow.
enum DeltaEncoder {
    private static let block = 128
    private static let parts = 4
    private static var part: Int { block / parts }

    static func append(_ values: UnsafePointer<UInt64>, _ count: Int, to out: inout ByteBuffer) {
        out.append(varint: UInt64(block))
        out.append(varint: UInt64(parts))
        out.append(varint: UInt64(count))
        out.append(zigzag: count > 0 ? unsafe Int64(bitPattern: values[0]) : 0)
        var place = 1
        while place < count {
            let end = min(count, place + block)
            var least = Int64.max
            for each in place..<end { least = min(least, unsafe Int64(bitPattern: values[each] &- values[each - 1])) }
            out.append(zigzag: least)
            // Each part has a width of its own; all of them come first.
            var widths: UInt32 = 0
            for number in 0..<parts {
                let begin = min(end, place + number * part)
                widths |= UInt32(unsafe width(values, begin, min(end, begin + part), least)) << UInt32(8 * number)
            }
            out.append(little: widths)
            for number in 0..<parts {
                let begin = place + number * part
                if begin >= end { break }
                let width = Int(widths >> UInt32(8 * number) & 0xFF)
                unsafe pack(values, begin, min(end, begin + part), least, width, to: &out)
            }
            place = end
        }
    }

    private static func width(_ values: UnsafePointer<UInt64>, _ from: Int, _ to: Int, _ least: Int64) -> Int {
        var all: UInt64 = 0
        for each in from..<to { all |= unsafe values[each] &- values[each - 1] &- UInt64(bitPattern: least) }
        return 64 - all.leadingZeroBitCount
    }

    /// A whole part, filled with zeros where values end.
    private static func pack(
        _ values: UnsafePointer<UInt64>, _ from: Int, _ to: Int, _ least: Int64, _ width: Int,
        to out: inout ByteBuffer
    ) {
        if width == 0 { return }
        let octets = part * width / 8
        out.append(atMost: octets + 8) { room in
            var held: UInt64 = 0
            var bits = 0
            var at = unsafe room
            for each in from..<to {
                let value = unsafe values[each] &- values[each - 1] &- UInt64(bitPattern: least)
                held |= value &<< UInt64(bits)
                bits &+= width
                if bits >= 64 {
                    unsafe at.storeBytes(of: held.littleEndian, as: UInt64.self)
                    unsafe at += 8
                    bits &-= 64
                    // What had no room any more; with nothing left a shift by 64 would be one by 0.
                    held = bits == 0 ? 0 : value &>> UInt64(width &- bits)
                }
            }
            while unsafe at < room + octets {
                unsafe at.storeBytes(of: UInt8(truncatingIfNeeded: held), as: UInt8.self)
                unsafe at += 1
                held >>= 8
            }
            return octets
        }
    }
}
