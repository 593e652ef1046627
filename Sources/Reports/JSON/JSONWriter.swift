import Packets

/// Writes JSON text into a `LineBuffer` in the order in which it is told: compact on one line, or indented.
struct JSONWriter: ~Copyable {
    private var out: LineBuffer
    private let indented: Bool
    private var depth = 0
    /// A value stands before the next one at this depth.
    private var needsComma = false
    /// A key was just written: its value follows on the same line.
    private var afterKey = false

    init(indented: Bool = false) {
        out = LineBuffer()
        self.indented = indented
    }

    /// The text so far.
    consuming func finish() -> LineBuffer {
        out
    }

    mutating func object(_ body: (inout JSONWriter) -> Void) {
        open(0x7B)
        body(&self)
        close(0x7D)
    }

    mutating func array<S: Sequence>(_ values: S, _ body: (inout JSONWriter, S.Element) -> Void) {
        open(0x5B)
        for value in values { body(&self, value) }
        close(0x5D)
    }

    mutating func key(_ name: StaticString) {
        next()
        out.append(0x22)
        out.append(name)
        out.append(indented ? "\": " : "\":")
        afterKey = true
    }

    mutating func null() {
        next()
        out.append("null")
    }

    mutating func value(_ value: Bool?) {
        guard let value else { return null() }
        next()
        if value { out.append("true") } else { out.append("false") }
    }

    mutating func value<T: FixedWidthInteger>(_ value: T?) {
        guard let value else { return null() }
        next()
        if value < 0 { out.append(0x2D) }
        out.append(decimal: UInt64(value.magnitude))
    }

    mutating func value(_ value: String?) {
        guard let value else { return null() }
        next()
        out.append(0x22)
        if value.utf8.allSatisfy({ $0 < 0x7F }) {
            for byte in value.utf8 { escape(byte) }
        } else {
            for scalar in value.unicodeScalars { escape(scalar) }
        }
        out.append(0x22)
    }

    mutating func value(_ value: Timestamp) {
        next()
        out.append(0x22)
        out.append(rfc3339: value)
        out.append(0x22)
    }

    /// JSON allows C1 and the marks that change the order of text as they are, and a terminal obeys them: a reader gets the
    /// same text from their escapes.
    private mutating func escape(_ scalar: Unicode.Scalar) {
        if scalar.isASCII { return escape(UInt8(truncatingIfNeeded: scalar.value)) }
        if scalar.isHazard {
            for unit in String(scalar).utf16 {
                out.append("\\u")
                out.append(hex: unit, width: 4)
            }
        } else {
            for byte in String(scalar).utf8 { out.append(byte) }
        }
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x22: out.append("\\\"")
        case 0x5C: out.append("\\\\")
        case 0x0A: out.append("\\n")
        case 0x09: out.append("\\t")
        case 0x0D: out.append("\\r")
        // DEL is allowed in JSON but moves a terminal's cursor.
        case ..<0x20, 0x7F:
            out.append("\\u")
            out.append(hex: byte, width: 4)
        default: out.append(byte)
        }
    }

    private mutating func open(_ bracket: UInt8) {
        next()
        out.append(bracket)
        depth += 1
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        depth -= 1
        if needsComma { newLine() }
        out.append(bracket)
        needsComma = true
    }

    private mutating func next() {
        if afterKey {
            afterKey = false
        } else {
            if needsComma { out.append(0x2C) }
            if depth > 0 { newLine() }
        }
        needsComma = true
    }

    private mutating func newLine() {
        guard indented else { return }
        out.append(0x0A)
        for _ in 0..<depth { out.append("  ") }
    }
}
