import Packets

/// Arguments of calls and replies, by a template: words are printed as they stand, and a letter behind a percent sign is a
/// field, read where the last one ended.
///
///     i, u, l   a signed number, an unsigned one, one of 64 bits
///     d         a time
///     f         a file: volume, vnode, uniquifier
///     s, v      a string, a string with a word for each character
///     a         what is to be set of a file
///     e         a version: epoch and counter
///     g         a unique identifier
///     c         an access list
struct AFSArguments: ~Escapable {
    private let bytes: RawSpan
    private var offset: Int
    /// The name in the mark of a part that is cut.
    private let mark: StaticString

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, at offset: Int, mark: StaticString) {
        self.bytes = bytes
        self.offset = offset
        self.mark = mark
    }

    /// False when a part was cut, which is said: then nothing follows.
    @_lifetime(self: copy self)
    mutating func print(_ d: inout Dissector, _ template: StaticString) throws(Truncation) -> Bool {
        var index = 0
        let count = template.utf8CodeUnitCount
        while index < count {
            let byte = unsafe template.utf8Start[index]
            if byte != 0x25 {
                d.put(byte: byte)
                index += 1
                continue
            }
            let letter = unsafe template.utf8Start[index + 1]
            index += 2
            if try !field(&d, letter) {
                d.put(" [|")
                d.put(mark)
                d.put("]")
                return false
            }
        }
        return true
    }

    @_lifetime(self: copy self)
    mutating func word() throws(Truncation) -> UInt32 {
        let value = try bytes.u32(offset)
        offset += 4
        return value
    }

    /// True when so many octets are there.
    func has(_ count: Int) -> Bool { bytes.has(count, at: offset) }

    @_lifetime(self: copy self)
    mutating func skip(_ count: Int) { offset += count }

    /// An address of version 4.
    @_lifetime(self: copy self)
    mutating func address() throws(Truncation) -> HostAddress {
        let address = try bytes.ipv4(offset)
        offset += 4
        return address
    }

    @_lifetime(self: copy self)
    private mutating func field(_ d: inout Dissector, _ letter: UInt8) throws(Truncation) -> Bool {
        switch letter {
        case UInt8(ascii: "i"): d.put(" ", Int(Int32(bitPattern: try word())))
        case UInt8(ascii: "u"): d.put(" ", try word())
        case UInt8(ascii: "l"):
            let value = try bytes.u64(offset)
            offset += 8
            d.put(" ", value)
        case UInt8(ascii: "d"): try date(&d, word())
        case UInt8(ascii: "f"):
            guard has(12) else { return false }
            d.put(" fid ", try word(), "/")
            d.put("", try word(), "/")
            d.put(try word())
        case UInt8(ascii: "s"): return try string(&d)
        case UInt8(ascii: "v"): return try vector(&d, 64)
        case UInt8(ascii: "V"): return try vector(&d, 65)
        case UInt8(ascii: "W"): return try vector(&d, 32)
        case UInt8(ascii: "a"): return try attributes(&d)
        case UInt8(ascii: "e"):
            guard has(8) else { return false }
            d.put(" ", try word(), ".")
            d.put(try word())
        case UInt8(ascii: "g"): return try identifier(&d)
        default: return try accessList(&d)
        }
        return true
    }

    private func date(_ d: inout Dissector, _ seconds: UInt32) {
        let local = d.clock.local(Int64(Int32(bitPattern: seconds)))
        let day = Clock.floor(local, 86_400)
        d.put(" ")
        d.put(slashedDate: day / 86_400)
        d.put(" ")
        Clock.appendTime(UInt32(truncatingIfNeeded: local &- day), to: &d.out)
    }

    @_lifetime(self: copy self)
    private mutating func string(_ d: inout Dissector) throws(Truncation) -> Bool {
        let size = Int(try word())
        d.put(" \"")
        let there = try bytes.from(offset).upTo(size)
        d.put(text: there)
        if there.byteCount < size { return false }
        d.put("\"")
        offset += (size + 3) & ~3
        return true
    }

    /// A string of at most `count` characters that each take a word.
    @_lifetime(self: copy self)
    private mutating func vector(_ d: inout Dissector, _ count: Int) throws(Truncation) -> Bool {
        guard has(4 * count) else { return false }
        d.put(" \"")
        for index in 0..<count {
            let character = UInt8(truncatingIfNeeded: try bytes.u32(offset + 4 * index))
            if character == 0 { break }
            d.put(visible: character)
        }
        d.put("\"")
        offset += 4 * count
        return true
    }

    @_lifetime(self: copy self)
    private mutating func attributes(_ d: inout Dissector) throws(Truncation) -> Bool {
        guard has(24) else { return false }
        let mask = try word()
        if mask != 0 { d.put(" StoreStatus") }
        let time = try word()
        if mask & 1 != 0 {
            d.put(" date")
            date(&d, time)
        }
        let owner = try word()
        if mask & 2 != 0 { d.put(" owner ", owner) }
        let group = try word()
        if mask & 4 != 0 { d.put(" group ", group) }
        let mode = try word()
        if mask & 8 != 0 { d.put(" mode ", octal: mode & 0o7777) }
        let segment = try word()
        if mask & 16 != 0 { d.put(" segsize ", segment) }
        if mask & 1024 != 0 { d.put(" fsync") }
        return true
    }

    @_lifetime(self: copy self)
    private mutating func identifier(_ d: inout Dissector) throws(Truncation) -> Bool {
        guard has(44) else { return false }
        d.put(" ", hex: try word(), 8)
        d.put(hex: try word(), 4)
        d.put(hex: try word(), 4)
        for _ in 0..<8 { d.put(hex: UInt8(truncatingIfNeeded: try word()), 2) }
        return true
    }

    // MARK: - Access lists, which are text

    @_lifetime(self: copy self)
    private mutating func accessList(_ d: inout Dissector) throws(Truncation) -> Bool {
        let size = Int(try word())
        guard has(size) else { return false }
        var text = AFSAccessText(try bytes.slice(offset, Swift.min(size, 1024)))
        guard let positive = text.number(), let negative = text.number() else { return true }
        var left = Swift.max(0, positive)
        while left > 0 {
            guard text.entry(&d, " +{") else { return true }
            left -= 1
        }
        left = Swift.max(0, negative)
        while left > 0 {
            guard text.entry(&d, " -{") else { return true }
            left -= 1
        }
        return true
    }
}

/// Words of an access list.
struct AFSAccessText: ~Escapable {
    private let bytes: RawSpan
    private var offset = 0

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    private func byte(_ index: Int) -> UInt8? {
        guard let byte = try? bytes.u8(index), byte != 0 else { return nil }
        return byte
    }

    @_lifetime(self: copy self)
    private mutating func blanks() {
        while let byte = byte(offset), byte == 0x20 || byte >= 9 && byte <= 13 { offset += 1 }
    }

    @_lifetime(self: copy self)
    mutating func number() -> Int? {
        blanks()
        var isNegative = false
        if let sign = byte(offset), sign == 0x2D || sign == 0x2B {
            isNegative = sign == 0x2D
            offset += 1
        }
        var (value, any) = (0, false)
        while let byte = byte(offset), byte >= 0x30 && byte <= 0x39 {
            value = Swift.min(value * 10 + Int(byte - 0x30), Int(Int32.max))
            any = true
            offset += 1
        }
        if !any { return nil }
        blanks()
        return isNegative ? -value : value
    }

    /// A name and its rights; false when there is none any more.
    @_lifetime(self: copy self)
    mutating func entry(_ d: inout Dissector, _ lead: StaticString) -> Bool {
        blanks()
        let start = offset
        while let byte = byte(offset), byte > 0x20, offset - start < 1024 { offset += 1 }
        let end = offset
        guard end > start, let rights = number(), let name = try? bytes.slice(start, end - start) else { return false }
        d.put(lead)
        d.put(text: name)
        d.put(" ")
        let letters: InlineArray<7, (Int, StaticString)> = [
            (1, "r"), (8, "l"), (4, "i"), (16, "d"), (2, "w"), (32, "k"), (64, "a"),
        ]
        for index in letters.indices where rights & letters[index].0 != 0 { d.put(letters[index].1) }
        d.put("}")
        return byte(offset) != nil
    }
}
