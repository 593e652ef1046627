import Packets

/// The vocabulary in which protocols put their text: words, numbers, names, bytes from outside.
extension Dissector {
    var verbose: Bool { verbosity > 0 }

    @inline(__always)
    mutating func put(_ text: StaticString) {
        out.append(text)
    }

    @inline(__always)
    mutating func put(byte: UInt8) {
        out.append(byte)
    }

    @inline(__always)
    mutating func put<T: FixedWidthInteger & UnsignedInteger>(_ value: T) {
        out.append(decimal: value)
    }

    @inline(__always)
    mutating func put<T: FixedWidthInteger & SignedInteger>(_ value: T) {
        out.append(decimal: value)
    }

    @inline(__always)
    mutating func put<T: FixedWidthInteger & UnsignedInteger>(hex value: T, _ width: Int = 1) {
        out.append(hex: value, width: width)
    }

    /// Text, a number, text: the commonest shape of a field.
    @inline(__always)
    mutating func put<T: FixedWidthInteger & UnsignedInteger>(
        _ before: StaticString, _ value: T, _ after: StaticString = ""
    ) {
        put(before)
        put(value)
        put(after)
    }

    @inline(__always)
    mutating func put(_ before: StaticString, _ value: Int, _ after: StaticString = "") {
        put(before)
        put(value)
        put(after)
    }

    /// Text, a hexadecimal number without prefix, text.
    @inline(__always)
    mutating func put<T: FixedWidthInteger & UnsignedInteger>(
        _ before: StaticString, hex value: T, _ width: Int = 1, _ after: StaticString = ""
    ) {
        put(before)
        put(hex: value, width)
        put(after)
    }

    /// Two hexadecimal digits in capitals.
    mutating func put(upperHex value: UInt8) {
        put(byte: Dissector.capitalDigit(value >> 4))
        put(byte: Dissector.capitalDigit(value & 0x0F))
    }

    private static func capitalDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x37 + value
    }

    /// Decimal, filled with blanks on the left.
    mutating func put<T: FixedWidthInteger & UnsignedInteger>(_ value: T, width: Int) {
        out.append(decimal: UInt64(value), width: width, pad: 0x20)
    }

    /// Decimal, filled with zeros on the left.
    mutating func put<T: FixedWidthInteger & UnsignedInteger>(zeroed value: T, width: Int) {
        out.append(decimal: UInt64(value), width: width, pad: 0x30)
    }

    /// A name, or the text and the number in decimal when there is none.
    mutating func put<T: FixedWidthInteger & UnsignedInteger>(
        _ name: StaticString?, or before: StaticString, _ value: T, _ after: StaticString = ""
    ) {
        if let name { put(name) } else { put(before, value, after) }
    }

    /// A name, or the text and the number in hexadecimal when there is none.
    mutating func put<T: FixedWidthInteger & UnsignedInteger>(
        _ name: StaticString?, or before: StaticString, hex value: T, _ width: Int = 1, _ after: StaticString = ""
    ) {
        if let name { put(name) } else { put(before, hex: value, width, after) }
    }

    /// Names of set bits, in the table's order.
    mutating func put<let count: Int>(
        flags value: UInt32, _ table: InlineArray<count, (UInt32, StaticString)>, none: StaticString = "none",
        separator: StaticString = ", "
    ) {
        var any = false
        for index in table.indices {
            let (mask, name) = table[index]
            guard value & mask == mask else { continue }
            if any { put(separator) }
            put(name)
            any = true
        }
        if !any { put(none) }
    }

    /// Seconds as years, weeks, days, hours, minutes and seconds, the largest first and none that is zero: `1m58s`.
    mutating func put(duration seconds: UInt32) {
        if seconds == 0 { return put("0s") }
        var rest = seconds
        let units: InlineArray<6, (UInt32, UInt8)> = [
            (31_536_000, 0x79),
            (604_800, 0x77), (86_400, 0x64), (3_600, 0x68), (60, 0x6D), (1, 0x73),
        ]
        for index in units.indices {
            let (size, letter) = units[index]
            if rest >= size {
                put(rest / size)
                put(byte: letter)
                rest %= size
            }
        }
    }

    /// Octal, as modes of files are written.
    mutating func put<T: FixedWidthInteger & UnsignedInteger>(_ before: StaticString, octal value: T) {
        put(before)
        var shift = value == 0 ? 0 : (T.bitWidth - 1 - value.leadingZeroBitCount) / 3 * 3
        while shift >= 0 {
            put(byte: 0x30 + UInt8(truncatingIfNeeded: value >> T(shift) & 7))
            shift -= 3
        }
    }

    /// The first letters of a text.
    mutating func put(_ text: StaticString, first count: Int) {
        let start = out.count
        put(text)
        out.truncate(to: start + Swift.max(0, count))
    }

    /// Bytes as they are.
    mutating func put(raw bytes: RawSpan) {
        out.append(bytes)
    }

    /// The mark of a packet that ends too early: ` [|name]` of the layer that was entered last.
    mutating func markTruncated() {
        put(" [|")
        put(layer)
        put(byte: 0x5D)
    }

    mutating func markInvalid() {
        put(" (invalid)")
    }

    /// A byte of outside text: controls as `^X` and `M-`, so that a packet cannot drive the reader's terminal.
    mutating func put(visible byte: UInt8) {
        var rest = byte
        if rest > 0x7F {
            put("M-")
            rest &= 0x7F
        }
        if rest < 0x20 || rest == 0x7F {
            put(byte: 0x5E)
            rest ^= 0x40
        }
        put(byte: rest)
    }

    /// Text from outside, byte by byte; stops before the first zero byte when `terminated`. True when a zero was met.
    @discardableResult
    mutating func put(text bytes: RawSpan, terminated: Bool = false) -> Bool {
        for index in 0..<bytes.byteCount {
            let byte = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)
            if terminated && byte == 0 { return true }
            put(visible: byte)
        }
        return false
    }

    /// Exactly `count` bytes of text from `offset`; what is missing throws after what is there was printed.
    mutating func put(text bytes: RawSpan, at offset: Int, _ count: Int, terminated: Bool = false) throws(Truncation) {
        let rest = try bytes.from(offset)
        if put(text: rest.upTo(count), terminated: terminated) { return }
        try bytes.require(count, at: offset)
    }
}
