import Packets

/// The first line of an HTTP/1 request (RFC 9112 section 3): method, target, version.
public struct HTTPRequestLine: ~Escapable {
    /// The method, a token.
    public let method: RawSpan
    /// The target: a path, an absolute URI, an authority, or `*`.
    public let target: RawSpan
    /// `HTTP/1.0` or `HTTP/1.1`.
    public let version: RawSpan
    /// Octets of the line with its end: the header fields begin there.
    public let length: Int

    /// The request that `bytes` begin with; nil when they begin with something else, or before the line has arrived
    /// whole.
    @_lifetime(copy bytes)
    public init?(_ bytes: RawSpan) {
        guard let line = HTTPLine(bytes, at: 0), let first = line.blank(after: 0), first > 0, first <= 32,
            let second = line.blank(after: first + 1), second > first + 1
        else { return nil }
        let method = line.text.upTo(first)
        for index in 0..<first {
            guard let octet = try? method.u8(index), HTTPLine.isToken(octet) else { return nil }
        }
        guard let target = try? line.text.slice(first + 1, second - first - 1),
            let version = try? line.text.from(second + 1), HTTPLine.isVersion(version)
        else { return nil }
        self.method = method
        self.target = target
        self.version = version
        length = line.next
    }
}

/// The first line of an HTTP/1 response (RFC 9112 section 4): version, status, reason.
public struct HTTPStatusLine: ~Escapable {
    /// `HTTP/1.0` or `HTTP/1.1`.
    public let version: RawSpan
    /// Three digits: 200 is success, 404 not found.
    public let status: UInt16
    /// Words for people; may be empty.
    public let reason: RawSpan
    /// Octets of the line with its end: the header fields begin there.
    public let length: Int

    /// The response that `bytes` begin with; nil when they begin with something else, or before the line has arrived
    /// whole.
    @_lifetime(copy bytes)
    public init?(_ bytes: RawSpan) {
        guard let line = HTTPLine(bytes, at: 0), let first = line.blank(after: 0),
            HTTPLine.isVersion(line.text.upTo(first))
        else { return nil }
        var status: UInt16 = 0
        for index in 1...3 {
            guard let digit = try? line.text.u8(first + index), digit >= 0x30, digit <= 0x39 else { return nil }
            status = status * 10 + UInt16(digit - 0x30)
        }
        if let behind = try? line.text.u8(first + 4), behind != 0x20 { return nil }
        version = line.text.upTo(first)
        self.status = status
        reason = line.text.beyond(first + 5)
        length = line.next
    }
}

/// The header fields of a message (RFC 9112 section 5), until the empty line or the end of what has arrived.
public struct HTTPFields: ~Escapable {
    @usableFromInline let bytes: RawSpan
    @usableFromInline var offset: Int
    /// Lines that were looked at: a hostile message must not cost more than a usual one.
    @usableFromInline var left = 256

    /// The fields of the message `bytes` from octet `offset` on, where the first line ended.
    @inlinable @_lifetime(copy bytes)
    public init(_ bytes: RawSpan, from offset: Int) {
        self.bytes = bytes
        self.offset = offset
    }

    /// The next field, or nil.
    @_lifetime(copy self)
    public mutating func next() -> HTTPField? {
        guard left > 0, let line = HTTPLine(bytes, at: offset), line.text.byteCount > 0 else { return nil }
        left -= 1
        offset = line.next
        return HTTPField(line.text)
    }

    /// The value of the first field of a name, given in lower case; nil when it is not there, or not yet.
    @_lifetime(copy self)
    public mutating func value(of name: StaticString) -> RawSpan? {
        while let field = next() {
            if field.isNamed(name) { return field.value }
        }
        return nil
    }
}

/// A header field: name, colon, value.
public struct HTTPField: ~Escapable {
    /// The name as it was sent; case does not matter.
    public let name: RawSpan
    /// The value without blanks around it.
    public let value: RawSpan

    @_lifetime(copy text)
    init?(_ text: RawSpan) {
        var colon = 0
        while let octet = try? text.u8(colon), octet != 0x3A { colon += 1 }
        guard colon > 0, colon < text.byteCount else { return nil }
        var start = colon + 1
        var end = text.byteCount
        while start < end, let octet = try? text.u8(start), octet == 0x20 || octet == 0x09 { start += 1 }
        while start < end, let octet = try? text.u8(end - 1), octet == 0x20 || octet == 0x09 { end -= 1 }
        name = text.upTo(colon)
        value = text.upTo(end).beyond(start)
    }

    /// True for the name in lower case.
    public func isNamed(_ other: StaticString) -> Bool {
        guard name.byteCount == other.utf8CodeUnitCount else { return false }
        return other.withUTF8Buffer { wanted in
            for index in 0..<name.byteCount {
                guard let octet = try? name.u8(index) else { return false }
                let lower = octet >= 0x41 && octet <= 0x5A ? octet | 0x20 : octet
                if unsafe lower != wanted[index] { return false }
            }
            return true
        }
    }
}

/// A line that has arrived whole: ended by LF, with or without CR in front.
struct HTTPLine: ~Escapable {
    /// Octets of a line that are looked at.
    static var maximumLength: Int { 16_384 }
    let text: RawSpan
    /// Where the next line begins.
    let next: Int

    @_lifetime(copy bytes)
    init?(_ bytes: RawSpan, at start: Int) {
        guard let rest = try? bytes.from(start).upTo(HTTPLine.maximumLength) else { return nil }
        var end = 0
        while let octet = try? rest.u8(end), octet != 0x0A { end += 1 }
        guard end < rest.byteCount else { return nil }
        next = start + end + 1
        if end > 0, let octet = try? rest.u8(end - 1), octet == 0x0D { end -= 1 }
        text = rest.upTo(end)
    }

    /// The next blank from `start` on.
    func blank(after start: Int) -> Int? {
        var index = start
        while let octet = try? text.u8(index) {
            if octet == 0x20 { return index }
            index += 1
        }
        return nil
    }

    /// RFC 9110 section 5.6.2.
    static func isToken(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x5E...0x7A, 0x7C, 0x7E, 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E: true
        default: false
        }
    }

    /// `HTTP/1.` and a digit.
    static func isVersion(_ text: RawSpan) -> Bool {
        guard text.byteCount == 8, let name = try? text.u32(0), name == 0x4854_5450,
            let middle = try? text.u24(4), middle == 0x2F_312E, let digit = try? text.u8(7)
        else { return false }
        return digit >= 0x30 && digit <= 0x39
    }
}

extension RawSpan {
    /// The bytes from `offset` on; none where it lies behind the end.
    @_lifetime(copy self)
    func beyond(_ offset: Int) -> RawSpan {
        do throws(Truncation) { return try from(offset) } catch { return upTo(0) }
    }
}
