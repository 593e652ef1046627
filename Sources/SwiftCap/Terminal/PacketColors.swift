import Glibc

/// Colours for packets' text on a terminal: the time is dim, and the rest of a packet's first line shows at a glance
/// what it is. Colour adds nothing that the text does not say; lines that follow the first stay as they are.
struct PacketColors {
    private enum Color: String {
        case address = "33"
        case control = "35"
        case reset = "1;31"
        case stream = "32"
        case other = "36"
    }

    private static let dim: [UInt8] = Array("\u{1B}[2m".utf8)
    private static let off: [UInt8] = Array("\u{1B}[0m".utf8)
    private static let words: [([UInt8], Color)] = [
        (Array("Flags [R".utf8), .reset), (Array("Flags [".utf8), .stream), (Array("ARP, ".utf8), .address),
        (Array("ICMP".utf8), .control), (Array("IGMP".utf8), .control), (Array("IP".utf8), .other),
    ]

    /// Whole lines in, the same lines with colours out.
    static func painted(_ text: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count + text.count / 2)
        var start = text.startIndex
        while start < text.endIndex {
            let end = text[start...].firstIndex(of: 0x0A) ?? text.endIndex
            paint(text[start..<end], &out)
            if end < text.endIndex { out.append(0x0A) }
            start = min(end + 1, text.endIndex)
        }
        return out
    }

    private static func paint(_ line: ArraySlice<UInt8>, _ out: inout [UInt8]) {
        guard let first = line.first, first != 0x09, let color = color(of: line) else {
            out += line
            return
        }
        let time = stampLength(line)
        if time > 0 { out += dim + line.prefix(time) + off }
        out += Array("\u{1B}[\(color.rawValue)m".utf8) + line.dropFirst(time) + off
    }

    /// The first of the words that the line has; nil for lines that are no packet's first, which begin with blanks.
    private static func color(of line: ArraySlice<UInt8>) -> Color? {
        // Packet numbers (-#) are filled with blanks to five columns: four at most.
        if line.prefix(5).allSatisfy({ $0 == 0x20 }) { return nil }
        return words.first { contains(line, $0.0) }?.1
    }

    private static func contains(_ line: ArraySlice<UInt8>, _ word: [UInt8]) -> Bool {
        unsafe line.withUnsafeBytes { bytes in
            unsafe word.withUnsafeBytes {
                unsafe memmem(bytes.baseAddress!, bytes.count, $0.baseAddress!, $0.count) != nil
            }
        }
    }

    /// Everything up to the blank behind what only digits, points, colons and blanks make up.
    private static func stampLength(_ line: ArraySlice<UInt8>) -> Int {
        let stamp = line.prefix { byte in
            byte >= 0x30 && byte <= 0x3A || byte == 0x2E || byte == 0x2D || byte == 0x20
        }
        guard let blank = stamp.lastIndex(of: 0x20) else { return 0 }
        return blank - line.startIndex
    }
}
