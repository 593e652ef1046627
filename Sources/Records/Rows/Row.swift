import Packets

/// The values of one row, where the writers take them from: a slot for each column, and room for texts. Filled again for
/// each packet; nothing is allocated meanwhile.
@safe
public struct Row: ~Copyable {
    /// Columns that a table has at most.
    public static let mostColumns = 128
    /// Octets that a text has at most; what is longer is cut.
    public static let longestText = 4096
    static let textRoom = 128 << 10
    /// Words of a slot: an address takes three.
    @usableFromInline static let width = 3

    @usableFromInline let slots: UnsafeMutablePointer<UInt64>
    @usableFromInline let texts: UnsafeMutablePointer<UInt8>
    @usableFromInline var textEnd = 0
    private var textBegin = 0
    /// Texts that stay from row to row stand in front of the others.
    private var constantEnd = 0
    /// Which columns have a value: one bit each, the first 64 and the others.
    @usableFromInline var low: UInt64 = 0
    @usableFromInline var high: UInt64 = 0

    public init() {
        unsafe slots = .allocate(capacity: Row.mostColumns * Row.width)
        unsafe slots.initialize(repeating: 0, count: Row.mostColumns * Row.width)
        unsafe texts = .allocate(capacity: Row.textRoom)
    }

    deinit {
        unsafe slots.deallocate()
        unsafe texts.deallocate()
    }

    /// Begins the next row.
    @inline(__always)
    public mutating func removeAll() {
        low = 0
        high = 0
        textEnd = constantEnd
    }

    @inline(__always)
    func has(_ place: Int) -> Bool {
        place < 64 ? low >> UInt64(place) & 1 != 0 : high >> UInt64(place &- 64) & 1 != 0
    }

    @inline(__always)
    private mutating func mark(_ place: Int) {
        if place < 64 { low |= 1 &<< UInt64(place) } else { high |= 1 &<< UInt64(place &- 64) }
    }

    /// Takes the columns away that are not in the two sets of bits.
    @inline(__always)
    mutating func keep(_ low: UInt64, _ high: UInt64) {
        self.low &= low
        self.high &= high
    }

    // MARK: values

    /// A number, a boolean as 0 or 1, a word by its place, an IPv4 or link-layer address.
    @inline(__always)
    public mutating func set(at place: Int, _ value: UInt64) {
        unsafe slots[place &* Row.width] = value
        mark(place)
    }

    @inline(__always)
    public mutating func set(at place: Int, _ address: HostAddress) {
        let slot = place &* Row.width
        unsafe slots[slot] = address.low
        unsafe slots[slot &+ 1] = address.high
        unsafe slots[slot &+ 2] = address.isIPv6 ? 1 : 0
        mark(place)
    }

    @inline(__always)
    func number(_ place: Int) -> UInt64 { unsafe slots[place &* Row.width] }

    @inline(__always)
    func address(_ place: Int) -> HostAddress {
        let slot = place &* Row.width
        let (low, high, six) = unsafe (slots[slot], slots[slot &+ 1], slots[slot &+ 2])
        return six == 1 ? HostAddress(ipv6: high, low) : HostAddress(ipv4: UInt32(truncatingIfNeeded: low))
    }

    /// The value of another column of the same kind, if that has one.
    mutating func copy(_ from: Int, to place: Int) {
        guard has(from) else { return }
        for word in 0..<Row.width {
            unsafe slots[place &* Row.width &+ word] = slots[from &* Row.width &+ word]
        }
        mark(place)
    }

    // MARK: texts

    /// What follows, up to `endText`, is one text.
    @inline(__always)
    public mutating func beginText() { textBegin = textEnd }

    /// False when the text has as many octets as a text may have.
    @inline(__always)
    private var hasRoom: Bool {
        textEnd &- textBegin < Row.longestText && textEnd < Row.textRoom &- 4
    }

    /// An octet of ours.
    @inline(__always)
    public mutating func put(_ octet: UInt8) {
        if !hasRoom { return }
        unsafe texts[textEnd] = octet
        textEnd &+= 1
    }

    public mutating func put(_ text: StaticString) {
        text.withUTF8Buffer { octets in
            for place in 0..<octets.count { put(unsafe octets[place]) }
        }
    }

    public mutating func put(decimal value: UInt64) {
        if value >= 10 { put(decimal: value / 10) }
        put(0x30 &+ UInt8(truncatingIfNeeded: value % 10))
    }

    /// Four digits.
    public mutating func put(hex value: UInt16) {
        for shift: UInt16 in [12, 8, 4, 0] { put(Row.digit(UInt8(truncatingIfNeeded: value >> shift & 0xF))) }
    }

    /// An octet from outside: what is no printable ASCII, the backslash, and `special`, become `\xHH`.
    @inline(__always)
    public mutating func put(foreign octet: UInt8, special: UInt8 = 0x5C) {
        if octet >= 0x20 && octet < 0x7F && octet != 0x5C && octet != special { return put(octet) }
        guard textEnd &- textBegin &+ 4 <= Row.longestText else {
            // Half of four octets would be another text.
            return
        }
        put(0x5C)
        put(0x78)
        put(Row.digit(octet >> 4))
        put(Row.digit(octet & 0xF))
    }

    @inline(__always)
    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 &+ value : 0x57 &+ value }

    /// Octets from outside.
    public mutating func put(text: RawSpan, special: UInt8 = 0x5C) {
        for place in 0..<min(text.byteCount, Row.longestText) {
            put(foreign: unsafe text.unsafeLoad(fromUncheckedByteOffset: place, as: UInt8.self), special: special)
        }
    }

    /// How long the text is so far, to cut it back to.
    var textLength: Int { textEnd &- textBegin }

    mutating func cutText(to length: Int) {
        if length < textLength { textEnd = textBegin &+ length }
    }

    /// Ends the text: it is the column's value. An empty one is none.
    @inline(__always)
    public mutating func endText(at place: Int) {
        if textEnd == textBegin { return }
        unsafe slots[place &* Row.width] = UInt64(textBegin)
        unsafe slots[place &* Row.width &+ 1] = UInt64(textEnd &- textBegin)
        mark(place)
    }

    /// From the next row on texts stand behind this one, which stays: see `setConstant`.
    mutating func removeConstants() { constantEnd = 0; textEnd = 0 }

    /// A text that is the same in many rows: where it stands, for `set(constant:at:)`.
    mutating func addConstant(_ octets: [UInt8]) -> (begin: Int, length: Int) {
        textEnd = constantEnd
        beginText()
        for octet in octets { put(foreign: octet) }
        constantEnd = textEnd
        return (textBegin, textEnd &- textBegin)
    }

    @inline(__always)
    mutating func set(constant: (begin: Int, length: Int), at place: Int) {
        if constant.length == 0 { return }
        unsafe slots[place &* Row.width] = UInt64(constant.begin)
        unsafe slots[place &* Row.width &+ 1] = UInt64(constant.length)
        mark(place)
    }

    /// A text's octets.
    @inline(__always)
    func text(_ place: Int) -> UnsafeBufferPointer<UInt8> {
        let begin = unsafe Int(slots[place &* Row.width])
        let length = unsafe Int(slots[place &* Row.width &+ 1])
        return unsafe UnsafeBufferPointer(start: texts + begin, count: length)
    }
}

// By the names of the packets' columns.
extension Row {
    @inline(__always)
    mutating func set<Number: FixedWidthInteger>(_ column: Column, _ value: Number) {
        set(at: Int(column.rawValue), UInt64(truncatingIfNeeded: value))
    }

    @inline(__always)
    mutating func set(_ column: Column, _ value: Bool) { set(at: Int(column.rawValue), value ? 1 : 0) }

    @inline(__always)
    mutating func set(_ column: Column, _ word: Word) { set(at: Int(column.rawValue), UInt64(word.rawValue)) }

    @inline(__always)
    mutating func set(_ column: Column, _ address: HostAddress) { set(at: Int(column.rawValue), address) }

    @inline(__always)
    mutating func set(_ column: Column, ipv4 address: HostAddress) { set(at: Int(column.rawValue), address.low) }

    @inline(__always)
    mutating func endText(_ column: Column) { endText(at: Int(column.rawValue)) }

    @inline(__always)
    func has(_ column: Column) -> Bool { has(Int(column.rawValue)) }
}

// By the names of the books' columns.
extension Row {
    public mutating func set(_ column: BookColumn, _ value: Int) {
        set(at: Int(column.rawValue), UInt64(truncatingIfNeeded: value))
    }

    public mutating func set(_ column: BookColumn, _ word: Word) {
        set(at: Int(column.rawValue), UInt64(word.rawValue))
    }

    /// Takes a value away.
    public mutating func clear(_ column: BookColumn) { keep(~(1 << UInt64(column.rawValue)), .max) }
}
