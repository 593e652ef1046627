import Packets

/// Domain names on the wire: labels, compression pointers (RFC 1035 4.1.4) and bit-string labels (RFC 2673).
extension DNS {
    /// Where a name ends, without printing it; nil when it is cut off.
    static func skipName(_ bytes: RawSpan, _ start: Int) -> Int? {
        var offset = start
        while let length = try? bytes.u8(offset) {
            offset += 1
            if length == 0 { return offset }
            switch length & 0xC0 {
            case 0xC0: return offset + 1
            case 0x40:
                guard length == 0x41, let bits = try? bytes.u8(offset) else { return nil }
                offset += DNS.bitLabelBytes(bits) + 1
            case 0x80: return nil
            default: offset += Int(length)
            }
        }
        return nil
    }

    private static func bitLabelBytes(_ bits: UInt8) -> Int {
        ((bits == 0 ? 256 : Int(bits)) + 7) / 8
    }

    /// Characters of a name that are printed (RFC 1035 2.3.4): one octet's pointer may stand for thousands.
    private static let longestName = 255

    /// Prints a name and gives where it ends; nil when it is cut off, a pointer does not lead backwards, or the
    /// packet's names have more labels than are followed.
    static func name(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int) throws(Truncation) -> Int? {
        var offset = start
        var end = start
        var compressed = false
        // A pointer must lead backwards, or names could go on for ever.
        var limit = start
        var room = DNS.longestName
        guard var length = try? bytes.u8(offset) else { return nil }
        offset += 1
        end = offset
        if length == 0 {
            d.put(".")
            return end
        }
        while length != 0 {
            d.labelsLeft &-= 1
            if d.labelsLeft < 0 {
                d.put("<TOO MANY LABELS>")
                return nil
            }
            if length & 0xC0 == 0xC0 {
                if !compressed {
                    end = offset + 1
                    compressed = true
                }
                guard let low = try? bytes.u8(offset) else { return nil }
                let target = Int(length & 0x3F) << 8 | Int(low)
                if target >= limit {
                    d.put("<BAD PTR>")
                    return nil
                }
                limit = target
                offset = target
            } else {
                guard let next = try label(&d, length, bytes, offset, &room) else { return nil }
                offset = next
                if room >= 0 { d.put(".") }
                room -= 1
            }
            guard let next = try? bytes.u8(offset) else { return nil }
            length = next
            offset += 1
            if !compressed { end = offset }
        }
        if room < 0 { d.put("<DOMAIN NAME TOO LONG>") }
        return end
    }

    /// One label, as far as the name has room for it; nil when it is cut off or of an unknown kind.
    private static func label(
        _ d: inout Dissector, _ length: UInt8, _ bytes: RawSpan, _ offset: Int, _ room: inout Int
    ) throws(Truncation) -> Int? {
        if length & 0xC0 == 0x40 {
            guard length == 0x41 else {
                d.put("<ELT ", length & 0x3F, ">")
                return nil
            }
            let before = d.out.count
            let end = room > 0 ? try bitLabel(&d, bytes, offset) : skipBitLabel(bytes, offset)
            room -= d.out.count - before
            return end
        }
        if length & 0xC0 == 0x80 {
            d.put("<BAD LABEL TYPE>")
            return nil
        }
        let count = Int(length)
        guard let rest = try? bytes.from(offset) else { return nil }
        d.put(text: rest.upTo(min(count, max(0, room))))
        room -= count
        if rest.byteCount < count { return nil }
        return offset + count
    }

    private static func skipBitLabel(_ bytes: RawSpan, _ start: Int) -> Int? {
        guard let bits = try? bytes.u8(start) else { return nil }
        return start + 1 + DNS.bitLabelBytes(bits)
    }

    private static func bitLabel(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int) throws(Truncation) -> Int? {
        guard let declared = try? bytes.u8(start) else { return nil }
        let bits = declared == 0 ? 256 : Int(declared)
        d.put("\\[x")
        var offset = start + 1
        for _ in 0..<bits / 8 {
            guard let byte = try? bytes.u8(offset) else { return nil }
            d.put(hex: byte, 2)
            offset += 1
        }
        let left = bits % 8
        if left > 0 {
            guard let byte = try? bytes.u8(offset) else { return nil }
            if left > 4 {
                d.put(hex: byte >> UInt8(8 - left), 2)
            } else {
                d.put(hex: byte >> 4 & 0x0F >> UInt8(4 - left), 1)
            }
            offset += 1
        }
        d.put("/", bits, "]")
        return offset
    }

    /// RFC 1035 3.3.
    struct CharacterString: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var text: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(1) } }
    }

    /// A counted string; gives where it ends, nil when it is cut off.
    static func characterString(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) -> Int? {
        guard let start = try? bytes.from(offset) else { return nil }
        let string = CharacterString(start)
        guard let length = try? string.length, let rest = try? string.text else { return nil }
        d.put(text: rest.upTo(Int(length)))
        return rest.byteCount < Int(length) ? nil : offset + 1 + Int(length)
    }
}
