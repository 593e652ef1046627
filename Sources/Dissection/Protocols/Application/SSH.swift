import Packets

/// SSH's identification line (RFC 4253 4.2); the rest is encrypted.
enum SSH {
    /// The first line (RFC 4253 4.2).
    struct Line: ~Escapable {
        /// `SSH-`.
        static let start: UInt32 = 0x5353_482D
        static let startLength = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// False when another letter comes first; throws when the letters end before that shows.
        var isIdentification: Bool {
            get throws(Truncation) {
                for index in 0..<Line.startLength {
                    let letter = UInt8(truncatingIfNeeded: Line.start >> UInt32(8 * (Line.startLength - 1 - index)))
                    if try bytes.u8(index) != letter { return false }
                }
                return true
            }
        }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ssh"
        // Only a first line that says so, whole and of printable characters.
        guard try Line(bytes).isIdentification else { return }
        var end = Line.startLength
        while end < length {
            let byte = try bytes.u8(end)
            if byte == 0x0A { break }
            if byte == 0x0D {
                if end + 1 >= length { return }
                if try bytes.u8(end + 1) != 0x0A { return }
                break
            }
            if byte < 0x20 || byte > 0x7E { return }
            end += 1
        }
        if end >= length { return }
        d.put(": SSH: ")
        d.put(raw: bytes.upTo(end))
    }
}
