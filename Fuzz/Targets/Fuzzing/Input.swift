/// The bytes that libFuzzer made, taken from the front: what a target has to decide comes first, what is read as a
/// packet, file or text is the rest, where it lies, so that a read beyond its end meets the sanitizer's red zone.
public struct Input: ~Escapable {
    public private(set) var rest: RawSpan

    @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { rest = bytes }

    /// The next byte; 0 at the end.
    @_lifetime(self: copy self)
    public mutating func byte() -> UInt8 {
        guard rest.byteCount > 0 else { return 0 }
        let value = unsafe rest.unsafeLoad(as: UInt8.self)
        rest = rest.extracting(droppingFirst: 1)
        return value
    }

    /// The next two bytes, the high one first.
    @_lifetime(self: copy self)
    public mutating func word() -> UInt16 {
        let high = UInt16(byte())
        return high << 8 | UInt16(byte())
    }

    /// So many of the next bytes as there are.
    @_lifetime(self: copy self)
    public mutating func bytes(_ count: Int) -> [UInt8] {
        let head = rest.extracting(first: count)
        rest = rest.extracting(droppingFirst: count)
        return unsafe head.withUnsafeBytes { unsafe Array($0) }
    }

    /// All that is left, as pieces, each behind its length of two bytes.
    @_lifetime(self: copy self)
    public mutating func pieces() -> [[UInt8]] {
        var result: [[UInt8]] = []
        while rest.byteCount > 2 {
            let length = Int(word())
            result.append(bytes(length))
        }
        return result
    }
}

/// Ends the process, which libFuzzer reports with the input.
public func require(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { fatalError(message()) }
}
