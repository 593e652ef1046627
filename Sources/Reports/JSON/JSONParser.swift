/// Parses JSON from outside: every bound is checked, depth and number of values are limited, nothing can trap.
struct JSONParser {
    static let maximumBytes = 64 << 20
    static let maximumValues = 2_000_000
    static let maximumDepth = 32

    private let bytes: [UInt8]
    private var at = 0
    private var values = 0

    static func parse(_ bytes: [UInt8]) throws(ReportError) -> JSONValue {
        if bytes.count > maximumBytes { throw .beyondBounds }
        var parser = JSONParser(bytes: bytes)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        if parser.at < bytes.count { throw .invalid(offset: parser.at) }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark is not allowed, but editors leave one.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    }

    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    /// The error for what stands at the current place, or does not stand there any more.
    private var fault: ReportError { at >= bytes.count ? .truncated : .invalid(offset: at) }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
    }

    private mutating func expect(_ byte: UInt8) throws(ReportError) {
        skipSpace()
        guard next == byte else { throw fault }
        at += 1
    }

    private mutating func value(depth: Int) throws(ReportError) -> JSONValue {
        values += 1
        if depth > Self.maximumDepth || values > Self.maximumValues { throw .beyondBounds }
        skipSpace()
        switch next ?? 0 {
        case 0x7B: return try object(depth: depth)
        case 0x5B: return try array(depth: depth)
        case 0x22: return .string(try string())
        case 0x74: return try word("true", .bool(true))
        case 0x66: return try word("false", .bool(false))
        case 0x6E: return try word("null", .null)
        case 0x2D, 0x30...0x39: return try number()
        default: throw fault
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(ReportError) -> JSONValue {
        for byte in word.description.utf8 {
            guard next == byte else { throw fault }
            at += 1
        }
        return value
    }

    private mutating func object(depth: Int) throws(ReportError) -> JSONValue {
        at += 1
        var members: [JSONValue.Member] = []
        skipSpace()
        if next == 0x7D {
            at += 1
            return .object(members)
        }
        while true {
            skipSpace()
            guard next == 0x22 else { throw fault }
            let key = try string()
            try expect(0x3A)
            members.append(JSONValue.Member(key: key, value: try value(depth: depth + 1)))
            skipSpace()
            if next == 0x7D { break }
            try expect(0x2C)
        }
        at += 1
        return .object(members)
    }

    private mutating func array(depth: Int) throws(ReportError) -> JSONValue {
        at += 1
        var elements: [JSONValue] = []
        skipSpace()
        if next == 0x5D {
            at += 1
            return .array(elements)
        }
        while true {
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if next == 0x5D { break }
            try expect(0x2C)
        }
        at += 1
        return .array(elements)
    }

    private mutating func digits() throws(ReportError) {
        guard let first = next, (0x30...0x39).contains(first) else { throw fault }
        while let byte = next, (0x30...0x39).contains(byte) { at += 1 }
    }

    private mutating func number() throws(ReportError) -> JSONValue {
        let negative = next == 0x2D
        if negative { at += 1 }
        let start = at
        try digits()
        let end = at
        if end - start > 1 && bytes[start] == 0x30 { throw .invalid(offset: start) }
        var isInteger = true
        if next == 0x2E {
            isInteger = false
            at += 1
            try digits()
        }
        if next == 0x65 || next == 0x45 {
            isInteger = false
            at += 1
            if next == 0x2B || next == 0x2D { at += 1 }
            try digits()
        }
        guard isInteger else { return .otherNumber }
        var magnitude: UInt64 = 0
        for byte in bytes[start..<end] {
            let (product, tooLarge) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carried) = product.addingReportingOverflow(UInt64(byte - 0x30))
            if tooLarge || carried { return .otherNumber }
            magnitude = sum
        }
        return .integer(negative: negative, magnitude: magnitude)
    }

    private mutating func string() throws(ReportError) -> String {
        at += 1
        let start = at
        while let byte = next, byte != 0x22, byte != 0x5C, byte >= 0x20 { at += 1 }
        var text = Array(bytes[start..<at])
        while let byte = next, byte != 0x22 {
            if byte == 0x5C {
                try escape(into: &text)
            } else if byte < 0x20 {
                throw fault
            } else {
                text.append(byte)
                at += 1
            }
        }
        guard next == 0x22 else { throw fault }
        at += 1
        guard let string = String(validating: text, as: UTF8.self) else { throw .invalid(offset: start) }
        return string
    }

    private mutating func escape(into text: inout [UInt8]) throws(ReportError) {
        at += 1
        guard let byte = next else { throw fault }
        at += 1
        switch byte {
        case 0x22, 0x5C, 0x2F: text.append(byte)
        case 0x62: text.append(0x08)
        case 0x66: text.append(0x0C)
        case 0x6E: text.append(0x0A)
        case 0x72: text.append(0x0D)
        case 0x74: text.append(0x09)
        case 0x75:
            var scalar = try hexDigits()
            if (0xD800..<0xDC00).contains(scalar), at + 1 < bytes.count, bytes[at] == 0x5C, bytes[at + 1] == 0x75 {
                at += 2
                let low = try hexDigits()
                scalar =
                    (0xDC00..<0xE000).contains(low) ? 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00) : 0xFFFD
            }
            text.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8)
        default:
            at -= 1
            throw fault
        }
    }

    private mutating func hexDigits() throws(ReportError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next else { throw fault }
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(byte - 0x37)
            case 0x61...0x66: value = value << 4 | UInt32(byte - 0x57)
            default: throw fault
            }
            at += 1
        }
        return value
    }
}
