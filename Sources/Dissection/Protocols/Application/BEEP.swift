import Packets

/// The Blocks Extensible Exchange Protocol (RFC 3080): a frame's first word says what it is.
enum BEEP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "beep"
        d.put(name(of: bytes, length))
    }

    /// tcpdump knows MSG and END as well, but never finds them.
    private static func name(of bytes: RawSpan, _ length: Int) -> StaticString {
        if begins(bytes, length, "ERR ") { return " BEEP ERR" }
        if begins(bytes, length, "ANS ") { return " BEEP ANS" }
        if begins(bytes, length, "NUL ") { return " BEEP NUL" }
        if begins(bytes, length, "SEQ ") { return " BEEP SEQ" }
        if begins(bytes, length, "RPY ") { return " BEEP RPY" }
        return " BEEP (payload or undecoded)"
    }

    private static func begins(_ bytes: RawSpan, _ length: Int, _ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard length >= count, bytes.has(count, at: 0) else { return false }
        for index in 0..<count {
            guard let byte = try? bytes.u8(index), unsafe byte == word.utf8Start[index] else { return false }
        }
        return true
    }
}
