/// Comments longer than an option's 65,535 bytes: parts that say which they are, put together again when read.
///
///     swiftcap part 1 of 3: {"schema": ...
enum PcapngComment {
    private static let room = 65_000

    static func parts(_ text: String) -> [[UInt8]] {
        let bytes = Array(text.utf8)
        if bytes.count <= Int(UInt16.max) { return [bytes] }
        var pieces: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            var cut = rest.prefix(room)
            // Not inside a character: continuation bytes belong to the one before.
            while cut.endIndex < bytes.endIndex, bytes[cut.endIndex] & 0xC0 == 0x80 { cut = cut.dropLast() }
            pieces.append(cut)
            rest = rest.dropFirst(cut.count)
        }
        return pieces.enumerated().map { Array("swiftcap part \($0 + 1) of \(pieces.count): ".utf8) + $1 }
    }

    /// Puts parts together; other comments stay as they are, and so do parts of a set that is not complete.
    static func joined(_ comments: [String]) -> [String] {
        var result: [String] = []
        var open: [String] = []
        var text = ""
        for comment in comments {
            guard let part = part(comment), part.number == open.count + 1 else {
                result += open + [comment]
                open = []
                text = ""
                continue
            }
            open.append(comment)
            text += part.text
            if part.number == part.total {
                result.append(text)
                open = []
                text = ""
            }
        }
        return result + open
    }

    private static func part(_ comment: String) -> (number: Int, total: Int, text: String)? {
        let prefix = "swiftcap part "
        guard comment.hasPrefix(prefix), let colon = comment.firstIndex(of: ":") else { return nil }
        let words = comment[comment.index(comment.startIndex, offsetBy: prefix.count)..<colon].split(separator: " ")
        guard words.count == 3, words[1] == "of", let number = Int(words[0]), let total = Int(words[2]), number <= total
        else { return nil }
        return (number, total, String(comment[colon...].dropFirst(2)))
    }
}
