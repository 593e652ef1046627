import Packets

/// Protocols of text lines: HTTP, SMTP, FTP, RTSP, SIP and the like. One line says what it is; with -v every line is
/// printed until one is not text.
extension Dissector {
    /// How a response shows itself.
    enum StatusCode { case first, second }

    /// Prints `NAME` and the lines; `commands` are words with blanks between and around them, nil for protocols whose
    /// first line is printed whatever it is.
    mutating func textProtocol(
        _ name: StaticString, _ bytes: RawSpan, _ length: Int, commands: StaticString?, status: StatusCode = .first
    ) throws(Truncation) {
        put(name)
        guard Dissector.isMessage(bytes, length, commands, status) else { return }
        if verbose {
            put(", length: ", length)
            var index = 0
            while index < length {
                let next = try textLine(bytes, index, length, lead: "\n\t")
                if next == 0 { break }
                index = next
            }
        } else {
            _ = try textLine(bytes, 0, length, lead: ": ")
        }
    }

    /// True when the first line begins with a command or carries a status code of three digits.
    private static func isMessage(
        _ bytes: RawSpan, _ length: Int, _ commands: StaticString?, _ status: StatusCode
    ) -> Bool {
        guard let commands else { return true }
        guard let token = nextToken(bytes, 0, length) else { return false }
        if isWord(bytes, 0, token.end, of: commands) { return true }
        var (start, end) = (0, token.end)
        if status == .second {
            guard let second = nextToken(bytes, token.next, length) else { return false }
            (start, end) = (token.next, second.end)
        }
        guard end - start == 3 else { return false }
        for index in start..<end {
            guard let byte = try? bytes.u8(index), byte >= 0x30 && byte <= 0x39 else { return false }
        }
        return true
    }

    /// A word from `start`, and where the next one begins. None when something that is not text comes first.
    private static func nextToken(_ bytes: RawSpan, _ start: Int, _ length: Int) -> (end: Int, next: Int)? {
        var index = start
        while index < length {
            guard let byte = try? bytes.u8(index) else { return nil }
            if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) { break }
            // Longer words than any command are none.
            if byte < 0x20 || byte > 0x7E || index - start > 126 { return nil }
            index += 1
        }
        if index == start { return nil }
        let end = index
        while index < length, let byte = try? bytes.u8(index), byte == 0x20 { index += 1 }
        return (end, index)
    }

    /// Compares without regard to case with each word of a list.
    private static func isWord(_ bytes: RawSpan, _ start: Int, _ end: Int, of words: StaticString) -> Bool {
        let list = unsafe UnsafeBufferPointer(start: words.utf8Start, count: words.utf8CodeUnitCount)
        var at = 0
        while at < list.count {
            var index = start
            var same = true
            while unsafe at < list.count && list[at] != 0x20 {
                if same, index < end, let byte = try? bytes.u8(index) {
                    let upper = byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte
                    same = unsafe upper == list[at]
                } else {
                    same = false
                }
                index += 1
                at += 1
            }
            if same && index == end { return true }
            at += 1
        }
        return false
    }

    /// One line from `start`, printed only when it was captured whole; gives where the next one begins, 0 when there is
    /// none or it is not text.
    mutating func textLine(_ bytes: RawSpan, _ start: Int, _ length: Int, lead: StaticString) throws(Truncation) -> Int
    {
        var index = start
        var next = 0
        scan: while index < length {
            switch try bytes.u8(index) {
            case 0x0A:
                next = index + 1
                break scan
            case 0x0D:
                if index + 1 >= length { return 0 }
                if try bytes.u8(index + 1) != 0x0A { return 0 }
                next = index + 2
                break scan
            case 0x09, 0x20...0x7E:
                index += 1
            default:
                return 0
            }
        }
        put(lead)
        put(raw: try bytes.slice(start, index - start))
        if next == 0 { markTruncated() }
        return next
    }
}
