import Packets

/// The state that dissectors write through: the line so far, the options as flat values, and what is remembered from
/// packet to packet. Each protocol is an extension of it in its own file under Protocols/.
///
/// A dissector gets the bytes that are there (`RawSpan`, cut to what the outer layer claims) and, apart from them,
/// the length on the wire. Reading past the bytes throws `Truncation`; what was printed until then stays, and the
/// innermost layer that was entered is named in the mark `[|name]`.
public struct Dissector: ~Copyable {
    /// The text so far. The owner writes it out and empties it.
    public var out: LineBuffer
    public let options: PrintOptions
    /// 0 to 3: how much is said (`-v`).
    let verbosity: Int
    let quick: Bool
    let linkHeader: Bool
    let numeric: Bool
    /// What `-T` forces datagrams to be.
    let forcedType: ForcedType
    /// Unknown payloads are not dumped when a dump of the packet was asked for anyway, nor with `-q`.
    let suppressDefaultDump: Bool
    /// The name in `[|name]`: each dissector sets it when it is entered.
    var layer: StaticString = ""
    /// Bytes of link-layer header that a dump of the network layer leaves out.
    var linkHeaderLength = 0
    /// Layers within layers so far; bounded by `maximumDepth`, so that a packet cannot exhaust the stack.
    var depth = 0
    var flows = FlowTable()
    var names: NameTable
    var clock: Clock
    /// Relative numbers are left out and noted, for a printer that has seen the packets before.
    var defersNumbers = false
    var deferred = DeferredNumbers()
    /// Packets so far, for `-#`.
    var number: UInt64 = 0

    static let maximumDepth = 64

    public init(options: PrintOptions, environment: PrintEnvironment = PrintEnvironment()) {
        self.options = options
        verbosity = options.verbosity
        quick = options.quick
        linkHeader = options.linkHeader
        numeric = options.numeric > 0
        forcedType = ForcedType(options.packetType)
        suppressDefaultDump = options.quick || options.dump == .hex || options.dump == .hexAndASCII
        names = NameTable(options: options, environment: environment)
        clock = Clock(options: options, environment: environment)
        out = LineBuffer()
    }
}

/// The packet types of `-T` that are decoded here; with any other the ports decide as ever.
enum ForcedType {
    case none, domain, radius, snmp, tftp, vxlan

    init(_ name: String?) {
        switch name?.lowercased() {
        case "domain": self = .domain
        case "radius": self = .radius
        case "snmp": self = .snmp
        case "tftp": self = .tftp
        case "vxlan": self = .vxlan
        default: self = .none
        }
    }
}

// MARK: - Text

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

    /// Seconds as weeks, days, hours, minutes and seconds, the largest first and none that is zero: `1m58s`.
    mutating func put(duration seconds: UInt32) {
        if seconds == 0 { return put("0s") }
        var rest = seconds
        let units: InlineArray<5, (UInt32, UInt8)> = [
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
